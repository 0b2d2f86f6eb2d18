"""Where to paint: which device, in which precision and layout, and how much fits. Knows no effect."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn

from engine.allocation import keep_freed_blocks
from engine.errors import DoesNotFit
from engine.nn.encoders import load_encoder
from engine.studio import Studio

_MIB: Final = 2**20
_SHARE: Final = 0.9  # of what is free: an allocator needs room to move
_TRIAL_PX: Final = (96, 128)  # on a CPU large enough that kernels, not their launch, take the time
_CGROUP_LIMITS: Final = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


@dataclass(frozen=True, slots=True)
class Device:
    """A device by torch's name, the precision and layout that are fastest on it, the memory it may give.

    `studio` is what its paintings share; whoever paints often keeps the device.
    """

    name: str
    dtype: torch.dtype = torch.float32
    channels_last: bool = False
    memory_mib: int = 2**20
    studio: Studio = field(default_factory=Studio, compare=False, repr=False)

    @property
    def memory_format(self) -> torch.memory_format:
        return torch.channels_last if self.channels_last else torch.contiguous_format

    def network(self, network: nn.Module) -> nn.Module:
        """The network moved here, in this precision and layout."""
        return network.to(self.name, self.dtype, memory_format=self.memory_format)  # type: ignore[call-overload, no-any-return]

    def require(self, needed_mib: int) -> None:
        """Raises DoesNotFit before work begins, rather than run out of memory in the middle of it."""
        if needed_mib > self.memory_mib:
            raise DoesNotFit(needed_mib, self.memory_mib)


def choose(spec: str = "auto", *, memory_mib: int | None = None) -> Device:
    """The device for "auto", "cpu", "cuda:1" ...; takes about a second, so callers keep the answer.

    Which precision and layout is fastest differs by a factor of ten between processors (bf16 needs AVX512_BF16 or AMX),
    so it is measured with the encoder that will paint.
    """
    name = spec if spec != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
    if torch.device(name).type == "cpu":
        keep_freed_blocks()
    budget = memory_mib if memory_mib is not None else free_mib(name)
    candidates = [
        Device(name, dtype, channels_last, budget)
        for dtype in (torch.float32, torch.bfloat16)
        for channels_last in (False, True)
    ]
    return min(candidates, key=_pass_s)


def companions(name: str) -> tuple[str, ...]:
    """All cards, where none was named and there are several; else nothing: a named device paints alone."""
    count = torch.cuda.device_count() if name == "cuda" else 0
    return tuple(f"cuda:{index}" for index in range(count)) if count > 1 else ()


def free_mib(name: str) -> int:
    """Memory that a painting on this device may use."""
    if torch.device(name).type == "cuda":
        return int(torch.cuda.mem_get_info(name)[0] * _SHARE / _MIB)
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return int(min([physical, *_cgroup_limits()]) * _SHARE / _MIB)


def _cgroup_limits() -> list[int]:
    texts = [path.read_text().strip() for path in _CGROUP_LIMITS if path.exists()]
    return [int(text) for text in texts if text.isdecimal()]


def _pass_s(device: Device, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of one forward and backward pass, the better of two: the first one warms up."""
    encoder = device.network(load_encoder("compact"))
    picture = torch.rand((1, 3, *_TRIAL_PX), generator=torch.Generator().manual_seed(0)).to(device.name, device.dtype)
    picture = picture.contiguous(memory_format=device.memory_format).requires_grad_()
    return min(_timed(encoder, picture, clock) for _ in range(2))


def _timed(encoder: nn.Module, picture: Tensor, clock: Callable[[], float]) -> float:
    start = clock()
    features: dict[str, Tensor] = encoder(picture)
    torch.autograd.grad(sum(feature.float().mean() for feature in features.values()), picture)  # type: ignore[arg-type]
    if picture.is_cuda:
        torch.cuda.synchronize(picture.device)
    return clock() - start
