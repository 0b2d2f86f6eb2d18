"""A canvas of a work: which size, and which part of the picture. What it costs and how sharp it is stand beside it."""

from dataclasses import replace

from bot.chat import Button, Message
from bot.prices import Money, Print
from bot.talk import menu
from bot.talk.action import action
from bot.talk.scenes import parcel, result
from bot.talk.sketch import Hanging
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.canvas import Placed, Sharpness, make_proof
from bot.usecases.shop import Shop
from engine.canvas import STEPS
from storage import Missing
from storage.works import Work

WORDS = {Sharpness.SHARP: "prints-sharp", Sharpness.FAIR: "prints-fair", Sharpness.SOFT: "prints-soft-word"}
SHORT = 8  # of a work's id: enough to tell a button of another work

Row = tuple[Button, ...]


def row(texts: Texts, work: Work, shop: Shop) -> tuple[Row, ...]:
    """The way here, where canvases can be paid."""
    return ((open_.button(texts("button-canvas"), work.work_id),),) if shop.prints else ()


@action()
async def open_(turn: Turn, work_id: str) -> None:
    """Every size with its price, in a message of its own: the result stays."""
    work = await result.find(turn, work_id)
    if work is None:
        return
    if turn.incoming.group:  # others would read where somebody lives
        await turn.hint("prints-alone")
        return
    if not turn.can.shop.prints:
        await turn.hint("prints-closed")
        return
    turn.sketch = replace(turn.sketch, hanging=Hanging(work_id, ""))
    await turn.say(sizes(turn, work))


@action()
async def others(turn: Turn, short: str) -> None:
    """Another size."""
    work = await hung_work(turn, short)
    if work:
        await turn.show(sizes(turn, work))


@action()
async def place(turn: Turn, short: str, size: str, shift: str) -> None:
    """This size, and this part of the picture: how it will look."""
    work = await hung_work(turn, short)
    known = next((one for one in turn.can.shop.prints if one.name == size), None)
    if work is None:
        return
    if known is None or shift not in map(str, range(-STEPS, STEPS + 1)):  # the catalogue has changed since
        await turn.hint("old-button")
        return
    turn.sketch = replace(turn.sketch, hanging=Hanging(work.work_id, size, int(shift)))
    try:
        await turn.show(await crop(turn, Placed(work, known, int(shift))))
    except Missing:
        await turn.hint("summary-picture-gone")


def sizes(turn: Turn, work: Work) -> Message:
    """What it costs, and how sharp this work is on it."""
    texts = turn.texts
    placed = [Placed(work, size) for size in turn.can.shop.prints]
    rows: list[Row] = [(size_button(turn, one),) for one in placed]
    lines = [texts("prints-which"), "", *(f"• {sharpness(texts, one)}" for one in placed)]
    if any(one.sharpness is Sharpness.SOFT for one in placed):
        lines += ["", texts("prints-soft")]
        rows += larger(turn, work)
    return Message("\n".join(lines), tuple(rows))


def larger(turn: Turn, work: Work) -> list[Row]:
    """The same painting with more dots, where there can be more."""
    return [(button,) for button in result.way_larger(turn.texts, work, turn.can.prices)]


def size_button(turn: Turn, placed: Placed) -> Button:
    texts, frame = turn.texts, placed.frame
    cost = menu.money(texts, price(turn, placed.size))
    label = texts("prints-size", width=frame.width_cm, height=frame.height_cm, price=cost)
    return place.button(label, placed.work.work_id[:SHORT], placed.size.name, 0)


def price(turn: Turn, size: Print) -> Money:
    money = turn.can.prices.money(size)
    assert money is not None  # in the catalogue's own currency everything has a price
    return money


def sharpness(texts: Texts, placed: Placed) -> str:
    """40 × 30 cm: 76 dots per inch, soft."""
    frame = placed.frame
    word = texts(WORDS[placed.sharpness])
    return texts("prints-dpi", width=frame.width_cm, height=frame.height_cm, dpi=int(placed.dpi), word=word)


async def crop(turn: Turn, placed: Placed) -> Message:
    """The picture with the cut, the canvas on a wall, and what can be changed. Raises Missing."""
    texts, frame, short = turn.texts, placed.frame, placed.work.work_id[:SHORT]
    cost = menu.money(texts, price(turn, placed.size))
    text = texts("prints-crop", width=frame.width_cm, height=frame.height_cm, wrap=frame.wrap_cm, price=cost)
    lines = [text, "", sharpness(texts, placed)]
    rows: list[Row] = [arrows(texts, placed)] if placed.axis else []
    if placed.sharpness is Sharpness.SOFT:
        lines += ["", texts("prints-soft")]
        rows += larger(turn, placed.work)
    rows.append((parcel.where.button(texts("button-where-to"), short, style="primary"),))
    rows.append((others.button(texts("button-other-canvas"), short),))
    return Message("\n".join(lines), tuple(rows), await make_proof(turn.can.store, placed))


def arrows(texts: Texts, placed: Placed) -> Row:
    """To the one side, to the middle, to the other: those that change anything."""
    names = ("left", "right") if placed.axis == "x" else ("up", "down")
    aims = {names[0]: max(placed.shift - 1, -STEPS), "middle": 0, names[1]: min(placed.shift + 1, STEPS)}
    short, size = placed.work.work_id[:SHORT], placed.size.name
    return tuple(
        place.button(texts(f"button-crop-{name}"), short, size, aim)
        for name, aim in aims.items()
        if aim != placed.shift
    )


async def hung_work(turn: Turn, short: str) -> Work | None:
    """The work whose canvas is being chosen; the button of another one says so."""
    hanging = turn.sketch.hanging
    if hanging is None or not hanging.work_id.startswith(short) or turn.incoming.group:
        await turn.hint("old-button")
        return None
    return await result.find(turn, hanging.work_id)
