"""When Telegram says "429 Too Many Requests". Figures: core.telegram.org/bots/faq, "My bot is hitting limits"."""

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.simulators.rates import window

PRIVATE_PER_S, PRIVATE_BURST = 1, 15  # "we may allow short bursts that go over this limit"
GROUP_PER_MINUTE = 20
OVERALL_PER_S = 30
COUNTED = {
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "sendVideo",
    "sendMediaGroup",
    "editMessageText",
    "editMessageCaption",
    "editMessageMedia",
    "editMessageReplyMarkup",
}


@dataclass(slots=True)
class Flood:
    """Counts what the bot says; `refused` counts what was too much."""

    refused: int = 0
    _overall: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _private: dict[int, tuple[float, float]] = field(default_factory=dict)

    def retry_after(self, method: str, chat_id: int) -> int:
        """0 when it may pass, else the seconds to wait."""
        if method not in COUNTED:
            return 0
        now = time.monotonic()
        wait = max(window(self._overall, now, 1, OVERALL_PER_S), self._chat(chat_id, now))
        if wait:
            self.refused += 1
        return math.ceil(wait)

    def _chat(self, chat_id: int, now: float) -> float:
        if chat_id < 0:
            return window(self._groups[chat_id], now, 60, GROUP_PER_MINUTE)
        tokens, at = self._private.get(chat_id, (PRIVATE_BURST, now))
        tokens = min(PRIVATE_BURST, tokens + (now - at) * PRIVATE_PER_S)
        enough = tokens >= 1
        self._private[chat_id] = (tokens - 1 if enough else tokens, now)
        return 0 if enough else (1 - tokens) / PRIVATE_PER_S
