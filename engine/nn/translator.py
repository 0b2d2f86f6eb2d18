"""A U-Net as a file: its weights, its shape, what it paints from. Knows no training."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from engine.errors import BadWeights
from engine.nn.unet import UNet, UNetShape

_LENGTH_BYTES: Final = 8  # a safetensors file: length of the header, header (JSON), data
_STATISTICS: Final = "running_"  # small, and squares of large numbers leave the range of fp16


def write_unet(network: UNet, path: Path, told: Mapping[str, str]) -> None:
    """Write fp16 weights; `told` says where they come from and what for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(unet_bytes(network, told))


def unet_bytes(network: UNet, told: Mapping[str, str]) -> bytes:
    """The file of a network."""
    tensors = {
        name: (tensor if _STATISTICS in name or not tensor.is_floating_point() else tensor.half()).cpu().contiguous()
        for name, tensor in network.state_dict().items()
    }
    return save(tensors, {"unet": json.dumps(asdict(network.shape)), **told})


def read_unet(path: Path) -> tuple[UNet, Mapping[str, str]]:
    """The frozen network of such a file, in fp32, and its header. Raises BadWeights."""
    try:
        data = path.read_bytes()
        length = int.from_bytes(data[:_LENGTH_BYTES], "little")
        header = json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + length])["__metadata__"]
        network = UNet(UNetShape(**json.loads(header["unet"])))
        network.load_state_dict({name: _wide(tensor) for name, tensor in load(data).items()})
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BadWeights(f"{path.name} holds no U-Net: {error}") from error
    return network.requires_grad_(False).eval(), header


def _wide(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor
