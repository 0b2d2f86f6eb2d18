"""Posts on the admin pages: what is seen of them, what is decided, and that nobody decides twice or unseen."""

import asyncio
from dataclasses import replace

import pytest

from bot.talk.notices import NoticeWords
from storage import Missing
from storage.moderation import Moderation
from storage.people import Person
from storage.posts import HOUSE, Post, PostState
from storage.shared_styles import NewSharedStyle
from storage.till_tables import notices
from tests.admin.office import Browser, Office
from tests.platforms.contract import a_photo
from tests.posts import a_post


async def posted(office: Office, person: Person | None, **changes: object) -> Post:
    """Published, with pictures; of the house where nobody is named."""
    new = a_post(person.person_id if person else HOUSE, **changes)
    for key in (new.photo_key, new.style_key, new.picture_key):
        if key:
            await office.store.blobs.put(key, a_photo())
    async with office.store.transaction() as tx:
        return await tx.posts.add(new)


async def stands(office: Office, post: Post) -> Post:
    async with office.store.reading() as tx:
        return await tx.posts.get(post.post_id)


async def notes(office: Office) -> list[tuple[str, str | None, bool]]:
    """What is to be told: which kind, why, and whether that is over."""
    async with office.store.reading() as tx:
        rows = await tx.connection.execute(notices.select().order_by(notices.c.seq))
        return [(row.kind, row.said["reason"], row.sent_at is not None) for row in rows]


async def decides(olga: Browser, action: str, post: Post, **fields: str) -> str:
    """Press a button of this post, see where it leads."""
    await olga.opens(f"/admin/feed?post={post.post_id}")
    return await olga.presses(f"/admin/{action}", **fields)


async def test_what_waits_is_seen_with_its_pictures_and_approved(office: Office) -> None:
    alice = await office.person()
    post = await posted(office, alice, title="Cat & <dog>")
    async with office.olga() as olga:
        await olga.opens("/admin/")
        assert "1 post waits for you" in olga.words
        await olga.opens("/admin/feed")
        assert "Cat & <dog>" in olga.words
        assert alice.person_id[:8] in olga.words
        for what in ("picture", "photo", "style"):
            where = f"{olga.visitor.url}/admin/picture/{post.post_id}/{what}"
            async with olga.visitor.http.get(where) as answer:
                assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
                assert await answer.read() == a_photo()
        await olga.opens("/metrics")
        assert "mazok_posts_waiting 1.0" in olga.seen
        await olga.opens("/admin/feed")
        where = await olga.presses("/admin/approve")
        assert where == f"/admin/feed?state=waiting&offset=0&said=approve&undo={post.post_id}"
        assert "Shown." in olga.words
    assert (await stands(office, post)).state is PostState.SHOWN
    assert await notes(office) == [("post_shown", None, False)]
    [act] = [act for act in await office.acts() if act.act == "approve post"]
    assert (act.who, act.subject, act.detail["person"]) == ("Olga", post.post_id, alice.person_id)


async def test_strangers_see_neither_posts_nor_their_pictures(office: Office) -> None:
    post = await posted(office, await office.person())
    async with office.browser() as stranger:
        for path in ("feed", "bans", "statistics", "statistics.csv", "maintenance", f"picture/{post.post_id}/picture"):
            assert await stranger.opens(f"/admin/{path}") == 401
        for act in ("approve", "refuse", "undo", "pardon", "ban", "lift", "begin", "end"):
            assert (await stranger.posts(f"/admin/{act}", {"post": post.post_id}))[0] == 401
    assert (await stands(office, post)).state is PostState.WAITING


async def test_a_forged_form_decides_nothing(office: Office) -> None:
    alice = await office.person()
    post = await posted(office, alice)
    form = {"post": post.post_id, "reason": "spam", "person": alice.person_id, "scope": "all", "why": "x"}
    async with office.olga() as olga:
        for act in ("approve", "refuse", "undo", "pardon", "ban", "lift", "begin", "end"):
            assert (await olga.posts(f"/admin/{act}", {**form, "token": "guessed"}))[0] == 403
    assert (await stands(office, post)).state is PostState.WAITING
    assert {act.act for act in await office.acts()} == {"link", "sign in"}


async def test_only_the_moderators_page_has_a_script(office: Office) -> None:
    async with office.olga() as olga:
        for path, scripted in (("feed", True), ("bans", False), ("statistics", False), ("maintenance", False)):
            async with olga.visitor.http.get(f"{olga.visitor.url}/admin/{path}") as answer:
                assert ("script-src 'self'" in answer.headers["Content-Security-Policy"]) is scripted
                assert ("<script" in await answer.text()) is scripted


