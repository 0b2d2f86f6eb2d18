"""`mazok admin`, run as the owner runs it, on a real database."""

import asyncio
import getpass
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from click.testing import CliRunner, Result

import storage
from bot.catalogue import Catalogue
from bot.commands.admin import command
from bot.prices import Prices
from bot.queue import Queue
from bot.supervisor import variables
from storage.job import Job
from storage.people import Person
from storage.vouchers import NewVoucher, VoucherKind
from tests.faults.studio import Studio, settings_in

T = TypeVar("T")


class Owner:
    """Types commands; between them the Mazok does this and that."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.settings = settings_in(folder, database_url)

    def types(self, *words: str, **environment: str) -> Result:
        return CliRunner(env={**variables(self.settings), **environment}).invoke(command, words)

    def meanwhile(self, happens: Callable[[Studio], Coroutine[Any, Any, T]]) -> T:
        async def run() -> T:
            settings = self.settings
            async with (
                storage.open(settings.database_url, settings.blob_url, settings.key) as store,
                Queue.open(settings.database_url) as queue,
            ):
                return await happens(Studio(settings, store, queue, Catalogue(Prices.load(settings.prices))))

        return asyncio.run(run())


@pytest.fixture
def owner(tmp_path: Path, database_url: str) -> Owner:
    return Owner(tmp_path, database_url)


def test_credits_are_given_to_an_account_that_people_shows(owner: Owner) -> None:
    """By the account, or by the id."""
    alice: Person = owner.meanwhile(lambda studio: studio.person("alice"))
    assert "web:alice" in owner.types("people").output
    assert owner.types("grant", "web:alice", "hd_iteration", "500").exit_code == 0
    assert "has 600 hd_iteration" in owner.types("grant", alice.person_id, "hd_iteration", "100").output
    assert "600 hd_iteration" in owner.types("people").output


def test_a_typing_error_gives_nothing(owner: Owner) -> None:
    """Neither to nobody nor of nothing."""
    owner.meanwhile(lambda studio: studio.person("alice"))
    assert "no person" in owner.types("grant", "web:alcie", "hd_iteration", "5").output
    assert "there are hd_iteration, premium_run" in owner.types("grant", "web:alice", "hd_iterations", "5").output
    assert owner.types("grant", "web:alice", "hd_iteration", "0").exit_code != 0


def test_what_is_given_is_written_down(owner: Owner) -> None:
    alice: Person = owner.meanwhile(lambda studio: studio.person("alice"))
    owner.types("grant", "web:alice", "hd_iteration", "500")
    owner.types("grant", "web:alice", "hd_iteration", "1", MAZOK_ADMIN="olga")
    assert "olga" in owner.types("audit").output
    assert f"grant  {alice.person_id}" in owner.types("audit").output
    assert getpass.getuser() in owner.types("audit", "--subject", alice.person_id).output
    assert alice.person_id not in owner.types("audit", "--subject", "bob").output


def test_what_failed_is_listed_and_ordered_again(owner: Owner) -> None:
    """With the person's own choices, and charged once more: the first time everything was released."""

    async def fails(studio: Studio) -> Job:
        alice = await studio.person("alice", hd=200)
        async with studio.offering():
            job = await studio.order(alice, "hd", iterations=200, step_ms=3)
        async with studio.store.transaction() as tx:
            await tx.jobs.finish(job.job_id, None, job.state.FAILED, error="failed-engine")
            await tx.ledger.release(job.job_id)
            await tx.workers.beat(studio.idler())
        return job

    job = owner.meanwhile(fails)
    assert job.job_id in owner.types("dead").output
    again = owner.types("retry", job.job_id)
    assert again.exit_code == 0, again.output
    ordered = owner.meanwhile(lambda studio: studio.job(again.output.split()[-1]))
    assert ordered.options == job.options
    assert owner.types("retry", job.job_id).exit_code == 0  # ordered once, however often it is typed
    assert ordered.job_id in owner.types("audit", "--subject", job.job_id).output


def test_a_promo_code_is_made_listed_and_closed(owner: Owner) -> None:
    made = owner.types(
        *("promo", "create", "--code", "spring-26", "--asset", "premium_run", "--amount", "2", "--uses", "10"),
        *("--until", "2099-01-01", "--note", "for the fair"),
    )
    assert made.output.strip() == "SPRING26"
    listed = owner.types("promo", "list").output
    assert all(word in listed for word in ("SPRING26", "2 premium_run", "0/10", "2099-01-01", "open", "for the fair"))
    assert "SPRING26 is closed after 0 of 10" in owner.types("promo", "close", "Spring26").output
    assert "closed" in owner.types("promo", "list").output
    assert "gives nothing any more" in owner.types("promo", "close", "SPRING26").output

    async def acts(studio: Studio) -> list[tuple[str, str]]:
        async with studio.store.reading() as tx:
            return [(one.act, one.subject) for one in await tx.audit.newest(10)]

    assert owner.meanwhile(acts) == [("promo close", "SPRING26"), ("promo create", "SPRING26")]


def test_without_a_choice_a_code_cannot_be_guessed(owner: Owner) -> None:
    gives = ("promo", "create", "--asset", "hd_iteration", "--amount", "100", "--uses", "1")
    codes = {owner.types(*gives).output.strip() for _ in range(2)}
    assert {len(code) for code in codes} == {12}
    assert len(codes) == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--asset", "free_run"), "there are hd_iteration, premium_run"),
        (("--code", "abc"), "at least 4"),
        (("--until", "2020-01-01"), "that day is over"),
        (("--uses", "0"), "0 is not in the range"),
        (("--code", "TAKEN"), "TAKEN is taken"),
    ],
)
def test_a_promo_code_with_a_mistake_is_not_made(owner: Owner, words: tuple[str, str], why: str) -> None:
    right = ("--asset", "premium_run", "--amount", "2", "--uses", "10")
    owner.types("promo", "create", "--code", "taken", *right)
    refused = owner.types("promo", "create", *right, *words)
    assert refused.exit_code != 0
    assert why in refused.output
    assert len(owner.types("promo", "list").output.splitlines()) == 2  # the heading, and the one that was there


def test_a_gift_is_not_the_owners_to_close(owner: Owner) -> None:
    async def gives(studio: Studio) -> None:
        async with studio.store.transaction() as tx:
            gift = NewVoucher(code="GIFT", kind=VoucherKind.GIFT, asset="premium_run", amount=1, giver="alice")
            await tx.vouchers.add(gift, None)

    owner.meanwhile(gives)
    assert "no promo code" in owner.types("promo", "close", "GIFT").output
