"""By which links people come in: each platform has its own. Knows no words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.platform import Platform

GIFT = "g_"
GUEST = "r_"
POST = "w_"
STYLE = "s_"
ACCOUNT = "l_"
FEED = "/feed"  # the page of the feed; below it those of posts and styles


@dataclass(frozen=True, slots=True)
class Doors:
    """The platforms of this process; they are filled after it is made."""

    platforms: Mapping[str, Platform]
    public_url: str = ""

    def post(self, platform: str, post_id: str) -> str | None:
        """Where others see a post: its page, or our chat where there is no address of pages."""
        return self.page(f"{FEED}/{post_id}") or self.link(platform, POST + post_id)

    def style(self, platform: str, ref: str) -> str | None:
        """Where others see a style, and what was made with it."""
        return self.page(f"{FEED}/style/{ref}") or self.link(platform, STYLE + ref)

    def page(self, path: str) -> str | None:
        """A page of ours as others reach it; None where the owner has not said by which address."""
        return self.public_url.rstrip("/") + path if self.public_url else None

    def share(self, platform: str, link: str, text: str) -> str | None:
        """Where a person passes a link on to friends; None where the platform has no such thing."""
        return self.platforms[platform].share_link(link, text) if platform in self.platforms else None

    def link(self, platform: str, argument: str) -> str | None:
        """Where somebody begins a conversation with /start and this argument; None where there is no such link."""
        return self.platforms[platform].start_link(argument) if platform in self.platforms else None

    def elsewhere(self, platform: str, argument: str) -> dict[str, str]:
        """The same on every other platform that has such links."""
        links = {name: self.link(name, argument) for name in self.platforms if name != platform}
        return {name: link for name, link in links.items() if link}

    def invites(self, platform: str) -> bool:
        """Whether the rules of this platform let us thank people for bringing others."""
        return platform in self.platforms and self.platforms[platform].invites
