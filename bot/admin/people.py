"""People: looked for by id or account, and what one has, ordered and bought. Their pictures are theirs alone."""

from collections.abc import Mapping
from typing import Any

from bot.admin.acts import gifts
from bot.admin.desk import Asked, Desk
from bot.talk import wares
from bot.talk.scenes import balance, tier
from storage.people import Person
from storage.registers import Page, Which

LINES = 20


async def found(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """Everybody, or who is meant by an id, an account, or platform:account."""
    async with desk.store.reading() as tx:
        platform, colon, account = asked.word("q").partition(":")
        if colon:
            person = await tx.people.by_identity(platform, account)
            page: Page[Person] = Page((person,) if person else (), more=False)
        else:
            page = await tx.registers.people(asked.which, asked.word("q"))
        shown = [(one, await tx.people.identities(one.person_id)) for one in page.rows]
    return {"asked": asked, "found": shown, "turn": asked.turn(more=page.more)}


async def one(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """A person's page; the journal has pages of its own."""
    texts, which = asked.texts, Which(person_id=asked.word("id"), limit=LINES)
    async with desk.store.reading() as tx:
        person = await tx.people.get(asked.word("id"))
        today = f"{person.person_id}@{desk.catalogue.prices.day(await tx.now())}"
        journal = await tx.ledger.journal(person.person_id, today, limit=LINES + 1, offset=asked.offset)
        balances = await tx.ledger.balances(person.person_id)
        bought = (await tx.registers.purchases(which)).rows
        shown = {
            "identities": await tx.people.identities(person.person_id),
            "jobs_ordered": (await tx.registers.jobs(which)).rows,
            "payments_made": (await tx.registers.payments(which)).rows,
            "acts_done": (await tx.registers.acts(which, person.person_id)).rows,
            "bans": await tx.bans.about(person.person_id),
            "refusals": await tx.refusals.of_person(person.person_id),
        }
    return {
        **shown,
        "asked": asked,
        "person": person,
        "balances": [tier.amount(texts, asset, amount) for asset, amount in sorted(balances.items())],
        "journal": [(entry, balance.change(texts, entry), balance.why(texts, entry)) for entry in journal[:LINES]],
        "turn": asked.turn(more=len(journal) > LINES, page=LINES),
        "bought": [(purchase, wares.title(texts, purchase.kind, purchase.item)) for purchase in bought],
        "assets": gifts(desk),
    }
