"""Pictures become tensors and tensors pictures. Knows no network and no file."""

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from engine.ladder import Size
from engine.picture import Picture


def to_tensor(image: Image.Image, size: Size) -> Tensor:
    """An RGB image at `size` as (1, 3, H, W) in [0, 1]; shrinking looks at every pixel (Lanczos)."""
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    pixels = torch.from_numpy(np.array(image.convert("RGB")))  # (H, W, 3)
    return pixels.permute(2, 0, 1)[None].float().contiguous() / 255


def to_bytes(image: Tensor) -> Tensor:
    """[0, 1] as 0 ... 255 in uint8."""
    return (image.detach().clamp(0, 1) * 255).round().byte()


def to_picture(image: Tensor, alpha: Image.Image | None = None) -> Picture:
    """(1, 3, H, W) in [0, 1] as a picture, with the photo's alpha stretched over it."""
    pixels = to_bytes(image)[0].permute(1, 2, 0).cpu().contiguous()  # (H, W, 3)
    picture = Image.fromarray(pixels.numpy())
    if alpha is not None and alpha.size != picture.size:
        alpha = alpha.resize(picture.size, Image.Resampling.LANCZOS)
    return Picture(picture, alpha)


def resize(image: Tensor, size: Size) -> Tensor:
    """(1, C, H, W) at another size: cubic, smoothed where it shrinks; values may overshoot a little."""
    if image.shape[-2:] == (size[1], size[0]):
        return image
    return F.interpolate(image, (size[1], size[0]), mode="bicubic", align_corners=False, antialias=True)


def at_least(image: Tensor, side_px: int) -> Tensor:
    """The image, its borders repeated until no side is shorter than `side_px`, so that every layer can see it."""
    height, width = image.shape[-2:]
    missing = (0, max(0, side_px - width), 0, max(0, side_px - height))
    return F.pad(image, missing, mode="replicate") if any(missing) else image


def size_of(image: Tensor) -> Size:
    """Width and height of (1, C, H, W)."""
    return image.shape[-1], image.shape[-2]
