"""The palette of the colorizer: what is in it, how a color is spread over it, how a choice becomes a color."""

import pytest
import torch
from torch import Tensor

from engine.nn.palette import STEP, annealed_mean, colors, spread, taste


def logits(*liked: tuple[int, float]) -> Tensor:
    """Of one place: how much each color of the palette is liked."""
    said = torch.full((1, len(colors()), 1, 1), -20.0)
    for number, value in liked:
        said[0, number] = value
    return said


def number_of(a: float, b: float) -> int:
    return int((colors() - torch.tensor([a, b])).norm(dim=1).argmin())


def test_it_holds_the_squares_that_srgb_reaches() -> None:
    assert (colors() % STEP == 0).all()
    assert len(colors().unique(dim=0)) == len(colors())  # type: ignore[no-untyped-call]  # torch ships it untyped
    for a, b in ((0, 0), (80, 70), (-90, 80), (80, -110)):  # grey, red, green, blue
        assert (colors() == torch.tensor([a, b])).all(dim=1).any()
    assert not (colors() == torch.tensor([-90, -110])).all(dim=1).any()


def test_a_color_is_spread_over_its_five_nearest() -> None:
    nearest, shares = spread(torch.tensor([12.0, -7.0]).view(1, 2, 1, 1))
    assert nearest.shape == shares.shape == (1, 5, 1, 1)
    torch.testing.assert_close(shares.sum(dim=1), torch.ones(1, 1, 1))
    away = (colors()[nearest.flatten()] - torch.tensor([12.0, -7.0])).norm(dim=1)
    others = (colors() - torch.tensor([12.0, -7.0])).norm(dim=1).sort().values
    torch.testing.assert_close(away, others[:5])
    assert shares.flatten().argmax() == 0


@pytest.mark.parametrize(("a", "b"), [(30.0, 40.0), (-20.0, 10.0), (3.0, -41.0)])
def test_a_color_that_was_spread_comes_back(a: float, b: float) -> None:
    nearest, shares = spread(torch.tensor([a, b]).view(1, 2, 1, 1))
    said = torch.full((1, len(colors()), 1, 1), -50.0).scatter(1, nearest, shares.log())
    found = annealed_mean(said, colors(), temperature=1.0).flatten()
    torch.testing.assert_close(found, torch.tensor([a, b]), atol=3.0, rtol=0)  # a square is 10 wide


def test_the_colder_the_nearer_to_what_is_most_likely() -> None:
    red, green = number_of(60, 40), number_of(-60, 40)
    said = logits((red, 1.0), (green, 0.0))
    warm, cold = (annealed_mean(said, colors(), temperature).flatten()[0] for temperature in (1.0, 0.1))
    assert 0 < warm < 40
    assert cold == pytest.approx(60, abs=0.1)


def test_taste_decides_where_there_is_doubt_and_nowhere_else() -> None:
    red, blue = number_of(50, 30), number_of(0, -50)
    doubt, sure = logits((red, 0.0), (blue, 0.3)), logits((red, 15.0), (blue, 0.3))
    reddish = taste(colors(), 0.5, 5.0)
    assert annealed_mean(doubt, colors()).flatten()[1] < 0
    assert annealed_mean(doubt + reddish, colors()).flatten()[0] > 40
    bluish = taste(colors(), -torch.pi / 2, 5.0)
    torch.testing.assert_close(annealed_mean(sure + bluish, colors()), annealed_mean(sure, colors()), atol=1.0, rtol=0)
