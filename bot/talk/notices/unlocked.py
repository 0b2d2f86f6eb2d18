"""A painting that was seen first is paid."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.talk.notices import notice
from bot.talk.scenes import result, share
from bot.texts import Texts


@notice
def unlocked(texts: Texts, said: Mapping[str, Any]) -> Message:
    """It is there in full, and what else one can do with it."""
    work_id = said["work_id"]
    download = result.file.button(texts("button-file"), work_id, style="primary")
    others = (result.pair.button(texts("button-pair"), work_id), result.again.button(texts("button-again"), work_id))
    return Message(texts("notice-unlocked"), ((download, share.button(texts, work_id)), others))
