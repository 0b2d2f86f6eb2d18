"""Networks of the VGG shape that turn a picture into feature maps. Knows no loss, no optimizer and no training."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import BadWeights

STYLE_LAYERS: Final = (
    "relu1_1",
    "relu2_1",
    "relu3_1",
    "relu4_1",
    "relu5_1",
)  # as in the code of Gatys et al. 2016
CONTENT_LAYER: Final = "relu4_1"


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
    """Feature maps of a picture. A feature's deviation over natural pictures is near one in every style layer."""

    def __init__(self, architecture: Architecture = Architecture()) -> None:
        super().__init__()
        self.architecture = architecture
        self.style_layers: tuple[str, ...] = STYLE_LAYERS
        self.content_layer = CONTENT_LAYER
        widths = [architecture.widths[int(name[4]) - 1] for name in architecture.layers()]
        padding = 0 if architecture.reflect else 1
        self.convolutions = nn.ModuleDict(
            {
                name: nn.Conv2d(before, width, 3, padding=0 if name == "relu1_1" else padding)
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
        if name.endswith("_1") and name != "relu1_1":
            x = F.max_pool2d(x, 2)
        if self.architecture.reflect or name == "relu1_1":
            x = F.pad(x, (1, 1, 1, 1), mode="reflect")
        return F.relu_(self.convolutions[name](x))

    def stage(self, name: str, x: Tensor) -> Tensor:
        """From one style layer (or the picture) to the next one, `name`: what distillation trains piece by piece."""
        names = self.architecture.layers()
        end = names.index(name)
        start = max((names.index(style) + 1 for style in STYLE_LAYERS if names.index(style) < end), default=0)
        for step in names[start : end + 1]:
            x = self.step(step, x)
        return x


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


def load_encoder(name: str) -> Encoder:
    """An encoder that comes with this package, frozen: "compact". Raises BadWeights for a name we do not have."""
    return read_encoder(Path(str(files("engine"))) / "weights" / f"{name}.safetensors")
