"""Bans and maintenance from the admin pages: each act once, with its line in the audit log."""

import pytest

from bot.usecases.ban import Ban
from bot.usecases.maintenance import Maintenance
from storage.bans import BanScope
from storage.people import Person
from storage.posts import PostState
from tests.admin.office import Office
from tests.posts import a_post


async def scope(office: Office, person: Person) -> BanScope | None:
    async with office.store.reading() as tx:
        return await tx.bans.of(person.person_id)


async def test_somebody_is_banned_on_their_page_and_pardoned(office: Office) -> None:
    alice = await office.person()
    async with office.store.transaction() as tx:
        await tx.posts.add(a_post(alice.person_id, state=PostState.SHOWN))
    async with office.olga() as olga:
        await olga.opens(f"/admin/person?id={alice.person_id}")
        where = await olga.presses("/admin/ban", scope="feed", why="spam again", everything="yes")
        assert where == f"/admin/person?id={alice.person_id}&said=ban"
        assert "Banned by Olga" in olga.words
        assert "spam again" in olga.words
        assert await scope(office, alice) is BanScope.FEED
        await olga.opens("/admin/bans")
        assert "publish, like and report" in olga.words
        assert "Alice" not in olga.words  # accounts are hashes
        await olga.presses("/admin/lift")
        assert "Banned by" not in olga.words
    assert await scope(office, alice) is None
    async with office.store.reading() as tx:
        assert await tx.posts.count(PostState.SHOWN) == 0  # what was taken down stays so
    acts = [(act.act, act.subject) for act in await office.acts()][2:]
    assert acts == [("ban", alice.person_id), ("lift ban", alice.person_id)]


@pytest.mark.parametrize(("wrong", "status"), [({"why": ""}, 409), ({"scope": "moon"}, 409), ({"person": "no"}, 404)])
async def test_a_slip_bans_nobody(office: Office, wrong: dict[str, str], status: int) -> None:
    alice = await office.person()
    async with office.olga() as olga:
        await olga.opens(f"/admin/person?id={alice.person_id}")
        right = {**olga.form("/admin/ban"), "scope": "all", "why": "threats"}
        assert (await olga.posts("/admin/ban", right | wrong))[0] == status
    assert await scope(office, alice) is None
    assert "ban" not in {act.act for act in await office.acts()}


async def test_the_ban_of_somebody_forgotten_is_seen_and_lifted(office: Office) -> None:
    alice = await office.person()
    async with office.olga() as olga:
        await olga.opens(f"/admin/person?id={alice.person_id}")
        await olga.presses("/admin/ban", scope="all", why="threats")
        async with office.store.transaction() as tx:
            await tx.people.forget(alice.person_id)
        await olga.opens("/admin/bans")
        assert "forgotten" in olga.words
        assert await olga.presses("/admin/lift") == "/admin/bans?said=lift"
        assert "Nobody." in olga.words


async def test_hashes_need_the_key(office: Office) -> None:
    ours, theirs = (Ban(office.store, bytes([number]) * 32) for number in (1, 2))
    assert ours.account("room", "Alice") != theirs.account("room", "Alice")
    assert ours.account("room", "Alice") == ours.account("room", "Alice")
    assert ours.account("room", "Alice") != ours.account("web", "Alice")


async def test_maintenance_begins_and_ends_on_its_page_and_visitors_read_of_it(office: Office) -> None:
    await office.world.painter.wakes()
    async with office.olga() as olga, office.browser() as visitor, office.browser() as ivan:
        await olga.opens("/admin/maintenance")
        assert "there is no maintenance" in olga.words
        words = {"words-en": "Changing <disks>", "until": "18:30"}
        assert await olga.presses("/admin/begin", **words) == "/admin/maintenance?said=begun"
        assert "begun by Olga" in olga.words
        assert 'value="18:30"' in olga.seen
        for path in ("/", "/prices", "/balance", "/orders"):
            await visitor.opens(path)
            assert "Changing <disks>" in visitor.words
            assert "at 18:30 Moscow time" in visitor.words
        await ivan.opens("/prices", **{"Accept-Language": "ru"})
        assert "Идёт обслуживание" in ivan.words
        assert await visitor.opens("/readyz") == 200
        await olga.presses("/admin/end")
        await visitor.opens("/prices")
        assert "Changing" not in visitor.words
    assert await Maintenance(office.store).now() is None
    assert [act.act for act in await office.acts()][2:] == ["maintenance on", "maintenance off"]


async def test_a_time_that_is_none_begins_nothing(office: Office) -> None:
    async with office.olga() as olga:
        await olga.opens("/admin/maintenance")
        assert (await olga.posts("/admin/begin", {**olga.form("/admin/begin"), "until": "soon"}))[0] == 409
    assert await Maintenance(office.store).now() is None
