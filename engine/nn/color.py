"""Color apart from light: YCbCr as JPEG has it, and the colors of one picture given to another. Pure mathematics."""

from typing import Final

import torch
from torch import Tensor

_LUMA: Final = (0.299, 0.587, 0.114)  # ITU-R BT.601, as in JPEG
_BLUE: Final = (-0.168736, -0.331264, 0.5)
_RED: Final = (0.5, -0.418688, -0.081312)
_SOFTNESS: Final = 1e-5  # keeps the covariance of a picture of one color invertible


def to_ycbcr(image: Tensor) -> Tensor:
    """RGB (B, 3, H, W) in [0, 1] -> Y in [0, 1], Cb and Cr in [-0.5, 0.5]."""
    return each_pixel(_matrix(image), image)


def to_rgb(image: Tensor) -> Tensor:
    """The way back from `to_ycbcr`; not clamped."""
    return each_pixel(_matrix(image).inverse(), image)


def with_colors_of(painting: Tensor, photo: Tensor) -> Tensor:
    """The painting's light with the photo's color; clamped to [0, 1], so that very dark or bright places lose some."""
    mixed = torch.cat([to_ycbcr(painting)[:, :1], to_ycbcr(photo)[:, 1:]], dim=1)
    return to_rgb(mixed).clamp(0, 1)


def with_palette_of(style: Tensor, photo: Tensor) -> Tensor:
    """The style in the photo's colors: mean and covariance of RGB carried over (Gatys et al. 2017, section 5.1)."""
    here, there = style.flatten(start_dim=2), photo.flatten(start_dim=2)  # (1, 3, H*W)
    centered = here - here.mean(dim=2, keepdim=True)
    carry = _root(_covariance(there)) @ _root(_covariance(here)).inverse()
    moved = carry @ centered + there.mean(dim=2, keepdim=True)
    return moved.view_as(style).clamp(0, 1)


def each_pixel(matrix: Tensor, image: Tensor) -> Tensor:
    """The matrix (3, 3) times the color of every pixel of (B, 3, H, W)."""
    return (matrix @ image.flatten(start_dim=2)).view_as(image)


def _covariance(flat: Tensor) -> Tensor:
    centered = flat - flat.mean(dim=2, keepdim=True)
    return centered @ centered.mT / flat.shape[2] + _SOFTNESS * torch.eye(3, device=flat.device)


def _root(covariance: Tensor) -> Tensor:
    """The symmetric square root, which turns colors no more than it must."""
    values: Tensor
    vectors: Tensor
    values, vectors = torch.linalg.eigh(covariance)
    return vectors @ torch.diag_embed(values.clamp(min=0).sqrt()) @ vectors.mT


def _matrix(image: Tensor) -> Tensor:
    return torch.tensor([_LUMA, _BLUE, _RED], device=image.device, dtype=image.dtype)
