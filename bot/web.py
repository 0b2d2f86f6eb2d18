"""The shared HTTP server: routes of every platform and till, health, metrics, security headers. Knows none of them.

Metrics tell of sales and of people's habits: `MAZOK_METRICS` gives them an address of their own.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware
from prometheus_client import CONTENT_TYPE_LATEST

from bot import admin
from bot.health import Health
from bot.metrics import Metrics
from bot.settings import Misconfigured
from storage import StorageError

if TYPE_CHECKING:
    from bot.app import App

BODY_BYTES = 1024 * 1024  # of a request that is read whole; pictures stream and have limits of their own
IDLE_S = 75.0  # a connection without a request is closed; the same that nginx allows
GRACE_S = 10.0  # for requests in flight when we stop
SELF = "'self'"
CONTENT_SECURITY_POLICY = "; ".join(
    f"{what} {whence}"
    for what, whence in {
        "default-src": "'none'",
        "script-src": SELF,
        "style-src": SELF,
        "img-src": f"{SELF} blob:",  # pictures that the person is about to send
        "media-src": SELF,
        "connect-src": SELF,
        "manifest-src": SELF,
        "form-action": SELF,
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }.items()
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
YEAR_S = 365 * 24 * 3600

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens, and where its metrics are."""

    url: str
    metrics: str


@asynccontextmanager
async def serving(app: "App") -> AsyncIterator[Server]:
    """Listen while the block runs; then let requests in flight end. Raises Misconfigured where that cannot be."""
    settings, metrics = app.settings, Metrics(app.store)
    async with AsyncExitStack() as stack:
        place = f"MAZOK_HOST={settings.host}, MAZOK_PORT={settings.port}"
        public = listening(application(app, metrics), settings.host, settings.port, place)
        url = await stack.enter_async_context(public)
        if address := settings.metrics_address:
            inner = listening(answering(metrics), *address, f"MAZOK_METRICS={settings.metrics}")
            yield Server(url, await stack.enter_async_context(inner))
        else:
            yield Server(url, url)


@asynccontextmanager
async def listening(server: web.Application, host: str, port: int, place: str) -> AsyncIterator[str]:
    """Answer at an address, and say which it is. Raises Misconfigured, naming the settings of its `place`."""
    runner = web.AppRunner(server, access_log=None, keepalive_timeout=IDLE_S, shutdown_timeout=GRACE_S)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except (OSError, OverflowError) as error:  # taken, not ours, not to be had without being root, no such host
            raise Misconfigured(f"{place}: {getattr(error, 'strerror', None) or error}") from error
        yield url_of(runner)
    finally:
        await runner.cleanup()


def answering(metrics: Metrics) -> web.Application:
    """Metrics and nothing else."""
    server = web.Application()
    server.add_routes([web.get("/metrics", partial(figures, metrics))])
    return server


def application(app: "App", metrics: Metrics) -> web.Application:
    """Everything that this process serves over HTTP; metrics, unless they have an address of their own."""
    health = Health(app)
    server = web.Application(client_max_size=BODY_BYTES, middlewares=[measured(metrics)])
    server.on_response_prepare.append(protect(app.settings.public_url))
    server.add_routes([web.get("/healthz", health.alive), web.get("/readyz", health.ready)])
    if not app.settings.metrics:
        server.add_routes([web.get("/metrics", partial(figures, metrics))])
    for platform in app.platforms.values():
        server.add_routes(platform.routes())
    for till in app.tills.values():
        server.add_routes(till.routes())
    server.add_routes(admin.routes(app))
    return server


async def figures(metrics: Metrics, request: web.Request) -> web.Response:
    """What Prometheus scrapes."""
    try:
        return web.Response(body=await metrics.render(), headers={"Content-Type": CONTENT_TYPE_LATEST})
    except StorageError as error:
        raise web.HTTPServiceUnavailable(text=str(error)) from error


def measured(metrics: Metrics) -> Middleware:
    """Counts requests by the route's pattern, never by the path that somebody made up."""

    @web.middleware
    async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
        begun, status = monotonic(), 500
        try:
            response = await handler(request)
            status = response.status
            return response
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            resource = request.match_info.route.resource
            route = resource.canonical if resource else "nowhere"
            metrics.requests.labels(request.method, route, status).observe(monotonic() - begun)

    return measure


def protect(public_url: str) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Headers of every answer, errors too."""
    headers = dict(SECURITY_HEADERS)
    if urlsplit(public_url).scheme == "https":
        headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            response.headers.setdefault(name, value)

    return add


def url_of(runner: web.AppRunner) -> str:
    host, port = runner.addresses[0][:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
