"""The owner's channel: what is published arrives there once, is liked there, and can be taken back for good."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.chat import Refused, TryLater, Unsure
from bot.outlet import HasOutlets, Share
from bot.platforms.telegram.channel import Channel as TelegramChannel
from bot.platforms.telegram.settings import TelegramSettings
from bot.settings import Locale, Misconfigured
from bot.texts import Texts, locales
from bot.words import units
from storage import Store
from storage.feed_tables import spreads
from storage.till_tables import cursors
from tests.platforms.contract import a_film
from tests.platforms.echo import attachment, average, picture
from tests.platforms.telegram_bot import Bot, running
from tests.simulators.telegram.channels import Channel
from tests.simulators.telegram.faults import Fault, silence, too_many
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer

NAME = "mazok_works"
PAGE = "https://mazok.example/feed/a1b2"
CARD = attachment(picture("red", (1200, 630)), "alice/posted/a1b2-card")
SHARE = Share("a1b2", "A cat\nAlice", CARD, CARD, None, PAGE, "a1b2:channel")
FILMED = replace(SHARE, film=attachment(a_film(), "alice/film/a1b2", "mazok.mp4"))
BOTH = pytest.mark.parametrize("share", [SHARE, FILMED], ids=["card", "album"])


@pytest.fixture
async def channel(server: TelegramServer) -> Channel:
    """A public channel whose owner has let the bot in."""
    made = await server.channel("Mazok's works", NAME)
    made.lets_the_bot(can_post_messages=True)
    return made


@pytest.fixture
async def bot(server: TelegramServer, store: Store, channel: Channel) -> AsyncIterator[Bot]:
    """A bot with that channel, which has said hello to everybody."""
    async with running(server, store, channel=f"@{NAME}") as started:
        await server.hears("getChatMember")
        yield started


def outlet(bot: Bot) -> TelegramChannel:
    assert isinstance(bot.platform, HasOutlets)
    [only] = bot.platform.outlets()
    assert isinstance(only, TelegramChannel)
    return only


def buttons(message: dict[str, object]) -> dict[str, str]:
    markup = message.get("reply_markup")
    rows = markup["inline_keyboard"] if isinstance(markup, dict) else []
    return {button["text"]: button["url"] for row in rows for button in row}


def links(message: dict[str, Any]) -> dict[str, str]:
    """The words of a caption that lead somewhere; Telegram counts letters in UTF-16."""
    caption = message["caption"].encode("utf-16-le")
    return {
        caption[2 * link["offset"] : 2 * (link["offset"] + link["length"])].decode("utf-16-le"): link["url"]
        for link in message["caption_entities"]
    }


async def test_a_post_stands_in_the_channel_with_the_ways_back(bot: Bot, channel: Channel) -> None:
    spot = await outlet(bot).post(SHARE)
    [post] = channel.posts
    assert (post["caption"], average(channel.world.files[post["photo"][-1]["file_id"]])) == (SHARE.text, (254, 0, 0))
    assert list(buttons(post).values()) == [PAGE, "https://t.me/MazokBot?start=w_a1b2"]
    assert spot.place == f"{channel.chat_id}:{post['message_id']}"
    assert spot.link == f"https://t.me/{NAME}/{post['message_id']}"


async def test_with_a_film_a_post_is_an_album_whose_words_lead_back(bot: Bot, channel: Channel) -> None:
    spot = await outlet(bot).post(FILMED)
    card, film = channel.posts
    assert channel.world.files[film["video"]["file_id"]] == a_film()
    assert card["media_group_id"] == film["media_group_id"]
    assert card["caption"] == "A cat\nAlice\n\nSee how it was made\n🎨 Paint yours"
    assert list(links(card).values()) == [PAGE, "https://t.me/MazokBot?start=w_a1b2"]
    assert list(links(card)) == ["See how it was made", "🎨 Paint yours"]
    assert "caption" not in film
    assert spot.place == ",".join(f"{channel.chat_id}:{post['message_id']}" for post in (card, film))
    assert spot.link == f"https://t.me/{NAME}/{card['message_id']}"


async def test_a_film_too_large_for_telegram_stays_away(bot: Bot, channel: Channel) -> None:
    await outlet(bot).post(replace(FILMED, film=attachment(bytes(40_000_001), "alice/film/long")))
    assert [sorted({"photo", "video"} & set(post)) for post in channel.posts] == [["photo"]]
    assert buttons(channel.posts[0])


async def test_without_pages_one_way_leads_to_the_chat(bot: Bot, channel: Channel) -> None:
    ours = "https://t.me/MazokBot?start=w_a1b2"
    await outlet(bot).post(replace(SHARE, link=ours))
    await outlet(bot).post(replace(FILMED, link=ours))
    plain, album, _ = channel.posts
    assert list(buttons(plain).values()) == list(links(album).values()) == [ours]


async def test_a_post_that_would_lead_nowhere_waits(bot: Bot, channel: Channel) -> None:
    """A bot that has just started does not know its name yet, by which links lead to it."""
    nameless = replace(outlet(bot), start_link=lambda _: None)
    for share in (SHARE, replace(SHARE, link="")):
        with pytest.raises(TryLater):
            await nameless.post(share)
    assert channel.posts == []


async def test_a_private_channel_is_found_by_its_number_and_has_no_links(server: TelegramServer, store: Store) -> None:
    channel = await server.channel("Friends")
    channel.lets_the_bot(can_post_messages=True)
    async with running(server, store, channel=str(channel.chat_id)) as bot:
        await server.hears("getChatMember")
        assert (await outlet(bot).post(SHARE)).link is None


async def test_without_a_channel_nothing_travels(server: TelegramServer, store: Store) -> None:
    async with running(server, store) as bot:
        assert isinstance(bot.platform, HasOutlets)
        assert list(bot.platform.outlets()) == []


async def test_words_too_long_for_a_caption_are_cut(bot: Bot, channel: Channel) -> None:
    """Never the ways back."""
    long = "Кот 🐈 " * 300
    await outlet(bot).post(replace(SHARE, text=long))
    await outlet(bot).post(replace(FILMED, text=long))
    plain, album, _ = channel.posts
    assert units(plain["caption"]) <= 1024
    assert units(album["caption"]) <= 1024
    assert list(links(album)) == ["See how it was made", "🎨 Paint yours"]


async def test_what_is_no_photo_for_telegram_is_refused(bot: Bot, channel: Channel) -> None:
    """Of 10,000 px both sides together may be, and one side 20 times the other."""
    for size in ((9_000, 1_100), (2_100, 100)):
        with pytest.raises(Refused):
            await outlet(bot).post(replace(SHARE, card=attachment(picture(size=size))))
    assert channel.posts == []


async def test_a_picture_that_telegram_has_is_not_uploaded_again(
    server: TelegramServer, bot: Bot, channel: Channel
) -> None:
    await outlet(bot).post(SHARE)
    await outlet(bot).post(replace(SHARE, key="again"))
    assert [bool(given["files"]) for given in server.said("sendPhoto")] == [True, False]


async def test_what_has_certainly_failed_is_sent_again(server: TelegramServer, bot: Bot, channel: Channel) -> None:
    server.faults.add(Fault("sendPhoto", 401, "Unauthorized"))
    server.faults.add(Fault("sendMediaGroup", 400, "Bad Request: group send failed"))
    for share in (SHARE, FILMED):
        with pytest.raises(TryLater) as later:
            await outlet(bot).post(share)
        assert not isinstance(later.value, Unsure)
    assert channel.posts == []
    await outlet(bot).post(SHARE)
    assert len(channel.posts) == 1


PART = 'Bad Request: failed to send message #2 with the error message "Too Many Requests: retry after 8"'


@pytest.mark.parametrize(
    "fault",
    [
        silence("sendPhoto", done=True),
        Fault("sendPhoto", done=True),
        Fault("sendMediaGroup", done=True),
        Fault("sendMediaGroup", 400, PART, done=True),
    ],
    ids=["silence", "gateway", "album", "part of an album"],
)
async def test_an_answer_that_stays_away_is_not_asked_for_twice(
    server: TelegramServer, store: Store, channel: Channel, fault: Fault
) -> None:
    """It stands there already: of two the first could never be taken back, for nobody would know of it."""
    async with running(server, store, channel=f"@{NAME}", upload_timeout_s=2.0) as bot:
        await server.hears("getChatMember")
        server.faults.add(fault)
        with pytest.raises(Unsure):
            await outlet(bot).post(SHARE if fault.method == "sendPhoto" else FILMED)
    assert len({post.get("media_group_id") for post in channel.posts}) == 1


async def test_who_is_told_to_wait_waits(server: TelegramServer, bot: Bot, channel: Channel) -> None:
    server.faults.add(too_many(60, "sendPhoto"))
    with pytest.raises(TryLater) as later:
        await outlet(bot).post(SHARE)
    assert later.value.after_s > 50
    assert channel.posts == []


async def test_who_is_thrown_out_tries_again_and_is_there_when_the_owner_lets_them_in(
    bot: Bot, channel: Channel
) -> None:
    spot = await outlet(bot).post(SHARE)
    for change in (channel.throws_the_bot_out, channel.lets_the_bot):
        change()
        for act in (outlet(bot).post(replace(SHARE, key="second")), outlet(bot).take_back(spot.place)):
            with pytest.raises(TryLater) as later:
                await act
            assert later.value.after_s == 3600
    channel.lets_the_bot(can_post_messages=True)
    await outlet(bot).take_back(spot.place)
    assert channel.posts == []


async def test_what_telegram_will_never_take_is_refused(server: TelegramServer, bot: Bot, channel: Channel) -> None:
    server.faults.add(Fault("sendPhoto", 400, "Bad Request: IMAGE_PROCESS_FAILED"))
    with pytest.raises(Refused):
        await outlet(bot).post(SHARE)


@BOTH
async def test_what_is_taken_back_is_gone_and_may_have_been_before(bot: Bot, channel: Channel, share: Share) -> None:
    spot = await outlet(bot).post(share)
    for _ in range(2):
        await outlet(bot).take_back(spot.place)
        assert channel.posts == []


async def test_what_the_owner_has_deleted_by_hand_keeps_the_rest_of_an_album_from_nothing(
    bot: Bot, channel: Channel
) -> None:
    spot = await outlet(bot).post(FILMED)
    await channel.world.remove(channel.chat_id, channel.posts[0]["message_id"])
    await outlet(bot).take_back(spot.place)
    assert channel.posts == []


@pytest.mark.parametrize("place", ["", "5", "-100:5,", "-100:5;-100:6"])
async def test_a_place_that_is_none_is_refused(bot: Bot, place: str) -> None:
    with pytest.raises(Refused):
        await outlet(bot).take_back(place)


@BOTH
async def test_what_was_taken_back_can_be_posted_again(
    server: TelegramServer, bot: Bot, channel: Channel, store: Store, share: Share
) -> None:
    """And leaves nothing behind when it is taken back for good."""
    for _ in range(2):
        spot = await outlet(bot).post(share)
        places = [f"{channel.chat_id}:{post['message_id']}" for post in channel.posts]
        assert spot.place == ",".join(places)
        await outlet(bot).take_back(spot.place)
    async with store.reading() as tx:
        assert (await tx.connection.execute(cursors.select())).all() == []


@BOTH
async def test_what_is_too_old_to_be_deleted_is_emptied(bot: Bot, channel: Channel, share: Share) -> None:
    spot = await outlet(bot).post(share)
    for post in channel.posts:
        channel.grows_old(post, hours=49)
    for _ in range(2):
        await outlet(bot).take_back(spot.place)
        first, *rest = channel.posts
        assert first["caption"] == "This painting is not shown any more."
        assert [post.get("caption") for post in rest] == [None for _ in rest]
        for post in channel.posts:
            assert not {"video", "reply_markup", "caption_entities"} & set(post)
            assert max(average(channel.world.files[post["photo"][-1]["file_id"]])) < 240  # grey, not red


async def test_what_can_be_neither_deleted_nor_changed_is_left_to_the_owner(
    server: TelegramServer, bot: Bot, channel: Channel
) -> None:
    """Which takes nothing from the rest of an album."""
    spot = await outlet(bot).post(FILMED)
    for post in channel.posts:
        channel.grows_old(post, hours=49)
    server.faults.add(Fault("editMessageMedia", 400, "Bad Request: message can't be edited"))
    with capture_logs() as log, pytest.raises(Refused):
        await outlet(bot).take_back(spot.place)
    [told] = [line for line in log if line["log_level"] == "error"]
    card, film = channel.posts
    assert told["message"] == card["message_id"]
    assert "video" not in film


@BOTH
async def test_reactions_are_likes(bot: Bot, channel: Channel, store: Store, share: Share) -> None:
    """However often they are told; they may become fewer. Stars and thumbs that are down are no likes. Those
    to an album are its first message's that is there."""
    spot = await outlet(bot).post(share)
    async with store.transaction() as tx:
        row = {"post_id": "a1b2", "outlet": outlet(bot).name, "state": "spread", "place": spot.place}
        await tx.connection.execute(spreads.insert().values(**row, due_at=await tx.now()))
    for reactions, likes in (({"fire": 3, "heart": 2}, 5), ({"fire": 1, "thumbs_down": 4, "stars": 100}, 1), ({}, 0)):
        told = await channel.likes(channel.posts[-1], **reactions)
        assert told is not None
        await channel.world.deliver(told)
        await bot.rests(channel.world)
        async with store.reading() as tx:
            assert (await tx.connection.execute(spreads.select())).one().likes == likes
        if likes == 1 and len(channel.posts) > 1:
            await channel.world.remove(channel.chat_id, channel.posts[0]["message_id"])


