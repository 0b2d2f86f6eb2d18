"""Alice on the web, as the contract of platforms wants her: she speaks over HTTP what a page would."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.platforms.web_site import Json, Visitor

PATIENCE_S = 20.0
LOOK_S = 0.05


@dataclass(slots=True)
class WebPerson:
    """Reads her page anew until she sees what she waits for."""

    visitor: Visitor
    seen: int = 0
    lines: list[Json] = field(default_factory=list)

    async def says(self, words: str) -> None:
        await self._accepted(await self.visitor.say(text=words))

    async def sends_photo(self, picture: bytes, caption: str = "") -> None:
        await self._accepted(await self.visitor.send(picture, caption=caption))

    async def sends_file(self, content: bytes, name: str) -> None:
        await self._accepted(await self.visitor.send(content, name=name))

    async def sends_album(self, *pictures: bytes) -> None:
        await self._accepted(await self.visitor.send(*pictures))

    async def answers(self, words: str, picture: bytes) -> None:
        line = next(line for line in reversed(await self._look()) if words in line["body"].get("text", ""))
        await self._accepted(await self.visitor.send(picture, reply_to=line["id"]))

    async def presses(self, label: str) -> None:
        """The newest button with these words."""
        for line in reversed(await self._look()):
            for button in (button for row in line["body"].get("buttons", []) for button in row):
                if label in button["text"]:
                    return await self._press(line, button["data"])
        raise AssertionError(f"no button {label!r}: {self.lines}")

    async def chooses(self, title: str) -> None:
        line = next(line for line in reversed(await self._look()) if "gallery" in line["body"])
        await self._press(line, next(tile["data"] for tile in line["body"]["gallery"] if tile["title"] == title))

    async def sees(self, words: str) -> None:
        await self._wait(lambda line: words in line["body"].get("text", ""), words)

    async def shown_picture(self) -> bytes | None:
        picture = (await self._look())[-1]["body"].get("picture")
        return await self._fetched(picture["key"]) if picture else None

    async def received_file(self) -> bytes:
        line = await self._wait(lambda line: "file" in line["body"], "a file")
        return await self._fetched(line["body"]["file"]["key"])

    async def received_video(self) -> bytes:
        line = await self._wait(lambda line: "video" in line["body"], "a video")
        return await self._fetched(line["body"]["video"]["key"])

    async def _press(self, line: Json, data: str) -> None:
        await self._accepted(await self.visitor.say(press={"data": data, "line": line["id"]}))

    async def _accepted(self, answer: tuple[int, Json]) -> None:
        status, body = answer
        assert status == 200, body
        if body.get("reload"):
            self.seen = 0  # whoever was forgotten begins anew

    async def _look(self) -> list[Json]:
        """What Mazok says on the page."""
        self.lines = [line for line in await self.visitor.lines() if line["author"] == "mazok"]
        return self.lines

    async def _wait(self, fits: Callable[[Json], bool], what: str) -> Json:
        """The next change that fits, after what she has seen already."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            news = [line for line in await self._look() if line["edited"] > self.seen]
            for line in sorted(news, key=lambda line: int(line["edited"])):
                if fits(line):
                    self.seen = line["edited"]
                    return line
            await asyncio.sleep(LOOK_S)
        raise AssertionError(f"{what!r} was not seen: {json.dumps(self.lines, ensure_ascii=False, indent=1)}")

    async def _fetched(self, key: str) -> bytes:
        status, data, _ = await self.visitor.get(f"/picture/{key}")
        assert status == 200
        return data
