"""Settings: environment variables or `.env`, and the key that encrypts. Platforms keep settings of their own in their folders."""

import os
import secrets
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32  # AES-256


class Misconfigured(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


class Settings(BaseSettings):
    """What the owner of a Mazok may choose; every field is an environment variable."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    database: str = Field(
        "", alias="DATABASE_URL", title="database: sqlite:///… or postgresql://…; default: SQLite in MAZOK_DATA"
    )
    blobs: str = Field(
        "", alias="BLOB_URL", title="pictures: file:///… or s3://bucket/…; default: a folder in MAZOK_DATA"
    )
    data: Path = Field(
        Path("var"), alias="MAZOK_DATA", title="folder of the database, the pictures and fetched weights"
    )
    key_file: Path = Field(
        Path("~/.config/mazok/key"),
        alias="MAZOK_KEY_FILE",
        title="key of the encrypted pictures and cookies; never in MAZOK_DATA",
    )
    host: str = Field("127.0.0.1", alias="MAZOK_HOST", title="address the web chat listens on")
    port: int = Field(8080, alias="MAZOK_PORT", ge=0, le=65535, title="port the web chat listens on; 0: any free one")
    public_url: str = Field("", alias="MAZOK_PUBLIC_URL", title="address of the web chat as people see it")
    trusted_proxies: int = Field(
        0, alias="MAZOK_TRUSTED_PROXIES", ge=0, title="reverse proxies in front whose X-Forwarded-For is believed"
    )
    device: str = Field("auto", alias="MAZOK_DEVICE", title="auto, cpu, cuda:0 …")
    workers: int = Field(
        1, alias="MAZOK_WORKERS", ge=0, title="child workers of `mazok run`; 0 for a host that only chats"
    )
    prices: Path | None = Field(
        None, alias="MAZOK_PRICES", title="catalogue of tiers and prices (TOML); default: the built-in one"
    )
    log_level: str = Field("info", alias="MAZOK_LOG_LEVEL", title="debug, info, warning, error")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{(self.data / 'mazok.db').absolute()}"

    @property
    def blob_url(self) -> str:
        return self.blobs or (self.data / "blobs").absolute().as_uri()

    @cached_property
    def key(self) -> bytes:
        """The key of the installation, made at the first start; Misconfigured when it lies in the data folder or is damaged."""
        path = self.key_file.expanduser().absolute()
        if path.is_relative_to(self.data.absolute()):
            raise Misconfigured(f"MAZOK_KEY_FILE={path} lies in MAZOK_DATA: who copies the data must not copy its key")
        if not path.exists():
            make_key(path)
        key = bytes.fromhex(path.read_text().strip())
        if len(key) != KEY_BYTES:
            raise Misconfigured(f"MAZOK_KEY_FILE={path} is damaged: {KEY_BYTES} bytes in hexadecimal are expected")
        return key

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
