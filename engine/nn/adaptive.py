"""Any photo in the manner of any style, in one pass: features carried onto the style's, and a decoder that paints them.

The encoder is frozen. In each of four layers an affine map carries the cloud of the photo's features onto that of the
style's (the optimal transport between the Gaussians of both); a decoder turns the carried maps into a picture, each of
its convolutions modulated by what the style looks like (FiLM, Perez et al. 2018). AdaIN (Huang and Belongie 2017) is
the same with one diagonal map in one layer, MicroAST (Wang et al. 2023) with two.

Noise lets strokes grow where the photo is flat. The decoder normalizes nothing: a pixel depends on what is near it and
on a few numbers of the whole, so that a picture painted by parts is exactly the picture painted whole.

Letters: B pictures, C channels, H and W height and width.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import BadWeights
from engine.nn.encoders import STYLE_LAYERS, Architecture
from engine.nn.losses import Texture
from engine.nn.wasserstein import polar

CARRIED: Final = STYLE_LAYERS[:4]
SOFTNESS: Final = 0.02  # of a feature's variance over photos, one: what varies less is noise and is not blown up
_ROOM: Final = 0.1  # the sigmoid reaches as far beyond [0, 1], so that black and white are not at its far ends
_QUIET: Final = 0.01  # modulations begin near none
_NODES: Final = 9
_NOISY: Final = (2, 3)  # stages that get noise: those at full and at half resolution would make grain of it
_LOUD: Final = 0.1  # of the noise at the beginning
_TOLD: Final = 4  # numbers for each channel of a block: scale and shift after each of its convolutions

Textures = Mapping[str, Texture]  # by layer


@dataclass(frozen=True, slots=True)
class Carry:
    """x -> matrix x + shift, (B, C, C) and (B, C)."""

    matrix: Tensor
    shift: Tensor

    @classmethod
    def between(cls, photo: Texture, style: Texture, pull: Tensor, softness: float = SOFTNESS) -> Self:
        """From the photo's cloud `pull` (B,) of the way to the style's, each feature straight to its place there.

        At 0 nothing moves. All on the way are the shortest (McCann's) interpolation of both clouds. `softness` is added
        to every variance.
        """
        channels = photo.mean.shape[1]
        one = torch.eye(channels, device=photo.mean.device, dtype=photo.mean.dtype)
        root, wanted = (torch.linalg.cholesky_ex(each.covariance + softness * one).L for each in (photo, style))
        turned = polar(root.mT @ wanted)
        carry = torch.linalg.solve_triangular(root.mT, turned @ wanted.mT, upper=True)
        matrix = torch.lerp(one.expand_as(carry), (carry + carry.mT) / 2, pull[:, None, None])  # symmetric but rounded
        mean = torch.lerp(photo.mean, style.mean, pull[:, None])
        return cls(matrix, mean - (matrix @ photo.mean[:, :, None])[:, :, 0])


@dataclass(frozen=True, slots=True)
class Manner:
    """How one photo becomes like a style: the maps of each layer, and what the decoder is told of the style (B, N).

    `change` (B,) is how far the features' means and deviations shall move, a root of the mean square.
    """

    carries: Mapping[str, Carry]
    told: Tensor
    change: Tensor

    @classmethod
    def of(cls, photo: Textures, style: Textures, strength: Tensor) -> Self:
        """From the textures of both and a strength (B,) from 0, the photo itself, to 1; from 0.5 the style pulls fully.

        What grows beyond is how much of the photo is given up; the decoder knows it by the strength.
        """
        pull = (2 * strength).clamp(max=1)
        carries = {name: Carry.between(photo[name], style[name], pull) for name in CARRIED}
        here = _moments(photo)
        change = pull[:, None] * (_moments(style) - here)
        told = torch.cat([here + change, change, _around(strength)], dim=1)
        return cls(carries, told, change.square().mean(dim=1).sqrt())


def _around(strength: Tensor) -> Tensor:
    """How near a strength (B,) in [0, 1] is to each of some, (B, 9): one number among hundreds would not be heard."""
    nodes = torch.linspace(0, 1, _NODES, device=strength.device)
    return (-((strength[:, None] - nodes) * (_NODES - 1)).square()).exp()


def _moments(textures: Textures) -> Tensor:
    """Means and deviations of all layers, (B, N)."""
    parts = []
    for texture in textures.values():
        variance = texture.covariance.diagonal(dim1=1, dim2=2).clamp(min=0)
        parts += [texture.mean, (variance + SOFTNESS).sqrt()]
    return torch.cat(parts, dim=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """Widths of the decoder and how many residual blocks it has, from full resolution down; `hidden` in its teller."""

    widths: tuple[int, ...] = (16, 32, 64, 128)
    blocks: tuple[int, ...] = (1, 1, 2, 2)
    hidden: int = 256
    encoder: tuple[int, ...] = Architecture().widths

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        data = json.loads(text)
        return cls(tuple(data["widths"]), tuple(data["blocks"]), data["hidden"], tuple(data["encoder"]))

    def to_json(self) -> str:
        """One line for the header of a weight file."""
        return json.dumps(asdict(self))


SHAPE: Final = Shape()


class _Block(nn.Module):
    """A residual block whose two convolutions are scaled and shifted, channel by channel, by what it is told."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = _convolution(width, width), _convolution(width, width)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        scale, shift, scale_after, shift_after = told[:, :, None, None].chunk(_TOLD, dim=1)
        inner = F.relu(self.first(x) * (1 + scale) + shift)
        added: Tensor = self.second(inner) * (1 + scale_after) + shift_after
        return x + added


class _Stage(nn.Module):
    """Residual blocks at one resolution."""

    def __init__(self, width: int, count: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(_Block(width) for _ in range(count))

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        for block, words in zip(self.blocks, told.chunk(len(self.blocks), dim=1), strict=True):
            x = block(x, words)
        return x


class AdaptiveDecoder(nn.Module):
    """Carried features become a picture (B, 3, H, W), a little beyond [0, 1] where it is nearly black or white."""

    def __init__(self, shape: Shape = SHAPE) -> None:
        super().__init__()
        self.shape = shape
        self.skips = nn.ModuleList(nn.Conv2d(c, w, 1) for c, w in zip(shape.encoder, shape.widths, strict=False))
        self.climbs = nn.ModuleList(_convolution(below, above) for above, below in pairwise(shape.widths))
        self.stages = nn.ModuleList(
            _Stage(width, count) for width, count in zip(shape.widths, shape.blocks, strict=True)
        )
        self.paint = _convolution(shape.widths[0], 3)
        blocks = [_TOLD * width * count for width, count in zip(shape.widths, shape.blocks, strict=True)]
        self.told = [*blocks, *(shape.widths[stage] for stage in _NOISY)]
        last = nn.Linear(shape.hidden, sum(self.told))
        nn.init.normal_(last.weight, std=_QUIET)
        nn.init.zeros_(last.bias)
        first = nn.Linear(4 * sum(shape.encoder) + _NODES, shape.hidden)
        self.teller = nn.Sequential(first, nn.ReLU(), nn.Linear(shape.hidden, shape.hidden), nn.ReLU(), last)

    def forward(self, features: Mapping[str, Tensor], manner: Manner, noise: Sequence[Tensor]) -> Tensor:
        """From the photo's features in the carried layers, and noise as `noise_for` gives it.

        Sides of the photo are multiples of 8.
        """
        told = self.teller(manner.told.to(self.paint.weight.dtype)).split(self.told, dim=1)
        x: Tensor | None = None
        for index, name in reversed(list(enumerate(CARRIED))):
            seen = _carried(features[name], manner.carries[name], self.skips[index])
            if x is not None:
                climbed = self.climbs[index](x)
                seen = seen + F.interpolate(climbed, scale_factor=2.0, mode="bilinear", align_corners=False)
            if index in _NOISY:
                place = _NOISY.index(index)
                loudness = _LOUD + told[len(self.stages) + place]
                seen = seen + noise[place].to(seen.dtype) * loudness[:, :, None, None]
            x = self.stages[index](seen, told[index])
        assert x is not None
        return torch.sigmoid(self.paint(x)) * (1 + 2 * _ROOM) - _ROOM


def noise_for(count: int, size: tuple[int, int], generator: torch.Generator) -> list[Tensor]:
    """For pictures of (height, width) px, multiples of 8: white noise (B, 1, h, w) at each resolution that has some.

    A flat sky gives a convolution nothing to grow strokes from.
    """
    sizes = [(size[0] >> stage, size[1] >> stage) for stage in _NOISY]
    return [torch.randn((count, 1, *each), generator=generator) for each in sizes]


def _convolution(before: int, after: int) -> nn.Conv2d:
    return nn.Conv2d(before, after, 3, padding=1, padding_mode="reflect")


def _carried(features: Tensor, carry: Carry, skip: nn.Module) -> Tensor:
    """Carried, then through a 1x1 convolution: both in one product, which takes less than either."""
    assert isinstance(skip, nn.Conv2d) and skip.bias is not None
    weight = skip.weight[:, :, 0, 0].float()  # maps are made in fp32
    matrix, shift = weight @ carry.matrix, carry.shift @ weight.mT + skip.bias.float()  # (B, O, C), (B, O)
    pixels = features.permute(0, 2, 3, 1).flatten(1, 2)  # (B, H*W, C): channels last, so that nothing is moved
    mapped = torch.baddbmm(shift[:, None].to(pixels.dtype), pixels, matrix.mT.to(pixels.dtype))
    height, width = features.shape[-2:]
    return mapped.view(len(mapped), height, width, -1).permute(0, 3, 1, 2)


def save_decoder(decoder: AdaptiveDecoder, path: Path, metadata: Mapping[str, str]) -> None:
    """Write fp16 weights with the shape in the header; `metadata` tells where they come from."""
    tensors = {name: tensor.detach().half().contiguous().cpu() for name, tensor in decoder.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, {"shape": decoder.shape.to_json(), **metadata})


def read_decoder(path: Path) -> AdaptiveDecoder:
    """The frozen decoder of a file that `save_decoder` wrote, in fp32. Raises BadWeights."""
    try:
        with safe_open(path, "pt") as file:
            decoder = AdaptiveDecoder(Shape.from_json(file.metadata()["shape"]))
            decoder.load_state_dict({name: file.get_tensor(name).float() for name in file.keys()})  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BadWeights(f"{path.name} holds no decoder: {error}") from error
    return decoder.requires_grad_(False).eval()
