"""Blobs in a folder and in a bucket: kept whole, sealed, refused where they must be."""

import asyncio
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from storage import Blobs, Busy, Full, Missing, Sealed
from storage.seal import HEADER_BYTES
from tests.stores import KEY

OTHER_KEY = bytes(reversed(KEY))
PICTURE = b"pixels of a person's face " * 1000


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """An S3 server on loopback."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def name_server(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    """The environment of a host whose bucket is there."""
    settings = {"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1"}
    for name, value in (settings | {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def bucket(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    name_server(monkeypatch, bucket_server)
    urlopen(Request(f"{bucket_server}/moto-api/reset", method="POST")).close()
    urlopen(Request(f"{bucket_server}/mazok", method="PUT")).close()
    return "s3://mazok"


@pytest.fixture(params=["path", "file", "s3", "s3 with prefix"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Every way to name a place for blobs."""
    match request.param:
        case "path":
            return str(tmp_path / "blobs")
        case "file":
            return f"file://{tmp_path}/my%20blobs"
        case "s3":
            return str(request.getfixturevalue("bucket"))
        case _:
            return f"{request.getfixturevalue('bucket')}/some/prefix"


@pytest.fixture
def blobs(url: str) -> Blobs:
    return Blobs(url, KEY)


async def test_what_was_put_is_there_for_whoever_has_the_key(blobs: Blobs, url: str) -> None:
    await blobs.put("alice/photo/1", PICTURE)
    assert await blobs.get("alice/photo/1") == PICTURE
    assert await Blobs(url, KEY).get("alice/photo/1") == PICTURE


@pytest.mark.parametrize("data", [b"", b"x", os.urandom(3_000_000)], ids=["empty", "a byte", "3 MB"])
async def test_any_size_is_kept(blobs: Blobs, data: bytes) -> None:
    await blobs.put("alice/photo/1", data)
    assert await blobs.get("alice/photo/1") == data


async def test_what_is_old_is_told_from_what_is_young(blobs: Blobs) -> None:
    await blobs.put("alice/photo/1", PICTURE)
    assert await blobs.older_than(3600) == []
    [kept] = await blobs.older_than(-3600)  # before a moment that has not come yet
    assert kept.key == "alice/photo/1"


async def test_a_key_put_again_holds_the_new_bytes(blobs: Blobs) -> None:
    await blobs.put("alice/checkpoint/1", b"old")
    await blobs.put("alice/checkpoint/1", b"new")
    assert await blobs.get("alice/checkpoint/1") == b"new"


async def test_what_is_not_there_is_missing(blobs: Blobs) -> None:
    with pytest.raises(Missing, match="alice/photo/1"):
        await blobs.get("alice/photo/1")
    assert not await blobs.exists("alice/photo/1")


async def test_blobs_are_listed_by_their_owner_and_deleted(blobs: Blobs) -> None:
    for key in ("alice/work/1", "alice/photo/1", "alice/photo/2", "alicia/photo/1"):
        await blobs.put(key, b"data")
    assert await blobs.list("alice/") == ["alice/photo/1", "alice/photo/2", "alice/work/1"]
    assert await blobs.list("alice/photo") == ["alice/photo/1", "alice/photo/2"]
    await blobs.delete(["alice/photo/1", "alice/photo/none", "alice/photo/2"])
    assert await blobs.list() == ["alice/work/1", "alicia/photo/1"]
    assert await blobs.exists("alice/work/1")


async def test_many_at_once_do_not_get_mixed_up(blobs: Blobs) -> None:
    await asyncio.gather(*(blobs.put(f"alice/photo/{number}", f"{number}".encode()) for number in range(30)))
    got = await asyncio.gather(*(blobs.get(f"alice/photo/{number}") for number in range(30)))
    assert got == [f"{number}".encode() for number in range(30)]


async def test_the_wrong_key_is_told_by_name_and_opens_nothing(blobs: Blobs, url: str) -> None:
    await blobs.put("alice/photo/1", PICTURE)
    with pytest.raises(Sealed, match=r"alice/photo/1 was sealed with key [0-9a-f]{16}, the present key is"):
        await Blobs(url, OTHER_KEY).get("alice/photo/1")


