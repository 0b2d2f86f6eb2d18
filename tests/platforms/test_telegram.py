"""What people can do on Telegram, against a strict simulated server."""

import pytest

from bot.chat import Command, Pictures, Pressed, Unsupported
from bot.platforms.telegram.place import Place
from storage import Store
from tests.platforms.echo import picture
from tests.platforms.telegram_bot import Bot, running
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer


async def test_words_are_answered(alice: Person, bot: Bot) -> None:
    await alice.says("Hello")
    assert (await alice.sees("words: Hello")).labels == ("More", "Stop")


async def test_a_button_is_answered_and_the_message_edited(alice: Person, bot: Bot) -> None:
    await alice.says("Hello")
    before = await alice.sees("words")
    await alice.presses("More")
    after = await alice.sees("pressed: more")
    assert (after.message_id, after.labels) == (before.message_id, ())
    assert bot.echo.handled[-1].event == Pressed("more", str(before.message_id))


async def test_a_photo_comes_in_its_largest_size(alice: Person, bot: Bot) -> None:
    await alice.sends_photo(picture("red", (2000, 1000)), "a caption")
    assert "a caption" in (await alice.sees("pictures: [(254, 0, 0)]")).text
    event = bot.echo.handled[0].event
    assert isinstance(event, Pictures)
    assert len(await event.uploads[0].fetch()) == event.uploads[0].size_bytes


async def test_an_image_sent_as_a_file_arrives_untouched(alice: Person, bot: Bot) -> None:
    content = picture("lime", format="TIFF")
    await alice.sends_file(content, "photo.tif", "image/tiff")
    await alice.sees("pictures")
    event = bot.echo.handled[0].event
    assert isinstance(event, Pictures)
    assert (event.uploads[0].name, await event.uploads[0].fetch()) == ("photo.tif", content)


async def test_an_album_is_one_thing_in_the_order_of_its_messages(alice: Person, bot: Bot) -> None:
    await alice.sends_album(picture("red"), picture("blue"), caption="both", gap_s=0.05)
    await alice.sees("pictures: [(254, 0, 0), (0, 0, 254)] both")
    assert len(bot.echo.handled) == 1


async def test_two_albums_at_once_from_two_people_never_mix(server: TelegramServer, alice: Person, bot: Bot) -> None:
    """In one group, their parts coming by turns."""
    group = await server.group("Painters", alice, await server.person("Bob"))
    bob = await server.person("Bob")
    there = {"red": alice.at(group), "lime": bob.at(group)}
    for color, person in there.items():
        await person.sends(photo=server.world.photo(picture(color)), media_group_id=color, caption="/start")
    for color, person in there.items():
        await person.sends(photo=server.world.photo(picture("blue")), media_group_id=color)
    await there["red"].sees("pictures: [(254, 0, 0), (0, 0, 254)]")
    await there["lime"].sees("pictures: [(0, 255, 1), (0, 0, 254)]")
    assert len(bot.echo.handled) == 2


async def test_a_reply_with_a_photo_names_the_message_that_it_answers(alice: Person, bot: Bot) -> None:
    await alice.says("Hello")
    work = await alice.sees("words")
    await alice.sends_photo(picture(), to=work)
    await alice.sees(f"reply to {work.message_id}")


async def test_a_photo_forwarded_from_a_channel_is_a_photo(alice: Person, bot: Bot) -> None:
    await alice.forwards_photo(picture("blue"), "Sights")
    await alice.sees("pictures: [(0, 0, 254)]")


WANTED = {
    *("message", "callback_query", "my_chat_member", "pre_checkout_query", "subscription", "purchased_paid_media"),
    *("inline_query", "message_reaction_count"),
}
FILE = {"file_id": "x", "file_unique_id": "y"}
STICKER = {**FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}
MOVING = {**FILE, "width": 9, "height": 9, "duration": 1}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("sticker", {"sticker": STICKER}),
        ("video", {"video": MOVING}),
        ("video", {"video_note": {**FILE, "length": 9, "duration": 1}}),
        ("animation", {"animation": MOVING, "document": {**FILE, "file_name": "cat.gif", "mime_type": "image/gif"}}),
        ("audio", {"voice": {**FILE, "duration": 1}}),
        ("document", {"document": {**FILE, "file_name": "thesis.pdf", "mime_type": "application/pdf"}}),
        ("other", {"location": {"latitude": 55.7, "longitude": 37.6}}),
    ],
)
async def test_what_cannot_be_painted_is_named(alice: Person, bot: Bot, kind: str, content: dict[str, object]) -> None:
    await alice.sends(**content)
    await alice.sees(f"unsupported: {kind}")
    event = bot.echo.handled[0].event
    assert isinstance(event, Unsupported)


