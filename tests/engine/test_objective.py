"""The objective: what it wants of a picture, where, and that windows of it add up."""

import pytest
import torch
from torch import Tensor

from engine.nn.encoders import load_encoder
from engine.nn.objective import Objective, Target, textures_of
from engine.nn.quality import Quality
from engine.nn.statistics import STATISTICS
from engine.nn.windows import Window, features_of

LAYERS = (1.0,) * 5


def noise(seed: int, height: int = 64, width: int = 96) -> Tensor:
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed))


def quality(content: float = 0.2, smoothness: float = 0.0, layers: tuple[float, ...] = LAYERS) -> Quality:
    return Quality(content, STATISTICS["strokes"], smoothness, layers)


def objective(photo: Tensor, *, formula: Quality | None = None, mask: Tensor | None = None) -> Objective:
    encoder, formula = load_encoder("compact"), formula or quality()
    textures = textures_of(encoder, formula, [(noise(2), None, 1.0)])
    target = Target(textures) if mask is None else Target.within(mask, textures, 1.0)
    return Objective.of(encoder, formula, photo, [target])


def test_the_photo_has_no_content_to_lose() -> None:
    goal = objective(noise(1))
    assert goal.parts(noise(1))["content"] == 0
    assert goal.parts(noise(3))["content"] > 0


def test_the_style_has_no_style_to_gain() -> None:
    goal = objective(noise(1))
    assert goal.style_loss(goal.found(features_of(goal.encoder, noise(2), goal.names))) == pytest.approx(0, abs=1e-4)


def test_a_photo_of_one_color_gives_a_finite_loss() -> None:
    assert torch.isfinite(objective(torch.full((1, 3, 64, 96), 0.5))(noise(1)))


def test_parts_add_up_to_the_loss() -> None:
    goal = objective(noise(1), formula=quality(smoothness=0.1))
    assert sum(goal.parts(noise(3)).values()) == pytest.approx(float(goal(noise(3))), rel=1e-5)


def test_without_content_weight_no_content_is_computed() -> None:
    goal = objective(noise(1), formula=quality(content=0, layers=(1.0,)))
    assert goal.names == ("relu1_1",)
    assert torch.isfinite(goal(noise(3)))


def test_outside_its_mask_a_style_asks_for_nothing() -> None:
    """The gradient far from the mask is that of the content alone, which the photo itself does not have."""
    photo = noise(1, 64, 256)
    mask = torch.zeros(1, 1, 64, 256)
    mask[..., :64] = 1
    _, gradient = objective(photo, mask=mask).gradient(photo)
    assert gradient[..., :64].abs().max() > 0
    assert gradient[..., 160:].abs().max() == 0


def test_textures_and_contents_of_windows_add_up() -> None:
    """Of one and the same feature maps; odd sizes, a soft mask; 1e-4, for sums in fp32."""
    photo, image = noise(1, 75, 101), noise(3, 75, 101)
    goal = objective(photo, mask=noise(4, 75, 101)[:, :1])
    features = features_of(goal.encoder, image, goal.names)
    windows = [Window(0, 0, 32, 101), Window(32, 0, 75, 48), Window(32, 48, 75, 101)]
    parts = [{name: window.of(map_, photo.shape) for name, map_ in features.items()} for window in windows]
    found = [goal.found(part, window) for part, window in zip(parts, windows, strict=True)]
    whole = goal.style_loss(goal.found(features))
    torch.testing.assert_close(goal.style_loss(found[0] + found[1] + found[2]), whole, rtol=1e-4, atol=1e-6)
    contents = [goal.content_loss(part, window) for part, window in zip(parts, windows, strict=True)]
    torch.testing.assert_close(sum(contents), goal.content_loss(features), rtol=1e-4, atol=1e-7)


def test_styles_blend_by_their_weights() -> None:
    encoder, formula = load_encoder("compact"), quality()
    one, other = (textures_of(encoder, formula, [(noise(seed), None, 1.0)]) for seed in (1, 2))
    both = textures_of(encoder, formula, [(noise(1), None, 3.0), (noise(2), None, 1.0)])
    for name in both:
        torch.testing.assert_close(both[name].gram, 0.75 * one[name].gram + 0.25 * other[name].gram)


def test_a_masked_style_is_the_part_that_counts() -> None:
    """The left half of a picture in two halves, nearly: relu1_1 sees one pixel beyond the edge."""
    encoder, formula = load_encoder("compact"), quality(layers=(1.0,))
    halves = torch.cat([noise(1, 64, 64), noise(2, 64, 64) * 0.3], dim=3)
    mask = torch.zeros(1, 1, 64, 128)
    mask[..., :64] = 1
    left = noise(1, 64, 64)
    masked, whole, alone = (
        textures_of(encoder, formula, [style])["relu1_1"].mean
        for style in ((halves, mask, 1.0), (halves, None, 1.0), (left, None, 1.0))
    )
    assert (masked - alone).norm() < 0.1 * (whole - alone).norm()
