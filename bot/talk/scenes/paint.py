"""The button that orders a painting."""

from dataclasses import replace

from bot.talk.action import action
from bot.talk.choice import Choice
from bot.talk.scenes import summary
from bot.talk.turn import Turn
from bot.usecases.order import TooManyJobs
from bot.usecases.plan import BadChoice, UnknownEffect
from storage import Missing, NotEnough


@action()
async def order(turn: Turn, sketch_id: str) -> None:
    """Order it: once, however often the button is pressed."""
    if sketch_id == turn.sketch.sketch_id and turn.sketch.ordered:
        turn.can.nudge()
        return
    if await summary.is_old(turn, sketch_id):
        return
    offers = await turn.offers()
    if not offers or turn.sketch.photo is None:
        await turn.show(await summary.next_step(turn))
        return
    choice = Choice.of(turn, offers)
    try:
        job = await turn.can.order(choice.draft(turn), update_key=turn.incoming.update_key)
    except TooManyJobs as many:
        await turn.hint("order-too-many", limit=many.limit)
        return
    except (NotEnough, UnknownEffect, BadChoice):  # it has changed since the summary was shown: show it anew
        await turn.show(await summary.next_step(turn))
        return
    except Missing:  # the painting to paint on from was deleted
        turn.sketch = replace(turn.sketch, parent=None)
        await turn.show(await summary.next_step(turn))
        return
    turn.sketch = replace(turn.sketch, ordered=job.job_id)
    if choice.offer.leaves_look:  # learned once: what comes next is not to be learned again, and is painted as before
        turn.sketch = replace(turn.sketch, effect="", tier="")
    turn.can.nudge()
