"""lengstrom/fast-style-transfer: one network for one style (Johnson et al. 2016). Written from its README and weights.

TensorFlow's habits: borders of zeros, at the right and below where a stride leaves one too many; 0 ... 255 in and out.
"""

from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.training.teachers import read_tensors

_WHITE: Final = 255.0
_REACH: Final = 150.0  # of tanh, around the middle of 0 ... 255
_SOFTNESS: Final = 1e-3  # added to variances


class Engstrom:
    """Paints pictures (1, 3, H, W) in [0, 1], sides multiples of 4."""

    def __init__(self, path: Path) -> None:
        """Raises BadWeights."""
        self._weights = read_tensors(path)

    @torch.no_grad()
    def __call__(self, photo: Tensor) -> Tensor:
        x = F.relu(self._step("conv1", photo * _WHITE))
        x = F.relu(self._step("conv2", x, stride=2))
        x = F.relu(self._step("conv3", x, stride=2))
        for number in range(1, 6):
            x = x + self._step(f"res{number}b", F.relu(self._step(f"res{number}a", x)))
        x = F.relu(self._up("up2", F.relu(self._up("up1", x))))
        return ((torch.tanh(self._step("out", x)) * _REACH + _WHITE / 2) / _WHITE).clamp(0, 1)

    def _step(self, name: str, x: Tensor, stride: int = 1) -> Tensor:
        weight = self._weights[f"{name}.weight"]
        missing = weight.shape[-1] - stride  # sides are multiples of the stride
        x = F.pad(x, (missing // 2, missing - missing // 2) * 2)
        return self._normalized(name, F.conv2d(x, weight, stride=stride))

    def _up(self, name: str, x: Tensor) -> Tensor:
        height, width = x.shape[-2:]
        x = F.conv_transpose2d(x, self._weights[f"{name}.weight"], stride=2)
        return self._normalized(name, x[..., : 2 * height, : 2 * width])

    def _normalized(self, name: str, x: Tensor) -> Tensor:
        variance, mean = torch.var_mean(x, dim=(2, 3), correction=0, keepdim=True)
        scale, shift = (self._weights[f"{name}.{part}"][:, None, None] for part in ("scale", "shift"))
        normalized: Tensor = (x - mean) * torch.rsqrt(variance + _SOFTNESS) * scale + shift
        return normalized
