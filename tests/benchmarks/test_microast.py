"""MicroAST as we run it, with random weights of its shape."""

from pathlib import Path

import pytest
import torch
from torch import Tensor

from benchmarks.peers.microast import FILE, MicroAst
from engine.errors import BadWeights

_ENCODER = {
    "enc1.0": (16, 3, 9), "enc1.2": (32, 1, 3), "enc1.4": (32, 32, 1), "enc1.6": (64, 1, 3), "enc1.8": (64, 64, 1),
    "enc1.10.conv1": (64, 64, 3), "enc1.10.conv2": (64, 64, 3), "enc2.0.conv1": (64, 64, 3),
    "enc2.0.conv2": (64, 64, 3),
}  # fmt: skip
_MODULATOR = {f"{name}.0": (64, 1, 3) for name in ("weight1", "bias1", "weight2", "bias2")}
_DECODER = {
    "dec1.conv1": (64, 64, 3), "dec1.conv2": (64, 64, 3), "dec2.conv1": (64, 64, 3), "dec2.conv2": (64, 64, 3),
    "dec3.1": (32, 2, 3), "dec3.3": (32, 32, 1), "dec3.6": (16, 2, 3), "dec3.8": (16, 16, 1), "dec3.10": (3, 16, 9),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of weights."""
    generator = torch.Generator().manual_seed(0)

    def drawn(shapes: dict[str, tuple[int, int, int]]) -> dict[str, Tensor]:
        tensors = {}
        for name, (after, before, side) in shapes.items():
            spread = 1 / (before * side * side) ** 0.5
            tensors[f"{name}.conv_layer.weight"] = spread * torch.randn(after, before, side, side, generator=generator)
            tensors[f"{name}.conv_layer.bias"] = torch.full((after,), 0.1)
        return tensors

    encoders = {"content_encoder": drawn(_ENCODER), "style_encoder": drawn(_ENCODER)}
    torch.save({**encoders, "modulator": drawn(_MODULATOR), "decoder": drawn(_DECODER)}, tmp_path / FILE)
    return tmp_path


def picture(seed: int, height: int = 24, width: int = 32) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed))


def test_it_paints_the_photo_as_large_as_it_is_whatever_the_style(folder: Path) -> None:
    peer, photo = MicroAst(folder), picture(0)
    in_one, in_other = (peer(photo, style) for style in (picture(1, 40, 20), picture(2) ** 4))
    assert in_one.shape == photo.shape
    assert 0 <= float(in_one.min()) < float(in_one.max()) <= 1
    assert not torch.allclose(in_one, in_other, atol=1e-3)


def test_a_folder_without_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadWeights):
        MicroAst(tmp_path)
