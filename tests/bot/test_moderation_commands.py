"""`mazok admin feed`, `ban`, `unban` and `maintenance`, run as the owner runs them, on a real database."""

from pathlib import Path

import pytest

from storage.bans import BanScope
from storage.people import Person
from storage.posts import Post, PostState
from tests.bot.test_admin import Owner
from tests.faults.studio import Studio
from tests.posts import a_post


@pytest.fixture
def owner(tmp_path: Path, database_url: str) -> Owner:
    return Owner(tmp_path, database_url)


def a_person(owner: Owner, name: str = "alice") -> Person:
    return owner.meanwhile(lambda studio: studio.person(name))


def test_a_post_is_judged_without_a_browser(owner: Owner) -> None:
    alice = a_person(owner)

    async def publish(studio: Studio) -> Post:
        async with studio.store.transaction() as tx:
            return await tx.posts.add(a_post(alice.person_id, title="A cat in oil"))

    async def state(studio: Studio) -> PostState:
        async with studio.store.reading() as tx:
            return (await tx.posts.get(post.post_id)).state

    post = owner.meanwhile(publish)
    assert "A cat in oil" in owner.types("feed", "list").output
    assert owner.types("feed", "approve", post.post_id).exit_code == 0
    again = owner.types("feed", "refuse", post.post_id, "--reason", "spam")
    assert (again.exit_code, "decided already" in again.output) == (1, True)
    assert owner.types("feed", "take-down", post.post_id, "--reason", "adult").exit_code == 0
    assert owner.meanwhile(state) is PostState.REFUSED
    assert "A cat in oil" in owner.types("feed", "list", "--state", "refused").output
    assert owner.types("feed", "undo", post.post_id).exit_code == 0
    assert owner.meanwhile(state) is PostState.SHOWN
    assert owner.types("feed", "refuse", post.post_id).exit_code == 2  # nobody refuses without a reason
    log = owner.types("audit", "--subject", post.post_id).output
    assert all(act in log for act in ("approve post", "take post down", "undo"))


def test_a_list_in_a_pipe_shows_ids_and_titles_as_they_are(owner: Owner) -> None:
    """Nothing is cut at 80 columns, and brackets that somebody wrote are no markup."""
    alice, title = a_person(owner), "[/b] :heart: a very long afternoon by the river"

    async def publish(studio: Studio) -> Post:
        async with studio.store.transaction() as tx:
            return await tx.posts.add(a_post(alice.person_id, title=title))

    post = owner.meanwhile(publish)
    _, line = owner.types("feed", "list").output.splitlines()
    assert all(whole in line for whole in (post.post_id, alice.person_id, title))


def test_what_was_refused_and_deleted_is_pardoned_without_a_browser(owner: Owner) -> None:
    alice = a_person(owner)

    async def refused_and_deleted(studio: Studio) -> Post:
        async with studio.store.transaction() as tx:
            post = await tx.posts.add(a_post(alice.person_id))
            await tx.posts.decide(post.post_id, PostState.REFUSED, "violence")
            await tx.posts.delete(post.post_id, alice.person_id)
            return post

    post = owner.meanwhile(refused_and_deleted)
    listed = owner.types("feed", "refused", "web:alice").output
    assert all(word in listed for word in (post.post_id, "violence"))
    assert owner.types("feed", "pardon", post.post_id).exit_code == 0
    assert post.post_id not in owner.types("feed", "refused", "web:alice").output
    assert owner.types("feed", "pardon", post.post_id).exit_code == 1


def test_a_ban_outlives_what_is_kept_of_a_person(owner: Owner) -> None:
    alice = a_person(owner)
    assert owner.types("ban", "web:alice", "--scope", "all").exit_code == 2  # a reason is asked for
    assert owner.types("ban", "web:alice", "--scope", "all", "--reason", "threats").exit_code == 0

    async def scope(studio: Studio) -> BanScope | None:
        async with studio.store.reading() as tx:
            return await tx.bans.of(alice.person_id)

    async def forgotten(studio: Studio) -> None:
        async with studio.store.transaction() as tx:
            await tx.people.forget(alice.person_id)

    assert owner.meanwhile(scope) is BanScope.ALL
    owner.meanwhile(forgotten)
    assert owner.types("unban", alice.person_id).exit_code == 1  # nobody is called so any more
    assert owner.types("unban", "web:alice").exit_code == 0
    assert "not banned" in owner.types("unban", "web:alice").output


def test_maintenance_is_switched_on_and_off(owner: Owner) -> None:
    assert "maintenance is off" in owner.types("maintenance", "status").output
    begun = owner.types("maintenance", "on", "--text-ru", "Меняем диски", "--until", "18:00")
    assert "15:00 UTC" in begun.output
    said = owner.types("maintenance", "status").output
    assert "ru: Меняем диски" in said
    assert "15:00 UTC" in said
    over = owner.types("maintenance", "on", "--until", "2020-01-01T10:00")
    assert (over.exit_code, "that is over" in over.output) == (2, True)
    assert owner.types("maintenance", "off").exit_code == 0
    assert owner.types("maintenance", "off").exit_code == 1
    log = owner.types("audit").output
    assert log.index("maintenance off") < log.index("maintenance on")
