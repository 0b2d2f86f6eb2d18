"""Memory: the estimate is an upper bound of what is measured, and chooses tiles by what there is."""

import json
import subprocess
import sys
from typing import Final

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DoesNotFit
from engine.memory import TILES_PX, Footprint
from engine.nn.encoders import STYLE_LAYERS, Architecture

COMPACT: Final = Footprint(Architecture())
VGG: Final = Footprint(Architecture((64, 128, 256, 512, 512), (2, 2, 4, 4, 1)))

PAINT: Final = r"""
import json, re, sys
from pathlib import Path
import torch
from engine.nn.encoders import load_encoder
from engine.nn.objective import Objective, Target, textures_of
from engine.nn.optimizers import OPTIMIZERS
from engine.nn.quality import Quality
from engine.nn.statistics import STATISTICS
from engine.nn.tiling import Tiles

width, height, tile_px = map(int, sys.argv[1:])
encoder, formula = load_encoder("compact"), Quality(0.2, STATISTICS["strokes"], 0.05, (1.0,) * 5)
photo = torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(0))
goal = Objective.of(encoder, formula, photo, [Target(textures_of(encoder, formula, [(photo.sqrt(), None, 1.0)]))])
run = OPTIMIZERS["lbfgs"](photo.clone())
loss, gradient = Tiles(lambda size: tile_px).gradient(goal, run.image)
run.step(gradient, 0.0, 1)
peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())  # ru_maxrss would count the parent's too
print(json.dumps({"mib": int(peak[1]) / 1024, "loss": float(loss)}))
"""


def peak_mib(width: int, height: int, tile_px: int) -> float:
    """One iteration in a process of its own."""
    command = [sys.executable, "-c", PAINT, str(width), str(height), str(tile_px)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(answer.stdout)
    assert measured["loss"] > 0
    return measured["mib"]


def test_tiles_keep_the_promise_where_the_whole_picture_would_not() -> None:
    """A ninth less than untiled: most of a process is torch, at any size."""
    size = (768, 480)
    cap_mib = COMPACT.least_mib(size) + 10
    tile_px = COMPACT.tile_px(size, cap_mib)
    assert tile_px and COMPACT.mib(size) > 1.1 * cap_mib
    assert peak_mib(*size, tile_px) < cap_mib


def test_the_estimate_is_no_less_and_not_much_more_than_what_is_taken() -> None:
    measured = peak_mib(400, 300, 4096)
    assert measured < COMPACT.mib((400, 300)) < 1.5 * measured


def test_a_large_painting_is_tiled_and_a_small_one_is_not() -> None:
    assert COMPACT.tile_px((600, 450), 8192) == 0
    assert VGG.tile_px((4096, 4096), 8192) in TILES_PX
    assert COMPACT.mib((4096, 4096), COMPACT.tile_px((4096, 4096), 8192)) <= 8192


def test_what_no_tile_makes_fit_is_refused_with_the_estimate() -> None:
    with pytest.raises(DoesNotFit) as refusal:
        COMPACT.tile_px((20_000, 10_000), 8192)
    assert refusal.value.needed_mib > 8192 == refusal.value.available_mib


@given(st.integers(16, 6000), st.integers(16, 6000), st.integers(400, 100_000))
def test_the_chosen_tile_fits_and_no_larger_one_does(width: int, height: int, available_mib: int) -> None:
    size = (width, height)
    try:
        chosen = COMPACT.tile_px(size, available_mib)
    except DoesNotFit:
        assert COMPACT.least_mib(size) > available_mib
        return
    assert COMPACT.mib(size, chosen) <= available_mib
    larger = [0, *TILES_PX][: [0, *TILES_PX].index(chosen)]
    assert all(COMPACT.mib(size, tile_px) > available_mib for tile_px in larger)


def test_what_is_kept_is_what_the_network_keeps() -> None:
    """VGG-19: 290 numbers a pixel in maps (reference: 580 bytes in bf16), fewer when relu5_1 is not asked for."""
    fp32, bf16 = VGG, Footprint(VGG.architecture, dtype=torch.bfloat16)
    shallow = Footprint(VGG.architecture, STYLE_LAYERS[:4])
    size = (1000, 1000)
    assert 290 * 2 * 1e6 / 2**20 < fp32.mib(size) - bf16.mib(size) < 330 * 2 * 1e6 / 2**20
    assert shallow.mib(size) < fp32.mib(size)


def test_reflecting_networks_keep_a_copy_of_what_they_pad() -> None:
    assert Footprint(Architecture(reflect=True)).mib((1000, 1000)) > 1.1 * COMPACT.mib((1000, 1000))
