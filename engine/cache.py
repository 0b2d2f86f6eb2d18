"""What is made once and used by many paintings: a cache with a bound in MiB. Knows no painting and no file."""

from collections.abc import Callable, Hashable, Mapping
from threading import Condition
from typing import Final, Generic, TypeVar

from cachetools import LRUCache, cachedmethod
from torch import Tensor, nn

from engine.nn.losses import Texture

V = TypeVar("V")

_MIB: Final = 2**20


class Cache(Generic[V]):
    """Values by key, each made once however many threads ask; the least recently used go when all weigh too much.

    What weighs more than the whole cache is made and not kept; what cannot be made is tried again by the next.
    """

    def __init__(self, most_mib: float, weigh: Callable[[V], float]) -> None:
        """`weigh` says how many MiB a value takes."""
        self._made: LRUCache[Hashable, V] = LRUCache(most_mib, getsizeof=weigh)
        self._changed = Condition()

    @property
    def held_mib(self) -> float:
        with self._changed:
            return float(self._made.currsize)

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of this key, which must name all that it is made from."""
        value: V = self._get(key, make)
        return value

    @cachedmethod(
        lambda self: self._made, key=lambda self, key, make: key, condition=lambda self: self._changed, info=False
    )
    def _get(self, key: Hashable, make: Callable[[], V]) -> V:
        return make()


def textures_mib(textures: Mapping[str, Texture]) -> float:
    return sum(texture.mean.nbytes + texture.gram.nbytes for texture in textures.values()) / _MIB


def network_mib(network: nn.Module) -> float:
    held: list[Tensor] = [*network.parameters(), *network.buffers()]
    return sum(tensor.nbytes for tensor in held) / _MIB
