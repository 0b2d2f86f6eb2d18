"""What a line of the chat is to the page: messages as plain JSON. Knows no storage and no HTTP."""

from typing import Any

from bot.chat import Attachment, Button, Canvas, Message, Pad, Tile

Body = dict[str, Any]


def body_of(message: Message) -> Body:
    """A message of ours, its empty parts left out."""
    parts: Body = {
        "text": message.text,
        "buttons": [[button_of(button) for button in row] for row in message.buttons],
        "picture": message.picture and attachment_of(message.picture),
        "before": message.before and attachment_of(message.before),
        "fraction": message.fraction,
        "gallery": [tile_of(tile) for tile in message.gallery],
        "canvas": message.canvas and canvas_of(message.canvas),
        "pad": message.pad and pad_of(message.pad),
    }
    return {name: part for name, part in parts.items() if part not in (None, "", [])}


def file_of(file: Attachment, caption: str) -> Body:
    return {"text": caption, "file": attachment_of(file)}


def video_of(video: Attachment, caption: str) -> Body:
    return {"text": caption, "video": attachment_of(video)}


def said(text: str, pictures: list[Body]) -> Body:
    """What the person wrote or sent."""
    parts: Body = {"text": text, "pictures": pictures}
    return {name: part for name, part in parts.items() if part}


def button_of(button: Button) -> Body:
    body = {"text": button.text, "data": button.data, "style": button.style}
    return {**body, "url": button.url} if button.url else body


def attachment_of(attachment: Attachment) -> Body:
    return {"key": attachment.key, "name": attachment.name, "type": attachment.media_type}


def tile_of(tile: Tile) -> Body:
    return {"title": tile.title, "picture": tile.picture.key, "data": tile.data}


def canvas_of(canvas: Canvas) -> Body:
    mask = canvas.mask and attachment_of(canvas.mask)
    return {"title": canvas.title, "data": canvas.data, "photo": attachment_of(canvas.photo), "mask": mask}


def pad_of(pad: Pad) -> Body:
    return {"title": pad.title, "hint": pad.hint, "effect": pad.effect, "data": pad.data, "style": pad.style}
