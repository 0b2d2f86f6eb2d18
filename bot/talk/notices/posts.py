"""A moderator has decided about a post."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.talk.notices import notice
from bot.talk.scenes import post_words, posts, share
from bot.texts import Texts


@notice
def post_shown(texts: Texts, said: Mapping[str, Any]) -> Message:
    """It is in the feed."""
    return told(texts, "notice-post-shown", said)


@notice
def post_refused(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Why it will not be."""
    return told(texts, "notice-post-refused", said)


@notice
def post_taken_down(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Why it is there no more."""
    return told(texts, "notice-post-taken-down", said)


@notice
def post_pardoned(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Its post was deleted: they may publish it anew."""
    return Message(texts("notice-post-pardoned"), ((share.button(texts, said["work_id"]),),))


def told(texts: Texts, key: str, said: Mapping[str, Any]) -> Message:
    """Which one, why, and the way to it."""
    what = texts("notice-post", title=said["title"]) if said.get("title") else texts("notice-post-untitled")
    text = texts(key, what=what, reason=post_words.reason(texts, said.get("reason")))
    return Message(text, ((posts.open_.button(texts("button-my-post"), said["post_id"]),),))
