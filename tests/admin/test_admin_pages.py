"""What the pages show, on a service where something happened."""

import pytest

from storage.registers import PAGE
from tests.admin.office import Office, page_of
from tests.platforms.contract import a_photo, a_style


async def test_the_overview_shows_what_was_sold_and_what_waits(office: Office) -> None:
    alice = await office.person()
    await office.payment(alice)
    await office.world.painter.wakes()
    async with office.store.transaction() as tx:
        await tx.cursors.move("books.checked", "2026-11-21 clean")
    async with office.olga() as olga:
        assert await olga.opens("/admin/") == 200
        assert "Sales and refunds by day, RUB" in olga.words
        assert "counter, 250 ₽" in olga.seen.replace("\xa0", " ")
        assert "by hand" in olga.words  # the worker's device
        assert "Last check of the books: 2026-11-21 clean" in olga.words


async def test_an_empty_service_has_an_overview(office: Office) -> None:
    async with office.olga() as olga:
        assert await olga.opens("/admin/") == 200
        assert "Nothing was sold in the last 30 days" in olga.words
        assert "The books have not been checked yet" in olga.words


async def test_somebody_is_found_by_account_and_shown_without_pictures(office: Office) -> None:
    alice = office.world.person("Alice")
    await alice.sends_photo(a_photo())
    await alice.sends_photo(a_style())
    await alice.presses("Paint")
    await alice.sees("Done!")
    who = await office.world.who("Alice")
    await office.payment(who)
    async with office.olga() as olga:
        for asked in ("room:Alice", "Alice", who.person_id):
            await olga.opens(f"/admin/people?q={asked}")
            assert who.person_id[:8] in olga.words
        await olga.opens("/admin/people?q=room:Nobody")
        assert "Nobody." in olga.words
        await olga.opens(f"/admin/person?id={who.person_id}")
        assert "1,000 HD iterations" in olga.words
        assert "gatys" in olga.words
        assert "<img" not in olga.seen
        assert "/picture/" not in olga.seen
        await olga.opens(f"/admin/jobs?state=done&person={who.person_id}")
        assert "gatys" in olga.words
        await olga.opens("/admin/jobs?state=failed")
        assert "gatys" not in olga.words


async def test_payments_and_purchases_are_filtered(office: Office) -> None:
    alice, bob = await office.person("Alice"), await office.person("Bob")
    payment = await office.payment(alice)
    async with office.olga() as olga:
        for path, shown in (
            ("payments", True),
            ("payments?state=credited&till=counter", True),
            (f"payments?person={alice.person_id}", True),
            ("payments?state=held", False),
            (f"payments?person={bob.person_id}", False),
            ("payments?till=elsewhere", False),
            ("purchases?state=paid", True),
            ("purchases?state=open", False),
        ):
            assert await olga.opens(f"/admin/{path}") == 200
            assert (alice.person_id[:8] in olga.words) is shown, path
        assert await olga.opens(page_of(payment)) == 200
        assert "1,000 HD iterations, 250 ₽ (paid)" in olga.words
        assert await olga.opens("/admin/payment?till=counter&charge=unknown") == 404


async def test_long_lists_have_pages_that_keep_the_question(office: Office) -> None:
    async with office.store.transaction() as tx:
        for number in range(PAGE + 3):
            await tx.audit.add("Olga", f"act {number}", "alice")
    async with office.olga() as olga:
        await olga.opens("/admin/log?subject=alice")
        assert "Older" in olga.words
        assert "Newer" not in olga.words
        await olga.opens(f"/admin/log?subject=alice&offset={PAGE}")
        assert "Newer" in olga.words
        assert "Older" not in olga.words
        assert "act 0" in olga.words
        assert "subject=alice&amp;offset=0" in olga.seen


@pytest.mark.parametrize("offset", ["-1", "x", "99999999999999999999", "²"])
async def test_an_offset_that_somebody_made_up_is_the_beginning(office: Office, offset: str) -> None:
    async with office.olga() as olga:
        assert await olga.opens(f"/admin/log?offset={offset}") == 200
        assert "sign in" in olga.words


async def test_the_pages_speak_russian(office: Office) -> None:
    async with office.olga() as olga:
        await olga.opens("/admin/", **{"Accept-Language": "ru"})
        assert "Обзор" in olga.words
