"""Quotes and orders: what they cost, who pays, what is refused. No worker paints here."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.chat import Address
from bot.prices import Prices
from bot.queue import Queue
from bot.usecases.order import Order, TooManyJobs
from bot.usecases.plan import BadChoice, Draft, UnknownEffect, UnknownTier, plan
from bot.usecases.quote import FASTER, SLOWER, AskQuote, eta_s, offers, paces
from bot.usecases.status import Statuses
from engine.effect import Offer
from engine.ladder import Ladder
from engine.options import OptionSpec
from storage import Missing, NotEnough, Store
from storage.job import Job, Lane
from storage.workers import WorkerRow
from tests.faults.studio import Studio, settings_in


@pytest.fixture
async def studio(store: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Studio]:
    """Somebody offers to paint; nothing else runs."""
    settings = settings_in(tmp_path, database_url)
    async with Queue.open(database_url) as queue:
        opened = Studio(settings, store, queue, Catalogue(Prices.load(settings.prices)))
        async with opened.offering():
            yield opened


async def order(studio: Studio, draft: Draft, update_key: str) -> Job:
    return await Order(studio.store, studio.queue, studio.catalogue)(draft, update_key=update_key)


async def test_the_same_update_orders_once(studio: Studio) -> None:
    """Telegram repeats an update that it thinks was lost."""
    alice = await studio.person("alice", premium=2)
    draft = await studio.draft(alice)
    assert await order(studio, draft, "update 1") == await order(studio, draft, "update 1")
    assert await studio.balance(alice, "premium_run") == 1
    assert len(await studio.queue.called()) == 1


async def test_the_tier_decides_size_and_iterations(studio: Studio) -> None:
    """The person decides the rest."""
    alice = await studio.person("alice", premium=1, hd=1000)
    premium = await order(studio, await studio.draft(alice), "1")
    hd = await order(studio, await studio.draft(alice, "hd", iterations=300, step_ms=7), "2")
    assert (premium.options["side_px"], premium.options["iterations"], premium.total) == (64, 40, 40)
    assert (hd.options["side_px"], hd.options["iterations"], hd.options["step_ms"]) == (96, 300, 7)
    assert await studio.balance(alice, "hd_iteration") == 700
    assert hd.cost > premium.cost > 0


@pytest.mark.parametrize(
    "choice",
    [{"iterations": 150}, {"iterations": 1100}, {"side_px": 4000}, {"step_ms": -1}, {"step_ms": True}, {"wings": 2}],
)
async def test_a_choice_out_of_bounds_is_refused_and_nothing_charged(studio: Studio, choice: dict[str, int]) -> None:
    """Buttons of an old message, or somebody who plays with the web form."""
    alice = await studio.person("alice", hd=1000)
    with pytest.raises(BadChoice) as refused:
        await order(studio, replace(await studio.draft(alice, "hd"), options=choice), "1")
    assert refused.value.option == next(iter(choice))
    assert await studio.balance(alice, "hd_iteration") == 1000
    assert not await studio.queue.called()


async def test_what_nobody_offers_cannot_be_ordered(studio: Studio) -> None:
    """Nor can a tier that the catalogue has not."""
    alice = await studio.person("alice", premium=1)
    draft = await studio.draft(alice)
    with pytest.raises(UnknownEffect):
        await order(studio, replace(draft, effect="sculpture"), "1")
    with pytest.raises(UnknownTier):
        await order(studio, replace(draft, tier="royal"), "2")
    assert await studio.balance(alice, "premium_run") == 1


async def test_three_free_runs_a_day(studio: Studio) -> None:
    """The allowance is there without a visit to any shop, and ends."""
    alice = await studio.person("alice")
    for number in range(3):
        await order(studio, await studio.draft(alice, "free"), f"{number}")
    quote = await AskQuote(studio.store, studio.catalogue)(await studio.draft(alice, "free"))
    assert (quote.have, quote.missing, quote.affordable) == (0, 1, False)
    assert quote.renewed_at is not None
    with pytest.raises(NotEnough):
        await order(studio, await studio.draft(alice, "free"), "4")
    assert len(await studio.queue.called()) == 3


async def test_a_new_cookie_buys_no_free_run(studio: Studio) -> None:
    """The allowance of an address is shared by all who come from it."""
    for number in range(3):
        stranger = await studio.person(f"stranger {number}")
        await order(studio, replace(await studio.draft(stranger, "free"), client="home"), f"{number}")
    fourth = replace(await studio.draft(await studio.person("stranger 4"), "free"), client="home")
    with pytest.raises(NotEnough):
        await order(studio, fourth, "4")
    assert await order(studio, replace(fourth, client="elsewhere"), "5")


async def test_a_quote_tells_price_place_and_time(studio: Studio) -> None:
    """As long as nobody has painted, nobody knows how long it takes."""
    alice, bob = await studio.person("alice", hd=400), await studio.person("bob", premium=1)
    ask = AskQuote(studio.store, studio.catalogue)
    draft = await studio.draft(alice, "hd", iterations=500)
    before = await ask(draft)
    assert (before.plan.amount, before.have, before.missing, before.place) == (500, 400, 100, 1)
    assert before.eta_s is None
    await order(studio, await studio.draft(bob), "1")
    async with studio.store.transaction() as tx:
        await tx.workers.measured("idler", "brush", before.plan.cost / 10)  # ten seconds for this draft
    after = await ask(draft)
    assert after.place == 2
    assert after.eta_s is not None
    least, most = after.eta_s
    assert 8 <= least < 10 < most < 20


def test_one_pass_is_little_work_wherever_it_is_ordered() -> None:
    """Its price in a tier of iterations is the least there is, but nobody waits as long as for that many."""
    tier, quick = Prices.load(None).tiers["hd"], Offer("quick", 0, (), Ladder())
    draft = Draft(
        person_id="alice", address=Address("web", "alice"), tier="hd", effect="quick", photo_key="p", size=(1200, 1000)
    )
    ordered = plan(draft, tier, [quick])
    assert ordered.amount == 100
    assert ordered.cost == pytest.approx(1.2)
    assert ordered.lane is Lane.QUICK


def test_slots_share_their_worker_s_speed() -> None:
    """At least the job has the worker to itself, at most it gets the fourth part; what is ahead gets all of it."""
    one, four = ([WorkerRow("w", "cuda", slots, throughput={"brush": 10.0}, quick_slots=1)] for slots in (1, 4))
    assert eta_s(paces(one, "brush", Lane.LONG), 50, 20) == pytest.approx((7 * FASTER, 7 * SLOWER))
    assert eta_s(paces(four, "brush", Lane.LONG), 50, 20) == pytest.approx((7 * FASTER, (5 + 8) * SLOWER))
    assert eta_s(paces(four, "brush", Lane.QUICK), 50, 20) == pytest.approx((7 * FASTER, 7 * SLOWER))


def test_what_is_declared_first_is_offered_first_whoever_paints_it() -> None:
    """Alice's worker is older and knows one effect only; both publish what they have as data."""
    usual, quick, quaint = (Offer(name, 1, (), Ladder(), order=order) for name, order in (("z", 0), ("a", 1), ("b", 1)))
    workers = [
        WorkerRow("alice", "cpu", 1, [quaint.to_json()], quick_slots=1),
        WorkerRow("bob", "cpu", 1, [one.to_json() for one in (quick, usual)], quick_slots=1),
    ]
    assert offers(workers) == [usual, quick, quaint]


