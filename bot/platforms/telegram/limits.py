"""How fast we may write: Telegram's flood limits, and the pauses it asks for. Knows seconds, no message."""

from collections import OrderedDict
from collections.abc import Callable

from bot.chat import TryLater
from bot.limits import Bucket, Rate

WAIT_S = 5.0  # a shorter wait is waited for; a longer one is somebody else's turn
REMEMBERED = 10_000  # chats; one that is forgotten merely gets a full bucket


# core.telegram.org/bots/faq: "avoid sending more than one message per second" to a chat, "20 messages per minute" to a
# group, "about 30 messages per second" to all. A bucket lets burst + rate * time through, which must not exceed these.
PRIVATE = Rate(burst=10, per_s=1)
GROUP = Rate(burst=5, per_s=15 / 60)
OVERALL = Rate(burst=5, per_s=25)


class Limits:
    """The buckets of all chats, and until when Telegram wants to hear nothing."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._overall = Bucket(OVERALL, clock())
        self._chats: OrderedDict[int, Bucket] = OrderedDict()
        self._pauses: dict[int | str, float] = {}

    def pause(self, who: int | str, seconds: float) -> None:
        """Telegram answered 429: nothing goes to this chat (or by this method) before then."""
        self._pauses[who] = max(self._pauses.get(who, 0.0), self._clock() + seconds)

    def paused(self, who: int | str) -> float:
        """Seconds that a pause lasts yet; raises TryLater when they are too many to wait for."""
        left = self._pauses.get(who, 0.0) - self._clock()
        if left <= 0:
            self._pauses.pop(who, None)
            return 0.0
        if left > WAIT_S:
            raise TryLater(left)
        return left

    def reserve(self, chat_id: int) -> float:
        """Seconds to wait before one message may go to this chat; raises TryLater, reserving nothing, when too many."""
        now = self._clock()
        chat = self._chats.pop(chat_id, None) or Bucket(GROUP if chat_id < 0 else PRIVATE, now)
        self._chats[chat_id] = chat
        if len(self._chats) > REMEMBERED:
            self._chats.popitem(last=False)
        delay = max(chat.delay(now), self._overall.delay(now))
        if delay > WAIT_S:
            raise TryLater(delay)
        chat.take()
        self._overall.take()
        return delay
