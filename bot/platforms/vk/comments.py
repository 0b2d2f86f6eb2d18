"""Works of the feed below one post of the community, where people look at them together and show theirs.

The community's token could write there and never delete: so a person's token does both.
"""

from dataclasses import dataclass
from typing import ClassVar

from bot.outlet import Share, Spot
from bot.platforms.vk.client import Client
from bot.platforms.vk.errors import NotThere
from bot.platforms.vk.place import NAME
from bot.platforms.vk.travel import delete, numbers_of, place_of, travelling
from bot.platforms.vk.wall import Album, guid, words
from bot.platforms.vk.wire import Wire


@dataclass(frozen=True, slots=True)
class Comments:
    """`post_id` is the post of the wall that they stand below."""

    person: Client
    wire: Wire
    group_id: int
    post_id: int
    name: ClassVar[str] = f"{NAME}.comments"

    async def post(self, share: Share) -> Spot:
        """VK knows by the guid what was written before."""
        with travelling():
            pictures = await Album(self.person, self.wire, self.group_id).attachments(share)
            written = await self.person.call(
                "wall.createComment",
                owner_id=-self.group_id,
                post_id=self.post_id,
                from_group=self.group_id,
                message=words(share),
                attachments=pictures,
                guid=guid(share),
            )
        comment_id = written["comment_id"]
        below = f"https://vk.com/wall{place_of(-self.group_id, self.post_id)}"
        return Spot(place_of(-self.group_id, comment_id), f"{below}?reply={comment_id}")

    async def take_back(self, place: str) -> None:
        owner_id, comment_id = numbers_of(place)
        deletion = self.person.call("wall.deleteComment", owner_id=owner_id, comment_id=comment_id)
        await delete(deletion, lambda: self._is_there(place))

    async def _is_there(self, place: str) -> bool:
        owner_id, comment_id = numbers_of(place)
        try:
            told = await self.person.call("wall.getComment", owner_id=owner_id, comment_id=comment_id)
        except NotThere:
            return False
        return any(not one.get("deleted") for one in told["items"])