@pytest.mark.parametrize("rights", [None, {}, {"can_post_messages": False}, {"can_post_messages": True}])
async def test_the_log_says_at_the_start_what_the_owner_has_to_do_yet(
    server: TelegramServer, store: Store, alice: Person, rights: dict[str, bool] | None
) -> None:
    """And the rest goes on."""
    channel = await server.channel("Mazok's works", NAME)
    if rights is not None:
        channel.lets_the_bot(**rights)
    async with running(server, store, channel=f"@{NAME}") as bot:
        await alice.says("Hello")
        await alice.sees("words: Hello")
        await server.hears("getChatMember")
        with capture_logs() as log:
            await outlet(bot).check()
    ready = bool(rights and rights["can_post_messages"])
    said = [line for line in log if "channel" in line]
    assert {line["log_level"] for line in said} == {"info" if ready else "warning"}
    assert ready or "administrator" in said[0]["todo"]


async def test_a_channel_that_is_not_there_does_not_stop_the_rest(
    server: TelegramServer, store: Store, alice: Person
) -> None:
    async with running(server, store, channel="@nowhere") as bot:
        await alice.says("Hello")
        await alice.sees("words: Hello")
        await server.hears("getChat")
        with pytest.raises(TryLater):
            await outlet(bot).post(SHARE)


def configured(token: str = "1:abc", channel: str = "") -> TelegramSettings:
    return TelegramSettings(token=SecretStr(token), channel=channel)


def test_a_channel_is_a_name_or_a_number() -> None:
    for channel in ("@mazok_works", "-1001234567890"):
        assert configured(channel=channel).on()
    wrong = (configured(channel="mazok"), configured(channel="@a,@b"))
    for settings in (*wrong, configured(token="", channel="@mazok_works")):
        with pytest.raises(Misconfigured):
            settings.on()


@pytest.mark.parametrize("language", locales())
async def test_the_buttons_speak_the_language_of_the_words(
    server: TelegramServer, store: Store, channel: Channel, language: Locale
) -> None:
    async with running(server, store, channel=f"@{NAME}", spread_locale=language) as bot:
        await server.hears("getChatMember")
        await outlet(bot).post(SHARE)
    texts = Texts(language)
    assert list(buttons(channel.posts[0])) == [texts("telegram-how-made"), texts("telegram-make-yours")]
