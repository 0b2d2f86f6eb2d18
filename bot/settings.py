"""Settings (environment variables or `.env`) and the key that encrypts. A platform's own lie in its folder."""

import os
import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import DirectoryPath, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32  # AES-256
KEY_FORM = re.compile(f"[0-9a-f]{{{2 * KEY_BYTES}}}")
KEY_FILE = Path("~/.config/mazok/key")
WEIGHTS, PHOTOS = "MAZOK_WEIGHTS", "MAZOK_PHOTOS"  # what the engine reads itself: it knows no settings

LogLevel = Literal["debug", "info", "warning", "error"]
Locale = Literal["ru", "en"]


def setting(variable: str, default: Any, meaning: str, **bounds: Any) -> Any:
    """A field that is the environment variable `variable`; `mazok settings` prints its meaning."""
    return Field(default, alias=variable, title=meaning, **bounds)


class Misconfigured(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


class Settings(BaseSettings):
    """What the owner of a Mazok may choose; every field is an environment variable."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    database: str = setting("DATABASE_URL", "", "sqlite:///… or postgresql://…; default: SQLite in MAZOK_DATA")
    blobs: str = setting("BLOB_URL", "", "where pictures lie: file:///… or s3://bucket/…; default: in MAZOK_DATA")
    data: Path = setting("MAZOK_DATA", Path("var"), "folder of the database, the pictures and fetched weights")
    key_file: Path = setting(
        "MAZOK_KEY_FILE", KEY_FILE, "key of the encrypted pictures and cookies; never in MAZOK_DATA"
    )
    host: str = setting("MAZOK_HOST", "127.0.0.1", "address that the web chat listens on")
    port: int = setting("MAZOK_PORT", 8080, "port that the web chat listens on; 0: any free one", ge=0, le=65535)
    public_url: str = setting("MAZOK_PUBLIC_URL", "", "address of the web chat as people see it")
    metrics: str = setting(
        "MAZOK_METRICS", "", "host:port that alone answers /metrics; default: the web chat's own port"
    )
    trusted_proxies: int = setting(
        "MAZOK_TRUSTED_PROXIES", 0, "reverse proxies whose X-Forwarded-For is believed", ge=0
    )
    device: str = setting("MAZOK_DEVICE", "auto", "what the worker paints on: auto, cpu, cuda:0 …")
    workers: int = setting("MAZOK_WORKERS", 1, "child workers of `mazok run`; 0 for a host that only chats", ge=0)
    slots: int = setting("MAZOK_SLOTS", 0, "paintings at once in a worker; 0: 4 on a GPU, else 1", ge=0, le=64)
    quick_slots: int = setting(
        "MAZOK_QUICK_SLOTS", 0, "beside them paintings in one pass; 0: up to 16 on a GPU, else 1", ge=0, le=64
    )
    prices: Path | None = setting(
        "MAZOK_PRICES", None, "catalogue of tiers and prices (TOML); default: the built-in one"
    )
    weights: Path | None = setting(WEIGHTS, None, "folder of fetched weights; default: in MAZOK_DATA")
    photos: DirectoryPath | None = setting(
        PHOTOS, None, "folder of JPEG photos that people's own styles are learned on, beside the photo of each"
    )
    admin: str = setting("MAZOK_ADMIN", "", "who does what `mazok admin` does, for its audit; default: the OS user")
    support: str = setting("MAZOK_SUPPORT", "", "where people write about payments and refused posts: e-mail or @name")
    spread_per_hour: int = setting(
        "MAZOK_SPREAD_PER_HOUR", 6, "posts of the feed that go to each channel or wall in an hour, evenly", ge=1, le=60
    )
    spread_locale: Locale = setting("MAZOK_SPREAD_LOCALE", "ru", "language of the words under them: ru or en")
    watermark: str = setting("MAZOK_WATERMARK", "", "words in a corner of what is shared; default: none", max_length=40)
    examples: bool = setting(
        "MAZOK_EXAMPLES", True, "whether an idle worker paints examples for a feed that is nearly empty"
    )
    log_level: LogLevel = setting("MAZOK_LOG_LEVEL", "info", "how much is logged: debug, info, warning or error")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{(self.data / 'mazok.db').absolute()}"

    @property
    def blob_url(self) -> str:
        return self.blobs or (self.data / "blobs").absolute().as_uri()

    @property
    def weights_folder(self) -> Path:
        return self.weights or self.data / "weights"

    @property
    def metrics_address(self) -> tuple[str, int] | None:
        """Where metrics alone are served. Raises Misconfigured."""
        if not self.metrics:
            return None
        host, _, port = self.metrics.rpartition(":")
        if not (host and port.isdecimal()):
            raise Misconfigured(f"MAZOK_METRICS={self.metrics}: an address such as 127.0.0.1:9464 is expected")
        return host.strip("[]"), int(port)

    def make_folder(self) -> None:
        """Make MAZOK_DATA where it is not there yet. Raises Misconfigured where nothing can be written."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(f"MAZOK_DATA={self.data}: {error.strerror}") from error
        if not os.access(self.data, os.W_OK | os.X_OK):
            raise Misconfigured(f"MAZOK_DATA={self.data}: this user may not write there")

    @cached_property
    def key(self) -> bytes:
        """The installation's key, made at the first start; Misconfigured when it lies in MAZOK_DATA, is damaged, or
        cannot be read or made."""
        path = self.key_file.expanduser().absolute()
        if path.is_relative_to(self.data.absolute()):
            raise Misconfigured(f"MAZOK_KEY_FILE={path} lies in MAZOK_DATA: who copies the data must not copy its key")
        try:
            if not path.exists():
                make_key(path)
            words = path.read_text().strip()
        except OSError as error:
            raise Misconfigured(f"MAZOK_KEY_FILE={path}: {error.strerror}") from error
        if not KEY_FORM.fullmatch(words):
            raise Misconfigured(f"MAZOK_KEY_FILE={path} is damaged: {KEY_BYTES} bytes in hexadecimal are expected")
        return bytes.fromhex(words)

    def derive(self, purpose: str) -> bytes:
        """A key of its own for each purpose ("cookies", "addresses"): one that leaks opens nothing else. RFC 5869."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(self.key)


def make_key(path: Path) -> None:
    """Write a new key that only its owner can read; when two processes start at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(KEY_BYTES) + "\n")
    try:
        os.link(draft, path)  # fails when the file is there: no process may replace a key that another has begun to use
    except FileExistsError:
        pass
    finally:
        draft.unlink()
