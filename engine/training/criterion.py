"""What a transform network is trained by: the loss of `gatys`, for a batch of photos in styles of their own.

Knows textures and strengths; no network that paints.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from engine.nn.encoders import Encoder
from engine.nn.losses import Texture, total_variation, wide
from engine.nn.statistics import STATISTICS, over_layers
from engine.training.runner import LOSS, Losses


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the parts of the loss count."""

    statistic: str = "strokes"
    layers: tuple[float, ...] = (4.0, 4.0, 4.0, 4.0, 1.0)  # led by the shallow ones, a network paints dots
    content: float = 0.2
    smoothness: float = 0.05
    decades: float = 5.0  # between the content's weight at strength 0 and at 100, as in `gatys`


WEIGHING: Final = Weighing()


class Styles:
    """The textures of all styles, by layer: means (S, C) and Gram matrices (S, C, C)."""

    def __init__(self, encoder: Encoder, pictures: Sequence[Tensor], device: str) -> None:
        with torch.no_grad():
            found = [
                {name: Texture.of(map_) for name, map_ in encoder(picture[None].float().to(device) / 255).items()}
                for picture in pictures
            ]
        self._textures = {
            name: Texture(torch.cat([one[name].mean for one in found]), torch.cat([one[name].gram for one in found]))
            for name in found[0]
        }

    def of(self, numbers: Tensor) -> dict[str, Texture]:
        """Those of some styles, in this order."""
        return {name: Texture(all_.mean[numbers], all_.gram[numbers]) for name, all_ in self._textures.items()}


@dataclass(frozen=True, slots=True)
class Criterion:
    """The loss of a painted batch; every picture has a strength of its own."""

    encoder: Encoder
    weighing: Weighing

    def __call__(self, painted: Tensor, photo: Tensor, styles: dict[str, Texture], strength: Tensor) -> Losses:
        features = self.encoder(painted)
        layer = self.encoder.content_layer
        with torch.no_grad():
            wanted = self.encoder(photo, (layer,))[layer]
        content = self._content(features[layer], wanted)
        style = over_layers(STATISTICS[self.weighing.statistic], self.weighing.layers, features, styles)
        lean = 10.0 ** ((0.5 - strength) * self.weighing.decades)
        # Divided by what the content weighs, else a faint style would pull a hundred times as hard as a strong one.
        each = (style + self.weighing.content * lean * content) / lean.clamp(min=1)
        smooth = total_variation(painted)
        beyond = (painted - painted.clamp(0, 1)).square().mean()
        loss = each.mean() + self.weighing.smoothness * smooth + 10 * beyond
        return {LOSS: loss, "style": style.mean(), "content": content.mean(), "smoothness": smooth}

    def _content(self, found: Tensor, wanted: Tensor) -> Tensor:
        found, wanted = wide(found), wide(wanted)
        variance = wanted.var(dim=(1, 2, 3))
        return (found - wanted).square().mean(dim=(1, 2, 3)) / variance.clamp(min=1e-3)
