"""What a network paints when its training has gone wrong: no numbers, one color, blobs. Knows no network."""

from collections.abc import Sequence
from typing import Final

from torch import Tensor
from torch.nn import functional as F

from engine.errors import Diverged

_FLAT: Final = 0.01  # deviation of a picture that is one color
_CELL_PX: Final = 8  # a blob is seen in cells of this size
_FAR: Final = 8.0  # deviations from what the rest was changed by; at most 5.4 in 13 healthy networks and looks
_LEAST: Final = 0.02  # deviation that is taken for granted: a faint painting changes nearly nothing
_SPOTS: Final = 0.03  # of all cells: more of them are a pattern, not blobs
_TOO_MANY: Final = 0.25  # of all paintings


def check(paintings: Sequence[Tensor], photos: Sequence[Tensor]) -> None:
    """Raises Diverged, which says how, when over a quarter of the paintings (1, 3, H, W) is at fault."""
    found = [fault(painted, photo) for painted, photo in zip(paintings, photos, strict=True)]
    faults = [one for one in found if one]
    if len(faults) > _TOO_MANY * len(found):
        raise Diverged(f"{len(faults)} of {len(found)} paintings are at fault: {max(set(faults), key=faults.count)}")


def fault(painted: Tensor, photo: Tensor) -> str:
    """What is wrong with a painting, in a few words; nothing where all is well."""
    if not bool(painted.isfinite().all()):
        return "they hold what is no number"
    if float(painted.std()) < _FLAT < float(photo.std()):
        return "they are of one color"
    return "there are blobs on them" if has_blobs(painted, photo) else ""


def has_blobs(painted: Tensor, photo: Tensor) -> bool:
    """Whether a few small spots were changed far more than all else: what instance normalization hides energy in."""
    change = F.avg_pool2d(painted - photo, _CELL_PX).flatten(start_dim=2)[0]  # (3, cells)
    middle = change.median(dim=1, keepdim=True).values
    away = (change - middle).abs()
    usual = 1.4826 * away.median(dim=1, keepdim=True).values + _LEAST  # the deviation, if it were Gaussian
    spots = ((away / usual).amax(dim=0) > _FAR).float().mean()
    return 0 < float(spots) < _SPOTS
