"""A payment came in, or went back."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.prices import Money
from bot.talk import menu, wares
from bot.talk.notices import notice
from bot.talk.scenes import balance
from bot.texts import Texts


@notice
def paid(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Thank you, and what there is now; of some goods in words of their own."""
    own = f"notice-paid-{said['kind']}"
    return told(texts, own if own in texts else "notice-paid", said)


@notice
def renewed(texts: Texts, said: Mapping[str, Any]) -> Message:
    return told(texts, "notice-renewed", said)


@notice
def paid_twice(texts: Texts, said: Mapping[str, Any]) -> Message:
    """The second payment goes back by itself."""
    return told(texts, "notice-paid-twice", said)


@notice
def refunded(texts: Texts, said: Mapping[str, Any]) -> Message:
    return told(texts, "notice-refunded", said)


def told(texts: Texts, key: str, said: Mapping[str, Any]) -> Message:
    """What was bought, and for how much, with a way to the journal."""
    what = wares.title(texts, said["kind"], said["item"])
    amount = menu.money(texts, Money(said["amount"], said["currency"]))
    return Message(texts(key, what=what, amount=amount), ((balance.show.button(texts("button-balance")),),))
