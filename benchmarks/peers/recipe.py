"""What a peer is: a recipe that optimizes a picture and shows it after each evaluation. Knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from torch import Tensor

from engine.ladder import Size
from engine.nn.encoders import Encoder
from engine.nn.vgg import Vgg19

Seen = Callable[[int, Tensor], None]  # the number of the evaluation and its picture (1, 3, H, W), of any size


class Paint(Protocol):
    """A whole run from the photo: both pictures and the result are (1, 3, H, W) in [0, 1] on the encoder's device."""

    def __call__(self, encoder: Encoder, photo: Tensor, style: Tensor, evaluations: int, seen: Seen) -> Tensor: ...


@dataclass(frozen=True, slots=True)
class Peer:
    """A recipe by its name, and how many evaluations of the network it takes for a painting of this size."""

    name: str
    paint: Paint
    evaluations: Callable[[Size], int]


def features_of(
    encoder: Encoder, image: Tensor, layers: Sequence[str], factors: Sequence[float], vgg_factor: float = 1.0
) -> dict[str, Tensor]:
    """The named layers at the size of the network that a recipe's weights were chosen for.

    `factors`, block by block, for our encoders, whose features deviate by about one; `vgg_factor` for torchvision's
    VGG-19, whose features are as trained.
    """
    found: dict[str, Tensor] = encoder(image, tuple(dict.fromkeys(layers)))
    if isinstance(encoder, Vgg19):
        return {name: features * vgg_factor for name, features in found.items()}
    return {name: features * factors[block(name)] for name, features in found.items()}


def block(layer: str) -> int:
    """Which of the five blocks of VGG a layer such as "relu3_1" stands in, from zero."""
    return int(layer.removeprefix("relu")[0]) - 1
