"""The other sections of the VK API that a bot needs: the community itself, people, photos and files."""

import json
import secrets

from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.media import MESSAGES_ALBUM, PHOTOS, WALL_ALBUM, Pending
from tests.simulators.vk.world import ADMIN_ID, GROUP, GROUP_ID, Json, World


class Groups:
    """The community. `key` opens the long poll; `confirmation` is what a callback server must say."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.key = secrets.token_hex(20)
        self.confirmation = secrets.token_hex(4)

    async def getById(self, given: Json) -> Json:
        wanted = given.get("group_ids") or [given.get("group_id", GROUP_ID)]
        if any(one not in (GROUP_ID, GROUP["screen_name"]) for one in wanted):
            raise ApiError(100, "group_ids is undefined")
        return {"groups": [GROUP], "profiles": []}

    async def getLongPollServer(self, given: Json) -> Json:
        self._mine(given)
        return {"key": self.key, "server": f"{self._world.media.url}/longpoll/wh{GROUP_ID}", "ts": str(self._world.ts)}

    async def getCallbackConfirmationCode(self, given: Json) -> Json:
        self._mine(given)
        return {"code": self.confirmation}

    async def setLongPollSettings(self, given: Json) -> int:
        """Which events happen; what is not named stays as it is."""
        self._mine(given)
        for kind, on in given.items():
            if isinstance(on, bool) and kind != "enabled":
                (self._world.subscribed.add if on else self._world.subscribed.discard)(kind)
        return 1

    def _mine(self, given: Json) -> None:
        if given["group_id"] != GROUP_ID:
            raise ApiError(15, "you have no access to this community")


class Users:
    def __init__(self, world: World) -> None:
        self._world = world

    async def get(self, given: Json) -> list[Json]:
        """Who is unknown is left out."""
        known = [self._world.people[one] for one in given.get("user_ids", []) if one in self._world.people]
        names = ("id", "first_name", "last_name")
        return [{name: one[name] for name in names} | {"can_access_closed": True, "is_closed": False} for one in known]


class Photos:
    def __init__(self, world: World) -> None:
        self._world = world

    async def getMessagesUploadServer(self, given: Json) -> Json:
        if given.get("peer_id"):
            self._world.reachable(given["peer_id"])
        url = f"{self._world.media.url}/upload/photo"
        return {"album_id": MESSAGES_ALBUM, "upload_url": url, "user_id": 0, "group_id": GROUP_ID}

    async def getWallUploadServer(self, given: Json) -> Json:
        self._own_wall(given)
        url = f"{self._world.media.url}/upload/wall"
        return {"album_id": WALL_ALBUM, "upload_url": url, "user_id": ADMIN_ID, "group_id": GROUP_ID}

    async def saveMessagesPhoto(self, given: Json) -> list[Json]:
        return self._saved("photo", given, MESSAGES_ALBUM)

    async def saveWallPhoto(self, given: Json) -> list[Json]:
        self._own_wall(given)
        return self._saved("wall", given, WALL_ALBUM)

    def _own_wall(self, given: Json) -> None:
        if given.get("group_id") != GROUP_ID:
            raise ApiError(15, "a wall of a community of one's own is simulated only")

    def _saved(self, kind: str, given: Json, album_id: int) -> list[Json]:
        pending = uploaded(self._world, kind, given.get("hash", ""))
        if given.get("server") != pending.server:
            raise ApiError(118)
        if given["photo"] in ("", "[]") or len(json.loads(given["photo"])) != len(pending.content):
            raise ApiError(100, "photos_list is invalid")
        return [self._world.media.photo(content, -GROUP_ID, album_id) for content in pending.content]


class Docs:
    def __init__(self, world: World) -> None:
        self._world = world

    async def getMessagesUploadServer(self, given: Json) -> Json:
        self._world.reachable(given["peer_id"])
        if given.get("type", "doc") != "doc":
            raise ApiError(100, "type: only doc is simulated")
        return {"upload_url": f"{self._world.media.url}/upload/doc"}

    async def save(self, given: Json) -> Json:
        pending = uploaded(self._world, "doc", given["file"])
        title = given.get("title") or pending.name
        if "." not in title:  # VK tells the kind of a file by what was uploaded
            title += "." + pending.name.rpartition(".")[2]
        return {"type": "doc", "doc": self._world.media.doc(pending.content[0], title, -GROUP_ID)}


def uploaded(world: World, kind: str, token: str) -> Pending:
    pending = world.media.pending.get(token)
    if pending is None or pending.kind != kind:
        raise ApiError(121 if kind in PHOTOS else 105)
    return pending