def test_what_nobody_has_a_slot_for_is_not_offered() -> None:
    """A worker from before there were lanes paints long jobs only, whatever it publishes."""
    steps = OptionSpec("iterations", "Iterations", "integer", 100, 1, 200)
    long, quick = Offer("long", 1, (steps,), Ladder()), Offer("quick", 1, (), Ladder())
    older = WorkerRow("older", "cpu", 1, [long.to_json(), quick.to_json()])
    assert offers([older]) == [long]
    assert offers([older, replace(older, slots=0, quick_slots=1)]) == [long, quick]


async def test_the_status_of_a_waiting_job_knows_its_place(studio: Studio) -> None:
    """The first starts next, the second after it."""
    alice = await studio.person("alice", premium=2)
    jobs = [await order(studio, await studio.draft(alice), f"{number}") for number in range(2)]
    first, second = await Statuses(studio.store)(jobs)
    assert (first.place, second.place) == (1, 2)
    assert first.fraction == 0


async def test_twenty_unfinished_jobs_are_enough(studio: Studio) -> None:
    """Who orders more is asked to wait; what was stopped counts no more."""
    alice = await studio.person("alice", premium=30)
    jobs = [await order(studio, await studio.draft(alice), f"{number}") for number in range(20)]
    with pytest.raises(TooManyJobs) as refused:
        await order(studio, await studio.draft(alice), "one more")
    assert refused.value.limit == 20
    await studio.stop(jobs[7])
    assert await order(studio, await studio.draft(alice), "now")


async def test_nobody_paints_on_from_the_work_of_another(studio: Studio) -> None:
    """A work of somebody else does not exist."""
    alice = await studio.person("alice", premium=1)
    with pytest.raises(Missing):
        await order(studio, replace(await studio.draft(alice), parent_work_id="b0b"), "1")
    assert await studio.balance(alice, "premium_run") == 1


async def test_a_waiting_job_that_is_stopped_costs_nothing(studio: Studio) -> None:
    """Its call is taken back, its end is told."""
    alice = await studio.person("alice", premium=1)
    job = await order(studio, await studio.draft(alice), "1")
    await studio.stop(job)
    assert await studio.balance(alice, "premium_run") == 1
    assert not await studio.queue.called()
    assert await studio.queue.delivering([job.job_id]) == {job.job_id}
