"""The styles of the house: drawn by the program that lies here, distinct as styles, small enough for the package."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.house import HouseStyle, contact_sheet, house_styles
from engine.nn.encoders import load_encoder
from engine.painting import draw, names
from engine.picture import Picture, check, decode

ROOT = Path(__file__).parents[2]
PACKAGE_BYTES = 2_500_000


def pixels(picture: Picture, side: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(picture.image.resize((side, side), Image.Resampling.BOX), dtype=np.float32)


@pytest.mark.parametrize("style", house_styles(), ids=lambda style: style.name)
def test_a_style_has_a_picture_and_a_thumbnail(style: HouseStyle) -> None:
    header = check(style.picture.read_bytes())
    assert (header.format, header.width, header.height) == ("JPEG", 512, 512)
    thumbnail = check(style.thumbnail.read_bytes())
    assert (thumbnail.format, max(thumbnail.width, thumbnail.height)) == ("JPEG", 256)


def test_the_pictures_shipped_are_those_that_the_program_draws() -> None:
    assert tuple(style.name for style in house_styles()) == names()
    assert len(names()) >= 8


@pytest.mark.parametrize("style", house_styles(), ids=lambda style: style.name)
def test_the_program_still_draws_the_shipped_picture(style: HouseStyle) -> None:
    """The same seed, the same strokes: in the large to a level or two, in the small but for what JPEG loses."""
    drawn, shipped = draw(style.name), decode(style.picture.read_bytes())
    assert np.abs(pixels(drawn, 64) - pixels(shipped, 64)).mean() < 2
    assert np.abs(pixels(drawn, 512) - pixels(shipped, 512)).mean() < 10


def test_all_of_it_is_small() -> None:
    files = [path for style in house_styles() for path in (style.picture, style.thumbnail)]
    assert sum(path.stat().st_size for path in files) < PACKAGE_BYTES


def manner(picture: Image.Image) -> torch.Tensor:
    """What Gatys takes for the style of a picture: normalized Gram matrices of three layers, joined."""
    image = torch.from_numpy(np.asarray(picture.resize((256, 256)), dtype=np.float32) / 255).permute(2, 0, 1)[None]
    layers = ("relu1_1", "relu2_1", "relu3_1")
    with torch.inference_mode():
        features = load_encoder("compact")(image, layers)
    grams = []
    for layer in layers:
        flat = features[layer].flatten(start_dim=2)[0]  # (C, H*W)
        gram = flat @ flat.T
        grams.append((gram / gram.norm()).flatten())
    return torch.cat(grams)


def test_each_style_is_like_itself_and_unlike_the_others() -> None:
    """Of all whole pictures, the nearest to the middle of one is the picture that it was cut from."""
    pictures = [decode(style.picture.read_bytes()).image for style in house_styles()]
    whole = torch.stack([manner(picture) for picture in pictures])
    part = torch.stack([manner(picture.crop((64, 64, 448, 448))) for picture in pictures])
    nearest = torch.cdist(part, whole).argmin(dim=1)
    assert nearest.tolist() == list(range(len(pictures)))


def test_a_contact_sheet_shows_every_style_with_its_number() -> None:
    sheet = contact_sheet(columns=4)
    rows = -(-len(house_styles()) // 4)
    assert sheet.width == 4 * 264 + 8
    assert sheet.height == rows * 264 + 8
    first = contact_sheet(house_styles()[:1])
    assert first.width == first.height == 264 + 8
    badge = np.asarray(first.image.crop((18, 18, 54, 54)).convert("L"))
    assert badge.min() < 40
    assert badge.max() > 245


def test_a_chat_can_show_the_house_without_torch_and_numpy() -> None:
    program = (
        "import engine.house, sys; engine.house.contact_sheet(); "
        "print([name for name in ('torch', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
