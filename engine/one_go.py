"""What effects share that are done in one go: nothing to resume but whose work it was, one report, the results.

Knows no network.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from torch import Tensor

from engine.checkpoint import Saved, fingerprint, pack, unpack
from engine.device import Device
from engine.effect import Cancelled, Inputs, Painting, Progress, Report
from engine.ladder import Size
from engine.nn.tensors import to_picture
from engine.picture import Picture


class Job(Protocol):
    """A photo to be painted, with what was chosen; `fingerprint` is a hash of all that it depends on."""

    @property
    def inputs(self) -> Inputs: ...

    @property
    def device(self) -> Device: ...

    @property
    def size(self) -> Size: ...

    @property
    def fingerprint(self) -> str: ...


def fingerprint_of(inputs: Inputs, options: str) -> str:
    """A hash of pictures, state and options."""
    pictures = (inputs.content, *inputs.styles)
    every = [band for one in pictures for band in (one.image, one.alpha, *(one.deep or ()))]
    bands = [band for band in every if band is not None]
    sizes, state = repr([(band.mode, band.size) for band in bands]), inputs.state or b""
    return fingerprint([options.encode(), sizes.encode(), state, *(band.tobytes() for band in bands)])


def paint_in_one_go(
    job: Job, kind: str, painted: Callable[[], Sequence[Tensor]], report: Report, *, opaque: bool = False
) -> Painting:
    """The whole work; `kind` names its checkpoints, `painted` gives the result and whatever else there is to choose
    from, (1, 3, H, W) in [0, 1]. `opaque`: what was transparent in the photo is not. Raises BadCheckpoint."""
    inputs = job.inputs
    alpha = None if opaque else inputs.content.alpha
    if inputs.checkpoint is not None:
        unpack(inputs.checkpoint, kind, job.fingerprint, job.device.name)
    image, *others = painted()
    stopped = False

    def finished() -> Picture:
        return to_picture(image, alpha)

    def checkpoint() -> bytes:  # it is begun anew: all there is to know is whose it was
        return pack(kind, job.fingerprint, Saved({}, {}))

    try:
        report(Progress(1, 1, None, finished, checkpoint, job.size))
    except Cancelled:
        stopped = True
    result, *rest = (to_picture(each, alpha, deep=True) for each in (image, *others))
    return Painting(result, 1, 1, stopped, (), others=tuple(rest))
