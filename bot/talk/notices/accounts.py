"""Two accounts have become one, or one of them is on its own again."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.talk.notices import notice
from bot.talk.scenes import accounts, tier
from bot.texts import Texts


@notice
def joined(texts: Texts, said: Mapping[str, Any]) -> Message:
    """What it has now, and what to do if one did not mean it."""
    has = [texts("account-works", count=said["works"])]
    has += [tier.amount(texts, asset, amount) for asset, amount in said["assets"]]
    return to_accounts(texts, texts("notice-joined", has=", ".join(has)))


@notice
def parted(texts: Texts, _said: Mapping[str, Any]) -> Message:
    return to_accounts(texts, texts("notice-parted"))


def to_accounts(texts: Texts, text: str) -> Message:
    return Message(text, ((accounts.show.button(texts("button-accounts")),),))
