"""What every training shares: the loop, checkpoints, pictures for the eye. Knows no network, no loss and no data.

Whatever can `step`, write down its `state` and `restore` it is trained here. A checkpoint holds all that moves, so that
a run taken up again ends with the same bytes. Beside `NAME.pt` lie `NAME_loss.png`, `NAME_000500.jpg` ... (what it
could by then) and `NAME_seen.pt`, the checkpoint of the last picture that was in order.
"""

import hashlib
import math
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import torch
from matplotlib.figure import Figure
from PIL import Image
from torch import Tensor

from engine.errors import BadWeights, Diverged

LOSS: Final = "loss"  # the name of what is descended, among what a step tells
READ_EVERY: Final = 10  # steps between looks at the losses: an accelerator has to be waited for
SAVE_EVERY: Final = 100
LOOK_EVERY: Final = 500
_RECENT: Final = 10  # readings that the loss of a report is the mean of: 100 steps
_INCHES, _DPI = (10.0, 5.5), 110

Losses = Mapping[str, Tensor]


class Training(Protocol):
    """Something that learns; it owns its generator, its pictures and its device."""

    @property
    def plan(self) -> object:
        """All that the run depends on; its `repr` tells one plan from another."""

    @property
    def done(self) -> int: ...

    @property
    def steps(self) -> int: ...

    def step(self) -> Losses:
        """One step. The losses by name, `loss` among them, detached and still on their device."""

    def state(self) -> dict[str, Any]:
        """All that moves, as tensors and plain values."""

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken."""

    def look(self) -> Image.Image | None:
        """What it can by now, to be looked at. Raises Diverged when that is not what a healthy run paints."""


@dataclass(frozen=True, slots=True)
class Trained:
    """How far a run is: steps done of all, the mean loss lately, seconds since it was begun or taken up again."""

    done: int
    total: int
    loss: float
    seconds: float
    parts: Mapping[str, float] = field(default_factory=dict)


class Runner:
    """Runs a training and keeps its checkpoint at `checkpoint`, NAME.pt."""

    def __init__(
        self, training: Training, checkpoint: Path, *, look_every: int = LOOK_EVERY, save_every: int = SAVE_EVERY
    ) -> None:
        self.training, self.checkpoint = training, checkpoint
        self._look_every, self._save_every = look_every, save_every
        self._unread: list[Losses] = []
        self._history: dict[str, list[float]] = {}
        self._steps: list[int] = []

    def resume(self) -> None:
        """Go on from the checkpoint. Raises BadWeights when it is missing, damaged or of another plan."""
        try:
            saved = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
            plan, state = saved["plan"], saved["state"]
        except Exception as error:  # torch and pickle raise whatever a damaged file makes them raise
            raise BadWeights(f"{self.checkpoint} is no checkpoint: {error}") from error
        if plan != fingerprint(self.training.plan):
            raise BadWeights(f"{self.checkpoint.name} belongs to another plan")
        self.training.restore(state)
        self._history, self._steps = saved["history"], saved["steps"]

    def save(self) -> None:
        """Write the checkpoint; a reader never sees half of it. Raises Diverged rather than keep what is no number."""
        self._read()
        state = self.training.state()
        if not _finite(state):
            raise self._diverged("a weight is no number any more")
        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        draft = self.checkpoint.with_suffix(".new")
        plan = fingerprint(self.training.plan)
        torch.save({"plan": plan, "state": state, "history": self._history, "steps": self._steps}, draft)
        draft.replace(self.checkpoint)

    def run(self, report: Callable[[Trained], None], *, minutes: float | None = None) -> None:
        """Step to the end or for so many minutes; the checkpoint is written now and then, and whenever it stops.

        Reports every 10 steps. Raises Diverged, which names the checkpoint to go back to.
        """
        began = time.monotonic()
        try:
            while self._goes_on(began, minutes):
                self._unread.append(self.training.step())
                self._after_step(report, began)
        except Diverged:
            raise
        except BaseException:  # Ctrl-C above all: what was learned is kept
            self.save()
            raise
        self.save()
        self._plot()

    def _goes_on(self, began: float, minutes: float | None) -> bool:
        in_time = minutes is None or time.monotonic() - began < minutes * 60
        return in_time and self.training.done < self.training.steps

    def _after_step(self, report: Callable[[Trained], None], began: float) -> None:
        done, last = self.training.done, self.training.done == self.training.steps
        if done % READ_EVERY == 0 or last:
            self._read()
            recent = {name: _mean(values[-_RECENT:]) for name, values in self._history.items()}
            report(Trained(done, self.training.steps, recent.pop(LOSS), time.monotonic() - began, recent))
        if done % self._save_every == 0:
            self.save()
        if done % self._look_every == 0 or last:
            self._look()

    def _read(self) -> None:
        """Bring the losses home. Raises Diverged."""
        if not self._unread:
            return
        unread, self._unread = self._unread, []
        for name in unread[0]:
            mean = float(torch.stack([losses[name] for losses in unread]).mean())
            if not math.isfinite(mean):
                raise self._diverged(f"{name} is no number any more")
            self._history.setdefault(name, []).append(mean)
        self._steps.append(self.training.done)

    def _look(self) -> None:
        try:
            sheet = self.training.look()
        except Diverged as wrong:
            raise self._diverged(str(wrong)) from wrong
        self.save()
        self._plot()
        if sheet is not None:
            path = self.checkpoint.with_name(f"{self.checkpoint.stem}_{self.training.done:06}.jpg")
            sheet.save(path, quality=90)
            shutil.copyfile(self.checkpoint, self._seen)

    def _plot(self) -> None:
        """The losses so far, each a line."""
        if not self._steps:
            return
        figure = Figure(_INCHES, _DPI, layout="constrained")
        axes = figure.add_subplot()
        for name, values in self._history.items():
            axes.plot(self._steps, values, linewidth=1.8 if name == LOSS else 1.0, label=name)
        axes.set(yscale="log", xlabel="steps", ylabel="loss")
        axes.grid(axis="y", alpha=0.3)
        axes.legend(frameon=False)
        figure.savefig(self.checkpoint.with_name(f"{self.checkpoint.stem}_loss.png"), metadata={"Software": None})

    @property
    def _seen(self) -> Path:
        return self.checkpoint.with_name(f"{self.checkpoint.stem}_seen.pt")

    def _diverged(self, reason: str) -> Diverged:
        kept = [str(path) for path in (self._seen, self.checkpoint) if path.exists()]
        advice = f"go on from {kept[0]} at a lower rate" if kept else "there is no checkpoint yet: lower the rate"
        return Diverged(f"step {self.training.done}: {reason}; {advice}")


def fingerprint(plan: object) -> str:
    """One line for a plan: equal for equal plans."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def use_threads(count: int) -> None:
    """Of this process, from now on."""
    torch.set_num_threads(count)


def channels_last(network: torch.nn.Module) -> None:
    """Lay the network's weights out as convolutions are fastest."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stub lacks it


def mixed_precision(device: str) -> torch.autocast:
    """bf16 where a card computes; processors without the instructions for it are ten times slower with it."""
    kind = torch.device(device).type
    return torch.autocast(kind, torch.bfloat16, enabled=kind == "cuda")


def _finite(state: object) -> bool:
    if isinstance(state, Tensor):
        return not state.is_floating_point() or bool(state.isfinite().all())
    if isinstance(state, Mapping):
        return all(_finite(value) for value in state.values())
    return all(_finite(value) for value in state) if isinstance(state, (list, tuple)) else True


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
