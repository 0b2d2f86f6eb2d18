"""`GET /robots.txt`: what is public may be found, the rest is each visitor's own. RFC 9309."""

from aiohttp import web

from bot.usecases.doors import FEED

RULES = f"""User-agent: *
Allow: {FEED}
Allow: /static/
Disallow: /
"""


async def robots(request: web.Request) -> web.Response:
    return web.Response(text=RULES, headers={"Cache-Control": "public, max-age=86400"})
