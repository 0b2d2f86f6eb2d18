"""VK's errors by their numbers: what each means for us, in the words of `bot.chat`. Knows no call."""

from dataclasses import dataclass
from typing import Literal

from bot.chat import DeliveryError, Gone, Refused, TryLater

Meaning = Literal["again", "later", "token", "gone", "refused", "not there", "too old"]
Scope = Literal["none", "everything", "method", "peer"]

MINUTE_S, HOUR_S = 60.0, 3600.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do: `again` may be tried at once, `later` after `after_s`; meanwhile nothing of the same `scope` is sent.
    `owner` is what whoever runs Mazok has to know or do, about the token {variable} that needs {rights}."""

    meaning: Meaning
    after_s: float = 0.0
    scope: Scope = "none"
    owner: str = ""


class TooOld(DeliveryError):
    """The message can be changed no more."""


class Again(TryLater):
    """VK could not do it just now."""


class TokenRefused(TryLater):
    """Nothing can be done with this token; the owner has to make another."""


class NotThere(Refused):
    """What was meant is not there any more."""


NO_RIGHTS = Verdict("refused", owner="{variable} lacks rights: it needs {rights}")
CAPTCHA = Verdict("later", 10 * MINUTE_S, "everything", "VK wants to see a human: calls pause, look at the community")
TOKEN = Verdict("token", MINUTE_S, "everything", "VK refuses {variable}: make a new one")
WALL = "VK takes no more posts on the wall now: 50 a day, or {variable} may not post there"

# errors.json of VK's schema. What is not listed will never be taken.
VERDICTS: dict[int, Verdict] = {
    **dict.fromkeys((1, 10), Verdict("again", 5.0)),
    5: TOKEN,
    1117: TOKEN,
    6: Verdict("again", 1.0, "everything"),
    7: NO_RIGHTS,
    9: Verdict("later", 30.0, "peer"),  # doubles as long as it comes: the same text at once would make it worse
    14: CAPTCHA,
    17: CAPTCHA,
    3300: CAPTCHA,
    15: NO_RIGHTS,
    27: NO_RIGHTS,
    **dict.fromkeys((214, 219, 224), Verdict("later", HOUR_S, "method", WALL)),
    29: Verdict("later", HOUR_S, "method", "VK's daily limit of this method is reached"),
    912: Verdict("refused", owner="turn the bot features on: Manage, Messages, Bot settings"),
    **dict.fromkeys((909, 920), Verdict("too old")),
    **dict.fromkeys((104, 1600), Verdict("not there")),
    # a deleted or banned account, a blacklist, no permission, privacy; a conversation that is closed or was left
    **dict.fromkeys((18, 900, 901, 902, 917, 922, 932, 936, 945, 950, 1012), Verdict("gone")),
}
REFUSED = Verdict("refused")


def verdict(code: int) -> Verdict:
    return VERDICTS.get(code, REFUSED)


def failure(judged: Verdict, words: str) -> DeliveryError:
    """The error that the caller gets."""
    match judged.meaning:
        case "again":
            return Again(judged.after_s)
        case "later":
            return TryLater(judged.after_s)
        case "token":
            return TokenRefused(judged.after_s)
        case "gone":
            return Gone(words)
        case "too old":
            return TooOld(words)
        case "not there":
            return NotThere(words)
        case "refused":
            return Refused(words)
