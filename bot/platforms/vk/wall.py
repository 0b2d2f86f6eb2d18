"""Posts of the feed on the community's wall. VK lets only a person post there: with the token of one who runs it."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

from bot.chat import Refused
from bot.outlet import Share, Spot
from bot.photos import fits
from bot.platforms.vk.client import Client
from bot.platforms.vk.media import PHOTO, named
from bot.platforms.vk.place import NAME
from bot.platforms.vk.travel import delete, numbers_of, pictures_of, place_of, travelling
from bot.platforms.vk.wire import Wire

GUID_LETTERS = 32


@dataclass(frozen=True, slots=True)
class Wall:
    """`person` calls with the token of a person: the community's would get error 27."""

    person: Client
    wire: Wire
    group_id: int
    name: ClassVar[str] = f"{NAME}.wall"

    async def post(self, share: Share) -> Spot:
        """VK knows by the guid what was posted before."""
        with travelling():
            pictures = await Album(self.person, self.wire, self.group_id).attachments(share)
            posted = await self.person.call(
                "wall.post",
                owner_id=-self.group_id,
                from_group=1,
                message=words(share),
                attachments=pictures,
                guid=guid(share),
            )
        place = place_of(-self.group_id, posted["post_id"])
        return Spot(place, f"https://vk.com/wall{place}")

    async def take_back(self, place: str) -> None:
        owner_id, post_id = numbers_of(place)
        deletion = self.person.call("wall.delete", owner_id=owner_id, post_id=post_id)
        await delete(deletion, lambda: self._is_there(place))

    async def likes(self, place: str) -> int | None:
        """How many people like it; None when it is not there."""
        told = await self.person.call("wall.getById", posts=place)
        found = [post for post in told["items"] if not post.get("is_deleted")]
        return int(found[0].get("likes", {}).get("count", 0)) if found else None

    async def _is_there(self, place: str) -> bool:
        return await self.likes(place) is not None


@dataclass(frozen=True, slots=True)
class Album:
    """Where pictures wait that go on the wall, or below a post there."""

    person: Client
    wire: Wire
    group_id: int

    async def attachments(self, share: Share) -> str:
        """What VK calls the pictures of the work, uploaded. Raises Refused when VK takes none of them."""
        contents, names = await photos(share), []
        door = await self.person.call("photos.getWallUploadServer", group_id=self.group_id)
        for content in contents:
            told = await self.wire.photo(door["upload_url"], "work.jpg", content)
            [photo] = await self.person.call("photos.saveWallPhoto", group_id=self.group_id, **told)
            names.append(named("photo", photo))
        return ",".join(names)


def guid(share: Share) -> str:
    """By which VK knows what it was sent before."""
    return hashlib.sha256(share.key.encode()).hexdigest()[:GUID_LETTERS]


async def photos(share: Share) -> list[bytes]:
    """The painting, then how it was made, as far as VK takes them for photos. Raises Refused when it takes neither."""
    contents = [await one.read() for one in pictures_of(share)]
    taken = [content for content in contents if await fits(content, PHOTO)]
    if not taken:
        raise Refused("VK takes no picture of this shape")
    return taken


def words(share: Share) -> str:
    """What is said below the pictures; the way back to the work is among it."""
    return share.text if share.link in share.text else f"{share.text}\n\n{share.link}".strip()
