"""`@bot …` in any chat: a person's own paintings, passed on with two taps. Knows no scene; writes nothing down."""

import asyncio
from typing import TYPE_CHECKING

import structlog
from aiogram.methods import AnswerInlineQuery
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultCachedPhoto,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
)

from bot.chat import DeliveryError
from bot.platforms.telegram.chat import CAPTION_UNITS
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.incoming import UNKNOWN_LOCALE
from bot.platforms.telegram.place import NAME
from bot.platforms.telegram.prompt import Prompt
from bot.texts import Texts
from bot.usecases.doors import FEED, POST, STYLE
from bot.usecases.pass_on import Found, Passable, PassOn, Wanted
from bot.words import cut

if TYPE_CHECKING:
    from bot.app import App

KIND = "inline_query"
ANSWER_S = 8.0  # later nobody looks any more
FRESH_S = 5  # how long Telegram shows the same person the same answer
FURTHEST = 100_000  # paintings
FETCHED = "https://"  # Telegram fetches no other pictures, and takes no answer that has one
BEGIN = "paint"  # with this argument people come by the button over the results

logger = structlog.get_logger()


class Inline:
    """Answers while its prompt is served."""

    def __init__(self, app: "App", client: Client, account: str) -> None:
        self._app, self._client = app, client
        self._find = PassOn(app.store, account, paged=app.settings.public_url.startswith(FETCHED))
        self.prompt = Prompt(KIND, InlineQuery, self._answer)

    async def _answer(self, query: InlineQuery) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._client.call(self._method(query, await self._find(wanted(query))))
        except (DeliveryError, TimeoutError) as error:  # mostly asked before we started, and too old
            logger.warning("inline query not answered", error=str(error))
        except Exception:  # a defect here must not end the answers to all others
            logger.exception("inline query failed")

    def _method(self, query: InlineQuery, found: Found) -> AnswerInlineQuery:
        spoken = query.from_user.language_code or UNKNOWN_LOCALE
        texts = Texts(found.person.locale if found.person else spoken)
        begin = InlineQueryResultsButton(text=texts("telegram-inline-begin"), start_parameter=BEGIN)
        return AnswerInlineQuery(
            inline_query_id=query.id,
            results=[self._result(texts, painting) for painting in found.paintings],
            cache_time=FRESH_S,
            is_personal=True,
            next_offset=str(found.next) if found.next is not None else "",
            button=begin if not found.paintings and not query.offset else None,
        )

    def _result(self, texts: Texts, painting: Passable) -> InlineQueryResultCachedPhoto | InlineQueryResultPhoto:
        post, doors = painting.post, self._app.doors
        link = doors.post(NAME, post.post_id) if post else None
        caption = cut("\n".join(filter(None, (painting.title, link))), CAPTION_UNITS)
        markup = self._make_yours(texts, painting)
        if painting.file_id:
            return InlineQueryResultCachedPhoto(
                id=painting.name,
                photo_file_id=painting.file_id,
                title=painting.title,
                caption=caption,
                parse_mode=None,
                reply_markup=markup,
            )
        assert post is not None
        return InlineQueryResultPhoto(
            id=painting.name,
            photo_url=doors.page(f"{FEED}/{post.post_id}/picture.jpg") or "",
            thumbnail_url=doors.page(f"{FEED}/{post.post_id}/tile/picture.jpg") or "",
            photo_width=post.width,
            photo_height=post.height,
            title=painting.title,
            caption=caption,
            parse_mode=None,
            reply_markup=markup,
        )

    def _make_yours(self, texts: Texts, painting: Passable) -> InlineKeyboardMarkup | None:
        """Leads whoever sees it to the post, else to the style, else to us; nowhere before we know our name."""
        argument = BEGIN
        if painting.post:
            argument = POST + painting.post.post_id
        elif painting.style_ref:
            argument = STYLE + painting.style_ref
        url = self._app.doors.link(NAME, argument)
        return make_yours(texts, url) if url else None


def make_yours(texts: Texts, url: str) -> InlineKeyboardMarkup:
    button = InlineKeyboardButton(text=texts("telegram-make-yours"), url=url, style="primary")
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def wanted(query: InlineQuery) -> Wanted:
    start = min(int(query.offset), FURTHEST) if query.offset.isdecimal() else 0  # a client may send anything
    return Wanted(NAME, str(query.from_user.id), query.query, start)
