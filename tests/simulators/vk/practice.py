"""Where VK's schema and what VK does differ. What VK does holds."""

from typing import Any

Json = dict[str, Any]
ANYTHING: Json = {}


def amended(described: Json) -> Json:
    """A file of the schema as VK lives it."""
    definitions = described.get("definitions", {})
    if keyboard := definitions.get("messages_keyboard"):
        keyboard["properties"]["one_time"]["required"] = False  # an inline keyboard has none
    if button := definitions.get("messages_keyboard_button"):
        button["properties"]["color"]["enum"] = ["primary", "secondary", "negative", "positive"]
    if event := definitions.get("callback_message_event"):
        event["properties"]["payload"] = {**ANYTHING, "required": True}  # the JSON of the button, read
    if kinds := definitions.get("callback_type"):
        kinds["enum"] = sorted({*kinds["enum"], "message_event", "like_add", "like_remove"})
    return described


def amended_method(described: Json) -> Json:
    """A method of the schema as VK performs it."""
    fields = described.get("parameters", [])
    match described["name"]:
        case "messages.send":  # since 5.90 it must be there, 0 or not
            fields = required("random_id", fields)
        case "messages.edit":
            fields = [*fields, {"name": "conversation_message_id", "type": "integer", "minimum": 0}]
        case "docs.getMessagesUploadServer":  # a community has nobody to send to otherwise
            fields = required("peer_id", fields)
    return {**described, "parameters": fields}


def required(name: str, fields: list[Json]) -> list[Json]:
    return [{**field, "required": True} if field["name"] == name else field for field in fields]
