"""A checkpoint of pytorch/examples paints here what a plain reading of its format paints."""

from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from engine.errors import BadWeights
from engine.training.imported import read_transformer_net

WIDTH = 4


def checkpoint(blocks: int = 5) -> dict[str, Tensor]:
    """Random weights under the names that pytorch/examples gives them."""
    generator = torch.Generator().manual_seed(0)
    state: dict[str, Tensor] = {}

    def convolution(name: str, before: int, after: int, side: int) -> None:
        scale = (2 / (before * side * side)) ** 0.5
        state[f"{name}.conv2d.weight"] = torch.randn(after, before, side, side, generator=generator) * scale
        state[f"{name}.conv2d.bias"] = torch.randn(after, generator=generator)

    def normalization(name: str, width: int) -> None:
        state[f"{name}.weight"] = 1 + 0.3 * torch.randn(width, generator=generator)
        state[f"{name}.bias"] = 0.3 * torch.randn(width, generator=generator)

    widths = (3, WIDTH, 2 * WIDTH, 4 * WIDTH)
    for number, side in ((1, 9), (2, 3), (3, 3)):
        convolution(f"conv{number}", widths[number - 1], widths[number], side)
        normalization(f"in{number}", widths[number])
    for block in range(1, blocks + 1):
        for part in (1, 2):
            convolution(f"res{block}.conv{part}", widths[3], widths[3], 3)
            normalization(f"res{block}.in{part}", widths[3])
    for number in (1, 2):
        convolution(f"deconv{number}", widths[4 - number], widths[3 - number], 3)
        normalization(f"in{3 + number}", widths[3 - number])
    convolution("deconv3", WIDTH, 3, 9)
    state["deconv3.conv2d.weight"] *= 40
    state["deconv3.conv2d.bias"] = state["deconv3.conv2d.bias"] * 20 + 127
    return state


def plainly(state: dict[str, Tensor], photo: Tensor) -> Tensor:
    """`TransformerNet.forward` of pytorch/examples, line by line: RGB of 0 ... 255 in and out."""

    def convolved(name: str, x: Tensor, stride: int = 1) -> Tensor:
        weight = state[f"{name}.conv2d.weight"]
        x = F.pad(x, (weight.shape[-1] // 2,) * 4, mode="reflect")
        return F.conv2d(x, weight, state[f"{name}.conv2d.bias"], stride)

    def normalized(name: str, x: Tensor) -> Tensor:
        return F.instance_norm(x, weight=state[f"{name}.weight"], bias=state[f"{name}.bias"])

    y = F.relu(normalized("in1", convolved("conv1", photo)))
    y = F.relu(normalized("in2", convolved("conv2", y, 2)))
    y = F.relu(normalized("in3", convolved("conv3", y, 2)))
    for block in range(1, 6):
        inner = F.relu(normalized(f"res{block}.in1", convolved(f"res{block}.conv1", y)))
        y = normalized(f"res{block}.in2", convolved(f"res{block}.conv2", inner)) + y
    y = F.relu(normalized("in4", convolved("deconv1", F.interpolate(y, scale_factor=2.0))))
    y = F.relu(normalized("in5", convolved("deconv2", F.interpolate(y, scale_factor=2.0))))
    return convolved("deconv3", y)


def test_an_imported_network_paints_what_it_painted(tmp_path: Path) -> None:
    state = checkpoint()
    torch.save(state, tmp_path / "candy.pth")
    network = read_transformer_net(tmp_path / "candy.pth")
    photo = torch.rand(1, 3, 48, 64, generator=torch.Generator().manual_seed(1))
    wanted = (plainly(state, photo * 255) / 255).clamp(0, 1)
    assert float(wanted.std()) > 0.1
    torch.testing.assert_close(network(photo, network.blend([1.0])).clamp(0, 1), wanted, rtol=0, atol=1e-3)


def test_its_strength_leads_from_the_photo_to_its_painting(tmp_path: Path) -> None:
    torch.save(checkpoint(), tmp_path / "candy.pth")
    network = read_transformer_net(tmp_path / "candy.pth")
    photo = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    none, half, whole = (network(photo, network.blend([1.0], strength)) for strength in (0.0, 0.5, 1.0))
    torch.testing.assert_close(none, photo)
    torch.testing.assert_close(half, (photo + whole) / 2, rtol=0, atol=1e-4)


def test_another_checkpoint_is_refused_and_what_it_lacks_is_named(tmp_path: Path) -> None:
    state = checkpoint()
    del state["deconv1.conv2d.weight"]
    torch.save(state, tmp_path / "cut.pth")
    with pytest.raises(BadWeights, match=r"deconv1\.conv2d\.weight"):
        read_transformer_net(tmp_path / "cut.pth")
    (tmp_path / "text.pth").write_text("no checkpoint")
    with pytest.raises(BadWeights, match="TransformerNet"):
        read_transformer_net(tmp_path / "text.pth")
