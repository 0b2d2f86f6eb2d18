"""The two phases of distillation as things that can step, be written down and be taken up again. Knows no file."""

from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from engine.nn.encoders import Encoder
from engine.nn.losses import Texture
from engine.training.canvases import Canvas, Studio, task_of
from engine.training.gradients import Pull, Task, Teachers, gradient_error
from engine.training.pictures import Library, batch
from engine.training.stages import OWN_INPUT_FROM, one_cycle, stage_loss

STAGE_RATE = 2e-3
GRADIENT_RATE = 1e-3
FIRST_LAYER_FACTOR = (
    10.0  # conv1_1 sees pixels in [0, 1] and must give features of deviation one: its weights are large
)
FACTORS_FACTOR = 5.0
BATCH = 8
CANVASES = 24
FRESH, REPLAYED = 3, 4  # canvases per step: the true VGG-19 costs most of the time, so its gradients are used again
KEPT = 90  # of them
UNRECORDED_MOVES = 2  # per canvas and step: the student's own moves are cheap
LED_BY_TEACHER = 4  # every so many steps the canvases follow the teachers
ANCHOR = 0.05  # weight of the first phase's loss in the second


class Phase(Protocol):
    """A part of the training: `progress` in [0, 1] sets the rate, the answer is the loss."""

    def step(self, progress: float) -> float: ...
    def state(self) -> dict[str, Any]: ...
    def restore(self, state: dict[str, Any]) -> None: ...


def optimizer_of(student: Encoder, *others: nn.Parameter) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019) in groups that carry their share of the rate as `factor`."""
    first = list(student.convolutions["relu1_1"].parameters())
    rest = [
        parameter
        for name, module in student.convolutions.items()
        if name != "relu1_1"
        for parameter in module.parameters()
    ]
    groups: list[dict[str, Any]] = [{"params": rest, "factor": 1.0}, {"params": first, "factor": FIRST_LAYER_FACTOR}]
    if others:
        groups.append({"params": list(others), "factor": FACTORS_FACTOR})
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
        self.optimizer = optimizer_of(student)

    def step(self, progress: float) -> float:
        pictures = batch(self.library, BATCH, self.generator).contiguous(memory_format=torch.channels_last)
        loss = stage_loss(self.student, self.teachers.compressed, pictures, progress > OWN_INPUT_FROM)
        descend(self.optimizer, loss, one_cycle(progress, STAGE_RATE))
        return float(loss.detach())

    def state(self) -> dict[str, Any]:
        return {"optimizer": self.optimizer.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        self.optimizer.load_state_dict(state["optimizer"])


@dataclass(frozen=True, slots=True)
class Lesson:
    """One canvas as it was, and where the teachers would have moved it."""

    canvas: Tensor
    style: Tensor
    weights: Tensor
    gradient: Tensor


class GradientPhase:
    """The whole student learns to pull canvases where the teachers would, on its own Gatys runs."""

    def __init__(self, student: Encoder, teachers: Teachers, library: Library, generator: torch.Generator) -> None:
        self.teachers, self.generator = teachers, generator
        self.pull = Pull(student)
        self.optimizer = optimizer_of(student, self.pull.log_factors)
        self.studio = Studio(library, CANVASES, teachers.textures, generator)
        self.lessons: list[Lesson] = []
        self.steps = 0

    def step(self, progress: float) -> float:
        canvases = self.studio.choose(FRESH)
        for _ in range(UNRECORDED_MOVES):
            _move(canvases, self.pull(task_of(canvases), differentiable=False))
        task = task_of(canvases)
        wanted = self.teachers.gradient(task)
        fresh = [Lesson(*parts) for parts in zip(task.canvas, task.style, task.weights, wanted, strict=True)]
        lessons = fresh + self._remembered()
        found = self.pull(_task_of_lessons(lessons))
        error = gradient_error(found, torch.stack([lesson.gradient for lesson in lessons]))
        anchor = stage_loss(self.pull.student, self.teachers.compressed, task.canvas, own_input=True)
        descend(self.optimizer, error + ANCHOR * anchor, one_cycle(progress, GRADIENT_RATE))
        self.steps += 1
        _move(canvases, found.detach()[:FRESH] if self.steps % LED_BY_TEACHER else wanted)
        self.lessons = (self.lessons + fresh)[-KEPT:]
        return float(error.detach())

    def _remembered(self) -> list[Lesson]:
        if not self.lessons:
            return []
        picked = torch.randint(len(self.lessons), (REPLAYED,), generator=self.generator).tolist()
        return [self.lessons[index] for index in picked]

    def state(self) -> dict[str, Any]:
        return {
            "optimizer": self.optimizer.state_dict(),
            "factors": self.pull.log_factors.detach(),
            "canvases": [canvas.state() for canvas in self.studio.canvases],
            "lessons": [(one.canvas, one.style, one.weights, one.gradient) for one in self.lessons],
            "steps": self.steps,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.optimizer.load_state_dict(state["optimizer"])
        self.pull.log_factors.data.copy_(state["factors"])
        self.studio.canvases = [Canvas.restored(one) for one in state["canvases"]]
        self.lessons = [Lesson(*parts) for parts in state["lessons"]]
        self.steps = state["steps"]


def _move(canvases: list[Canvas], gradients: Tensor) -> None:
    for canvas, gradient in zip(canvases, gradients, strict=True):
        canvas.move(gradient)


def _task_of_lessons(lessons: list[Lesson]) -> Task:
    textures: dict[str, Texture] = {}  # the student sees the style with its own eyes
    return Task(
        torch.stack([lesson.canvas for lesson in lessons]),
        torch.stack([lesson.style for lesson in lessons]),
        torch.stack([lesson.weights for lesson in lessons]),
        textures,
    )
