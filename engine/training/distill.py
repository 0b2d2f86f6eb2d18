"""`mazok train distill`: makes the compact encoder from its teachers. Knows files and seeds, no mathematics.

A run is a pure function of its plan and its data: its state is all that moves (weights, optimizers, canvases, the
generator), so that a run taken up again ends with the same bytes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from PIL import Image
from torch import nn

from engine.nn.encoders import Architecture, Encoder, read_encoder, save_encoder
from engine.training.gradients import Teachers
from engine.training.phases import GradientPhase, Phase, StagePhase
from engine.training.pictures import Library, crop
from engine.training.runner import LOSS, Losses
from engine.training.teachers import TrueVgg, compressed_vgg, scale_to_unit_deviation

SCALE_PICTURES, SCALE_PX = 24, 192  # what a teacher's deviations are measured on
NetworkT = TypeVar("NetworkT", bound=nn.Module)
COMPACT = Architecture()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run: steps of both phases, the seed, the shape; `start` is an encoder to go on from instead of noise."""

    stage_steps: int = 3000
    gradient_steps: int = 0  # measured in docs/log.md: better strokes near the surface, worse ones deeper
    seed: int = 0
    architecture: Architecture = COMPACT
    start: Path | None = None

    @property
    def steps(self) -> int:
        return self.stage_steps + self.gradient_steps


def read_teachers(folder: Path, library: Library) -> Teachers:
    """The teachers of a folder of weights, the compressed one with features of deviation one."""
    compressed = compressed_vgg(folder)
    squares = [
        crop(photo, SCALE_PX, torch.Generator().manual_seed(index))
        for index, photo in enumerate(library.held_out[:SCALE_PICTURES])
    ]
    scale_to_unit_deviation(compressed, torch.stack(squares))
    return Teachers(_channels_last(TrueVgg(folder)), _channels_last(compressed))


def _channels_last(network: NetworkT) -> NetworkT:
    moved: NetworkT = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stub lacks it
    return moved


class Distillation:
    """A run of a plan, for `engine.training.runner`."""

    def __init__(self, plan: Plan, library: Library, teachers: Teachers) -> None:
        self.plan, self.library, self.teachers = plan, library, teachers
        start = read_encoder(plan.start) if plan.start else Encoder.random(plan.seed, plan.architecture)
        self.student = _channels_last(start.requires_grad_(True))
        self.generator = torch.Generator().manual_seed(plan.seed)
        self.done = 0
        self._phase: Phase | None = None

    @property
    def steps(self) -> int:
        return self.plan.steps

    def step(self) -> Losses:
        """One step of the phase that it falls into."""
        plan = self.plan
        in_gradients = self.done >= plan.stage_steps
        if self._phase is None or self.done == plan.stage_steps:
            self._phase = self._begin(in_gradients)
        first, steps = (plan.stage_steps, plan.gradient_steps) if in_gradients else (0, plan.stage_steps)
        loss = self._phase.step((self.done - first) / steps)
        self.done += 1
        return {LOSS: loss}

    def _begin(self, in_gradients: bool) -> Phase:
        phase = GradientPhase if in_gradients else StagePhase
        return phase(self.student, self.teachers, self.library, self.generator)

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {
            "done": self.done,
            "student": self.student.state_dict(),
            "generator": self.generator.get_state(),
            "phase": self._phase.state() if self._phase else None,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self.done = state["done"]
        self.student.load_state_dict(state["student"])
        if state["phase"] is not None:
            self._phase = self._begin(in_gradients=self.done > self.plan.stage_steps)
            self._phase.restore(state["phase"])
        self.generator.set_state(state["generator"])

    def look(self) -> Image.Image | None:
        """An encoder paints nothing."""
        return None


def write(encoder: Encoder, plan: Plan, path: Path) -> None:
    """The weights that are shipped, with their origin in the header."""
    origin = {"stage_steps": plan.stage_steps, "gradient_steps": plan.gradient_steps, "seed": plan.seed}
    path.parent.mkdir(parents=True, exist_ok=True)
    save_encoder(
        encoder, path, {name: str(value) for name, value in origin.items()} | {"made_by": "mazok train distill"}
    )
