"""The two phases of distillation as things that can step, be written down and be taken up again. Knows no file."""

from dataclasses import replace
from typing import Any, Protocol

import torch
from torch import Tensor

from engine.nn.encoders import STYLE_LAYERS, Encoder
from engine.nn.schedule import one_cycle
from engine.training.canvases import Canvas, Studio, task_of
from engine.training.gradients import Task, Teachers, gradient_error, pull
from engine.training.pictures import Library, batch
from engine.training.stages import OWN_INPUT_FROM, stage_loss

STAGE_RATE = 2e-3
GRADIENT_RATE = 1e-3
FIRST_LAYER_FACTOR = (
    10.0  # conv1_1 sees pixels in [0, 1] and must give features of deviation one: its weights are large
)
BATCH = 8
CANVASES, CHOSEN = 24, 6  # alive, and of them in each step
LESSON_SHARES = (0.15, 0.25, 0.3, 0.2, 0.1)  # of the style layers in the second phase
ANCHOR = 0.1  # weight of the first phase's loss in the second


class Phase(Protocol):
    """A part of the training: `progress` in [0, 1] sets the rate, the answer is the loss, detached."""

    def step(self, progress: float) -> Tensor: ...
    def state(self) -> dict[str, Any]: ...
    def restore(self, state: dict[str, Any]) -> None: ...


def optimizer_of(student: Encoder, first_factor: float) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019) in groups that carry their share of the rate as `factor`."""
    first = list(student.convolutions["relu1_1"].parameters())
    deeper = [module for name, module in student.convolutions.items() if name != "relu1_1"]
    rest = [parameter for module in deeper for parameter in module.parameters()]
    groups = [{"params": rest, "factor": 1.0}, {"params": first, "factor": first_factor}]
    return torch.optim.AdamW(groups, weight_decay=1e-5)


def descend(optimizer: torch.optim.AdamW, loss: Tensor, rate: float) -> None:
    """One step, with the gradient's norm kept at one: derivatives of derivatives have long tails."""
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
    for group in optimizer.param_groups:
        group["lr"] = rate * group["factor"]
        torch.nn.utils.clip_grad_norm_(group["params"], 1.0)
    optimizer.step()


class StagePhase:
    """Every stage learns its own piece of the compressed teacher."""

    def __init__(self, student: Encoder, teachers: Teachers, library: Library, generator: torch.Generator) -> None:
        self.student, self.teachers, self.library, self.generator = student, teachers, library, generator
        self.optimizer = optimizer_of(student, FIRST_LAYER_FACTOR)

    def step(self, progress: float) -> Tensor:
        pictures = batch(self.library, BATCH, self.generator).contiguous(memory_format=torch.channels_last)
        loss = stage_loss(self.student, self.teachers.compressed, pictures, progress > OWN_INPUT_FROM)
        descend(self.optimizer, loss, one_cycle(progress, STAGE_RATE))
        return loss.detach()

    def state(self) -> dict[str, Any]:
        return {"optimizer": self.optimizer.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        self.optimizer.load_state_dict(state["optimizer"])


class GradientPhase:
    """The whole student learns to pull canvases where the teachers would, on its own Gatys runs."""

    def __init__(self, student: Encoder, teachers: Teachers, library: Library, generator: torch.Generator) -> None:
        self.student, self.teachers, self.generator = student, teachers, generator
        self.optimizer = optimizer_of(student, FIRST_LAYER_FACTOR / 3)
        self.studio = Studio(library, CANVASES, generator)

    def step(self, progress: float) -> Tensor:
        canvases = self.studio.choose(CHOSEN)
        gradients = pull(self.student, task_of(canvases), differentiable=False)
        for canvas, gradient in zip(canvases, gradients, strict=True):
            canvas.move(gradient)
        lesson = self._lesson(task_of(canvases))
        error = gradient_error(pull(self.student, lesson), self.teachers.gradient(lesson))
        anchor = stage_loss(self.student, self.teachers.compressed, lesson.canvas[::2], own_input=True)
        descend(self.optimizer, error + ANCHOR * anchor, one_cycle(progress, GRADIENT_RATE))
        return error.detach()

    def _lesson(self, task: Task) -> Task:
        """The same canvases, about one layer drawn by its share; its two terms in a random proportion."""
        layer = int(torch.multinomial(torch.tensor(LESSON_SHARES), 1, generator=self.generator))
        hue = torch.rand(CHOSEN, 1, generator=self.generator)
        return replace(task, layers=STYLE_LAYERS[layer : layer + 1], weights=torch.cat([hue, 1 - hue], dim=1))

    def state(self) -> dict[str, Any]:
        return {
            "optimizer": self.optimizer.state_dict(),
            "canvases": [canvas.state() for canvas in self.studio.canvases],
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.optimizer.load_state_dict(state["optimizer"])
        self.studio.canvases = [Canvas(**one) for one in state["canvases"]]
