"""Color apart from light: YCbCr as JPEG has it, and the colors of one picture given to another. Pure mathematics."""

from typing import Final, Literal

import torch
from torch import Tensor

Match = Literal["luminance", "linear", "histogram"]
Stage = Literal["before", "after"]

_LUMA: Final = (0.299, 0.587, 0.114)  # ITU-R BT.601, as in JPEG
_BLUE: Final = (-0.168736, -0.331264, 0.5)
_RED: Final = (0.5, -0.418688, -0.081312)
_SOFTNESS: Final = 1e-5  # keeps the covariance of a picture of one color invertible
_BINS: Final = 4096  # 16 for each level of 8 bits
_ROUNDS: Final = 2  # of histograms along two sets of axes; a third moves colors by less than a level


def matched(image: Tensor, photo: Tensor, how: Match, stage: Stage) -> Tensor:
    """The image (1, 3, H, W) in the photo's colors: a style *before* it is painted with, or the painting *after*.

    `luminance` keeps light alone. Before, the style becomes grey, as light and as contrasting as the photo (Gatys et
    al. 2017, section 5.2); after, the painting takes the photo's color place by place, which needs both to be of one
    size. Color is the photo's only after it, so that it has to be asked for even when the style was matched before.
    `linear` and `histogram` know no places and are the same at either stage.
    """
    if how == "linear":
        return with_palette_of(image, photo)
    if how == "histogram":
        return with_histogram_of(image, photo)
    return with_light_of(image, photo) if stage == "before" else with_colors_of(image, photo)


def to_ycbcr(image: Tensor) -> Tensor:
    """RGB (B, 3, H, W) in [0, 1] -> Y in [0, 1], Cb and Cr in [-0.5, 0.5]."""
    return each_pixel(_matrix(image), image)


def to_rgb(image: Tensor) -> Tensor:
    """The way back from `to_ycbcr`; not clamped."""
    return each_pixel(_matrix(image).inverse(), image)


def with_colors_of(painting: Tensor, photo: Tensor) -> Tensor:
    """The painting's light with the photo's color; paler, in the same hue, where no such color is so light or dark."""
    mixed = torch.cat([to_ycbcr(painting)[:, :1], to_ycbcr(photo)[:, 1:]], dim=1)
    return within_gamut(to_rgb(mixed))


def with_light_of(style: Tensor, photo: Tensor) -> Tensor:
    """The style in grey, its light of the photo's mean and deviation."""
    here, there = to_ycbcr(style)[:, :1], to_ycbcr(photo)[:, :1]
    contrast = there.std(correction=0) / here.std(correction=0).clamp(min=_SOFTNESS)
    return ((here - here.mean()) * contrast + there.mean()).clamp(0, 1).expand_as(style).contiguous()


def with_palette_of(style: Tensor, photo: Tensor) -> Tensor:
    """The style in the photo's colors: mean and covariance of RGB carried over (Gatys et al. 2017, section 5.1)."""
    return within_gamut(_carried(style, photo))


def with_histogram_of(style: Tensor, photo: Tensor) -> Tensor:
    """The style in the photo's colors: the histogram of each of R, G and B is the photo's.

    First along the photo's own axes of color, where the three know least of each other, else hues would come that
    neither picture has (Pitie et al. 2007, with two bases instead of random ones).
    """
    there = photo.flatten(start_dim=2)[0]  # (3, H*W)
    here = _carried(style, photo).flatten(start_dim=2)[0]
    axes: Tensor = torch.linalg.eigh(_covariance(there))[1].mT
    for _ in range(_ROUNDS):
        here = axes.mT @ _ranked(axes @ here, axes @ there)
        here = _ranked(here, there)
    return here.view_as(style)


def within_gamut(image: Tensor) -> Tensor:
    """Colors out of [0, 1] made paler until they are in it: light and hue stay, where a clamp would change both."""
    light = to_ycbcr(image)[:, :1].clamp(0, 1)
    color = image - light
    room = torch.where(color > 0, 1 - light, light) / color.abs().clamp(min=1e-6)
    return (light + color * room.amin(dim=1, keepdim=True).clamp(max=1)).clamp(0, 1)


