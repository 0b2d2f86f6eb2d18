"""Where a request comes from, so that clearing a cookie buys nothing. Keeps no address, only its hash."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

IPV6_PREFIX = 64  # what one household or server gets; it may use any address within


@dataclass(frozen=True, slots=True)
class Addresses:
    """Hashes addresses with a key of the installation: whoever has the hashes alone cannot try all of IPv4."""

    key: bytes
    proxies: int

    def hash(self, request: web.Request) -> str | None:
        """A name for the network that the request comes from; None where it has none (a local socket)."""
        network = network_of(request.remote or "", request.headers.getall("X-Forwarded-For", []), self.proxies)
        return network and hmac.digest(self.key, network.encode(), sha256).hex()[:32]


def network_of(peer: str, forwarded: list[str], proxies: int) -> str | None:
    """The address in front of `proxies` trusted proxies: each has added its peer on the right of X-Forwarded-For.

    What stands further left is written by whoever sent the request and is never read.
    """
    nearest_first = [peer, *reversed([part.strip() for line in forwarded for part in line.split(",")])]
    client = None
    for text in nearest_first[: proxies + 1]:
        address = parsed(text)
        if address is None:
            break
        client = address
    if isinstance(client, IPv6Address):
        return str(ip_network((client.packed, IPV6_PREFIX), strict=False))
    return str(client) if client else None


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: bare, with a port, in brackets, IPv4 as IPv6."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
