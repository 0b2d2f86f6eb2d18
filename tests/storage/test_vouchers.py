"""Codes: each use once, each person once, whoever comes first; and what a gift holds is nobody's until then."""

import asyncio

import pytest

from storage import Missing, NotEnough, NoVoucher, Store
from storage.journal import AVAILABLE, HOUSE, VOUCHER
from storage.ledger import Transfer
from storage.people import Person
from storage.vouchers import LENGTH, LETTERS, NewVoucher, Voucher, VoucherKind, canonical, fresh_code

CODE = "SPRING2026"


async def made(store: Store, *, kind: str = "promo", uses: int = 1, lasts_s: float | None = 60, **more: str) -> None:
    new = NewVoucher(code=CODE, kind=VoucherKind(kind), asset="premium_run", amount=2, uses=uses, **more)
    async with store.transaction() as tx:
        assert await tx.vouchers.add(new, lasts_s)


async def redeemed(store: Store, person_id: str) -> Voucher:
    async with store.transaction() as tx:
        voucher = await tx.vouchers.redeem(CODE, person_id)
        await tx.ledger.grant(f"promo:{CODE}:{person_id}", person_id, voucher.asset, voucher.amount, "promo")
        return voucher


async def refusal(store: Store, person_id: str) -> str:
    with pytest.raises(NoVoucher) as refused:
        await redeemed(store, person_id)
    return refused.value.why


async def test_fifty_at_once_find_ten_uses(store: Store) -> None:
    await made(store, uses=10)
    names = [f"person {number}" for number in range(50)]
    tried = await asyncio.gather(*(redeemed(store, name) for name in names), return_exceptions=True)
    assert sum(isinstance(one, Voucher) for one in tried) == 10
    assert sum(isinstance(one, NoVoucher) and one.why == "used-up" for one in tried) == 40
    async with store.reading() as tx:
        assert (await tx.vouchers.get(CODE)).used == 10
        assert sum([await tx.ledger.balance(name, "premium_run") for name in names]) == 20
        assert await tx.ledger.check() == []


async def test_a_person_who_tries_ten_times_at_once_has_it_once(store: Store, alice: Person) -> None:
    await made(store, uses=10)
    tried = await asyncio.gather(*(redeemed(store, alice.person_id) for _ in range(10)), return_exceptions=True)
    assert sum(isinstance(one, Voucher) for one in tried) == 1
    assert sum(isinstance(one, NoVoucher) and one.why == "had" for one in tried) == 9
    async with store.reading() as tx:
        assert (await tx.vouchers.get(CODE)).used == 1


async def test_a_refusal_says_why_and_leaves_nothing(store: Store, alice: Person) -> None:
    assert await refusal(store, alice.person_id) == "unknown"
    await made(store, lasts_s=-1)
    assert await refusal(store, alice.person_id) == "over"
    assert await refusal(store, alice.person_id) == "over"  # what was refused is not taken for had


async def test_what_is_closed_is_closed_once_and_redeemed_no_more(store: Store, alice: Person) -> None:
    await made(store)
    async with store.transaction() as tx:
        assert await tx.vouchers.close(CODE)
        assert await tx.vouchers.close(CODE) is None
    assert await refusal(store, alice.person_id) == "over"


async def test_redeeming_and_taking_back_at_once_have_one_winner(store: Store, alice: Person) -> None:
    await made(store, kind="gift", giver="bob")

    async def taken_back() -> Voucher | None:
        async with store.transaction() as tx:
            return await tx.vouchers.close(CODE)

    got, back = await asyncio.gather(redeemed(store, alice.person_id), taken_back(), return_exceptions=True)
    assert isinstance(got, Voucher) is (back is None)


async def test_overdue_are_the_gifts_that_nobody_redeemed(store: Store) -> None:
    await made(store, kind="gift", lasts_s=-1, giver="bob", note="n")
    async with store.transaction() as tx:
        [gift] = await tx.vouchers.overdue(10)
        assert (gift.code, gift.open) == (CODE, True)
        assert [one.code for one in await tx.vouchers.waiting("bob", 10)] == [CODE]
        assert await tx.vouchers.made("bob", "n") == gift
        assert await tx.vouchers.promos(10) == []
        await tx.vouchers.close(CODE)
        assert await tx.vouchers.overdue(10) == await tx.vouchers.waiting("bob", 10) == []


async def test_a_known_code_is_not_made_again(store: Store) -> None:
    await made(store)
    async with store.transaction() as tx:
        again = NewVoucher(code=CODE, kind=VoucherKind.PROMO, asset="premium_run", amount=9)
        assert not await tx.vouchers.add(again, None)
    async with store.reading() as tx:
        with pytest.raises(Missing):
            await tx.vouchers.get("another")


def test_codes_are_readable_however_they_are_written() -> None:
    code = fresh_code()
    assert len(code) == LENGTH
    assert set(code) <= set(LETTERS)
    assert not set("0O1IL") & set(LETTERS)
    assert canonical(f" {code[:4].lower()}-{code[4:]} ") == code
    assert len({fresh_code() for _ in range(1000)}) == 1000


async def test_a_transfer_moves_once_and_never_what_is_not_there(store: Store, alice: Person) -> None:
    gift = Transfer(AVAILABLE + alice.person_id, VOUCHER + CODE, "premium_run", 3)
    async with store.transaction() as tx:
        await tx.ledger.grant("g", alice.person_id, "premium_run", 3, "gift")
        assert await tx.ledger.transfer("t", gift, "gift")
        assert not await tx.ledger.transfer("t", gift, "gift")
        with pytest.raises(NotEnough):
            await tx.ledger.transfer("u", gift, "gift")
        assert await tx.ledger.transfer("back", Transfer(VOUCHER + CODE, HOUSE, "premium_run", 3), "refund")
    async with store.reading() as tx:
        assert await tx.ledger.balance(alice.person_id, "premium_run") == 0
        assert await tx.ledger.check() == []


async def test_the_same_units_are_not_given_away_twice_at_once(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.ledger.grant("g", alice.person_id, "premium_run", 3, "gift")

    async def gives(number: int) -> bool:
        async with store.transaction() as tx:
            moved = Transfer(AVAILABLE + alice.person_id, f"{VOUCHER}{number}", "premium_run", 2)
            return await tx.ledger.transfer(str(number), moved, "gift")

    given = await asyncio.gather(*(gives(number) for number in range(5)), return_exceptions=True)
    assert sum(one is True for one in given) == 1
    assert sum(isinstance(one, NotEnough) for one in given) == 4


async def test_what_somebody_had_is_remembered_of_their_client(store: Store, alice: Person, bob: Person) -> None:
    await made(store, uses=10)
    for person in (alice, bob):  # two people of one household, who both delete their data
        await redeemed(store, person.person_id)
    async with store.transaction() as tx:
        for person in (alice, bob):
            await tx.vouchers.remember(person.person_id, "hash")
            await tx.people.forget(person.person_id)
    async with store.transaction() as tx:
        with pytest.raises(NoVoucher) as refused:
            await tx.vouchers.redeem(CODE, "who is back", "hash")
        assert refused.value.why == "had"
    async with store.transaction() as tx:
        assert await tx.vouchers.redeem(CODE, "somebody else", "other")
