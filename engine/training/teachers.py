"""The networks that distillation learns from and is judged by, read from a folder of weights. Knows no training."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import BadWeights
from engine.nn.encoders import STYLE_LAYERS, Architecture, Encoder

COMPRESSED = Architecture((16, 32, 64, 128, 128), (2, 2, 4, 4, 1), reflect=True)
_VGG_WIDTHS = (64, 64, 128, 128, 256, 256, 256, 256)  # conv1_1 ... conv3_4
_VGG_KEYS = (0, 2, 5, 7, 10, 12, 14, 16)  # as in torchvision's vgg19().features


def read_tensors(path: Path) -> dict[str, Any]:
    """A file of (nested dicts of) tensors, in fp32. Raises BadWeights."""
    try:
        data = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError) as error:
        raise BadWeights(f"{path}: {error}") from error

    def widen(value: Any) -> Any:
        return {key: widen(part) for key, part in value.items()} if isinstance(value, dict) else value.float()

    wide: dict[str, Any] = widen(data)
    return wide


def compressed_vgg(folder: Path) -> Encoder:
    """VGG-19 compressed 16 times (Wang et al. 2020, Collaborative Distillation, E5) as one of our encoders.

    Its first 1x1 convolution is folded into conv1_1, which changes nothing: a reflected border commutes with it.
    """
    weights = read_tensors(folder / "vgg19_16x_distilled_wct_fp16.pth")["E5"]
    encoder = Encoder(COMPRESSED)
    state: dict[str, Tensor] = {}
    for name in COMPRESSED.layers():
        old = f"conv{name[4]}{name[6]}"
        state[f"convolutions.{name}.weight"], state[f"convolutions.{name}.bias"] = (
            weights[f"{old}.weight"],
            weights[f"{old}.bias"],
        )
    first = state["convolutions.relu1_1.weight"]
    state["convolutions.relu1_1.weight"] = torch.einsum("omhw,mi->oihw", first, weights["conv0.weight"][:, :, 0, 0])
    state["convolutions.relu1_1.bias"] += torch.einsum("omhw,m->o", first, weights["conv0.bias"])
    encoder.load_state_dict(state)
    return encoder.requires_grad_(False).eval()


@torch.no_grad()
def scale_to_unit_deviation(encoder: Encoder, pictures: Tensor) -> None:
    """Divide each style feature by its deviation over `pictures` and undo it in the next convolution, in place.

    ReLU and pooling commute with positive factors, so deeper features stay what they were. Dead channels are left.
    """
    names = encoder.architecture.layers()
    for name in STYLE_LAYERS:
        deviation = encoder(pictures, (name,))[name].std(dim=(0, 2, 3))
        deviation = torch.where(deviation > 1e-3 * deviation.max(), deviation, torch.ones(()))
        convolution = encoder.convolutions[name]
        assert isinstance(convolution, nn.Conv2d)
        assert convolution.bias is not None
        convolution.weight /= deviation[:, None, None, None]
        convolution.bias /= deviation
        if name != names[-1]:
            following = encoder.convolutions[names[names.index(name) + 1]]
            assert isinstance(following, nn.Conv2d)
            following.weight *= deviation[None, :, None, None]


class TrueVgg(nn.Module):
    """VGG-19 as published (Simonyan and Zisserman 2014), conv1_1 ... conv3_4: what style is judged by."""

    layers = ("relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu3_3", "relu3_4")
    mean: Tensor
    deviation: Tensor

    def __init__(self, folder: Path) -> None:
        super().__init__()
        weights = read_tensors(folder / "vgg19_conv1_1_to_conv3_4_fp16.pth")
        self.convolutions = nn.ModuleList(
            nn.Conv2d(before, width, 3, padding=1)
            for before, width in zip((3, *_VGG_WIDTHS), _VGG_WIDTHS, strict=False)
        )
        self.load_state_dict(
            {
                f"convolutions.{i}.{part}": weights[f"{key}.{part}"]
                for i, key in enumerate(_VGG_KEYS)
                for part in ("weight", "bias")
            }
        )
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406])[:, None, None], persistent=False)
        self.register_buffer("deviation", torch.tensor([0.229, 0.224, 0.225])[:, None, None], persistent=False)
        self.requires_grad_(False).eval()

    def forward(self, x: Tensor, layers: Sequence[str] = ("relu1_1", "relu2_1", "relu3_1")) -> dict[str, Tensor]:
        """The named feature maps of pictures (B, 3, H, W) in [0, 1]."""
        x = (x - self.mean) / self.deviation
        found: dict[str, Tensor] = {}
        for name, convolution in zip(self.layers, self.convolutions, strict=True):
            if name.endswith("_1") and name != "relu1_1":
                x = nn.functional.max_pool2d(x, 2)
            x = torch.relu(convolution(x))
            if name in layers:
                found[name] = x
            if len(found) == len(layers):
                break
        return found