def each_pixel(matrix: Tensor, image: Tensor) -> Tensor:
    """The matrix (3, 3) times the color of every pixel of (B, 3, H, W)."""
    return (matrix @ image.flatten(start_dim=2)).view_as(image)


def axes_of_color(picture: Tensor, counts: Tensor | None = None) -> Tensor:
    """What makes a picture's colors of noise, (3, 4): the root of its covariance, and its mean color.

    Of (1, 3, H, W); `counts` (1, 1, H, W) in [0, 1] says where it counts.
    """
    flat = picture.flatten(start_dim=2)[0]  # (3, H*W)
    weights = torch.ones_like(flat[:1]) if counts is None else counts.flatten(start_dim=2)[0]
    shares = weights / weights.sum()
    mean = (flat * shares).sum(dim=1, keepdim=True)
    centered = (flat - mean) * shares.sqrt()
    softness = _SOFTNESS * torch.eye(3, device=flat.device, dtype=flat.dtype)
    return torch.cat([_root(centered @ centered.mT + softness), mean], dim=1)


def _carried(style: Tensor, photo: Tensor) -> Tensor:
    """With the photo's mean and covariance; not clamped."""
    here, there = style.flatten(start_dim=2), photo.flatten(start_dim=2)  # (1, 3, H*W)
    centered = here - here.mean(dim=2, keepdim=True)
    carry = _root(_covariance(there)) @ _root(_covariance(here)).inverse()
    return (carry @ centered + there.mean(dim=2, keepdim=True)).view_as(style)


def _ranked(here: Tensor, there: Tensor) -> Tensor:
    """Each row of `here` (K, N) with the distribution of the same row of `there` (K, M), its order kept.

    By a curve for each row, without sorting. Equal values stay equal: a flat ground gets no grain.
    """
    low, step, counts = _histogram(here)
    rank = (counts.cumsum(dim=1) - counts / 2) / here.shape[1]  # in the middle of each bin
    curve = _quantiles(there, rank)
    place = ((here - low) / step - 0.5).clamp(0, _BINS - 1)
    below = place.long()
    above = (below + 1).clamp(max=_BINS - 1)
    return torch.lerp(curve.gather(1, below), curve.gather(1, above), place - below)


def _quantiles(rows: Tensor, ranks: Tensor) -> Tensor:
    """Where in each row (K, M) a share `ranks` (K, R) of its values lies below."""
    low, step, counts = _histogram(rows)
    shares = counts.cumsum(dim=1) / rows.shape[1]
    bins = torch.searchsorted(shares, ranks).clamp(max=_BINS - 1)
    share = (counts / rows.shape[1]).gather(1, bins)
    within = 1 - (shares.gather(1, bins) - ranks) / share.clamp(min=1e-12)
    return low + step * (bins + within.clamp(0, 1))


def _histogram(rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Least value, width of a bin (K, 1) and counts (K, bins) of each row."""
    low, high = rows.amin(dim=1, keepdim=True), rows.amax(dim=1, keepdim=True)
    step = ((high - low) / _BINS).clamp(min=1e-9)
    bins = ((rows - low) / step).long().clamp(max=_BINS - 1)
    counts = torch.zeros((rows.shape[0], _BINS), device=rows.device, dtype=torch.float64)
    return low, step, counts.scatter_add_(1, bins, torch.ones_like(bins, dtype=counts.dtype)).to(rows.dtype)


def _covariance(flat: Tensor) -> Tensor:
    centered = flat - flat.mean(dim=-1, keepdim=True)
    covariance = centered @ centered.mT / flat.shape[-1]
    return covariance + _SOFTNESS * torch.eye(3, device=flat.device, dtype=flat.dtype)


def _root(covariance: Tensor) -> Tensor:
    """The symmetric square root, which turns colors no more than it must."""
    values: Tensor
    vectors: Tensor
    values, vectors = torch.linalg.eigh(covariance)
    return vectors @ torch.diag_embed(values.clamp(min=0).sqrt()) @ vectors.mT


def _matrix(image: Tensor) -> Tensor:
    return torch.tensor([_LUMA, _BLUE, _RED], device=image.device, dtype=image.dtype)
