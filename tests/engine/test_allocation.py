"""Whether freed memory stays with the process: in one of its own, because the heap remembers what ran in it before."""

import os
import platform
import subprocess
import sys

import pytest

BLOCK = 20 * 2**20  # bytes
MEASURE = f"""
import psutil, torch
from engine.allocation import keep_freed_blocks, release_freed_blocks

rss = psutil.Process().memory_info
torch.zeros({BLOCK // 4})  # what the first call sets up stays in any case
before = rss().rss
if KEEP:
    assert keep_freed_blocks()
torch.zeros({BLOCK // 4})
freed = rss().rss
release_freed_blocks()
print(freed - before, freed - rss().rss)
"""
UNMOVED = {
    "MALLOC_MMAP_THRESHOLD_": str(2**20)
}  # bytes; glibc moves its threshold with what was freed, unless told one

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's allocator")


def stays_and_returns(keep: bool) -> tuple[int, int]:
    """Bytes still resident after a block was freed, and how many of them a release gives back."""
    script = f"KEEP = {keep}\n{MEASURE}"
    told = subprocess.run(
        [sys.executable, "-c", script], env=os.environ | UNMOVED, capture_output=True, text=True, check=True
    ).stdout
    stays, returns = told.split()
    return int(stays), int(returns)


def test_freed_blocks_stay_until_they_are_given_back() -> None:
    stays, returns = stays_and_returns(keep=True)
    assert stays > BLOCK / 2
    assert returns > BLOCK / 2


def test_without_it_glibc_gives_them_back_at_once() -> None:
    stays, _ = stays_and_returns(keep=False)
    assert stays < BLOCK / 2
