"""A canvas has come a step further."""

from collections.abc import Mapping
from typing import Any

from bot.chat import Message
from bot.talk import wares
from bot.talk.notices import notice
from bot.talk.scenes import orders
from bot.texts import Texts
from storage.prints import PrintState


@notice
def print_moved(texts: Texts, said: Mapping[str, Any]) -> Message:
    """Where it is now, with the track number of what is sent and the owner's own words."""
    state = PrintState(said["state"])
    lines = [texts(f"print-told-{orders.dashed(state)}", what=wares.title(texts, "print", said["item"]))]
    if state is PrintState.SENT and said["track"]:
        lines.append(texts("print-track", track=said["track"]))
    if said["note"]:
        lines += ["", str(said["note"])]
    return Message("\n".join(lines), ((orders.newest.button(texts("button-all-orders")),),))
