"""The port to places that posts of the feed travel to by themselves: a channel, a wall, a story. Knows no platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.chat import Attachment


@dataclass(frozen=True, slots=True)
class Share:
    """A post as it travels: `card` shows how it was made, `picture` the painting alone, `film` how it came about.
    `link` leads back to it; `key` is the same when the same post is sent again."""

    post_id: str
    text: str
    card: Attachment
    picture: Attachment
    film: Attachment | None
    link: str
    key: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a post has arrived: `place` is what the outlet finds it by, `link` where people see it. Where it is several
    things there, `place` is theirs with commas between, and who likes any of them likes the post."""

    place: str
    link: str | None = None


class Outlet(Protocol):
    """One such place. Everything may raise DeliveryError: TryLater when it surely was not done and may be tried again,
    Refused for never. After any other nobody knows whether a post has arrived, and it is not sent again."""

    @property
    def name(self) -> str:
        """`<platform>.<what>`: stays the same over restarts."""
        ...

    async def post(self, share: Share) -> Spot: ...

    async def take_back(self, place: str) -> None:
        """Nobody sees it any more; that it was gone before is a success."""
        ...


@runtime_checkable
class HasOutlets(Protocol):
    """A platform with such places."""

    def outlets(self) -> Sequence[Outlet]: ...
