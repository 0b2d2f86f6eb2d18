"""Whose request it is: the address in front of the proxies that are trusted. Knows no platform and no till."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp import web

Address = IPv4Address | IPv6Address


def client_of(request: web.Request, proxies: int) -> Address | None:
    """Where a request comes from; None where it has no address (a local socket)."""
    return client(request.remote or "", request.headers.getall("X-Forwarded-For", []), proxies)


def client(peer: str, forwarded: list[str], proxies: int) -> Address | None:
    """The address in front of `proxies` trusted proxies: each has added its peer on the right of X-Forwarded-For.

    What stands further left is written by whoever sent the request and is never read.
    """
    nearest_first = [peer, *reversed([part.strip() for line in forwarded for part in line.split(",")])]
    found = None
    for text in nearest_first[: proxies + 1]:
        address = parsed(text)
        if address is None:
            break
        found = address
    return found


def parsed(text: str) -> Address | None:
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
