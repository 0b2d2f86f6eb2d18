"""Pictures become tensors and tensors pictures. Knows no network and no file."""

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from engine.ladder import Size
from engine.picture import Bands, Picture

_EIGHT, _SIXTEEN = 255, 65535  # white


def to_tensor(picture: Image.Image | Picture, size: Size) -> Tensor:
    """A picture at `size` as (1, 3, H, W) in [0, 1], from its 16 bits where it has them; shrinking looks at every
    pixel (Lanczos)."""
    if isinstance(picture, Picture) and picture.deep:
        return _deep_tensor(picture.deep, size)
    image = picture.image if isinstance(picture, Picture) else picture
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    pixels = torch.from_numpy(np.array(image.convert("RGB")))  # (H, W, 3)
    return pixels.permute(2, 0, 1)[None].float().contiguous() / _EIGHT


def _deep_tensor(bands: Bands, size: Size) -> Tensor:
    """Resized in floating point: Lanczos in whole numbers would round between its two directions."""
    resized = []
    for band in bands:
        levels = Image.fromarray(np.asarray(band, np.float32) / _SIXTEEN)
        resized.append(np.asarray(levels.resize(size, Image.Resampling.LANCZOS) if band.size != size else levels))
    return torch.from_numpy(np.stack(resized))[None].clamp(0, 1)  # (1, 3, H, W)


def to_bytes(image: Tensor) -> Tensor:
    """[0, 1] as 0 ... 255 in uint8."""
    return (image.detach().clamp(0, 1) * _EIGHT).round().byte()


def to_bands(image: Tensor) -> Bands:
    """(1, 3, H, W) in [0, 1] as 16-bit pictures of red, green and blue."""
    levels = (image.detach()[0].float().clamp(0, 1) * _SIXTEEN).round().to(torch.uint16).cpu()
    red, green, blue = (Image.fromarray(band.contiguous().numpy()) for band in levels)
    return red, green, blue


def to_picture(image: Tensor, alpha: Image.Image | None = None, *, deep: bool = False) -> Picture:
    """(1, 3, H, W) in [0, 1] as a picture, `deep` with its 16 bits too, with the photo's alpha stretched over it."""
    pixels = to_bytes(image)[0].permute(1, 2, 0).cpu().contiguous()  # (H, W, 3)
    picture = Image.fromarray(pixels.numpy())
    if alpha is not None and alpha.size != picture.size:
        alpha = alpha.resize(picture.size, Image.Resampling.LANCZOS)
    return Picture(picture, alpha, to_bands(image) if deep else None)


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


def mask_to_tensor(mask: Image.Image, size: Size) -> Tensor:
    """A mask at `size` as (1, 1, H, W) in [0, 1], 1 where it is white."""
    shrunk = mask.convert("L").resize(size, Image.Resampling.BILINEAR)
    return torch.from_numpy(np.array(shrunk)).float()[None, None] / 255
