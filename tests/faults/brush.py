"""An engine without torch whose pictures can be recognized, and which breaks on demand. For tests of the worker."""

import json
import os
import signal
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PIL import ImageChops

from bot.worker import Engine
from engine.effect import Cancelled, Inputs, Offer, Painting, Progress, Report
from engine.errors import DoesNotFit
from engine.ladder import Ladder
from engine.options import Options, OptionSpec, number
from engine.picture import Picture, shrink


class Brush(Options):
    """What a test may ask for; a fault happens at that iteration, 0 is never."""

    side_px: int = number("Size", 64, low=16, high=1200)
    iterations: int = number("Iterations", 20, low=1, high=1000)
    step_ms: int = number("Milliseconds of an iteration", 5, low=0, high=10_000)
    mark: int = number("Mark", 0, low=0, high=1_000_000)
    kill_at: int = number("Killed", 0, low=0, high=1000)
    hang_at: int = number("Hangs", 0, low=0, high=1000)
    fail_at: int = number("Breaks", 0, low=0, high=1000)
    needs_mib: int = number("Memory", 0, low=0, high=1_000_000)


SPECS = tuple(OptionSpec.of(name, info) for name, info in Brush.model_fields.items())
OFFER = Offer("brush", 0, SPECS, Ladder(), most_photos=10)
WASH = Offer("wash", 0, tuple(spec for spec in SPECS if spec.name != "iterations"), Ladder())  # the same in one pass
DOODLE = replace(WASH, effect="doodle", for_drawings=True)  # and from a drawing


def painted(photo: Picture, side_px: int) -> bytes:
    """The pixels that a painting of this photo must have: its negative, shrunk."""
    return ImageChops.invert(shrink(photo, side_px).image).tobytes()


def render(effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
    """Take the negative, slowly."""
    assert effect in (OFFER.effect, WASH.effect, DOODLE.effect)
    brush = Brush.model_validate({**options, **({} if effect == OFFER.effect else {"iterations": 1})})
    if brush.needs_mib:
        raise DoesNotFit(brush.needs_mib, 1)
    before = json.loads(inputs.checkpoint)["done"] if inputs.checkpoint else 0
    earlier = json.loads(inputs.state)["done"] if inputs.state else 0
    first = note(brush.mark, before)
    negative = Picture(ImageChops.invert(shrink(inputs.content, brush.side_px).image), None)
    done, stopped = before, False
    for done in range(before + 1, brush.iterations + 1):
        time.sleep(brush.step_ms / 1000)
        break_down(brush, done, first)
        try:
            report(Progress(done, brush.iterations, 1 / done, lambda: negative, partial(state_at, done)))
        except Cancelled:
            stopped = True
            break
    return Painting(negative, done, brush.iterations, stopped, (1 / max(done, 1),), state_at(earlier + done))


def state_at(done: int) -> bytes:
    return json.dumps({"done": done}).encode()


def break_down(brush: Brush, done: int, first: bool) -> None:
    """The fault that was asked for at this iteration; it breaks at the first attempt only."""
    if done == brush.kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    if done == brush.fail_at and first:
        raise RuntimeError("the brush broke")
    while done == brush.hang_at:
        time.sleep(1)


def strokes(key_file: Path) -> Path:
    """A file beside the key gets a line for every attempt: mark, and the iteration from which it goes on."""
    return key_file.with_name("strokes")


def note(mark: int, start: int) -> bool:
    """Write an attempt down; True when it is the first one with this mark."""
    path = strokes(Path(os.environ["MAZOK_KEY_FILE"]))
    path.touch()
    first = not any(line.startswith(f"{mark} ") for line in path.read_text().splitlines())
    with path.open("a") as file:  # a short line is written whole, whoever else writes
        file.write(f"{mark} {start}\n")
    return first


def load(slots: int = 1) -> Engine:
    return Engine("test bench", (OFFER, WASH, DOODLE), render, slots=slots)
