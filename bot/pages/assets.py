"""Scripts, styles and drawings of pages, under addresses that change when one of them does."""

from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from aiohttp import web

LOOK = Path(__file__).parent / "static"  # what every page shares


class Assets:
    """The files of a folder and those that all pages share, served under `root`: a browser may keep them."""

    def __init__(self, root: str, folder: Path) -> None:
        files = [path for place in (LOOK, folder) for path in sorted(place.iterdir()) if path.is_file()]
        self._files = {path.name: path.read_bytes() for path in files}
        self._root = root
        digest = sha256(b"".join(name.encode() + data for name, data in self._files.items()))
        self.version = digest.hexdigest()[:12]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._files)

    def route(self) -> web.RouteDef:
        return web.get(f"{self._root}/{{version}}/{{name}}", self.send)

    def url(self, name: str) -> str:
        return f"{self._root}/{self.version}/{name}"

    async def send(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise web.HTTPNotFound
        kind = guess_type(name)[0] or "application/octet-stream"
        fresh = request.match_info["version"] == self.version
        kept = "public, max-age=31536000, immutable" if fresh else "no-store"
        response = web.Response(body=self._files[name], content_type=kind, headers={"Cache-Control": kept})
        response.enable_compression()
        return response
