"""What people do on VK, read from events as VK writes them."""

from typing import Any

import pytest

from bot.chat import Command, Event, Pictures, Pressed, Text, Unsupported
from bot.platforms.vk.abilities import locale_of
from bot.platforms.vk.commands import command_words
from bot.platforms.vk.incoming import Reader, lane

ALICE, MAZOK = 1001, 77
Json = dict[str, Any]


async def fetch(url: str, size_bytes: int | None) -> bytes:
    return url.encode()


READER = Reader(MAZOK, fetch, command_words())


def message(text: str = "", **fields: Any) -> Json:
    """Alice writes."""
    said = {"from_id": ALICE, "peer_id": ALICE, "conversation_message_id": 5, "text": text, "attachments": []}
    return {"type": "message_new", "object": {"message": {**said, **fields}, "client_info": {"lang_id": 3}}}


def heard(text: str = "", **fields: Any) -> Event | None:
    incoming = READER.message(message(text, **fields), "vk:1")
    return incoming.event if incoming else None


def photo(*sizes: tuple[str, int, int]) -> Json:
    copies = [
        {"type": kind, "width": width, "height": height, "url": f"https://vk/{kind}"} for kind, width, height in sizes
    ]
    return {"type": "photo", "photo": {"id": 1, "owner_id": ALICE, "sizes": copies}}


def doc(title: str, size: int = 10) -> Json:
    ext = title.rpartition(".")[2]
    return {"type": "doc", "doc": {"id": 1, "title": title, "ext": ext, "size": size, "url": f"https://vk/{title}"}}


SMALL, LARGE, CUT = ("m", 130, 97), ("z", 1280, 960), ("r", 5000, 3000)


def test_words_are_words() -> None:
    incoming = READER.message(message("What is this?"), "vk:1")
    assert incoming is not None
    assert (incoming.event, incoming.person, incoming.address.chat) == (Text("What is this?"), str(ALICE), str(ALICE))
    assert (incoming.locale, incoming.group, incoming.reply_to) == ("en", False, None)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start w_12", Command("start", "w_12")),
        ("/Help", Command("help")),
        ("Начать", Command("start")),
        ("помощь!", Command("help")),
        ("My works", Command("works")),
        ("мои картины", Command("works")),
        ("balance", Command("balance")),
    ],
)
def test_commands_have_a_slash_or_are_said_in_words(text: str, command: Command) -> None:
    assert heard(text) == command


def test_vks_own_start_button_starts() -> None:
    assert heard("Начать", payload='{"command":"start"}', ref="w_12") == Command("start", "w_12")


def test_a_link_to_us_that_is_followed_without_a_word_starts() -> None:
    assert heard("", ref="w_12", ref_source="post") == Command("start", "w_12")


async def test_a_photo_comes_in_the_largest_copy_that_is_not_cut() -> None:
    event = heard("this one", attachments=[photo(SMALL, CUT, LARGE)])
    assert isinstance(event, Pictures)
    assert event.caption == "this one"
    assert await event.uploads[0].fetch() == b"https://vk/z"


async def test_photos_of_one_message_are_an_album_in_their_order() -> None:
    event = heard("", attachments=[photo(SMALL), doc("scan.TIFF", 99), photo(LARGE)])
    assert isinstance(event, Pictures)
    assert [upload.name for upload in event.uploads] == ["photo.jpg", "scan.TIFF", "photo.jpg"]
    assert event.uploads[1].size_bytes == 99
    assert [await upload.fetch() for upload in event.uploads] == [
        b"https://vk/m",
        b"https://vk/scan.TIFF",
        b"https://vk/z",
    ]


def test_a_forwarded_photo_is_a_photo() -> None:
    forwarded = {"from_id": -5, "text": "a sight", "attachments": [], "fwd_messages": [{"attachments": [photo(LARGE)]}]}
    event = heard("", fwd_messages=[forwarded])
    assert isinstance(event, Pictures)
    assert len(event.uploads) == 1


@pytest.mark.parametrize(
    ("attachment", "kind"),
    [
        ({"type": "sticker", "sticker": {}}, "sticker"),
        ({"type": "video", "video": {}}, "video"),
        ({"type": "audio_message", "audio_message": {}}, "audio"),
        (doc("report.pdf"), "document"),
        ({"type": "poll", "poll": {}}, "other"),
    ],
)
def test_what_cannot_be_painted_is_named(attachment: Json, kind: str) -> None:
    event = heard("", attachments=[attachment])
    assert isinstance(event, Unsupported)
    assert event.kind == kind


def test_a_reply_names_the_message_of_ours_that_it_answers() -> None:
    quoted = {"from_id": -MAZOK, "conversation_message_id": 3, "text": "Done!"}
    incoming = READER.message(message("", reply_message=quoted, attachments=[photo(LARGE)]), "vk:1")
    assert incoming is not None
    assert incoming.reply_to == "3"
    incoming = READER.message(message("yes", reply_message={**quoted, "from_id": ALICE}), "vk:1")
    assert incoming is not None
    assert incoming.reply_to is None


def test_a_text_button_is_answered_below_what_the_person_said() -> None:
    assert heard("Paint", payload='{"d":"paint.order:1"}') == Pressed("paint.order:1", "after:5")


def pressed(**fields: Any) -> Json:
    event = {
        "user_id": ALICE,
        "peer_id": ALICE,
        "event_id": "e",
        "payload": {"d": "stop"},
        "conversation_message_id": 9,
    }
    return {"type": "message_event", "object": {**event, **fields}}


def test_a_callback_button_names_its_message() -> None:
    incoming = READER.press(pressed(), "vk:1")
    assert incoming is not None
    assert incoming.event == Pressed("stop", "9")
    assert READER.press(pressed(payload={"x": 1}), "vk:1") is None


def test_nobody_said_that_somebody_joined() -> None:
    assert heard("", action={"type": "chat_invite_user"}) is None


def of_kind(kind: str, **thing: Any) -> Json:
    return {"type": kind, "object": thing}


@pytest.mark.parametrize(
    ("event", "person"),
    [
        (message("Hello"), str(ALICE)),
        (pressed(), str(ALICE)),
        (of_kind("message_allow", user_id=ALICE, key=""), str(ALICE)),
        (of_kind("message_deny", user_id=ALICE), str(ALICE)),
        (message("Hello", peer_id=2_000_000_001), None),
        (message("Hello", from_id=-MAZOK), None),
        (pressed(peer_id=2_000_000_001), None),
        (of_kind("group_join", user_id=ALICE, join_type="join"), None),
    ],
)
def test_only_what_one_person_does_is_written_down(event: Json, person: str | None) -> None:
    assert lane(event) == person


@pytest.mark.parametrize(("lang_id", "locale"), [(0, "ru"), (1, "ru"), (3, "en"), (6, "en")])
def test_the_app_tells_the_language(lang_id: int, locale: str) -> None:
    assert locale_of({"lang_id": lang_id}) == locale


def test_who_tells_no_language_is_spoken_to_in_russian() -> None:
    assert locale_of({}) == "ru"
