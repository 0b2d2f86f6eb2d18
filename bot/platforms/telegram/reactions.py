"""Reactions to what stands in the channel count as likes there: how many there are, nobody learns whose."""

from aiogram.types import MessageReactionCountUpdated, ReactionCount, ReactionTypeEmoji, ReactionTypePaid

from bot.platforms.telegram.channel import CHANNEL
from storage import Store

DISLIKES = frozenset("👎💩🤮🤬😡🖕🥱")


async def count(store: Store, change: MessageReactionCountUpdated) -> None:
    """Telegram says how many there are in all, so that an update that comes twice counts once."""
    total = sum(reaction.total_count for reaction in change.reactions if likes(reaction))
    async with store.transaction() as tx:
        await tx.spreads.liked(CHANNEL, f"{change.chat.id}:{change.message_id}", total)


def likes(reaction: ReactionCount) -> bool:
    """Does it say that people like it? A paid one says how many Stars were sent, and one person may send thousands."""
    kind = reaction.type
    if isinstance(kind, ReactionTypeEmoji):
        return kind.emoji not in DISLIKES
    return not isinstance(kind, ReactionTypePaid)
