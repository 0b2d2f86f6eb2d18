"""What the paintings of one process share on a device. Knows no effect and no job."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from torch import nn

from engine.cache import Cache, network_mib, textures_mib
from engine.nn.batches import Batches
from engine.nn.encoders import Encoder
from engine.nn.launch import Launches
from engine.nn.losses import Texture
from engine.nn.passes import Passes

_ENCODERS_MIB: Final = 512.0  # VGG-19 takes 49 as far as it is used, in fp32
_NETWORKS_MIB: Final = 256.0  # those that paint in one pass: 2 to 7 each in fp32
_TEXTURES_MIB: Final = 256.0  # of VGG-19 2.3 each in fp32: 110 of them, some ten styles on every rung of a ladder


@dataclass(slots=True)
class Studio:
    """Lives as long as the device it belongs to, that is as the worker.

    Encoders by name, device, precision and layout: paintings with one and the same encoder can be batched. Networks
    that paint in one pass, likewise. Textures by all that they depend on: style picture, its preparation, its size,
    encoder, precision and layers.
    """

    encoders: Cache[Encoder] = field(default_factory=lambda: Cache(_ENCODERS_MIB, network_mib))
    networks: Cache[nn.Module] = field(default_factory=lambda: Cache(_NETWORKS_MIB, network_mib))
    textures: Cache[Mapping[str, Texture]] = field(default_factory=lambda: Cache(_TEXTURES_MIB, textures_mib))
    launches: Launches = field(default_factory=Launches)
    passes: Passes = field(default_factory=Passes)
    batches: Batches = field(init=False)

    def __post_init__(self) -> None:
        self.batches = Batches(self.launches.gradient)
