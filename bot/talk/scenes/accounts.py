"""One account over several platforms: a code here, its words or link there, a look at what will happen, and one's
accounts with a way out of each but the last. In private only: a group must not read a code."""

from collections.abc import Sequence

from babel.dates import format_date

from bot.chat import Button, Command, Message, Text
from bot.talk.action import Sent, action, listens, opens, scene_of
from bot.talk.scenes import order, start, tier
from bot.talk.sketch import Sketch
from bot.talk.turn import Turn, sketch_id
from bot.texts import Texts
from bot.usecases.doors import ACCOUNT
from bot.usecases.join import CODE_S, Banned, Having, NoLink, mark
from bot.usecases.vouchers import TooManyGuesses
from storage import Missing, Unfinished
from storage.people import Identity
from storage.vouchers import canonical

GROUP = 4  # letters of a code that are read together


@listens
async def read(turn: Turn, sent: Sent) -> None:
    """The words that come now are a code; anything else means that the person has gone on."""
    turn.scene = order.order.scene
    if isinstance(sent, Text):
        await bring(turn, sent.text)
    else:
        await order.order(turn, sent)


@action("link")
async def link(turn: Turn) -> None:
    """A code to be sent elsewhere, with the links that bring it there; after `/link <code>` that one is meant."""
    event = turn.incoming.event
    if await in_group(turn):
        return
    if isinstance(event, Command) and event.argument:
        await bring(turn, event.argument)
        return
    code = await turn.can.join.code(turn.person.person_id)
    turn.scene = scene_of(link.function)
    elsewhere = turn.can.doors.elsewhere(turn.address.platform, ACCOUNT + code)
    rows = tuple(
        (Button(turn.texts("button-link-open", place=place(turn.texts, name)), "", url=url),)
        for name, url in elsewhere.items()
    )
    groups = " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
    text = turn.texts("link-code", code=groups, minutes=round(CODE_S / 60))
    await turn.show(Message(text, (*rows, (show.button(turn.texts("button-accounts")),))))


@opens(ACCOUNT)
async def come(turn: Turn, code: str) -> None:
    """Somebody came by the link of a code."""
    if not await in_group(turn):
        await bring(turn, code)


async def bring(turn: Turn, code: str) -> None:
    """What would happen, to be said yes or no to."""
    texts, can = turn.texts, turn.can.join
    try:
        there = await can.whose(turn.person.person_id, code, turn.incoming.client)
    except NoLink as refused:
        await turn.hint(f"link-{refused.why}")
    except TooManyGuesses:
        await turn.hint("code-too-many")
    else:
        here = await can.having(turn.person.person_id)
        text = texts("link-sure", places=places(texts, there), there=holding(texts, there), here=holding(texts, here))
        sure = join.button(texts("button-link-join"), canonical(code), style="primary")
        await turn.say(Message(text, ((sure,), (keep.button(texts("button-link-not")),))))


@action()
async def join(turn: Turn, code: str) -> None:
    """They are one from now on; what waits has to be done first, and the button stays for that."""
    try:
        having = await turn.can.join(turn.person, code)
    except NoLink as refused:
        await turn.show(Message(turn.texts(f"link-{refused.why}")))
    except Unfinished as waiting:
        again = join.button(turn.texts("button-link-join"), code, style="primary")
        await turn.show(Message(turn.texts(f"link-wait-{waiting.what}"), ((again,),)))
    except Missing:  # one of the two was forgotten since
        await turn.hint("old-button")
    else:
        turn.person, turn.texts = having.person, Texts(having.person.locale)
        text = turn.texts("link-joined", places=places(turn.texts, having))
        await turn.show(Message(text, ((show.button(turn.texts("button-accounts")),), *start.buttons(turn)[:2])))


@action()
async def keep(turn: Turn) -> None:
    await turn.show(Message(turn.texts("link-not")))


