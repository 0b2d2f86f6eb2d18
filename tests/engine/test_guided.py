"""The guided filter by what it must do: lines stay lines, edges stay edges, bands fit."""

import torch
from torch import Tensor

from engine.nn.guided import Lines
from engine.nn.tensors import resize

HEIGHT, WIDTH = 60, 90


def random(*shape: int) -> Tensor:
    return torch.rand(shape, generator=torch.Generator().manual_seed(3))


def drawn(lines: Lines, guide: Tensor) -> Tensor:
    return lines.drawn(guide, 0, guide.shape[2])


def test_what_is_a_line_of_its_guide_is_found_again() -> None:
    guide = random(1, 1, HEIGHT, WIDTH)
    picture = torch.cat([3 * guide - 1, 0.5 - guide], dim=1)
    torch.testing.assert_close(drawn(Lines.between(picture, guide, 3, 1e-8), guide), picture, atol=1e-3, rtol=0)


def test_of_one_color_it_stays() -> None:
    guide, flat = random(1, 1, HEIGHT, WIDTH), torch.full((1, 2, HEIGHT, WIDTH), 7.0)
    torch.testing.assert_close(drawn(Lines.between(flat, guide, 3, 0.1), guide), flat)


def test_a_soft_edge_becomes_as_sharp_as_the_guide() -> None:
    fine = torch.zeros(1, 1, HEIGHT, WIDTH)
    fine[..., WIDTH // 2 :] = 1.0
    small = resize(fine, (WIDTH // 3, HEIGHT // 3))
    blurred = torch.nn.functional.avg_pool2d(small, (1, 5), stride=1, padding=(0, 2), count_include_pad=False)
    found = drawn(Lines.between(blurred, small, 2, 1e-3), fine)
    here, there = found[..., WIDTH // 2 - 1].mean(), found[..., WIDTH // 2].mean()
    assert there - here > 0.6
    assert resize(blurred, (WIDTH, HEIGHT)).diff(dim=3).amax() < 0.2


def test_bands_are_the_whole() -> None:
    lines = Lines.between(random(1, 2, 20, 30), random(1, 1, 20, 30), 2, 0.01)
    fine = random(1, 1, HEIGHT, WIDTH)
    bands = [lines.drawn(fine[:, :, start : start + 7], start, HEIGHT) for start in range(0, HEIGHT, 7)]
    torch.testing.assert_close(torch.cat(bands, dim=2), drawn(lines, fine))
