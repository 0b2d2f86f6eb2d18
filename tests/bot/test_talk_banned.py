"""Who is banned: what they may still do, on which accounts, and that a ban is known again after all was deleted."""

import pytest

from bot.usecases.ban import Ban, Sentence
from bot.usecases.publish import NotAllowed, Publish, Wish
from storage.bans import BanScope
from storage.posts import PostState
from storage.tables import identities
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style
from tests.posts import a_post

ALL, FEED = Sentence(BanScope.ALL, "threats"), Sentence(BanScope.FEED, "spam")
REFUSED = "You cannot use me any more"


async def bans(world: World, name: str, sentence: Sentence) -> Ban:
    ban = world.conversation.can.ban
    await ban("Olga", (await world.who(name)).person_id, sentence)
    return ban


async def test_who_is_banned_from_everything_reads_one_line_and_whom_to_write_to(
    world: World, alice: RoomPerson
) -> None:
    await alice.sends_photo(a_photo())
    await alice.sends_photo(a_style())
    await bans(world, "Alice", ALL)
    before = await world.store.blobs.list((await world.who("Alice")).person_id)
    await alice.presses("Paint")
    await alice.sees(REFUSED)
    for step in (alice.says("/start"), alice.says("hello"), alice.sends_photo(a_photo("plum"))):
        await step
        line = await alice.sees(REFUSED)
        assert "@owner" in line.message.text
        assert line.labels == []
    assert await world.jobs("Alice") == []
    assert await world.store.blobs.list((await world.who("Alice")).person_id) == before


@pytest.mark.parametrize("locale", ["en", "ru"])
async def test_their_data_and_their_money_stay_theirs(world: World, locale: str) -> None:
    carol = world.person("Carol", locale)
    await carol.says("/start")
    await bans(world, "Carol", ALL)
    for command in ("/privacy", "/terms", "/paysupport", "/deletemydata"):
        await carol.says(command)
        refused = {"en": REFUSED, "ru": "Вы больше не можете"}[locale]
        assert refused not in carol.room.newest.message.text
    await carol.presses({"en": "delete everything", "ru": "удалить всё"}[locale])
    async with world.store.reading() as tx:
        assert await tx.people.by_identity("room", "Carol") is None


async def test_a_ban_is_known_again_when_its_person_comes_back(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    ban = await bans(world, "Alice", ALL)
    former = (await world.who("Alice")).person_id
    await alice.says("/deletemydata")
    await alice.presses("delete everything")
    await alice.says("/start")
    await alice.sees(REFUSED)
    assert (await world.who("Alice")).person_id != former
    assert await ban.lift("Olga", (await world.who("Alice")).person_id)
    await alice.says("/start")
    await alice.sees("I am Mazok")
    async with world.store.reading() as tx:
        assert await tx.bans.newest(10) == []


async def test_a_ban_holds_for_every_account_of_a_person(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    person = await world.who("Alice")
    async with world.store.transaction() as tx:
        more = {"platform": "room", "external_id": "Alice at home", "person_id": person.person_id}
        await tx.connection.execute(identities.insert().values(more))
    await bans(world, "Alice", ALL)
    at_home = world.person("Alice at home")
    await at_home.says("/start")
    await at_home.sees(REFUSED)
    async with world.store.reading() as tx:
        banned = await tx.bans.newest(10)
        [act] = [act for act in await tx.audit.newest(10) if act.act == "ban"]
    assert len({one.account for one in banned}) == 2
    assert not any("Alice" in one.account for one in banned)
    assert (act.who, act.subject, act.detail["reason"]) == ("Olga", person.person_id, "threats")


async def test_who_is_banned_from_the_feed_paints_as_before(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    await bans(world, "Alice", FEED)
    await alice.sends_photo(a_photo())
    await alice.sends_photo(a_style())
    await alice.presses("Paint")
    await alice.sees("Done!")
    person = await world.who("Alice")
    async with world.store.reading() as tx:
        [work] = await tx.works.page(person.person_id, 0, 1)
    with pytest.raises(NotAllowed):
        await Publish(world.store)(person.person_id, work.work_id, Wish())


@pytest.mark.parametrize("everything", [True, False])
async def test_what_they_published_goes_where_that_is_chosen(
    world: World, alice: RoomPerson, bob: RoomPerson, everything: bool
) -> None:
    await alice.says("/start")
    await bob.says("/start")
    async with world.store.transaction() as tx:
        for name in ("Alice", "Bob"):
            person = await tx.people.by_identity("room", name)
            assert person
            await tx.posts.add(a_post(person.person_id, state=PostState.SHOWN))
    await bans(world, "Alice", Sentence(BanScope.FEED, "spam", everything=everything))
    async with world.store.reading() as tx:
        assert await tx.posts.count(PostState.SHOWN) == (1 if everything else 2)
        refused = await tx.posts.count(PostState.REFUSED, (await world.who("Alice")).person_id)
        assert refused == (1 if everything else 0)


async def test_somebody_elses_ban_is_nobody_elses(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await alice.says("/start")
    await bans(world, "Alice", ALL)
    await bob.says("/start")
    await bob.sees("I am Mazok")
