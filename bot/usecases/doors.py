"""By which links people come in: each platform has its own. Knows no words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.platform import Platform

GIFT = "g_"
GUEST = "r_"


@dataclass(frozen=True, slots=True)
class Doors:
    """The platforms of this process; they are filled after it is made."""

    platforms: Mapping[str, Platform]

    def link(self, platform: str, argument: str) -> str | None:
        """Where somebody begins a conversation with /start and this argument; None where there is no such link."""
        return self.platforms[platform].start_link(argument) if platform in self.platforms else None

    def invites(self, platform: str) -> bool:
        """Whether the rules of this platform let us thank people for bringing others."""
        return platform in self.platforms and self.platforms[platform].invites
