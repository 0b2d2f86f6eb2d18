"""Training a transform network, in small: a random encoder, photos and styles drawn by arithmetic."""

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from PIL import Image
from torch import Tensor

from bot.commands.train.fast_style import command
from engine.errors import BadOptions
from engine.nn.encoders import Architecture, Encoder
from engine.nn.looks import read_network
from engine.nn.transform import Shape
from engine.training.criterion import Criterion, Styles, Weighing
from engine.training.fast_style import FastStyle, Plan, Pupil
from engine.training.galleries import credited, read_gallery
from engine.training.photos import Photos
from engine.training.runner import LOSS, Runner
from tests.engine.pictures import dots, style
from tests.engine.pictures import photo as drawn

TOY = Architecture((8, 8, 8, 8, 8), (1, 1, 1, 1, 1))
PLAN = Plan(("dots", "stripes"), steps=60, side_px=32, batch=2, shape=Shape(4, 1), rate=3e-3)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for folder in ("natural", "styles"):
        (tmp_path / folder).mkdir()
    for index in range(6):
        drawn(64 + 4 * index, 64).image.save(tmp_path / "natural" / f"photo_{index}.jpg")
    dots().image.save(tmp_path / "styles" / "dots.jpg")
    style().image.save(tmp_path / "styles" / "munch_scream_1893.jpg")
    return tmp_path


def training(data: Path, plan: Plan = PLAN) -> FastStyle:
    pictures = read_gallery([data / "styles"]).pictures
    return FastStyle(plan, Pupil(Photos.of(data), pictures), Encoder.random(1, TOY), "cpu")


def distance(found: FastStyle) -> float:
    """From the styles, over the same lessons."""
    found.generator.manual_seed(9)
    return sum(float(found.step()["style"]) for _ in range(4))


def test_training_brings_paintings_nearer_to_their_styles_and_leaves_the_photo_as_it_is(data: Path) -> None:
    before = distance(training(data))
    learned = training(data)
    for _ in range(PLAN.steps):
        learned.step()
    photo = square(1)
    torch.testing.assert_close(learned.average(photo, learned.average.blend([1.0], 0.0)), photo)
    assert distance(learned) < 0.85 * before


@pytest.mark.parametrize("stop_after", [1, 4])
def test_a_run_taken_up_again_ends_with_the_same_weights(data: Path, stop_after: int) -> None:
    plan = Plan(PLAN.names, steps=6, side_px=32, shape=Shape(4, 1))
    straight, broken, resumed = (training(data, plan) for _ in range(3))
    Runner(straight, data / "straight.pt").run(lambda _: None)
    for _ in range(stop_after):
        broken.step()
    Runner(broken, data / "run.pt").save()
    runner = Runner(resumed, data / "run.pt")
    runner.resume()
    runner.run(lambda _: None)
    for name, weight in straight.network.state_dict().items():
        assert torch.equal(weight, resumed.network.state_dict()[name]), name


def test_the_sheet_shows_every_style_and_leaves_the_run_alone(data: Path) -> None:
    learned = training(data)
    before = learned.generator.get_state()
    width, height = learned.look().size
    assert min(width / 6, height) > 100
    assert torch.equal(learned.generator.get_state(), before)


def square(seed: int) -> Tensor:
    return torch.rand(1, 3, 48, 48, generator=torch.Generator().manual_seed(seed))


def losses(painted: Tensor, photo: Tensor, strength: float) -> dict[str, float]:
    encoder = Encoder.random(1, TOY)
    styles = Styles(encoder, [(square(3)[0] * 255).byte()], "cpu").of(torch.tensor([0]))
    found = Criterion(encoder, Weighing())(painted, photo, styles, torch.tensor([strength]))
    return {name: float(loss) for name, loss in found.items()}


def test_the_photo_itself_has_no_content_loss_and_the_style_itself_no_style_loss() -> None:
    photo, style_picture = square(1), (square(3) * 255).byte().float() / 255
    assert losses(photo, photo, 0.5)["content"] == 0
    assert losses(photo, photo, 0.5)["style"] > 0.01
    assert losses(style_picture, photo, 0.5)["style"] < 1e-3


def test_a_strong_painting_may_leave_its_photo_and_a_faint_one_its_style() -> None:
    photo, other = square(1), square(2)
    of_photo, of_other = (
        [losses(picture, photo, strength)[LOSS] for strength in (0.0, 1.0)] for picture in (photo, other)
    )
    assert of_photo[0] < of_other[0]
    assert of_other[1] - of_photo[1] < 0.1 * (of_other[0] - of_photo[0])


def test_credits_come_with_the_pictures(data: Path) -> None:
    gallery = read_gallery([data / "styles"])
    assert [style.credit for style in gallery.styles] == ["Dots", "The Scream (Edvard Munch, 1893)"]
    assert credited("my_cat").title == "My cat"


def test_an_empty_folder_and_a_name_that_comes_twice_are_refused(data: Path) -> None:
    for folders in ([data], [data / "styles", data / "styles"]):
        with pytest.raises(BadOptions):
            read_gallery(folders)


def test_some_photos_are_only_looked_at(data: Path) -> None:
    photos = Photos.of(data)
    assert len(photos.held_out) >= 1
    assert len(photos.paths) + len(photos.held_out) <= 6


def test_the_command_trains_goes_on_and_writes_what_can_be_read(data: Path) -> None:
    out, checkpoint = data / "net.safetensors", data / "run.pt"
    options = ["--data", data, "--steps", 3, "--side", 32, "--width", 4, "--blocks", 1, "--out", out]
    words = [str(word) for word in [*options, "--checkpoint", checkpoint]]
    runner = CliRunner()
    assert runner.invoke(command, [*words, "--minutes", "0"], catch_exceptions=False).exit_code == 0
    assert not out.exists()
    assert runner.invoke(command, [*words, "--resume"], catch_exceptions=False).exit_code == 0
    assert [style.name for style in read_network(out).styles] == ["dots", "scream"]
    with Image.open(data / "run_000003.jpg") as sheet:
        assert sheet.width > 100
    out.unlink()
    assert runner.invoke(command, [*words, "--export"], catch_exceptions=False).exit_code == 0
    assert out.exists()


def test_a_checkpoint_that_is_not_there_is_told_in_one_line(data: Path) -> None:
    words = ["--data", str(data), "--checkpoint", str(data / "none.pt"), "--resume", "--steps", "1"]
    answer = CliRunner().invoke(command, words)
    assert answer.exit_code == 1
    assert "none.pt" in answer.output
