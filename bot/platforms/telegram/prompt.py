"""Questions of Telegram that wait for nobody: answered at once, in no queue, and never written down.

One that a process takes with it is answered by Telegram itself, or asked again by the person.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

import structlog
from aiogram.types import InlineQuery, PreCheckoutQuery
from pydantic import ValidationError

from bot.recent import Recent

Asked = TypeVar("Asked", InlineQuery, PreCheckoutQuery)

Answer = Callable[[Asked], Coroutine[Any, Any, None]]

logger = structlog.get_logger()


class Prompt(Generic[Asked]):
    """Has every question of a `kind` of updates answered once, while `serve` runs; `answer` may not raise."""

    def __init__(self, kind: str, question: type[Asked], answer: "Answer[Asked]") -> None:
        self._kind = kind
        self._question: type[Asked] = question
        self._answer: Answer[Asked] = answer
        self._asked: asyncio.Queue[Asked] = asyncio.Queue()
        self._seen: Recent[str] = Recent()

    def take(self, payload: dict[str, Any]) -> bool:
        """Whether an update is for us; one that comes again is answered once."""
        if self._kind not in payload:
            return False
        try:
            asked = self._question.model_validate(payload[self._kind])
        except ValidationError:  # it would come again for ever, before all others
            logger.exception("question not understood", update=payload.get("update_id"))
            return True
        if self._seen.get(asked.id) is None:
            self._seen.set(asked.id, "")
            self._asked.put_nowait(asked)
        return True

    async def serve(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                asked = await self._asked.get()
                tasks.create_task(self._answer(asked))
