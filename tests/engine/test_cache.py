"""The cache: one making for many askers, a bound, and failures that are not kept."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from engine.cache import Cache, network_mib, textures_mib
from engine.nn.encoders import load_encoder
from engine.nn.losses import Texture


def test_many_threads_that_ask_at_once_get_the_one_that_was_made() -> None:
    cache, made = Cache[object](1, lambda value: 0), list[object]()

    def make() -> object:
        time.sleep(0.05)  # long enough that all have asked
        made.append(object())
        return made[-1]

    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda _: cache.get("key", make), range(8)))
    assert len(made) == 1
    assert all(value is made[0] for value in got)


def test_the_least_recently_used_goes_first() -> None:
    cache = Cache[str](3, len)
    assert [cache.get(key, lambda key=key: key) for key in ("a", "b", "c")] == ["a", "b", "c"]  # type: ignore[misc]
    cache.get("a", lambda: "made again")
    cache.get("d", lambda: "d")
    assert cache.get("a", lambda: "x") == "a"
    assert cache.get("b", lambda: "x") == "x"
    assert cache.held_mib == 3


def test_what_is_larger_than_the_cache_is_made_and_not_kept() -> None:
    cache = Cache[str](3, len)
    assert cache.get("a", lambda: "long") == "long"
    assert cache.held_mib == 0


def test_a_failure_is_not_kept() -> None:
    cache = Cache[str](3, len)
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: str(1 // 0))
    assert cache.get("a", lambda: "a") == "a"


def test_weights_are_those_of_tensors() -> None:
    """16 channels: 272 numbers of 4 bytes; the compact encoder has 0.63 M numbers."""
    texture = Texture(torch.zeros(1, 16), torch.zeros(1, 16, 16))
    assert textures_mib({"relu1_1": texture, "relu2_1": texture}) * 2**20 == 2 * 272 * 4
    assert network_mib(load_encoder("compact")) == pytest.approx(0.63e6 * 4 / 2**20, rel=0.02)
