"""Posts of the feed as stories of the community: a picture for a day, with a button that leads to the work."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.outlet import Share, Spot
from bot.platforms.vk.client import Client
from bot.platforms.vk.errors import NotThere
from bot.platforms.vk.place import NAME
from bot.platforms.vk.travel import delete, numbers_of, pictures_of, place_of, travelling
from bot.platforms.vk.wire import Wire
from bot.usecases.doors import POST
from engine.picture import decode, encode
from engine.story import Legend, story

BUTTON = "view"  # one of VK's own words, which it shows in the language of whoever looks
SIDE_PX = 2_000  # what a picture is decoded at, at most
QUALITY = 90
LEADS_AWAY = re.compile(r"https?://\S+|#\w+")


@dataclass(frozen=True, slots=True)
class Story:
    """Told with the community's own token. VK has no number by which it would know a story that is told twice, so
    those that can be seen are asked first: the button of each says which post it is."""

    client: Client
    wire: Wire
    group_id: int
    name: ClassVar[str] = f"{NAME}.story"

    async def post(self, share: Share) -> Spot:
        with travelling():
            return await self._told(share) or await self._tell(share)

    async def take_back(self, place: str) -> None:
        """Over after a day all the same."""
        owner_id, story_id = numbers_of(place)
        deletion = self.client.call("stories.delete", owner_id=owner_id, story_id=story_id)
        await delete(deletion, lambda: self._is_seen(place))

    async def _told(self, share: Share) -> Spot | None:
        told = await self.client.call("stories.get", owner_id=-self.group_id)
        stories = (one for author in told["items"] for one in author.get("stories", ()))
        return next((spot_of(one) for one in stories if leads_to(one, share.post_id)), None)

    async def _tell(self, share: Share) -> Spot:
        picture = await asyncio.to_thread(draw, share.text, *[await one.read() for one in pictures_of(share)])
        door = await self.client.call(
            "stories.getPhotoUploadServer",
            group_id=self.group_id,
            add_to_news=1,
            link_text=BUTTON,
            link_url=self._address(share.post_id),
        )
        uploaded = await self.wire.upload(door["upload_url"], "file", "story.jpg", picture)
        saved = await self.client.once("stories.save", upload_results=uploaded["response"]["upload_result"])
        return spot_of(saved["items"][0])

    async def _is_seen(self, place: str) -> bool:
        try:
            told = await self.client.call("stories.getById", stories=place)
        except NotThere:
            return False
        return any(not one.get("is_deleted") and not one.get("is_expired") for one in told["items"])

    def _address(self, post_id: str) -> str:
        """Of the work in our chat: buttons of stories lead to pages of VK only."""
        return f"https://vk.com/write-{self.group_id}?ref={POST}{post_id}"


def draw(text: str, painting: bytes, card: bytes | None = None) -> bytes:
    """The picture of a story."""
    made = decode(card, side_px=SIDE_PX) if card else None
    return encode(story(decode(painting, side_px=SIDE_PX), legend(text), made), "JPEG", quality=QUALITY)


def legend(text: str) -> Legend:
    """What is said of a work, without addresses and tags: drawn words cannot be followed."""
    lines = [line for line in (LEADS_AWAY.sub("", line).strip() for line in text.splitlines()) if line]
    return Legend(lines[0], lines[1:]) if lines else Legend()


def leads_to(told: dict[str, Any], post_id: str) -> bool:
    address: str = told.get("link", {}).get("url", "")
    return POST + post_id in address


def spot_of(told: dict[str, Any]) -> Spot:
    place = place_of(told["owner_id"], told["id"])
    return Spot(place, f"https://vk.com/story{place}")