@pytest.mark.parametrize(
    "key", ["../secret", "alice/../../secret", "/etc/passwd", "alice//photo", "", ".", "a/.b", "ä/1"]
)
async def test_a_key_that_leads_elsewhere_is_refused(blobs: Blobs, key: str) -> None:
    for refused in (blobs.put(key, b"x"), blobs.get(key), blobs.exists(key), blobs.delete([key])):
        with pytest.raises(ValueError, match="cannot be the key"):
            await refused
    with pytest.raises(ValueError, match="cannot be the key"):
        await blobs.list("../")


def place(tmp_path: Path) -> Blobs:
    return Blobs(str(tmp_path), KEY)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_nothing_of_a_picture_can_be_read_on_the_disk(tmp_path: Path) -> None:
    await place(tmp_path).put("alice/photo/1", PICTURE)
    stored = (tmp_path / "alice/photo/1").read_bytes()
    assert b"face" not in stored
    assert len(stored) == HEADER_BYTES + len(PICTURE) + 16


async def test_a_blob_moved_under_another_name_does_not_open(tmp_path: Path) -> None:
    await place(tmp_path).put("alice/photo/1", PICTURE)
    os.rename(tmp_path / "alice/photo/1", tmp_path / "alice/photo/2")
    with pytest.raises(Sealed, match="another name"):
        await place(tmp_path).get("alice/photo/2")


@pytest.mark.parametrize("position", [0, 5, 15, HEADER_BYTES + 3, -1])
async def test_one_damaged_byte_anywhere_is_noticed(tmp_path: Path, position: int) -> None:
    await place(tmp_path).put("alice/photo/1", PICTURE)
    path = tmp_path / "alice/photo/1"
    stored = bytearray(path.read_bytes())
    stored[position] ^= 1
    path.write_bytes(stored)
    with pytest.raises(Sealed):
        await place(tmp_path).get("alice/photo/1")


@pytest.mark.parametrize("left", [0, 3, HEADER_BYTES, HEADER_BYTES + 10])
async def test_a_blob_cut_short_is_noticed(tmp_path: Path, left: int) -> None:
    await place(tmp_path).put("alice/photo/1", PICTURE)
    path = tmp_path / "alice/photo/1"
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(Sealed):
        await place(tmp_path).get("alice/photo/1")


async def test_folders_go_with_their_last_blob(tmp_path: Path) -> None:
    await place(tmp_path).put("alice/photo/1", PICTURE)
    await place(tmp_path).delete(["alice/photo/1"])
    assert os.listdir(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a small disk; the limit on file sizes is tested in its place")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


async def test_a_full_disk_is_told_and_keeps_what_it_had(small_disk: Path) -> None:
    blobs = place(small_disk)
    await blobs.put("alice/photo/1", b"small")
    for key in ("alice/photo/1", "alice/photo/2"):
        with pytest.raises(Full, match="No space left"):
            await blobs.put(key, os.urandom(1_000_000))
    assert await blobs.get("alice/photo/1") == b"small"
    assert files(small_disk) == [small_disk / "alice/photo/1"]


async def test_a_file_that_may_not_grow_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(Full):
            await place(tmp_path).put("alice/photo/1", os.urandom(1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(tmp_path) == []


async def test_a_bucket_out_of_reach_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    name_server(monkeypatch, "http://127.0.0.1:9")  # the discard port: nobody listens
    with pytest.raises(Busy):
        await Blobs("s3://mazok", KEY).get("alice/photo/1")


async def test_a_bucket_that_does_not_exist_is_told(bucket: str) -> None:
    with pytest.raises((Busy, Missing)):
        await Blobs("s3://another", KEY).put("alice/photo/1", PICTURE)


@pytest.mark.parametrize("url", ["http://host/blobs", "gs://bucket", "file://host/blobs"])
def test_a_place_that_we_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="s3://bucket"):
        Blobs(url, KEY)


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(tmp_path: Path, size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Blobs(str(tmp_path), bytes(size))
