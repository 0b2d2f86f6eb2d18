"""One account of two: a code there, a word here, everything together; and apart again."""

from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import update

from bot.chat import Address, Command, Gone, Incoming, Pressed
from bot.platform import Platform
from bot.usecases.contacts import Contact
from bot.usecases.forget import Forget
from bot.usecases.guesses import MOST
from bot.usecases.notify import tell_at_home
from bot.usecases.stop import Stop
from bot.usecases.sweep import Sweep
from storage import Missing
from storage.bans import BanScope
from storage.feed_tables import link_codes
from storage.posts import Look
from tests.bot.room import RoomPerson
from tests.bot.test_talk_shop import told
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style
from tests.posts import shown_post
from tests.storage.sales import a_purchase

RUNS = "premium_run"


async def code_of(person: RoomPerson) -> str:
    """A code of theirs, as it stands in the chat."""
    await person.says("/link")
    line = await person.sees("Your code")
    return line.message.text.partition("Your code: ")[2].partition("\n")[0]


async def paints(person: RoomPerson) -> None:
    await person.sends_album(a_photo(), a_style())
    await person.presses("Paint")
    await person.sees("Done!")


async def join(former: RoomPerson, survivor: RoomPerson) -> None:
    await former.says(f"/link {await code_of(survivor)}")
    await former.sees("Shall these become one account?")
    await former.presses("Join them")
    await former.sees("This is one account now")


