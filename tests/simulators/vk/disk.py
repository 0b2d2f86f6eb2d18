"""The places where files go in and come out: upload servers, and the addresses of photos and documents."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.simulators.faults import Faults
from tests.simulators.vk.faults import DOWNLOAD, UPLOAD, Fault
from tests.simulators.vk.media import PHOTOS, Media, NotTaken, checked_file, checked_photo
from tests.simulators.vk.outcome import HANGS_S, outcome
from tests.simulators.vk.reading import Violation
from tests.simulators.vk.world import Json

AT_ONCE = 5  # photos in one upload


@dataclass(slots=True)
class Disk:
    """Handlers of requests."""

    media: Media
    faults: Faults[Fault]
    violations: list[str]

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/upload/{kind:photo|wall|doc|story}", self._upload),
            web.get(r"/doc{owner:-?\d+}_{id:\d+}", self._doc),
            web.get("/files/{path}", self._download),
        ]

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        kind = request.match_info["kind"]
        form = await request.post()

        async def perform() -> Json:
            try:
                return self._taken(kind, form, request.query.get("ticket", ""))
            except NotTaken as error:
                return {"error": str(error)}
            except Violation as violation:
                self.violations.append(f"upload of a {kind}: {violation}")
                return {"error": f"ERR_UPLOAD: {violation}"}

        return await outcome(self.faults.meet(UPLOAD, 0), perform)

    def _taken(self, kind: str, form: Mapping[str, Any], ticket: str) -> Json:
        """What was uploaded, by the names of the fields: `photo` or `file0` … `file4`; else `file`."""
        photos = {"photo", *(f"file{number}" for number in range(AT_ONCE))}
        if not form or set(form) - (photos if kind in PHOTOS else {"file"}):
            raise Violation(f"fields {sorted(form)}")
        files = list(form.values())
        if not all(isinstance(file, web.FileField) and file.filename for file in files):
            raise Violation("a file has a name")
        contents = [file.file.read() for file in files]
        checked = (
            [checked_file(contents[0], files[0].filename)] if kind == "doc" else list(map(checked_photo, contents))
        )
        return self.media.upload(kind, checked, files[0].filename, ticket)

    async def _doc(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"/files/{request.query['hash']}")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.meet(DOWNLOAD, 0)
        if fault is not None:
            await asyncio.sleep(HANGS_S if fault.how == "silence" else 0)
            return web.Response(status=502)
        content = self.media.files.get(request.match_info["path"])
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, content_type="application/octet-stream")
