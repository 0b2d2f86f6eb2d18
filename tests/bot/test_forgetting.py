"""Whoever is forgotten: no picture and no row of theirs stays, but in the tables of `storage.forgetting.STAYS`."""

import pytest
from sqlalchemy import JSON, Column, Table, Text, insert, select

from bot.usecases.bring import shown
from bot.usecases.publish import Wish
from storage import Missing, Transaction
from storage.bans import BanScope
from storage.dialects import now
from storage.feed_tables import bans, broadcasts, former_people, letters, link_codes
from storage.forgetting import STAYS
from storage.notices import NewNotice
from storage.posts import PostState
from storage.schema import metadata
from storage.vouchers import NewVoucher, VoucherKind
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style
from tests.posts import a_post, shown_post
from tests.storage.sales import sell


async def rows_with(world: World, name: str) -> dict[Table, list[str]]:
    """The texts that hold it, by table."""
    found: dict[Table, list[str]] = {}
    async with world.store.reading() as tx:
        for table in metadata.sorted_tables:
            for column in filter(holds_text, table.c):
                values = [str(value) for value in (await tx.connection.execute(select(column))).scalars()]
                if hits := [f"{column.name}: {value}" for value in values if name in value]:
                    found.setdefault(table, []).extend(hits)
    return found


def holds_text(column: Column[object]) -> bool:
    return isinstance(column.type, Text | JSON)


async def lives(world: World, alice: RoomPerson, bob: RoomPerson) -> str:
    """Alice paints, publishes, shares, keeps what Bob shares, and has said and paid all that one can; her id."""
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    await alice.presses("Save the style")
    await alice.presses("Before and after")
    await bob.says("/styles")
    await bob.presses("Add one")
    await bob.sends_photo(a_style("lime"))
    her, his = [(await world.who(name)).person_id for name in ("Alice", "Bob")]
    can = world.conversation.can
    [work], [hers], [bobs] = (
        (await can.works.page(her, 0)).works,
        await can.styles.of_person(her),
        await can.styles.of_person(his),
    )
    post = await can.publish(her, work.work_id, Wish(title="My cat"))
    await can.manners.share(her, hers.style_id)
    await can.adopt(her, await can.manners.share(his, bobs.style_id))
    liked = await shown_post(world.store, his)
    async with world.store.transaction() as tx:
        await tx.people.set_name(her, "Alice A.")
        for who, what in ((her, liked), (his, post)):
            await tx.marks.like(what.post_id, who)
            await tx.marks.report(what.post_id, who, "spam")
        await tx.notices.add(NewNotice("hello", her, "room", "Alice", "host_bonus", {}))
        await tx.notices.add(NewNotice(f"host_bonus:{her}", his, "room", "Bob", "host_bonus", {}))
        bad = await tx.posts.add(a_post(her, state=PostState.REFUSED))
        await tx.posts.delete(bad.post_id, her)
        await tx.invitations.note(his, her, None)
        await tx.invitations.note(her, his, None)
        await tx.invitations.code_of(her)
        await tx.contacts.put(her, "sealed")
        await paid_and_banned(tx, her)
        await linked_and_written_to(tx, her)
    await alice.presses("Again")  # a draft
    return her


async def paid_and_banned(tx: Transaction, person_id: str) -> None:
    await sell(tx, person_id)
    code = NewVoucher(code="A" * 12, kind=VoucherKind.PROMO, asset="premium_run", amount=1)
    await tx.vouchers.add(code, 3600)
    await tx.vouchers.redeem(code.code, person_id)
    await tx.bans.add("fingerprint", person_id, BanScope.FEED, "spam", "owner")
    await tx.audit.add("owner", "give", person_id)


async def linked_and_written_to(tx: Transaction, person_id: str) -> None:
    letter = {"broadcast_id": "b", "seq": 1, "platform": "room", "chat": "Alice", "state": "sent"}
    written = {"broadcast_id": "b", "texts": {}, "who": "owner", "state": "sent", "created_at": now()}
    await tx.connection.execute(insert(broadcasts).values(written))
    await tx.connection.execute(insert(letters).values(**letter, person_id=person_id))
    await tx.connection.execute(insert(former_people).values(former_id="f", person_id=person_id, joined_at=now()))
    code = {"code_hash": "c", "person_id": person_id, "created_at": now(), "expires_at": now(60)}
    await tx.connection.execute(insert(link_codes).values(code))


async def test_nothing_remains_of_who_is_forgotten_but_what_is_listed(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    her = await lives(world, alice, bob)
    named, blobs = await rows_with(world, her), await world.store.blobs.list(her)
    owned = {table for table in metadata.sorted_tables if "person_id" in table.c} - set(STAYS)
    assert not {table.name for table in owned} - {table.name for table in named}  # there is something to delete
    kinds = {key.split("/")[1] for key in blobs}
    assert {"photo", "view", "thumbnail", "picture", "preview", "film", "posted", "tile", "card", "pair"} <= kinds
    await alice.says("/deletemydata")
    asked = await alice.sees("Delete everything")
    assert "1 painting, 1 post and 2 saved styles will go" in asked.message.text
    assert "What stays" in asked.message.text
    await alice.presses("Yes, delete everything")
    await alice.sees("Everything is deleted")
    assert await world.store.blobs.list(her) == []
    left = await rows_with(world, her)
    assert not {table.name: texts for table, texts in left.items() if table not in STAYS}
    async with world.store.reading() as tx:
        assert (await tx.connection.execute(select(bans.c.person_id, bans.c.account))).all() == [(None, "fingerprint")]
        assert await tx.ledger.check() == []


async def test_bob_keeps_what_he_has_copied_and_said_himself(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    her = await lives(world, alice, bob)
    his, can = (await world.who("Bob")).person_id, world.conversation.can
    async with world.store.transaction() as tx:
        [style], [post] = await tx.shared_styles.of_person(her), await tx.posts.of_person(her, 0, 10)
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    copy = await can.adopt(his, style.style_ref)
    await alice.says("/deletemydata")
    await alice.presses("Yes, delete everything")
    assert await world.store.blobs.get(copy.picture_key)
    assert (await can.styles.get(his, copy.style_id)).style_ref == style.style_ref
    with pytest.raises(Missing):
        await shown(world.store, style).read()
    async with world.store.reading() as tx:
        [post] = await tx.posts.of_person(his, 0, 10)
    assert (post.likes, post.credit) == (0, None)
