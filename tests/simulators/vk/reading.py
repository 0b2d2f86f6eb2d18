"""The values of a form in their types. VK's lists are separated by commas, its booleans are 0 and 1."""

from typing import Any

LISTS = (
    "peer_ids",
    "user_ids",
    "group_ids",
    "fields",
    "message_ids",
    "conversation_message_ids",
    "upload_results",
    "attachments",
    "posts",
)
NUMBERS = ("server", "cmid")
FLAGS = (
    "message_new",
    "message_event",
    "message_allow",
    "message_deny",
    "message_reply",
    "add_to_news",
    "like_add",
    "like_remove",
    "from_group",
)


class Violation(Exception):
    """VK would not take this, or would not say it; `code` is the error that it answers with."""

    def __init__(self, complaint: str, code: int = 100) -> None:
        super().__init__(complaint)
        self.code = code


def read(kind: dict[str, Any], value: str, name: str) -> Any:
    """A value of a form as its description wants it."""
    match kind.get("type"):
        case "array":
            items = kind.get("items", {})
            return [read(items, part.strip(), name) for part in value.split(",")] if value else []
        case "boolean":
            if value not in ("0", "1"):
                raise Violation(f"{name} = {value!r} is neither 0 nor 1")
            return value == "1"
        case "integer":
            return whole(value, name)
        case "number":
            try:
                return float(value)
            except ValueError:
                raise Violation(f"{name} = {value!r} is no number") from None
        case ["integer", "string"]:
            return int(value) if value.lstrip("-").isdecimal() else value
    return value


def whole(value: str, name: str) -> int:
    if not value.removeprefix("-").isdecimal():
        raise Violation(f"{name} = {value!r} is no whole number")
    return int(value)


def guessed(name: str, value: str) -> Any:
    """The same where there is no description: by the names that VK gives to its parameters."""
    if name in LISTS:
        return [int(part) if part.lstrip("-").isdecimal() else part for part in value.split(",")] if value else []
    if name in FLAGS:
        return value == "1"
    return whole(value, name) if name in NUMBERS or (name.endswith("_id") and name != "event_id") else value
