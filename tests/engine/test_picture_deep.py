"""Sixteen bits a channel: what a file holds reaches the painting, and what was painted reaches the file."""

import io
from collections.abc import Callable
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from engine.errors import BadPicture
from engine.nn.tensors import to_picture, to_tensor
from engine.picture import Picture, decode, encode, format_of, read_metadata, shrink
from tests.engine.picture_files import corners, saved, wide_profile

Levels = NDArray[np.uint16]
PARAMETERS: dict[str, object] = {"style": "Ночь", "seed": 7}
DEEP = ("PNG", "TIFF")


def slope(width: int = 64, height: int = 48) -> Levels:
    """A sky with steps finer than 8 bits: 3 levels of 65535 from pixel to pixel."""
    steps = np.arange(width * height, dtype=np.uint16).reshape(height, width) * 3
    return np.stack([steps + 20_000, steps + 30_000, 65_535 - steps], axis=2).astype(np.uint16)


def deep_picture(levels: Levels) -> Picture:
    red, green, blue = (Image.fromarray(np.ascontiguousarray(levels[..., band])) for band in range(3))
    return Picture(Image.fromarray((levels // 257).astype(np.uint8)), None, (red, green, blue))


def levels_in(picture: Picture) -> Levels:
    assert picture.deep is not None
    return np.stack([np.asarray(band) for band in picture.deep], axis=2)


def tiff(levels: Levels, **options: Any) -> bytes:
    out = io.BytesIO()
    tifffile.imwrite(out, levels, **{"photometric": "rgb", "metadata": None} | options)
    return out.getvalue()


def png(levels: Levels) -> bytes:
    return bytes(imagecodecs.png_encode(np.ascontiguousarray(levels)))


FILES: dict[str, Callable[[], bytes]] = {
    "PNG": lambda: png(slope()),
    "TIFF": lambda: tiff(slope()),
    "deflated": lambda: tiff(slope(), compression="zlib", predictor=True),
    "LZW": lambda: tiff(slope(), compression="lzw"),
    "in tiles": lambda: tiff(slope(), tile=(16, 16)),
    "big-endian": lambda: tiff(slope(), byteorder=">"),
    "color by color": lambda: tiff(np.moveaxis(slope(), 2, 0), planarconfig="separate"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_sixteen_bits_keeps_them_up_to_the_content_tensor(kind: str) -> None:
    picture = decode(FILES[kind](), deep=True)
    assert np.array_equal(levels_in(picture), slope())
    expected = torch.from_numpy(slope().astype(np.float32) / 65535).permute(2, 0, 1)[None]
    assert torch.allclose(to_tensor(picture, (64, 48)), expected, atol=1e-7)


def test_who_does_not_ask_gets_eight_bits() -> None:
    assert decode(FILES["PNG"]()).deep is None


@pytest.mark.parametrize("data", [saved(corners(), "PNG"), saved(corners(), "TIFF"), saved(corners(), "JPEG")])
def test_eight_bits_do_not_become_more(data: bytes) -> None:
    assert decode(data, deep=True).deep is None


def test_gray_is_gray_in_every_band() -> None:
    gray = slope()[..., 0]
    for data in (png(gray), tiff(gray, photometric="minisblack")):
        assert np.array_equal(levels_in(decode(data, deep=True)), np.repeat(gray[..., None], 3, axis=2))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sixteen_bits_stand_upright(orientation: int) -> None:
    data = tiff(slope(), extratags=[(274, "H", 1, orientation, True)])
    picture = decode(data, deep=True)
    assert np.abs(levels_in(picture) / 257 - np.asarray(picture.image)).max() < 2  # nobody rounds alike


def test_a_profile_is_applied_to_sixteen_bits() -> None:
    """The profile exchanges red and blue; what its arithmetic rounds is one level of 65535."""
    picture = decode(tiff(slope(), iccprofile=wide_profile()), deep=True)
    assert np.abs(levels_in(picture).astype(int) - slope()[..., ::-1]).max() <= 2


@pytest.mark.parametrize("profile", [b"nonsense", bytes(200), wide_profile()[:150]])
def test_a_damaged_profile_is_left_out(profile: bytes) -> None:
    assert np.array_equal(levels_in(decode(tiff(slope(), iccprofile=profile), deep=True)), slope())


def test_a_profile_of_other_pixels_is_left_out() -> None:
    gray = slope()[..., 0]
    picture = decode(tiff(gray, photometric="minisblack", iccprofile=wide_profile()), deep=True)
    assert np.array_equal(levels_in(picture)[..., 0], gray)


def test_alpha_multiplied_into_the_colors_is_read_in_eight_bits() -> None:
    both = np.concatenate([slope(), np.full((48, 64, 1), 65535, np.uint16)], axis=2)
    assert decode(tiff(both, extrasamples=["assocalpha"]), deep=True).deep is None
    assert np.array_equal(levels_in(decode(tiff(both, extrasamples=["unassalpha"]), deep=True)), slope())


def test_what_is_hidden_is_white_in_sixteen_bits_too() -> None:
    alpha = np.full((48, 64, 1), 65535, np.uint16)
    alpha[:, :32] = 0
    picture = decode(png(np.concatenate([slope(), alpha], axis=2)), deep=True)
    assert picture.alpha is not None
    assert levels_in(picture)[:, :32].min() == 65535
    assert np.array_equal(levels_in(picture)[:, 32:], slope()[:, 32:])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("kind", DEEP)
def test_a_file_that_ends_early_is_refused(kind: str, share: float) -> None:
    data = FILES[kind]()
    with pytest.raises(BadPicture):
        decode(data[: int(len(data) * share)], deep=True)


def test_shrinking_keeps_steps_finer_than_eight_bits() -> None:
    small = levels_in(shrink(deep_picture(slope(256, 192)), 64))
    assert small.shape == (48, 64, 3)
    assert len(np.unique(small[..., 0])) > 256
    assert np.abs(np.diff(small[24, 4:-4, 0].astype(int)) - 12).max() <= 1  # 3 levels a pixel, four pixels in one


@pytest.mark.parametrize("size", [(64, 48), (37, 29), (130, 97)])
def test_the_content_tensor_of_sixteen_bits_is_that_of_eight_but_finer(size: tuple[int, int]) -> None:
    deep = to_tensor(deep_picture(slope()), size)
    coarse = to_tensor(deep_picture(slope()).image, size)
    assert deep.shape == coarse.shape == (1, 3, size[1], size[0])
    assert (deep - coarse).abs().max() < 1.5 / 255
    assert len(torch.unique(deep)) > 2 * len(torch.unique(coarse))


@pytest.mark.parametrize("file_format", DEEP)
def test_a_painting_is_written_as_it_was_painted(file_format: str) -> None:
    """Half a level of 65535 is all that is lost between the canvas and the file."""
    canvas = torch.rand(1, 3, 48, 64, generator=torch.Generator().manual_seed(1))
    data = encode(to_picture(canvas, deep=True), file_format, depth=16)
    again = to_tensor(decode(data, deep=True), (64, 48))
    assert (again - canvas).abs().max() <= 0.5001 / 65535


@pytest.mark.parametrize("file_format", DEEP)
def test_a_file_of_sixteen_bits_says_what_it_is(file_format: str) -> None:
    """Alpha, profile, resolution and parameters, as any program reads them."""
    alpha = Image.linear_gradient("L").resize((64, 48))
    picture = Picture(corners(), alpha, deep_picture(slope()).deep)
    data = encode(picture, file_format, metadata=PARAMETERS, depth=16, dpi=300)
    assert read_metadata(data) == PARAMETERS
    again = decode(data)
    assert again.alpha is not None
    assert again.alpha.tobytes() == alpha.tobytes()
    with Image.open(io.BytesIO(data)) as image:
        assert b"sRGB" in image.info["icc_profile"].replace(b"\0", b"")
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("file_format", DEEP)
def test_the_same_picture_gives_the_same_bytes(file_format: str) -> None:
    first, second = (encode(deep_picture(slope()), file_format, metadata=PARAMETERS, depth=16) for _ in range(2))
    assert first == second


def test_eight_bits_fill_the_range_of_sixteen() -> None:
    white = decode(encode(Picture(Image.new("RGB", (16, 16), "white")), depth=16), deep=True)
    assert levels_in(white).min() == 65535


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "TIFF"])
def test_a_file_of_eight_bits_says_how_large_it_is_printed(file_format: str) -> None:
    with Image.open(io.BytesIO(encode(Picture(corners()), file_format, dpi=300))) as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_format_of_eight_bits_says_so() -> None:
    assert format_of("a.tiff", 16) == "TIFF"
    with pytest.raises(ValueError, match=r"\.jpg holds 8 bits a channel: use one of \.png, \.tif, \.tiff for 16"):
        format_of("a.jpg", 16)
    with pytest.raises(ValueError, match="JPEG holds 8 bits a channel"):
        encode(Picture(corners()), "JPEG", depth=16)


@pytest.mark.parametrize("kind", FILES)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_mutated_file_is_a_picture_or_a_bad_picture(kind: str, data: st.DataObject) -> None:
    file = bytearray(FILES[kind]())
    places = st.integers(0, len(file) - 1) | st.integers(0, 400)
    for at, value in data.draw(st.lists(st.tuples(places, st.binary(min_size=1, max_size=8)), min_size=1, max_size=6)):
        file[at : at + len(value)] = value
    try:
        picture = decode(bytes(file), deep=True)
    except BadPicture:
        return
    assert picture.deep is None or picture.deep[0].size == picture.image.size
