"""The API as its own description tells it: what may be asked, and what an answer looks like.

The description is `specs/yookassa_openapi.yaml` in the folder MAZOK_SHARED (by default `shared` beside the checkout).
Where it is missing everything passes here; the simulator's own rules hold all the same.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SHARED = Path(os.environ.get("MAZOK_SHARED") or Path(__file__).parents[4] / "shared")
SPEC = SHARED / "specs" / "yookassa_openapi.yaml"
DOCUMENT = "urn:yookassa"
JSON = "application/json"

Json = dict[str, Any]


class Description:
    """Checks bodies; a complaint is a sentence that names the field."""

    def __init__(self, document: Json) -> None:
        self._document = document
        complete(document, document)
        self._registry = Registry().with_resource(DOCUMENT, DRAFT202012.create_resource(document))

    def request(self, method: str, path: str, body: Json) -> list[str]:
        """What is wrong with asking this of a path such as /payments."""
        return self._complaints(self._steps("paths", path, method, "requestBody", "content", JSON, "schema"), body)

    def answer(self, method: str, path: str, status: int, body: Json) -> list[str]:
        """What is wrong with this answer; of a status that the description does not know nothing is known."""
        answers = self._document["paths"][path][method]["responses"]
        if str(status) not in answers:
            return []
        where = ["paths", path, method, "responses", str(status)]
        if "$ref" in answers[str(status)]:
            where = ["components", "responses", answers[str(status)]["$ref"].rpartition("/")[2]]
        return self._complaints(self._steps(*where, "content", JSON, "schema"), body)

    def notification(self, kind: str, body: Json) -> list[str]:
        """What is wrong with the object of a notification."""
        return self._complaints(self._steps("components", "schemas", kind), body)

    def _steps(self, *steps: str) -> str:
        return f"{DOCUMENT}#/" + "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)

    def _complaints(self, schema: str, body: Json) -> list[str]:
        validator = OAS30Validator({"$ref": schema}, registry=self._registry, format_checker=oas30_format_checker)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]


def complete(node: Any, document: Json) -> None:
    """A choice whose discriminator maps nothing is read by the mapping of the schema that all choices extend."""
    if isinstance(node, dict):
        if "oneOf" in node and "mapping" not in node.get("discriminator", {"mapping": {}}):
            node["discriminator"]["mapping"] = base(node["oneOf"][0]["$ref"], document)["discriminator"]["mapping"]
        for part in node.values():
            complete(part, document)
    elif isinstance(node, list):
        for part in node:
            complete(part, document)


def base(reference: str, document: Json) -> Json:
    """The schema that the one under this reference extends."""
    schemas = document["components"]["schemas"]
    first = schemas[reference.rpartition("/")[2]]["allOf"][0]["$ref"]
    return cast(Json, schemas[first.rpartition("/")[2]])


@cache
def description() -> Description | None:
    """The description, where it is there."""
    return Description(yaml.safe_load(SPEC.read_text())) if SPEC.exists() else None
