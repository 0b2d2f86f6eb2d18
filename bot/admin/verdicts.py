"""What the buttons of moderators do: about posts, about people, about the whole service."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from bot.admin.acts import reason
from bot.admin.desk import Asked, Desk, Form, Unclear
from bot.admin.doors import PATH
from bot.admin.feed import state_of
from bot.talk.menu import MOSCOW
from bot.texts import locales
from bot.usecases.ban import Sentence
from bot.usecases.maintenance import Outage, next_moment
from bot.usecases.moderate import Renamed
from bot.usecases.reasons import Reason
from storage import Missing
from storage.bans import BanScope
from storage.posts import PostState

WORDS = 500  # characters of what the owner says


async def approve(desk: Desk, asked: Asked, form: Form) -> str:
    """Others may see it."""
    try:
        await desk.moderate.approve(asked.who, post_of(form), state_of(form.get("stands", "")), form.get("title"))
    except Missing:
        return feed(form, "late")
    except Renamed:
        return feed(form, "renamed")
    return feed(form, "approve", undo=post_of(form))


async def refuse(desk: Desk, asked: Asked, form: Form) -> str:
    """It is not to be seen, or not any more."""
    shown, why = form.get("stands") == PostState.SHOWN, reason_of(form)
    decide = desk.moderate.take_down if shown else desk.moderate.refuse
    try:
        await decide(asked.who, post_of(form), why)
    except Missing:
        return feed(form, "late")
    return feed(form, "take-down" if shown else "refuse", undo=post_of(form))


async def undo(desk: Desk, asked: Asked, form: Form) -> str:
    """The last decision about this post was a slip."""
    try:
        await desk.moderate.undo(asked.who, post_of(form))
    except Missing:
        return feed(form, "late")
    return feed({**form, "next": post_of(form)}, "undo")


async def pardon(desk: Desk, asked: Asked, form: Form) -> str:
    """What was refused, and deleted since, may be published anew."""
    try:
        await desk.moderate.pardon(asked.who, post_of(form))
    except Missing:
        return person(form.get("person", ""), "late")
    return person(form.get("person", ""), "pardon")


async def ban(desk: Desk, asked: Asked, form: Form) -> str:
    """By every account of theirs; whoever does says why."""
    person_id, why = form.get("person", ""), reason(form)
    try:
        scope = BanScope(form.get("scope", ""))
    except ValueError as error:
        raise Unclear("scope") from error
    await desk.ban(asked.who, person_id, Sentence(scope, why, everything="everything" in form))
    return feed(form, "ban") if form.get("back") == "feed" else person(person_id, "ban")


async def lift(desk: Desk, asked: Asked, form: Form) -> str:
    """They are pardoned; a ban whose person was forgotten goes by the hash of its account."""
    if account := form.get("account", ""):
        done = await desk.ban.lift_account(asked.who, account)
        return f"{PATH}/bans?said=" + ("lift" if done else "late")
    person_id = form.get("person", "")
    done = await desk.ban.lift(asked.who, person_id)
    return person(person_id, "lift" if done else "late")


async def begin(desk: Desk, asked: Asked, form: Form) -> str:
    """Maintenance begins, or goes on in other words."""
    words = {locale: word for locale in locales() if (word := form.get(f"words-{locale}", "").strip()[:WORDS])}
    await desk.maintenance.begin(asked.who, Outage(words, moscow(form.get("until", ""))))
    return f"{PATH}/maintenance?said=begun"


async def end(desk: Desk, asked: Asked, form: Form) -> str:
    done = await desk.maintenance.end(asked.who)
    return f"{PATH}/maintenance?said=" + ("ended" if done else "late")


def moscow(word: str) -> datetime | None:
    """The next time that a clock in Moscow shows this, as 18:00; None for nothing."""
    if not word.strip():
        return None
    try:
        clock = datetime.strptime(word.strip(), "%H:%M").time()
    except ValueError as error:
        raise Unclear(word) from error
    return next_moment(clock, datetime.now(MOSCOW)).astimezone(UTC)


def post_of(form: Form) -> str:
    return form.get("post", "")


def reason_of(form: Form) -> Reason:
    try:
        return Reason(form.get("reason", ""))
    except ValueError as error:
        raise Unclear("reason") from error


def feed(form: Form, said: str, **more: str) -> str:
    """Back to where the decision was made, at the post that came next."""
    state, after = state_of(form.get("stands", "")), form.get("next", "")
    words = {"state": state, "offset": form.get("offset", "0"), "said": said, **more}
    return f"{PATH}/feed?{urlencode(words)}" + (f"#p-{after}" if after.isalnum() else "")


def person(person_id: str, said: str) -> str:
    return f"{PATH}/person?" + urlencode({"id": person_id, "said": said})
