"""A generator of textures as a file. Knows no training."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from engine.errors import BadWeights
from engine.nn.generator import Generator, Shape


def save_generator(generator: Generator, path: Path, metadata: Mapping[str, str]) -> None:
    """Write weights and palette in fp16; `metadata` tells where they come from."""
    tensors = {name: tensor.detach().cpu().half().contiguous() for name, tensor in generator.state_dict().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, {"shape": json.dumps(asdict(generator.shape)), **metadata})


def read_generator(path: Path) -> Generator:
    """The frozen generator of a file that `save_generator` wrote, in fp32. Raises BadWeights."""
    try:
        with safe_open(path, "pt") as file:
            shape = json.loads(file.metadata()["shape"])
            generator = Generator(Shape(tuple(shape["widths"]), shape["noise"]))
            generator.load_state_dict({name: file.get_tensor(name).float() for name in file.keys()})  # noqa: SIM118
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BadWeights(f"{path.name} holds no generator of textures: {error}") from error
    return generator.requires_grad_(False)


@torch.no_grad()
def copy_of(generator: Generator) -> Generator:
    """Its equal, to be taught."""
    copy = Generator(generator.shape)
    copy.load_state_dict(generator.state_dict())
    return copy.to(generator.palette.device)
