"""What became of a painting that its owner published."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.talk.notices import notice
from bot.texts import Texts


@notice
def post_shown(texts: Texts, said: Mapping[str, Any]) -> Message:
    """A moderator has approved it."""
    return told(texts, "notice-post-shown", said)


@notice
def post_refused(texts: Texts, said: Mapping[str, Any]) -> Message:
    """A moderator has not."""
    return told(texts, "notice-post-refused", said)


@notice
def post_taken_down(texts: Texts, said: Mapping[str, Any]) -> Message:
    """It was seen for a while."""
    return told(texts, "notice-post-taken-down", said)


def told(texts: Texts, key: str, said: Mapping[str, Any]) -> Message:
    """Which one, and why."""
    title = f"“{said['title']}”" if said["title"] else texts("notice-post-untitled")
    reason = f"post-reason-{said['reason']}"
    return Message(texts(key, title=title, reason=texts(reason if reason in texts else "post-reason-other")))
