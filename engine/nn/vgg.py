"""VGG-19 (Simonyan and Zisserman 2014) as torchvision trained it, up to conv5_1. Knows no loss and no optimizer.

Its file of 548 MiB is nearly all classifier and in a format that can only be read whole, so the 49 MiB that are wanted
are kept beside it: they load in 0.15 s of processor time, hash and all.
"""

import hashlib
import os
import pickle
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from engine.download import PATIENT, Patience, Seen, ignore
from engine.errors import BadWeights
from engine.nn.encoders import STYLE_LAYERS, Architecture, Border, Encoder
from engine.weights import Weights, found

# The publisher tells the first eight digits of the hash, in the file's name (the convention of torch.hub), and no more:
# enough against a broken file. Against a forged one stand HTTPS and that nothing but tensors is ever read from it.
VGG19: Final = Weights(
    "vgg19",
    "vgg19-dcbb9e9d.pth",
    "dcbb9e9d",
    licence="BSD-3-Clause, as torchvision; trained on ImageNet, see its terms",
    source="torchvision, VGG19_Weights.IMAGENET1K_V1",
    mib=548.1,
    url="https://download.pytorch.org/models/vgg19-dcbb9e9d.pth",
)
ARCHITECTURE: Final = Architecture(widths=(64, 128, 256, 512, 512), convolutions=(2, 2, 4, 4, 1))

# ImageNet's, of RGB in [0, 1]: what torchvision subtracts and divides by.
_MEAN: Final = (0.485, 0.456, 0.406)
_DEVIATION: Final = (0.229, 0.224, 0.225)


class Vgg19(Encoder):
    """Its features are as trained, not scaled to one deviation. The content layer is that of Gatys et al. 2016."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, architecture: Architecture = ARCHITECTURE, border: Border = "constant") -> None:
        super().__init__(architecture, border)
        self.content_layer = "relu4_2"
        self.register_buffer("mean", torch.tensor(_MEAN)[:, None, None], persistent=False)
        self.register_buffer("deviation", torch.tensor(_DEVIATION)[:, None, None], persistent=False)

    def normalized(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.deviation


def load_vgg(
    weights: Weights = VGG19, folder: Path | None = None, seen: Seen = ignore, patience: Patience = PATIENT
) -> Vgg19:
    """The frozen encoder in fp32, its file fetched where it is missing. Raises BadWeights."""
    slim = slim_path(weights, folder)
    state = _read_slim(slim, weights)
    if state is None:
        state = _read_whole(found(weights, folder, seen, patience))
        _write_slim(slim, weights, state)
    encoder = Vgg19()
    try:
        encoder.load_state_dict(state)
    except RuntimeError as error:
        raise BadWeights(f"{weights.file} holds another network: {error}") from error
    return encoder.requires_grad_(False).eval()


def slim_path(weights: Weights, folder: Path | None = None) -> Path:
    """Where the wanted part of a file is kept."""
    return weights.path(folder).with_suffix(".conv5_1.safetensors")


def torchvision_keys() -> dict[str, str]:
    """Where torchvision keeps what: our "convolutions.relu1_2.weight" is its "features.2.weight"."""
    keys: dict[str, str] = {}
    index = 0
    for name in ARCHITECTURE.layers():
        index += name.endswith("_1") and name != STYLE_LAYERS[0]  # a pooling layer stands there
        keys |= {f"convolutions.{name}.{part}": f"features.{index}.{part}" for part in ("weight", "bias")}
        index += 2  # a convolution and its ReLU
    return keys


def _read_whole(path: Path) -> dict[str, Tensor]:
    try:
        theirs = torch.load(path, map_location="cpu", weights_only=True)
        return {ours: theirs[key] for ours, key in torchvision_keys().items()}
    except (RuntimeError, EOFError, KeyError, TypeError, pickle.UnpicklingError) as error:
        raise BadWeights(f"{path} is not torchvision's VGG-19: {error}") from error


def _write_slim(path: Path, weights: Weights, state: dict[str, Tensor]) -> None:
    """Keep the wanted part with a hash of its own. Processes that do so at once write drafts of their own.

    A folder that must not be written, or a full disk, costs seconds at the next start and no painting.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    tensors = {name: tensor.float().contiguous() for name, tensor in state.items()}
    try:
        save_file(tensors, draft, {"of": weights.file, "licence": weights.licence, "sha256": _fingerprint(tensors)})
        draft.replace(path)
    except (OSError, SafetensorError):
        draft.unlink(missing_ok=True)


def _read_slim(path: Path, weights: Weights) -> dict[str, Tensor] | None:
    """The wanted part, or None where it is missing or damaged: it is made again from the whole file."""
    try:
        with safe_open(path, "pt") as file:
            state = {name: file.get_tensor(name) for name in torchvision_keys()}
            header = file.metadata() or {}
    except (OSError, SafetensorError):
        return None
    return state if (header.get("of"), header.get("sha256")) == (weights.file, _fingerprint(state)) else None


def _fingerprint(state: dict[str, Tensor]) -> str:
    whole = hashlib.sha256()
    for _, tensor in sorted(state.items()):
        whole.update(tensor.numpy().tobytes())
    return whole.hexdigest()
