"""A picture becomes a person's own style: its look is learned, and their photo painted by it. Knows no other effect.

The work is a training: how long it takes does not depend on the photo. What it leaves is a network of one style, by
which any photo is painted in one pass.
"""

from typing import Final, Literal

import torch

from engine.checkpoint import Saved, fingerprint, pack, unpack
from engine.device import Device
from engine.effect import Cancelled, Effect, Inputs, Painting, Progress, Report
from engine.ladder import Ladder, Size
from engine.nn.looks import network_of
from engine.nn.shelf import SHIPPED
from engine.nn.tensors import to_picture
from engine.nn.transform import TransformNet
from engine.one_pass import AT_REST_MIB, FINEST_PERCENT, OnePass, memory_mib, on_device, toward
from engine.options import Options, choice, number
from engine.picture import Picture
from engine.training.lesson import LOSS, WORK_PX, Losses, lesson

_PREVIEW_PX: Final = 360
_LESSON_MIB: Final = 200  # features of two squares and their gradients in both networks; 122 measured
_READ_EVERY: Final = 10  # steps between readings of the loss from an accelerator, which has to be waited for
_CHECKPOINT: Final = "mazok-own-style-1"


class OwnStyleOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    iterations: int = number("Iterations", 300, low=1, high=2000, step=100)
    style_strength: int = number("Style strength", 50, low=0, high=100, step=10)
    style_scale: int = number("Stroke size", 100, low=FINEST_PERCENT, high=400, unit="%", step=25)
    colors: Literal["style", "luminance", "linear", "histogram"] = choice("Colors", "style")
    seed: int = number("Seed", 0, low=0, high=2**31 - 1, audience="curious")


class _Pupil:
    """Learns, and shows on the person's photo what it can by now."""

    def __init__(self, inputs: Inputs, options: OwnStyleOptions, device: Device) -> None:
        self._photo, self._total = OnePass(inputs, options, device), options.iterations
        small = options.model_copy(update={"side_px": min(options.side_px, _PREVIEW_PX)})
        self._preview = OnePass(inputs, small, device)
        self._lesson = lesson(inputs, options.iterations, options.seed, device.name)
        self._losses = torch.full((options.iterations,), torch.nan, device=device.name)
        # The look belongs to the convolutions that it was learned with.
        self._fingerprint = fingerprint([self._photo.fingerprint.encode(), SHIPPED.sha256.encode()])
        if inputs.checkpoint is not None:
            saved = unpack(inputs.checkpoint, _CHECKPOINT, self._fingerprint, device.name)
            self._losses = saved.tensors["losses"]
            self._lesson.restore(saved)

    def learn(self, report: Report) -> None:
        """To the end, or until the report raises Cancelled."""
        while self._lesson.done < self._total:
            losses = self._lesson.step()
            self._losses[self._lesson.done - 1] = losses[LOSS]
            report(self._progress(losses))

    def painting(self, *, stopped: bool) -> Painting:
        """By the look as it is kept, so that it shows what any photo will get."""
        photo, state = self._photo, self._lesson.learned()
        network = on_device(network_of(state).network, photo.device)
        picture = to_picture(photo.painted(network, _look(network, photo)), photo.inputs.content.alpha, deep=True)
        done = self._lesson.done
        return Painting(picture, done, self._total, stopped, tuple(self._losses[:done].tolist()), state, is_look=True)

    def _progress(self, losses: Losses) -> Progress:
        done = self._lesson.done
        on_the_way = self._losses.is_cuda and done % _READ_EVERY and done < self._total
        loss = None if on_the_way else float(losses[LOSS])
        parts = {name: part for name, part in losses.items() if name != LOSS}
        return Progress(
            done,
            self._total,
            loss,
            self._shown,
            self._checkpoint,
            self._photo.size,
            lambda: {name: float(part) for name, part in parts.items()},
        )

    def _shown(self) -> Picture:
        network, photo = self._lesson.network, self._preview
        return to_picture(photo.painted(network, _look(network, photo)), photo.inputs.content.alpha)

    def _checkpoint(self) -> bytes:
        saved = self._lesson.saved()
        return pack(_CHECKPOINT, self._fingerprint, Saved({**saved.tensors, "losses": self._losses}, saved.values))


def _look(network: TransformNet, photo: OnePass) -> torch.Tensor:
    return network.blend((1.0,), toward(photo.wish.style_strength))


def _memory_mib(size: Size) -> int:
    return max(AT_REST_MIB + _LESSON_MIB, memory_mib(size))


def _paint(inputs: Inputs, options: OwnStyleOptions, report: Report, device: Device) -> Painting:
    pupil, stopped = _Pupil(inputs, options, device), False
    try:
        pupil.learn(report)
    except Cancelled:
        stopped = True
    return pupil.painting(stopped=stopped)


EFFECT: Final = Effect(
    "own_style",
    "My own style",
    1,
    OwnStyleOptions,
    Ladder(lesson_px=WORK_PX),
    _memory_mib,
    _paint,
    leaves_look=True,
    impression=lambda inputs, options: inputs.state is None,
)
