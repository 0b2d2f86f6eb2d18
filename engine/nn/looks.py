"""A transform network as a file: its weights, its looks, and whose pictures they are of. Knows no training."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from safetensors import SafetensorError, safe_open
from safetensors.torch import load, save

from engine.errors import BadWeights
from engine.nn.transform import Shape, TransformNet

_LENGTH_BYTES: Final = 8  # a safetensors file: length of the header, header (JSON), data


@dataclass(frozen=True, slots=True)
class Style:
    """What a look was learned from: the name of its file, what it is called, who painted it and when."""

    name: str
    title: str
    painter: str = ""
    year: str = ""

    @property
    def credit(self) -> str:
        """One line for people, such as "The Scream (Edvard Munch, 1893)"."""
        known = ", ".join(part for part in (self.painter, self.year) if part)
        return f"{self.title} ({known})" if known else self.title


@dataclass(frozen=True, slots=True)
class StyleNetwork:
    """A network and its styles; look n + 1 of the network is that of style n."""

    network: TransformNet
    styles: tuple[Style, ...]


def save_network(network: TransformNet, styles: Sequence[Style], path: Path, metadata: Mapping[str, str]) -> None:
    """Write fp16 weights; `metadata` tells where they come from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(network_bytes(network, styles, metadata))


def network_bytes(network: TransformNet, styles: Sequence[Style], metadata: Mapping[str, str]) -> bytes:
    """The file of a network."""
    tensors = {name: tensor.detach().cpu().half().contiguous() for name, tensor in network.state_dict().items()}
    header = {
        "shape": json.dumps(asdict(network.shape)),
        "styles": json.dumps([asdict(style) for style in styles], ensure_ascii=False),
    }
    return save(tensors, {**header, **metadata})


def read_network(path: Path) -> StyleNetwork:
    """The frozen network of a file that `save_network` wrote, in fp32. Raises BadWeights."""
    try:
        return network_of(path.read_bytes(), path.name)
    except OSError as error:
        raise BadWeights(f"{path.name} cannot be read: {error}") from error


def network_of(data: bytes, name: str = "the look") -> StyleNetwork:
    """The frozen network of such a file, in fp32. Raises BadWeights, which calls it by `name`."""
    try:
        length = int.from_bytes(data[:_LENGTH_BYTES], "little")
        header = json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + length])["__metadata__"]
        styles = _styles(header)
        network = TransformNet(len(styles), Shape(**json.loads(header["shape"])))
        network.load_state_dict({name: tensor.float() for name, tensor in load(data).items()})
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        raise BadWeights(f"{name} holds no transform network: {error}") from error
    network.requires_grad_(False)
    return StyleNetwork(network.eval(), styles)


def read_styles(path: Path) -> tuple[Style, ...]:
    """The styles of such a file, without its weights. Raises BadWeights."""
    try:
        with safe_open(path, "pt") as file:
            return _styles(file.metadata())
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise BadWeights(f"{path.name} holds no transform network: {error}") from error


def _styles(header: Mapping[str, str]) -> tuple[Style, ...]:
    return tuple(Style(**style) for style in json.loads(header["styles"]))
