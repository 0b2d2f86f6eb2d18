"""Inline mode of the simulated Telegram: people ask in any chat, and what they choose stands there "via" the bot."""

from collections.abc import Callable
from typing import Any, Protocol

from tests.simulators.telegram.book import Json
from tests.simulators.telegram.errors import ApiError
from tests.simulators.telegram.inquiries import InlineAnswer
from tests.simulators.telegram.world import BOT, World
from tests.simulators.waiting import PATIENCE_S

RESULTS, OFFSET_BYTES = 50, 64  # Bot API, answerInlineQuery
ANSWERED_WITH = {"answerInlineQuery": "True"}


class Somewhere(Protocol):
    """A chat that somebody passes something on to."""

    @property
    def chat_id(self) -> int: ...


class Asker:
    """Somebody who types the name of the bot in any chat."""

    world: World
    account: Json

    async def _until(self, look: Callable[[], Any], what: str, within_s: float) -> Any: ...

    async def asks_inline(self, words: str = "", offset: str = "") -> InlineAnswer:
        """`@MazokBot words` in a chat where the bot is not."""
        asked = self.world.inquiries.asked
        query_id = str(self.world.number() + 6 * 10**17)
        answer = asked[query_id] = InlineAnswer()
        query = {"id": query_id, "from": self.account, "query": words, "offset": offset, "chat_type": "private"}
        if await self.world.update("inline_query", query) is None:
            raise AssertionError("the bot does not want inline queries")
        await self._until(lambda: answer.given, f"results for {words!r}", PATIENCE_S)
        return answer

    async def passes_on(self, result: Json, where: Somewhere) -> Json:
        """Tap on a result: it stands in that chat, said by the person."""
        photo = self.world.known_photo(result["photo_file_id"])
        kept: Json = {name: result[name] for name in ("caption", "reply_markup") if name in result}
        return await self.world.post(where.chat_id, self.account, {"photo": photo, "via_bot": BOT, **kept})


class InlineApi:
    """The method by which a bot answers."""

    _world: World

    async def answerInlineQuery(self, given: Json) -> bool:
        answer = self._world.inquiries.asked.get(given["inline_query_id"])
        if answer is None or answer.given is not None:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        ids = [result["id"] for result in given["results"]]
        if len(ids) > RESULTS:
            raise ApiError(400, "Bad Request: RESULTS_TOO_MUCH")
        if len(ids) != len(set(ids)):
            raise ApiError(400, "Bad Request: RESULT_ID_DUPLICATE")
        if len(given.get("next_offset", "").encode()) > OFFSET_BYTES:
            raise ApiError(400, "Bad Request: NEXT_OFFSET_INVALID")
        for result in given["results"]:
            self._check(result)
        async with self._world.changed:
            answer.given = given
            self._world.changed.notify_all()
        return True

    def _check(self, result: Json) -> None:
        """A photo that Telegram has, or one that it fetches: nothing is uploaded here."""
        if "photo_file_id" in result:
            try:
                self._world.known_photo(result["photo_file_id"])
            except KeyError:
                raise ApiError(400, "Bad Request: PHOTO_INVALID") from None
        elif not str(result.get("photo_url", "")).startswith("https://") or "thumbnail_url" not in result:
            raise ApiError(400, "Bad Request: WEBDOCUMENT_URL_INVALID")
