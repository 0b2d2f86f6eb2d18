"""Training the colorizer, in small: real files, the real encoder, a few steps."""

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from bot.commands.train.colors import command
from engine.errors import BadOptions
from engine.nn.colorizer import read_colorizer
from engine.nn.encoders import load_encoder
from engine.nn.lab import to_lab
from engine.training.colorize import Aim, Colorize, Plan, Pupil
from engine.training.origins import Split
from engine.training.plates import filmed, lesson
from engine.training.runner import LOSS, Runner
from tests.engine.pictures import photo

WIDTHS = (16, 12, 8)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for index in range(40):
        photo(64 + index, 64).image.save(folder / f"photo_{index}.jpg")
    return folder


def training(photos: Path, aim: Aim = "classes", steps: int = 40, opponent: float = 0.0) -> Colorize:
    split = Split.of([photos])
    plan = Plan(aim, steps=steps, side_px=32, batch=4, widths=WIDTHS, rate=4e-3, opponent=opponent)
    return Colorize(plan, Pupil.of(split.learned, split.apart, load_encoder("compact"), None), "cpu")


@pytest.mark.parametrize("aim", ["classes", "l1"])
def test_training_learns_what_color_a_sky_is(photos: Path, aim: Aim) -> None:
    learned = training(photos, aim, steps=100)
    losses = [float(learned.step()[LOSS]) for _ in range(learned.steps)]
    assert sum(losses[-10:]) < 0.75 * sum(losses[:10])


@pytest.mark.parametrize(("aim", "opponent"), [("classes", 0.0), ("l1", 1.0)])
def test_a_run_taken_up_again_ends_with_the_same_bytes(photos: Path, tmp_path: Path, aim: Aim, opponent: float) -> None:
    whole = training(photos, aim, 5, opponent)
    for _ in range(5):
        whole.step()
    broken = Runner(training(photos, aim, 5, opponent), tmp_path / "run.pt")
    for _ in range(2):
        broken.training.step()
    broken.save()
    again = Runner(training(photos, aim, 5, opponent), tmp_path / "run.pt")
    again.resume()
    again.run(lambda _: None)
    assert isinstance(again.training, Colorize)
    for name, weights in whole.average.state_dict().items():
        assert torch.equal(weights, again.training.average.state_dict()[name]), name


def test_another_aim_begins_with_what_was_learned_for_the_first(photos: Path) -> None:
    first, split = training(photos), Split.of([photos])
    first.step()
    plan = Plan("l1", steps=5, side_px=32, batch=4, widths=WIDTHS)
    second = Colorize(plan, Pupil.of(split.learned, split.apart, load_encoder("compact"), first.network), "cpu")
    torch.testing.assert_close(second.network.enter[0].weight, first.network.enter[0].weight)
    assert second.network.say.out_channels == 2
    assert not len(second.network.colors)


def test_what_is_kept_apart_is_kept_apart_in_every_folder(tmp_path: Path) -> None:
    for folder, name in (("large", "a_{}.jpg"), ("small", "b_{}.jpg")):
        (tmp_path / folder).mkdir()
        for number in range(40):
            photo(24, 24).image.save(tmp_path / folder / name.format(number))
    rows = [f"a_{n}.jpg,set/cats/cat.{n}.jpg\n" for n in range(40)]
    (tmp_path / "large_index.csv").write_text("file,source_path\n" + "".join(rows))
    (tmp_path / "small" / "index.csv").write_text("file,origin\n" + "".join(rows).replace("a_", "b_"))
    split = Split.of([tmp_path / "large", tmp_path / "small"])
    apart = [path.name.split("_")[1] for path in split.apart]
    assert sorted(apart[: len(apart) // 2]) == sorted(apart[len(apart) // 2 :])
    assert not {path.name.split("_")[1] for path in split.learned} & set(apart)
    assert len(split.apart) + len(split.learned) == 80


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOptions):
        Split.of([tmp_path])


def test_films_differ_and_colors_do_not(photos: Path) -> None:
    paths = sorted(photos.glob("*.jpg"))
    given = lesson(paths, 8, 32, torch.Generator().manual_seed(1))
    assert given.grey.shape == (8, 1, 32, 32)
    assert given.lab.shape == (8, 3, 32, 32)
    assert 0 <= given.grey.min() <= given.grey.max() <= 1
    one = to_lab(torch.rand((1, 3, 16, 16), generator=torch.Generator().manual_seed(2))).expand(16, -1, -1, -1)
    films = filmed(one, torch.Generator().manual_seed(3))
    assert len({film.numpy().tobytes() for film in films}) > 8


def test_the_command_writes_a_network_that_can_be_read(photos: Path, tmp_path: Path) -> None:
    out, checkpoint = tmp_path / "colors.safetensors", tmp_path / "run" / "colors.pt"
    options = ["--photos", photos, "--steps", 2, "--side", 32, "--batch", 2, "--out", out, "--checkpoint", checkpoint]
    result = CliRunner().invoke(command, [*map(str, options), "--threads", "1"])
    assert result.exit_code == 0, result.output
    assert read_colorizer(out).shape.said > 200
    assert checkpoint.with_name("colors_000002.jpg").exists()
