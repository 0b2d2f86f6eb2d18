"""The generator of textures: no place of what it paints is a border, at any size, whole or in bands."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.errors import BadWeights
from engine.nn.bands import paint_in_bands
from engine.nn.encoders import Encoder
from engine.nn.generator import Generator, Shape, noise_for
from engine.nn.generators import copy_of, read_generator, save_generator

SLIM = Shape((8, 8, 6), noise=2)
SIZES = [(64, 48), (50, 33), (17, 129), (1, 1), (3, 2)]


def noise(shape: Shape, size: tuple[int, int], seed: int = 0) -> list[Tensor]:
    return [one.double() for one in noise_for(shape, size, torch.Generator().manual_seed(seed))]


@pytest.fixture
def generator() -> Generator:
    return Generator(SLIM, seed=1).double().requires_grad_(False)


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_the_size_of_its_finest_noise(generator: Generator, size: tuple[int, int]) -> None:
    assert generator(noise(SLIM, size)).shape == (1, 3, size[1], size[0])


def test_rolled_noise_gives_the_rolled_picture(generator: Generator) -> None:
    """To rounding in fp64: the seam is a place like any other."""
    given = noise(SLIM, (32, 48))
    rolled = [one.roll((5 * 2**scale, 3 * 2**scale), dims=(2, 3)) for scale, one in enumerate(given)]
    step = SLIM.grid_px
    assert step == 4
    torch.testing.assert_close(generator(rolled), generator(given).roll((5 * step, 3 * step), dims=(2, 3)))


def test_two_tiles_of_noise_give_two_tiles_of_the_picture(generator: Generator) -> None:
    """At a size that is no multiple of the grid, too: at the seam is what a larger picture has there."""
    given = noise(SLIM, (29, 18))
    wide = generator([torch.cat([one, one], dim=3) for one in given])
    torch.testing.assert_close(wide[..., :29], wide[..., 29:])
    torch.testing.assert_close(wide[..., :29], generator(given))


@pytest.mark.parametrize("size", [(64, 48), (50, 33), (17, 129)])
def test_bands_differ_by_statistics_alone(generator: Generator, size: tuple[int, int]) -> None:
    """With statistics of every row they are the whole; with those of samples they are near it."""
    given = noise(SLIM, size)
    whole = generator(given)
    torch.testing.assert_close(paint_in_bands(generator, given), whole)
    sampled = paint_in_bands(generator, given, whole_px=size[0] * size[1] // 2, band_px=5 * size[0])
    assert 0 < float((sampled - whole).square().mean() / whole.var()) < 0.05


def test_bands_show_no_seams(generator: Generator) -> None:
    """Bands of any height give the same picture."""
    given = noise(SLIM, (40, 64))
    one, other = (paint_in_bands(generator, given, whole_px=1024, band_px=rows * 40) for rows in (3, 17))
    torch.testing.assert_close(one, other)


def test_the_circular_encoder_sees_no_border() -> None:
    encoder = Encoder.random(0).double()
    encoder.border = "circular"
    canvas = torch.rand((1, 3, 64, 48), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    here, there = encoder(canvas), encoder(canvas.roll((16, 32), dims=(2, 3)))
    for name, map_ in here.items():
        step = 2 ** (int(name[4]) - 1)
        torch.testing.assert_close(there[name], map_.roll((16 // step, 32 // step), dims=(2, 3)))


def test_a_generator_survives_its_file(tmp_path: Path) -> None:
    generator = Generator(SLIM, seed=3)
    save_generator(generator, tmp_path / "g.safetensors", {"made_by": "Alice"})
    read = read_generator(tmp_path / "g.safetensors")
    given = noise_for(SLIM, (16, 16), torch.Generator().manual_seed(0))
    torch.testing.assert_close(read(given), generator(given), atol=0.02, rtol=0)  # halves
    assert read.shape == SLIM


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "g.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(BadWeights, match="no generator"):
        read_generator(tmp_path / "g.safetensors")


def test_a_copy_is_taught_and_the_first_stays_as_it_is(generator: Generator) -> None:
    copy = copy_of(generator)
    assert all(map(torch.equal, generator.parameters(), copy.parameters()))
    with torch.no_grad():
        copy.palette.zero_()
    assert float(generator.palette.abs().sum()) > 0
