"""One account over several platforms: a code says on another one who somebody is. Knows no chat and no link.

Who asked for the code stays; who brings it joins them with everything they have. Whoever parts again begins with
nothing: what an account brought stays with the person whom it joined.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

import structlog

from bot.catalogue import Catalogue
from bot.chat import Address
from bot.usecases.contacts import Contacts
from bot.usecases.guesses import Guesses
from bot.usecases.naming import sign
from bot.usecases.quote import spendable
from bot.usecases.vouchers import TooManyGuesses
from storage import Missing, Sealed, Store, Transaction
from storage.ledger import Charge
from storage.notices import NewNotice
from storage.people import Identity, Person
from storage.vouchers import canonical, fresh_code

CODE_S = 15 * 60.0
JOINED, PARTED = "joined", "parted"  # bot/talk/notices/accounts.py
MARK = 12  # letters by which a button names an account

log = structlog.get_logger()


class NoLink(Exception):
    """The code leads nowhere; `why`: it was never given out, or is void; it is over; somebody else has used it; it is
    their own; they have used it themselves."""

    def __init__(self, why: Literal["unknown", "over", "used", "own", "done"]) -> None:
        super().__init__(why)
        self.why = why


class Banned(Exception):
    """Who is banned does not part from an account: the ban is the person's."""


@dataclass(frozen=True, slots=True)
class Having:
    """What comes with a person: their accounts, how many paintings, and how much of each tier's asset, but for what is
    free each day."""

    person: Person
    accounts: tuple[Identity, ...]
    works: int
    assets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Join:
    """`contacts` are sealed under the name of their person: who joins another has them sealed anew."""

    store: Store
    catalogue: Catalogue
    contacts: Contacts
    guesses: Guesses

    async def code(self, person_id: str) -> str:
        """A new code for who wants to be joined; the one that they had before is void."""
        code = fresh_code()
        async with self.store.transaction() as tx:
            await tx.links.give(person_id, digest(code), CODE_S)
        return code

    async def whose(self, person_id: str, code: str, client: str | None) -> Having:
        """Who would be joined by this code? Wrong ones are counted. Raises NoLink, TooManyGuesses."""
        who = client or person_id
        if not self.guesses.may(who):
            raise TooManyGuesses
        async with self.store.reading() as tx:
            try:
                return await self._having(tx, await living(tx, person_id, code))
            except NoLink as refused:
                if refused.why == "unknown":
                    self.guesses.wrong(who)
                raise

    async def having(self, person_id: str) -> Having:
        """What somebody has, and where."""
        async with self.store.reading() as tx:
            return await self._having(tx, person_id)

    async def __call__(self, person: Person, code: str) -> Having:
        """Join whoever has given the code, who has everything then. Raises NoLink, Unfinished, Missing."""
        former = person.person_id
        async with self.store.transaction() as tx:
            survivor = await living(tx, former, code)
            await tx.joining.hold(former, survivor)  # before anything else: who brings our code at this moment waits
            if await tx.links.use(digest(code)) != survivor:  # somebody was faster
                raise NoLink("used")
            accounts, home = await tx.people.identities(former), await tx.people.home(survivor)
            day = await self._look_at_today(tx, survivor)
            await self._seal_anew(tx, former, survivor)
            await tx.joining.join(former, survivor, day)
            await sign(tx, survivor)
            having = await self._having(tx, survivor)
            assets = [list(one) for one in having.assets]
            for account in [*accounts, *([home] if home else [])]:
                await tell(tx, having.person, account, JOINED, {"works": having.works, "assets": assets})
        log.info("two accounts are one", accounts=len(having.accounts))
        return having

    async def part(self, person_id: str, marked: str, here: Address) -> tuple[Identity, Person]:
        """The account that bears this mark is somebody new, who has nothing; they are told, where that is not `here`.
        Raises Missing, Unfinished, Banned."""
        async with self.store.transaction() as tx:
            if await tx.bans.of(person_id):
                raise Banned
            account = next((one for one in await tx.people.identities(person_id) if mark(one) == marked), None)
            if account is None:
                raise Missing("account", marked)
            newcomer = await tx.parting.part(person_id, account.platform, account.external_id)
            day = await self._look_at_today(tx, person_id)
            await self._look_at_today(tx, newcomer.person_id)
            await tx.parting.share_day(person_id, newcomer.person_id, day)
            if home_of(account) != here:
                await tell(tx, newcomer, account, PARTED, {})
        log.info("an account is on its own", platform=account.platform)
        return account, newcomer

    async def _having(self, tx: Transaction, person_id: str) -> Having:
        assets = [tier.asset for tier in self.catalogue.prices.tiers.values() if tier.daily is None]
        balances = await tx.ledger.balances(person_id)
        return Having(
            person=await tx.people.get(person_id),
            accounts=tuple(await tx.people.identities(person_id)),
            works=await tx.works.count(person_id),
            assets=tuple((asset, balances[asset]) for asset in dict.fromkeys(assets) if asset in balances),
        )

    async def _look_at_today(self, tx: Transaction, person_id: str) -> str:
        """A daily allowance is given when it is first looked at: now, so that what was used of it can be counted."""
        day = self.catalogue.prices.day(await tx.now())
        for tier in self.catalogue.prices.tiers.values():
            if tier.daily is not None:
                await spendable(tx, tier, [Charge(f"{person_id}@{day}", tier.asset, 1)])
        return day

    async def _seal_anew(self, tx: Transaction, former: str, survivor: str) -> None:
        sealed = await tx.contacts.get(former)
        if sealed is None or await tx.contacts.get(survivor):
            return
        try:
            contact = self.contacts.open(former, sealed)
        except Sealed:  # of another key: nobody can read it any more, and the person is asked again
            return
        await tx.contacts.put(survivor, self.contacts.close(survivor, contact))


async def living(tx: Transaction, person_id: str, code: str) -> str:
    """Whose code is this? Raises NoLink."""
    link = await tx.links.get(digest(code))
    if link is None:
        raise NoLink("unknown")
    if link.used_at is not None:
        raise NoLink("done" if link.person_id == person_id else "used")
    if link.person_id == person_id:
        raise NoLink("own")
    if link.expires_at <= await tx.now():
        raise NoLink("over")
    return link.person_id


async def tell(tx: Transaction, person: Person, account: Identity, kind: str, said: Mapping[str, Any]) -> None:
    """At this account: whoever did not mean it hears of it, too."""
    if account.gone_at is None:
        where = home_of(account)
        key = f"{kind}:{mark(account)}:{(await tx.now()).isoformat()}"
        await tx.notices.add(NewNotice(key, person.person_id, where.platform, where.chat, kind, said))


def home_of(account: Identity) -> Address:
    """Where we talk to an account alone: that chat has its id on every platform."""
    return Address(account.platform, account.external_id)


def mark(account: Identity) -> str:
    """The account as a button names it."""
    return sha256(f"{account.platform}:{account.external_id}".encode()).hexdigest()[:MARK]


def digest(code: str) -> str:
    """A code is random enough, and short enough of life, that its plain hash tells nothing about it."""
    return sha256(canonical(code).encode()).hexdigest()
