"""The section `wall` of the VK API: what the community shows on its page. Only a person who runs it may post there."""

import time

from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.reading import Violation
from tests.simulators.vk.world import ADMIN_ID, GROUP_ID, Json, World

LETTERS = 15_895
ATTACHMENTS = 10
LINK = "http"


class Wall:
    """A method is a function of the same name."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._posted: dict[str, int] = {}  # by guid
        self._commented: dict[str, int] = {}

    async def post(self, given: Json) -> Json:
        """The same guid is the same post: nothing is shown twice."""
        self._own(given)
        guid = given.get("guid", "")
        if guid in self._posted:
            return {"post_id": self._posted[guid]}
        text, names = given.get("message", ""), given.get("attachments", [])
        attachments = [self._photo(name) for name in names if not name.startswith(LINK)]
        if not given.get("from_group"):
            raise Violation("from_group: a person speaking for themselves on the wall is not simulated")
        if not text.strip() and not names:
            raise ApiError(100, "message or attachments should be passed")
        if len(text) > LETTERS or len(names) > ATTACHMENTS or len(names) - len(attachments) > 1:
            raise Violation(f"{len(text)} letters, {len(names)} attachments: too many, or more than one link")
        post_id = self._world.number()
        post = {"id": post_id, "owner_id": -GROUP_ID, "from_id": -GROUP_ID, "created_by": ADMIN_ID, "text": text}
        post |= {"date": int(time.time()), "attachments": attachments, "type": "post"}
        self._world.posts[post_id], self._world.likers[post_id] = post, set()
        if guid:
            self._posted[guid] = post_id
        return {"post_id": post_id}

    async def delete(self, given: Json) -> int:
        self._own(given)
        if given.get("post_id") not in self._world.posts:
            raise ApiError(104)
        del self._world.posts[given["post_id"]]
        return 1

    async def createComment(self, given: Json) -> Json:
        """Below a post that is there, in the community's name; the same guid is the same comment."""
        self._own(given)
        if given.get("post_id") not in self._world.posts:
            raise ApiError(100, "post not found")
        if given.get("from_group") != GROUP_ID:
            raise Violation("from_group: a person commenting for themselves is not simulated")
        guid = given.get("guid", "")
        if guid not in self._commented:
            comment_id = self._commented[guid] = self._world.number()
            photos = [self._photo(name) for name in given.get("attachments", [])]
            comment = {"id": comment_id, "from_id": -GROUP_ID, "owner_id": -GROUP_ID, "post_id": given["post_id"]}
            comment |= {"text": given.get("message", ""), "date": int(time.time()), "attachments": photos}
            self._world.comments[comment_id] = comment
        return {"comment_id": self._commented[guid], "parents_stack": []}

    async def deleteComment(self, given: Json) -> int:
        self._own(given)
        if self._world.comments.pop(given["comment_id"], None) is None:
            raise ApiError(104)
        return 1

    async def getComment(self, given: Json) -> Json:
        self._own(given)
        if given["comment_id"] not in self._world.comments:
            raise ApiError(104)
        return {"items": [self._world.comments[given["comment_id"]]]}

    async def getById(self, given: Json) -> Json:
        """What is not there is left out."""
        names = {f"{-GROUP_ID}_{post_id}": post for post_id, post in self._world.posts.items()}
        return {"items": [self._seen(names[name]) for name in given["posts"] if name in names]}

    def _own(self, given: Json) -> None:
        if given.get("owner_id") != -GROUP_ID:
            raise ApiError(214, "no access to this wall")

    def _photo(self, name: str) -> Json:
        owner, _, number = name.removeprefix("photo").partition("_")
        photo = self._world.media.photos.get((int(owner), int(number.partition("_")[0])))
        if not name.startswith("photo") or photo is None:
            raise Violation(f"attachment is invalid: {name}")
        return {"type": "photo", "photo": photo}

    def _seen(self, post: Json) -> Json:
        likes = {"count": len(self._world.likers[post["id"]]), "user_likes": 0, "can_like": 1, "can_publish": 1}
        return post | {"likes": likes, "inner_type": "wall_wallpost"}
