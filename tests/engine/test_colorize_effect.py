"""What the effect `colorize` promises beyond every effect, with the network that is shipped."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, ImageOps
from torch import Tensor

from engine.device import Device
from engine.effect import Inputs, Painting
from engine.effects.colorize import EFFECT, WEIGHTS, has_two_tones
from engine.nn.lab import lightness, to_lab
from engine.nn.tensors import resize, to_tensor
from engine.picture import Picture, decode
from engine.render import render
from tests.engine.pictures import flat, photo, quietly

CPU = Device("cpu")
SHARED = Path(os.environ.get("MAZOK_SHARED", "../shared"), "data")
needs_photos = pytest.mark.skipif(not SHARED.exists(), reason="the photos of MAZOK_SHARED are not there")
LIGHT = 0.5  # of L, that a picture of 8 bits may be away


def colored(picture: Picture, **options: Any) -> Painting:
    return render(EFFECT.name, Inputs(picture), {"side_px": max(picture.image.size), **options}, quietly, CPU)


def tensor(picture: Picture) -> Tensor:
    return to_tensor(picture, picture.image.size)


def grey(picture: Picture) -> Picture:
    return Picture(picture.image.convert("L").convert("RGB"), picture.alpha)


def color(painting: Painting) -> float:
    return float(to_lab(tensor(painting.picture))[:, 1:].norm(dim=1).mean())


def read(name: str, side_px: int = 512) -> Picture:
    return decode((SHARED / name).read_bytes(), side_px=side_px)


def test_the_weights_are_small() -> None:
    assert WEIGHTS.path().stat().st_size < 8_000_000


def test_light_is_kept_and_color_comes() -> None:
    given = grey(photo(320, 240))
    painting = colored(given)
    assert (lightness(tensor(painting.picture)) - lightness(tensor(given))).abs().max() < LIGHT
    assert color(painting) > 3


def test_the_colors_that_a_picture_has_change_nothing() -> None:
    """A sepia print, a cyanotype and a grey scan of one light become the same."""
    given = grey(photo(160, 120))
    sepia = Picture(ImageOps.colorize(given.image.convert("L"), "#20100a", "#fff2dc"))
    plain = Picture(grey_of(sepia))
    away = to_lab(tensor(colored(sepia).picture)) - to_lab(tensor(colored(plain).picture))
    assert away.abs().mean() < 1.0


def grey_of(picture: Picture) -> Image.Image:
    """The same L without color."""
    light = lightness(tensor(picture)) / 100
    level = torch.where(light > 0.08, ((light + 0.16) / 1.16) ** 3, light / 9.033)
    level = torch.where(level <= 0.0031308, 12.92 * level, 1.055 * level.clamp(min=1e-6) ** (1 / 2.4) - 0.055)
    return Image.fromarray((level[0, 0] * 255).round().byte().numpy()).convert("RGB")


def test_sixteen_bits_stay_sixteen() -> None:
    levels = np.linspace(3000, 60000, 64 * 64).reshape(64, 64).astype(np.uint16)
    band = Image.fromarray(levels)
    eight = Image.fromarray((levels >> 8).astype(np.uint8)).convert("RGB")
    painting = colored(Picture(eight, deep=(band, band, band)), variants=1)
    assert painting.picture.deep is not None
    assert len(np.unique(np.asarray(painting.picture.deep[1]))) > 1000
    given, found = (lightness(tensor(each)) for each in (Picture(eight, deep=(band, band, band)), painting.picture))
    assert (given - found).abs().max() < 0.02


def test_transparency_stays() -> None:
    alpha = Image.linear_gradient("L").resize((64, 48))
    painting = colored(Picture(photo().image, alpha))
    assert painting.picture.alpha is not None
    assert painting.picture.alpha.tobytes() == alpha.tobytes()
    assert all(other.alpha is not None for other in painting.others)


def test_variants_differ_in_color_alone() -> None:
    painting = colored(photo(160, 120), variants=4)
    pictures = [painting.picture, *painting.others]
    assert len(pictures) == 4
    lights = [lightness(tensor(picture)) for picture in pictures]
    assert all((light - lights[0]).abs().max() < 2 * LIGHT for light in lights)
    assert len({picture.image.tobytes() for picture in pictures}) == 4
    assert not colored(photo(), variants=1).others


def test_strength_and_warmth() -> None:
    strengths = [color(colored(photo(160, 120), color_strength=strength, variants=1)) for strength in (0, 50, 100, 150)]
    assert strengths[0] < 0.5
    assert strengths == sorted(strengths)
    cold, warm = (tensor(colored(photo(160, 120), warmth=warmth, variants=1).picture) for warmth in (-100, 100))
    assert (to_lab(warm) - to_lab(cold))[:, 2].mean() > 8


def test_a_scan_of_two_tones_gets_light_between_them_and_then_color() -> None:
    scan = Picture(photo(240, 180).image.convert("1").convert("RGB"))
    assert has_two_tones(scan.image)
    assert not has_two_tones(grey(photo()).image)
    assert color(colored(scan, variants=1)) > 2


@pytest.mark.parametrize("size", [(16, 16), (16, 400), (640, 24)])
def test_odd_sizes(size: tuple[int, int]) -> None:
    painting = render(EFFECT.name, Inputs(grey(photo(*size))), {"side_px": max(64, *size)}, quietly, CPU)
    factor = max(64, *size) / max(size)
    limited = min(factor, 2.0)
    assert painting.picture.image.size == tuple(round(side * limited) for side in size)


@pytest.mark.parametrize("level", [0, 3, 255])
def test_nothing_to_be_seen_stays_as_light_as_it_is(level: int) -> None:
    painting = colored(flat((level, level, level), 96, 64))
    assert (lightness(tensor(painting.picture)) - lightness(tensor(flat((level,) * 3, 96, 64)))).abs().max() < LIGHT


@needs_photos
@pytest.mark.parametrize("name", ["photos/kodim21_lighthouse.jpg", "photos/chelsea_cat.jpg"])
def test_the_size_of_the_photo_hardly_matters(name: str) -> None:
    """Reference facts, 26: the same photo at 256 and 1024 px, mean distance under 5."""
    paths = list((SHARED / "photos").glob(Path(name).stem + ".*"))
    photo_ = decode(paths[0].read_bytes())
    small, large = (
        tensor(colored(Picture(photo_.image.resize((px, px * 3 // 4), Image.Resampling.LANCZOS)), variants=1).picture)
        for px in (256, 1024)
    )
    away = to_lab(small) - to_lab(resize(large, (256, 192)).clamp(0, 1))
    assert away.square().sum(dim=1).sqrt().mean() < 5


@needs_photos
def test_old_plates_come_nearer_to_their_colors_than_grey() -> None:
    error, of_grey = 0.0, 0.0
    for path in sorted((SHARED / "old_bw").glob("*.jpg")):
        plate, truth = (read(f"{folder}/{path.name}", 256) for folder in ("old_bw", "old_bw/color_reference"))
        wanted = to_lab(tensor(truth))[:, 1:]
        found = to_lab(tensor(colored(plate, variants=1).picture))[:, 1:]
        error, of_grey = error + float((found - wanted).square().mean()), of_grey + float(wanted.square().mean())
    assert error < 0.9 * of_grey
