"""What is said instead of an answer: to somebody who is banned, and while nothing new is ordered."""

from datetime import UTC, datetime

from bot.chat import Command, Drawn, Event, Message, Pressed
from bot.talk import menu
from bot.talk.action import Script
from bot.talk.scenes import paysupport
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.maintenance import Outage

SPARED = ("privacy", "paysupport")  # scenes: everybody's data and money stay theirs


def spared(script: Script, event: Event) -> bool:
    """Is that asked for in a scene which answers those who are banned, too?"""
    match event:
        case Command(name=name):
            asked = script.commands[name].name if name in script.commands else ""
        case Pressed(data=asked) | Drawn(data=asked):
            pass
        case _:
            asked = ""
    return asked.partition(".")[0] in SPARED


def banned(turn: Turn) -> Message:
    """One line, and whom to write to."""
    texts = turn.texts
    return Message(f"{texts('banned-all')} {paysupport.contact(texts, turn.can.shop.support)}")


def closed(turn: Turn, outage: Outage) -> Message:
    """Why, when we are back, and that nothing is lost."""
    return Message(f"{why_closed(turn.texts, outage)}\n\n{turn.texts('maintenance-kept')}")


def banner(texts: Texts, outage: Outage | None) -> str:
    """What pages say at their top; nothing as a rule."""
    return why_closed(texts, outage) if outage else ""


def why_closed(texts: Texts, outage: Outage) -> str:
    """A moment that is over is not promised."""
    back = outage.until if outage.until and outage.until > datetime.now(UTC) else None
    when = [texts("maintenance-until", when=menu.until(texts, back))] if back else []
    return " ".join([outage.text(texts), *when])
