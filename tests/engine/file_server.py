"""A real HTTP server on loopback with one file, which misbehaves as it is told, once for each request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request is answered. `breaks_after`: that many bytes, then the connection is gone; `hangs`: at once."""

    status: int = 200
    breaks_after: int | None = None
    ignores_range: bool = False
    hangs: bool = False
    other: bytes | None = None


@dataclass(slots=True)
class FileServer:
    """`told` answers are used up in their order, then it behaves; `starts` are the first bytes asked for."""

    url: str
    content: bytes
    told: list[Answer] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def respond(self, request: BaseHTTPRequestHandler) -> None:
        answer = self.told.pop(0) if self.told else Answer()
        content = answer.other if answer.other is not None else self.content
        start = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        self.starts.append(start)
        if answer.hangs:
            self.closing.wait()
            return
        if answer.status != 200 or start >= len(content):
            request.send_error(answer.status if answer.status != 200 else 416)
            return
        start = 0 if answer.ignores_range else start
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        request.send_header("Content-Length", str(len(content) - start))
        request.end_headers()
        request.wfile.write(content[start:][: answer.breaks_after])


@contextmanager
def serving(content: bytes, *told: Answer) -> Iterator[FileServer]:
    """The server, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.respond(self)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = FileServer(f"http://127.0.0.1:{server.server_port}/toy.bin", content, list(told))
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield served
        finally:
            served.closing.set()
            server.shutdown()
            thread.join()
