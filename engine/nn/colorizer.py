"""The colorizer: from the light of a picture what color each place may have. Knows no loss, no file and no training.

A U-shaped network over the feature maps of the encoder `compact`, whose blocks it begins with and learns on. What the
whole picture is like, mean and deviation of the encoder's two deepest maps, is fused in at the bottom (Baldassarre et
al. 2017, section 3.3; a vector that is put beside every place and convolved by 1x1 is one that is added to it). It
speaks at a quarter of the resolution, as Zhang et al. 2016 do: a number for each color of the palette, or a and b.

Letters: B pictures, C channels, H and W height and width, Q what is said of each place.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import BadWeights
from engine.nn.encoders import Architecture, Encoder

STEP_PX: Final = 16  # sides of what the encoder sees are multiples of it
COARSE: Final = 4  # pixels that one place of what is said is wide
_MAPS: Final = ("relu3_3", "relu4_3", "relu5_1")  # a quarter, an eighth, a sixteenth of the resolution
_WHOLE: Final = ("relu4_3", "relu5_1")  # whose means and deviations tell what the picture is like
_SOFTNESS: Final = 1e-5
_REACH: Final = 110.0  # of a and b: what is said of them is near one, as weights want it


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide it is at a sixteenth, an eighth and a quarter of the resolution, and how deep at the bottom.

    `said` is Q: the colors of the palette, or 2 for a and b.
    """

    said: int
    widths: tuple[int, int, int] = (192, 128, 64)
    blocks: int = 2
    whole: int = 256


class Colorizer(nn.Module):
    """Grey pictures (B, 1, H, W) in [0, 1], sRGB -> (B, Q, H / 4, W / 4), rounded up."""

    colors: Tensor

    def __init__(self, shape: Shape, colors: Tensor | None = None) -> None:
        """`colors` (Q, 2) are what is chosen among; none: a and b are said themselves."""
        super().__init__()
        self.shape = shape
        self.register_buffer("colors", torch.zeros(0, 2) if colors is None else colors)
        self.encoder = Encoder(Architecture(), border="replicate")
        bottom, middle, top = shape.widths
        seen = [self.encoder.architecture.widths[int(name[4]) - 1] for name in _MAPS]
        numbers = 2 * sum(self.encoder.architecture.widths[int(name[4]) - 1] for name in _WHOLE)
        self.whole = nn.Sequential(nn.Linear(numbers, shape.whole), nn.ReLU(), nn.Linear(shape.whole, bottom))
        self.enter = _convolution(seen[2], bottom)
        self.blocks = nn.ModuleList(_Block(bottom) for _ in range(shape.blocks))
        self.middle = nn.Sequential(_convolution(bottom + seen[1], middle), _convolution(middle, middle))
        self.top = nn.Sequential(_convolution(middle + seen[0], top), _convolution(top, top))
        self.say = nn.Conv2d(top, shape.said, 1)

    def forward(self, grey: Tensor) -> Tensor:
        height, width = grey.shape[2:]
        found = self.encoder(_padded(grey).expand(-1, 3, -1, -1), _MAPS)
        x = self.enter(found["relu5_1"]) + self.whole(_whole(found))[..., None, None]
        for block in self.blocks:
            x = block(x)
        x = self.middle(torch.cat([_doubled(x), found["relu4_3"]], dim=1))
        x = self.top(torch.cat([_doubled(x), found["relu3_3"]], dim=1))
        said: Tensor = self.say(x) if len(self.colors) else self.say(x) * _REACH
        return said[..., : -(-height // COARSE), : -(-width // COARSE)]


class _Block(nn.Module):
    """Two convolutions, and what came past them."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, padding=1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


def _convolution(before: int, after: int) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, 3, padding=1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True))


def _whole(found: dict[str, Tensor]) -> Tensor:
    """What the pictures are like as wholes, (B, numbers)."""
    parts = []
    for name in _WHOLE:
        variance, mean = torch.var_mean(found[name], dim=(2, 3), correction=0)
        parts += [mean, (variance + _SOFTNESS).sqrt()]
    return torch.cat(parts, dim=1)


def _doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


def _padded(grey: Tensor) -> Tensor:
    """The border repeated to the right and below until both sides are multiples of 16."""
    height, width = grey.shape[2:]
    missing = (0, -width % STEP_PX, 0, -height % STEP_PX)
    return F.pad(grey, missing, mode="replicate") if any(missing) else grey


def save_colorizer(network: Colorizer, path: Path, metadata: Mapping[str, str]) -> None:
    """Write fp16 weights with the shape in the header; `metadata` tells where they come from."""
    tensors = {name: tensor.detach().cpu().half().contiguous() for name, tensor in network.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, {"shape": json.dumps(asdict(network.shape)), **metadata})


def read_colorizer(path: Path) -> Colorizer:
    """The frozen network of a file that `save_colorizer` wrote, in fp32. Raises BadWeights."""
    try:
        with safe_open(path, "pt") as file:
            shape = json.loads(file.metadata()["shape"])
            network = Colorizer(Shape(**{**shape, "widths": tuple(shape["widths"])}), file.get_tensor("colors").float())
            network.load_state_dict({name: file.get_tensor(name).float() for name in file.keys()})  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BadWeights(f"{path.name} holds no colorizer: {error}") from error
    return network.requires_grad_(False).eval()
