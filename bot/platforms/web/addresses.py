"""A name for the network that a request comes from, so that clearing a cookie buys nothing. Keeps no address, only its
hash."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_network

from aiohttp import web

from bot.addresses import Address, client_of

IPV6_PREFIX = 64  # what one household or server gets; it may use any address within


@dataclass(frozen=True, slots=True)
class Addresses:
    """Hashes addresses with a key of the installation: whoever has the hashes alone cannot try all of IPv4."""

    key: bytes
    proxies: int

    def hash(self, request: web.Request) -> str | None:
        """A name for the network that the request comes from; None where it has none (a local socket)."""
        network = network_of(client_of(request, self.proxies))
        return network and hmac.digest(self.key, network.encode(), sha256).hex()[:32]


def network_of(address: Address | None) -> str | None:
    """An IPv4 address, or all that one household has of IPv6."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address.packed, IPV6_PREFIX), strict=False))
    return str(address) if address else None
