"""Networks of pytorch/examples (`fast_neural_style`, class TransformerNet) as style networks of ours.

The same layers, twice as wide, with one style. What differs is said in numbers: theirs reads and paints 0 ... 255 and
does not go through tanh; their biases before instance normalization are taken away by it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from engine.errors import BadWeights
from engine.nn.transform import Shape, TransformNet

_WHITE: Final = 255.0
_OUTER: Final = {"first": ("conv1", "in1"), "down1": ("conv2", "in2"), "down2": ("conv3", "in3")}
_UPWARDS: Final = {"up1": ("deconv1", "in4"), "up2": ("deconv2", "in5")}
_LAST: Final = "deconv3"


def read_transformer_net(path: Path) -> TransformNet:
    """The network of such a checkpoint. Raises BadWeights, which names what is missing."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        state = {name: tensor.float() for name, tensor in state.items()}
        return _network(state)
    except KeyError as missing:
        raise BadWeights(f"{path.name} is no TransformerNet of pytorch/examples: it has no {missing}") from missing
    except Exception as error:  # torch and pickle raise whatever a damaged file makes them raise
        raise BadWeights(f"{path.name} is no TransformerNet of pytorch/examples: {error}") from error


@torch.no_grad()
def _network(state: Mapping[str, Tensor]) -> TransformNet:
    blocks = sum(name.endswith(".in2.weight") for name in state)
    network = TransformNet(1, Shape(len(state["in1.weight"]), blocks, bounded=False)).requires_grad_(False)
    names, ours = _names(blocks), network.state_dict()
    for layer, theirs in [*((layer, convolution) for layer, (convolution, _) in names.items()), ("last", _LAST)]:
        ours[f"convolutions.{layer}.weight"].copy_(state[f"{theirs}.conv2d.weight"])
    ours["convolutions.first.weight"].mul_(_WHITE)
    affine = torch.cat(
        [part for _, norm in names.values() for part in (state[f"{norm}.weight"], state[f"{norm}.bias"])]
    )
    shift = state[f"{_LAST}.conv2d.bias"] / _WHITE - 0.5
    style = torch.cat([affine, torch.full((3,), 1 / _WHITE), shift, torch.zeros(3)])
    photo = torch.cat([affine, torch.zeros(6), torch.ones(3)])  # the way from the photo leads straight to the painting
    network.looks.copy_(torch.stack([photo, style]))
    return network


def _names(blocks: int) -> dict[str, tuple[str, str]]:
    """Our layers, the last one left out, and what their convolution and normalization are called there, in order."""
    inner = {
        f"block{number}{part}": (f"res{number}.conv{place}", f"res{number}.in{place}")
        for number in range(1, blocks + 1)
        for place, part in ((1, "a"), (2, "b"))
    }
    return {**_OUTER, **inner, **_UPWARDS}
