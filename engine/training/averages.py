"""The mean of a network's weights over its last steps: it paints better than any of them. Knows no training."""

import torch
from torch import nn


@torch.no_grad()
def remember(average: nn.Module, now: nn.Module, share: float) -> None:
    """Move the average so far toward the network as it is now; what it counts and measures as well."""
    for mean, latest in zip(average.state_dict().values(), now.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(latest, share)
        else:
            mean.copy_(latest)
