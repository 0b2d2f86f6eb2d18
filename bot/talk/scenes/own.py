"""A style of one's own: ordering that a style is learned, and painting any photo by what was learned."""

from dataclasses import replace

from bot.prices import Prices, Range, Tier
from bot.talk.action import action
from bot.talk.scenes import result, style, summary
from bot.talk.turn import Turn
from engine.effect import Offer
from storage import Missing
from storage.styles import Style


@action()
async def learn(turn: Turn, style_id: str) -> None:
    """Learn a saved style, with the photo at hand or the next one, for as long as a tier allows."""
    one, offer = await saved(turn, style_id), await learner(turn)
    if one is None:
        return
    if offer is None:
        await turn.hint("summary-asleep")
        return
    turn.sketch = replace(turn.sketch, effect=offer.effect, tier=longest(turn.can.prices).name, wants="")
    await style.pick(turn, one.picture_key)


@action()
async def at_once(turn: Turn, style_id: str) -> None:
    """Paint by the look of a saved style, the photo at hand or the next one."""
    one = await saved(turn, style_id)
    if one is None:
        return
    if await style.put(turn, one.picture_key) and await recall(turn, one.look_key):
        await turn.show(await summary.next_step(turn))


@action()
async def another(turn: Turn, work_id: str) -> None:
    """Another photo by the look of this work; the result stays where it is."""
    work = await result.find(turn, work_id)
    if work is None:
        return
    turn.new_sketch()
    known = await turn.can.styles.of_person(turn.person.person_id)
    keys = (*work.style_keys, *(one.picture_key for one in known if one.look_key == work.look_key))
    if keys and not await style.put(turn, keys[0]):
        return
    if await recall(turn, work.look_key):
        await turn.say(await summary.next_step(turn))


async def recall(turn: Turn, look_key: str | None) -> bool:
    """Paint by this look; False when there is none, or nobody who can, and the person was told."""
    offer = next((offer for offer in await turn.can.offers() if offer.takes_look), None)
    if offer is None or look_key is None:
        await turn.hint("summary-asleep" if offer is None else "style-gone")
        return False
    turn.sketch = replace(turn.sketch, effect=offer.effect, look=look_key)
    return True


async def saved(turn: Turn, style_id: str) -> Style | None:
    """The person's style; of a deleted or a stranger's one, say that it is not there."""
    try:
        return await turn.can.styles.get(turn.person.person_id, style_id)
    except Missing:
        await turn.hint("style-gone")
        return None


async def learner(turn: Turn) -> Offer | None:
    """Who learns styles, where a living worker does."""
    return next((offer for offer in await turn.can.offers() if offer.leaves_look), None)


def longest(prices: Prices) -> Tier:
    """The tier in which one can learn the longest."""
    return max(prices.tiers.values(), key=most)


def most(tier: Tier) -> int:
    return tier.iterations.high if isinstance(tier.iterations, Range) else tier.iterations
