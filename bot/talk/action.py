"""What a scene answers: buttons, commands, and what a person sends while the scene is open. Knows no scene by name.

A scene is a file of `bot/talk/scenes/`; what it marks here is found there, and listed nowhere else.
"""

import inspect
import pkgutil
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Literal

from bot.chat import Button, Pictures, Text, Unsupported
from bot.talk.turn import Turn

DATA_BYTES = 56  # Telegram allows 64, of which its groups need 8 to say whose the button is

Sent = Text | Pictures | Unsupported


class TooLong(ValueError):
    """Button data hold ids only; whoever needs more must keep it in the sketch."""


@dataclass(frozen=True, slots=True)
class Action:
    """A function that a button calls, and perhaps a command. What the button carries become its arguments."""

    function: Callable[..., Awaitable[None]]
    commands: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{scene_of(self.function)}.{self.function.__name__}"

    async def __call__(self, turn: Turn, *arguments: str) -> None:
        await self.function(turn, *arguments)

    def takes(self, arguments: Sequence[str]) -> bool:
        """Whether so many arguments fit; a button may come from an older release."""
        parameters = inspect.signature(self.function).parameters
        return len(arguments) == len(parameters) - 1

    def data(self, *arguments: str | int) -> str:
        data = ":".join([self.name, *map(str, arguments)])
        if len(data.encode()) > DATA_BYTES:
            raise TooLong(data)
        return data

    def button(
        self, text: str, *arguments: str | int, style: Literal["plain", "primary", "danger"] = "plain"
    ) -> Button:
        return Button(text, self.data(*arguments), style)


@dataclass(frozen=True, slots=True)
class Listener:
    """The function that gets what a person sends while its scene is open."""

    function: Callable[[Turn, Sent], Awaitable[None]]

    @property
    def scene(self) -> str:
        return scene_of(self.function)

    async def __call__(self, turn: Turn, sent: Sent) -> None:
        await self.function(turn, sent)


def action(*commands: str) -> Callable[[Callable[..., Awaitable[None]]], Action]:
    """Mark a function of a scene as what its buttons, and these commands, do."""
    return lambda function: Action(function, commands)


def listens(function: Callable[[Turn, Sent], Awaitable[None]]) -> Listener:
    """Mark the function of a scene that gets what a person sends."""
    return Listener(function)


@dataclass(frozen=True, slots=True)
class Opening:
    """The function that answers whoever comes by a start link of its kind; it gets what follows the prefix."""

    function: Callable[[Turn, str], Awaitable[None]]
    prefix: str

    async def __call__(self, turn: Turn, argument: str) -> None:
        await self.function(turn, argument)


def opens(prefix: str) -> Callable[[Callable[[Turn, str], Awaitable[None]]], Opening]:
    """Mark the function of a scene that start links with this prefix lead to."""
    return lambda function: Opening(function, prefix)


def scene_of(function: Callable[..., object]) -> str:
    return function.__module__.rpartition(".")[2]


class Script:
    """Every scene of a package, as tables of what answers what."""

    def __init__(self, package: str) -> None:
        self._package = package

    @cached_property
    def actions(self) -> dict[str, Action]:
        return {thing.name: thing for thing in self._things() if isinstance(thing, Action)}

    @cached_property
    def commands(self) -> dict[str, Action]:
        return {command: thing for thing in self.actions.values() for command in thing.commands}

    @cached_property
    def listeners(self) -> dict[str, Listener]:
        return {thing.scene: thing for thing in self._things() if isinstance(thing, Listener)}

    @cached_property
    def openings(self) -> dict[str, Opening]:
        return {thing.prefix: thing for thing in self._things() if isinstance(thing, Opening)}

    def opening(self, argument: str) -> Opening | None:
        """Where a start link with this argument leads; None: to the welcome."""
        return next((one for prefix, one in self.openings.items() if argument.startswith(prefix)), None)

    def _things(self) -> Iterator[object]:
        package = import_module(self._package)
        for module in pkgutil.iter_modules(package.__path__, f"{self._package}."):
            yield from vars(import_module(module.name)).values()
