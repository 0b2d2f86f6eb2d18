"""Calls to the simulated VK: by plain HTTP, and by the package vk_api, whose host is rewritten on the way."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import requests
from jconfig.memory import MemoryConfig
from requests.adapters import HTTPAdapter
from vk_api import VkApiGroup

from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import VERSION

TIMEOUT_S = 10


class Detour(HTTPAdapter):
    """Sends to the simulator what is addressed to VK."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *arguments: Any, **named: Any) -> requests.Response:
        request.url = (request.url or "").replace("https://api.vk.ru", self._url)
        return super().send(request, *arguments, **{**named, "timeout": TIMEOUT_S})


def vk(server: VkServer) -> VkApiGroup:
    """The package as a bot uses it; its pace is its own."""
    session = requests.Session()
    session.mount("https://api.vk.ru/", Detour(server.url))
    return VkApiGroup(
        token=server.token, api_version=VERSION, session=session, config=MemoryConfig, config_filename=None
    )


@asynccontextmanager
async def posting(server: VkServer) -> AsyncIterator["Caller"]:
    async with aiohttp.ClientSession() as session:
        yield Caller(server, session)


class Caller:
    """Plain HTTP. A method answers with all that VK says: `response` or `error`."""

    def __init__(self, server: VkServer, session: aiohttp.ClientSession) -> None:
        self.server, self.session = server, session

    async def __call__(self, method: str, **parameters: object) -> dict[str, Any]:
        form = {"access_token": self.server.token, "v": VERSION} | parameters
        words = {name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()}
        async with self.session.post(f"{self.server.url}/method/{method}", data=words) as response:
            told: dict[str, Any] = json.loads(await response.text())
            return told

    async def by_a_person(self, method: str, **parameters: object) -> dict[str, Any]:
        """With the token of who runs the community."""
        return await self(method, access_token=self.server.user_token, **parameters)

    async def refused(self, method: str, **parameters: object) -> int:
        """The number of the error."""
        return int((await self(method, **parameters))["error"]["error_code"])

    async def poll(self, **asked: object) -> dict[str, Any]:
        """One long poll, which waits for nothing."""
        server = (await self("groups.getLongPollServer", group_id=self.server.group_id))["response"]
        query = {"act": "a_check", "key": server["key"], "ts": server["ts"], "wait": 0} | asked
        async with self.session.get(server["server"], params={k: str(v) for k, v in query.items()}) as response:
            told: dict[str, Any] = await response.json()
            return told

    async def upload(self, url: str, field: str, content: bytes, name: str) -> dict[str, Any]:
        form = aiohttp.FormData()
        form.add_field(field, content, filename=name)
        async with self.session.post(url, data=form) as response:
            told: dict[str, Any] = await response.json()
            return told

    async def photo(self, peer_id: int, content: bytes) -> dict[str, Any]:
        """A photo, uploaded and saved, as an object of VK."""
        [photo] = (await self("photos.saveMessagesPhoto", **await self.uploaded(peer_id, content)))["response"]
        return dict(photo)

    async def uploaded(self, peer_id: int, content: bytes) -> dict[str, Any]:
        place = (await self("photos.getMessagesUploadServer", peer_id=peer_id))["response"]
        return await self.upload(place["upload_url"], "photo", content, "photo.png")
