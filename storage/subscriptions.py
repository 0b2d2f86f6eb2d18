"""Subscriptions: what is paid anew each period until somebody ends it. Knows no till, no prices and no goods.

One that is to end for good is asked for here and ended at its till as soon as that answers: the outbox is the rows
whose state is ENDING.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.till_tables import subscriptions


class SubscriptionState(StrEnum):
    """active -> ended; on the way it may be canceled here (and resumed), or be switched off by the person at the till
    (where they alone can switch it on); its renewal may fail; or it is ending for good."""

    ACTIVE = "active"
    CANCELED = "canceled"
    OFF = "off"
    FAILED = "failed"
    ENDING = "ending"
    ENDED = "ended"


UNRENEWED = (SubscriptionState.CANCELED, SubscriptionState.OFF)
RUNNING = (SubscriptionState.ACTIVE, *UNRENEWED, SubscriptionState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """What is paid until then. `purchase_id` is how it began, `charge_id` its first payment."""

    purchase_id: str
    person_id: str
    till: str
    charge_id: str
    paid_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A subscription as it stands."""

    purchase_id: str
    person_id: str
    till: str
    charge_id: str
    state: SubscriptionState
    paid_until: datetime
    changed_at: datetime


ROW = [subscriptions.c[field.name] for field in fields(Subscription)]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Beginning, going on, ending."""

    connection: AsyncConnection

    async def keep(self, new: NewSubscription) -> None:
        """It is paid until then: an unknown one begins, a known one goes on. Nothing shortens what is paid already, or
        brings back what is to end for good."""
        known = subscriptions.c
        values = {field.name: getattr(new, field.name) for field in fields(NewSubscription)}
        values |= {"state": SubscriptionState.ACTIVE, "changed_at": now()}
        statement = insert(self.connection, subscriptions).values(values)
        until = statement.excluded.paid_until
        longer = {
            "paid_until": case((known.paid_until < until, until), else_=known.paid_until),
            "state": case((known.state == SubscriptionState.ENDING, known.state), else_=SubscriptionState.ACTIVE),
            "changed_at": now(),
        }
        await self.connection.execute(statement.on_conflict_do_update(index_elements=["purchase_id"], set_=longer))

    async def get(self, purchase_id: str) -> Subscription:
        """The subscription that began by this purchase; raises Missing."""
        found = await self._list(subscriptions.c.purchase_id == purchase_id)
        if not found:
            raise Missing("subscription", purchase_id)
        return found[0]

    async def running(self, person_id: str) -> list[Subscription]:
        """What has somebody subscribed to? The newest first."""
        return await self._list(subscriptions.c.person_id == person_id, subscriptions.c.state.in_(RUNNING))

    async def ending(self) -> list[Subscription]:
        """Which are to be ended at their till?"""
        return await self._list(subscriptions.c.state == SubscriptionState.ENDING)

    async def move(self, purchase_id: str, state: SubscriptionState) -> bool:
        """It stands so now; False when it did before, or has ended."""
        running = (subscriptions.c.state.in_(RUNNING), subscriptions.c.state != state)
        return bool(await self._set(state, subscriptions.c.purchase_id == purchase_id, *running))

    async def ended(self, purchase_id: str) -> None:
        """Its till renews it no more."""
        ending = subscriptions.c.state == SubscriptionState.ENDING
        await self._set(SubscriptionState.ENDED, subscriptions.c.purchase_id == purchase_id, ending)

    async def end(self, purchase_id: str) -> None:
        """It is to end for good."""
        unended = subscriptions.c.state != SubscriptionState.ENDED
        await self._set(SubscriptionState.ENDING, subscriptions.c.purchase_id == purchase_id, unended)

    async def end_all(self, person_id: str) -> None:
        """Everything that somebody has subscribed to is to end for good."""
        of_person = (subscriptions.c.person_id == person_id, subscriptions.c.state != SubscriptionState.ENDED)
        await self._set(SubscriptionState.ENDING, *of_person)

    async def lapsed(self, after_s: float) -> bool:
        """Was anything to be renewed so long ago, and was not?"""
        over = select(subscriptions.c.purchase_id).where(*_over(after_s)).limit(1)
        return (await self.connection.execute(over)).first() is not None

    async def lapse(self, after_s: float) -> list[str]:
        """That ends; returns the purchases by which it began."""
        return await self._set(SubscriptionState.ENDED, *_over(after_s))

    async def _set(self, state: SubscriptionState, *where: Any) -> list[str]:
        statement = update(subscriptions).where(*where).values(state=state, changed_at=now())
        return list((await self.connection.execute(statement.returning(subscriptions.c.purchase_id))).scalars())

    async def _list(self, *where: Any) -> list[Subscription]:
        newest_first = (subscriptions.c.paid_until.desc(), subscriptions.c.purchase_id)
        rows = await self.connection.execute(select(*ROW).where(*where).order_by(*newest_first))
        return [Subscription(**{**row._mapping, "state": SubscriptionState(row.state)}) for row in rows]


def _over(after_s: float) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What nobody wants to renew needs no patience."""
    late = case((subscriptions.c.state.in_(UNRENEWED), now()), else_=now(-after_s))
    return subscriptions.c.paid_until < late, subscriptions.c.state.in_(RUNNING)
