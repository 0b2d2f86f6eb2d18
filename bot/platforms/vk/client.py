"""Calls to VK's API by vk_api, which blocks: in threads of our own, paced, their failures told as `bot.chat` does."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from jconfig.memory import MemoryConfig
from requests import RequestException, Timeout
from vk_api import ApiError, ApiHttpError, VkApiGroup

from bot.chat import DeliveryError, TryLater
from bot.limits import backoff
from bot.platforms.vk.credential import Credential
from bot.platforms.vk.errors import Again, failure, verdict
from bot.platforms.vk.pauses import Pauses
from bot.platforms.vk.road import session
from bot.platforms.vk.settings import VkSettings

logger = structlog.get_logger()

VERSION = "5.199"
TRIES = 3
SERVER_ERROR = 10  # errors.json


class Answered(Exception):
    """VK answered with an error."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"[{code}] {words}")
        self.code = code


class Client:
    """The API as we use it, with one token. Every call may raise DeliveryError, whose words never hold the token."""

    def __init__(
        self, settings: VkSettings, credential: Credential, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._credential, self._timeout_s, self._again_s = credential, settings.timeout_s, settings.again_s
        self._pauses = Pauses(credential.calls, clock)
        self._threads = ThreadPoolExecutor(credential.clients, thread_name_prefix="vk")
        self._clients = [vk_client(settings, credential.token) for _ in range(credential.clients)]
        self._free = asyncio.Semaphore(credential.clients)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def call(self, method: str, **values: Any) -> Any:
        """Call, waiting for our turn. What VK could not do just now is repeated: a send carries its `random_id`."""
        for attempt in range(1, TRIES):
            try:
                return await self.once(method, **values)
            except Again:
                await asyncio.sleep(min(backoff(attempt), self._again_s))
        return await self.once(method, **values)

    async def once(self, method: str, **values: Any) -> Any:
        """The same for what VK would do twice: whoever hears nothing has to look whether it was done."""
        await asyncio.sleep(self._pauses.reserve(concerned(method, values)))
        try:
            answer = await self._in_a_thread(method, values)
        except Answered as error:
            raise self._judge(method, values, error) from None
        self._pauses.calm(about(method, values))
        return answer

    async def _in_a_thread(self, method: str, values: dict[str, Any]) -> Any:
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._free.acquire()
        except TimeoutError:
            raise TryLater(self._again_s) from None
        call = asyncio.get_running_loop().run_in_executor(self._threads, self._blocking, method, values)
        call.add_done_callback(self._done)  # a thread goes on when whoever waits is cancelled
        return await asyncio.shield(call)

    def _done(self, call: asyncio.Future[Any]) -> None:
        self._free.release()
        if not call.cancelled():
            call.exception()  # it is known: asyncio need not complain of it when nobody waits any more

    def _blocking(self, method: str, values: dict[str, Any]) -> Any:
        """In a thread. Errors of vk_api hold the values of the call, and so the token: none of them leaves here."""
        client = self._clients.pop()
        try:
            answer = client.method(method, values)
        except ApiError as error:
            raise Answered(error.code, self._clean(str(error.error.get("error_msg", "")))) from None
        except Timeout as error:
            logger.warning("vk does not answer", method=method, error=type(error).__name__)
            raise TryLater(self._again_s) from None
        except ApiHttpError as error:
            raise Answered(SERVER_ERROR, f"HTTP {error.response.status_code}") from None
        except (RequestException, ValueError, KeyError, TypeError) as error:  # no answer, or none that can be read
            raise Answered(SERVER_ERROR, type(error).__name__) from None
        finally:
            self._clients.append(client)
        refuse_in_part(answer)
        return answer

    def _judge(self, method: str, values: dict[str, Any], error: Answered) -> DeliveryError:
        """Pause what the error concerns, tell the owner what only they can mend."""
        judged = verdict(error.code)
        if judged.owner:
            logger.error(self._credential.words(judged.owner), method=method, code=error.code)
        elif judged.meaning == "again":
            logger.warning("vk is not ready", method=method, error=str(error))
        match judged.scope:
            case "peer":
                return TryLater(self._pauses.flood(about(method, values), judged.after_s))
            case "everything":
                self._pauses.pause("", judged.after_s)
            case "method":
                self._pauses.pause(method, judged.after_s)
            case "none":
                pass
        return failure(judged, str(error))

    def _clean(self, words: str) -> str:
        return words.replace(self._credential.token, "<token>")


def vk_client(settings: VkSettings, token: str) -> VkApiGroup:
    """A client that keeps nothing on the disk, waits for nobody, and lets every error through: its own handler of too
    many calls would try again without an end."""
    client = VkApiGroup(
        token=token,
        api_version=VERSION,
        session=session(settings.api_url, settings.timeout_s),
        config=MemoryConfig,
        config_filename=None,
    )
    client.error_handlers.clear()
    client.RPS_DELAY = 0
    return client


def concerned(method: str, values: dict[str, Any]) -> tuple[str, str, str]:
    """Whose pauses a call has to wait for: everybody's, the method's, the person's."""
    return "", method, about(method, values)


def about(method: str, values: dict[str, Any]) -> str:
    """Whom a call is about: somebody, or by its method all who are named nowhere."""
    peer = values.get("peer_ids", values.get("peer_id"))
    return f"calls of {method}" if peer is None else f"peer {peer}"


def refuse_in_part(answer: Any) -> None:
    """messages.send to `peer_ids` tells each one's error within its answer."""
    for part in answer if isinstance(answer, list) else ():
        if isinstance(part, dict) and part.get("error"):
            raise Answered(int(part["error"].get("code", 0)), str(part["error"].get("description", "")))
