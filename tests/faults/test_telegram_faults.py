"""Telegram answers late, wrongly or not at all, people leave, processes die: nobody loses anything."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.chat import Chat, DeliveryError, Gone, Incoming, Message, Pictures, Refused, Text, TryLater
from bot.settings import Misconfigured
from storage import Store
from tests.platforms.echo import Echo, attachment, picture, say_what_came
from tests.platforms.telegram_bot import SECRET, running, settings
from tests.platforms.telegram_fixtures import alice, server
from tests.simulators.telegram.faults import Fault, Make, bad_gateway, forbidden, proxy_error, silence, too_many
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import SECRET_HEADER, TelegramServer
from tests.stores import store

__all__ = ["alice", "database_url", "server", "store"]

STARTING = ("getMe", "deleteWebhook", "setMyCommands", "getUpdates")
TALKING = (
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "editMessageText",
    "editMessageCaption",
    "editMessageMedia",
    "answerCallbackQuery",
    "getFile",
    "download",
)
RED, BLUE = attachment(picture("red")), attachment(picture("blue"))


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'mazok.db')}"


class Steps:
    """A conversation in which every turn makes one call more."""

    def __init__(self) -> None:
        self.status = ""

    async def __call__(self, incoming: Incoming, chat: Chat) -> None:
        key = incoming.update_key
        match incoming.event:
            case Pictures(uploads=[upload]):
                assert await upload.fetch()
                self.status = await chat.send(Message("Painting"), key=key)
            case Text(text="half"):
                await chat.edit(self.status, Message("50 %"))
            case Text(text="preview"):
                await chat.edit(self.status, Message("Preview", picture=RED))
            case Text(text="end"):
                await chat.edit(self.status, Message("Done", picture=RED))
            case Text(text="card"):
                await chat.send(Message("Card", picture=BLUE), key=key)
            case Text(text="file"):
                await chat.file(RED, "The file", key=key)
            case _:
                await say_what_came(incoming, chat)


FAULTS: dict[str, Make] = {
    "429": lambda method: too_many(1, method),
    "502": bad_gateway,
    "502 of a proxy": proxy_error,
    "silence": silence,
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_call_may_fail_once(server: TelegramServer, alice: Person, store: Store, fault: str) -> None:
    """The person gets everything, in order; only what was sent before an answer was lost could come twice."""
    met = [server.faults.add(FAULTS[fault](method)) for method in (*STARTING, *TALKING)]
    patience: dict[str, Any] = {"timeout_s": 1.0, "upload_timeout_s": 1.0} if fault == "silence" else {}
    async with running(server, store, Echo(Steps()), **patience):
        await alice.says("Hello")
        await alice.sees("words: Hello")
        await alice.presses("More")
        await alice.sees("pressed: more")
        await alice.sends_photo(picture("red"))
        await alice.sees("Painting")
        for words, answer in (("half", "50 %"), ("preview", "Preview"), ("end", "Done")):
            await alice.says(words)
            await alice.sees(answer)
        await alice.says("card")
        await alice.says("file")
        await alice.sees("The file")
    assert [fault.method for fault in met if not fault.met] == []
    assert [seen.text for seen in alice.screen()] == ["pressed: more", "Done", "Card", "The file"]


@pytest.mark.parametrize("method", TALKING[:6])
async def test_who_blocked_us_ends_a_call_quietly(
    server: TelegramServer, alice: Person, store: Store, method: str
) -> None:
    async with running(server, store) as bot:
        chat = bot.chat(alice)
        text = await chat.send(Message("text"), key="1")
        photo = await chat.send(Message("photo", picture=RED), key="2")
        server.faults.add(forbidden(method))
        calls = {
            "sendMessage": lambda: chat.send(Message("new"), key="3"),
            "sendPhoto": lambda: chat.send(Message("new", picture=BLUE), key="3"),
            "sendDocument": lambda: chat.file(BLUE, "new", key="3"),
            "editMessageText": lambda: chat.edit(text, Message("new")),
            "editMessageCaption": lambda: chat.edit(photo, Message("new", picture=RED)),
            "editMessageMedia": lambda: chat.edit(text, Message("new", picture=BLUE)),
        }
        with pytest.raises(Gone):
            await calls[method]()


async def test_an_update_of_who_blocked_us_holds_up_nobody(server: TelegramServer, alice: Person, store: Store) -> None:
    async with running(server, store) as bot:
        await alice.blocks()
        await alice.says("Hello?")
        await bot.rests(server.world)
        await alice.unblocks()
        await alice.says("Back")
        await alice.sees("words: Back")
        assert (len(bot.echo.handled), bot.echo.apologies) == (2, [])


async def test_nothing_is_sent_while_telegram_wants_silence(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    async with running(server, store) as bot:
        chat = bot.chat(alice)
        server.faults.add(too_many(60, "sendMessage"))
        for _ in range(5):
            with pytest.raises(TryLater) as later:
                await chat.send(Message("Hello"), key="1")
            assert 59 < later.value.after_s <= 60
        assert not server.said("sendMessage")
        bob = await server.person("Bob")
        await bot.chat(bob).send(Message("Hello"), key="1")


async def test_the_same_update_twice_is_one_turn(server: TelegramServer, alice: Person, store: Store) -> None:
    async with running(server, store) as bot:
        message = await alice.says("Hello")
        await bot.rests(server.world)
        await server.world.deliver({"update_id": 500, "message": message})
        await alice.says("Again")
        await alice.sees("words: Again")
        assert [incoming.event for incoming in bot.echo.handled] == [Text("Hello"), Text("Again")]


async def test_what_a_stopped_bot_was_at_is_done_by_the_next(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    begun = asyncio.Event()

    async def hang(incoming: Incoming, chat: Chat) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with running(server, store, Echo(hang)):
        await alice.says("Hello")
        await begun.wait()
    async with running(server, store) as bot:
        await alice.sees("words: Hello")
        assert len(bot.echo.handled) == 1


async def test_what_comes_while_nobody_listens_is_answered_later(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    for number in range(3):
        await alice.says(f"Hello {number}")
    async with running(server, store):
        for number in range(3):
            await alice.sees(f"words: Hello {number}")


@pytest.mark.parametrize("method", ["editMessageMedia", "sendPhoto"])
async def test_a_delivery_cut_off_in_the_middle_shows_at_most_one_message_twice(
    server: TelegramServer, alice: Person, store: Store, method: str
) -> None:
    """The call took effect, the process died before the answer, another one delivers again."""
    done, status = Message("Done", picture=RED), ""

    async def deliver(chat: Chat) -> None:
        await (chat.edit(status, done) if method == "editMessageMedia" else chat.send(done, key="result"))

    async with running(server, store) as bot:
        status = await bot.chat(alice).send(Message("Painting"), key="status")
        lost = server.faults.add(silence(method, done=True))
        delivering = asyncio.create_task(deliver(bot.chat(alice)))
        await alice.sees("Done")
        delivering.cancel()
        assert lost.met == 1
    async with running(server, store) as bot:
        await deliver(bot.chat(alice))
    copies = [seen for seen in alice.screen() if seen.text == "Done"]
    assert len(copies) == (1 if method == "editMessageMedia" else 2)


async def test_two_bots_that_poll_at_once_answer_everybody_once(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    async with running(server, store) as first, running(server, store) as second:
        for number in range(4):
            await alice.says(f"Hello {number}")
            await alice.sees(f"words: Hello {number}")
        assert len(first.echo.handled + second.echo.handled) == 4


async def test_an_update_that_nobody_understands_holds_up_nobody(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    async with running(server, store):
        await server.world.deliver({"update_id": 1, "message": {"chat": 5}})
        await server.world.deliver({"update_id": 2, "a_kind_of_next_year": {}})
        await alice.says("Hello")
        await alice.sees("words: Hello")


async def test_a_turn_that_always_fails_ends_with_an_apology(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    async def fail(incoming: Incoming, chat: Chat) -> None:
        if incoming.event == Text("Poison"):
            raise ValueError("poison")
        await say_what_came(incoming, chat)

    async with running(server, store, Echo(fail)):
        await alice.says("Poison")
        await alice.says("Hello")
        await alice.sees("Sorry!")
        await alice.sees("words: Hello")


async def test_a_file_over_20_mb_is_not_even_asked_for(server: TelegramServer, alice: Person, store: Store) -> None:
    errors = []

    async def take(incoming: Incoming, chat: Chat) -> None:
        assert isinstance(incoming.event, Pictures)
        assert incoming.event.uploads[0].size_bytes == 21_000_000
        try:
            await incoming.event.uploads[0].fetch()
        except DeliveryError as error:
            errors.append(error)

    async with running(server, store, Echo(take)) as bot:
        await alice.sends_big_file("huge.tif", 21_000_000, "image/tiff")
        await bot.rests(server.world)
    assert isinstance(errors[0], Refused)
    assert not server.said("getFile")


async def test_a_button_of_long_ago_works_though_its_query_is_too_old(
    server: TelegramServer, alice: Person, store: Store
) -> None:
    late = Fault("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired", done=True)
    server.faults.add(late)
    async with running(server, store):
        await alice.says("Hello")
        await alice.sees("words")
        await alice.presses("More")
        await alice.sees("pressed: more")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1]])
async def test_a_forged_webhook_call_is_turned_away(
    server: TelegramServer, alice: Person, store: Store, secret: str | None
) -> None:
    forged = {"update_id": 7, "message": {"message_id": 1, "date": 0, "chat": alice.chat, "from": alice.account}}
    async with running(server, store, webhook=True) as bot, aiohttp.ClientSession() as session:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        await alice.says("Hello")
        await alice.sees("words: Hello")
        url = server.said("setWebhook")[0]["url"]
        for body in (json.dumps(forged | {"text": "Forged"}), "no json", "[]"):
            async with session.post(url, data=body, headers=headers) as response:
                assert response.status == 401
        async with session.post(url, data="[]", headers={SECRET_HEADER: SECRET}) as response:
            assert response.status == 400
        await bot.rests(server.world)
        assert len(bot.echo.handled) == 1


async def test_a_webhook_update_that_could_not_be_kept_comes_again(
    server: TelegramServer, alice: Person, store: Store, tmp_path: Path
) -> None:
    async with running(server, store, webhook=True) as bot:
        await alice.says("First")
        await alice.sees("words: First")
        bot.inbox.faults = 2
        await alice.says("Second")
        await alice.sees("words: Second")
        assert bot.inbox.faults == 0


@pytest.mark.parametrize(
    ("half", "missing"),
    [
        ({"token": "", "webhook_url": "https://example.org/hook"}, "TELEGRAM_TOKEN"),
        ({"webhook_url": "https://example.org/hook"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"webhook_secret": SECRET}, "TELEGRAM_WEBHOOK_URL"),
        ({"webhook_url": "https://example.org/hook", "webhook_secret": "no spaces"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({"webhook_url": "https://example.org", "webhook_secret": SECRET}, "TELEGRAM_WEBHOOK_URL"),
        ({"token": "nonsense"}, "TELEGRAM_TOKEN"),
    ],
)
def test_half_a_configuration_names_what_is_missing(server: TelegramServer, half: dict[str, str], missing: str) -> None:
    with pytest.raises(Misconfigured, match=f"^{missing}"):
        settings(server, **half).on()


def test_without_a_token_telegram_is_off(server: TelegramServer) -> None:
    assert not settings(server, token="").on()


async def test_the_token_is_in_no_log_and_no_error(
    server: TelegramServer, alice: Person, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    for method in ("getUpdates", "sendMessage", "getFile", "download"):
        server.faults.add(bad_gateway(method))
    async with running(server, store) as bot:
        await alice.sends_photo(picture())
        with pytest.raises(DeliveryError) as error:
            await bot.chat(alice).send(Message("Hello"), key="1")
        await alice.sees("pictures")
    said = "".join(capfd.readouterr())
    assert "telegram" in said
    assert server.token not in said
    assert server.token not in repr(error.value)
