"""A subscription goes on, does not, or is over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.chat import Message
from bot.talk import wares
from bot.talk.notices import notice
from bot.talk.scenes import subscription
from bot.texts import Texts


@notice
def subscription_off(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Switched off where it is paid."""
    return told(texts, "notice-subscription-off", said)


@notice
def subscription_active(texts: Texts, said: Mapping[str, Any]) -> Message:
    return told(texts, "notice-subscription-active", said)


@notice
def subscription_failed(texts: Texts, said: Mapping[str, Any]) -> Message:
    """The till could not take the money for the next month."""
    return told(texts, "notice-subscription-failed", said)


@notice
def subscription_ended(texts: Texts, said: Mapping[str, Any]) -> Message:
    return told(texts, "notice-subscription-ended", said)


def told(texts: Texts, key: str, said: Mapping[str, Any]) -> Message:
    """Which one, until when it is paid, and the way to it."""
    what = wares.title(texts, said["kind"], said["item"])
    until = subscription.day(texts, datetime.fromisoformat(said["until"]))
    return Message(texts(key, what=what, until=until), ((subscription.show.button(texts("button-subscription")),),))
