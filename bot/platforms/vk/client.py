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
from bot.platforms.vk.errors import failure, verdict
from bot.platforms.vk.pauses import Pauses
from bot.platforms.vk.road import session
from bot.platforms.vk.settings import VkSettings

logger = structlog.get_logger()

VERSION = "5.199"
CLIENTS = 6  # each holds a lock while it waits for VK
TRIES = 3
AFTER = 1 / 3  # of the time-out: 5 s until somebody else may ask again when an answer stayed away
SERVER_ERROR = 10  # errors.json


class Answered(Exception):
    """VK answered with an error."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"[{code}] {words}")
        self.code = code


class Client:
    """The API as we use it. Every call may raise DeliveryError, whose words never hold the token."""

    def __init__(self, settings: VkSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._token, self._timeout_s = settings.token.get_secret_value(), settings.timeout_s
        self._pauses = Pauses(clock)
        self._threads = ThreadPoolExecutor(CLIENTS, thread_name_prefix="vk")
        self._clients = [vk_client(settings) for _ in range(CLIENTS)]
        self._free = asyncio.Semaphore(CLIENTS)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def call(self, method: str, **values: Any) -> Any:
        """Call, waiting for our turn. What VK could not do just now is repeated: a send carries its `random_id`."""
        for attempt in range(1, TRIES + 1):
            await asyncio.sleep(self._pauses.reserve(concerned(method, values)))
            try:
                answer = await self._once(method, values)
            except Answered as error:
                problem = self._judge(method, values, error)
                if verdict(error.code).meaning != "again" or attempt == TRIES:
                    raise problem from None
                await asyncio.sleep(min(backoff(attempt), self._timeout_s * AFTER))
            else:
                self._pauses.calm(peer_of(values))
                return answer
        raise AssertionError("the last try returns or raises")

    async def _once(self, method: str, values: dict[str, Any]) -> Any:
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._free.acquire()
        except TimeoutError:
            raise TryLater(self._timeout_s * AFTER) from None
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
            raise TryLater(self._timeout_s * AFTER) from None
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
            logger.error(judged.owner, method=method, code=error.code)
        elif judged.meaning == "again":
            logger.warning("vk is not ready", method=method, error=str(error))
        match judged.scope:
            case "peer":
                return TryLater(self._pauses.flood(peer_of(values), judged.after_s))
            case "everything":
                self._pauses.pause("", judged.after_s)
            case "method":
                self._pauses.pause(method, judged.after_s)
            case "none":
                pass
        return failure(judged, str(error))

    def _clean(self, words: str) -> str:
        return words.replace(self._token, "<token>")


def vk_client(settings: VkSettings) -> VkApiGroup:
    """A client that keeps nothing on the disk, waits for nobody, and lets every error through: its own handler of too
    many calls would try again without an end."""
    client = VkApiGroup(
        token=settings.token.get_secret_value(),
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
    return "", method, peer_of(values)


def peer_of(values: dict[str, Any]) -> str:
    return f"peer {values.get('peer_ids', values.get('peer_id', ''))}"


def refuse_in_part(answer: Any) -> None:
    """messages.send to `peer_ids` tells each one's error within its answer."""
    for part in answer if isinstance(answer, list) else ():
        if isinstance(part, dict) and part.get("error"):
            raise Answered(int(part["error"].get("code", 0)), str(part["error"].get("description", "")))
