"""An ended job: the painting with what one can do next, or why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.chat import Button, Message
from bot.prices import Prices, Range, Tier
from bot.talk.action import Action, action
from bot.talk.scenes import own, prints, share, summary, variants
from bot.talk.scenes import tier as tiers
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.pair import make_pair, name_of
from bot.usecases.pictures import attachment, copy_key, is_house
from bot.usecases.plan import ITERATIONS, from_json, in_one_pass
from bot.usecases.shop import Shop
from bot.usecases.styles import has_learned
from storage import Missing, Store
from storage.job import Job, JobState
from storage.works import Work


def painting(texts: Texts, store: Store, work: Work, shop: Shop, choose: Action | None = None) -> Message:
    """The painting beside its photo, with all that can be done with it; `choose` takes another of its results."""
    prices = shop.catalogue.prices
    size = {"width": work.width, "height": work.height}
    once = in_one_pass(work.options)
    text = texts("works-one-at-once", **size) if once else texts("works-one", done=work.iterations, **size)
    before = attachment(store, copy_key(work.photo_key, "view"))
    other = variants.row(texts, work, choose or variants.choose)
    rows = (*other, *buttons(texts, work, prices), *prints.row(texts, work, shop))
    return Message(text, rows, attachment(store, work.preview_key), before)


def caption(texts: Texts, job: Job, work: Work) -> str:
    """What was painted; of a stopped one, that the rest was not paid; of a style, that it was learned."""
    once = "-at-once" if in_one_pass(job.options) else ""
    size = {"width": work.width, "height": work.height}
    if job.state is JobState.STOPPED:
        text = texts(f"result-stopped{once}", done=job.done, total=job.total, **size)
    else:
        text = texts(f"result-done{once}", done=work.iterations, seconds=max(1, round(work.seconds)), **size)
    learned = [texts("result-learned")] if has_learned(work) else []
    return "\n\n".join([text, *learned])


def returned(texts: Texts, message: Message, back: Mapping[str, int]) -> Message:
    """The message of an end, and what it gave back; as it was where all was used."""
    if not back:
        return message
    whole = ", ".join(tiers.amount(texts, asset, number) for asset, number in back.items())
    return replace(message, text=f"{message.text}\n\n{texts('returned-again', what=whole)}")


def buttons(texts: Texts, work: Work, prices: Prices) -> tuple[tuple[Button, ...], ...]:
    download = file.button(texts("button-file"), work.work_id, style="primary")
    same = again.button(texts("button-again"), work.work_id)
    other = restyle.button(texts("button-other-style"), work.work_id)
    shown = [pair.button(texts("button-pair"), work.work_id)]
    if work.video_key:
        shown.insert(0, film.button(texts("button-film"), work.work_id))
    by_look = [own.another.button(texts("button-another-photo"), work.work_id)] if work.look_key else []
    first = (download, share.button(texts, work.work_id))
    rows = (first, tuple(by_look), tuple(shown), (same, other), tuple(ways_on(texts, work, prices)))
    keep = keep_style.button(texts("button-save-style"), work.work_id)
    ours = has_learned(work) or all(is_house(key) for key in work.style_keys)
    return tuple(row for row in (*rows, () if ours else (keep,)) if row)


def ways_on(texts: Texts, work: Work, prices: Prices) -> Iterator[Button]:
    """Painting on from where it ended: as large as it is, where its tier is still sold, or larger. Of several results
    the first is the one whose end is kept. What has no end to paint on from is painted larger anew."""
    if work.chosen:
        return
    tier = prices.tiers.get(work.tier)
    if tier and work.state_key:
        yield more.button(texts("button-more", count=least(tier)), work.work_id)
    yield from way_larger(texts, work, prices)


def way_larger(texts: Texts, work: Work, prices: Prices) -> Iterator[Button]:
    """The same painting with more pixels, where there can be more."""
    largest = prices.largest
    if not work.chosen and largest.side_px > max(work.width, work.height):
        yield larger.button(texts("button-larger", tier=tiers.title(texts, largest)), work.work_id)


def least(tier: Tier) -> int:
    """The fewest iterations by which one can paint on."""
    return tier.iterations.low if isinstance(tier.iterations, Range) else tier.iterations


def without_painting(texts: Texts, job: Job) -> Message:
    """A job that left nothing: why, and that it cost nothing; of what nobody has paid yet that need not be said."""
    if job.state is JobState.STOPPED:
        return Message(texts("result-cancelled"), ((retry.button(texts("button-retry"), job.job_id),),))
    text = reason(texts, job) if job.unlock else f"{reason(texts, job)} {texts('result-returned')}"
    return Message(text, ((retry.button(texts("button-retry"), job.job_id, style="primary"),),))


def reason(texts: Texts, job: Job) -> str:
    """Why it failed."""
    return texts.titled(job.error or "failed-unknown", texts("failed-unknown"))


@action()
async def file(turn: Turn, work_id: str) -> None:
    """The painting as it is, without recompression."""
    work = await find(turn, work_id)
    if work is None:
        return
    picture = attachment(turn.can.store, work.picture_key, name_of(work, "", ".png"))
    await turn.chat.file(picture, turn.texts("result-file"), key=f"{turn.incoming.update_key}:file")


@action()
async def film(turn: Turn, work_id: str) -> None:
    """How it was painted. The film is put together after the painting has been delivered."""
    work = await find(turn, work_id)
    if work is None:
        return
    if work.video_key is None or not await turn.can.store.blobs.exists(work.video_key):
        await turn.hint("result-no-film")
        return
    video = attachment(turn.can.store, work.video_key, name_of(work, "film", ".mp4"))
    await turn.chat.video(video, turn.texts("result-film"), key=f"{turn.incoming.update_key}:film")


@action()
async def pair(turn: Turn, work_id: str) -> None:
    """Before and after in one picture, to be sent to others."""
    work = await find(turn, work_id)
    if work is None:
        return
    try:
        both = await make_pair(turn.can.store, work)
    except Missing:
        await turn.hint("summary-picture-gone")
        return
    await turn.say(Message(turn.texts("result-pair"), picture=both))


@action()
async def again(turn: Turn, work_id: str) -> None:
    """The same photo in the same style, with other options perhaps."""
    work = await find(turn, work_id)
    if work:
        await begin(turn, work, Kept(work.tier, work.effect, work.options))


@action()
async def restyle(turn: Turn, work_id: str) -> None:
    """The same photo in another style."""
    work = await find(turn, work_id)
    if work:
        bare, sketch = replace(work, style_keys=(), look_key=None), turn.sketch
        await begin(turn, bare, Kept(sketch.tier, sketch.effect, sketch.options))


@action()
async def more(turn: Turn, work_id: str) -> None:
    """Paint on, from where the work ended."""
    work = await find(turn, work_id)
    tier = turn.can.prices.tiers.get(work.tier) if work else None
    if work and tier:
        options = {**work.options, ITERATIONS: least(tier)}
        await begin(turn, work, Kept(work.tier, work.effect, options, parent=work_id))


@action()
async def larger(turn: Turn, work_id: str) -> None:
    """The same painting in the largest tier: what is added begins where the work ended, or there is nothing to begin
    from and it is painted anew."""
    work, tier = await find(turn, work_id), turn.can.prices.largest
    if work and work.state_key is None:
        await begin(turn, work, Kept(tier.name, work.effect, work.options))
    elif work:
        options = {**work.options, ITERATIONS: least(tier)}
        await begin(turn, work, Kept(tier.name, work.effect, options, parent=work_id))


@action()
async def retry(turn: Turn, job_id: str) -> None:
    """What failed or was cancelled, once more; of several that were ordered together all that were not painted."""
    try:
        job, *more = await turn.can.works.unpainted(turn.person.person_id, job_id)
    except Missing:
        await turn.hint("old-button")
        return
    photos = tuple(one.photo_key for one in more)
    await begin(turn, job, Kept(job.tier, job.effect, job.options, job.parent_work_id, photos))


@action()
async def keep_style(turn: Turn, work_id: str) -> None:
    """Keep the style picture of the work."""
    work = await find(turn, work_id)
    for key in work.style_keys if work else ():
        if not is_house(key):
            await turn.can.styles.save(turn.person.person_id, key)
            await turn.hint("style-saved")


@dataclass(frozen=True, slots=True)
class Kept:
    """How an earlier painting was painted, for the next one, and which photos beside its own."""

    tier: str
    effect: str
    options: Mapping[str, Any]
    parent: str | None = None
    more: tuple[str, ...] = ()


async def begin(turn: Turn, earlier: Work | Job, kept: Kept) -> None:
    """A new sketch from the pictures of an earlier one, and its next step in a message of its own: results stay."""
    turn.new_sketch()
    try:
        turn.sketch = turn.sketch.with_photo(await turn.can.styles.pick(earlier.photo_key))
        styles = [await turn.can.styles.pick(key) for key in earlier.style_keys]
        turn.sketch = turn.sketch.with_styles(tuple(styles))
        more = [await turn.can.styles.pick(key) for key in kept.more]
        turn.sketch = replace(turn.sketch, more=tuple(more))
        turn.sketch = replace(turn.sketch, mask=earlier.mask_key, look=earlier.look_key)
    except Missing:
        await turn.hint("summary-picture-gone")
        return
    turn.sketch = replace(
        turn.sketch, tier=kept.tier, effect=kept.effect, options=from_json(kept.options), parent=kept.parent
    )
    await turn.say(await summary.next_step(turn))


async def find(turn: Turn, work_id: str) -> Work | None:
    """The person's work; of a deleted or a stranger's one, say that it is not there."""
    try:
        return await turn.can.works.get(turn.person.person_id, work_id)
    except Missing:
        await turn.hint("work-gone")
        return None
