"""Files that lie, break or attack: one BadPicture each, and nothing decoded before the limits are held."""

import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from engine.errors import BadPicture
from engine.picture import LIMITS, Limits, check, decode, read_metadata
from tests.engine import picture_files as files

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc, which Linux has")

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "a text": (lambda: b"Bonjour, je suis une photo", "not_a_picture"),
    "a PDF": (lambda: b"%PDF-1.7\n" + bytes(1000), "not_a_picture"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n", "not_a_picture"),
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>', "not_a_picture"),
    "zip": (lambda: files.zip_of("photo.jpg", files.saved(files.corners(), "JPEG")), "not_a_picture"),
    "video": (lambda: b"\0\0\0\x20ftypisom" + bytes(1000), "not_a_picture"),
    "a format that we do not read": (lambda: files.saved(files.corners(), "PPM"), "not_a_picture"),
    "one-bit PNG of 20000 x 20000": (files.bomb_png, "too_many_pixels"),
    "one-bit PNG of 8000 x 8000": (lambda: files.bomb_png(8_000), "too_many_pixels"),
    "PNG with a lying header": (files.lying_png, "truncated"),
    "PNG with a bomb for a profile": (files.profile_bomb_png, "truncated"),
    "PNG with bombs for comments": (files.text_bomb_png, "truncated"),
    "GIF of 65535 x 65535": (files.bomb_gif, "too_many_pixels"),
    "TIFF of 30000 x 30000": (files.bomb_tiff, "too_many_pixels"),
    "TIFF in a tile of 20000 x 20000": (files.tile_bomb_tiff, "too_many_pixels"),
    "JPEG with 5000 scans": (files.endless_jpeg, "not_a_picture"),
    "a picture of 15 px": (lambda: files.saved(files.corners(200, 15), "PNG"), "too_small"),
    "a picture of 16 x 500 px": (lambda: files.saved(files.corners(16, 500), "PNG"), "too_narrow"),
    "a file of 21 MB": (lambda: files.saved(files.corners(), "JPEG") + bytes(21 * 2**20), "too_many_bytes"),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("door", [check, decode])
def test_a_hostile_file_gives_one_clear_error(kind: str, door: Callable[[bytes], object]) -> None:
    make, reason = HOSTILE[kind]
    data = make()
    with pytest.raises(BadPicture) as caught:
        door(data)
    assert caught.value.reason == reason
    assert caught.value.actual != caught.value.limit or reason in ("empty", "not_a_picture", "truncated")


@pytest.mark.parametrize("kind", HOSTILE)
def test_reading_parameters_of_a_hostile_file_is_harmless(kind: str) -> None:
    """Parameters stand before the pixels, so that a file whose pixels are broken may still answer: with nothing."""
    try:
        assert read_metadata(HOSTILE[kind][0]()) == {}
    except BadPicture as bad:
        assert bad.reason == HOSTILE[kind][1]


def test_the_error_says_how_large_and_what_is_allowed() -> None:
    with pytest.raises(BadPicture) as caught:
        check(files.bomb_png())
    assert (caught.value.actual, caught.value.limit) == (400_000_000, LIMITS.pixels)


@pytest.mark.parametrize("file_format", files.FORMATS)
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(file_format: str, share: float) -> None:
    data = files.saved(Image.effect_noise((200, 150), 80).convert("RGB"), file_format)
    cut = data[: max(24, int(len(data) * share))]
    for door in (check, decode):
        with pytest.raises(BadPicture) as caught:
            door(cut)
        assert caught.value.reason == "truncated"


def test_the_name_of_a_file_means_nothing() -> None:
    """A PNG called .jpg is a PNG, and what is tied to its tail is left alone."""
    data = files.saved(files.corners(), "PNG") + files.zip_of("virus.exe", b"MZ")
    assert check(data).format == "PNG"
    assert decode(data).width == 64


def test_limits_are_those_that_are_given() -> None:
    data = files.saved(files.corners(100, 100), "PNG")
    assert check(data, Limits(pixels=10_000)).width == 100
    with pytest.raises(BadPicture, match="too_many_pixels: 10000 against 9999"):
        check(data, Limits(pixels=9_999))


@LINUX
def test_nothing_is_decoded_before_the_limits_are_held() -> None:
    """In 400 MiB of address space beyond what the libraries take, each bomb is refused, not run out of memory."""
    program = (
        "import resource, sys; sys.path.insert(0, '.')\n"
        "from tests.engine import picture_files as files\n"
        "from engine.picture import check\nfrom engine.errors import BadPicture\n"
        "check(files.saved(files.corners(), 'HEIF'))\n"
        "bombs = [files.bomb_png(), files.bomb_gif(), files.bomb_tiff(), files.tile_bomb_tiff()]\n"
        "size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (size + 400 * 2**20,) * 2)\n"
        "for bomb in bombs:\n"
        "    try: check(bomb)\n"
        "    except BadPicture as bad: print(bad.reason)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.split() == ["too_many_pixels"] * 4, done.stderr


def test_no_warning_leaks_and_pillow_keeps_its_settings() -> None:
    warned = [files.bomb_png(10_000), files.saved(files.corners().convert("P"), "PNG", transparency=bytes(range(255)))]
    before = (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)
    with warnings.catch_warnings(record=True) as leaked:
        warnings.simplefilter("always")
        for data in warned:
            try:
                decode(data)
            except BadPicture as bad:
                assert bad.reason == "too_many_pixels"
    assert not leaked
    assert before == (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES) == (Image.MAX_IMAGE_PIXELS, False)


def test_many_threads_share_the_door() -> None:
    """Warning filters belong to the process: after many decodings at once they are what they were."""
    data = files.saved(files.corners(), "PNG")
    filters = list(warnings.filters)
    sizes: list[int] = []
    threads = [threading.Thread(target=lambda: sizes.append(decode(data).width)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [64] * 16
    assert list(warnings.filters) == filters


def test_importing_the_door_does_nothing() -> None:
    """Plugins are loaded by the first picture, not by the import; torch and numpy by neither."""
    program = (
        "import engine.picture, sys; from PIL import Image; "
        "print(len(Image.OPEN), [name for name in ('torch', 'numpy', 'pillow_heif') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip().endswith("[]")


@LINUX
def test_a_large_photo_takes_two_copies_at_most(tmp_path: Path) -> None:
    """40 Mpx are 160 MB in Pillow: peak memory stays under 450 MiB, and checking a JPEG takes a small part of that."""
    program = (
        "import sys; sys.path.insert(0, '.')\n"
        "from engine.picture import check, decode\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "peak = lambda: int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]) // 1024\n"
        "check(data); print(peak()); decode(data, side_px=600); print(peak()); decode(data); print(peak())\n"
    )
    path = tmp_path / "large.jpg"
    path.write_bytes(files.saved(files.corners(7_000, 5_700), "JPEG", exif=files.exif(6)))
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    checked, thumbnail, whole = (int(line) for line in done.stdout.split())
    assert checked < 100
    assert thumbnail < 120
    assert whole < 450
