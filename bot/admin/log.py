"""The audit log: who did what, to anybody or to one."""

from collections.abc import Mapping
from typing import Any

from bot.admin.desk import Asked, Desk


async def show(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    async with desk.store.reading() as tx:
        found = await tx.registers.acts(asked.which, asked.word("subject"))
    return {"asked": asked, "found": found.rows, "turn": asked.turn(more=found.more)}
