"""The section `stories` of the VK API: pictures that a community shows for a day, with a button below."""

import secrets
import time

from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.sections import uploaded
from tests.simulators.vk.world import GROUP_ID, Json, World

DAY_S = 86_400
STORIES_ALBUM = -65
INSIDE = ("https://vk.com/", "https://vk.ru/")


class Stories:
    """What is over or deleted stays known, and says so."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def getPhotoUploadServer(self, given: Json) -> Json:
        if not given.get("add_to_news") and not given.get("user_ids"):
            raise ApiError(100, "add_to_news or user_ids should be passed")
        if given.get("group_id") != GROUP_ID:
            raise ApiError(15, "a community tells its own stories only")
        if bool(given.get("link_text")) != bool(given.get("link_url")):
            raise ApiError(100, "link_text and link_url go together")
        if not given.get("link_url", INSIDE[0]).startswith(INSIDE):
            raise ApiError(100, "link_url should lead to VK")
        ticket = secrets.token_hex(8)
        if given.get("link_url"):
            self._world.media.links[ticket] = {"text": given["link_text"], "url": given["link_url"]}
        url = f"{self._world.media.url}/upload/story?ticket={ticket}"
        return {"upload_url": url, "user_ids": given.get("user_ids", [])}

    async def save(self, given: Json) -> Json:
        """Every call tells a new story: nothing says that it is the same."""
        told = []
        for token in given.get("upload_results", []):
            pending = uploaded(self._world, "story", token)
            photo = self._world.media.photo(pending.content[0], -GROUP_ID, STORIES_ALBUM)
            now = int(time.time())
            story = {"id": photo["id"], "owner_id": -GROUP_ID, "type": "photo", "photo": photo, "date": now}
            story |= {"expires_at": now + DAY_S, "can_see": 1} | ({"link": pending.link} if pending.link else {})
            told.append(story)
        if not told:
            raise ApiError(100, "upload_results is undefined")
        self._world.stories += told
        return {"count": len(told), "items": told}

    async def get(self, given: Json) -> Json:
        """Those that can be seen now."""
        if given.get("owner_id") != -GROUP_ID:
            raise ApiError(15, "a community reads its own stories only")
        shown = [story for story in self._world.stories if not gone(story)]
        item = {"type": "stories", "id": f"stories{-GROUP_ID}", "owner_id": -GROUP_ID, "stories": shown}
        return {"count": len(shown), "items": [item] if shown else [], "need_upload_screen": False}

    async def getById(self, given: Json) -> Json:
        names = {f"{story['owner_id']}_{story['id']}": story for story in self._world.stories}
        known = [names[name] | gone(names[name]) for name in given["stories"] if name in names]
        return {"count": len(known), "items": known, "profiles": [], "groups": []}

    async def delete(self, given: Json) -> int:
        found = [story for story in self._world.stories if story["id"] == given.get("story_id")]
        if not found or given.get("owner_id") != -GROUP_ID or gone(found[0]).get("is_deleted"):
            raise ApiError(100, "story_id is invalid")
        if gone(found[0]):
            raise ApiError(1600)
        found[0]["is_deleted"] = True
        return 1


def gone(story: Json) -> Json:
    """Why nobody can see it any more."""
    if story.get("is_deleted"):
        return {"is_deleted": True}
    return {"is_expired": True} if story["expires_at"] <= time.time() else {}
