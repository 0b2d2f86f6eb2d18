"""Half precision: as good as single at the end of a painting, and sums that do not overflow."""

import pytest
import torch

from engine.device import Device
from engine.effect import Inputs
from engine.house import house_styles
from engine.nn.encoders import load_encoder
from engine.nn.losses import Texture
from engine.picture import Picture, decode
from engine.render import render
from tests.engine.pictures import quietly

OPTIONS = {
    "side_px": 64,
    "iterations": 60,
    "optimizer": "adam",
}  # L-BFGS turns roundings into another path: 2 % at most


def house(name: str) -> Picture:
    return decode(next(style for style in house_styles() if style.name == name).picture.read_bytes())


def final_loss(dtype: torch.dtype) -> float:
    given = Inputs(house("orchard"), (house("mosaic"),))
    return render("gatys", given, OPTIONS, quietly, Device("cpu", dtype)).losses[-1]


def test_half_precision_ends_where_single_does() -> None:
    """Fact 14: within 1 %."""
    assert final_loss(torch.bfloat16) == pytest.approx(final_loss(torch.float32), rel=0.01)


def test_a_large_white_picture_does_not_overflow() -> None:
    """Fact 14: four million bright positions are more than half precision can count, so they are summed in fp32."""
    white = torch.ones((1, 3, 2048, 2048), dtype=torch.bfloat16)
    with torch.no_grad():
        features = load_encoder("compact").to(torch.bfloat16)(white, ("relu1_1",))["relu1_1"]
    texture = Texture.of(features)
    inside = features[0, :, 5, 5].float()  # all positions but the border's are alike
    assert features.sum(dtype=torch.float32) > torch.finfo(torch.float16).max
    torch.testing.assert_close(texture.mean[0], inside, rtol=1e-2, atol=1e-3)
    torch.testing.assert_close(texture.gram[0], torch.outer(inside, inside), rtol=2e-2, atol=1e-3)
