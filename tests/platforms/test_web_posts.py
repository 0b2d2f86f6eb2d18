"""Pictures of posts in the web chat: for everybody while the post is seen, under a name that tells nothing of whose
they are."""

from collections.abc import AsyncIterator

import pytest

from bot.usecases.post_pictures import CARD, TILE, shown
from storage import Store
from storage.posts import Post, PostState
from tests.platforms.web_shop import Customer
from tests.platforms.web_site import Site, Visitor, visitor
from tests.posts import shown_post


@pytest.fixture
async def alice(web: Site) -> AsyncIterator[Customer]:
    async with visitor(web.url) as browser:
        customer = Customer(web, browser)
        await customer.arrives()
        yield customer


@pytest.fixture
async def stranger(web: Site) -> AsyncIterator[Visitor]:
    """Somebody without a cookie."""
    async with visitor(web.url) as browser:
        yield browser


async def of_alice(store: Store, alice: Customer, state: PostState = PostState.SHOWN) -> Post:
    return await shown_post(store, (await alice.person()).person_id, state=state)


async def test_what_is_seen_is_seen_by_everybody(store: Store, alice: Customer, stranger: Visitor) -> None:
    post = await of_alice(store, alice)
    for part in (CARD, TILE):
        picture = shown(store, post, part)
        assert post.person_id not in picture.key
        status, data, headers = await stranger.get(f"/picture/{picture.key}")
        assert (status, data) == (200, await picture.read())
        assert headers["Cache-Control"] == "private, max-age=600"  # it may be taken back


async def test_what_is_hidden_is_its_owners_alone(store: Store, alice: Customer, stranger: Visitor) -> None:
    post = await of_alice(store, alice, PostState.HIDDEN)
    key = shown(store, post, CARD).key
    assert (await stranger.get(f"/picture/{key}"))[0] == 404
    assert (await alice.visitor.get(f"/picture/{key}"))[0] == 200


async def test_nothing_else_has_such_a_name(store: Store, alice: Customer, stranger: Visitor) -> None:
    post = await of_alice(store, alice)
    for name in (f"post:{post.post_id}:photo", f"post:{post.post_id}", "post:nobody:card", f"post:{post.post_id}:../x"):
        assert (await stranger.get(f"/picture/{name}"))[0] == 404
    await store.blobs.delete([post.card_key])
    assert (await stranger.get(f"/picture/post:{post.post_id}:card"))[0] == 404
