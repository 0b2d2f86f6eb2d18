"""Our buttons as VK's keyboards below a message, within its limits. Knows no message."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Button, Refused
from bot.platforms.vk.abilities import Abilities
from bot.platforms.vk.layout import BUTTONS, PER_ROW, ROWS, Rows
from bot.platforms.vk.payload import Payload
from bot.words import cut

LABEL = 40  # dev.vk.com, keyboard
COLORS = {"plain": "secondary", "primary": "primary", "danger": "negative"}


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws for an app that shows so much; with an `owner` only they may press what it draws."""

    can: Abilities
    owner: int | None = None

    def keyboard(self, pages: Sequence[Rows], page: int) -> str | None:
        """A page of the buttons as VK reads it; the last button turns over to the next. Raises Refused when it is too
        much for VK, which shows nothing then."""
        drawn = [[self._button(button) for button in row] for row in pages[page]]
        if len(pages) > 1:
            following = (page + 1) % len(pages)
            turner = Payload(page=following, owner=self.owner)
            drawn.append([self._pressed(f"▶ {following + 1}/{len(pages)}", turner, "secondary")])
        if not any(drawn):
            return None
        if len(drawn) > ROWS or sum(map(len, drawn)) > BUTTONS or any(len(row) > PER_ROW for row in drawn):
            raise Refused("more buttons than VK shows")
        return json.dumps({"inline": True, "buttons": drawn}, ensure_ascii=False)

    def _button(self, button: Button) -> dict[str, Any]:
        if button.url:
            return {"action": {"type": "open_link", "label": cut(button.text, LABEL), "link": button.url}}
        return self._pressed(button.text, Payload(data=button.data, owner=self.owner), COLORS[button.style])

    def _pressed(self, label: str, payload: Payload, color: str) -> dict[str, Any]:
        """A button that comes back to us."""
        kind = "callback" if self.can.callback else "text"
        shown = cut(label, LABEL) or "…"
        return {"action": {"type": kind, "label": shown, "payload": payload.packed()}, "color": color}
