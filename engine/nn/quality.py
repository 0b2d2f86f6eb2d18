"""Our own objective: content, style and smoothness as relative distances. Knows no network."""

from dataclasses import dataclass

from torch import Tensor

from engine.nn.losses import Texture, total_variation
from engine.nn.statistics import Statistic


@dataclass(frozen=True, slots=True)
class Quality:
    """The formula of the `quality` preset; `layers` weighs the style layers, from relu1_1 down, and may be shorter."""

    content_weight: float
    statistic: Statistic
    smoothness: float
    layers: tuple[float, ...]

    def style(self, found: Texture, wanted: Texture) -> Tensor:
        return self.statistic(found, wanted)

    def content(self, error: Tensor, variance: Tensor) -> Tensor:
        """Relative to the variance of the photo's features: a flat photo and a busy one need the same weight."""
        return self.content_weight * error / variance.clamp(min=1e-12)

    def pixels(self, image: Tensor) -> Tensor:
        return self.smoothness * total_variation(image)

    def pulled(self, features: Tensor, weight: float) -> Tensor:
        return features
