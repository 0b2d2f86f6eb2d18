"""From the feed to a channel: what is sent, when, in which words; and that it comes back when it is not to be seen."""

import asyncio
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import cast

import pytest

from bot.chat import DeliveryError, Refused, TryLater, Unsure
from bot.outlet import Share, Spot
from bot.platform import Platform
from bot.talk.captions import SpreadCaption
from bot.usecases.doors import Doors
from bot.usecases.spread import Spread, outlets
from storage import Store
from storage.people import Person
from storage.posts import Post, PostState
from storage.shared_styles import NewSharedStyle
from storage.spreads import SpreadState
from tests.posts import a_post

CHANNEL = "plaza.channel"


@dataclass(slots=True)
class Pillar:
    """An outlet on which posts hang in memory. Each of `faults` is raised by the call that comes next; when one was
    hung, `took` is set and `gate` holds its answer up."""

    name: str = CHANNEL
    hung: dict[str, Share] = field(default_factory=dict)
    calls: int = 0
    faults: list[Exception] = field(default_factory=list)
    took: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, share: Share) -> Spot:
        self._called()
        place = str(self.calls)
        self.hung[place] = share
        self.took.set()
        await self.gate.wait()
        return Spot(place, f"https://plaza.example/{place}")

    async def take_back(self, place: str) -> None:
        self._called()
        self.hung.pop(place, None)

    def _called(self) -> None:
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)


@dataclass(slots=True)
class Plaza:
    """A platform with one outlet, and the chat process that serves it."""

    store: Store
    alice: Person
    pillar: Pillar = field(default_factory=Pillar)

    async def looks(self, lease_s: float = 60.0, gap_s: float = 0.0, film_s: float = 0.0) -> None:
        await self.spread(lease_s, gap_s, film_s).look(self.pillar)

    def spread(self, lease_s: float = 60.0, gap_s: float = 0.0, film_s: float = 0.0) -> Spread:
        platform = SimpleNamespace(
            outlets=lambda: [self.pillar], start_link=lambda what: f"https://plaza.example/{what}"
        )
        platforms = {"plaza": cast("Platform", platform), "mute": cast("Platform", SimpleNamespace())}
        return Spread(self.store, Doors(platforms), platforms, SpreadCaption("en"), gap_s, lease_s, film_s)

    async def approves(self, **changes: object) -> Post:
        """Alice publishes something and a moderator lets it into the feed."""
        async with self.store.transaction() as tx:
            post = await tx.posts.add(replace(a_post(self.alice.person_id), **changes))  # type: ignore[arg-type]
            return await tx.posts.decide(post.post_id, PostState.SHOWN)

    async def state(self, post: Post) -> SpreadState:
        async with self.store.reading() as tx:
            [row] = await tx.spreads.of_post(post.post_id)
        return row.state


@pytest.fixture
async def plaza(store: Store) -> Plaza:
    async with store.transaction() as tx:
        made = Plaza(store, await tx.people.arrive("plaza", "alice", "en"))
    made.pillar.gate.set()
    await made.looks()  # the outlet was there before what is published in the test
    return made


async def test_what_is_approved_hangs_in_the_channel_with_its_pictures_and_a_link_back(plaza: Plaza) -> None:
    post = await plaza.approves(video_key=f"{plaza.alice.person_id}/film/1", style_ref="house-mosaic")
    await plaza.store.blobs.put(post.card_key, b"card")
    await plaza.store.blobs.put(f"{plaza.alice.person_id}/film/1", b"film")
    await plaza.looks()
    [share] = plaza.pillar.hung.values()
    assert await share.card.read() == b"card"
    assert (share.card.media_type, share.picture.key) == ("image/jpeg", post.picture_key)
    assert share.film
    assert (await share.film.read(), share.film.media_type) == (b"film", "video/mp4")
    assert share.link == f"https://plaza.example/w_{post.post_id}"
    assert share.text == "A cat\nIn the manner of: Mosaic\n\n#Mazok #painting #art"
    await plaza.looks()
    assert plaza.pillar.calls == 1


async def test_a_film_that_was_never_made_is_not_sent(plaza: Plaza) -> None:
    await plaza.approves(video_key=f"{plaza.alice.person_id}/film/none")
    await plaza.looks()
    assert [share.film for share in plaza.pillar.hung.values()] == [None]


async def test_a_film_in_the_making_is_waited_for(plaza: Plaza) -> None:
    post = await plaza.approves(video_key=f"{plaza.alice.person_id}/film/1")
    await plaza.looks(film_s=60)
    assert (plaza.pillar.calls, await plaza.state(post)) == (0, SpreadState.WAITING)


async def test_whose_it_is_and_who_brought_the_style_is_said_where_they_want_it(plaza: Plaza) -> None:
    async with plaza.store.transaction() as tx:
        bob = await tx.people.arrive("plaza", "bob", "en")
        await tx.people.set_name(plaza.alice.person_id, "Alice")
        await tx.people.set_name(bob.person_id, "Bob")
        await tx.shared_styles.share(NewSharedStyle("abc", bob.person_id, "key", "key"))
    post = await plaza.approves(title="", style_ref="abc", style_title="Sunflowers")
    async with plaza.store.reading() as tx:
        post = await tx.posts.get(post.post_id)
    words = "Painted by Alice\nIn the manner of: Sunflowers\nStyle brought by Bob\n\n#Mazok #painting #art"
    assert SpreadCaption("en")(post) == words
    assert SpreadCaption("ru")(post).startswith("Автор: Alice\n")


