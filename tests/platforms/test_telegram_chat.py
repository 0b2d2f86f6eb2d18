"""What we say on Telegram: within its limits, without needless calls, never twice."""

import re
from dataclasses import replace

import pytest

from bot.chat import Button, Message, Refused, Tile, TryLater
from bot.platforms.telegram.limits import Limits
from bot.words import cut, split, units, with_bar
from storage import Store
from tests.platforms.contract import a_film
from tests.platforms.echo import attachment, average, picture
from tests.platforms.telegram_bot import Bot, running
from tests.simulators.telegram.faults import silence
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer

WORK = attachment(picture("red", (600, 450)))
OTHER = attachment(picture("blue", (600, 450)))


async def test_a_text_becomes_a_picture_in_its_place(alice: Person, bot: Bot) -> None:
    chat = bot.chat(alice)
    first = await chat.send(Message("Painting"), key="1")
    assert await chat.edit(first, Message("Done", picture=WORK)) == first
    seen = await alice.sees("Done")
    assert seen.picture is not None
    assert average(seen.picture) == (254, 0, 0)


async def test_a_picture_becomes_a_text_as_a_new_message(alice: Person, bot: Bot) -> None:
    chat = bot.chat(alice)
    first = await chat.send(Message("Painting", picture=WORK), key="1")
    second = await chat.edit(first, Message("Failed"))
    assert second != first
    assert [seen.text for seen in alice.screen()] == ["Failed"]


async def test_the_same_after_a_restart(alice: Person, bot: Bot, server: TelegramServer) -> None:
    """A process that has forgotten what a message shows finds out."""
    chat = bot.chat(alice)
    first = await chat.send(Message("Painting", picture=WORK), key="1")
    bot.platform._service._memory.looks._values.clear()
    bot.platform._service._memory.pictures._values.clear()
    await chat.edit(first, Message("Failed"))
    assert [seen.text for seen in alice.screen()] == ["Failed"]


async def test_an_edit_that_changes_nothing_calls_nobody(alice: Person, bot: Bot, server: TelegramServer) -> None:
    chat, message = bot.chat(alice), Message("10 %", ((Button("Stop", "stop"),),), fraction=0.1)
    first = await chat.send(message, key="1")
    await chat.edit(first, replace(message))
    assert not server.said("editMessageText")


async def test_words_under_the_same_picture_change_without_an_upload(
    alice: Person, bot: Bot, server: TelegramServer
) -> None:
    chat = bot.chat(alice)
    first = await chat.send(Message("10 %", picture=WORK), key="1")
    await chat.edit(first, Message("20 %", picture=WORK))
    await chat.edit(first, Message("30 %", picture=OTHER))
    assert (len(server.said("editMessageCaption")), len(server.said("editMessageMedia"))) == (1, 1)


async def test_a_picture_that_telegram_has_is_not_uploaded_again(
    alice: Person, bot: Bot, server: TelegramServer
) -> None:
    chat = bot.chat(alice)
    await chat.send(Message("one", picture=WORK), key="1")
    await chat.send(Message("two", picture=WORK), key="2")
    assert [bool(given["files"]) for given in server.said("sendPhoto")] == [True, False]


async def test_a_message_that_was_deleted_is_sent_anew(alice: Person, bot: Bot) -> None:
    chat = bot.chat(alice)
    first = await chat.send(Message("Painting"), key="1")
    await alice.deletes(await alice.sees("Painting"))
    second = await chat.edit(first, Message("Done", picture=WORK))
    assert second != first
    await alice.sees("Done")


async def test_the_same_key_is_one_message(alice: Person, bot: Bot) -> None:
    chat = bot.chat(alice)
    assert await chat.send(Message("Hello"), key="1") == await chat.send(Message("Hello"), key="1")
    assert await chat.file(WORK, "full size", key="2") == await chat.file(WORK, "full size", key="2")
    assert len(alice.screen()) == 2


async def test_pictures_together_go_as_groups_once_and_are_known_afterwards(
    alice: Person, bot: Bot, server: TelegramServer
) -> None:
    """Ten are the most that Telegram shows together; one alone is no group."""
    pictures = [attachment(picture("red", (60 + side, 60)), f"picture {side}") for side in range(11)]
    chat = bot.chat(alice)
    await chat.album(pictures, key="1")
    await chat.album(pictures, key="1")
    assert [len(group["media"]) for group in server.said("sendMediaGroup")] == [10]
    assert len(server.said("sendPhoto")) == 1
    assert len([seen for seen in alice.screen() if seen.picture]) == 11
    await chat.send(Message("again", picture=pictures[3]), key="2")
    assert not server.said("sendPhoto")[-1]["files"]


async def test_beside_a_panorama_each_picture_goes_for_itself(alice: Person, bot: Bot) -> None:
    await bot.chat(alice).album([attachment(picture("red", (2100, 100)), "wide"), WORK], key="1")
    assert [bool(seen.document) for seen in alice.screen()] == [True, False]


async def test_a_file_is_what_was_painted(alice: Person, bot: Bot) -> None:
    await bot.chat(alice).file(WORK, "full size", key="1")
    seen = await alice.sees("full size")
    assert (seen.document, seen.file_name) == (await WORK.read(), "work.png")