async def test_a_service_message_is_nothing_that_anybody_said(alice: Person, bot: Bot) -> None:
    await alice.sends(delete_chat_photo=True)
    await alice.says("Hello")
    await alice.sees("words: Hello")
    assert len(bot.echo.handled) == 1


async def test_a_command_has_a_name_and_an_argument(alice: Person, bot: Bot) -> None:
    await alice.says("/Start@mazokbot w_12")
    await alice.sees("command: start w_12")
    assert bot.echo.handled[0].event == Command("start", "w_12")


async def test_another_bots_command_is_not_ours(alice: Person, bot: Bot) -> None:
    await alice.says("/start@OtherBot")
    await alice.says("Hello")
    await alice.sees("words: Hello")
    assert len(bot.echo.handled) == 1


async def test_the_language_of_the_app_comes_along(server: TelegramServer, bot: Bot) -> None:
    for language, locale in (("ru", "ru"), ("pt-br", "pt-br"), (None, "en")):
        person = await server.person("Somebody", language=language)
        await person.says("Hi")
        await person.sees("words")
        assert bot.echo.handled[-1].locale == locale


async def test_free_runs_count_by_the_account_whose_number_nobody_can_read(server: TelegramServer, bot: Bot) -> None:
    """Who deletes their data and comes back is counted on; somebody else is somebody else."""
    for name in ("Alice", "Bob"):
        person = await server.person(name)
        for words in ("Hi", "Hi again"):
            await person.says(words)
            await person.sees("words")
    counted = [incoming.client for incoming in bot.echo.handled]
    assert counted[0] == counted[1] != counted[2] == counted[3]
    assert not {incoming.person for incoming in bot.echo.handled} & set(counted)


async def test_commands_are_told_in_every_language(server: TelegramServer, alice: Person, bot: Bot) -> None:
    await alice.says("Hi")
    await alice.sees("words")
    assert set(server.world.commands) >= {""}


async def test_people_come_and_go(alice: Person, bot: Bot, store: Store) -> None:
    async with store.transaction() as tx:
        person = await tx.people.arrive("telegram", str(alice.account["id"]), "en")
    for change, gone in ((alice.blocks, True), (alice.unblocks, False)):
        await change()
        await bot.rests(alice.world)
        async with store.reading() as tx:
            [identity] = await tx.people.identities(person.person_id)
        assert (identity.gone_at is not None) == gone


def test_a_place_survives_as_a_word() -> None:
    for place in (Place(5), Place(-100, None, 7), Place(-100, 3, 7)):
        assert Place.of(place.address) == place


async def test_a_webhook_brings_the_same(server: TelegramServer, alice: Person, store: Store) -> None:
    async with running(server, store, webhook=True):
        await alice.says("Hello")
        await alice.sees("words: Hello")
    [given] = server.said("setWebhook")
    assert set(given["allowed_updates"]) == WANTED
    assert not server.said("getUpdates")


async def test_polls_ask_for_everything_that_is_handled_by_its_name(
    server: TelegramServer, alice: Person, bot: Bot
) -> None:
    """What is not asked for by name never comes: Telegram leaves reactions out otherwise."""
    await alice.says("Hello")
    await alice.sees("words: Hello")
    assert {frozenset(given["allowed_updates"]) for given in server.said("getUpdates")} == {frozenset(WANTED)}


async def test_a_link_to_us_brings_its_argument(alice: Person, bot: Bot) -> None:
    await alice.says("/start g_ABC")
    await alice.sees("g_ABC")
    assert bot.echo.handled[-1].event == Command("start", "g_ABC")
    assert bot.platform.start_link("g_ABC") == "https://t.me/MazokBot?start=g_ABC"
