"""What a button of VK carries: our data, a page to turn to, or VK's own *Start*. Knows no keyboard."""

import json
from dataclasses import dataclass
from typing import Self

from bot.chat import Refused

LETTERS = 255  # dev.vk.com, keyboard
DATA, PAGE, COMMAND = "d", "page", "command"
START = "start"  # VK's own button *Start* carries {"command": "start"}


@dataclass(frozen=True, slots=True)
class Payload:
    """One of them is there; none in what is no button of ours."""

    data: str | None = None
    page: int | None = None
    start: bool = False

    def packed(self) -> str:
        """As VK keeps it; raises Refused where it is too long."""
        words = {DATA: self.data} if self.data is not None else {PAGE: self.page}
        packed = json.dumps(words, separators=(",", ":"))
        if len(packed) > LETTERS:
            raise Refused(f"a button's payload has {len(packed)} letters: {packed!r}")
        return packed

    @classmethod
    def read(cls, payload: object) -> Self:
        """An object where a callback button was pressed, a string in a message; anybody may forge both."""
        try:
            words = json.loads(payload) if isinstance(payload, str) else payload
        except ValueError:
            return cls()
        if not isinstance(words, dict):
            return cls()
        data, page = words.get(DATA), words.get(PAGE)
        return cls(
            data if isinstance(data, str) else None,
            page if isinstance(page, int) else None,
            words.get(COMMAND) == START,
        )
