"""Gifts that came, went and were taken; thanks for inviting somebody."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.talk.notices import notice
from bot.talk.scenes import balance, gifts, tier
from bot.texts import Texts


@notice
def gift_ready(texts: Texts, said: Mapping[str, Any]) -> Message:
    """The gift that was bought can be sent; its link is one press away, as it differs from platform to platform."""
    row = (gifts.open_.button(texts("button-gift-link"), said["code"], style="primary"),)
    return Message(texts("notice-gift-ready", what=amount(texts, said)), (row,))


@notice
def gift_taken(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Somebody has redeemed it."""
    return Message(texts("notice-gift-taken", what=amount(texts, said)))


@notice
def gift_back(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Nobody has, in all that time."""
    return to_balance(texts, "notice-gift-back", said)


@notice
def guest_bonus(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Who came by a link has had a painting."""
    return to_balance(texts, "notice-guest-bonus", said)


@notice
def host_bonus(texts: Texts, said: Mapping[str, Any]) -> Message:
    """So has somebody whom they invited."""
    return to_balance(texts, "notice-host-bonus", said)


def to_balance(texts: Texts, key: str, said: Mapping[str, Any]) -> Message:
    return Message(texts(key, what=amount(texts, said)), ((balance.show.button(texts("button-balance")),),))


def amount(texts: Texts, said: Mapping[str, Any]) -> str:
    return tier.amount(texts, said["asset"], said["amount"])
