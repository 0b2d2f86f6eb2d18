"""The gallery shows what is public, to everybody; what is not, to its owner alone. Pictures too."""

from collections.abc import AsyncIterator

import pytest

from storage.posts import Post, PostState
from storage.shared_styles import NewSharedStyle
from tests.platforms.gallery import Friend, film_key, ids, publish
from tests.platforms.web_site import Site, visitor

PICTURES = ("photo", "style", "picture", "card")
EVERYWHERE = ("/feed", "/feed/best/day", "/feed/best/ever", "/feed?q=cat", "/feed.atom", "/feed/style/house-mosaic")


@pytest.fixture
async def alice(web: Site) -> AsyncIterator[Friend]:
    async with visitor(web.url) as browser:
        yield Friend(web, browser)


@pytest.fixture
async def bob(web: Site) -> AsyncIterator[Friend]:
    async with visitor(web.url) as browser:
        yield Friend(web, browser)


async def made(web: Site, person_id: str, how: str) -> Post:
    """A post of Alice's that is not in the gallery: why, in one word."""
    store = web.app.store
    post = await publish(store, person_id, shown=how == "hidden", style_ref="house-mosaic", listed=how != "link")
    async with store.transaction() as tx:
        if how == "hidden":
            return await tx.posts.hide(post.post_id, person_id)
        if how == "refused":
            return await tx.posts.decide(post.post_id, PostState.REFUSED, "adult")
        if how == "link":
            return await tx.posts.decide(post.post_id, PostState.SHOWN)
    return post


@pytest.mark.parametrize("how", ["waiting", "hidden", "refused", "link"])
async def test_what_is_not_in_the_gallery_is_in_no_list(web: Site, alice: Friend, bob: Friend, how: str) -> None:
    post = await made(web, (await alice.person()).person_id, how)
    for path in EVERYWHERE:
        assert post.post_id not in await bob.reads(path), path
        assert post.post_id not in await alice.reads(path), path


@pytest.mark.parametrize(("how", "status"), [("waiting", 404), ("hidden", 410), ("refused", 404)])
async def test_what_is_not_public_is_its_owners_alone(
    web: Site, alice: Friend, bob: Friend, how: str, status: int
) -> None:
    post = await made(web, (await alice.person()).person_id, how)
    addresses = [f"/feed/{post.post_id}/{part}{what}.jpg" for part in ("", "tile/") for what in PICTURES]
    page = await bob.reads(f"/feed/{post.post_id}", status)
    assert post.title not in page
    assert ("taken down" in page) == (status == 410)
    for address in addresses:
        assert (await bob.visitor.get(address))[0] == 404, address
        said, _, headers = await alice.visitor.get(address)
        assert (said, headers["Cache-Control"]) == (200, "private, no-cache")
    assert post.title in await alice.reads(f"/feed/{post.post_id}")


async def test_a_work_by_link_is_seen_by_those_who_have_it_and_found_by_nobody(
    web: Site, alice: Friend, bob: Friend
) -> None:
    post = await made(web, (await alice.person()).person_id, "link")
    page = await bob.reads(f"/feed/{post.post_id}")
    assert 'content="noindex"' in page
    assert 'rel="next"' not in page
    assert (await bob.visitor.get(f"/feed/{post.post_id}/card.jpg"))[0] == 200


async def test_a_style_is_hidden_with_all_that_was_made_with_it(web: Site, alice: Friend, bob: Friend) -> None:
    person_id = (await alice.person()).person_id
    post = await publish(web.app.store, person_id, shown=False, style_ref="abc")
    async with web.app.store.transaction() as tx:
        await tx.shared_styles.share(NewSharedStyle("abc", person_id, post.style_key or "", post.style_key or "", "W"))
    for friend, status in ((bob, 404), (alice, 200)):
        await friend.reads("/feed/style/abc", status)
        assert (await friend.visitor.get("/feed/style/abc/picture.jpg"))[0] == status
    async with web.app.store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    await bob.reads("/feed/style/abc")
    assert (await bob.visitor.get("/feed/style/abc/picture.jpg"))[2]["Cache-Control"] == "public, max-age=300"


async def test_pictures_are_kept_for_a_moment_and_asked_for_again_cheaply(
    web: Site, alice: Friend, bob: Friend
) -> None:
    post = await publish(web.app.store, (await alice.person()).person_id)
    status, body, headers = await bob.visitor.get(f"/feed/{post.post_id}/picture.jpg")
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=300")
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert body.startswith(b"\xff\xd8\xff")
    again = {"If-None-Match": headers["ETag"]}
    status, body, headers = await bob.visitor.get(f"/feed/{post.post_id}/picture.jpg", **again)
    assert (status, body, headers["ETag"]) == (304, b"", again["If-None-Match"])
    async with web.app.store.transaction() as tx:
        await tx.posts.hide(post.post_id, post.person_id)
    assert (await bob.visitor.get(f"/feed/{post.post_id}/picture.jpg", **again))[0] == 404
    for odd in ("nothing", "..", "video", "card.jpg"):
        assert (await bob.visitor.get(f"/feed/{post.post_id}/{odd}.jpg"))[0] == 404