async def test_pictures_that_a_post_does_not_have_are_not_there(office: Office) -> None:
    post = await posted(office, await office.person(), photo_key=None)
    async with office.olga() as olga:
        for what in ("photo", "card_key", "video", "person_id"):
            assert await olga.opens(f"/admin/picture/{post.post_id}/{what}") == 404
        assert await olga.opens("/admin/picture/nothing/picture") == 404


@pytest.mark.parametrize("reason", ["adult", "violence", "person", "copyright", "spam", "other"])
async def test_a_refusal_says_why(office: Office, reason: str) -> None:
    post = await posted(office, await office.person())
    async with office.olga() as olga:
        assert "said=refuse" in await decides(olga, "refuse", post, reason=reason)
    refused = await stands(office, post)
    assert (refused.state, refused.reason) == (PostState.REFUSED, reason)
    assert await notes(office) == [("post_refused", reason, False)]


async def test_a_reason_that_somebody_made_up_refuses_nothing(office: Office) -> None:
    post = await posted(office, await office.person())
    async with office.olga() as olga:
        await olga.opens("/admin/feed")
        form = {**olga.form("/admin/refuse"), "reason": "ugly"}
        assert (await olga.posts("/admin/refuse", form))[0] == 409
    assert (await stands(office, post)).state is PostState.WAITING


async def test_of_two_moderators_at_once_the_second_hears_that_it_is_decided(office: Office) -> None:
    post = await posted(office, await office.person())
    async with office.olga() as olga, office.olga() as boris:
        for one in (olga, boris):
            await one.opens("/admin/feed")
        answers = await asyncio.gather(
            olga.posts("/admin/approve", olga.form("/admin/approve")),
            boris.posts("/admin/refuse", {**boris.form("/admin/refuse"), "reason": "spam"}),
        )
        late = [where for _, where in answers if "said=late" in where]
        assert len(late) == 1
        await olga.opens(late[0])
        assert "decided already" in olga.words
    assert len(await notes(office)) == 1
    assert len([act for act in await office.acts() if act.subject == post.post_id]) == 1


async def test_a_slip_is_undone_and_its_owner_never_hears_of_it(office: Office) -> None:
    post = await posted(office, await office.person())
    async with office.olga() as olga:
        await decides(olga, "approve", post)
        where = await olga.presses("/admin/undo")
        assert where.endswith(f"said=undo#p-{post.post_id}")
        assert await stands(office, post) == post
        assert await notes(office) == [("post_shown", None, True)]
        await decides(olga, "refuse", post, reason="spam")
        form = olga.form("/admin/undo")
        await olga.presses("/admin/undo")
        assert "said=late" in (await olga.posts("/admin/undo", form))[1]  # once is enough
    assert await stands(office, post) == post
    acts = [act.act for act in await office.acts() if act.subject == post.post_id]
    assert acts == ["approve post", "undo", "refuse post", "undo"]


async def test_what_is_shown_is_taken_down_and_can_be_shown_again(office: Office) -> None:
    post = await posted(office, await office.person())
    async with office.olga() as olga:
        await decides(olga, "approve", post)
        assert "said=take-down" in await decides(olga, "refuse", post, reason="person")
        assert (await stands(office, post)).state is PostState.REFUSED
        assert "said=approve" in await decides(olga, "approve", post)
    assert (await stands(office, post)).state is PostState.SHOWN
    assert [kind for kind, _, _ in await notes(office)] == ["post_shown", "post_taken_down", "post_shown"]


async def test_what_was_reported_comes_first_with_the_reasons(office: Office) -> None:
    alice, bob = await office.person("Alice"), await office.person("Bob")
    first, second = await posted(office, alice, title="Older"), await posted(office, alice, title="Reported")
    refused = await posted(office, alice, title="Bad")
    async with office.store.transaction() as tx:
        await tx.marks.report(second.post_id, bob.person_id, "copyright")
        await tx.posts.decide(refused.post_id, PostState.REFUSED, "spam")
        cases = await Moderation(tx.connection).cases(PostState.WAITING, 0, 10)
    assert [(case.post.post_id, case.refused, len(case.reports)) for case in cases] == [
        (second.post_id, 1, 1),
        (first.post_id, 1, 0),
    ]
    async with office.olga() as olga:
        await olga.opens("/admin/feed")
        assert olga.words.index("Reported") < olga.words.index("Older")
        assert "1 report" in olga.words
        assert "1 post of theirs was refused" in olga.words
        await decides(olga, "approve", second)
        await olga.opens(f"/admin/feed?post={second.post_id}")
        assert "1 report" not in olga.words  # that was decided


