"""Training for any style in small: the real trainer, real files, a toy encoder, pictures drawn by arithmetic."""

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from PIL import Image
from torch import Tensor

from bot.commands.train import command
from engine.errors import BadOptions, Diverged
from engine.nn.adaptive import Shape, read_decoder
from engine.nn.encoders import Architecture, Encoder
from engine.training.any_style import AnyStyle, Plan, write
from engine.training.photos import Photos
from engine.training.pictures import HELD_OUT_STYLES
from engine.training.runner import LOSS, Runner
from engine.training.variety import Variety

TOY = Architecture((4, 4, 6, 6, 6), (1, 1, 1, 1, 1))
SMALL = Shape((4, 6, 6, 8), (1, 1, 1, 1), 16, TOY.widths)
PLAN = Plan(40, ((32, 3), (48, 1)), 48, SMALL)


def waves(seed: int, side_px: int = 200) -> Image.Image:
    """A colored interference pattern: edges and hues, different for each seed."""
    generator = torch.Generator().manual_seed(seed)
    y, x = torch.meshgrid(torch.arange(side_px), torch.arange(side_px), indexing="ij")
    angle, speed = torch.rand(3, generator=generator) * 6, 0.1 + torch.rand(3, generator=generator) * 0.4
    phase = speed[:, None, None] * (x * angle.cos()[:, None, None] + y * angle.sin()[:, None, None])
    return Image.fromarray((127.5 + 127.5 * phase.sin()).byte().permute(1, 2, 0).numpy())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder: photos, and paintings of which one is held out."""
    for name, count in (("natural", 6), ("styles", 3)):
        (tmp_path / name).mkdir()
        for seed in range(count):
            waves(10 * count + seed).save(tmp_path / name / f"{seed}.jpg")
    waves(99).save(tmp_path / "styles" / f"{HELD_OUT_STYLES[0]}.jpg")
    return tmp_path


@pytest.fixture
def variety(data: Path) -> Variety:
    return Variety.of((data / "styles",), Photos.of(data), shown=2)


def training(variety: Variety, plan: Plan = PLAN) -> AnyStyle:
    return AnyStyle(plan, variety, Encoder.random(1, TOY), "cpu")


def weights(learned: AnyStyle) -> Tensor:
    return torch.cat([weight.flatten() for weight in learned.average.parameters()])


def test_it_learns(variety: Variety) -> None:
    learner = training(variety)
    losses = [float(learner.step()[LOSS]) for _ in range(PLAN.steps)]
    assert sum(losses[-10:]) < 0.9 * sum(losses[:10])


@pytest.mark.parametrize("stop_after", [1, 4])
def test_a_run_taken_up_again_ends_with_the_same_weights(variety: Variety, tmp_path: Path, stop_after: int) -> None:
    plan = Plan(6, PLAN.lessons, PLAN.style_px, SMALL)
    whole = training(variety, plan)
    for _ in range(plan.steps):
        whole.step()
    first = training(variety, plan)
    for _ in range(stop_after):
        first.step()
    Runner(first, tmp_path / "run.pt").save()
    second = training(variety, plan)
    Runner(second, tmp_path / "run.pt").resume()
    for _ in range(stop_after, plan.steps):
        second.step()
    assert torch.equal(weights(whole), weights(second))


def test_two_seeds_are_two_runs(variety: Variety) -> None:
    one, other = training(variety), training(variety, Plan(40, PLAN.lessons, PLAN.style_px, SMALL, seed=1))
    assert not torch.equal(weights(one), weights(other))


def test_what_is_kept_follows_what_is_learned(variety: Variety) -> None:
    learner = training(variety)
    before = weights(learner).clone()
    learner.step()
    assert not torch.equal(weights(learner), before)


def test_a_look_shows_every_style_with_what_becomes_of_a_photo(variety: Variety) -> None:
    sheet = training(variety).look()
    assert sheet.width > sheet.height  # two styles beside each other, five pictures for each


def test_a_network_that_paints_one_color_is_stopped(variety: Variety) -> None:
    learner = training(variety)
    with torch.no_grad():
        for parameter in learner.average.parameters():
            parameter.zero_()
    with pytest.raises(Diverged, match="one color"):
        learner.look()


def test_held_out_styles_are_not_seen(data: Path) -> None:
    everything = Variety.of((data / "styles",), Photos.of(data))
    assert len(everything.paintings) == 9  # three paintings at three sizes, the fourth is held out
    for path in (data / "styles").glob("[0-9].jpg"):
        path.unlink()
    with pytest.raises(BadOptions):
        Variety.of((data / "styles",), Photos.of(data))


def test_no_style_comes_twice(variety: Variety) -> None:
    generator = torch.Generator().manual_seed(0)
    squares = torch.stack([variety.style(40, generator) for _ in range(30)])
    assert squares.shape == (30, 3, 40, 40)
    assert float(squares.min()) >= 0
    assert float(squares.max()) <= 1
    distances = torch.cdist(squares.flatten(1), squares.flatten(1)) + 99 * torch.eye(30)
    assert float(distances.min()) > 0.5


def test_the_file_says_what_made_it(variety: Variety, tmp_path: Path) -> None:
    learner = training(variety)
    learner.step()
    write(learner, tmp_path / "any.safetensors")
    assert read_decoder(tmp_path / "any.safetensors").shape == SMALL


def test_the_command_trains_and_exports(data: Path, tmp_path: Path) -> None:
    """Two steps on squares of the real size: what a person types, from folder to file."""
    where = ["--data", str(data), "--styles", str(data / "styles"), "--checkpoint", str(tmp_path / "run.pt")]
    plan = ["--steps", "2", "--threads", "1", "--out", str(tmp_path / "any.safetensors")]
    assert CliRunner().invoke(command, ["any-style", *where, *plan]).exit_code == 0
    trained = read_decoder(tmp_path / "any.safetensors").state_dict()
    (tmp_path / "any.safetensors").unlink()
    told = CliRunner().invoke(command, ["any-style", *where, *plan, "--export"])
    assert told.exit_code == 0, told.output
    exported = read_decoder(tmp_path / "any.safetensors").state_dict()
    assert all(torch.equal(exported[name], tensor) for name, tensor in trained.items())
