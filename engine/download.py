"""One file over HTTP, resumed after an interruption. Knows no weights and no hash."""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

Seen = Callable[[int, int | None], None]
"""Told how many bytes are there, and of how many if the server says so."""

_BLOCK: Final = 2**20
_AGENT: Final = "mazok"  # some hosts refuse Python's own name
_PASSING: Final = (URLError, HTTPException, ConnectionError, TimeoutError, ssl.SSLError)
_BUSY: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the line may be silent, and how long to wait after the first, second ... failure in a row."""

    silence_s: float = 30.0
    pauses_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)


PATIENT: Final = Patience()


class Unreachable(Exception):
    """The file cannot be had now; the message says why, in the words of the network."""


def ignore(_: int, __: int | None) -> None:
    """Nobody watches."""


def download(url: str, part: Path, seen: Seen = ignore, patience: Patience = PATIENT) -> None:
    """Bring `part` to its full length: what it already holds is not fetched again, if the server can go on in a file.

    A failure is one in a row unless it brought the file further than ever before; one more than there are pauses
    raises Unreachable, and so does a file that is not there. OSError: the disk refused.
    """
    longest, failures = _size(part), 0
    while True:
        try:
            _append(url, part, seen, patience.silence_s)
            return
        except HTTPError as error:
            if error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and _size(part):
                return  # nothing lies beyond what we have: it is whole, or not the file that the server has now
            reason = f"HTTP {error.code} {error.reason}"
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR and error.code not in _BUSY:
                raise Unreachable(reason) from error
        except _PASSING as error:
            reason = str(getattr(error, "reason", error)) or type(error).__name__
        if _size(part) > longest:
            longest, failures = _size(part), 0
        if failures == len(patience.pauses_s):
            raise Unreachable(reason)
        time.sleep(patience.pauses_s[failures])
        failures += 1


def _append(url: str, part: Path, seen: Seen, silence_s: float) -> None:
    """One request, from the end of `part` on. A server that does not know Range sends all, and we begin anew."""
    have = _size(part)
    headers = {"User-Agent": _AGENT} | ({"Range": f"bytes={have}-"} if have else {})
    request = Request(url, headers=headers)  # noqa: S310  # the address comes from a declaration in our own code
    with urlopen(request, timeout=silence_s) as response:  # noqa: S310
        resumed = response.status == HTTPStatus.PARTIAL_CONTENT
        total = _total(response, have if resumed else 0)
        with part.open("ab" if resumed else "wb") as file:
            while block := response.read1(_BLOCK):  # what has come, at once: an interruption loses nothing
                file.write(block)
                seen(file.tell(), total)
    if total is not None and _size(part) < total:
        raise ConnectionError(f"the connection ended after {_size(part)} of {total} bytes")


def _total(response: HTTPResponse, before: int) -> int | None:
    length = response.headers.get("Content-Length", "")
    return before + int(length) if length.isdecimal() else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
