"""Distillation, first phase: every stage of the student learns its own piece of the teacher. Knows no file.

All stages learn at once, each from the *teacher's* features before it to the teacher's features after it, so that
none waits for another; later half of each batch runs through the student's own features, to get used to their faults.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.encoders import STYLE_LAYERS, Encoder

OWN_INPUT_FROM = 0.4  # of the steps


def stage_loss(student: Encoder, teacher: Encoder, pictures: Tensor, own_input: bool) -> Tensor:
    """Squared error of all stages, in units of the teacher's variance; the outermost ring is not judged.

    The student pads its features with zeros, the teacher reflects them: at the border they cannot agree.
    """
    with torch.no_grad():
        wanted = teacher(pictures)
    loss = torch.zeros(())
    own = fed = pictures
    half = len(pictures) // 2
    for name in STYLE_LAYERS:
        entry = torch.cat([own[:half], fed[half:]]) if own_input else fed
        found = student.stage(name, entry)
        loss = loss + F.mse_loss(found[..., 1:-1, 1:-1], wanted[name][..., 1:-1, 1:-1])
        own, fed = found.detach(), wanted[name]
    return loss
