"""The conversation of the contract, in a room of its own."""

from bot.texts import Texts
from bot.usecases.pictures import house
from bot.usecases.style_refs import style_title
from tests.bot.room import RoomPerson
from tests.platforms.contract import the_whole_conversation


async def test_the_whole_conversation(alice: RoomPerson) -> None:
    await the_whole_conversation(alice, style_title(Texts("en"), next(iter(house()))))
