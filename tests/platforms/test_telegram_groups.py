"""In groups the bot speaks when it is spoken to, and everybody has buttons of their own."""

from collections.abc import AsyncIterator

import pytest

from bot.chat import Message
from bot.platforms.telegram.keyboard import mark, unmark
from tests.platforms.echo import attachment, picture
from tests.platforms.telegram_bot import Bot
from tests.simulators.telegram.person import Group, Person
from tests.simulators.telegram.server import TelegramServer


@pytest.fixture
async def bob(server: TelegramServer) -> AsyncIterator[Person]:
    yield await server.person("Bob", language="ru")


@pytest.fixture
async def group(server: TelegramServer, alice: Person, bob: Person) -> Group:
    return await server.group("Painters", alice, bob)


async def test_talk_among_people_is_not_even_written_down(alice: Person, group: Group, bot: Bot) -> None:
    there = alice.at(group)
    await there.says("Nice weather")
    await there.sends_photo(picture(), "my holiday")
    await there.says("/start@OtherBot")
    await there.says("/start@MazokBot")
    await there.sees("command: start")
    assert len(bot.echo.handled) == 1


async def test_an_answer_replies_to_who_asked(alice: Person, group: Group, bot: Bot) -> None:
    there = alice.at(group)
    asked = await there.says("/start")
    answer = await there.sees("command: start")
    assert answer.raw["reply_to_message"]["message_id"] == asked["message_id"]
    assert bot.echo.handled[0].group


async def test_a_reply_to_us_is_heard(alice: Person, group: Group, bot: Bot) -> None:
    there = alice.at(group)
    await there.says("/start")
    ours = await there.sees("command")
    await there.says("in blue, please", to=ours)
    await there.sees("words: in blue, please")
    assert bot.echo.handled[-1].reply_to == str(ours.message_id)


async def test_a_photo_with_a_command_under_it_is_heard(alice: Person, group: Group, bot: Bot) -> None:
    await alice.at(group).sends_photo(picture("blue"), "/start@MazokBot like Monet")
    await alice.at(group).sees("pictures: [(0, 0, 254)] like Monet")


async def test_buttons_belong_to_who_asked(alice: Person, bob: Person, group: Group, bot: Bot) -> None:
    await alice.at(group).says("/start")
    await alice.at(group).sees("command")
    refused = await bob.at(group).presses("More")
    assert refused.answers[0]["show_alert"]
    assert "чужая кнопка" in refused.answers[0]["text"]
    await alice.at(group).presses("More")
    await alice.at(group).sees("pressed: more")
    assert len(bot.echo.handled) == 2


async def test_two_people_have_two_conversations(alice: Person, bob: Person, group: Group, bot: Bot) -> None:
    for person in (alice, bob):
        await person.at(group).says("/start")
    await bot.rests(alice.world)
    assert len({incoming.address for incoming in bot.echo.handled}) == 2


async def test_status_edits_in_groups_are_rarer(alice: Person, group: Group, bot: Bot) -> None:
    await alice.at(group).says("/start")
    await alice.at(group).sees("command")
    [incoming] = bot.echo.handled
    assert bot.platform.chat(incoming.address).pace.edit_s == 10
    assert bot.chat(alice).pace.edit_s == 3


async def test_a_group_that_became_a_supergroup_is_followed(
    server: TelegramServer, alice: Person, group: Group, bot: Bot
) -> None:
    await alice.at(group).says("/start")
    await alice.at(group).sees("command")
    old = bot.platform.chat(bot.echo.handled[0].address)
    larger = await server.group("Painters, all of them", alice)
    server.world.migrated[group.chat_id] = larger.chat_id
    await old.send(Message("done", picture=attachment(picture())), key="done")
    await alice.at(larger).sees("done")


@pytest.mark.parametrize("owner", [None, 1, 9_999_999_999])
def test_an_owners_mark_comes_off_again(owner: int | None) -> None:
    assert unmark(mark("status.stop:0123456789ab", owner)) == ("status.stop:0123456789ab", owner)


def test_a_mark_leaves_room_for_the_data() -> None:
    assert len(mark("x" * 56, 9_999_999_999).encode()) <= 64