async def test_examples_of_the_house_are_nobodys(office: Office) -> None:
    post = await posted(office, None)
    async with office.olga() as olga:
        await olga.opens("/admin/feed")
        assert "the house" in olga.words
        assert 'action="/admin/ban"' not in olga.seen
        await decides(olga, "refuse", post, reason="other")
    assert await notes(office) == []


async def test_a_refused_style_goes_unless_another_post_shows_it(office: Office) -> None:
    alice = await office.person()
    keys = {kind: f"{alice.person_id}/{kind}/style-abc" for kind in ("posted", "tile")}
    for key in keys.values():
        await office.store.blobs.put(key, a_photo())
    shared = NewSharedStyle("abc", alice.person_id, keys["posted"], keys["tile"])
    async with office.store.transaction() as tx:
        await tx.shared_styles.share(shared)
    one, another = [await posted(office, alice, style_ref="abc") for _ in range(2)]
    async with office.olga() as olga:
        await decides(olga, "approve", another)
        await decides(olga, "refuse", one, reason="copyright")
        assert all([await office.store.blobs.exists(key) for key in keys.values()])
        await decides(olga, "refuse", another, reason="adult")
        assert not any([await office.store.blobs.exists(key) for key in keys.values()])
    async with office.store.reading() as tx:
        with pytest.raises(Missing):
            await tx.shared_styles.get("abc")


async def test_each_decision_has_words_for_its_owner(office: Office) -> None:
    alice = await office.person()
    post = await posted(office, alice, title="Cat")
    async with office.olga() as olga:
        await decides(olga, "refuse", post, reason="spam")
    async with office.store.transaction() as tx:
        assert await tx.notices.claim(["room"], 60.0) == []  # not yet: it could be undone
        await tx.connection.execute(notices.update().values(leased_until=None))
        [told] = await tx.notices.claim(["room"], 60.0)
    for locale, words in (("en", "was not accepted for the feed: advertising"), ("ru", "в ленту не принята: реклама")):
        message = NoticeWords()(replace(alice, locale=locale), told)
        assert words in message.text
        assert "Cat" in message.text


async def test_a_title_that_nobody_has_read_is_not_approved(office: Office) -> None:
    alice = await office.person()
    post = await posted(office, alice, title="Cat")
    async with office.olga() as olga:
        await olga.opens("/admin/feed")
        async with office.store.transaction() as tx:
            await tx.posts.entitle(post.post_id, alice.person_id, "Cheap pills", "cheap pills")
        assert "said=renamed" in await olga.presses("/admin/approve")
        assert "it is called otherwise by now" in olga.words
        assert (await stands(office, post)).state is PostState.WAITING
        assert "said=approve" in await olga.presses("/admin/approve")
    assert (await stands(office, post)).in_feed


async def test_what_is_seen_by_link_while_it_waits_says_so(office: Office) -> None:
    alice = await office.person()
    post = await posted(office, alice, state=PostState.SHOWN, listed=False)
    async with office.store.transaction() as tx:
        await tx.posts.show(post.post_id, alice.person_id, listed=True)
    async with office.olga() as olga:
        await olga.opens("/admin/feed")
        assert "seen by link meanwhile" in olga.words


async def test_what_was_refused_and_deleted_is_pardoned_on_its_owners_page(office: Office) -> None:
    alice = await office.person()
    post = await posted(office, alice)
    page = f"/admin/person?id={alice.person_id}"
    async with office.olga() as olga:
        await decides(olga, "refuse", post, reason="violence")
        await olga.opens(page)
        assert "Refused, and deleted since" not in olga.words
        async with office.store.transaction() as tx:
            await tx.posts.delete(post.post_id, alice.person_id)
        await olga.opens("/admin/feed?state=refused")
        assert "Nothing here" in olga.words
        await olga.opens(page)
        assert f"{post.post_id} ·" in olga.words
        form = olga.form("/admin/pardon")
        assert await olga.presses("/admin/pardon") == f"{page}&said=pardon"
        assert "Refused, and deleted since" not in olga.words
        assert (await olga.posts("/admin/pardon", form))[1] == f"{page}&said=late"
    async with office.store.reading() as tx:
        assert await tx.refusals.of(alice.person_id, post.work_id or "") is None
    assert ("pardon post", post.post_id) in [(act.act, act.subject) for act in await office.acts()]
