"""The Bot API as its own description tells it: what may be asked, and what an answer looks like.

The description is `specs/telegram_bot_api_10.3.json` in the folder MAZOK_SHARED (by default `shared` beside the
checkout). Where it is missing everything passes here; the simulator's own rules hold all the same.
"""

import json
import re
from functools import cache
from typing import Any

from tests.simulators.specs import SPECS

SPEC = SPECS / "telegram_bot_api_10.3.json"

LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)")
RANGE = re.compile(r"[Vv]alues between (\d+)-(\d+)")
CHOICE = re.compile(r"must be one of (?:[^.]*)", re.IGNORECASE)
SUBTYPE = re.compile(r"^\s*-\s*(\w+)", re.MULTILINE)
NATIVE = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: isinstance(value, Uploaded),
}


class Uploaded(bytes):
    """A file that came with a request."""

    name: str = ""


class Violation(Exception):
    """Telegram would not take this, or would not say it."""


class Schema:
    """Checks requests and answers; every complaint is a Violation that names the field."""

    def __init__(self, described: dict[str, Any]) -> None:
        self._described = described

    def knows(self, method: str) -> bool:
        return method in self._described and self._described[method]["category"] == "methods"

    def parameters(self, method: str, given: dict[str, str | Uploaded]) -> dict[str, Any]:
        """The parameters of a request in their types; unknown, missing, mistyped or too long ones are violations."""
        fields = {field["name"]: field for field in self._described[method]["annotations"]}
        attached = {name for name in given if isinstance(given[name], Uploaded) and name not in fields}
        for name in set(given) - set(fields) - attached:
            raise Violation(f"{method}: unknown parameter {name}")
        read = {name: self._read(fields[name]["type"], value) for name, value in given.items() if name in fields}
        self._fields(method, read)
        words = json.dumps(read, default=str)
        for name in attached:
            if f"attach://{name}" not in words:
                raise Violation(f"{method}: file {name} is attached to nothing")
        return read

    def check(self, kind: str, value: Any, path: str) -> None:
        """An object of the Bot API is what its type says."""
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                raise Violation(f"{path} is no array")
            for index, item in enumerate(value):
                self.check(kind.removeprefix("Array of "), item, f"{path}[{index}]")
            return None
        kinds = re.split(r" or |, | and ", kind)
        if len(kinds) == 1 and kind in self._described:
            kinds = SUBTYPE.findall(self._described[kind]["description"]) if self._is_union(kind) else [kind]
        if len(kinds) == 1:
            return self._one(kinds[0], value, path)
        complaints = []
        for candidate in kinds:
            try:
                return self.check(candidate, value, path)
            except Violation as violation:
                complaints.append(str(violation))
        raise Violation(f"{path} is no {kind}: " + "; ".join(complaints))

    def _is_union(self, kind: str) -> bool:
        entry = self._described[kind]
        return not entry["annotations"] and len(SUBTYPE.findall(entry["description"])) > 1

    def _one(self, kind: str, value: Any, path: str) -> None:
        if kind in NATIVE:
            if not NATIVE[kind](value):
                raise Violation(f"{path} = {value!r} is no {kind}")
            return
        if not isinstance(value, dict):
            raise Violation(f"{path} is no {kind}")
        self._fields(kind, value, path)

    def _fields(self, kind: str, value: dict[str, Any], path: str = "") -> None:
        path = path or kind
        fields = {field["name"]: field for field in self._described[kind]["annotations"]}
        for name in set(value) - set(fields):
            raise Violation(f"{path}: {kind} has no field {name}")
        for name, field in fields.items():
            if name in value:
                self.check(field["type"], value[name], f"{path}.{name}")
                limits(field["description"], value[name], f"{path}.{name}")
            elif field["required"]:
                raise Violation(f"{path}: {name} is missing")

    def _read(self, kind: str, value: str | Uploaded) -> Any:
        """A value of a form in its type."""
        if isinstance(value, Uploaded) or kind == "String":
            return value
        try:
            return json.loads(value)
        except ValueError:
            return value


def limits(description: str, value: Any, path: str) -> None:
    """Lengths, ranges and choices as the description words them."""
    if isinstance(value, str) and (found := LENGTH.search(description)):
        low, high = int(found[1]), int(found[2])
        length = len(value.encode()) if found[3] == "bytes" else len(value.encode("utf-16-le")) // 2
        if not low <= length <= high:
            raise Violation(f"{path} has {length} {found[3]}, {low}-{high} are allowed")
    if isinstance(value, int) and (found := RANGE.search(description)) and not int(found[1]) <= value <= int(found[2]):
        raise Violation(f"{path} = {value} lies outside {found[1]}-{found[2]}")
    if isinstance(value, str) and (choice := CHOICE.search(description)):
        choices = re.findall(r"['“\"](\w+)['”\"]", choice[0])
        if choices and value not in choices:
            raise Violation(f"{path} = {value!r} is none of {choices}")


class NoSchema(Schema):
    """Stands in where the description is missing: parameters are read, nothing is checked."""

    TEXTS = (
        *("text", "caption", "callback_query_id", "secret_token", "url", "file_id", "language_code", "action"),
        *("title", "description", "payload", "currency", "pre_checkout_query_id", "error_message"),
        *("telegram_payment_charge_id", "inline_query_id", "next_offset"),
    )

    def __init__(self) -> None:
        super().__init__({})

    def knows(self, method: str) -> bool:
        return True

    def parameters(self, method: str, given: dict[str, str | Uploaded]) -> dict[str, Any]:
        return {name: self._read("String" if name in self.TEXTS else "", value) for name, value in given.items()}

    def check(self, kind: str, value: Any, path: str) -> None:
        return None


@cache
def schema() -> Schema:
    if not SPEC.exists():
        return NoSchema()
    sections = json.loads(SPEC.read_text())["items"]
    return Schema({entry["name"]: entry for section in sections for entry in section["children"] if "name" in entry})
