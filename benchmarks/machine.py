"""What the benchmarks need of the machine they run on: a port, memory, and how fast it could be at best."""

import resource
import socket
import sys
import time
from pathlib import Path
from typing import Final

import torch
from torch.utils.flop_counter import FlopCounterMode

from engine.device import Device
from engine.nn.encoders import load_encoder

MIB: Final = 2**20
_SQUARE: Final = 8192  # side of the matrices that show how fast a card can be
_TIMES: Final = 20
_TRIAL_PX: Final = 256


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def peak_mib(device: Device) -> float:
    """The most memory that this process has held: of the accelerator if it paints there, else of the machine.

    VmHWM and not ru_maxrss, where there is one: ru_maxrss of a child begins at what its parent held.
    """
    if torch.device(device.name).type == "cuda":
        return torch.cuda.max_memory_allocated(device.name) / MIB
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB


def synchronize(device: Device) -> None:
    """Wait until the device has done what it was told, so that the clock tells the truth."""
    if torch.device(device.name).type == "cuda":
        torch.cuda.synchronize(device.name)


def ceiling_tflops(device: Device) -> float | None:
    """TFLOP/s of a large bf16 matrix product, the best of three, on a GPU; None without one."""
    if torch.device(device.name).type != "cuda":
        return None
    matrix = torch.randn((_SQUARE, _SQUARE), device=device.name, dtype=torch.bfloat16)
    best = min(_product_s(matrix, device) for _ in range(3))
    return 2 * _SQUARE**3 / best / 1e12


def _product_s(matrix: torch.Tensor, device: Device) -> float:
    torch.mm(matrix, matrix)
    synchronize(device)
    start = time.perf_counter()
    for _ in range(_TIMES):
        torch.mm(matrix, matrix)
    synchronize(device)
    return (time.perf_counter() - start) / _TIMES


def tflop_per_pass(encoder: str) -> float:
    """TFLOP of the convolutions of a forward and backward pass over a megapixel, down to the deepest style layer.

    A pass that leaves out the deepest layer counts the same, so our TFLOP/s at large sizes are told a little too high.
    """
    network = load_encoder(encoder)
    picture = torch.rand((1, 3, _TRIAL_PX, _TRIAL_PX), generator=torch.Generator().manual_seed(0)).requires_grad_()
    with FlopCounterMode(display=False) as counter:
        features = network(picture, network.style_layers)
        sum((f.mean() for f in features.values()), torch.zeros(())).backward()
    flop: int = counter.get_total_flops()
    return flop / (_TRIAL_PX**2 / 1e6) / 1e12
