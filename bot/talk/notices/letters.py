"""A letter to one person: how a broadcast is tried before it goes to everybody."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.talk.notices import notice
from bot.talk.scenes import news
from bot.texts import Texts


@notice
def letter(texts: Texts, said: Mapping[str, Any]) -> Message:
    return news.written(texts, news.in_language(said["texts"], texts.locale))
