"""Networks of the VGG shape that turn a picture into feature maps. Knows no loss, no optimizer and no training."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal, Self

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import BadWeights
from engine.weights import Weights, found

STYLE_LAYERS: Final = (
    "relu1_1",
    "relu2_1",
    "relu3_1",
    "relu4_1",
    "relu5_1",
)  # as in the code of Gatys et al. 2016
CONTENT_LAYER: Final = "relu4_1"
_FIRST: Final = STYLE_LAYERS[0]

Border = Literal["reflect", "replicate", "constant", "circular"]
"""What lies beyond the border of a picture: itself mirrored, its last row again, zeros, or itself, tile after tile.

The last one holds for every feature map, so that a seam is seen as any other place is.
"""

COMPACT: Final = Weights(
    "compact",
    "compact.safetensors",
    "43b4a64dc206dd94b2db7b22cf26eda3e5f57e4afc962b89b20073cd28f555a5",
    licence="that of Mazok",
    source="trained by `mazok train distill`",
    mib=1.2,
)


@dataclass(frozen=True, slots=True)
class Architecture:
    """How many convolutions each block has and how wide they are; 2x2 max pooling stands between blocks.

    `reflect`: every convolution reflects its border, as the network we learn from does. Otherwise only the picture's
    own border is reflected and the feature maps are padded with zeros, as in VGG: 15 % faster on a CPU.
    """

    widths: tuple[int, ...] = (16, 32, 64, 128, 128)
    convolutions: tuple[int, ...] = (2, 2, 3, 3, 1)
    reflect: bool = False

    def layers(self) -> tuple[str, ...]:
        """Names of all feature maps from the picture downwards: relu1_1, relu1_2, relu2_1 ..."""
        return tuple(f"relu{b}_{c}" for b, count in enumerate(self.convolutions, 1) for c in range(1, count + 1))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        data = json.loads(text)
        return cls(tuple(data["widths"]), tuple(data["convolutions"]), data["reflect"])

    def to_json(self) -> str:
        """One line for the header of a weight file."""
        return json.dumps(asdict(self))


class Encoder(nn.Module):
    """Feature maps of a picture. Those of our own encoders deviate by about one over photos, in every style layer.

    `border` is what the first convolution sees beyond the picture.
    """

    def __init__(self, architecture: Architecture = Architecture(), border: Border = "reflect") -> None:
        super().__init__()
        self.architecture = architecture
        self.border: Border = border
        self.style_layers: tuple[str, ...] = STYLE_LAYERS
        self.content_layer = CONTENT_LAYER
        widths = [architecture.widths[int(name[4]) - 1] for name in architecture.layers()]
        padding = 0 if architecture.reflect else 1
        self.convolutions = nn.ModuleDict(
            {
                name: nn.Conv2d(before, width, 3, padding=0 if name == _FIRST else padding)
                for name, before, width in zip(architecture.layers(), [3, *widths], widths, strict=False)
            }
        )

    @classmethod
    def random(cls, seed: int, architecture: Architecture = Architecture()) -> Self:
        """The same network at He's random weights: the control of every experiment with a trained one."""
        encoder = cls(architecture)
        generator = torch.Generator().manual_seed(seed)
        for convolution in encoder.convolutions.values():
            assert isinstance(convolution, nn.Conv2d)
            nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu", generator=generator)
            nn.init.zeros_(convolution.bias)  # type: ignore[arg-type]  # our convolutions have one
        return encoder.requires_grad_(False).eval()

    def forward(self, x: Tensor, layers: Sequence[str] = STYLE_LAYERS) -> dict[str, Tensor]:
        """The named feature maps of pictures (B, 3, H, W) in [0, 1]; goes no deeper than the deepest of them."""
        found: dict[str, Tensor] = {}
        for name in self.architecture.layers():
            if len(found) == len(layers):
                break
            x = self.step(name, x)
            if name in layers:
                found[name] = x
        return found

    def step(self, name: str, x: Tensor) -> Tensor:
        """One convolution with what belongs to it: from the feature map before `name` to `name`."""
        if name == _FIRST:
            x = self.normalized(x)
        elif name.endswith("_1"):
            x = F.max_pool2d(x, 2)
        if self.border == "circular":
            convolution = self.convolutions[name]
            assert isinstance(convolution, nn.Conv2d)
            return F.relu_(F.conv2d(around(x), convolution.weight, convolution.bias))
        if name == _FIRST:
            x = F.pad(x, (1, 1, 1, 1), mode=self.border)
        if self.architecture.reflect and name != _FIRST:
            x = F.pad(x, (1, 1, 1, 1), mode="reflect")
        return F.relu_(self.convolutions[name](x))

    def normalized(self, x: Tensor) -> Tensor:
        """The picture as the first convolution wants it; ours were trained on [0, 1]."""
        return x

    def stage(self, name: str, x: Tensor) -> Tensor:
        """From one style layer (or the picture) to the next one, `name`: what distillation trains piece by piece."""
        names = self.architecture.layers()
        end = names.index(name)
        start = max((names.index(style) + 1 for style in STYLE_LAYERS if names.index(style) < end), default=0)
        for step in names[start : end + 1]:
            x = self.step(step, x)
        return x


def around(x: Tensor) -> Tensor:
    """(B, C, H, W) with a row and a column of its opposite border on every side: `F.pad` takes half as long again."""
    x = torch.cat([x[:, :, -1:], x, x[:, :, :1]], dim=2)
    return torch.cat([x[..., -1:], x, x[..., :1]], dim=3)


def save_encoder(encoder: Encoder, path: Path, metadata: dict[str, str]) -> None:
    """Write fp16 weights with the architecture in the header; `metadata` tells where they come from."""
    tensors = {name: tensor.detach().half().contiguous() for name, tensor in encoder.state_dict().items()}
    save_file(tensors, path, {"architecture": encoder.architecture.to_json(), **metadata})


def read_encoder(path: Path) -> Encoder:
    """The frozen encoder of a file that `save_encoder` wrote, in fp32. Raises BadWeights."""
    try:
        with safe_open(path, "pt") as file:
            encoder = Encoder(Architecture.from_json(file.metadata()["architecture"]))
            encoder.load_state_dict({name: file.get_tensor(name).float() for name in file.keys()})  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BadWeights(f"{path.name} holds no encoder: {error}") from error
    return encoder.requires_grad_(False).eval()


def load_encoder(name: str, border: Border | None = None) -> Encoder:
    """The frozen encoder "compact", which comes with this package, or "vgg19", which is fetched once.

    `border` instead of the one that it was trained with; "replicate" instead of zeros, which paint a frame, unless they
    are asked for. Raises BadWeights, also for a name that we do not have.
    """
    from engine.nn import vgg  # which needs this file

    loaders = {COMPACT.name: lambda: read_encoder(found(COMPACT)), vgg.VGG19.name: vgg.load_vgg}
    if name not in loaders:
        raise BadWeights(f"there is no encoder {name!r}, there are {', '.join(loaders)}")
    encoder = loaders[name]()
    encoder.border = border or ("replicate" if encoder.border == "constant" else encoder.border)
    return encoder
