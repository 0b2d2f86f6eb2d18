"""Our buttons as VK's keyboards below a message, within its limits. Knows no message."""

import json
from collections.abc import Sequence
from typing import Any

from bot.chat import Button, Refused
from bot.platforms.vk.abilities import Abilities
from bot.platforms.vk.layout import BUTTONS, PER_ROW, ROWS, Rows
from bot.platforms.vk.payload import Payload
from bot.words import cut

LABEL = 40  # dev.vk.com, keyboard
COLORS = {"plain": "secondary", "primary": "primary", "danger": "negative"}


def keyboard(pages: Sequence[Rows], page: int, can: Abilities) -> str | None:
    """A page of the buttons as VK reads it; the last button turns over to the next. Raises Refused when it is too much
    for VK, which shows nothing then."""
    drawn = [[draw(button, can) for button in row] for row in pages[page]]
    if len(pages) > 1:
        following = (page + 1) % len(pages)
        drawn.append([pressed(f"▶ {following + 1}/{len(pages)}", Payload(page=following), "secondary", can)])
    if not any(drawn):
        return None
    if len(drawn) > ROWS or sum(map(len, drawn)) > BUTTONS or any(len(row) > PER_ROW for row in drawn):
        raise Refused("more buttons than VK shows")
    return json.dumps({"inline": True, "buttons": drawn}, ensure_ascii=False)


def draw(button: Button, can: Abilities) -> dict[str, Any]:
    if button.url and can.links:
        return {"action": {"type": "open_link", "label": cut(button.text, LABEL), "link": button.url}}
    return pressed(button.text, Payload(data=button.data), COLORS[button.style], can)


def pressed(label: str, payload: Payload, color: str, can: Abilities) -> dict[str, Any]:
    """A button that comes back to us."""
    packed = payload.packed()
    kind = "callback" if can.callback else "text"
    return {"action": {"type": kind, "label": cut(label, LABEL) or "…", "payload": packed}, "color": color}