async def test_a_film_comes_in_parts_and_to_those_who_may_see_it(web: Site, alice: Friend, bob: Friend) -> None:
    person_id = (await alice.person()).person_id
    key = film_key(person_id, "work")
    await web.app.store.blobs.put(key, b"\x00\x00\x00\x18ftypmp42" + bytes(100))
    post = await publish(web.app.store, person_id, video_key=key)
    page = await bob.reads(f"/feed/{post.post_id}")
    assert f'src="/feed/{post.post_id}/film.mp4"' in page
    assert 'preload="none"' in page
    status, body, headers = await bob.visitor.get(f"/feed/{post.post_id}/film.mp4", Range="bytes=0-11")
    assert (status, len(body), headers["Content-Type"]) == (206, 12, "video/mp4")
    async with web.app.store.transaction() as tx:
        await tx.posts.hide(post.post_id, person_id)
    assert (await bob.visitor.get(f"/feed/{post.post_id}/film.mp4"))[0] == 404
    silent = await publish(web.app.store, person_id)
    assert (await bob.visitor.get(f"/feed/{silent.post_id}/film.mp4"))[0] == 404


async def test_its_owner_hides_shows_and_deletes_a_work(web: Site, alice: Friend, bob: Friend) -> None:
    post = await publish(web.app.store, (await alice.person()).person_id)
    page = f"/feed/{post.post_id}"
    assert "Hide it" in await alice.reads(page)
    assert "Hide it" not in await bob.reads(page)
    assert await alice.sends(f"{page}/hide") == (303, page)
    assert "You have hidden it" in await alice.reads(page)
    await bob.reads(page, 410)
    assert await alice.sends(f"{page}/show", listed="no") == (303, page)
    await bob.reads(page)
    assert ids(await bob.reads("/feed")) == []
    assert await alice.sends(f"{page}/show", listed="yes") == (303, page)
    assert ids(await bob.reads("/feed")) == [post.post_id]
    status, said = await alice.sends(f"{page}/delete")
    assert status == 200
    assert "It is deleted here" in said
    await bob.reads(page, 404)
    assert not await web.app.store.blobs.exists(post.picture_key)


async def test_what_others_have_reported_waits_for_a_moderator(web: Site, alice: Friend, bob: Friend) -> None:
    post = await publish(web.app.store, (await alice.person()).person_id)
    async with web.app.store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.WAITING)
        await tx.posts.decide(post.post_id, PostState.SHOWN)
        await tx.posts.send_back(post.post_id)
    page = f"/feed/{post.post_id}"
    await alice.reads(page)
    for listed in ("no", "yes"):
        status, said = await alice.sends(f"{page}/show", listed=listed)
        assert status == 409
        assert "Others have reported it" in said
    await bob.reads(page, 410)


async def test_nobody_else_hides_shows_or_deletes_it(web: Site, alice: Friend, bob: Friend) -> None:
    post = await publish(web.app.store, (await alice.person()).person_id)
    page = f"/feed/{post.post_id}"
    await bob.reads(page)
    for act in ("hide", "show", "delete"):
        assert (await bob.sends(f"{page}/{act}"))[0] == 404
    await bob.reads(page)


async def test_a_refused_work_tells_its_owner_why(web: Site, alice: Friend) -> None:
    post = await made(web, (await alice.person()).person_id, "refused")
    page = await alice.reads(f"/feed/{post.post_id}")
    assert "Reason: Nudity or sex" in page
    assert (await alice.sends(f"/feed/{post.post_id}/show", listed="no"))[0] == 404
    assert "ask a moderator to look again" in page
    assert "it stays refused, too" in page


async def test_a_work_by_link_stays_there_while_it_waits_for_the_gallery(web: Site, alice: Friend, bob: Friend) -> None:
    store, person_id = web.app.store, (await alice.person()).person_id
    post = await publish(store, person_id, state=PostState.SHOWN, listed=False, title="A cat by link")
    page = f"/feed/{post.post_id}"
    await alice.reads(page)
    assert await alice.sends(f"{page}/show", listed="yes") == (303, page)
    said = await alice.reads(page)
    assert "Waits for a moderator before it appears in the feed" in said
    assert "Show it by link only" in said
    seen = await bob.reads(page)
    assert 'property="og:title" content="A cat by link"' in seen
    assert 'content="noindex"' in seen
    for what in PICTURES:
        assert (await bob.visitor.get(f"{page}/{what}.jpg"))[0] == 200
    assert await bob.sends(f"{page}/like", wanted="yes") == (303, f"{page}#w-{post.post_id}")
    for path in EVERYWHERE:
        assert post.post_id not in await bob.reads(path), path
    async with store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.REFUSED, "adult")
    assert "A cat by link" not in await bob.reads(page, 410)
    assert (await bob.visitor.get(f"{page}/card.jpg"))[0] == 404
