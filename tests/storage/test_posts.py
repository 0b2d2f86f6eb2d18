"""Posts of the feed: who sees which, in what order, and that nothing of them stays when they go."""

import pytest
from sqlalchemy import select

from storage import Missing, Store, Transaction
from storage.feed_tables import post_words, posts
from storage.post_words import found_by_all
from storage.posts import HOUSE, Best, Look, Post, PostState
from storage.shared_styles import NewSharedStyle
from tests.posts import a_post
from tests.stores import a_work


async def person(tx: Transaction, name: str) -> str:
    return (await tx.people.arrive("web", name, "en")).person_id


async def shown(tx: Transaction, person_id: str, **changes: object) -> Post:
    post = await tx.posts.add(a_post(person_id, **changes))
    return await tx.posts.decide(post.post_id, PostState.SHOWN)


async def test_a_post_for_the_feed_is_nobody_elses_until_it_is_approved(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob = await person(tx, "Alice"), await person(tx, "Bob")
        post = await tx.posts.add(a_post(alice))
        assert await tx.posts.page(Look()) == []
        assert (await tx.posts.seen(post.post_id, alice)).post_id == post.post_id
        with pytest.raises(Missing):
            await tx.posts.seen(post.post_id, bob)
        await tx.posts.decide(post.post_id, PostState.SHOWN)
        assert [one.post_id for one in await tx.posts.page(Look())] == [post.post_id]
        assert (await tx.posts.seen(post.post_id)).public
        with pytest.raises(Missing):  # another moderator was faster
            await tx.posts.decide(post.post_id, PostState.SHOWN)


async def test_a_post_by_link_is_seen_and_not_listed(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        post = await tx.posts.add(a_post(alice, state=PostState.SHOWN, listed=False))
        assert (await tx.posts.seen(post.post_id)).public
        assert await tx.posts.page(Look()) == []
        listed = await tx.posts.show(post.post_id, alice, listed=True)
        assert listed.state is PostState.WAITING


async def test_a_painting_is_published_once(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        first = await tx.posts.add(a_post(alice, work_id="work"))
        again = await tx.posts.add(a_post(alice, work_id="work"))
        assert again.post_id == first.post_id


async def test_what_its_owner_hides_comes_back_approved(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob = await person(tx, "Alice"), await person(tx, "Bob")
        post = await shown(tx, alice)
        with pytest.raises(Missing):
            await tx.posts.hide(post.post_id, bob)
        await tx.posts.hide(post.post_id, alice)
        assert await tx.posts.page(Look()) == []
        assert (await tx.posts.show(post.post_id, alice, listed=True)).state is PostState.SHOWN


async def test_what_a_moderator_refused_stays_refused(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        post = await tx.posts.add(a_post(alice))
        await tx.posts.decide(post.post_id, PostState.REFUSED, "person")
        with pytest.raises(Missing):
            await tx.posts.show(post.post_id, alice, listed=True)
        assert (await tx.posts.get(post.post_id)).reason == "person"


async def test_the_best_are_liked_most_and_each_person_likes_once(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob = await person(tx, "Alice"), await person(tx, "Bob")
        first, second = await shown(tx, alice), await shown(tx, alice)
        assert await tx.marks.like(first.post_id, bob)
        assert not await tx.marks.like(first.post_id, bob)
        for best in (Best.DAY, Best.WEEK, Best.MONTH, Best.EVER):
            assert [one.likes for one in await tx.posts.page(Look(best=best))] == [1, 0]
        assert await tx.marks.liked(bob, [first.post_id, second.post_id]) == {first.post_id}
        assert await tx.marks.unlike(first.post_id, bob)
        assert not await tx.marks.unlike(first.post_id, bob)
        assert (await tx.posts.get(first.post_id)).likes == 0


EVERY_SEARCH = [
    ("кот волны", ["mine"]),
    ("КОТ, Волны!", ["mine"]),  # whatever stands between them
    ("ко вол", ["mine"]),  # each may be a beginning
    ("от", []),  # and nothing else
    ("елка", ["mine"]),
    ("ёлка", ["mine"]),
    ("w", ["other", "mine"]),
    ("waves", ["other", "mine"]),
    ("waves кот собака", []),
    ("cafe\u0301 straße", ["other"]),  # however it is written
    ("CAFÉ STRASSE", ["other"]),
    ("100%", ["mine"]),
    ("_", []),  # no word at all
    ("' OR 1=1 --", []),
    (" ".join("кот" for _ in range(100)), ["mine"]),
    ("w" * 500, []),
]


async def test_every_word_must_be_found(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        for name, words in (("mine", "Мой кот: 100% Волны waves Ёлка"), ("other", "Waves café STRASSE")):
            await tx.posts.found_by((await shown(tx, alice, post_id=name)).post_id, words)
        await tx.posts.found_by((await tx.posts.add(a_post(alice, post_id="waiting"))).post_id, "waves")
        for words, found in EVERY_SEARCH:
            assert [one.post_id for one in await tx.posts.page(Look(words=words))] == found, words
            of_many = await found_by_all(tx.connection, words, few=0)
            named = select(posts.c.post_id).where(of_many, posts.c.shown_at.is_not(None))
            assert set((await tx.connection.execute(named)).scalars()) == set(found), words


async def test_a_post_is_found_by_what_it_was_given_last(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        post = await shown(tx, alice)
        for words in ("cat at night", "dog at dusk", "dog at dusk"):
            await tx.posts.found_by(post.post_id, words)
        assert await tx.posts.page(Look(words="cat")) == []
        [found] = await tx.posts.page(Look(words="dusk", best=Best.EVER))
        assert found.post_id == post.post_id
        await tx.posts.delete(post.post_id, alice)
        assert (await tx.connection.execute(select(post_words))).all() == []


async def test_reports_are_counted_once_a_person_until_somebody_decides(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob, carol = [await person(tx, name) for name in ("Alice", "Bob", "Carol")]
        post = await shown(tx, alice)
        assert await tx.marks.report(post.post_id, bob, "adult") == 1
        assert await tx.marks.report(post.post_id, bob, "spam") == 1
        assert await tx.marks.report(post.post_id, carol, "spam") == 2
        await tx.posts.send_back(post.post_id)
        assert [one.post_id for one in await tx.posts.in_state(PostState.WAITING, 0, 10)] == [post.post_id]
        assert (await tx.posts.decide(post.post_id, PostState.SHOWN)).reports == 0


async def test_whoever_brought_a_style_is_named(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob = await person(tx, "Alice"), await person(tx, "Bob")
        await tx.people.set_name(alice, "Alice A.")
        await tx.shared_styles.share(NewSharedStyle("ref", alice, f"{alice}/posted/s", f"{alice}/tile/s", "waves"))
        await tx.shared_styles.share(NewSharedStyle("ref", bob, f"{bob}/posted/s", f"{bob}/tile/s"))
        post = await shown(tx, bob, style_ref="ref")
        assert (post.author, post.credit) == (None, "Alice A.")
        assert await tx.shared_styles.used("ref") == 1
        assert await tx.shared_styles.popular(5) == [("ref", 1)]
        assert [one.post_id for one in await tx.posts.page(Look(style_ref="ref"))] == [post.post_id]


async def test_of_who_is_forgotten_nothing_stays_in_the_feed(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob = await person(tx, "Alice"), await person(tx, "Bob")
        hers, his = await shown(tx, alice), await shown(tx, bob)
        await tx.marks.like(his.post_id, alice)
        await tx.marks.like(hers.post_id, bob)
        await tx.marks.report(his.post_id, alice, "spam")
        await tx.shared_styles.share(NewSharedStyle("ref", alice, f"{alice}/posted/s", f"{alice}/tile/s"))
        keys = await tx.people.forget(alice)
        assert {hers.picture_key, f"{alice}/posted/s"} <= set(keys)
        [left] = await tx.posts.page(Look())
        assert (left.post_id, left.likes) == (his.post_id, 0)
        with pytest.raises(Missing):
            await tx.shared_styles.get("ref")


async def test_a_deleted_painting_takes_its_post_along(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        work = await tx.works.add(a_work(alice))
        post = await tx.posts.add(a_post(alice, work_id=work.work_id))
        assert post.picture_key in await tx.works.delete(work.work_id, alice)
        with pytest.raises(Missing):
            await tx.posts.get(post.post_id)


async def test_the_house_has_posts_of_its_own(store: Store) -> None:
    async with store.transaction() as tx:
        post = await shown(tx, HOUSE, work_id=None)
        assert post.author is None


async def test_a_post_knows_what_stands_beside_it_in_the_feed(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        oldest, middle, newest = [await shown(tx, alice, post_id=name) for name in "abc"]
        await shown(tx, alice, post_id="bb", listed=False)
        waiting = await tx.posts.add(a_post(alice, post_id="bbb"))
        assert await tx.posts.neighbours(middle) == ("c", "a")
        assert await tx.posts.neighbours(newest) == (None, "b")
        assert await tx.posts.neighbours(oldest) == ("b", None)
        assert await tx.posts.neighbours(waiting) == (None, None)


async def by_link(tx: Transaction, person_id: str, **changes: object) -> Post:
    """A post that whoever has its link sees, and that its owner has just sent to the feed."""
    post = await tx.posts.add(a_post(person_id, state=PostState.SHOWN, listed=False, **changes))
    return await tx.posts.show(post.post_id, person_id, listed=True)


async def unseen(tx: Transaction, post_id: str) -> bool:
    try:
        await tx.posts.seen(post_id)
    except Missing:
        return True
    return False


async def test_what_was_seen_by_link_is_seen_by_it_while_it_waits_for_the_feed(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        post = await by_link(tx, alice)
        assert (post.state, post.listed, post.public, post.in_feed) == (PostState.WAITING, True, True, False)
        assert (await tx.posts.seen(post.post_id)).public
        assert await tx.posts.page(Look()) == []
        assert [one.post_id for one in await tx.posts.in_state(PostState.WAITING, 0, 9)] == [post.post_id]
        assert (await tx.posts.show(post.post_id, alice, listed=True)).public  # said twice
        assert (await tx.posts.show(post.post_id, alice, listed=False)).state is PostState.SHOWN
        assert (await tx.posts.show(post.post_id, alice, listed=True)).public
        assert (await tx.posts.decide(post.post_id, PostState.SHOWN)).in_feed


async def test_what_was_seen_by_link_is_seen_by_nobody_once_it_is_refused_reported_or_hidden(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        refused, reported, hidden = [(await by_link(tx, alice)).post_id for _ in range(3)]
        await tx.posts.decide(refused, PostState.REFUSED, "adult")
        await tx.posts.send_back(reported)
        await tx.posts.hide(hidden, alice)
        assert all([await unseen(tx, post_id) for post_id in (refused, reported, hidden)])
        await tx.posts.show(hidden, alice, listed=True)  # nobody saw it when it began to wait
        assert await unseen(tx, hidden)
        with pytest.raises(Missing):
            await tx.posts.send_back(hidden)


async def test_a_style_is_seen_while_a_post_that_was_made_with_it_is_seen_by_link(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob = await person(tx, "Alice"), await person(tx, "Bob")
        await tx.shared_styles.share(NewSharedStyle("ref", alice, f"{alice}/posted/s", f"{alice}/tile/s"))
        post = await by_link(tx, alice, style_ref="ref")
        assert await tx.shared_styles.seen("ref", bob)
        assert await tx.shared_styles.take_down("ref") == []
        await tx.posts.send_back(post.post_id)
        with pytest.raises(Missing):
            await tx.shared_styles.seen("ref", bob)


async def test_a_new_title_waits_for_a_moderator(store: Store) -> None:
    async with store.transaction() as tx:
        alice, bob = await person(tx, "Alice"), await person(tx, "Bob")
        post = await shown(tx, alice)
        await tx.marks.like(post.post_id, bob)
        with pytest.raises(Missing):
            await tx.posts.entitle(post.post_id, bob, "Mine")
        renamed = await tx.posts.entitle(post.post_id, alice, "A dog")
        assert (renamed.state, renamed.public, renamed.approved_at) == (PostState.WAITING, True, None)
        assert await tx.posts.page(Look()) == []
        again = await tx.posts.decide(post.post_id, PostState.SHOWN)
        assert (again.title, again.likes, again.shown_at) == ("A dog", 1, post.shown_at)


async def test_without_its_title_a_post_stays_where_it_is(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        post = await shown(tx, alice)
        bare = await tx.posts.entitle(post.post_id, alice, "")
        assert (bare.title, bare.in_feed, bare.approved_at) == ("", True, post.approved_at)


async def test_a_title_given_by_link_or_hidden_waits_when_it_comes_to_the_feed(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        linked, hidden = await shown(tx, alice), await shown(tx, alice)
        await tx.posts.show(linked.post_id, alice, listed=False)
        await tx.posts.hide(hidden.post_id, alice)
        assert (await tx.posts.entitle(linked.post_id, alice, "A dog")).state is PostState.SHOWN
        assert (await tx.posts.entitle(hidden.post_id, alice, "A dog")).state is PostState.HIDDEN
        for post in (linked, hidden):
            assert (await tx.posts.show(post.post_id, alice, listed=True)).state is PostState.WAITING


async def test_a_refused_post_gets_no_other_title(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        post = await shown(tx, alice)
        await tx.posts.decide(post.post_id, PostState.REFUSED, "spam")
        with pytest.raises(Missing):
            await tx.posts.entitle(post.post_id, alice, "A dog")
