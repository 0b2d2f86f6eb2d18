"""What Prometheus reads of the money: tills, payments that wait, the last check of the books. Knows no till by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from bot.gauges import gauge
from bot.usecases.bookkeeping import CHECKED, Checked
from storage import Store
from storage.payments import PaymentState
from storage.takings import Standing, Takes, Takings

DAY = timedelta(days=1)


@dataclass(slots=True, eq=False)
class Money(Collector):
    """The money at the last look; amounts are in the smallest unit of their currency."""

    tills: Mapping[tuple[str, str], int] = field(default_factory=dict)
    standing: list[Standing] = field(default_factory=list)
    takes: list[Takes] = field(default_factory=list)
    checked: Checked | None = None
    checked_s: float = 0.0

    async def look(self, store: Store) -> None:
        async with store.reading() as tx:
            takings, now = Takings(tx.connection), await tx.now()
            self.tills = await tx.ledger.money()
            self.standing = await takings.standing()
            self.takes = await takings.lately(DAY.total_seconds())
            last = await tx.cursors.get(CHECKED)
        self.checked = Checked.from_json(last) if last else None
        self.checked_s = (now - self.checked.at).total_seconds() if self.checked else 0.0

    def collect(self) -> Iterator[Metric]:
        if self.checked:
            yield gauge("mazok_books_faults", "Faults that the last check found", {(): self.checked.faults})
            yield gauge("mazok_books_checked_seconds", "Since the last check", {(): self.checked_s})
        labels = ("till", "currency")
        yield gauge("mazok_till_balance", "Money in each till, in the smallest unit", self.tills, labels)
        sold = {(one.till, one.currency): one.sold for one in self.takes}
        yield gauge("mazok_till_revenue_last_day", "Money that came, in the smallest unit", sold, labels)
        refunded = {(one.till, one.currency): one.refunded for one in self.takes}
        yield gauge("mazok_till_refunds_last_day", "Money that went back, in the smallest unit", refunded, labels)
        held, going = (
            {(one.till,): one for one in self.standing if one.state is state}
            for state in (PaymentState.HELD, PaymentState.REFUNDING)
        )
        counts = {till: one.payments for till, one in held.items()}
        yield gauge("mazok_payments_held", "Payments that wait for the owner", counts, ("till",))
        counts = {till: one.payments for till, one in going.items()}
        yield gauge("mazok_refunds_outstanding", "Refunds that their till has not done yet", counts, ("till",))
        ages = {till: one.oldest_s for till, one in going.items()}
        yield gauge("mazok_oldest_refund_seconds", "Age of the oldest of them", ages, ("till",))
