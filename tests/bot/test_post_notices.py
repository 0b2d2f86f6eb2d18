"""What the owner of a post is told when a moderator has decided."""

import pytest

from bot.talk.notices import NoticeWords
from bot.texts import Texts, locales
from storage import Store
from storage.notices import Notice
from storage.people import Person
from storage.posts import Post
from tests.posts import shown_post


async def person(store: Store, locale: str) -> Person:
    async with store.transaction() as tx:
        return await tx.people.arrive("room", "Vera", locale)


def notice(kind: str, post: Post, reason: str | None) -> Notice:
    said = {"post_id": post.post_id, "title": post.title, "reason": reason}
    return Notice(f"post:{post.post_id}:{kind}:1", post.person_id, "room", "Vera", kind, said, 1)


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("kind", ["post_refused", "post_taken_down"])
async def test_the_reason_is_said_in_words(store: Store, locale: str, kind: str) -> None:
    vera = await person(store, locale)
    post = await shown_post(store, vera.person_id, title="Кот")
    said, texts = NoticeWords()(vera, notice(kind, post, "violence")), Texts(locale)
    assert "Кот" in said.text
    assert texts("post-reason-violence") in said.text
    assert [button.data for row in said.buttons for button in row] == [f"posts.open_:{post.post_id}"]
    own = NoticeWords()(vera, notice(kind, post, "it shows a brand"))
    assert "it shows a brand" in own.text
    assert texts("post-reason-other") in NoticeWords()(vera, notice(kind, post, None)).text


@pytest.mark.parametrize("locale", locales())
async def test_what_is_shown_needs_no_reason(store: Store, locale: str) -> None:
    vera = await person(store, locale)
    post = await shown_post(store, vera.person_id, title="")
    said, texts = NoticeWords()(vera, notice("post_shown", post, None)), Texts(locale)
    assert said.text == texts("notice-post-shown", what=texts("notice-post-untitled"), reason="")
