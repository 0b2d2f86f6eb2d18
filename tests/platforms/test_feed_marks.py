"""Likes and reports by the forms of the gallery: who may, how often, and that no other site sends them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.usecases.ban import Sentence
from bot.usecases.marks import LIKES_OF_ONE
from storage import Store
from storage.bans import BanScope
from storage.posts import Post, PostState
from tests.platforms.gallery import Friend, publish
from tests.platforms.web_site import Site, site, visitor

JSON = "application/json"


@pytest.fixture
async def web(store: Store, tmp_path: Path) -> AsyncIterator[Site]:
    async with site(store, tmp_path, trusted_proxies=1) as running:
        yield running


@pytest.fixture
async def alice(web: Site) -> AsyncIterator[Friend]:
    async with visitor(web.url) as browser:
        yield Friend(web, browser)


@pytest.fixture
async def post(web: Site, alice: Friend) -> Post:
    return await publish(web.app.store, (await alice.person()).person_id)


@pytest.fixture
async def bob(web: Site, post: Post) -> AsyncIterator[Friend]:
    """Bob has opened the page of Alice's work."""
    async with visitor(web.url) as browser:
        friend = Friend(web, browser)
        await friend.reads(f"/feed/{post.post_id}")
        yield friend


async def kept(web: Site, post: Post) -> Post:
    async with web.app.store.reading() as tx:
        return await tx.posts.get(post.post_id)


async def people(web: Site) -> int:
    async with web.app.store.reading() as tx:
        return len(await tx.people.newest(100))


async def test_whoever_only_looks_is_nobody_and_whoever_likes_is_a_person(web: Site, post: Post, bob: Friend) -> None:
    assert await people(web) == 1
    status, where = await bob.sends(f"/feed/{post.post_id}/like", wanted="yes", back="/feed?offset=24")
    assert (status, where) == (303, f"/feed?offset=24#w-{post.post_id}")
    assert await people(web) == 2
    assert 'aria-pressed="true"' in await bob.reads(f"/feed/{post.post_id}")


async def test_a_like_counts_once_and_can_be_taken_back(web: Site, post: Post, bob: Friend) -> None:
    for wanted, likes in (("yes", 1), ("yes", 1), ("no", 0), ("no", 0)):
        status, said = await bob.sends(f"/feed/{post.post_id}/like", accept=JSON, wanted=wanted)
        assert status == 200
        assert json.loads(said)["likes"] == likes == (await kept(web, post)).likes
        assert json.loads(said)["liked"] == (wanted == "yes")


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/feed", "/feed\\@evil", "/feed/../x y", ""])
async def test_a_form_leads_back_to_our_own_pages_only(post: Post, bob: Friend, back: str) -> None:
    _, where = await bob.sends(f"/feed/{post.post_id}/like", wanted="yes", back=back)
    assert where == f"/feed/{post.post_id}#w-{post.post_id}"


@pytest.mark.parametrize("what", ["like", "report", "hide", "show", "delete"])
async def test_forged_forms_are_refused(web: Site, post: Post, alice: Friend, bob: Friend, what: str) -> None:
    await alice.reads(f"/feed/{post.post_id}")
    path, fields = f"/feed/{post.post_id}/{what}", {"wanted": "yes", "reason": "spam", "listed": "no"}
    for friend in (alice, bob):
        assert (await friend.sends(path, origin="https://evil.example", **fields))[0] == 403
        assert (await friend.sends(path, **{**fields, "token": "guessed"}))[0] == 403
    assert (await alice.sends(path, **{**fields, "token": bob.token}))[0] == 403
    async with visitor(web.url) as stranger:
        assert (await Friend(web, stranger, bob.token).sends(path, **fields))[0] == 403
    now = await kept(web, post)
    assert (now.likes, now.reports, now.state, now.listed) == (0, 0, PostState.SHOWN, True)


async def test_a_script_is_told_why_it_was_refused(post: Post, bob: Friend) -> None:
    bob.token = "guessed"
    status, said = await bob.sends(f"/feed/{post.post_id}/like", accept=JSON, wanted="yes")
    assert status == 403
    assert "open for too long" in json.loads(said)["error"]


async def test_cleared_cookies_make_no_crowd(web: Site, post: Post) -> None:
    answers = []
    for _ in range(LIKES_OF_ONE + 1):
        async with visitor(web.url) as fresh:
            fresh.http.headers["X-Forwarded-For"] = "192.0.2.1"
            friend = Friend(web, fresh)
            await friend.reads(f"/feed/{post.post_id}")
            answers.append((await friend.sends(f"/feed/{post.post_id}/like", wanted="yes"))[0])
    assert answers == [303] * LIKES_OF_ONE + [429]
    assert (await kept(web, post)).likes == LIKES_OF_ONE


async def test_three_reports_from_different_places_send_a_work_back(web: Site, post: Post) -> None:
    for number in (1, 1, 2, 3):
        assert (await kept(web, post)).state is PostState.SHOWN
        async with visitor(web.url) as somebody:
            somebody.http.headers["X-Forwarded-For"] = f"192.0.2.{number}"
            friend = Friend(web, somebody)
            assert "Report" in await friend.reads(f"/feed/{post.post_id}")
            status, said = await friend.sends(f"/feed/{post.post_id}/report", reason="adult")
            assert status == 200
            assert "A moderator will look at it" in said
    assert (await kept(web, post)).state is PostState.WAITING


async def test_a_report_needs_a_reason_of_ours(web: Site, post: Post, bob: Friend) -> None:
    for reason in ("", "dislike"):
        assert (await bob.sends(f"/feed/{post.post_id}/report", reason=reason))[0] == 400
    assert (await kept(web, post)).reports == 0


async def test_one_does_not_report_ones_own(web: Site, post: Post, alice: Friend) -> None:
    assert "Report" not in await alice.reads(f"/feed/{post.post_id}")
    status, said = await alice.sends(f"/feed/{post.post_id}/report", reason="spam")
    assert status == 403
    assert "your own work" in said
    assert (await kept(web, post)).reports == 0


async def test_the_banned_neither_like_nor_report(web: Site, post: Post, bob: Friend) -> None:
    person = await bob.person()
    async with web.app.store.transaction() as tx:
        await tx.bans.add("account", person.person_id, BanScope.FEED, "spam", "a moderator")
    await bob.reads(f"/feed/{post.post_id}")
    for what in ("like", "report"):
        status, said = await bob.sends(f"/feed/{post.post_id}/{what}", wanted="yes", reason="spam")
        assert status == 403
        assert "cannot do this" in said
    now = await kept(web, post)
    assert (now.likes, now.reports) == (0, 0)


async def test_a_ban_outlives_the_data_of_who_is_banned(web: Site, post: Post, bob: Friend) -> None:
    page = f"/feed/{post.post_id}"
    person = await bob.person()
    await web.app.ban("a moderator", person.person_id, Sentence(BanScope.FEED, "spam"))
    async with web.app.store.transaction() as tx:
        await tx.people.forget(person.person_id)
    await bob.reads(page)
    assert (await bob.sends(f"{page}/like", wanted="yes"))[0] == 403
    assert (await kept(web, post)).likes == 0


async def test_what_was_taken_down_is_not_liked(web: Site, post: Post, bob: Friend) -> None:
    async with web.app.store.transaction() as tx:
        await tx.posts.hide(post.post_id, post.person_id)
    assert (await bob.sends(f"/feed/{post.post_id}/like", wanted="yes"))[0] == 404
    assert (await bob.sends("/feed/nothing/like", wanted="yes"))[0] == 404