async def test_works_of_both_are_found_by_the_name_that_stays(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    for person, name in ((alice, "Rembrandt"), (bob, "Vermeer")):
        await person.says(f"/name {name}")
        await shown_post(world.store, (await world.who(person.name)).person_id, words=name)
    await join(bob, alice)
    async with world.store.reading() as tx:
        assert await tx.posts.page(Look(words="vermeer")) == []
        assert len(await tx.posts.page(Look(words="rembrandt"))) == 2


async def in_group(person: RoomPerson, name: str, argument: str = "") -> None:
    person.updates += 1
    key, event = f"room:{person.name}:{person.updates}", Command(name, argument)
    await person.comes(Incoming(key, person.room.address, person.name, "en", event, group=True))


async def test_two_accounts_become_one(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await paints(alice)
    await paints(bob)
    await world.gives("Alice", RUNS, 1)
    await world.gives("Bob", RUNS, 2)
    await bob.says(f"/link {(await code_of(alice)).lower()}")
    await bob.sees("There (Room): 1 work, 1 premium painting.\nHere: 1 work, 2 premium paintings.")
    await bob.presses("Join them")
    await bob.sees("This is one account now: Room.")
    assert await world.who("Bob") == await world.who("Alice")
    await told(world)
    await bob.sees("Two accounts of Mazok have become one: 2 works, 3 premium paintings")
    await alice.sees("Two accounts of Mazok have become one: 2 works, 3 premium paintings")
    for person in (alice, bob):
        await person.says("/works")
        await person.sees("You have 2 paintings.")
        await person.says("/balance")
        await person.sees("3 premium paintings")
    await alice.says("/balance")
    await alice.sees("accounts joined")
    async with world.store.reading() as tx:
        assert await tx.books.check() == []


async def test_the_draft_goes_on_where_it_was(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    """Its pictures keep the name of who has sent them, and are swept by nobody."""
    await paints(alice)
    await bob.sends_album(a_photo("plum"), a_style("lime"))
    await join(bob, alice)
    await Sweep(world.store, age_s=0)()
    await bob.presses("🎨 Paint")
    await bob.sees("Done!")
    await bob.says("/works")
    await bob.sees("You have 2 paintings.")


async def test_the_free_paintings_of_today_are_had_once(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    """Three a day, of which both have used one: one is left, also to the account that is unlinked again."""
    await paints(alice)
    await paints(bob)
    await join(bob, alice)
    for person in (alice, bob):
        await person.says("/balance")
        await person.sees("1 free")
    await bob.says("/accounts")
    await bob.presses("Unlink Room …Bob")
    await bob.presses("Yes, unlink it")
    await bob.sees("This chat is on its own again")
    await bob.says("/balance")
    await bob.sees("1 free")


async def test_words_after_the_command_are_the_code(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    code = await code_of(alice)
    await bob.says("/link")
    await bob.says(code)
    await bob.sees("Shall these become one account?")
    await bob.presses("No, keep them apart")
    await bob.sees("Nothing has changed")
    assert await world.who("Bob") != await world.who("Alice")


async def test_a_picture_after_the_command_is_a_picture(bob: RoomPerson) -> None:
    await bob.says("/link")
    await bob.sends_album(a_photo(), a_style())
    await bob.sees("ready to paint")


async def test_links_lead_to_the_other_platforms(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    for name, link in (("room", "https://room.example/"), ("attic", "https://attic.example/?s="), ("cellar", None)):
        door = SimpleNamespace(money=None, start_link=lambda argument, link=link: link and link + argument)
        world.platforms[name] = cast("Platform", door)
    code = (await code_of(alice)).replace(" ", "")
    [attic, accounts] = [row[0] for row in alice.room.newest.message.buttons]
    assert (attic.text, attic.url) == ("Open Attic", f"https://attic.example/?s=l_{code}")
    assert accounts.text == "My accounts"
    await bob.says(f"/start l_{code}")
    await bob.sees("Shall these become one account?")


async def test_wrong_codes_are_refused_and_counted(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    code = await code_of(alice)
    for _ in range(MOST):
        await bob.says("/link ABCDEFGHJKMN")
        await bob.sees("I do not know that code")
    await bob.says(f"/link {code}")
    await bob.sees("Those were many wrong codes")


async def test_one_is_not_joined_with_oneself(alice: RoomPerson) -> None:
    await alice.says(f"/link {await code_of(alice)}")
    await alice.sees("That is your own code")


async def test_a_newer_code_makes_the_older_one_void(alice: RoomPerson, bob: RoomPerson) -> None:
    old = await code_of(alice)
    new = await code_of(alice)
    await bob.says(f"/link {old}")
    await bob.sees("I do not know that code")
    await bob.says(f"/link {new}")
    await bob.sees("Shall these become one account?")


async def test_a_code_is_over_after_its_time(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    """Also one that was looked at in time."""
    await bob.says(f"/link {await code_of(alice)}")
    async with world.store.transaction() as tx:
        await tx.connection.execute(update(link_codes).values(expires_at=await tx.now()))
    await bob.presses("Join them")
    await bob.sees("That code is over")
    assert await world.who("Bob") != await world.who("Alice")


async def test_a_code_serves_once(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    carol, code = world.person("Carol"), await code_of(alice)
    await carol.says(f"/link {code}")
    await bob.says(f"/link {code}")
    await bob.presses("Join them")
    await carol.presses("Join them")
    await carol.sees("That code has been used already")
    assert await world.who("Carol") != await world.who("Alice")


async def test_the_same_press_twice_joins_once(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    """As when the process died before it could say so, or a finger was quick."""
    await bob.says("/start")
    await world.gives("Bob", RUNS, 2)
    await bob.says(f"/link {await code_of(alice)}")
    message_id, button = bob.button("Join them")
    await bob.does(Pressed(button.data, message_id))
    await bob.does(Pressed(button.data, message_id))
    await bob.sees("That is done already")
    async with world.store.reading() as tx:
        assert await tx.ledger.balance((await world.who("Alice")).person_id, RUNS) == 2


async def test_who_waits_for_a_painting_is_told_to_wait(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    code = await code_of(alice)
    await bob.sends_album(a_photo(), a_style())
    await bob.presses("🎨 Paint")
    await bob.says(f"/link {code}")
    await bob.presses("Join them")
    assert "is not finished yet" in bob.room.newest.message.text
    await bob.sees("Done!")
    await bob.presses("Join them")
    await bob.sees("This is one account now")


async def test_who_has_a_bill_to_pay_is_told_so(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await bob.says("/start")
    async with world.store.transaction() as tx:
        bill = await tx.purchases.add(a_purchase((await world.who("Bob")).person_id), 3600)
    await bob.says(f"/link {await code_of(alice)}")
    await bob.presses("Join them")
    await bob.sees("A payment of yours is still under way")
    async with world.store.transaction() as tx:
        await tx.purchases.cancel(bill.purchase_id)
    await bob.presses("Join them")
    await bob.sees("This is one account now")


@pytest.mark.parametrize(("name", "argument"), [("link", ""), ("link", "CODE"), ("accounts", ""), ("start", "l_CODE")])
async def test_a_group_is_no_place_for_it(bob: RoomPerson, name: str, argument: str) -> None:
    await in_group(bob, name, argument)
    await bob.sees("Write to me in private")


async def test_what_was_sealed_is_sealed_anew(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await bob.says("/start")
    mail = Contact(email="bob@mazok.example")
    await world.contacts.put((await world.who("Bob")).person_id, mail)
    await join(bob, alice)
    assert await world.contacts.get((await world.who("Bob")).person_id) == mail


async def test_an_address_that_nobody_can_open_is_asked_for_again(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await bob.says("/start")
    async with world.store.transaction() as tx:
        await tx.contacts.put((await world.who("Bob")).person_id, "c29tZXRoaW5nIGVsc2U=")
    await join(bob, alice)
    assert await world.contacts.get((await world.who("Bob")).person_id) == Contact()


async def test_nothing_stays_of_either_when_they_are_forgotten(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await paints(alice)
    await paints(bob)
    carol = world.person("Carol")
    await paints(carol)
    ids = [(await world.who(name)).person_id for name in ("Alice", "Bob", "Carol")]
    await join(carol, bob)
    await join(bob, alice)
    assert all([await world.store.blobs.list(f"{one}/") for one in ids])
    await alice.says("/deletemydata")
    await alice.presses("delete everything")
    await alice.sees("deleted")
    assert await world.store.blobs.list() == []
    async with world.store.reading() as tx:
        assert await tx.books.check() == []
        assert await tx.people.by_identity("room", "Bob") is None


async def test_a_picture_that_came_late_is_swept(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await bob.says("/start")
    former = (await world.who("Bob")).person_id
    await join(bob, alice)
    await Forget(world.store, Stop(world.store, world.queue))((await world.who("Alice")).person_id)
    await world.store.blobs.put(f"{former}/photo/late", b"picture")
    assert await Sweep(world.store, age_s=0)() == 1


async def test_an_account_is_unlinked_from_elsewhere(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await paints(bob)
    await join(bob, alice)
    await alice.says("/accounts")
    line = await alice.sees("These 2 accounts are one.")
    assert line.message.text.count("since") == 2
    assert "Room …lice, since" in line.message.text
    await alice.presses("Unlink Room …Bob")
    await alice.sees("stay with the accounts that remain: 1 work")
    await alice.presses("Yes, unlink it")
    await alice.sees("is on its own again")
    await told(world)
    await bob.sees("This account was unlinked")
    await alice.presses("My accounts")
    alone = await alice.sees("You have one account.")
    assert alone.labels == ["Link another account"]
    await bob.says("/works")
    await bob.sees("Your paintings will be here")
    await alice.says("/works")
    await alice.sees("You have 1 painting.")


async def test_what_is_unlinked_begins_anew(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await bob.sends_album(a_photo(), a_style())
    await join(bob, alice)
    await bob.says("/accounts")
    await bob.presses("Unlink Room …Bob")
    _, sure = bob.button("Yes, unlink it")
    await bob.presses("Yes, unlink it")
    await bob.sees("begins anew")
    await bob.presses("🎨 Paint")
    await bob.sees("button is left over")  # the draft stays with the other account
    await bob.does(Pressed(sure.data, "1"))
    await bob.sees("button is left over")
    with pytest.raises(Missing):
        await world.conversation.can.join.part((await world.who("Bob")).person_id, sure.data[-12:], Address("a", "b"))


async def test_who_waits_for_a_painting_there_cannot_unlink_it(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await join(bob, alice)
    await bob.sends_album(a_photo(), a_style())
    await bob.presses("🎨 Paint")
    await alice.says("/accounts")
    await alice.presses("Unlink Room …Bob")
    await alice.presses("Yes, unlink it")
    await alice.sees("is still on its way")
    await bob.sees("Done!")
    await alice.presses("Yes, unlink it")
    await alice.sees("is on its own again")


async def test_who_is_banned_stays_together(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await bob.says("/start")
    async with world.store.transaction() as tx:
        await tx.bans.add("hash", (await world.who("Bob")).person_id, BanScope.FEED, "spam", "owner")
    await join(bob, alice)
    await alice.says("/accounts")
    await alice.presses("Unlink Room …Bob")
    await alice.presses("Yes, unlink it")
    await alice.sees("its parts stay together")
    async with world.store.reading() as tx:
        assert await tx.bans.of((await world.who("Alice")).person_id) is BanScope.FEED


async def test_a_chat_that_was_left_is_only_that_chat(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    """Two accounts of one platform: who blocks us in one hears from us in the other, where they talked last."""
    await join(bob, alice)
    await bob.sends_album(a_photo(), a_style())
    await bob.presses("🎨 Paint")
    person = (await world.who("Alice")).person_id
    await tells(world, person, "first")
    await bob.sees("Your gift has arrived")
    bob.room.faults.append(Gone("blocked"))
    await world.painter.ends(await world.painter.begins())
    await world.delivers()
    async with world.store.reading() as tx:
        assert [one.external_id for one in await tx.people.identities(person) if one.gone_at] == ["Bob"]
    await tells(world, person, "second")
    await alice.sees("Your gift has arrived")


async def tells(world: World, person: str, key: str) -> None:
    """Something that they did not ask for."""
    async with world.store.transaction() as tx:
        await tell_at_home(tx, person, key, "gift_taken", {"asset": RUNS, "amount": 1})
    await told(world)
