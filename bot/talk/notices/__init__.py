"""What is said to people who did not ask: one file for each matter. Knows the words; others know when.

A function marked with `@notice` says the notices of its own name.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from bot.chat import Message
from bot.texts import Texts
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Say:
    """How one kind of notice is said."""

    function: Callable[[Texts, Mapping[str, Any]], Message]

    def __call__(self, texts: Texts, said: Mapping[str, Any]) -> Message:
        return self.function(texts, said)


def notice(function: Callable[[Texts, Mapping[str, Any]], Message]) -> Say:
    """Mark a function as what says the notices that are called like it."""
    return Say(function)


class NoticeWords:
    """Implements `bot.usecases.notify.Words`."""

    @cached_property
    def kinds(self) -> dict[str, Say]:
        modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
        things = [thing for module in modules for thing in vars(module).values()]
        return {thing.function.__name__: thing for thing in things if isinstance(thing, Say)}

    def __call__(self, person: Person, told: Notice) -> Message:
        return self.kinds[told.kind](Texts(person.locale), told.said)
