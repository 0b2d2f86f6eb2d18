"""Letters as people get them: in their language, with a way out, and not in doubt twice."""

from collections.abc import AsyncIterator

import pytest

from bot.chat import Gone, Refused, TryLater, Unsure
from bot.talk.notices import NoticeWords
from bot.talk.scenes.news import LetterWords
from bot.usecases.broadcast import MOST_CHARS, BadLetter, Broadcasting
from bot.usecases.letters import Letters
from bot.usecases.notify import Notify
from storage.broadcasts import BroadcastState, LetterState
from tests.bot.room import RoomPerson
from tests.bot.world import World

TEXTS = {"en": "Twelve new styles.", "ru": "Двенадцать новых стилей."}


class Post:
    """Olga writes; the waits of the service pass at once."""

    def __init__(self, world: World) -> None:
        self.world, self.waited = world, 0.0
        self.writes = Broadcasting(world.store)
        self.letters = Letters(
            world.store,
            lambda: ("room",),
            world.rooms.__getitem__,
            LetterWords(),
            clock=lambda: self.waited,
            pause=self.pause,
        )

    async def pause(self, seconds: float) -> None:
        self.waited += seconds

    async def sends(self) -> str:
        broadcast_id = await self.writes.write("Olga", TEXTS)
        await self.writes.start("Olga", broadcast_id)
        await self.goes_on()
        return broadcast_id

    async def goes_on(self) -> None:
        while await self.letters.send_some():
            pass

    async def tally(self, broadcast_id: str) -> dict[LetterState, int]:
        async with self.world.store.reading() as tx:
            return dict(await tx.broadcasts.tally(broadcast_id))


@pytest.fixture
async def post(world: World) -> AsyncIterator[Post]:
    yield Post(world)


async def test_each_reads_their_own_language(world: World, post: Post, alice: RoomPerson) -> None:
    boris = world.person("Boris", "ru")
    await alice.says("/start")
    await boris.says("/start")
    broadcast_id = await post.sends()
    await alice.sees("Twelve new styles.")
    await boris.sees("Двенадцать новых стилей.")
    assert await post.tally(broadcast_id) == {LetterState.SENT: 2}
    await post.goes_on()
    async with world.store.reading() as tx:
        assert (await tx.broadcasts.get(broadcast_id)).state is BroadcastState.DONE


async def test_who_wants_no_news_gets_none_until_they_do(post: Post, alice: RoomPerson) -> None:
    await alice.says("/start")
    await post.sends()
    await alice.presses("No more news")
    await alice.sees("no news any more")
    assert await post.tally(await post.sends()) == {}
    await alice.says("/news")
    await alice.presses("Send me news")
    await alice.sees("now and then")
    assert await post.tally(await post.sends()) == {LetterState.SENT: 1}


@pytest.mark.parametrize(
    ("answer", "state"),
    [(Gone(), LetterState.GONE), (Refused(), LetterState.FAILED), (Unsure(5), LetterState.UNSURE)],
)
async def test_how_a_letter_ends(post: Post, alice: RoomPerson, answer: Exception, state: LetterState) -> None:
    await alice.says("/start")
    alice.room.faults.append(answer)
    assert await post.tally(await post.sends()) == {state: 1}


async def test_a_busy_platform_is_waited_for(post: Post, alice: RoomPerson) -> None:
    await alice.says("/start")
    alice.room.faults.append(TryLater(7))
    assert await post.tally(await post.sends()) == {LetterState.SENT: 1}
    assert post.waited >= 7


async def test_it_is_tried_on_one_person_first(world: World, post: Post, alice: RoomPerson, bob: RoomPerson) -> None:
    await alice.says("/start")
    await bob.says("/start")
    broadcast_id = await post.writes.write("Olga", TEXTS)
    async with world.store.reading() as tx:
        person = await tx.people.by_identity("room", "Alice")
    assert person
    await post.writes.try_on("Olga", broadcast_id, person.person_id)
    await Notify(world.store, lambda: ("room",), world.rooms.__getitem__, NoticeWords()).look()
    await alice.sees("Twelve new styles.")
    assert "Twelve" not in bob.room.newest.message.text
    async with world.store.reading() as tx:
        acts = [one.act for one in await tx.audit.newest(5)]
    assert acts == ["letter try", "letter write"]


async def test_what_no_platform_takes_is_not_written(post: Post) -> None:
    for texts in ({}, {"en": "  "}, {"en": "a" * (MOST_CHARS + 1)}):
        with pytest.raises(BadLetter):
            await post.writes.write("Olga", texts)
