"""Painting on from a work: what is painted already, and how far it shall go. Only what is added is charged."""

from dataclasses import replace

from bot.chat import Button
from bot.prices import Range
from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import summary
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.plan import ITERATIONS, Plan, in_one_pass

STEPS = (1, 2, 5, 10)  # times the fewest that the tier paints

Row = tuple[Button, ...]


async def painted(turn: Turn) -> int:
    """How many iterations of it there are; 0 where it is begun anew. Raises Missing when the work was deleted."""
    return await turn.can.works.painted(turn.person.person_id, turn.sketch.parent) if turn.sketch.parent else 0


def told(texts: Texts, plan: Plan, done: int) -> list[str]:
    """Already painted: 100. To 600: 500 iterations more."""
    if not done or in_one_pass(plan.options):
        return []
    return [texts("summary-onward", painted=done, total=done + plan.iterations, added=plan.iterations)]


def row(turn: Turn, choice: Choice, done: int) -> tuple[Row, ...]:
    """Where the tier lets one choose: how far in all, in a few steps."""
    span, sketch_id = choice.tier.iterations, turn.sketch.sketch_id
    if not done or not isinstance(span, Range) or all(spec.name != ITERATIONS for spec in choice.specs):
        return ()
    ways = [span.low * step for step in STEPS if span.low * step in span]
    return (tuple(to.button(turn.texts("button-onward", total=done + added), sketch_id, added) for added in ways),)


@action()
async def to(turn: Turn, sketch_id: str, added: str) -> None:
    """So many more."""
    if await summary.is_old(turn, sketch_id):
        return
    if not added.isdecimal():
        await turn.hint("old-button")
        return
    turn.sketch = replace(turn.sketch, options={**turn.sketch.options, ITERATIONS: int(added)})
    await turn.show(await summary.next_step(turn))
