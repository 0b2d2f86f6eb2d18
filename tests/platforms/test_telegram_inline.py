"""`@MazokBot …` in any chat: one's own paintings to pass on, and nothing that is not one's to show."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat import Chat as OurChat
from bot.chat import Incoming, Message
from bot.texts import Texts
from bot.usecases.doors import ACCOUNT, POST, STYLE, Doors
from bot.usecases.pass_on import PAGE, PassOn, Wanted
from bot.usecases.pictures import house, house_key
from bot.usecases.style_refs import DIGITS, OURS
from bot.words import units
from storage import Store
from storage.bans import BanScope
from storage.posts import NewPost, PostState
from storage.styles import NewStyle
from storage.tables import inbox
from storage.works import NewWork
from tests.platforms.echo import Echo, attachment, picture, say_what_came
from tests.platforms.telegram_bot import Bot, running
from tests.posts import a_post
from tests.simulators.telegram.faults import Fault
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer
from tests.simulators.telegram.world import BOT
from tests.stores import a_work

ORIGIN = "https://mazok.example"


async def id_of(store: Store, who: Person) -> str:
    """Whom the service knows by this account; they have painted before."""
    async with store.transaction() as tx:
        return (await tx.people.arrive("telegram", str(who.account["id"]), "en")).person_id


async def painted(store: Store, who: Person, name: str = "", **changes: Any) -> NewWork:
    """A painting of somebody, which no chat has shown yet."""
    work = replace(a_work(await id_of(store, who), name or None), **changes)
    async with store.transaction() as tx:
        await tx.works.add(work)
    return work


async def shown(bot: Bot, who: Person, key: str) -> None:
    """A picture in the chat of somebody."""
    sent = attachment(picture("red", (600, 450)), key)
    await bot.chat(who).send(Message("Done!", picture=sent), key=key)


async def published(store: Store, who: Person, work: NewWork | None = None, **changes: Any) -> NewPost:
    given = {"state": PostState.SHOWN, "work_id": work.work_id if work else None, **changes}
    post = a_post(await id_of(store, who), **given)
    async with store.transaction() as tx:
        return await tx.posts.add(post)


async def test_a_painting_is_passed_on_into_a_chat_where_the_bot_is_not(
    server: TelegramServer, alice: Person, bot: Bot, store: Store
) -> None:
    work = await painted(store, alice, style_keys=(house_key("night"),))
    await shown(bot, alice, work.preview_key)
    answer = await alice.asks_inline()
    assert (answer.titles, answer.button) == (["Starry night"], None)
    bob = await server.person("Bob")
    said = await alice.passes_on(answer.results[0], bob)
    assert (said["caption"], said["via_bot"]["username"]) == ("Starry night", "MazokBot")
    assert await bob.link("Paint yours") == "https://t.me/MazokBot?start=s_house-night"


async def test_it_is_an_act_of_the_person_and_publishes_nothing(alice: Person, bot: Bot, store: Store) -> None:
    work = await painted(store, alice)
    await shown(bot, alice, work.preview_key)
    await alice.passes_on((await alice.asks_inline()).results[0], alice)
    async with store.reading() as tx:
        assert await tx.posts.of_person(work.person_id, 0, 9) == []
        assert (await tx.connection.execute(inbox.select())).all() == []


async def finds(who: Person, words: str) -> list[str]:
    """The names of what is found."""
    return [result["id"] for result in (await who.asks_inline(words)).results]


async def test_a_published_painting_brings_its_title_and_its_link(alice: Person, bot: Bot, store: Store) -> None:
    work = await painted(store, alice)
    post = await published(store, alice, work, title="A cat")
    await shown(bot, alice, work.preview_key)
    [result] = (await alice.asks_inline()).results
    link = f"https://t.me/MazokBot?start=w_{post.post_id}"
    assert result["caption"] == f"A cat\n{link}"
    assert result["reply_markup"]["inline_keyboard"][0][0]["url"] == link


async def test_a_hidden_one_brings_no_link(alice: Person, bot: Bot, store: Store) -> None:
    work = await painted(store, alice)
    await published(store, alice, work, state=PostState.HIDDEN)
    await shown(bot, alice, work.preview_key)
    [result] = (await alice.asks_inline()).results
    assert result["caption"] == "A cat"
    assert result["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/MazokBot?start=paint"


async def test_words_are_looked_for_in_titles_and_styles_of_every_language(
    alice: Person, bot: Bot, store: Store
) -> None:
    night = await painted(store, alice, "1" * 32, style_keys=(house_key("night"),))
    mosaic = await painted(store, alice, "2" * 32, style_keys=(house_key("mosaic"),))
    titled = await painted(store, alice, "3" * 32)
    await published(store, alice, titled, title="Grandmother")
    for work in (night, mosaic, titled):
        await shown(bot, alice, work.preview_key)
    assert await finds(alice, "") == [titled.work_id, mosaic.work_id, night.work_id]
    assert await finds(alice, "STARRY night") == [night.work_id]
    assert await finds(alice, Texts("ru")("house-mosaic").lower()) == [mosaic.work_id]
    assert await finds(alice, "grandmother") == [titled.work_id]
    assert await finds(alice, "nothing of the kind") == []


async def test_a_saved_style_is_found_by_its_name(alice: Person, bot: Bot, store: Store) -> None:
    work = await painted(store, alice)
    await shown(bot, alice, work.preview_key)
    async with store.transaction() as tx:
        style = NewStyle("style", work.person_id, work.style_keys[0], work.style_keys[0], "Waves at dusk")
        await tx.styles.add(style)
    assert (await alice.asks_inline("dusk")).titles == ["Waves at dusk"]


async def test_anybodys_public_post_is_found_by_its_name(
    server: TelegramServer, alice: Person, bot: Bot, store: Store
) -> None:
    bob = await server.person("Bob")
    await id_of(store, bob)
    post = await published(store, alice, title="A cat")
    hidden = await published(store, alice, state=PostState.WAITING)
    for one in (post, hidden):
        await shown(bot, alice, one.card_key)
    for name in (f"w{post.post_id}", f"w_{post.post_id}"):
        assert await finds(bob, name) == [post.post_id]
    assert await finds(bob, f"w{hidden.post_id}") == []
    assert await finds(bob, "watercolor") == []


async def test_paintings_come_fifty_at_a_time(alice: Person, bot: Bot, store: Store) -> None:
    await shown(bot, alice, "red")
    file_id = alice.screen()[-1].raw["photo"][-1]["file_id"]
    person_id = await id_of(store, alice)
    async with store.transaction() as tx:
        for work in (a_work(person_id) for _ in range(PAGE + 3)):
            await tx.works.add(work)
            await tx.sent_files.note(f"telegram:{BOT['id']}", work.preview_key, file_id)
    first = await alice.asks_inline()
    second = await alice.asks_inline(offset=first.next)
    assert (len(first.results), len(second.results), second.next) == (PAGE, 3, "")
    assert len({result["id"] for result in first.results + second.results}) == PAGE + 3


@pytest.mark.parametrize("offset", ["9" * 64, "-1", "cat"])
async def test_an_offset_that_we_never_gave_does_no_harm(alice: Person, bot: Bot, store: Store, offset: str) -> None:
    await id_of(store, alice)
    assert (await alice.asks_inline(offset=offset)).results == []


async def test_a_restart_forgets_no_picture(server: TelegramServer, alice: Person, store: Store) -> None:
    async with running(server, store) as bot:
        work = await painted(store, alice)
        await shown(bot, alice, work.preview_key)
    async with running(server, store):
        assert await finds(alice, "") == [work.work_id]


async def test_what_no_chat_has_shown_is_offered_by_its_page_only(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    """A file cannot be uploaded here; a page is for what is public."""
    await painted(store, alice)
    work = await painted(store, alice)
    post = await published(store, alice, work)
    async with running(server, store):
        assert await finds(alice, "") == []
    async with running(server, store, public_url=ORIGIN):
        [result] = (await alice.asks_inline()).results
    assert (result["photo_url"], result["caption"]) == (
        f"{ORIGIN}/feed/{post.post_id}/picture.jpg",
        f"A cat\n{ORIGIN}/feed/{post.post_id}",
    )


async def test_ids_of_another_bot_are_of_no_use(alice: Person, bot: Bot, store: Store) -> None:
    work = await painted(store, alice)
    await shown(bot, alice, work.preview_key)
    wanted = Wanted("telegram", str(alice.account["id"]))
    assert not (await PassOn(store, "telegram:1", paged=False)(wanted)).paintings


async def test_what_is_not_paid_yet_or_was_deleted_is_not_offered(alice: Person, bot: Bot, store: Store) -> None:
    locked, deleted = await painted(store, alice, locked="purchase"), await painted(store, alice)
    for work in (locked, deleted):
        await shown(bot, alice, work.preview_key)
    async with store.transaction() as tx:
        await tx.works.delete(deleted.work_id, deleted.person_id)
    assert await finds(alice, "") == []


@pytest.mark.parametrize("scope", BanScope)
async def test_who_was_banned_is_offered_to_begin_and_nothing_else(
    alice: Person, bot: Bot, store: Store, scope: BanScope
) -> None:
    work = await painted(store, alice)
    await shown(bot, alice, work.preview_key)
    async with store.transaction() as tx:
        await tx.bans.add("hash", work.person_id, scope, "", "owner")
    answer = await alice.asks_inline()
    assert (answer.results, answer.button) == ([], "Paint a picture of your own")


@pytest.mark.parametrize(("language", "words"), [("en", "Paint a picture"), ("ru", "Нарисовать"), (None, "Paint")])
async def test_a_stranger_is_shown_the_way_in_their_language(
    server: TelegramServer, bot: Bot, store: Store, language: str | None, words: str
) -> None:
    """And we do not note that they were there."""
    answer = await (await server.person("Somebody", language=language)).asks_inline("cat")
    assert answer.results == []
    assert answer.button is not None
    assert answer.button.startswith(words)
    assert answer.given is not None
    assert (answer.given["is_personal"], answer.given["button"]["start_parameter"]) == (True, "paint")
    async with store.reading() as tx:
        assert await tx.people.newest(1) == []


async def test_nobody_waits_for_a_conversation(server: TelegramServer, alice: Person, store: Store) -> None:
    """A turn that takes long holds no answer up."""
    may_end = asyncio.Event()

    async def slow(incoming: Incoming, chat: OurChat) -> None:
        await may_end.wait()
        await say_what_came(incoming, chat)

    async with running(server, store, Echo(slow)):
        await alice.says("Hello")
        assert (await alice.asks_inline()).results == []
        may_end.set()
        await alice.sees("words: Hello")


async def test_an_answer_that_comes_too_late_is_noted_and_the_next_one_goes_on(
    server: TelegramServer, alice: Person, bot: Bot
) -> None:
    server.faults.add(Fault("answerInlineQuery", 400, "Bad Request: query is too old"))
    with capture_logs() as log:
        lost = asyncio.create_task(alice.asks_inline())
        await server.hears("getUpdates")
        async with asyncio.timeout(10), server.world.changed:
            await server.world.changed.wait_for(lambda: not server.world.updates)
        assert (await alice.asks_inline()).results == []
        lost.cancel()
    assert any(line["log_level"] == "warning" and "inline" in line["event"] for line in log)


async def test_captions_stay_within_their_limit(alice: Person, bot: Bot, store: Store) -> None:
    work = await painted(store, alice)
    await published(store, alice, work, title="Кошка 🐈 " * 200)
    await shown(bot, alice, work.preview_key)
    [result] = (await alice.asks_inline()).results
    assert units(result["caption"]) <= 1024


async def test_start_links_carry_what_telegram_lets_them(bot: Bot, alice: Person) -> None:
    """64 of A-Z a-z 0-9 _ - at most: for posts, every style of the house, any other style, an account."""
    await alice.says("Hello")
    await alice.sees("words")
    hexadecimal = "f" * DIGITS
    styles = [STYLE + OURS + name for name in house()] + [STYLE + hexadecimal]
    for argument in (*styles, POST + hexadecimal, ACCOUNT + hexadecimal):
        link = Doors({bot.platform.name: bot.platform}).link(bot.platform.name, argument)
        assert link is not None
        assert re.fullmatch(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}", link)