async def test_posts_keep_a_distance(plaza: Plaza) -> None:
    for _ in range(3):
        await plaza.approves()
    await plaza.looks(gap_s=600)
    await plaza.looks(gap_s=600)
    assert plaza.pillar.calls == 1


async def test_what_was_there_before_the_outlet_stays_where_it_is(store: Store, plaza: Plaza) -> None:
    post = await plaza.approves()
    plaza.pillar.name = "plaza.wall"
    await plaza.looks()
    await plaza.looks()
    assert plaza.pillar.hung == {}
    async with store.reading() as tx:
        assert await tx.spreads.of_post(post.post_id) == []


async def test_killed_after_the_outlet_took_it_it_does_not_hang_there_twice(plaza: Plaza) -> None:
    post = await plaza.approves()
    plaza.pillar.gate.clear()
    sending = asyncio.create_task(plaza.looks(lease_s=-1))
    await plaza.pillar.took.wait()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    plaza.pillar.gate.set()
    await plaza.looks()
    assert (len(plaza.pillar.hung), plaza.pillar.calls) == (1, 1)
    assert await plaza.state(post) is SpreadState.UNSURE


async def test_what_leaves_the_feed_once_it_is_claimed_is_not_sent(plaza: Plaza) -> None:
    post = await plaza.approves()
    async with plaza.store.transaction() as tx:
        await tx.spreads.reconcile(CHANNEL, post.created_at)
        row = await tx.spreads.claim(CHANNEL, 60, 0)
        await tx.posts.entitle(post.post_id, plaza.alice.person_id, "Cheap pills")
    assert row
    await plaza.spread().send(plaza.pillar, row)
    assert (await plaza.state(post), plaza.pillar.calls) == (SpreadState.WAITING, 0)


async def test_killed_before_it_was_marked_it_is_sent_by_the_next(plaza: Plaza) -> None:
    post = await plaza.approves()
    async with plaza.store.transaction() as tx:
        await tx.spreads.reconcile(CHANNEL, post.created_at)
    await plaza.looks()
    assert await plaza.state(post) is SpreadState.POSTED


@pytest.mark.parametrize(
    ("fault", "state", "calls"),
    [
        (TryLater(-1), SpreadState.POSTED, 2),
        (TryLater(60), SpreadState.WAITING, 1),
        (Refused("no rights"), SpreadState.FAILED, 1),
        (Unsure(5), SpreadState.UNSURE, 1),
        (DeliveryError("no answer"), SpreadState.UNSURE, 1),
        (KeyError("a defect"), SpreadState.UNSURE, 1),
    ],
)
async def test_an_outlet_that_does_not_take_it(plaza: Plaza, fault: Exception, state: SpreadState, calls: int) -> None:
    post = await plaza.approves()
    plaza.pillar.faults = [fault]
    await plaza.looks()
    await plaza.looks()
    assert (await plaza.state(post), plaza.pillar.calls) == (state, calls)


@pytest.mark.parametrize("how", ["hidden", "reported", "deleted", "forgotten"])
async def test_what_is_not_to_be_seen_any_more_is_taken_back(plaza: Plaza, how: str) -> None:
    post, other = await plaza.approves(), await plaza.approves()
    await plaza.looks()
    async with plaza.store.transaction() as tx:
        match how:
            case "hidden":
                await tx.posts.hide(post.post_id, plaza.alice.person_id)
            case "reported":
                await tx.posts.send_back(post.post_id)
            case "deleted":
                await tx.posts.delete(post.post_id, plaza.alice.person_id)
            case "forgotten":
                await tx.people.forget(plaza.alice.person_id)
    await plaza.looks()
    left = [] if how == "forgotten" else [other.post_id]
    assert [share.post_id for share in plaza.pillar.hung.values()] == left
    assert await plaza.state(post) is SpreadState.WITHDRAWN


@pytest.mark.parametrize(
    ("fault", "state"),
    [(TryLater(-1), SpreadState.WITHDRAWN), (DeliveryError("no answer"), SpreadState.UNWANTED)],
)
async def test_taking_back_is_tried_until_it_is_done(plaza: Plaza, fault: Exception, state: SpreadState) -> None:
    post = await plaza.approves()
    await plaza.looks()
    async with plaza.store.transaction() as tx:
        await tx.posts.hide(post.post_id, plaza.alice.person_id)
    plaza.pillar.faults = [fault]
    await plaza.looks()
    assert await plaza.state(post) is state


async def test_an_outlet_that_will_not_take_it_back_is_not_asked_for_ever(plaza: Plaza) -> None:
    post = await plaza.approves()
    await plaza.looks()
    async with plaza.store.transaction() as tx:
        await tx.posts.hide(post.post_id, plaza.alice.person_id)
    plaza.pillar.faults = [Refused("older than two days")]
    await plaza.looks()
    await plaza.looks()
    assert (await plaza.state(post), plaza.pillar.calls) == (SpreadState.FAILED, 2)


async def test_only_platforms_with_outlets_are_asked_for_them(plaza: Plaza) -> None:
    assert list(outlets(plaza.spread().platforms.values())) == [plaza.pillar]
