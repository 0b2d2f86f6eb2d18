"""Reactions to what stands in the channel count as likes there: how many there are, nobody learns whose."""

from aiogram.types import MessageReactionCountUpdated

from bot.platforms.telegram.channel import CHANNEL
from storage import Store


async def count(store: Store, change: MessageReactionCountUpdated) -> None:
    """Telegram says how many there are in all, so that an update that comes twice counts once."""
    total = sum(reaction.total_count for reaction in change.reactions)
    async with store.transaction() as tx:
        await tx.spreads.liked(CHANNEL, f"{change.chat.id}:{change.message_id}", total)
