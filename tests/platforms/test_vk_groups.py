"""In chats of many people the bot speaks when it is spoken to, and everybody has buttons of their own."""

import pytest

from bot.chat import Address, Command
from bot.platforms.vk.place import Place
from tests.platforms.echo import picture
from tests.platforms.vk_bot import Bot
from tests.platforms.vk_fixtures import alice, bot, server
from tests.simulators.vk.client import RUSSIAN, Client
from tests.simulators.vk.person import Person
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import Pressed

__all__ = ["alice", "bot", "server"]


@pytest.fixture
async def bob(server: VkServer) -> Person:
    return await server.person("Bob", Client(lang_id=RUSSIAN))


@pytest.fixture
async def chat(server: VkServer, alice: Person, bob: Person) -> int:
    return await server.chat(alice, bob)


async def test_talk_among_people_is_not_even_written_down(alice: Person, chat: int, bot: Bot) -> None:
    there = alice.at(chat)
    await there.says("Nice weather")
    await there.sends_photo(picture(), "my holiday")
    await there.says("/start")
    await there.sees("command: start")
    assert len(bot.echo.handled) == 1


async def test_an_answer_replies_to_who_asked(alice: Person, chat: int, bot: Bot) -> None:
    there = alice.at(chat)
    asked = await there.says("/start")
    answer = await there.sees("command: start")
    quoted = answer.change.message["reply_message"]
    assert quoted["conversation_message_id"] == asked["conversation_message_id"]
    assert bot.echo.handled[0].group


async def test_who_calls_the_community_by_its_name_is_heard(
    server: VkServer, alice: Person, chat: int, bot: Bot
) -> None:
    await alice.at(chat).says(f"[club{server.group_id}|Mazok], help")
    await alice.at(chat).sees("command: help")
    assert bot.echo.handled[0].event == Command("help")


async def test_a_reply_to_us_is_heard(alice: Person, chat: int, bot: Bot) -> None:
    there = alice.at(chat)
    await there.says("/start")
    ours = await there.sees("command")
    await there.sends_photo(picture("blue"), "in blue, please", to=ours)
    await there.sees("pictures: [(0, 0, 254)] in blue, please")
    assert bot.echo.handled[-1].reply_to == str(ours.message_id)


async def test_buttons_belong_to_who_asked(alice: Person, bob: Person, chat: int, bot: Bot) -> None:
    await alice.at(chat).says("/start")
    await alice.at(chat).sees("command")
    refused = await bob.at(chat).presses("More")
    assert isinstance(refused, Pressed)
    assert refused.answers[0] is not None
    assert "чужая кнопка" in refused.answers[0]["text"]  # nobody knows Bob yet, nor his language
    await alice.at(chat).presses("More")
    await alice.at(chat).sees("pressed: more")
    assert len(bot.echo.handled) == 2


async def test_two_people_have_two_conversations(alice: Person, bob: Person, chat: int, bot: Bot) -> None:
    for person in (alice, bob):
        await person.at(chat).says("/start")
    await bob.at(chat).sees("command")
    await alice.at(chat).says("/help")
    await alice.at(chat).sees("command: help")
    where = {incoming.address.chat for incoming in bot.echo.handled}
    assert where == {f"{chat}:{alice.user_id}", f"{chat}:{bob.user_id}"}


async def test_status_edits_in_chats_of_many_are_rarer(alice: Person, chat: int, bot: Bot) -> None:
    there = bot.platform.chat(Address("vk", f"{chat}:{alice.user_id}"))
    assert (there.pace.edit_s, bot.chat(alice).pace.edit_s) == (10, 3)


@pytest.mark.parametrize("word", ["1001", "2000000001:1001"])
def test_an_address_leads_back_to_its_place(word: str) -> None:
    place = Place.of(Address("vk", word))
    assert (place.address.chat, place.person) == (word, 1001)
