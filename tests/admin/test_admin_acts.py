"""What the buttons do: once, with a line in the audit log, and never by a page that has grown old."""

import asyncio

import pytest

from bot.till import TillRefused
from bot.usecases.refund import Refunds
from storage.job import JobState
from storage.payments import PaymentState
from tests.admin.office import Office, page_of
from tests.bot.room import RoomPerson
from tests.platforms.contract import a_photo, a_style


async def test_a_held_payment_is_credited_once(office: Office) -> None:
    alice = await office.person()
    payment = await office.payment(alice, amount=1)
    assert payment.state is PaymentState.HELD
    async with office.olga() as olga:
        await olga.opens("/admin/payments?state=held")
        assert "1 instead of 25000" in olga.words
        await olga.opens(page_of(payment))
        form = olga.form("/admin/credit")
        pressed = await asyncio.gather(*(olga.posts("/admin/credit", form) for _ in range(3)))
        assert sorted(where.rpartition("=")[2] for _, where in pressed) == ["credit", "late", "late"]
    assert await office.has(alice) == 1000
    acts = [act for act in await office.acts() if act.act == "credit"]
    assert [(act.who, act.subject, act.detail) for act in acts] == [
        ("Olga", "counter:c1", {"why": "1 instead of 25000"})
    ]


async def test_a_refund_takes_the_goods_back_and_says_why(office: Office) -> None:
    alice = await office.person()
    payment = await office.payment(alice)
    async with office.olga() as olga:
        await olga.opens(page_of(payment))
        form = {**olga.form("/admin/refund"), "why": "she asked for it"}
        assert await olga.presses("/admin/refund", why="she asked for it") == f"{page_of(payment)}&said=refund"
        assert "The refund is on its way" in olga.words
        assert (await olga.posts("/admin/refund", form))[1].endswith("said=late")
        await Refunds(office.store, {"counter": office.counter}).look(office.counter)
        await olga.opens(page_of(payment))
        assert "refunded" in olga.words
    assert office.counter.refunds == ["c1"]
    assert await office.has(alice) == 0
    [act] = [act for act in await office.acts() if act.act == "refund"]
    detail = {"why": "she asked for it", "amount": 25000, "currency": "RUB"}
    assert (act.who, act.subject, act.detail) == ("Olga", "counter:c1", detail)


@pytest.mark.parametrize("why", ["", "   "])
async def test_nobody_refunds_without_saying_why(office: Office, why: str) -> None:
    payment = await office.payment(await office.person())
    async with office.olga() as olga:
        await olga.opens(page_of(payment))
        assert (await olga.posts("/admin/refund", {**olga.form("/admin/refund"), "why": why}))[0] == 409
        assert "Nothing was done" in olga.words
    assert (await office.paid()).state is PaymentState.CREDITED


async def test_what_a_till_refused_to_refund_cannot_be_handed_out_anew(office: Office) -> None:
    """The goods are taken back by then: the owner tries again, or gives units."""
    alice = await office.person()
    payment = await office.payment(alice)
    async with office.olga() as olga:
        await olga.opens(page_of(payment))
        await olga.presses("/admin/refund", why="asked")
        office.counter.faults.append(TillRefused("too old"))
        await Refunds(office.store, {"counter": office.counter}).look(office.counter)
        await olga.opens(page_of(payment))
        assert "refund refused: too old" in olga.words
        assert "/admin/credit" not in olga.seen
        form = olga.form("/admin/refund")
        assert (await olga.posts("/admin/credit", form))[1].endswith("said=late")
        await olga.posts("/admin/refund", {**form, "why": "once more"})
    assert (await office.paid()).state is PaymentState.REFUNDING


async def test_units_are_given_once_however_often_the_form_is_sent(office: Office) -> None:
    alice = await office.person()
    async with office.olga() as olga:
        await olga.opens(f"/admin/person?id={alice.person_id}")
        form = {**olga.form("/admin/give"), "amount": "500", "asset": "hd_iteration", "why": "sorry"}
        pressed = [await olga.posts("/admin/give", form) for _ in range(2)]
        assert [where.rpartition("=")[2] for _, where in pressed] == ["give", "late"]
        await olga.opens(pressed[0][1])
        assert "500 HD iterations" in olga.words
    assert await office.has(alice) == 500
    [act] = [act for act in await office.acts() if act.act == "give"]
    assert (act.who, act.subject) == ("Olga", alice.person_id)
    assert act.detail == {"asset": "hd_iteration", "amount": 500, "why": "sorry"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "9999999"},
        {"amount": "5.5"},
        {"asset": "free_run"},
        {"asset": "roubles"},
        {"why": ""},
        {"once": ""},
    ],
)
async def test_a_slip_gives_nothing(office: Office, wrong: dict[str, str]) -> None:
    alice = await office.person()
    async with office.olga() as olga:
        await olga.opens(f"/admin/person?id={alice.person_id}")
        right = {**olga.form("/admin/give"), "amount": "5", "asset": "hd_iteration", "why": "sorry"}
        assert (await olga.posts("/admin/give", right | wrong))[0] == 409
        assert (await olga.posts("/admin/give", right | {"person": "nobody"}))[0] == 404
    assert await office.has(alice) == 0
    assert "give" not in {act.act for act in await office.acts()}


async def ordered(office: Office) -> RoomPerson:
    alice = office.world.person("Alice")
    await alice.sends_photo(a_photo())
    await alice.sends_photo(a_style())
    await alice.presses("Paint")
    return alice


async def test_a_job_that_failed_is_ordered_again_once(office: Office) -> None:
    await ordered(office)
    job = await office.world.painter.begins()
    await office.world.painter.fails(job, "failed-engine")
    await office.world.painter.wakes()
    async with office.olga() as olga:
        await olga.opens("/admin/stuck")
        assert "failed-engine" in olga.words
        form = olga.form("/admin/retry")
        assert await olga.presses("/admin/retry") == "/admin/stuck?said=order"
        assert "ordered again as" in olga.words
        assert (await olga.posts("/admin/retry", form))[0] == 303
    again, first = await office.world.jobs("Alice")
    assert (first.job_id, first.state, again.state) == (job.job_id, JobState.FAILED, JobState.QUEUED)
    assert again.options == job.options
    acts = [act for act in await office.acts() if act.act == "order again"]
    assert [(act.who, act.subject, act.detail) for act in acts] == [("Olga", job.job_id, {"as": again.job_id})]


async def test_a_job_that_did_not_fail_is_not_tried_again(office: Office) -> None:
    await ordered(office)
    [job] = await office.world.jobs("Alice")
    async with office.olga() as olga:
        await olga.opens("/admin/")
        form = {"token": olga.form("/admin/sign-out")["token"], "job": job.job_id}
        assert (await olga.posts("/admin/retry", form))[0] == 409
        assert "there is nothing to retry" in olga.words
        assert (await olga.posts("/admin/retry", {**form, "job": "unknown"}))[0] == 404
    assert await office.world.jobs("Alice") == [job]
