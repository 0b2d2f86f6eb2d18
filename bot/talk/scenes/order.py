"""What a person sends while nothing else is asked: photos, styles, words. Puts each where it belongs in the sketch."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.chat import DeliveryError, Gone, Message, Pictures, Text, TryLater, Unsupported, Upload
from bot.talk.action import Sent, action, listens
from bot.talk.choice import Choice
from bot.talk.scenes import blend, drawing, loose, photos, summary
from bot.talk.sketch import Sketch
from bot.talk.turn import Turn
from bot.usecases.pictures import Picked
from bot.usecases.styles import named
from engine.errors import BadPicture
from storage import Missing
from storage.works import Work

T = TypeVar("T")

ALBUM = 10  # the most that a platform lets a person send at once


@listens
async def order(turn: Turn, sent: Sent) -> None:
    match sent:
        case Pictures():
            await pictures(turn, sent)
        case Text():
            await words(turn, sent)
        case Unsupported():
            await turn.hint("order-unsupported", kind=sent.kind)


@action("new")
async def begin(turn: Turn) -> None:
    """A clean sheet."""
    turn.new_sketch()
    await turn.say(await summary.next_step(turn))


@action("cancel")
async def cancel(turn: Turn) -> None:
    """Drop what is being chosen; where that is being painted already, stop it."""
    ordered = turn.sketch.ordered
    turn.new_sketch()
    if ordered:
        try:
            await turn.can.stop(ordered, turn.person.person_id)
        except Missing:  # the job is a forgotten person's
            return
        turn.can.nudge()
    await turn.hint("order-cancelled")


async def words(turn: Turn, sent: Text) -> None:
    """A style may be called by its name; other words are answered with what to do next."""
    style = named(sent.text)
    if style is None:
        await turn.say(await summary.next_step(turn, lead=turn.texts("order-words")))
        return
    begin_after_an_order(turn)
    work = await answered(turn)
    if work:
        turn.new_sketch()
        turn.sketch = turn.sketch.with_photo(await turn.can.styles.pick(work.photo_key))
    turn.sketch = turn.sketch.with_style(await turn.can.styles.pick(style))
    await turn.say(await summary.next_step(turn))


async def pictures(turn: Turn, sent: Pictures) -> None:
    """Keep what can be kept, put it where it belongs, and show the next step."""
    taken = [await take_in(turn, upload) for upload in sent.uploads[:ALBUM]]
    if not any(taken):
        return
    begin_after_an_order(turn)
    work = await answered(turn)
    style = named(sent.caption)
    good = [picked for picked in taken if picked]
    lead = ""
    if work:
        turn.new_sketch()
        turn.sketch = turn.sketch.with_photo(await turn.can.styles.pick(work.photo_key))
        lead = await blend.join(turn, good)
    elif len(taken) > 1:
        lead = await album(turn, taken, len(sent.uploads))
    elif style:
        turn.sketch = turn.sketch.with_photo(good[0]).with_styles((await turn.can.styles.pick(style),))
    elif await joins(turn):
        turn.sketch = replace(turn.sketch, loose=(good[0],))
    elif not turn.sketch.wants and drawing.chosen(turn, await turn.offers()):  # it takes no styles
        turn.sketch = turn.sketch.with_photo(good[0])
    else:
        turn.sketch = placed(turn.sketch, good[0])
    await turn.say(await loose.question(turn) if turn.sketch.loose else await summary.next_step(turn, lead))


async def joins(turn: Turn) -> bool:
    """Whether one more picture may be one more photo: the effect takes several and no style, and has one already."""
    offers, sketch = await turn.offers(), turn.sketch
    offer = Choice.of(turn, offers).offer if offers else None
    return bool(offer and offer.most_photos > 1 and not offer.styles and sketch.photo and not sketch.wants)


async def album(turn: Turn, taken: Sequence[Picked | None], sent: int) -> str:
    """A photo and its styles, in this order; all styles where those were asked for, all photos where the effect takes
    several. None is one that was refused; `sent` were perhaps more than were taken in.

    Left loose, for the person to say, where it could be either, or where they are too many. Returns what to say first.
    """
    sketch, most = turn.sketch, await blend.most_styles(turn)
    good = tuple(picked for picked in taken if picked)
    if sketch.wants in ("style", "another style"):
        turn.sketch = sketch if sketch.wants == "another style" else replace(sketch, styles=())
        return await blend.join(turn, good)
    if (many := await photos.most(turn)) > 1:
        return photos.take(turn, good, many) or photos.too_many(turn, sent, many)
    could_be_styles = sketch.photo and not sketch.styles and most > 1
    if len(good) == 1 and could_be_styles:
        turn.sketch = placed(sketch, good[0])
    elif could_be_styles or len(taken) - 1 > most or await photos.together(turn, good):
        turn.sketch = replace(sketch, loose=good, wants="")
    else:
        photo, *styles = taken
        turn.sketch = sketch.with_photo(photo) if photo else sketch
        turn.sketch = turn.sketch.with_styles(tuple(style for style in styles if style) or turn.sketch.styles)
    return ""


def placed(sketch: Sketch, picked: Picked) -> Sketch:
    """The first picture is the photo, the second the style; of a third the person is asked what it is."""
    wants_style = sketch.wants in ("style", "another style")
    if wants_style or (sketch.photo and not sketch.styles and sketch.wants != "photo"):
        return sketch.with_style(picked)
    if sketch.wants == "photo" or not sketch.photo:
        return sketch.with_photo(picked)
    return replace(sketch, loose=(picked,))


def begin_after_an_order(turn: Turn) -> None:
    """What comes after an order belongs to the next painting."""
    if turn.sketch.ordered:
        turn.new_sketch()


async def answered(turn: Turn) -> Work | None:
    """The person's painting that they answer."""
    message_id = turn.incoming.reply_to
    if message_id is None:
        return None
    return await turn.can.works.shown_by(turn.person.person_id, turn.address, message_id)


async def take_in(turn: Turn, upload: Upload) -> Picked | None:
    """The picture, kept; None when the person was told why it cannot be."""
    return await accepted(turn, lambda: turn.can.intake(turn.person.person_id, upload))


async def accepted(turn: Turn, take: Callable[[], Awaitable[T]]) -> T | None:
    """What was taken in; where that cannot be, the person is told why and the sketch stays as it was."""
    try:
        return await take()
    except BadPicture as bad:
        await turn.say(Message(turn.texts(f"picture-{bad.reason.replace('_', '-')}", **limits(bad))))
    except (TryLater, Gone):
        raise
    except DeliveryError:  # the platform does not hand the file out (any more)
        await turn.hint("picture-not-fetched")
    return None


def limits(bad: BadPicture) -> dict[str, object]:
    """The figures of a refusal in the units that people use: MB and megapixels."""
    per = {"too_many_bytes": 2**20, "too_many_pixels": 1_000_000}.get(bad.reason, 1)
    return {"actual": -(-bad.actual // per), "limit": bad.limit // per}
