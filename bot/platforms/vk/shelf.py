"""Messages with more buttons than their person sees at a time, kept until somebody turns to another page of them."""

from dataclasses import dataclass
from typing import Any, Self

from bot.chat import Button
from bot.platforms.vk.layout import Layout, Rows
from storage import Store
from storage.transcripts import Line


@dataclass(frozen=True, slots=True)
class Kept:
    """All of a message that VK wants to hear again when its keyboard changes. `told`: its buttons are words with
    numbers, as the person's app shows none."""

    text: str
    attachment: str
    layout: Layout
    told: bool = False

    def body(self) -> dict[str, Any]:
        rows, always = packed(self.layout.rows), packed(self.layout.always)
        return {"text": self.text, "attachment": self.attachment, "rows": rows, "always": always, "told": self.told}

    @classmethod
    def of(cls, body: dict[str, Any]) -> Self:
        layout = Layout(unpacked(body["rows"]), unpacked(body["always"]))
        return cls(body["text"], body["attachment"], layout, body["told"])


@dataclass(frozen=True, slots=True)
class Shelf:
    """Outlives the process: who answers a button need not be who drew it. Deleted with all else of a person."""

    store: Store

    async def put(self, chat: str, message_id: str, kept: Kept) -> None:
        async with self.store.transaction() as tx:
            await tx.transcripts.put(chat, message_id, "mazok", kept.body())

    async def get(self, chat: str, message_id: str) -> Kept | None:
        async with self.store.reading() as tx:
            line = await tx.transcripts.get(chat, message_id)
        return Kept.of(line.body) if line else None

    async def newest(self, chat: str) -> tuple[str, Kept] | None:
        """The last message that was put here, with its id."""
        async with self.store.reading() as tx:
            lines: list[Line] = await tx.transcripts.latest(chat, 1)
        return (lines[0].message_id, Kept.of(lines[0].body)) if lines else None


def packed(rows: Rows) -> list[Any]:
    return [[[button.text, button.data, button.style, button.url] for button in row] for row in rows]


def unpacked(rows: list[Any]) -> Rows:
    return tuple(tuple(Button(text, data, style, url) for text, data, style, url in row) for row in rows)
