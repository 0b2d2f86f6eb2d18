"""The colorizer's shape and file, whatever it has learned."""

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import BadWeights
from engine.nn.colorizer import Colorizer, Shape, read_colorizer, save_colorizer
from engine.nn.colorizing import color_of, colorized, in_color, seen_by, seen_size
from engine.nn.encoders import load_encoder
from engine.nn.lab import lightness

SMALL = Shape(7, (16, 12, 8), blocks=1, whole=10)
PALETTE = torch.tensor([[0, 0], [40, 0], [-40, 0], [0, 40], [0, -40], [30, 30], [-30, -30]]).float()


def network(said: int = 7) -> Colorizer:
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        made = Colorizer(Shape(said, SMALL.widths, SMALL.blocks, SMALL.whole), PALETTE if said == 7 else None)
    made.encoder.load_state_dict(load_encoder("compact").state_dict())
    return made.requires_grad_(False).eval()


@settings(max_examples=12)
@given(st.integers(1, 70), st.integers(1, 70))
def test_it_takes_any_size_and_speaks_at_a_quarter(height: int, width: int) -> None:
    said = network()(torch.rand(2, 1, height, width))
    assert said.shape == (2, 7, -(-height // 4), -(-width // 4))


def test_what_is_far_away_counts_as_what_the_whole_picture_is_like() -> None:
    picture = torch.full((1, 1, 512, 32), 0.5)
    other = picture.clone()
    other[:, :, 400:] = torch.rand((1, 1, 112, 32), generator=torch.Generator().manual_seed(1))
    made = network()
    assert (made(picture) - made(other))[:, :, :4].abs().max() > 0
    torch.nn.init.zeros_(made.whole[2].weight)  # type: ignore[arg-type]  # a linear layer
    assert (made(picture) - made(other))[:, :, :4].abs().max() == 0  # convolutions alone do not reach so far


@pytest.mark.parametrize("said", [7, 2])
def test_a_file_gives_back_what_was_written(said: int, tmp_path: Path) -> None:
    made, picture = network(said), torch.rand(1, 1, 32, 48)
    save_colorizer(made, tmp_path / "colors.safetensors", {"made_by": "a test"})
    read = read_colorizer(tmp_path / "colors.safetensors")
    torch.testing.assert_close(read(picture), made(picture), atol=2e-2, rtol=1e-2)  # fp16
    torch.testing.assert_close(read.colors, made.colors)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "colors.safetensors"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(BadWeights, match="no colorizer"):
        read_colorizer(path)


@pytest.mark.parametrize(
    ("size", "seen"), [((1000, 1000), (176, 176)), ((2000, 500), (352, 96)), ((20, 20), (176, 176))]
)
def test_it_sees_every_picture_about_equally_large(size: tuple[int, int], seen: tuple[int, int]) -> None:
    assert seen_size(size) == seen


def test_light_is_kept_and_no_strength_is_grey() -> None:
    photo = torch.rand((1, 3, 50, 70), generator=torch.Generator().manual_seed(2))
    light = lightness(photo)
    assert (lightness(colorized(network(), photo)) - light).abs().max() < 0.05
    plain = in_color(light, color_of(network(), seen_by(network(), light)), strength=0.0)
    torch.testing.assert_close(plain, plain.mean(dim=1, keepdim=True).expand_as(plain), atol=2e-3, rtol=0)


def test_a_dark_print_is_shown_with_its_contrast_and_gets_colors_as_dark_as_it_is() -> None:
    bright = 100 * torch.rand((1, 1, 64, 64), generator=torch.Generator().manual_seed(3))
    dark = bright / 5
    seen, seen_dark = seen_by(network(2), bright), seen_by(network(2), dark)
    torch.testing.assert_close(seen_dark.said, seen.said, atol=0.05, rtol=0.02)
    lines, dark_lines = (color_of(network(2), each) for each in (seen, seen_dark))
    assert dark_lines.drawn(dark, 0, 64).abs().mean() < 0.6 * lines.drawn(bright, 0, 64).abs().mean()
