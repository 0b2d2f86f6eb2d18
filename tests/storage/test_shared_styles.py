"""Styles as things: who sees one, who may take it back, how often it was painted with; and names of saved ones."""

import pytest

from storage import Missing, Store, Transaction
from storage.notices import NewNotice
from storage.people import Person
from storage.posts import PostState
from storage.shared_styles import NewSharedStyle
from storage.styles import NewStyle
from tests.posts import a_post


def brought(person_id: str, ref: str, title: str = "") -> NewSharedStyle:
    return NewSharedStyle(ref, person_id, f"{person_id}/posted/style-{ref}", f"{person_id}/tile/style-{ref}", title)


async def made(tx: Transaction, person_id: str, ref: str, state: PostState = PostState.SHOWN) -> str:
    """A post for the feed in that style, as it stands after so much."""
    post = await tx.posts.add(a_post(person_id, style_ref=ref))
    return post.post_id if state is PostState.WAITING else (await tx.posts.decide(post.post_id, state)).post_id


async def test_a_style_is_seen_unless_all_that_was_made_with_it_is_withheld(
    store: Store, alice: Person, bob: Person
) -> None:
    async with store.transaction() as tx:
        await tx.shared_styles.share(brought(alice.person_id, "waves"))
        assert (await tx.shared_styles.seen("waves", None)).person_id == alice.person_id
        await made(tx, alice.person_id, "waves", PostState.WAITING)
        assert (await tx.shared_styles.seen("waves", alice.person_id)).style_ref == "waves"
        for who in (bob.person_id, None):
            with pytest.raises(Missing):
                await tx.shared_styles.seen("waves", who)
        await made(tx, bob.person_id, "waves")
        assert await tx.shared_styles.seen("waves", None)


async def test_only_who_brought_it_stops_sharing_it(store: Store, alice: Person, bob: Person) -> None:
    new = brought(alice.person_id, "waves")
    async with store.transaction() as tx:
        await tx.shared_styles.share(new)
        with pytest.raises(Missing):
            await tx.shared_styles.stop("waves", bob.person_id)
        assert await tx.shared_styles.stop("waves", alice.person_id) == [new.picture_key, new.thumbnail_key]
        assert await tx.shared_styles.find("waves") is None
        with pytest.raises(Missing):
            await tx.shared_styles.stop("waves", alice.person_id)


async def test_a_moderator_takes_down_what_nothing_shown_was_made_with(store: Store, alice: Person) -> None:
    new = brought(alice.person_id, "waves")
    async with store.transaction() as tx:
        await tx.shared_styles.share(new)
        post_id = await made(tx, alice.person_id, "waves")
        assert await tx.shared_styles.take_down("waves") == []
        await tx.posts.decide(post_id, PostState.REFUSED, "copyright")
        assert await tx.shared_styles.take_down("waves") == [new.picture_key, new.thumbnail_key]
        assert await tx.shared_styles.take_down("waves") == []


async def test_the_most_used_of_the_feed_come_first_with_their_credit(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        assert not await tx.shared_styles.any_in_feed()
        await tx.people.set_name(bob.person_id, "Bob B.")
        for person, ref in ((alice, "waves"), (bob, "tiles"), (bob, "by link only")):
            await tx.shared_styles.share(brought(person.person_id, ref, ref.title()))
        for ref in ("waves", "tiles", "tiles", "house-mosaic", "nobody shares it"):
            await made(tx, alice.person_id, ref)
        await made(tx, alice.person_id, "waves", PostState.WAITING)
        assert await tx.shared_styles.any_in_feed()
        found = await tx.shared_styles.in_feed(0, 10)
        assert [(one.title, one.credit, used) for one, used in found] == [("Tiles", "Bob B.", 2), ("Waves", None, 1)]
        assert [one.style_ref for one, _ in await tx.shared_styles.in_feed(1, 1)] == ["waves"]
        assert await tx.shared_styles.uses(["tiles", "waves", "by link only"]) == {"tiles": 2, "waves": 1}


async def test_a_saved_style_is_found_by_its_name_among_everybodys(store: Store, alice: Person, bob: Person) -> None:
    new = NewStyle("style", alice.person_id, f"{alice.person_id}/photo/1", f"{alice.person_id}/thumbnail/1")
    async with store.transaction() as tx:
        first = await tx.styles.add(new)
        assert first.style_ref is None
        await tx.styles.rename("style", alice.person_id, "Waves")
        assert (await tx.styles.add(new)).title == "Waves"  # saved twice at once
        await tx.styles.refer("style", alice.person_id, "waves")
        known = await tx.styles.known(alice.person_id, "waves")
        assert known and (known.style_id, known.style_ref) == ("style", "waves")
        assert await tx.styles.known(bob.person_id, "waves") is None


async def test_rows_of_others_do_not_tell_of_who_was_forgotten(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        await tx.invitations.note(bob.person_id, alice.person_id, None)
        told = NewNotice(f"host_bonus:{alice.person_id}", bob.person_id, "web", "bob", "host_bonus", {})
        await tx.notices.add(told)
        await tx.people.forget(alice.person_id)
        invitation = await tx.invitations.reward(bob.person_id)
        assert invitation and invitation.inviter == ""
        [notice] = await tx.notices.claim(["web"], 60)
        assert notice.key.startswith("host_bonus:")
        assert alice.person_id not in notice.key
