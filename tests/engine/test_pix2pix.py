"""Training from pairs and without, in small: the same bytes after a pause, and pictures that come nearer."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from PIL import Image, ImageOps
from torch import Tensor

from bot.commands.train.cyclegan import command as cyclegan
from bot.commands.train.pix2pix import command as pix2pix
from engine.errors import BadOptions
from engine.nn.gan import Gan, critic_loss, taken_for
from engine.nn.patchgan import CriticShape
from engine.nn.translator import read_unet
from engine.nn.unet import UNetShape
from engine.training.cyclegan import CycleGan, CyclePlan
from engine.training.given import MAKING
from engine.training.pairs import Pairs, alone, made_of, of_two_folders, side_by_side
from engine.training.pix2pix import Pix2Pix, Plan
from engine.training.pool import Pool
from engine.training.runner import LOSS, Runner, Training
from tests.engine.pictures import dots, style
from tests.engine.pictures import photo as drawn

PAINTER, CRITIC = UNetShape(width=4, levels=3), CriticShape(6, 4, 1)
PLAN = Plan(PAINTER, CRITIC, steps=60, sides=(24, 32), batch=2, rate=2e-3)
CYCLE = CyclePlan(UNetShape(width=4, levels=3, norm="instance"), CriticShape(3, 4, 1, "instance"), 6, 24, pool=3)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for folder in ("photos", "negatives", "beside", "dots"):
        (tmp_path / folder).mkdir()
    for index in range(5):
        photo = drawn(64 + 4 * index, 64).image
        negative = ImageOps.invert(photo)
        both = Image.new("RGB", (2 * photo.width, photo.height))
        both.paste(negative, (0, 0))
        both.paste(photo, (photo.width, 0))
        photo.save(tmp_path / "photos" / f"{index}.png")
        negative.save(tmp_path / "negatives" / f"{index}.png")
        both.save(tmp_path / "beside" / f"{index}.png")
    dots().image.save(tmp_path / "dots" / "dots.png")
    style().image.save(tmp_path / "dots" / "style.png")
    return tmp_path


def training(data: Path, plan: Plan = PLAN) -> Pix2Pix:
    return Pix2Pix(plan, of_two_folders(data / "negatives", data / "photos", 1), "cpu")


def cycle(data: Path, plan: CyclePlan = CYCLE) -> CycleGan:
    return CycleGan(plan, alone(data / "photos", 1), alone(data / "dots", 1), "cpu")


def broken(plan_of: object, data: Path, stop_after: int) -> tuple[Training, Training]:
    """A run in one piece, and one that was taken up again."""
    straight, first, resumed = (plan_of(data) for _ in range(3))  # type: ignore[operator]
    Runner(straight, data / "straight.pt").run(lambda _: None)
    for _ in range(stop_after):
        first.step()
    Runner(first, data / "run.pt").save()
    runner = Runner(resumed, data / "run.pt")
    runner.resume()
    runner.run(lambda _: None)
    return straight, resumed


def same(first: object, second: object) -> bool:
    """Whether two states are equal to the last bit."""
    if isinstance(first, Tensor) and isinstance(second, Tensor):
        return torch.equal(first, second)
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[name], second[name]) for name in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    return first == second


@pytest.mark.parametrize("gan", ["vanilla", "lsgan"])
def test_a_pix2pix_run_taken_up_again_ends_with_the_same_bytes(data: Path, gan: Gan) -> None:
    plan = Plan(PAINTER, CRITIC, steps=6, sides=(16, 24), batch=2, gan=gan)
    straight, resumed = broken(lambda where: training(where, plan), data, 4)
    assert same(straight.state(), resumed.state())


def test_a_cyclegan_run_taken_up_again_ends_with_the_same_bytes(data: Path) -> None:
    straight, resumed = broken(cycle, data, 4)
    assert same(straight.state(), resumed.state())
    assert len(straight.state()["pools"][0]) == CYCLE.pool


def test_paintings_come_nearer_to_the_truth(data: Path) -> None:
    learned = training(data)
    first = sum(float(learned.step()["l1"]) for _ in range(5))
    for _ in range(PLAN.steps - 10):
        learned.step()
    assert sum(float(learned.step()["l1"]) for _ in range(5)) < 0.6 * first


def test_pictures_that_go_there_and_back_come_back_better(data: Path) -> None:
    learned = cycle(data, replace(CYCLE, steps=60, rate=2e-3))
    losses = [float(learned.step()["cycle"]) for _ in range(30)]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])


def test_features_of_an_encoder_may_count_too(data: Path) -> None:
    losses = training(data, Plan(PAINTER, CRITIC, 4, (32,), 1, features=10.0)).step()
    assert float(losses[LOSS]) == pytest.approx(
        float(losses["gan"] + 100 * losses["l1"] + 10 * losses["features"]), rel=1e-4
    )


@pytest.mark.parametrize("kind", ["vanilla", "lsgan"])
def test_a_critic_that_is_right_loses_less_than_one_that_is_wrong(kind: Gan) -> None:
    real, painted = torch.ones(2, 1, 3, 3), torch.zeros(2, 1, 3, 3)
    assert critic_loss(real, painted, kind) < critic_loss(painted, real, kind)
    assert taken_for(real, True, "lsgan") == 0


def ways(data: Path) -> list[Pairs]:
    return [side_by_side(data / "beside", 1), of_two_folders(data / "negatives", data / "photos", 1)]


def test_pairs_lie_side_by_side_or_in_two_folders(data: Path) -> None:
    for pairs in ways(data):
        given, wanted = pairs.pair(32, torch.Generator().manual_seed(1))
        assert given.shape == wanted.shape == (3, 32, 32)
        assert float((given + wanted - 1).abs().mean()) < 0.02  # cut and mirrored alike
        assert (len(pairs.learned), len(pairs.held_out)) == (4, 1)


@pytest.mark.parametrize("name", MAKING)
def test_inputs_are_made_of_photos(data: Path, name: str) -> None:
    pairs = made_of([data / "dots"], MAKING[name], 1)
    for given, wanted in (pairs.pair(32, torch.Generator().manual_seed(1)), pairs.shown(32)[0]):
        assert given.shape == (pairs.channels[0], 32, 32)
        assert wanted.shape == (3, 32, 32)
        assert 0 <= float(given.min()) <= float(given.max()) <= 1


def test_colors_are_told_where_they_are_wanted(data: Path) -> None:
    pairs = made_of([data / "photos"], MAKING["edges"], 1, colored=True)
    [(given, wanted)] = pairs.shown(32)
    torch.testing.assert_close(given[1:].mean((1, 2)), wanted.mean((1, 2)), atol=0.05, rtol=0)


def test_pairs_without_partners_and_pictures_that_are_too_small_are_refused(data: Path) -> None:
    (data / "photos" / "0.png").unlink()
    with pytest.raises(BadOptions):
        of_two_folders(data / "negatives", data / "photos", 1)
    with pytest.raises(BadOptions):
        side_by_side(data / "beside", 1).pair(500, torch.Generator())


def test_a_pool_shows_earlier_paintings_too() -> None:
    pool = Pool(2, torch.Generator().manual_seed(0))
    shown = [float(pool.exchanged(torch.full((1, 1, 1, 1), float(number)))) for number in range(40)]
    assert shown[:2] == [0, 1]
    assert 5 < sum(number != one for number, one in enumerate(shown)) < 38
    assert len(pool.kept) == 2


def test_the_commands_train_pause_go_on_and_export(data: Path) -> None:
    small = ["--width", "4", "--levels", "3", "--critic-width", "4", "--held-out", "1", "--side", "24"]
    out, point = str(data / "net.safetensors"), str(data / "point.pt")
    pairs = ["--photos", str(data / "photos"), "--make", "grey", "--out", out, "--checkpoint", point, *small]
    assert CliRunner().invoke(pix2pix, [*pairs, "--steps", "2"], catch_exceptions=False).exit_code == 0
    assert read_unet(Path(out))[0].shape.channels_in == 1
    assert "mazok train pix2pix" in Path(out).with_suffix(".md").read_text()
    assert CliRunner().invoke(pix2pix, [*pairs, "--steps", "2", "--export"]).exit_code == 0
    assert CliRunner().invoke(pix2pix, [*pairs, "--steps", "9", "--resume"]).exit_code == 1  # another plan
    assert CliRunner().invoke(pix2pix, small).exit_code == 2  # pairs of which kind?
    kinds = ["--a", str(data / "photos"), "--b", str(data / "dots"), "--steps", "2", *small]
    files = ["--out", str(data / "there.safetensors"), "--out-back", str(data / "back.safetensors")]
    place = ["--checkpoint", str(data / "cycle.pt")]
    assert CliRunner().invoke(cyclegan, [*kinds, *files, *place], catch_exceptions=False).exit_code == 0
    assert read_unet(data / "back.safetensors")[0].shape.norm == "instance"
