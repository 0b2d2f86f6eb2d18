"""What `mazok paint` makes beside the painting: each file is read again as who gets it would read it."""

import hashlib
import io
import json
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from bot.__main__ import cli
from engine.catalogue import effects
from engine.picture import Picture, decode, encode, read_metadata
from tests.engine.picture_files import corners
from tests.engine.pictures import dots, photo, style

SMALL = ("--side-px", "96", "--iterations", "4", "-q", "--device", "cpu")


def paint(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli, ["paint", *map(str, arguments), *SMALL])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A photo, two styles and masks of its left and right half."""
    left = Image.new("RGB", (96, 72))
    left.paste("white", (0, 0, 48, 72))
    right = left.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    pictures = {
        "photo": photo(96, 72),
        "stripes": style(),
        "dots": dots(),
        "left": Picture(left),
        "right": Picture(right),
    }
    for name, picture in pictures.items():
        (tmp_path / f"{name}.png").write_bytes(encode(picture))
    return tmp_path


def test_everything_beside_the_painting_is_written(folder: Path) -> None:
    out = folder / "out.png"
    files = {
        "--film": "out.mp4",
        "--before-after": "both.jpg",
        "--triptych": "three.png",
        "--style-preview": "style.png",
    }
    flags = [part for flag, name in files.items() for part in (flag, folder / name)]
    paint(folder / "photo.png", folder / "stripes.png", "-o", out, *flags, "--explain", "--sidecar")
    painting = decode(out.read_bytes())
    assert (painting.width, painting.height) == (96, 72)
    assert decode((folder / "both.jpg").read_bytes()).height == 72
    assert decode((folder / "three.png").read_bytes()).width > 2 * 96
    assert decode((folder / "style.png").read_bytes()).image.size == (96, 72)
    assert decode((folder / "out.losses.png").read_bytes()).width > 600
    assert decode((folder / "out.scales.png").read_bytes()).width > 300
    with av.open(io.BytesIO((folder / "out.mp4").read_bytes())) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (96, 72)


def test_nothing_is_written_that_was_not_asked_for(folder: Path) -> None:
    before = set(folder.iterdir())
    paint(folder / "photo.png", folder / "stripes.png", "-o", folder / "out.png")
    assert set(folder.iterdir()) - before == {folder / "out.png"}


def test_the_files_are_named_at_the_end(folder: Path) -> None:
    arguments = ["paint", folder / "photo.png", folder / "stripes.png", "-o", folder / "out.png", "--sidecar", *SMALL]
    told = CliRunner().invoke(cli, [str(one) for one in arguments if one != "-q"]).stderr.replace("\n", "")
    assert str(folder / "out.png") in told
    assert str(folder / "out.png.json") in told


def test_the_sidecar_tells_what_was_painted_of_what(folder: Path) -> None:
    out = folder / "out.png"
    paint(folder / "photo.png", folder / "stripes.png", "-o", out, "--sidecar", "--seed", "5")
    told = json.loads((folder / "out.png.json").read_text())
    assert told["options"]["seed"] == 5
    assert told["size"] == [96, 72]
    assert len(told["losses"]) == told["done"] == told["total"] == 4
    assert told["losses"][-1] < told["losses"][0]
    for role, name in (("photo", "photo.png"), ("styles", "stripes.png")):
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert told["inputs"][role] == [{"file": name, "sha256": digest}]
    assert told["painting"]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert all(len(digest) == 64 for digest in told["weights"].values())
    assert told["weights"]
    assert told["mazok"]


def test_each_style_has_its_part_of_the_picture(folder: Path) -> None:
    """Masks the other way round give another painting; both know their masks' names."""
    styles, masks = (folder / "stripes.png", folder / "dots.png"), (folder / "left.png", folder / "right.png")
    one, other = folder / "one.png", folder / "other.png"
    paint(folder / "photo.png", *styles, "-o", one, "--mask", masks[0], "--mask", masks[1])
    paint(folder / "photo.png", *styles, "-o", other, "--mask", masks[1], "--mask", masks[0])
    assert decode(one.read_bytes()).image.tobytes() != decode(other.read_bytes()).image.tobytes()
    assert read_metadata(one.read_bytes())["masks"] == ["left.png", "right.png"]


def test_what_no_mask_covers_stays(folder: Path) -> None:
    paint(folder / "photo.png", folder / "stripes.png", "-o", folder / "out.png", "--mask", folder / "left.png")
    painting, content = (decode((folder / name).read_bytes()).image for name in ("out.png", "photo.png"))
    right = (52, 0, 96, 72)
    assert painting.crop(right).tobytes() == content.crop(right).tobytes()
    assert painting.crop((0, 0, 44, 72)).tobytes() != content.crop((0, 0, 44, 72)).tobytes()


def test_a_part_of_a_style_counts(folder: Path) -> None:
    """A style whose right half does not count paints as its left half alone, whatever stands in the right one."""
    both, other = corners(96, 72), corners(96, 72)
    other.paste("black", (56, 0, 96, 72))
    paintings = []
    for name, picture in (("both", both), ("other", other)):
        (folder / f"{name}.png").write_bytes(encode(Picture(picture)))
        out = folder / f"{name}.out.png"
        paint(folder / "photo.png", folder / f"{name}.png", "-o", out, "--style-mask", folder / "left.png")
        paintings.append(decode(out.read_bytes()).image.tobytes())
        paint(folder / "photo.png", folder / f"{name}.png", "-o", out)
        paintings.append(decode(out.read_bytes()).image.tobytes())
    masked, whole, other_masked, other_whole = paintings
    assert whole != other_whole
    assert abs_mean(masked, other_masked) < abs_mean(whole, other_whole) / 2


def abs_mean(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def test_a_painting_can_begin_from_any_picture(folder: Path) -> None:
    out = folder / "out.png"
    paint(folder / "photo.png", folder / "stripes.png", "-o", out, "--start-picture", folder / "dots.png")
    written = read_metadata(out.read_bytes())
    assert written["start_picture"] == ["dots.png"]
    options = written["options"]
    assert isinstance(options, dict)
    assert options["start"] == "picture"


@pytest.mark.parametrize("name", ["out.png", "out.tiff"])
def test_a_painting_of_sixteen_bits_has_steps_finer_than_eight(folder: Path, name: str) -> None:
    out = folder / name
    paint(folder / "photo.png", folder / "stripes.png", "-o", out, "--depth", "16", "--dpi", "300")
    picture = decode(out.read_bytes(), deep=True)
    assert picture.deep is not None
    levels = np.asarray(picture.deep[0])
    assert (levels % 257).any(), "spread over the range, 8 bits are multiples of 257"
    assert read_metadata(out.read_bytes())["effect"] in effects()
    with Image.open(io.BytesIO(out.read_bytes())) as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
