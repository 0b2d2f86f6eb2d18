"""Somebody with a row in every table that names people, for tests of what becomes of them."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Column, Table, select

from storage import Transaction
from storage.bans import BanScope
from storage.dialects import insert, now
from storage.feed_tables import broadcasts, former_people, letters
from storage.notices import NewNotice
from storage.people import Person
from storage.posts import PostState
from storage.prints import NewPrint
from storage.schema import metadata
from storage.shared_styles import NewSharedStyle
from storage.styles import NewStyle
from storage.subscriptions import NewSubscription
from storage.tables import people
from storage.talks import Talk
from storage.vouchers import NewVoucher, VoucherKind
from tests.posts import a_post
from tests.storage.sales import PAID_AT, sell
from tests.stores import a_work

RUNS = "premium_run"
NAMES = ("person_id", "inviter", "giver", "former_id")  # of columns that name people without a foreign key


def columns_with_people() -> Iterator[tuple[Table, Column[str]]]:
    """Every column that names a person, as the schema has it: a new table is among them by itself."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name in NAMES or any(key.column.table is people for key in column.foreign_keys):
                yield table, column


async def somebody(tx: Transaction, name: str, others_post: str = "") -> Person:
    """They have painted, bought, given, invited, published, reported, talked: `name` is their account, too."""
    person = await tx.people.arrive("web", name, "en")
    who = person.person_id
    await tx.people.set_name(who, f"{name} the painter")
    await tx.ledger.grant(f"gift:{name}", who, RUNS, 3, "gift")
    await tx.works.add(a_work(who, f"work-of-{name}"))
    await tx.styles.add(NewStyle(f"style of {name}", who, f"{who}/photo/s", f"{who}/thumbnail/s"))
    await tx.talks.save(Talk("web", name, who, "order", {"photo": f"{who}/photo/draft"}))
    await tx.transcripts.put(name, "1", "person", {"key": f"{who}/seen/1"})
    await tx.contacts.put(who, "sealed")
    await tx.notices.add(NewNotice(f"notice {name}", who, "web", name, "paid", {}))
    await shares(tx, name, who, others_post)
    await trades(tx, name, who)
    return person


async def shares(tx: Transaction, name: str, who: str, others_post: str) -> None:
    post = await tx.posts.add(replace(a_post(who), post_id=f"post-of-{name}", work_id=f"work-of-{name}"))
    await tx.posts.decide(post.post_id, PostState.SHOWN)
    for one in filter(None, (post.post_id, others_post)):
        await tx.marks.like(one, who)
        await tx.marks.report(one, who, "spam")
    bad = await tx.posts.add(replace(a_post(who), state=PostState.REFUSED))
    await tx.posts.delete(bad.post_id, who)
    await tx.shared_styles.share(NewSharedStyle(f"ref {name}", who, f"{who}/posted/s", f"{who}/tile/s"))
    await tx.bans.add(f"hash of {name}", who, BanScope.FEED, "spam", "owner")
    await tx.links.give(who, f"code of {name}", 900)
    values = {"former_id": f"{name}-before", "person_id": who, "joined_at": now()}
    await tx.connection.execute(insert(tx.connection, former_people).values(values))
    letter = {"broadcast_id": f"news for {name}", "texts": {}, "who": "owner", "state": "sent", "created_at": now()}
    await tx.connection.execute(insert(tx.connection, broadcasts).values(letter))
    sent = {"broadcast_id": f"news for {name}", "seq": 1, "person_id": who, "platform": "web", "chat": name}
    await tx.connection.execute(insert(tx.connection, letters).values(sent | {"state": "sent"}))


async def trades(tx: Transaction, name: str, who: str) -> None:
    payment = await sell(tx, who, f"purchase of {name}", f"charge of {name}")
    purchase_id = payment.purchase_id or ""
    subscription = NewSubscription(
        purchase_id=purchase_id, person_id=who, till="counter", charge_id=payment.charge_id, paid_until=PAID_AT
    )
    await tx.subscriptions.keep(subscription)
    canvas = NewPrint(
        purchase_id=purchase_id,
        person_id=who,
        work_id=f"work-of-{name}",
        size="30x40",
        crop={},
        picture_key=f"{who}/print/1",
        address="sealed",
    )
    await tx.prints.add(canvas)
    promo = NewVoucher(code=f"PROMO{name}", kind=VoucherKind.PROMO, asset=RUNS, amount=1, uses=9, giver=who)
    await tx.vouchers.add(promo, None)
    await tx.vouchers.redeem(f"PROMO{name}", who)
    await tx.invitations.code_of(who)
    await tx.invitations.note(who, f"host of {name}", None)
    guest = await tx.people.arrive("web", f"guest of {name}", "en")
    await tx.invitations.note(guest.person_id, who, None)


async def naming(tx: Transaction, person_id: str) -> set[str]:
    """The columns that name this person, as table.column."""
    found = set()
    for table, column in columns_with_people():
        if (await tx.connection.execute(select(column).where(column == person_id).limit(1))).first():
            found.add(f"{table.name}.{column.name}")
    return found
