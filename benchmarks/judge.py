"""How good a painting is, said by networks that painted nothing: style by VGG-19, content by LPIPS-Squeeze.

Style distance: relative Gram distance |G - G_style|^2 / |G_style|^2 in relu1_1, relu2_1 and relu3_1 of the published
VGG-19, mean of the three. A second opinion, for encoders that learned from VGG-19 itself: the same in four layers of
SqueezeNet. Content distance: LPIPS (Zhang et al. 2018) on SqueezeNet. All are read from a folder of weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.training.teachers import TrueVgg, read_tensors

_FIRE_AT = (3, 4, 6, 7, 9, 10, 11, 12)  # indices in torchvision's squeezenet1_1().features
_POOL_AT = (2, 5, 8)
_SLICE_ENDS = (1, 4, 7, 9, 10, 11, 12)  # last index of each of LPIPS's seven slices
_STYLE_SLICES = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Style distance by VGG-19 and by SqueezeNet, content distance by LPIPS. Less is better, 0 is equality."""

    style: float
    style_squeeze: float
    content: float


@dataclass(frozen=True, slots=True)
class Strokes:
    """Gram matrices by VGG-19 and by SqueezeNet, layer by layer."""

    vgg: Sequence[Tensor]
    squeeze: Sequence[Tensor]

    def away_from(self, style: "Strokes") -> tuple[float, float]:
        """Mean relative distance by each of the two networks."""
        by_vgg = [relative_distance(*pair) for pair in zip(self.vgg, style.vgg, strict=True)]
        by_squeeze = [relative_distance(*pair) for pair in zip(self.squeeze, style.squeeze, strict=True)]
        return fmean(by_vgg), fmean(by_squeeze)


class SqueezeNet(nn.Module):
    """SqueezeNet 1.1 (Iandola et al. 2016) as a list of the seven feature maps that LPIPS compares."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.weights = read_tensors(folder / "squeezenet1_1_fp16.pth")
        heads = read_tensors(folder / "lpips_squeeze_lin_v0.1.pth")
        self.heads = [head for _, head in sorted(heads.items())]
        self.register_buffer("mean", torch.tensor([-0.030, -0.088, -0.188])[:, None, None])  # LPIPS's ScalingLayer
        self.register_buffer("deviation", torch.tensor([0.458, 0.448, 0.450])[:, None, None])

    def _convolve(self, name: str, x: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
        weight, bias = self.weights[f"features.{name}.weight"], self.weights[f"features.{name}.bias"]
        return torch.relu(F.conv2d(x, weight, bias, stride, padding))

    def forward(self, x: Tensor) -> list[Tensor]:
        """The seven maps of pictures (B, 3, H, W) in [0, 1]."""
        x = self._convolve("0", (x * 2 - 1 - self.mean) / self.deviation, stride=2)
        found = [x]
        for index in range(2, 13):
            if index in _POOL_AT:
                x = F.max_pool2d(x, 3, 2, ceil_mode=True)
            else:
                x = self._convolve(f"{index}.squeeze", x)
                wide = self._convolve(f"{index}.expand3x3", x, padding=1)
                x = torch.cat([self._convolve(f"{index}.expand1x1", x), wide], dim=1)
            if index in _SLICE_ENDS:
                found.append(x)
        return found


def gram(features: Tensor) -> Tensor:
    """Gram matrix of one picture's features (1, C, H, W) per position."""
    flat = features[0].flatten(start_dim=1)  # (C, H*W)
    return flat @ flat.T / flat.shape[1]


def relative_distance(found: Tensor, wanted: Tensor) -> float:
    """|found - wanted|^2 / |wanted|^2 in the Frobenius norm."""
    return float((found - wanted).square().sum() / wanted.square().sum())


class Judge:
    """Holds the two networks; compares pictures (1, 3, H, W) in [0, 1]."""

    def __init__(self, folder: Path) -> None:
        self.vgg = TrueVgg(folder)
        self.squeeze = SqueezeNet(folder)

    @torch.no_grad()
    def strokes(self, picture: Tensor) -> Strokes:
        """Gram matrices of a picture, to be compared with those of others."""
        vgg, squeeze = self.vgg(picture), self.squeeze(picture)
        return Strokes([gram(features) for features in vgg.values()], [gram(squeeze[k]) for k in _STYLE_SLICES])

    def style(self, painting: Tensor, style: Tensor) -> tuple[float, float]:
        """Relative Gram distance by VGG-19 and by SqueezeNet; the pictures may differ in size."""
        return self.strokes(painting).away_from(self.strokes(style))

    @torch.no_grad()
    def content(self, painting: Tensor, photo: Tensor) -> float:
        """LPIPS distance of two pictures of one size."""
        total = torch.zeros(())
        for ours, theirs, head in zip(self.squeeze(painting), self.squeeze(photo), self.squeeze.heads, strict=True):
            difference = _unit(ours) - _unit(theirs)
            total = total + (head * difference.square()).sum(dim=1).mean()
        return float(total)

    def __call__(self, painting: Tensor, photo: Tensor, style: Tensor) -> Verdict:
        """Both distances at once."""
        by_vgg, by_squeeze = self.style(painting, style)
        return Verdict(by_vgg, by_squeeze, self.content(painting, photo))


def _unit(features: Tensor) -> Tensor:
    return features / (features.square().sum(dim=1, keepdim=True).sqrt() + 1e-10)
