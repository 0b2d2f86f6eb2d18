"""The methods of the VK API that the simulator performs: checked parameters in, what VK would answer out."""

from typing import Any

from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.messages import Messages
from tests.simulators.vk.schema import schema
from tests.simulators.vk.sections import Docs, Groups, Photos, Users
from tests.simulators.vk.stories import Stories
from tests.simulators.vk.wall import Wall
from tests.simulators.vk.world import Json, World


class Api:
    """One community's view of the world: an object for each section."""

    def __init__(self, world: World) -> None:
        self.groups = Groups(world)
        self._sections: dict[str, object] = {
            "messages": Messages(world),
            "groups": self.groups,
            "users": Users(world),
            "photos": Photos(world),
            "docs": Docs(world),
            "stories": Stories(world),
            "wall": Wall(world),
        }

    async def perform(self, method: str, given: Json) -> Any:
        section, _, name = method.partition(".")
        perform = getattr(self._sections.get(section), name, None)
        if perform is None or name.startswith("_"):
            raise ApiError(3, "the simulator does not know this method")
        answer = await perform(given)
        schema().check_answer(method, answer)
        return answer
