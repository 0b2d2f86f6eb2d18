"""`mazok train style`: one more style for a network that has learned many. Knows networks and looks; no file.

The convolutions are taken as they are and only a look is learned, beginning from the mean of all looks; on request the
whole network goes on learning, for this style alone. Either way what comes out is a network of one style.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from engine.nn.transform import PHOTO, TransformNet
from engine.training.fast_style import FastStyle, Plan

STRENGTHS: Final = (0.25, 0.5, 0.75, 1.0)  # that a quality card shows


@dataclass(frozen=True, slots=True)
class OwnPlan(Plan):
    """A plan for one style: `whole`, all weights learn, not just its look; `sources`, hashes of picture and teacher."""

    whole: bool = False
    sources: tuple[str, ...] = ()

    @property
    def recent(self) -> float:
        """A short run has come far since it began: the average holds little more than its last fifth."""
        return max(1 / 300, 5 / self.steps)


@torch.no_grad()
def pupil_of(teacher: TransformNet) -> TransformNet:
    """The teacher with one style instead of its many: the mean of them."""
    pupil = TransformNet(1, teacher.shape)
    pupil.convolutions.load_state_dict(teacher.convolutions.state_dict())
    pupil.looks.copy_(torch.stack([teacher.looks[PHOTO], teacher.looks[PHOTO + 1 :].mean(dim=0)]))
    return pupil


@dataclass(frozen=True, slots=True)
class Quality:
    """How near paintings at a strength come to the style and stay to their photos, means; the photo itself: 1 and 0."""

    strength: float
    style: float
    content: float


def qualities(training: FastStyle, strengths: Sequence[float] = STRENGTHS) -> list[Quality]:
    """Judged by the encoder that was trained with, on photos that were not."""
    photos = training.shown
    untouched = [training.judged(photo, photo.cpu())["style"] for photo in photos]
    found = []
    for strength in strengths:
        judged = [training.judged(photo, training.at(photo, 0, strength)) for photo in photos]
        style = [one["style"] / before for one, before in zip(judged, untouched, strict=True)]
        content = [one["content"] for one in judged]
        found.append(Quality(strength, sum(style) / len(style), sum(content) / len(content)))
    return found


def rows_of(training: FastStyle, strengths: Sequence[float] = STRENGTHS) -> list[list[Tensor]]:
    """Each photo and its paintings, for a card."""
    return [[photo.cpu(), *(training.at(photo, 0, strength) for strength in strengths)] for photo in training.shown]
