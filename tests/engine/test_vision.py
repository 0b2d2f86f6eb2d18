"""torchvision opens beside any torch, and in a fresh process."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_torchvision_opens_and_opens_again() -> None:
    """In a process of its own, for an import cannot be undone."""
    program = """
from engine.vision import torchvision
first = torchvision()
assert torchvision() is first
import torch
network = first.models.squeezenet1_1(weights=None).eval()
print(tuple(network(torch.zeros(1, 3, 64, 64)).shape))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "(1, 1000)"