async def test_a_film_is_sent_once_and_can_be_watched(alice: Person, bot: Bot, server: TelegramServer) -> None:
    film = replace(attachment(a_film(), "film", "film.mp4"), media_type="video/mp4")
    for _ in range(2):
        await bot.chat(alice).video(film, "how it was painted", key="1")
    assert (await alice.sees("how it was painted")).video == a_film()
    assert [given["supports_streaming"] for given in server.said("sendVideo")] == [True]


@pytest.mark.parametrize("size", [(9000, 1500), (4300, 200)])
async def test_what_is_no_photo_for_telegram_goes_as_a_file(alice: Person, bot: Bot, size: tuple[int, int]) -> None:
    chat = bot.chat(alice)
    first = await chat.send(Message("Done", picture=attachment(picture(size=size))), key="1")
    assert (await alice.sees("Done")).document
    await chat.edit(first, Message("Smaller", picture=WORK))
    assert (await alice.sees("Smaller")).picture


async def test_a_file_over_50_mb_is_refused_before_it_travels(alice: Person, bot: Bot, server: TelegramServer) -> None:
    with pytest.raises(Refused):
        await bot.chat(alice).file(attachment(bytes(50_000_001)), "", key="1")
    assert not server.said("sendDocument")


async def test_a_gallery_is_a_contact_sheet_with_numbered_buttons(alice: Person, bot: Bot) -> None:
    tiles = tuple(Tile(f"Style {n}", attachment(picture("green"), f"tile:{n}"), f"style:{n}") for n in range(11))
    await bot.chat(alice).send(Message("Choose", ((Button("Back", "back"),),), gallery=tiles), key="1")
    seen = await alice.sees("Choose")
    assert seen.picture
    assert seen.labels == (*(f"{n + 1}. Style {n}" for n in range(11)), "Back")


async def test_a_long_text_goes_in_parts_and_a_long_caption_is_cut(alice: Person, bot: Bot) -> None:
    story = " ".join(f"word{n}" for n in range(1500))
    await bot.chat(alice).send(Message(story, ((Button("Ok", "ok"),),)), key="1")
    shown = alice.screen()
    assert " ".join(seen.text for seen in shown) == story
    assert [seen.labels for seen in shown] == [()] * (len(shown) - 1) + [("Ok",)]
    await bot.chat(alice).send(Message(story, picture=WORK, fraction=0.5), key="2")
    assert re.search(r"…\n▰▰▰▰▰▰▱▱▱▱▱▱ 50%$", alice.screen()[-1].text)


async def test_button_data_that_are_too_long_are_refused_at_once(alice: Person, bot: Bot) -> None:
    with pytest.raises(Refused):
        await bot.chat(alice).send(Message("?", ((Button("Ok", "я" * 33),),)), key="1")


async def test_an_unanswered_send_is_not_repeated_blindly(server: TelegramServer, alice: Person, store: Store) -> None:
    async with running(server, store, timeout_s=1.0) as bot:
        server.faults.add(silence("sendMessage", done=True))
        with pytest.raises(TryLater):
            await bot.chat(alice).send(Message("Hello"), key="1")
        assert len(alice.screen()) == 1


async def test_ten_messages_at_once_and_then_one_a_second(alice: Person, bot: Bot, server: TelegramServer) -> None:
    """The server of the fixture complains when the flood limits are broken."""
    for number in range(12):
        await bot.chat(alice).send(Message(str(number)), key=str(number))
    assert [seen.text for seen in alice.screen()] == [str(number) for number in range(12)]


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("chat", "window_s", "most"), [(5, 1, 11), (-5, 60, 20)])
def test_a_chat_never_gets_more_than_telegram_allows(chat: int, window_s: float, most: int) -> None:
    clock = Clock()
    limits, sent = Limits(clock), list[float]()
    while clock.now < 300:
        try:
            sent.append(clock.now + limits.reserve(chat))
        except TryLater as later:
            clock.now += later.after_s
    assert max(sum(start <= moment < start + window_s for moment in sent) for start in sent) <= most
    assert len(sent) >= 300 * 0.9 * (1 if chat > 0 else 0.25)


def test_all_chats_together_get_thirty_a_second() -> None:
    clock = Clock()
    limits, sent = Limits(clock), list[float]()
    for chat in range(1, 2000):
        while True:
            try:
                sent.append(clock.now + limits.reserve(chat))
                break
            except TryLater as later:
                clock.now += later.after_s
    assert max(sum(start <= moment < start + 1 for moment in sent) for start in sent) <= 30


def test_a_pause_is_waited_for_or_put_off() -> None:
    clock = Clock()
    limits = Limits(clock)
    limits.pause(5, 3)
    limits.pause(6, 40)
    assert limits.paused(5) == 3
    with pytest.raises(TryLater) as later:
        limits.paused(6)
    assert later.value.after_s == 40
    clock.now = 41
    assert limits.paused(6) == 0


def test_lengths_are_counted_as_telegram_counts() -> None:
    assert units("🎨") == 2
    assert units(cut("🎨" * 600, 1024)) <= 1024
    assert "".join(split("а" * 9000, 4096)) == "а" * 9000
    assert with_bar("Painting", 0.25).endswith("▰▰▰▱▱▱▱▱▱▱▱▱ 25%")
