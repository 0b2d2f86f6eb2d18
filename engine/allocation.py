"""How this process's memory is taken from the system. Knows no tensors."""

import ctypes
import sys
from typing import Final

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # parameters of mallopt, from glibc's malloc.h
_LARGEST: Final = 32 * 2**20  # bytes; glibc refuses to keep blocks larger than this
_NEVER: Final = 2**31 - 1


def keep_freed_blocks() -> bool:
    """Have glibc keep blocks of up to 32 MiB for the next feature map; False where there is no glibc.

    It gives them back to the kernel otherwise, which fills each with zeros anew: at 600 px an eighth of all processor
    time of a painting (docs/log.md).
    """
    mallopt = _glibc("mallopt")
    settings = ((_MMAP_THRESHOLD, _LARGEST), (_TRIM_THRESHOLD, _NEVER))
    return mallopt is not None and all(mallopt(name, value) for name, value in settings)


def release_freed_blocks() -> None:
    """Give back what is kept: blocks of one canvas do not fit those of the next, larger one."""
    trim = _glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _glibc(name: str) -> "ctypes._NamedFuncPointer | None":
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
