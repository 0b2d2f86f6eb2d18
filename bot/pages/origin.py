"""Which page made a browser send this? Knows no page."""

from urllib.parse import urlsplit

from aiohttp import web


def from_here(request: web.Request, public_url: str) -> bool:
    """Browsers name the page that asks: it must be ours, by the host they asked or by the public address."""
    origin = request.headers.get("Origin")
    if origin is None:  # older browsers leave it out for their own pages; then the token decides
        return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    # The scheme is not compared: behind a proxy that speaks TLS we are asked in plain HTTP.
    return urlsplit(origin).netloc in {request.host, urlsplit(public_url).netloc} - {""}
