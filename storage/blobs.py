"""Pictures and other large things by key, sealed: in a local folder or in an S3 bucket. Knows bytes; knows no picture.

The bucket's credentials, region and endpoint come from the environment, as everywhere (`AWS_ACCESS_KEY_ID`,
`AWS_REGION`, `AWS_ENDPOINT_URL` ...).
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from storage.errors import Busy, Full, Missing
from storage.seal import Seal

if TYPE_CHECKING:
    from obstore.store import RetryConfig

KEY = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)  # no "..", no "//", nothing absolute, nothing hidden
FULL = ("os error 28", "os error 122", "os error 27")  # ENOSPC, EDQUOT, EFBIG
# The library's own ten tries within three minutes outlast any caller.
RETRY: RetryConfig = {"max_retries": 5, "retry_timeout": timedelta(seconds=15)}


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A blob, and how long ago it was put."""

    key: str
    age_s: float


class Blobs:
    """What was put is there, whole, also after a power cut; what cannot be put whole is not there at all. `seal` is for
    what passes through the database for a moment."""

    def __init__(self, url: str, key: bytes) -> None:
        self.seal = Seal(key)
        self._folder = _folder(url)
        self._store = _s3(url) if self._folder is None else LocalStore(self._folder, mkdir=True, automatic_cleanup=True)

    async def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, instead of what was there. Raises Full or Busy."""
        sealed = await asyncio.to_thread(self.seal.close, _checked(key), data)
        with _translated(key):
            await self._store.put_async(key, sealed)
            if self._folder is not None:
                await asyncio.to_thread(_sync, self._folder, self._folder / key)

    async def get(self, key: str) -> bytes:
        """What was put under `key`. Raises Missing, Sealed or Busy."""
        with _translated(key):
            found = await self._store.get_async(_checked(key))
            sealed = bytes(await found.bytes_async())
        return await asyncio.to_thread(self.seal.open, key, sealed)

    async def exists(self, key: str) -> bool:
        """Is there anything under `key`?"""
        with _translated(key), suppress(FileNotFoundError):
            await self._store.head_async(_checked(key))
            return True
        return False

    async def delete(self, keys: Iterable[str]) -> None:
        """Remove these; those that are not there are no error."""
        for key in keys:
            with _translated(key), suppress(FileNotFoundError):
                await self._store.delete_async(_checked(key))

    async def older_than(self, age_s: float) -> list[Kept]:
        """What was put so long ago, in order of the keys."""
        now = datetime.now(UTC)
        with _translated(""):
            found = [
                Kept(str(blob["path"]), (now - blob["last_modified"]).total_seconds())
                async for page in self._store.list()
                for blob in page
            ]
        return sorted(one for one in found if one.age_s > age_s)

    async def list(self, prefix: str = "") -> list[str]:
        """The keys in a folder and below, in order."""
        with _translated(prefix):
            found = self._store.list(_checked(prefix.rstrip("/")) if prefix else None)
            return sorted([str(blob["path"]) async for page in found for blob in page])


def _folder(url: str) -> Path | None:
    if url.startswith("s3://"):
        return None
    if "://" not in url:
        return Path(url).absolute()
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise ValueError(f"blobs lie in a folder, file:///folder or s3://bucket, not in {url}")
    return Path(unquote(parts.path))


def _s3(url: str) -> S3Store:
    # Plain HTTP is what a bucket server on the same host speaks; the endpoint says so itself.
    plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
    return S3Store.from_url(url, client_options={"allow_http": plain}, retry_config=RETRY)


def _checked(key: str) -> str:
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} cannot be the key of a blob")
    return key


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Missing("blob", key) from error
    except (BaseError, OSError) as error:
        reason = str(error).partition("\n")[0]
        full = getattr(error, "errno", None) in (27, 28, 122) or any(number in reason for number in FULL)
        raise Full(reason) if full else Busy(reason) from error


def _sync(folder: Path, path: Path) -> None:
    """The library renames into place but leaves the bytes and the folders' entries in the kernel's cache."""
    for place in (path, *path.parents):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)
        if place == folder:
            return
