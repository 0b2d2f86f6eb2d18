"""Everything the engine may raise. Imports no torch, so that a chat can catch it.

EngineError
├── BadPicture      the bytes are no picture that we can paint; `reason` says why
├── BadMask         a picture that should say which part is painted does not; `reason` says why
├── NoDrawing       a drawing is wanted, and the picture has no lines
├── BadOptions      an option is unknown or out of its bounds
├── DoesNotFit      the job needs more memory than the device has
├── BadCheckpoint   unfinished work is damaged or belongs to another job: begin anew
├── BadWeights      a weight file is missing, damaged or of another network
└── Diverged        a training has gone wrong: go back to the checkpoint that it names
"""

from typing import Literal

PictureFault = Literal[
    "empty", "not_a_picture", "truncated", "too_many_bytes", "too_many_pixels", "too_small", "too_narrow"
]
MaskFault = Literal["damaged", "proportions", "nothing", "everything"]


class EngineError(Exception):
    """Something a person or an operator can act on; anything else that leaves the engine is a defect."""


class BadPicture(EngineError):
    """The bytes are no picture that can be painted. `actual` and `limit` share a unit: bytes, pixels or px."""

    def __init__(self, reason: PictureFault, *, actual: int = 0, limit: int = 0) -> None:
        super().__init__(f"{reason}: {actual} against {limit}" if limit else reason)
        self.reason: PictureFault = reason
        self.actual = actual
        self.limit = limit


class BadMask(EngineError):
    """A mask cannot be read, has another shape than the photo, or marks nothing or everything."""

    def __init__(self, reason: MaskFault) -> None:
        super().__init__(reason)
        self.reason: MaskFault = reason


class NoDrawing(EngineError):
    """A picture to be painted from its lines has none: a blank sheet, a flat color."""


class BadOptions(EngineError):
    """An option is unknown or out of its bounds; `option` names the first one at fault."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"{option}: {message}")
        self.option = option


class DoesNotFit(EngineError):
    """The job needs more memory than the device may give."""

    def __init__(self, needed_mib: int, available_mib: int) -> None:
        super().__init__(f"needs {needed_mib} MiB, {available_mib} MiB are available")
        self.needed_mib = needed_mib
        self.available_mib = available_mib


class BadCheckpoint(EngineError):
    """Unfinished or finished work is damaged, of another version, or belongs to another job."""


class BadWeights(EngineError):
    """A weight file is missing, damaged or belongs to another network."""


class Diverged(EngineError):
    """A training has left the road: a number is none any more, or it paints blobs."""
