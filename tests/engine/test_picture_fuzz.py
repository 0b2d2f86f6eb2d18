"""Files of every format, mutated at random: a Picture or a BadPicture comes out, nothing else, and no warning."""

import warnings
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engine.errors import BadPicture
from engine.picture import Picture, check, decode, read_metadata
from tests.engine.picture_files import FORMATS, corners, exif, saved, wide_profile

CAREFUL = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")  # formats that can carry a profile and EXIF


@cache
def original(file_format: str, mode: str) -> bytes:
    options: dict[str, object] = {"exif": exif(6), "icc_profile": wide_profile()} if file_format in CAREFUL else {}
    if file_format == "GIF":
        options = {"save_all": True, "append_images": [Image.new(mode, (64, 48))]}
    return saved(corners().convert(mode), file_format, **options)


def originals() -> list[tuple[str, str]]:
    deep = [("PNG", "P"), ("PNG", "RGBA"), ("PNG", "1"), ("TIFF", "CMYK"), ("TIFF", "F"), ("TIFF", "I;16")]
    return [*((file_format, "RGB") for file_format in FORMATS), *deep, ("JPEG", "CMYK"), ("GIF", "P"), ("BMP", "P")]


@st.composite
def mutated(draw: st.DrawFn, file_format: str, mode: str) -> bytes:
    """The original with bytes overwritten, a stretch cut out or doubled, and its end gone."""
    data = bytearray(original(file_format, mode))
    places = st.integers(0, len(data) - 1) | st.integers(0, min(400, len(data) - 1))
    for at, value in draw(st.lists(st.tuples(places, st.binary(min_size=1, max_size=8)), max_size=6)):
        data[at : at + len(value)] = value
    first, last = sorted(draw(st.tuples(places, places)))
    change = draw(st.sampled_from(["keep", "keep", "cut", "double", "truncate"]))
    if change == "cut":
        del data[first:last]
    elif change == "double":
        data[last:last] = data[first:last]
    elif change == "truncate":
        del data[last:]
    return bytes(data)


@pytest.mark.parametrize(("file_format", "mode"), originals())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_mutated_file_is_a_picture_or_a_bad_picture(file_format: str, mode: str, data: st.DataObject) -> None:
    bytes_ = data.draw(mutated(file_format, mode))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for door in (check, decode, read_metadata):
            try:
                result = door(bytes_)
            except BadPicture:
                continue
            assert not isinstance(result, Picture) or result.image.mode == "RGB"
