"""The VK API as its own description tells it: what may be asked, and what an answer looks like.

The description is `specs/vk`, VK's schema of 5.199. Where it is missing everything passes here; the simulator's own
rules hold all the same. Where it and VK's practice differ, `practice.py` says so.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.simulators.specs import SPECS
from tests.simulators.vk.practice import amended, amended_method
from tests.simulators.vk.reading import Violation, guessed, read

SPEC = SPECS / "vk"
Json = dict[str, Any]
NATIVE = {
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
FOR_ALL = ("access_token", "v", "lang", "test_mode", "captcha_sid", "captcha_key")


class Schema:
    """Checks requests and answers; every complaint is a Violation that names the field."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Json] = {}

    def knows(self, method: str) -> bool:
        return self._method(method) is not None

    def for_communities(self, method: str) -> bool:
        """Whether the token of a community may call it."""
        return "group" in (self._method(method) or {}).get("access_token_type", [])

    def for_people(self, method: str) -> bool:
        """Whether the token of a person may call it."""
        return "user" in (self._method(method) or {}).get("access_token_type", [])

    def parameters(self, method: str, given: dict[str, str]) -> Json:
        """The parameters of a request in their types; unknown, missing, mistyped or too long ones are violations."""
        described = self._method(method) or {}
        fields = {field["name"]: self._expanded(field) for field in described.get("parameters", [])}
        for name in set(given) - set(fields) - set(FOR_ALL):
            raise Violation(f"{method} has no parameter {name}")
        for name, field in fields.items():
            if field.get("required") and not given.get(name):
                raise Violation(f"{name} is a required parameter")
        known = {name: read(fields[name], given[name], name) for name in fields if name in given}
        for name, value in known.items():
            self.check(fields[name], value, name)
        return known

    def check_answer(self, method: str, answer: Any) -> None:
        """An answer is one of those that the method may give."""
        complaints = []
        for kind in (self._method(method) or {})["responses"].values():
            try:
                return self.check(kind, {"response": answer}, f"answer to {method}")
            except Violation as violation:
                complaints.append(str(violation))
        raise Violation("; ".join(complaints))

    def check_object(self, file: str, name: str, value: Any) -> None:
        """An object of VK, by the file and the name of its definition."""
        self.check({"$ref": f"../{file}.json#/definitions/{name}"}, value, name)

    def check(self, kind: Json, value: Any, path: str) -> None:
        kind = self._expanded(kind)
        if "oneOf" in kind:
            return self._one_of(kind, value, path)
        kinds = kind.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and not any(NATIVE[one](value) for one in kinds):
            raise Violation(f"{path} = {value!r} is no {' or '.join(kinds)}")
        limits(kind, value, path)
        if isinstance(value, list):
            for index, item in enumerate(value):
                self.check(kind.get("items", {}), item, f"{path}[{index}]")
        elif isinstance(value, dict) and kind.get("properties"):
            self._fields(kind["properties"], value, path)
        return None

    def _fields(self, fields: Json, value: Json, path: str) -> None:
        for name in set(value) - set(fields):
            raise Violation(f"{path} has no field {name}")
        for name, field in fields.items():
            if name in value:
                self.check(field, value[name], f"{path}.{name}")
            elif field.get("required") is True:
                raise Violation(f"{path}: {name} is missing")

    def _one_of(self, kind: Json, value: Any, path: str) -> None:
        """One of several kinds, told apart by a field where VK names it."""
        choices = kind["oneOf"]
        if "discriminator" in kind:
            told = kind["discriminator"]
            ref = told["mapping"].get(value.get(told["propertyName"]) if isinstance(value, dict) else None)
            if ref is None:
                raise Violation(f"{path}: there is no such {told['propertyName']}")
            choices = [{"$ref": f"{ref}"}]
        complaints = []
        for choice in choices:
            try:
                return self.check(choice, value, path)
            except Violation as violation:
                complaints.append(str(violation))
        raise Violation("; ".join(complaints))

    def _expanded(self, kind: Json) -> Json:
        """A description with what it refers to and what it consists of."""
        if ref := kind.get("$ref"):
            if kind.get("type") == "string":  # an object that comes as JSON: its owner reads it
                return kind
            return self._expanded(
                self._definition(ref) | {key: kind[key] for key in kind if key not in ("$ref", "type")}
            )
        if "allOf" not in kind:
            return kind
        fields: Json = {}
        for part in kind["allOf"]:
            fields |= self._expanded(part).get("properties", {})
        return {"type": "object", "properties": fields}

    def _definition(self, ref: str) -> Json:
        """What VK refers to; anything, where VK publishes it in a file that we lack."""
        file, name = ref.removeprefix("../").split("#/definitions/")
        return dict(self._file(file).get("definitions", {}).get(name, {}))

    def _method(self, method: str) -> Json | None:
        methods: list[Json] = self._file(f"{method.split('.')[0]}/methods.json").get("methods", [])
        return next((amended_method(one) for one in methods if one["name"] == method), None)

    def _file(self, name: str) -> Json:
        if name not in self._files:
            path = self._folder / name
            self._files[name] = amended(json.loads(path.read_text())) if path.exists() else {}
        return self._files[name]


def limits(kind: Json, value: Any, path: str) -> None:
    """Lengths, ranges and choices."""
    if "enum" in kind and value not in kind["enum"]:
        raise Violation(f"{path} = {value!r} is none of {kind['enum']}")
    if isinstance(value, str) and len(value) > kind.get("maxLength", len(value)):
        raise Violation(f"{path} has {len(value)} characters, {kind['maxLength']} are allowed")
    if isinstance(value, list) and len(value) > kind.get("maxItems", len(value)):
        raise Violation(f"{path} has {len(value)} items, {kind['maxItems']} are allowed")
    if isinstance(value, int) and not kind.get("minimum", value) <= value <= kind.get("maximum", value):
        raise Violation(f"{path} = {value} is out of range")


class NoSchema(Schema):
    """Stands in where the description is missing: parameters are read, nothing is checked."""

    def __init__(self) -> None:
        super().__init__(SPEC)

    def knows(self, method: str) -> bool:
        return True

    def for_communities(self, method: str) -> bool:
        return not method.startswith("wall.") and "Wall" not in method

    def for_people(self, method: str) -> bool:
        return True

    def parameters(self, method: str, given: dict[str, str]) -> Json:
        return {name: guessed(name, value) for name, value in given.items() if name not in FOR_ALL}

    def check_answer(self, method: str, answer: Any) -> None:
        return None

    def check(self, kind: Json, value: Any, path: str) -> None:
        return None


@cache
def schema() -> Schema:
    return Schema(SPEC) if SPEC.exists() else NoSchema()
