"""CIE L*a*b* of sRGB under D65: light apart from color, in steps that people see alike. Pure mathematics.

Letters: B pictures, H and W height and width.
"""

from typing import Final

import torch
from torch import Tensor

from engine.nn.color import each_pixel

WHITE: Final = 100.0  # L of white
_XYZ: Final = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_D65: Final = (0.95047, 1.0, 1.08883)  # X, Y, Z of white
_EDGE: Final = 6 / 29  # below its cube the root is a straight line (CIE 15)
_HALVINGS: Final = 8  # of the way to grey: chroma is right to 1/256


def to_lab(rgb: Tensor) -> Tensor:
    """sRGB (B, 3, H, W) in [0, 1] -> L in [0, 100], a and b of about -110 to 110."""
    x, y, z = _rooted(each_pixel(_to_white(rgb), _linear(rgb))).unbind(dim=1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], dim=1)


def to_srgb(lab: Tensor) -> Tensor:
    """The way back from `to_lab`; where no such color is to be had, out of [0, 1]."""
    light, a, b = lab.unbind(dim=1)
    y = (light + 16) / 116
    return _gamma(each_pixel(_to_white(lab).inverse(), _cubed(torch.stack([y + a / 500, y, y - b / 200], dim=1))))


def lightness(rgb: Tensor) -> Tensor:
    """L of sRGB (B, 3, H, W), (B, 1, H, W)."""
    return to_lab(rgb)[:, :1]


def grey(light: Tensor) -> Tensor:
    """What is without color and as light, sRGB (B, 1, H, W) in [0, 1], from L (B, 1, H, W)."""
    return _gamma(_cubed((light + 16) / 116))


def colored(light: Tensor, ab: Tensor) -> Tensor:
    """sRGB (B, 3, H, W) in [0, 1] of L (B, 1, H, W) and ab (B, 2, H, W).

    Where there is no such color the light stays, and so does the hue: color becomes paler until it is there.
    """
    color = to_srgb(torch.cat([light, ab], dim=1))
    outside = ((color < 0) | (color > 1)).any(dim=1)  # (B, H, W)
    if outside.any():
        l_out, ab_out = light.permute(0, 2, 3, 1)[outside], ab.permute(0, 2, 3, 1)[outside]  # (N, 1), (N, 2)
        color.permute(0, 2, 3, 1)[outside] = _paler(l_out, ab_out)
    return color.clamp(0, 1)


def _paler(light: Tensor, ab: Tensor) -> Tensor:
    """sRGB (N, 3) of the most colorful that there is of each hue, found by halving."""
    share, step = torch.zeros_like(light), 0.5
    for _ in range(_HALVINGS):
        tried = to_srgb(torch.cat([light, ab * (share + step)], dim=1)[..., None, None])[..., 0, 0]
        share += step * ((tried >= 0) & (tried <= 1)).all(dim=1, keepdim=True)
        step /= 2
    return to_srgb(torch.cat([light, ab * share], dim=1)[..., None, None])[..., 0, 0]


def _to_white(like: Tensor) -> Tensor:
    """Linear RGB to X, Y and Z as parts of white's, (3, 3)."""
    matrix = torch.tensor(_XYZ, device=like.device, dtype=like.dtype)
    return matrix / torch.tensor(_D65, device=like.device, dtype=like.dtype)[:, None]


def _linear(srgb: Tensor) -> Tensor:
    """IEC 61966-2-1 undone."""
    return torch.where(srgb <= 0.04045, srgb / 12.92, ((srgb.clamp(min=0) + 0.055) / 1.055) ** 2.4)


def _gamma(linear: Tensor) -> Tensor:
    return torch.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear.clamp(min=1e-6) ** (1 / 2.4) - 0.055)


def _rooted(x: Tensor) -> Tensor:
    root = x.clamp(min=1e-6) ** (1 / 3)
    return torch.where(x > _EDGE**3, root, x / (3 * _EDGE**2) + 4 / 29)


def _cubed(root: Tensor) -> Tensor:
    return torch.where(root > _EDGE, root**3, 3 * _EDGE**2 * (root - 4 / 29))
