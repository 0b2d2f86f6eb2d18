"""Who sits at the browser: a signed cookie, a token against forged requests. Knows no storage and no page."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from aiohttp import web

from bot.pages.origin import from_here

TOKEN_HEADER = "X-Mazok-Token"  # noqa: S105 - the name of a header
LIFE_S = 400 * 24 * 3600  # the longest that browsers keep a cookie; renewed at every visit
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Visitors:
    """Reads and writes the cookie. `origin` is the public address where one is configured."""

    key: bytes
    origin: str = ""

    @property
    def secure(self) -> bool:
        return urlsplit(self.origin).scheme == "https"

    @property
    def _cookie(self) -> str:
        # A browser takes a __Host- cookie from this host alone, and over TLS only: no neighbour can plant one.
        return "__Host-mazok" if self.secure else "mazok"

    def known(self, request: web.Request) -> str | None:
        """The visitor whose cookie this is; None when there is none, or when it is not our signature."""
        visitor, _, signature = request.cookies.get(self._cookie, "").partition(".")
        return visitor if visitor and hmac.compare_digest(signature, self._sign("visitor", visitor)) else None

    def welcome(self, request: web.Request) -> str:
        """The visitor of a request, a new one where there is none."""
        return self.known(request) or secrets.token_hex(ID_BYTES)

    def remember(self, response: web.StreamResponse, visitor: str) -> None:
        response.set_cookie(
            self._cookie,
            f"{visitor}.{self._sign('visitor', visitor)}",
            max_age=LIFE_S,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Lax",
        )

    def token(self, visitor: str) -> str:
        """What our own page puts into each request; another site cannot read it."""
        return self._sign("token", visitor)

    def sender(self, request: web.Request) -> str | None:
        """The visitor who sent this from our own page; None when another site may have made the browser send it."""
        return self.confirmed(request, request.headers.get(TOKEN_HEADER, ""))

    def confirmed(self, request: web.Request, shown: str) -> str | None:
        """The same, where a form shows the token in one of its fields."""
        visitor = self.known(request)
        if visitor is None or not from_here(request, self.origin):
            return None
        return visitor if hmac.compare_digest(shown.encode(), self.token(visitor).encode()) else None

    def _sign(self, purpose: str, value: str) -> str:
        mac = hmac.digest(self.key, f"{purpose}:{value}".encode(), sha256)
        return base64.urlsafe_b64encode(mac).decode().rstrip("=")
