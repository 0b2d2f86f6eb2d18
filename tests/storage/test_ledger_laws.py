"""The ledger beside a plain model of it: any commands in any order, keys repeated at random."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import NotEnough, Store, Transaction
from storage.ledger import Charge

STEPS, SEQUENCES = 50, 100  # 5,000 commands on each database

keys = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"])
owners = st.sampled_from(["alice", "bob", "address:c0ffee@day"])
assets = st.sampled_from(["free_run", "hd_iteration"])
amounts = st.integers(1, 12)


@dataclass(frozen=True)
class Grant:
    key: str
    owner: str
    asset: str
    amount: int


@dataclass(frozen=True)
class Reserve:
    job_id: str
    charges: list[Charge]


@dataclass(frozen=True)
class Settle:
    job_id: str
    used: dict[str, int]


Command = Grant | Reserve | Settle

commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Grant, keys, owners, assets, amounts),
    st.builds(Reserve, keys, st.lists(st.builds(Charge, owners, assets, amounts), max_size=3)),
    st.builds(Settle, keys, st.dictionaries(assets, st.integers(0, 15))),
)


@dataclass
class Model:
    """The books as anyone would keep them in a head."""

    available: Counter[tuple[str, str]] = field(default_factory=Counter)
    reserved: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    granted: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    earned: Counter[str] = field(default_factory=Counter)

    def balances(self, owner: str) -> dict[str, int]:
        return {asset: amount for (name, asset), amount in self.available.items() if name == owner and amount}

    def run(self, command: Command) -> bool | str:
        match command:
            case Grant(key, owner, asset, amount):
                if key in self.granted:
                    return False
                self.granted.add(key)
                self.available[owner, asset] += amount
                return True
            case Reserve(job_id, charges):
                return self.reserve(job_id, charges)
            case Settle(job_id, used):
                return self.settle(job_id, used)

    def reserve(self, job_id: str, charges: list[Charge]) -> bool | str:
        if job_id in self.reserved:
            return False
        needs: Counter[tuple[str, str]] = Counter()
        for charge in charges:
            needs[charge.owner, charge.asset] += charge.amount
        if any(self.available[account] < need for account, need in needs.items()):
            return "not enough"
        self.available.subtract(needs)
        self.reserved[job_id] = needs
        return True

    def settle(self, job_id: str, used: Mapping[str, int]) -> bool:
        if not self.reserved.get(job_id) or job_id in self.settled:
            return False
        self.settled.add(job_id)
        for (owner, asset), amount in self.reserved[job_id].items():
            captured = min(used.get(asset, 0), amount)
            self.available[owner, asset] += amount - captured
            self.earned[asset] += captured
        return True


async def obey(tx: Transaction, command: Command) -> bool | str:
    try:
        match command:
            case Grant(key, owner, asset, amount):
                return await tx.ledger.grant(key, owner, asset, amount, "law")
            case Reserve(job_id, charges):
                return await tx.ledger.reserve(job_id, charges)
            case Settle(job_id, used):
                return await tx.ledger.settle(job_id, used)
    except NotEnough:
        return "not enough"


class RolledBack(Exception):
    """Ends an example: the next one begins with empty books."""


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(sequence=st.lists(commands, min_size=STEPS, max_size=STEPS))
async def test_the_ledger_agrees_with_its_model(store: Store, sequence: list[Command]) -> None:
    model = Model()
    try:
        async with store.transaction() as tx:
            for command in sequence:
                assert await obey(tx, command) == model.run(command), command
            assert await tx.ledger.check() == []
            for owner in ("alice", "bob", "address:c0ffee@day"):
                assert await tx.ledger.balances(owner) == model.balances(owner)
            raise RolledBack
    except RolledBack:
        pass
