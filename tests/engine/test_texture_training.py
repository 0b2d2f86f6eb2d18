"""A texture learned at a terminal, for as long as one likes."""

from copy import deepcopy
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner, Result
from PIL import Image
from safetensors import safe_open

from bot.commands.train import texture
from engine.nn.encoders import load_encoder
from engine.nn.generator import Generator
from engine.nn.generators import read_generator
from engine.nn.tensors import to_bytes, to_tensor
from engine.training.texture import Eyes, Texture, TexturePlan
from tests.engine.pictures import dots, photo, style


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "styles").mkdir()
    for name, picture in (("dots", dots(256)), ("stripes", style(256)), ("photo", photo(256, 220))):
        picture.image.save(tmp_path / "styles" / f"{name}.png")
    return tmp_path


def learns(folder: Path, out: str, *more: str) -> Result:
    words = [folder / "styles" / "dots.png", "--steps", 8, "--side", 32, "--paint", 100, "--seen", 128]
    words += ["--out", folder / out, "--checkpoint", folder / "run.pt", *more]
    return CliRunner().invoke(texture.command, [str(word) for word in words])


def same(one: Path, other: Path) -> bool:
    return all(map(torch.equal, *(read_generator(path).state_dict().values() for path in (one, other))))


def test_a_generator_is_written_with_its_origin_a_card_and_a_texture(folder: Path) -> None:
    said = learns(folder, "dots.safetensors")
    assert said.exit_code == 0, said.output
    with safe_open(folder / "dots.safetensors", "pt") as file:
        origin = file.metadata()
    assert (origin["made_by"], origin["steps"], origin["side_px"]) == ("mazok train texture", "8", "32")
    with Image.open(folder / "dots.png") as painted, Image.open(folder / "dots.jpg") as card:
        assert painted.size == (100, 100)
        assert card.width > 800
    assert (folder / "run_000008.jpg").exists()


def test_a_run_taken_up_again_ends_with_the_same_weights(folder: Path) -> None:
    assert learns(folder, "straight.safetensors").exit_code == 0
    paused = learns(folder, "again.safetensors", "--minutes", "0")
    assert "paused at step 0" in paused.output
    assert learns(folder, "again.safetensors", "--resume").exit_code == 0
    assert same(folder / "straight.safetensors", folder / "again.safetensors")


def test_it_may_begin_with_another_generator(folder: Path) -> None:
    assert learns(folder, "first.safetensors").exit_code == 0
    assert learns(folder, "second.safetensors", "--start", str(folder / "first.safetensors")).exit_code == 0
    assert not same(folder / "first.safetensors", folder / "second.safetensors")


def test_another_plan_does_not_take_up_the_checkpoint(folder: Path) -> None:
    assert learns(folder, "one.safetensors").exit_code == 0
    said = learns(folder, "one.safetensors", "--seed", "1", "--resume")
    assert (said.exit_code, "another plan" in said.output) == (1, True)


def test_half_a_run_taken_up_again_learns_the_same() -> None:
    eyes = Eyes(load_encoder("compact"), load_encoder("compact", "circular"))
    plan = TexturePlan(("dots",), steps=6, side_px=32)
    picture = to_bytes(to_tensor(dots(), (64, 64)))[0]
    straight, again = (Texture(plan, picture, Generator(), eyes) for _ in range(2))
    for _ in range(3):
        straight.step()
    again.restore(deepcopy(straight.state()))
    for training in (straight, again):
        for _ in range(3):
            training.step()
    assert all(map(torch.equal, straight.generator.parameters(), again.generator.parameters()))
