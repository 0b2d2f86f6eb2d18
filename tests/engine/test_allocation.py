"""Whether freed memory stays with the process, by counting the pages that the kernel has to give."""

import platform
import resource

import pytest
import torch

from engine.allocation import keep_freed_blocks, release_freed_blocks

BLOCK = 5 * 2**20  # numbers: 20 MiB, more than glibc keeps by itself


def faults_of_twenty_blocks() -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        torch.zeros(BLOCK)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's allocator")
def test_freed_blocks_are_used_again() -> None:
    assert keep_freed_blocks()
    faults_of_twenty_blocks()
    assert faults_of_twenty_blocks() * resource.getpagesize() < 4 * BLOCK  # less than one block of twenty


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's allocator")
def test_what_is_kept_can_be_given_back() -> None:
    assert keep_freed_blocks()
    torch.zeros(BLOCK)
    release_freed_blocks()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    torch.zeros(BLOCK)
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    assert faults * resource.getpagesize() > 2 * BLOCK  # half of the block's bytes come from the kernel again
