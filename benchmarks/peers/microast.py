"""MicroAST (Wang et al. 2023): any style in one pass with 0.47 M parameters. Written from the paper and its weights.

A small encoder for the photo and one for the style; AdaIN and convolutions modulated by the style, in two layers.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.training.teachers import read_tensors

FILE: Final = "microast_fp16.pth"
GRID_PX: Final = 4  # two halvings
Weights = Mapping[str, Tensor]


class MicroAst:
    """Paints pictures (1, 3, H, W) in [0, 1], sides multiples of 4, in the manner of another of any size."""

    def __init__(self, folder: Path) -> None:
        """Raises BadWeights."""
        parts: dict[str, Weights] = read_tensors(folder / FILE)
        self._photo, self._style = parts["content_encoder"], parts["style_encoder"]
        self._modulator, self._decoder = parts["modulator"], parts["decoder"]

    @torch.no_grad()
    def __call__(self, photo: Tensor, style: Tensor) -> Tensor:
        shallow, deep = _encoded(self._style, style)
        factors = {name: self._pooled(name, deep if name.endswith("2") else shallow) for name in _FACTORS}
        x = _adapted(_encoded(self._photo, photo)[1], deep)
        x = _residual(self._decoder, "dec1", x, factors["weight2"], factors["bias2"])
        x = _residual(self._decoder, "dec2", _adapted(x, shallow), factors["weight1"], factors["bias1"])
        for index in (1, 6):
            x = F.interpolate(x, scale_factor=2, mode="bilinear")
            x = F.relu(_convolved(self._decoder, f"dec3.{index}", x))
            x = F.relu(_convolved(self._decoder, f"dec3.{index + 2}", x))
        return _convolved(self._decoder, "dec3.10", x).clamp(0, 1)

    def _pooled(self, name: str, features: Tensor) -> Tensor:
        return _convolved(self._modulator, f"{name}.0", features).mean(dim=(2, 3), keepdim=True)


_FACTORS: Final = ("weight1", "bias1", "weight2", "bias2")


def _encoded(weights: Weights, x: Tensor) -> tuple[Tensor, Tensor]:
    for index in (0, 2, 4, 6, 8):
        x = F.relu(_convolved(weights, f"enc1.{index}", x, stride=2 if index in (2, 6) else 1))
    shallow = _residual(weights, "enc1.10", x)
    return shallow, _residual(weights, "enc2.0", shallow)


def _residual(
    weights: Weights, name: str, x: Tensor, factor: Tensor | float = 1.0, carried: Tensor | float = 0.0
) -> Tensor:
    """`factor` scales what each convolution gives, `carried` what it is given and adds that."""
    inner = F.relu(factor * _convolved(weights, f"{name}.conv1", x) + carried * x)
    return x + factor * _convolved(weights, f"{name}.conv2", inner) + carried * inner


def _convolved(weights: Weights, name: str, x: Tensor, stride: int = 1) -> Tensor:
    weight, bias = weights[f"{name}.conv_layer.weight"], weights[f"{name}.conv_layer.bias"]
    border = weight.shape[-1] // 2
    x = F.pad(x, (border,) * 4, mode="reflect")
    return F.conv2d(x, weight, bias, stride, groups=x.shape[1] // weight.shape[1])


def _adapted(x: Tensor, style: Tensor) -> Tensor:
    """AdaIN: with the style's mean and deviation in every channel."""
    deviation, mean = torch.std_mean(x, dim=(2, 3), keepdim=True)
    wanted, center = torch.std_mean(style, dim=(2, 3), keepdim=True)
    return (x - mean) / (deviation.square() + 1e-5).sqrt() * wanted + center
