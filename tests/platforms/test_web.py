"""The web chat over real HTTP: what is said, answered, kept and shown."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.chat import Address, Button, Canvas, Command, Drawn, Message, Pictures, Pressed, Tile
from bot.usecases.bring import shown
from storage import Busy, Store
from storage.shared_styles import NewSharedStyle
from storage.workers import WorkerRow
from tests.drawings import DOODLE
from tests.platforms.contract import a_film
from tests.platforms.web_site import Site, Visitor, attached, photo, site, visitor


@pytest.fixture
async def alice(web: Site) -> AsyncIterator[Visitor]:
    async with visitor(web.url) as somebody:
        await somebody.visit()
        yield somebody


@pytest.fixture
async def bob(web: Site) -> AsyncIterator[Visitor]:
    async with visitor(web.url) as somebody:
        await somebody.visit()
        yield somebody


def address(web: Site) -> Address:
    return web.parrot.heard[-1].address


async def test_words_are_answered_and_still_there_after_a_reload(alice: Visitor) -> None:
    assert (await alice.say(text="hello"))[0] == 200
    assert await alice.texts() == ["hello", "HELLO"]


async def test_a_command_is_carried_out_and_not_shown(alice: Visitor, web: Site) -> None:
    await alice.say(command="style", argument="mosaic")
    await alice.say(text="/start now")
    events = [incoming.event for incoming in web.parrot.heard]
    assert events == [Command("style", "mosaic"), Command("start", "now")]
    assert await alice.texts() == ["/style mosaic", "/start now", "/start now"]


async def test_a_drawing_answers_the_line_of_its_canvas(alice: Visitor, web: Site, store: Store) -> None:
    await alice.say(text="hello")
    canvas = Canvas("Mark", "region", attached(store, "p/view/1"), attached(store, "p/mask/1", "mask.png"))
    chat = web.app.platforms["web"].chat(address(web))
    line = await chat.send(Message("which part?", canvas=canvas), key="job")
    shown = (await alice.lines())[-1]["body"]["canvas"]
    assert (shown["title"], shown["photo"]["key"], shown["mask"]["key"]) == ("Mark", "p/view/1", "p/mask/1")
    status, _ = await alice.draws(b"white", data=shown["data"], line=line)
    assert status == 200
    event = web.parrot.heard[-1].event
    assert isinstance(event, Drawn)
    assert (event.data, event.message_id, web.parrot.drawings) == ("region", line, [b"white"])
    assert await alice.texts() == ["hello", "HELLO", "drawn region"]  # the drawing is no line of its own


async def test_a_film_is_had_in_parts_as_some_browsers_want_it(alice: Visitor, web: Site, store: Store) -> None:
    await alice.say(text="hello")
    async with store.reading() as tx:
        person = await tx.people.by_identity("web", address(web).chat)
    assert person
    key, film = f"{person.person_id}/film/1", a_film()
    await store.blobs.put(key, film)
    chat = web.app.platforms["web"].chat(address(web))
    await chat.video(replace(attached(store, key, "film.mp4"), media_type="video/mp4"), "how", key="job")
    shown = (await alice.lines())[-1]["body"]
    assert (shown["text"], shown["video"]) == ("how", {"key": key, "name": "film.mp4", "type": "video/mp4"})
    status, data, headers = await alice.get(f"/picture/{key}")
    assert (status, data, headers["Content-Type"], headers["Accept-Ranges"]) == (200, film, "video/mp4", "bytes")
    status, data, headers = await alice.get(f"/picture/{key}", Range="bytes=0-1")
    assert (status, data, headers["Content-Range"]) == (206, film[:2], f"bytes 0-1/{len(film)}")
    status, data, _ = await alice.get(f"/picture/{key}", Range="bytes=-5")
    assert (status, data) == (206, film[-5:])
    status, _, headers = await alice.get(f"/picture/{key}", Range=f"bytes={len(film)}-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(film)}")


async def test_a_drawing_without_a_line_is_not_understood(alice: Visitor, web: Site) -> None:
    assert (await alice.draws(b"white", data="x" * 65, line="1"))[0] == 400
    assert web.parrot.heard == []


async def test_a_pressed_button_changes_its_message_in_place(alice: Visitor, web: Site) -> None:
    await alice.say(text="hello")
    answer = (await alice.lines())[-1]
    await alice.say(press={"data": "ink", "line": answer["id"]})
    assert web.parrot.heard[-1].event == Pressed("ink", answer["id"])
    assert await alice.texts() == ["hello", "pressed ink"]


async def test_an_album_arrives_in_order_and_is_shown_small(alice: Visitor, web: Site) -> None:
    first, second = photo(900, 600, "navy"), photo(640, 640, "gold")
    await alice.send(first, second)
    event = web.parrot.heard[-1].event
    assert isinstance(event, Pictures)
    assert await alice.texts() == ["", f"pictures: [{len(first)}, {len(second)}]"]
    shown = (await alice.lines())[0]["body"]["pictures"]
    status, picture, headers = await alice.get(f"/picture/{shown[0]['key']}")
    assert (status, headers["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in headers["Cache-Control"]
    assert len(picture) < len(first) * 2


async def test_what_is_no_picture_goes_to_the_conversation_all_the_same(alice: Visitor, web: Site) -> None:
    await alice.send(b"PK\x03\x04 a zip that is named .jpg")
    assert isinstance(web.parrot.heard[-1].event, Pictures)
    assert (await alice.lines())[0]["body"]["pictures"] == [{"name": "photo.jpg"}]


async def test_the_same_thing_sent_twice_acts_once(alice: Visitor, web: Site) -> None:
    update = str(uuid.uuid4())
    await asyncio.gather(*[alice.say(text="hello", update=update) for _ in range(3)])
    assert len(web.parrot.heard) == 1
    assert await alice.texts() == ["hello", "HELLO"]


async def test_what_failed_can_be_sent_again(alice: Visitor, web: Site) -> None:
    update = str(uuid.uuid4())
    web.parrot.faults.append(Busy("locked"))
    status, answer = await alice.say(text="hello", update=update)
    assert status == 503
    assert "try again" in answer["error"]
    assert (await alice.say(text="hello", update=update))[0] == 200
    assert await alice.texts() == ["hello", "HELLO"]


async def test_a_defect_is_apologized_for_once(alice: Visitor, web: Site) -> None:
    web.parrot.faults.append(ZeroDivisionError())
    assert (await alice.say(text="hello"))[0] == 200
    assert await alice.texts() == ["hello", "sorry"]


async def test_things_said_at_once_are_answered_one_by_one(alice: Visitor) -> None:
    await asyncio.gather(*[alice.say(text=f"n{number}") for number in range(8)])
    texts = await alice.texts()
    assert [text.lower() for text in texts[::2]] == [text.lower() for text in texts[1::2]]
    assert len(texts) == 16


async def test_a_message_is_sent_once_by_its_key_even_after_an_edit(alice: Visitor, web: Site) -> None:
    await alice.say(text="hello")
    chat = web.app.platforms[address(web).platform].chat(address(web))
    message_id = await chat.send(Message("painting"), key="job:1")
    await chat.edit(message_id, Message("done"))
    assert await chat.send(Message("painting"), key="job:1") == message_id
    assert (await alice.texts())[-1] == "done"


async def test_every_part_of_a_message_reaches_the_page(alice: Visitor, web: Site, store: Store) -> None:
    await alice.say(text="hello")
    chat = web.app.platforms[address(web).platform].chat(address(web))
    after, before = attached(store, "p/picture/1"), attached(store, "p/view/1")
    tiles = (Tile("Mosaic", attached(store, "house:mosaic:example"), "style:mosaic"),)
    await chat.send(Message("Done", ((Button("Again", "again", "primary"),),), after, before, 0.5, tiles), key="1")
    await chat.file(attached(store, "p/picture/1", "mazok.png"), "The original", key="2")
    message, file = [line["body"] for line in (await alice.lines())[-2:]]
    assert message == {
        "text": "Done",
        "buttons": [[{"text": "Again", "data": "again", "style": "primary"}]],
        "picture": {"key": "p/picture/1", "name": "mazok.png", "type": "image/png"},
        "before": {"key": "p/view/1", "name": "mazok.png", "type": "image/png"},
        "fraction": 0.5,
        "gallery": [{"title": "Mosaic", "picture": "house:mosaic:example", "data": "style:mosaic"}],
    }
    assert file["file"]["name"] == "mazok.png"


async def test_a_change_reaches_an_open_page_at_once(alice: Visitor, web: Site) -> None:
    await alice.say(text="hello")
    chat = web.app.platforms[address(web).platform].chat(address(web))
    seen = (await alice.visit())["seen"]
    async with alice.live(seen) as events:
        reading = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        message_id = await chat.send(Message("painting", fraction=0.1), key="job")
        async with asyncio.timeout(0.9):  # before the look that every page takes each second
            assert (await reading)["body"] == {"text": "painting", "fraction": 0.1}
            await chat.edit(message_id, Message("painting", fraction=0.2))
            assert (await anext(events))["body"]["fraction"] == 0.2


async def test_what_another_process_wrote_is_seen_too(alice: Visitor, web: Site, store: Store) -> None:
    await alice.say(text="hello")
    async with alice.live((await alice.visit())["seen"]) as events:
        async with store.transaction() as tx:
            await tx.transcripts.put(address(web).chat, "other", "mazok", {"text": "from elsewhere"})
        async with asyncio.timeout(5):
            assert (await anext(events))["body"]["text"] == "from elsewhere"


async def test_a_page_that_lost_its_connection_reads_on_where_it_stopped(alice: Visitor) -> None:
    await alice.say(text="one")
    first = (await alice.lines())[0]
    async with alice.live(0, **{"Last-Event-ID": str(first["edited"])}) as events:
        assert (await anext(events))["body"]["text"] == "ONE"


async def test_a_page_that_is_older_than_the_worker_gets_its_pencil(alice: Visitor, store: Store) -> None:
    start = await alice.visit(**{"Accept-Language": "ru"})
    assert start["pad"] is None
    async with alice.live(start["seen"], ask="&without_pencil") as events, asyncio.timeout(5):
        async with store.transaction() as tx:
            await tx.workers.beat(WorkerRow("painter", "by hand", 1, [DOODLE.to_json()], quick_slots=1))
        assert await anext(events) == (await alice.visit())["pad"]
        await alice.say(text="hello")
        assert (await anext(events))["body"]["text"] == "hello"  # and no second pencil


async def test_a_shared_style_is_seen_by_others_while_it_is_shared(bob: Visitor, store: Store) -> None:
    await bob.say(text="hello")
    async with store.transaction() as tx:
        alice = (await tx.people.arrive("web", "Alice", "en")).person_id
        new = NewSharedStyle("waves", alice, f"{alice}/posted/style-waves", f"{alice}/tile/style-waves")
        style = await tx.shared_styles.share(new)
    for key in (style.picture_key, style.thumbnail_key):
        await store.blobs.put(key, photo())
    for small in (False, True):
        status, picture, headers = await bob.get(f"/picture/{shown(store, style, small=small).key}")
        assert (status, picture) == (200, photo())
        assert "immutable" not in headers["Cache-Control"]
    assert (await bob.get(f"/picture/{style.picture_key}"))[0] == 404
    async with store.transaction() as tx:
        await tx.shared_styles.stop("waves", alice)
    assert (await bob.get("/picture/style:waves"))[0] == 404


async def test_nobody_hears_or_sees_another_persons_chat(alice: Visitor, bob: Visitor) -> None:
    await alice.send(photo())
    key = (await alice.lines())[0]["body"]["pictures"][0]["key"]
    assert (await alice.get(f"/picture/{key}"))[0] == 200
    assert (await bob.get(f"/picture/{key}"))[0] == 404
    await bob.say(text="me too")
    assert (await bob.get(f"/picture/{key}"))[0] == 404
    assert await bob.texts() == ["me too", "ME TOO"]
    async with bob.live() as events:
        assert {(await anext(events))["body"]["text"] for _ in range(2)} == {"me too", "ME TOO"}


@pytest.mark.parametrize("key", ["../../key", "%2e%2e/key", "house:nothing", "house:..:example", "a//b", "a b"])
async def test_a_key_that_is_none_is_not_found(alice: Visitor, key: str) -> None:
    await alice.say(text="hello")
    assert (await alice.get(f"/picture/{key}"))[0] == 404


async def test_a_download_has_the_name_and_nothing_of_a_header(alice: Visitor) -> None:
    await alice.send(photo())
    key = (await alice.lines())[0]["body"]["pictures"][0]["key"]
    _, _, headers = await alice.get(f"/picture/{key}?save=my%20%22work%0d%0a.png")
    assert headers["Content-Disposition"] == 'attachment; filename="my work.png"'


async def test_the_page_speaks_what_the_browser_asks_for(web: Site) -> None:
    async with visitor(web.url) as somebody:
        await somebody.visit(**{"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"})
        assert '<html lang="ru">' in somebody.page
        await somebody.visit(**{"Accept-Language": "en"})
        assert '<html lang="ru">' in somebody.page  # as it did last time
    async with visitor(web.url) as somebody:
        await somebody.visit(**{"Accept-Language": "xx, en;q=0.1, ru;q=0.05"})
        assert '<html lang="en">' in somebody.page


async def test_a_person_who_changes_the_language_gets_another_page(alice: Visitor) -> None:
    assert (await alice.say(text="hello"))[1] == {"reload": False}
    assert (await alice.say(press={"data": "language", "line": "x"}))[1] == {"reload": True}
    await alice.visit()
    assert '<html lang="ru">' in alice.page


async def test_a_person_who_is_forgotten_gets_an_empty_page(alice: Visitor) -> None:
    await alice.say(text="hello")
    assert (await alice.say(press={"data": "forget", "line": "x"}))[1] == {"reload": True}
    assert await alice.lines() == []


async def test_other_pages_of_a_person_who_is_forgotten_are_told(alice: Visitor) -> None:
    await alice.say(text="hello")
    seen = (await alice.visit())["seen"]
    stream = await alice.http.get(f"{alice.url}/live", params={"after": seen})
    await alice.say(press={"data": "forget", "line": "x"})
    async with asyncio.timeout(5):
        assert b"event: reset" in await stream.read()


async def test_a_chat_survives_another_server(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as first, visitor(first.url) as alice:
        await alice.visit()
        await alice.say(text="hello")
        async with site(store, tmp_path) as second:
            alice.url = second.url
            assert await alice.texts() == ["hello", "HELLO"]
            assert (await alice.say(text="again"))[0] == 200


def body(**what: Any) -> dict[str, Any]:
    return what


@pytest.mark.parametrize(
    "what", [body(text="x" * 5000), body(update="no uuid"), body(more=1), body(command="a b"), body(press={"data": 1})]
)
async def test_what_our_page_never_sends_is_refused(alice: Visitor, what: dict[str, Any], web: Site) -> None:
    assert (await alice.say(**what))[0] == 400
    assert web.parrot.heard == []