@action("accounts")
async def show(turn: Turn) -> None:
    """Where this account is at home, and a way out of each place but the last."""
    if await in_group(turn):
        return
    texts, having = turn.texts, await turn.can.join.having(turn.person.person_id)
    lines = [line(turn, having.accounts, one) for one in having.accounts]
    rows = [(ask.button(texts("button-part", place=title), mark(one)),) for title, one in parts(texts, having)]
    rows.append((link.button(texts("button-link")),))
    text = texts("accounts-yours", count=len(lines), accounts="\n".join(lines), has=holding(texts, having))
    await turn.show(Message(text, tuple(rows)))


@action()
async def ask(turn: Turn, marked: str) -> None:
    """What leaves and what stays; it is easily done and not easily undone, so ask."""
    texts, having = turn.texts, await turn.can.join.having(turn.person.person_id)
    found = next(((title, one) for title, one in parts(texts, having) if mark(one) == marked), None)
    if found is None:  # parted since
        await turn.hint("old-button")
        return
    sure = part.button(texts("button-part-sure"), marked, style="danger")
    text = texts("part-sure", place=found[0], has=holding(texts, having))
    await turn.show(Message(text, ((sure,), (show.button(texts("button-back")),))))


@action()
async def part(turn: Turn, marked: str) -> None:
    """The account is on its own; if that is this chat, the talk begins anew."""
    where, back = turn.address, ((show.button(turn.texts("button-accounts")),),)
    try:
        account, newcomer = await turn.can.join.part(turn.person.person_id, marked, where)
    except Missing:
        await turn.hint("old-button")
    except Banned:
        await turn.show(Message(turn.texts("part-banned"), back))
    except Unfinished:
        again = part.button(turn.texts("button-part-sure"), marked, style="danger")
        await turn.show(Message(turn.texts("part-wait"), ((again,), *back)))
    else:
        if (account.platform, account.external_id) == (where.platform, turn.incoming.person):
            turn.person, turn.sketch = newcomer, Sketch(sketch_id(turn.incoming.update_key))
            await turn.say(Message(turn.texts("part-done-here"), start.buttons(turn)))  # all lines above may be gone
            return
        await turn.show(Message(turn.texts("part-done", place=place(turn.texts, account.platform)), back))


async def in_group(turn: Turn) -> bool:
    """Whether this is no place for it; then that is said."""
    if turn.incoming.group:
        await turn.hint("link-in-private")
    return turn.incoming.group


def place(texts: Texts, platform: str) -> str:
    return texts.titled(f"platform-{platform}", platform.title())


def places(texts: Texts, having: Having) -> str:
    """Telegram, VK."""
    return ", ".join(dict.fromkeys(place(texts, one.platform) for one in having.accounts))


def parts(texts: Texts, having: Having) -> list[tuple[str, Identity]]:
    """The accounts that one can part from, as they are called; the last one is oneself."""
    if len(having.accounts) < 2:
        return []
    return [(named(texts, having.accounts, one), one) for one in having.accounts]


def named(texts: Texts, accounts: Sequence[Identity], one: Identity) -> str:
    """Of several of one platform, with the end of its id."""
    several = sum(other.platform == one.platform for other in accounts) > 1
    return place(texts, one.platform) + (f" …{one.external_id[-4:]}" if several else "")


def line(turn: Turn, accounts: Sequence[Identity], one: Identity) -> str:
    """• Telegram, since 21 November 2026 (here)."""
    texts, here = turn.texts, (turn.address.platform, turn.incoming.person)
    since = texts("account-since", day=format_date(one.since, "long", locale=texts.locale)) if one.since else ""
    this = texts("account-here") if (one.platform, one.external_id) == here else ""
    return "• " + ", ".join(filter(None, [named(texts, accounts, one), since, this]))


def holding(texts: Texts, having: Having) -> str:
    """12 works, 3 premium paintings."""
    assets = [tier.amount(texts, asset, amount) for asset, amount in having.assets]
    return ", ".join([texts("account-works", count=having.works), *assets])
