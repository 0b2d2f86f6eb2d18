"""Strips of a large picture against the picture whole."""

import pytest
import torch

from engine.nn.strips import paint_in_strips
from engine.nn.transform import Shape, TransformNet


@pytest.mark.parametrize("size", [(64, 48), (61, 83), (16, 130), (131, 17)])
@pytest.mark.parametrize("strip_px", [1, 700, 10**6])
def test_strips_give_what_the_whole_picture_gives(size: tuple[int, int], strip_px: int) -> None:
    generator = torch.Generator().manual_seed(0)
    network = TransformNet(2, Shape(4, 2), generator).requires_grad_(False)
    network.looks.add_(0.3 * torch.randn(network.looks.shape, generator=generator))
    photos = torch.rand(2, 3, *size, generator=generator)
    looks = torch.cat([network.blend([1.0, 0.0]), network.blend([1.0, 2.0], 0.5)])
    whole = network(photos, looks)
    torch.testing.assert_close(paint_in_strips(network, photos, looks, strip_px), whole, rtol=0, atol=1e-4)
