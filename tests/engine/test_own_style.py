"""A picture becomes a style: by its look alone or by a whole network, as a person at a terminal does it."""

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner, Result
from PIL import Image

from bot.commands.train import adopt
from bot.commands.train import style as command
from engine.errors import BadOptions, BadWeights
from engine.nn.looks import Style, read_network, read_styles, save_network
from engine.nn.shelf import SHIPPED, learned, named_after, network_at, shelf
from engine.nn.transform import PHOTO, Shape, TransformNet
from engine.training.own_style import pupil_of
from tests.engine.pictures import dots
from tests.engine.pictures import photo as drawn
from tests.engine.test_imported import checkpoint

SLIM = Shape(4, 1)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing lands among the weights of whoever runs the tests."""
    monkeypatch.setenv("MAZOK_WEIGHTS", str(tmp_path / "weights"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Photos, a picture of dots, and a network of two styles to begin with."""
    (tmp_path / "natural").mkdir()
    for index in range(6):
        drawn(64 + 4 * index, 64).image.save(tmp_path / "natural" / f"photo_{index}.jpg")
    dots().image.save(tmp_path / "My dots.png")
    network = TransformNet(2, SLIM, torch.Generator().manual_seed(0))
    save_network(network, [Style("a", "A"), Style("b", "B")], tmp_path / "teacher.safetensors", {})
    return tmp_path


def learns(data: Path, *more: str) -> Result:
    words = [data / "My dots.png", "--data", data, "--teacher", data / "teacher.safetensors", "--steps", 12]
    words += ["--side", 32, "--checkpoint", data / "run.pt", *more]
    return CliRunner().invoke(command.command, [str(word) for word in words])


def test_a_look_is_learned_and_found_by_fast_painting_with_a_card_beside_it(data: Path) -> None:
    said = learns(data, "--painter", "Alice", "--year", "2026")
    assert said.exit_code == 0, said.output
    place = shelf()["my_dots"]
    assert place.style.credit == "My dots (Alice, 2026)"
    assert place.path == learned("my_dots")
    with Image.open(learned("my_dots").with_suffix(".jpg")) as card:
        assert card.width > 600
    teacher, own = read_network(data / "teacher.safetensors").network, network_at(place.path).network
    for name, weight in teacher.convolutions.state_dict().items():
        assert torch.equal(weight, own.convolutions.state_dict()[name]), name
    assert torch.equal(own.looks[PHOTO], teacher.looks[PHOTO])
    assert not torch.allclose(own.looks[1], pupil_of(teacher).looks[1], atol=1e-2)


def test_on_request_the_whole_network_learns(data: Path) -> None:
    assert learns(data, "--network").exit_code == 0
    teacher, own = (read_network(path).network for path in (data / "teacher.safetensors", learned("my_dots")))
    assert not torch.equal(teacher.convolutions["first"].weight, own.convolutions["first"].weight)  # type: ignore[arg-type]


def test_a_run_taken_up_again_ends_with_the_same_weights(data: Path) -> None:
    assert learns(data, "--out", str(data / "straight.safetensors")).exit_code == 0
    paused = learns(data, "--minutes", "0", "--out", str(data / "again.safetensors"))
    assert "paused at step 0" in paused.output
    assert learns(data, "--resume", "--out", str(data / "again.safetensors")).exit_code == 0
    straight, again = (read_network(data / f"{name}.safetensors").network for name in ("straight", "again"))
    assert all(map(torch.equal, straight.state_dict().values(), again.state_dict().values()))


def test_the_pupil_begins_with_the_mean_of_all_looks() -> None:
    teacher = TransformNet(3, SLIM, torch.Generator().manual_seed(0)).requires_grad_(False)
    teacher.looks[1:] = torch.arange(3.0)[:, None]
    pupil = pupil_of(teacher)
    assert torch.equal(pupil.looks[1], torch.ones_like(pupil.looks[1]))
    assert torch.equal(pupil.looks[PHOTO], teacher.looks[PHOTO])


def test_a_network_of_others_is_adopted(data: Path) -> None:
    torch.save(checkpoint(), data / "Candy.pth")
    said = CliRunner().invoke(adopt.command, [str(data / "Candy.pth"), "--title", "Candy canes"])
    assert said.exit_code == 0, said.output
    assert shelf()["candy"].style.title == "Candy canes"
    assert network_at(shelf()["candy"].path).network.shape == Shape(4, 5, bounded=False)


def test_a_name_that_is_taken_is_refused_before_the_work(data: Path) -> None:
    taken = read_styles(SHIPPED.path())[0].name
    with pytest.raises(BadOptions, match=taken):
        learned(taken)
    torch.save(checkpoint(), data / f"{taken}.pth")
    said = CliRunner().invoke(adopt.command, [str(data / f"{taken}.pth")])
    assert (said.exit_code, "already" in said.output) == (1, True)


def test_two_files_with_a_style_of_one_name_are_told(data: Path) -> None:
    network = TransformNet(1, SLIM, torch.Generator().manual_seed(0))
    for name in ("one", "two"):
        save_network(network, [Style("same", "Same")], learned(name), {})
    with pytest.raises(BadWeights, match="same"):
        shelf()


@pytest.mark.parametrize(
    ("file", "name"),
    [("Mein Garten.JPG", "mein_garten"), ("Café — nuit.png", "cafe_nuit"), ("кот.png", "style"), ("a" * 40, "a" * 16)],
)
def test_a_style_is_named_after_its_file(file: str, name: str) -> None:
    assert named_after(Path(file)) == name
