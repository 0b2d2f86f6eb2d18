"""What a moderator refused stays refused, whatever its owner does; they read why, and whom to ask."""

from functools import partial
from pathlib import Path

import pytest

import storage
from bot.chat import Pressed
from bot.talk.notices import NoticeWords
from bot.texts import Texts, locales
from bot.usecases.moderate import Moderate
from bot.usecases.publish import Publish, RefusedBefore, Wish
from bot.usecases.reasons import Reason
from storage import Missing
from storage.posts import Post, PostState
from tests.bot.room import RoomPerson
from tests.bot.test_publish import Meanwhile
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style
from tests.posts import posts_of_all
from tests.stores import KEY


async def refused(world: World, person: RoomPerson) -> Post:
    """A post by link that a moderator has taken down."""
    texts = Texts(person.locale)
    await person.sends_album(a_photo(), a_style())
    await person.presses("🎨")
    await person.sees("600×450")
    await person.presses(texts("button-share"))
    await person.presses(texts("button-only-by-link"))
    await person.sees(texts("post-by-link"))
    [post] = await posts_of_all(world.store)
    await Moderate(world.store).take_down("Olga", post.post_id, Reason.VIOLENCE)
    return post


async def deleted(person: RoomPerson) -> None:
    texts = Texts(person.locale)
    await person.presses(texts("button-delete-post"))
    await person.sees(texts("post-delete-refused"))
    await person.presses(texts("button-delete-post-sure"))
    await person.sees(texts("post-deleted"))


@pytest.mark.parametrize("locale", locales())
async def test_deleted_it_is_not_published_anew_and_its_owner_reads_why(world: World, locale: str) -> None:
    texts, vera = Texts(locale), world.person("Vera", locale)
    post = await refused(world, vera)
    await vera.presses(texts("button-share"))
    why, ask = texts("post-reason-violence"), texts("post-ask", support="@owner")
    await vera.sees(f"{texts('post-refused', reason=why)}\n{ask}")
    await deleted(vera)
    assert await world.store.blobs.list(f"{post.person_id}/posted/{post.post_id}") == []
    await vera.presses(texts("button-share"))
    await vera.sees(f"{texts('share-refused', reason=why)} {ask}")
    assert await posts_of_all(world.store) == []


async def test_nor_by_a_button_from_before_nor_as_the_same_picture_painted_again(
    world: World, alice: RoomPerson
) -> None:
    post = await refused(world, alice)
    await alice.presses("Share")
    await deleted(alice)
    await alice.presses("Again")
    await alice.presses("🎨")
    await alice.sees("600×450")
    await alice.presses("Share")
    message_id, by_link = alice.button("Only by link")
    await alice.presses("Only by link")
    await alice.sees("A moderator refused this painting: violence")
    old = by_link.data.partition(":")[0] + f":{post.work_id}:" + by_link.data.rpartition(":")[2]
    await alice.does(Pressed(old, message_id))
    await alice.sees("A moderator refused this painting: violence")
    assert await posts_of_all(world.store) == []
    posted = await world.store.blobs.list(f"{post.person_id}/posted")
    assert [key for key in posted if "/style-" not in key] == []
    await alice.sends_album(a_photo("plum"), a_style())
    await alice.presses("🎨")
    await alice.sees("600×450")
    await alice.presses("Share")
    await alice.presses("Only by link")
    await alice.sees("Whoever has the link sees it")  # another painting is another matter


async def test_nor_while_it_is_deleted_elsewhere(
    world: World, alice: RoomPerson, database_url: str, tmp_path: Path
) -> None:
    """The refused one goes while the pictures of a second painting, which is the same, are drawn."""
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨")
    await alice.sees("600×450")
    await alice.presses("Again")
    await alice.presses("🎨")
    await alice.sees("600×450")
    who = (await world.who("Alice")).person_id
    async with world.store.reading() as tx:
        second, first = await tx.works.page(who, 0, 9)
    post = await Publish(world.store)(who, first.work_id, Wish(listed=False))

    async def refused_and_deleted() -> None:
        async with world.store.transaction() as tx:
            await tx.posts.decide(post.post_id, PostState.REFUSED, "adult")
            await tx.posts.delete(post.post_id, who)

    async with storage.open(database_url, str(tmp_path / "blobs"), KEY) as store:
        store.blobs = blobs = Meanwhile(str(tmp_path / "blobs"), KEY)
        blobs.happens = partial(refused_and_deleted)
        with pytest.raises(RefusedBefore, match="adult"):
            await Publish(store)(who, second.work_id, Wish(listed=False))
    assert await posts_of_all(world.store) == []


async def test_what_is_approved_after_all_is_published(world: World, alice: RoomPerson) -> None:
    post = await refused(world, alice)
    await Moderate(world.store).approve("Olga", post.post_id, PostState.REFUSED)
    await alice.presses("Share")
    await alice.sees("Whoever has the link sees it")


async def test_what_is_pardoned_may_be_published_anew(world: World, alice: RoomPerson) -> None:
    post = await refused(world, alice)
    await alice.presses("Share")
    await deleted(alice)
    await Moderate(world.store).pardon("Olga", post.post_id)
    with pytest.raises(Missing):
        await Moderate(world.store).pardon("Boris", post.post_id)
    async with world.store.transaction() as tx:
        told = [one for one in await tx.notices.claim(["room"], 60.0) if one.kind == "post_pardoned"]
        [act, *_] = await tx.audit.newest(1, post.post_id)
    assert (act.who, act.act) == ("Olga", "pardon post")
    [said] = [NoticeWords()(await world.who("Alice"), one) for one in told]
    [[share]] = said.buttons
    await alice.does(Pressed(share.data, "1"))
    await alice.presses("Only by link")
    await alice.sees("Whoever has the link sees it")
