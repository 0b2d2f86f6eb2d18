"""What people can do on VK and what we say there, against a strict simulated server."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.chat import Address, Attachment, Button, Chat, Command, Incoming, Message, Pictures, Pressed, Tile
from storage import Store
from tests.platforms.contract import a_film
from tests.platforms.echo import Echo, attachment, average, picture
from tests.platforms.vk_bot import PATH, Bot, running
from tests.platforms.vk_fixtures import alice, bot, server
from tests.simulators.vk.client import OLD, Client
from tests.simulators.vk.person import Person
from tests.simulators.vk.server import VkServer

__all__ = ["alice", "bot", "server"]

WORK, OTHER = attachment(picture("red", (600, 450))), attachment(picture("blue", (600, 450)))
WIDE = attachment(picture("lime", (3000, 100)))
MANY = tuple((Button(f"Style {number}", f"style:{number}"),) for number in range(1, 24))


def tiles(count: int) -> tuple[Tile, ...]:
    return tuple(
        Tile(f"Style {number}", attachment(picture("red"), f"style {number}"), f"style:{number}")
        for number in range(1, count + 1)
    )


async def test_a_button_is_answered_and_the_message_edited(alice: Person, bot: Bot) -> None:
    await alice.says("Hello")
    before = await alice.sees("words: Hello")
    await alice.presses("More")
    after = await alice.sees("pressed: more")
    assert (after.message_id, after.controls) == (before.message_id, ())
    assert bot.echo.handled[-1].event == Pressed("more", str(before.message_id))


async def test_the_start_button_of_vk_starts(alice: Person, bot: Bot) -> None:
    await alice.starts()
    await alice.sees("command: start")
    assert bot.echo.handled[0].event == Command("start")


async def test_an_app_in_russian_is_answered_in_russian(server: VkServer, bot: Bot) -> None:
    boris = await server.person("Boris", Client(lang_id=0))
    await boris.says("Hello")
    await boris.sees("words")
    assert bot.echo.handled[0].locale == "ru"


async def test_photos_of_one_message_are_one_thing(alice: Person, bot: Bot) -> None:
    await alice.sends_album(picture("red", (2000, 1000)), picture("blue"), caption="both")
    await alice.sees("pictures: [(254, 0, 0), (0, 0, 254)] both")
    assert len(bot.echo.handled) == 1


async def test_an_image_sent_as_a_file_arrives_untouched(alice: Person, bot: Bot) -> None:
    content = picture("lime", format="TIFF")
    await alice.sends_file(content, "photo.tif")
    await alice.sees("pictures")
    event = bot.echo.handled[0].event
    assert isinstance(event, Pictures)
    assert (event.uploads[0].name, await event.uploads[0].fetch()) == ("photo.tif", content)


async def test_a_reply_with_a_photo_names_the_message_that_it_answers(alice: Person, bot: Bot) -> None:
    await alice.says("Hello")
    work = await alice.sees("words")
    await alice.sends_photo(picture(), to=work)
    await alice.sees(f"reply to {work.message_id}")


async def test_a_text_becomes_a_picture_in_its_place_and_a_text_again(alice: Person, bot: Bot) -> None:
    await alice.allows()
    chat = bot.chat(alice)
    first = await chat.send(Message("Painting"), key="1")
    assert await chat.edit(first, Message("Done", picture=WORK)) == first
    seen = await alice.sees("Done")
    assert seen.picture is not None
    assert average(seen.picture) == (254, 0, 0)
    assert await chat.edit(first, Message("Gone")) == first
    assert (await alice.sees("Gone")).picture is None


async def test_an_edit_that_changes_nothing_calls_nobody(alice: Person, bot: Bot, server: VkServer) -> None:
    await alice.allows()
    chat, message = bot.chat(alice), Message("10 %", ((Button("Stop", "stop"),),), fraction=0.1)
    first = await chat.send(message, key="1")
    await chat.edit(first, replace(message))
    assert not server.said("messages.edit")


async def test_the_same_picture_is_uploaded_once(alice: Person, bot: Bot, server: VkServer) -> None:
    await alice.allows()
    chat = bot.chat(alice)
    first = await chat.send(Message("10 %", picture=WORK), key="1")
    await chat.edit(first, Message("20 %", picture=WORK))
    await chat.send(Message("Again", picture=WORK), key="2")
    assert len(server.said("photos.saveMessagesPhoto")) == 1


async def test_a_message_too_old_to_be_edited_is_sent_anew(alice: Person, bot: Bot, server: VkServer) -> None:
    await alice.allows()
    chat = bot.chat(alice)
    first = await chat.send(Message("Painting"), key="1")
    server.world.messages[alice.peer_id, int(first)].message["date"] -= 2 * 86_400
    second = await chat.edit(first, Message("Done"))
    assert second != first
    assert [seen.text for seen in alice.screen()] == ["Painting", "Done"]


async def test_a_message_that_somebody_deleted_is_sent_anew(alice: Person, bot: Bot, server: VkServer) -> None:
    await alice.allows()
    chat = bot.chat(alice)
    first = await chat.send(Message("Painting"), key="1")
    await chat.send(Message("Below"), key="2")
    del server.world.messages[alice.peer_id, int(first)]
    await chat.edit(first, Message("Done"))
    assert [seen.text for seen in alice.screen()] == ["Below", "Done"]


async def test_what_is_no_photo_for_vk_goes_as_a_file(alice: Person, bot: Bot) -> None:
    await alice.allows()
    await bot.chat(alice).send(Message("A panorama", picture=WIDE), key="1")
    seen = await alice.sees("A panorama")
    assert (seen.picture, seen.document) == (None, await WIDE.read())


async def test_a_file_keeps_its_bytes_and_its_name(alice: Person, bot: Bot) -> None:
    await alice.allows()
    file = attachment(picture("red"), name="mazok-2026.png")
    await bot.chat(alice).file(file, "The file", key="1")
    seen = await alice.sees("The file")
    assert (seen.document, seen.file_name) == (await file.read(), "mazok-2026.png")


async def test_a_film_is_a_file_that_plays(alice: Person, bot: Bot) -> None:
    await alice.allows()

    async def read() -> bytes:
        return a_film()

    await bot.chat(alice).video(Attachment("film", "film.mp4", "video/mp4", read), "The film", key="1")
    assert (await alice.sees("The film")).video == a_film()


async def test_an_album_comes_ten_at_a_time(alice: Person, bot: Bot) -> None:
    await alice.allows()
    await bot.chat(alice).album([attachment(picture(), f"photo {number}") for number in range(12)], key="1")
    assert [len(seen.pictures) for seen in alice.screen()] == [10, 2]


async def test_a_long_text_comes_in_parts_with_the_buttons_below_the_last(alice: Person, bot: Bot) -> None:
    await alice.allows()
    words = " ".join(f"word{number}" for number in range(900))
    await bot.chat(alice).send(Message(words, ((Button("Back", "back"),),)), key="1")
    seen = alice.screen()
    assert " ".join(one.text for one in seen) == words
    assert [len(one.controls) for one in seen] == [0, 1]


async def test_a_progress_bar_is_drawn_below_the_words(alice: Person, bot: Bot) -> None:
    await alice.allows()
    await bot.chat(alice).send(Message("Painting", fraction=0.5), key="1")
    assert re.search(r"▰{6}▱{6} 50%", (await alice.sees("Painting")).text)


async def show_many(incoming: Incoming, chat: Chat) -> None:
    """Choices that do not fit on one page; then what was chosen."""
    match incoming.event:
        case Pressed(data=data, message_id=message_id):
            await chat.edit(message_id, Message(f"chosen: {data}"))
        case _:
            await chat.send(Message("Choose", MANY, WORK), key=incoming.update_key)


async def test_more_buttons_than_vk_shows_are_turned_over_in_place(
    server: VkServer, alice: Person, store: Store
) -> None:
    async with running(server, store, Echo(show_many)):
        await server.listened()
        await alice.says("Hello")
        before = await alice.sees("Choose")
        assert "Style 23" not in str(before.controls)
        await alice.presses("Style 23")  # the simulated person turns over as long as there is another page
        after = await alice.sees("chosen: style:23")
        assert after.message_id == before.message_id


async def test_a_page_that_a_dead_process_drew_is_turned_over_by_the_next(
    server: VkServer, alice: Person, store: Store
) -> None:
    async with running(server, store, Echo(show_many)):
        await server.listened()
        await alice.says("Hello")
        await alice.sees("Choose")
    async with running(server, store, Echo(show_many)):
        await alice.presses("Style 12")
        await alice.sees("chosen: style:12")
    pages = [change.message for change in server.world.history if change.message["text"] == "Choose"]
    assert [len(page["attachments"]) for page in pages] == [1, 1]  # the picture stays


@pytest.mark.parametrize("app", [Client(actions=("text", "open_link")), OLD], ids=["text buttons", "no buttons"])
async def test_old_apps_choose_as_well(server: VkServer, store: Store, app: Client) -> None:
    """The answer comes below what they said, since VK does not tell which message they answer."""
    carol = await server.person("Carol", app)
    async with running(server, store, Echo(show_many)):
        await server.listened()
        await carol.says("Hello")
        await carol.sees("Choose")
        await carol.presses("Style 7")
        await carol.sees("chosen: style:7")
    assert [seen.text.splitlines()[0] for seen in carol.screen()] == ["Choose", "chosen: style:7"]


async def test_a_gallery_is_a_contact_sheet_with_numbered_buttons(alice: Person, bot: Bot) -> None:
    await alice.allows()
    await bot.chat(alice).send(Message("Choose", ((Button("Back", "back"),),), gallery=tiles(4)), key="1")
    seen = await alice.sees("Choose")
    assert [control.label for control in seen.controls] == [*(f"{n}. Style {n}" for n in range(1, 5)), "Back"]
    assert seen.picture is not None


@pytest.mark.parametrize(
    "app", [Client(), Client(actions=("text", "callback")), OLD], ids=["today's", "without links", "without buttons"]
)
async def test_a_work_is_passed_on_by_a_button_or_by_its_address(server: VkServer, bot: Bot, app: Client) -> None:
    dora = await server.person("Dora", app)
    await dora.says("Hello")
    await dora.sees("words: Hello")
    link = bot.platform.share_link("https://mazok.art/feed/5f3a", "Вечер на Неве " * 50)
    assert link is not None
    share, back = Button("Share", "", url=link), Button("Back", "back")
    await bot.chat(dora).send(Message("Your work", ((share,), (back,))), key="1")
    seen = await dora.sees("Your work")
    if "open_link" in app.actions:
        assert await dora.presses("Share") == {"link": link}
        assert link not in seen.text
    else:
        assert f"Share: {link}" in seen.text.splitlines()
        assert "Share" not in seen.labels


def test_a_link_to_pass_on_holds_the_work_and_what_is_said_of_it(bot: Bot) -> None:
    link = bot.platform.share_link("https://mazok.art/feed/5f3a?a=1&b=2", "Вечер & ночь")
    asked = parse_qs(urlsplit(link or "").query)
    assert asked == {"url": ["https://mazok.art/feed/5f3a?a=1&b=2"], "title": ["Вечер & ночь"]}


async def test_who_lets_us_write_no_more_is_gone_until_they_do(
    server: VkServer, alice: Person, bot: Bot, store: Store
) -> None:
    async with store.transaction() as tx:
        person = await tx.people.arrive("vk", str(alice.user_id), "en")

    async def gone() -> bool:
        async with store.reading() as tx:
            return any(one.gone_at for one in await tx.people.identities(person.person_id))

    await alice.denies()
    await rests(bot, server)
    assert await gone()
    await alice.allows()
    await rests(bot, server)
    assert not await gone()


async def rests(bot: Bot, server: VkServer) -> None:
    """What happened is written down, and then handled."""
    waiting = 1
    while waiting:
        async with bot.store.reading() as tx:
            read = await tx.cursors.get(f"vk.ts:{server.group_id}")
            waiting = int(read != str(server.world.ts)) + await tx.inbox.waiting("vk")


async def test_the_account_counts_and_is_told_to_nobody(alice: Person, bot: Bot) -> None:
    await alice.says("Hello")
    await alice.says("Again")
    await alice.sees("words: Again")
    first, second = (incoming.client for incoming in bot.echo.handled)
    assert first is not None
    assert first == second
    assert str(alice.user_id) not in first


def test_an_address_is_the_number_of_a_person(bot: Bot) -> None:
    assert bot.platform.chat(Address("vk", "100005")).address == Address("vk", "100005")


async def test_vk_may_ask_for_the_confirmation_before_it_was_told_a_secret(server: VkServer, store: Store) -> None:
    asked = {"type": "confirmation", "group_id": server.group_id}
    async with running(server, store, callback=True) as bot, aiohttp.ClientSession() as session:
        async with session.post(f"{bot.door}{PATH}", json=asked) as answer:
            assert await answer.text() == server.confirmation
        for wrong in ({"secret": "wrong"}, {"group_id": 5}):
            async with session.post(f"{bot.door}{PATH}", json={**asked, **wrong}) as answer:
                assert answer.status == 403
