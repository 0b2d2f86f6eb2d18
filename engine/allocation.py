"""How this process's memory is taken from the system. Knows no tensors."""

import ctypes
import sys
from typing import Final

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # parameters of mallopt, from glibc's malloc.h
_LARGEST: Final = 32 * 2**20  # bytes; glibc refuses to keep blocks larger than this
_NEVER: Final = 2**31 - 1


def keep_freed_blocks() -> bool:
    """Have glibc keep blocks of up to 32 MiB for the next feature map; False where there is no glibc.

    It gives them back to the kernel otherwise, which fills each with zeros anew: at 600 px an eighth of all processor
    time of a painting (docs/log.md).
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    settings = ((_MMAP_THRESHOLD, _LARGEST), (_TRIM_THRESHOLD, _NEVER), (_TOP_PAD, 2 * _LARGEST))
    return all(mallopt(name, value) for name, value in settings)
