"""Where posts of the feed go on VK, as far as it is configured, and how people like them there.

A like is counted and changes nothing else: no function of a bot may depend on it (rules for bots, 1.1).
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from bot.outlet import Outlet
from bot.platforms.vk.client import Client
from bot.platforms.vk.comments import Comments
from bot.platforms.vk.settings import VkSettings
from bot.platforms.vk.story import Story
from bot.platforms.vk.travel import place_of
from bot.platforms.vk.wall import Wall
from bot.platforms.vk.wire import Wire
from storage import Store

LIKES = ("like_add", "like_remove")  # kinds of events


class Outlets:
    """Those of one community. With the token of a person comes a client of its own."""

    LIKED: ClassVar[str] = "liked"  # as we write such an event down, in the lane of its post

    def __init__(self, settings: VkSettings, client: Client, wire: Wire, store: Store) -> None:
        self._store, self._group_id = store, settings.group_id
        self._person = Client(settings, settings.person) if settings.person else None
        self._story = Story(client, wire, settings.group_id) if settings.stories else None
        self._wall = Wall(self._person, wire, settings.group_id) if self._person else None
        below, group_id = settings.comments_post, settings.group_id
        self._comments = Comments(self._person, wire, group_id, below) if self._person and below else None

    def close(self) -> None:
        if self._person:
            self._person.close()

    def all(self) -> Sequence[Outlet]:
        return [outlet for outlet in (self._story, self._wall, self._comments) if outlet]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The events that we want beside those of conversations."""
        return LIKES if self._wall else ()

    def liked(self, event: dict[str, Any]) -> str | None:
        """The place of the post on our wall that an event says is liked, or is no more; None for anything else."""
        if event["type"] not in LIKES:
            return None
        thing = event["object"]
        ours = (thing["object_type"], thing["object_owner_id"]) == ("post", -self._group_id)
        return place_of(thing["object_owner_id"], thing["object_id"]) if ours else None

    @staticmethod
    def burst(payload: dict[str, Any]) -> str | None:
        """Likes of one post that come together are counted together."""
        return Outlets.LIKED if payload["type"] == Outlets.LIKED else None

    async def count(self, place: str) -> None:
        """Note how many like the post: asked, not added up, for events come twice, late or never."""
        likes = await self._wall.likes(place) if self._wall else None
        if likes is not None:
            async with self._store.transaction() as tx:
                await tx.spreads.liked(Wall.name, place, likes)
