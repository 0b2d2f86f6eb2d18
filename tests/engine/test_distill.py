"""Distillation in small: real phases, real files, toy networks as teachers, pictures drawn by arithmetic."""

from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from PIL import Image
from torch import Tensor

from bot.commands.train import command
from engine.nn.encoders import STYLE_LAYERS, Architecture, Encoder, read_encoder
from engine.nn.schedule import one_cycle
from engine.training.distill import Distillation, Plan, read_teachers
from engine.training.gradients import Task, Teachers, gradient_error, pull
from engine.training.phases import StagePhase
from engine.training.pictures import HELD_OUT_STYLES, Library, batch
from engine.training.runner import Runner
from engine.training.stages import stage_loss
from engine.training.teachers import COMPRESSED, compressed_vgg, scale_to_unit_deviation

TOY = Architecture((4, 4, 6, 6, 6), (1, 1, 1, 1, 1))


def waves(seed: int, side_px: int = 140) -> Tensor:
    """A colored interference pattern, (3, side, side) uint8: something with edges and hues, different for each seed."""
    generator = torch.Generator().manual_seed(seed)
    y, x = torch.meshgrid(torch.arange(side_px), torch.arange(side_px), indexing="ij")
    angle, speed = torch.rand(3, generator=generator) * 6, 0.1 + torch.rand(3, generator=generator) * 0.4
    phase = speed[:, None, None] * (x * angle.cos()[:, None, None] + y * angle.sin()[:, None, None])
    return (127.5 + 127.5 * phase.sin()).byte()


@pytest.fixture
def library() -> Library:
    return Library([waves(i) for i in range(4)], [waves(i) for i in range(10, 13)], [waves(20)])


@pytest.fixture
def teachers() -> Teachers:
    return Teachers(Encoder.random(1, Architecture((8, 8, 8), (1, 1, 1))), Encoder.random(2, TOY))


def test_a_stage_phase_brings_the_student_closer_to_its_teacher(library: Library, teachers: Teachers) -> None:
    generator = torch.Generator().manual_seed(0)
    student = Encoder.random(3, TOY).requires_grad_(True)
    pictures = batch(library, 4, torch.Generator().manual_seed(9))
    before = float(stage_loss(student, teachers.compressed, pictures, own_input=False).detach())
    phase = StagePhase(student, teachers, library, generator)
    for step in range(12):
        phase.step(step / 12)
    after = float(stage_loss(student, teachers.compressed, pictures, own_input=False).detach())
    assert after < 0.8 * before


def test_a_student_that_is_its_teacher_pulls_as_its_teacher() -> None:
    """Known answer: with the same network on both sides the gradients are equal, and their error is zero."""
    network = Encoder.random(2, TOY)
    canvas, style = (torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(i)) for i in range(2))
    task = Task(canvas, style, STYLE_LAYERS, torch.rand(2, 10))
    assert gradient_error(pull(network, task), Teachers(network, network).gradient(task)) < 1e-5


def test_gradients_that_point_away_are_worse_than_those_that_are_only_too_long() -> None:
    wanted = torch.randn(2, 3, 16, 16, generator=torch.Generator().manual_seed(0))
    assert gradient_error(wanted, wanted) < 1e-5
    assert gradient_error(2 * wanted, wanted) < 0.1
    assert gradient_error(-wanted, wanted) == pytest.approx(2.0)


def test_a_picture_that_is_the_style_is_pulled_nowhere() -> None:
    network = Encoder.random(2, TOY)
    style = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    canvas = style.flip(3)
    weights = torch.ones(1, 2)
    near = pull(network, Task(style, style, ("relu3_1",), weights), differentiable=False)
    far = pull(network, Task(canvas, style, ("relu3_1",), weights), differentiable=False)
    assert float(near.abs().max()) < 1e-6 < float(far.abs().max())


@pytest.mark.parametrize("stop_after", [2, 3, 5])
def test_a_run_taken_up_again_ends_with_the_same_weights(
    tmp_path: Path, library: Library, teachers: Teachers, stop_after: int
) -> None:
    plan = Plan(stage_steps=3, gradient_steps=3, seed=4, architecture=TOY)
    straight = Distillation(plan, library, teachers)
    broken = Distillation(plan, library, teachers)
    for _ in range(plan.steps):
        straight.step()
    for _ in range(stop_after):
        broken.step()
    Runner(broken, tmp_path / "checkpoint.pt").save()
    resumed = Distillation(plan, library, teachers)
    runner = Runner(resumed, tmp_path / "checkpoint.pt")
    runner.resume()
    runner.run(lambda _: None)
    for name, weight in straight.student.state_dict().items():
        assert torch.equal(weight, resumed.student.state_dict()[name]), name


def test_the_rate_rises_then_falls() -> None:
    rates = [one_cycle(step / 100, 1.0) for step in range(101)]
    assert max(rates) == rates[10] == pytest.approx(1.0)
    assert rates[0] < 0.05
    assert rates[-1] < 0.01


def test_scaling_to_unit_deviation_leaves_the_network_the_same() -> None:
    pictures = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    encoder, scaled = Encoder.random(7, TOY), Encoder.random(7, TOY)
    scale_to_unit_deviation(scaled, pictures)
    for name in STYLE_LAYERS:
        wanted, found = encoder(pictures)[name], scaled(pictures)[name]
        alive = wanted.std(dim=(0, 2, 3)) > 1e-3 * wanted.std(dim=(0, 2, 3)).max()
        torch.testing.assert_close(found.std(dim=(0, 2, 3))[alive], torch.ones(int(alive.sum())), rtol=1e-3, atol=1e-3)
        factor = found.amax(dim=(0, 2, 3)) / wanted.amax(dim=(0, 2, 3)).clamp_min(1e-9)
        torch.testing.assert_close(wanted * factor[:, None, None], found, rtol=1e-3, atol=1e-4)


def write_teachers(folder: Path) -> dict[str, Tensor]:
    """Files of random weights in the formats of the teachers; gives those of the compressed one."""
    generator = torch.Generator().manual_seed(0)

    def layer(width: int, before: int, side: int) -> tuple[Tensor, Tensor]:
        scale = (2 / (before * side * side)) ** 0.5
        weight = torch.randn(width, before, side, side, generator=generator) * scale
        return weight, torch.randn(width, generator=generator) * 0.1

    compressed = dict(zip(("conv0.weight", "conv0.bias"), layer(3, 3, 1), strict=True))
    before = 3
    for name in COMPRESSED.layers():
        width = COMPRESSED.widths[int(name[4]) - 1]
        old = f"conv{name[4]}{name[6]}"
        compressed[f"{old}.weight"], compressed[f"{old}.bias"] = layer(width, before, 3)
        before = width
    folder.mkdir(parents=True)
    torch.save({"E5": compressed}, folder / "vgg19_16x_distilled_wct_fp16.pth")
    widths = (3, 64, 64, 128, 128, 256, 256, 256, 256)
    vgg: dict[str, Tensor] = {}
    for key, first, width in zip((0, 2, 5, 7, 10, 12, 14, 16), widths, widths[1:], strict=False):
        vgg[f"{key}.weight"], vgg[f"{key}.bias"] = layer(width, first, 3)
    torch.save(vgg, folder / "vgg19_conv1_1_to_conv3_4_fp16.pth")
    return compressed


def test_the_teachers_first_convolution_can_be_folded_away(tmp_path: Path) -> None:
    weights = write_teachers(tmp_path / "weights")
    picture = torch.rand(1, 3, 32, 40, generator=torch.Generator().manual_seed(1))
    x = torch.nn.functional.conv2d(picture, weights["conv0.weight"], weights["conv0.bias"])
    x = torch.nn.functional.pad(x, (1, 1, 1, 1), mode="reflect")
    wanted = torch.relu(torch.nn.functional.conv2d(x, weights["conv11.weight"], weights["conv11.bias"]))
    torch.testing.assert_close(compressed_vgg(tmp_path / "weights")(picture, ("relu1_1",))["relu1_1"], wanted)


def write_data(folder: Path) -> None:
    """A data folder of the shape that training reads, with random teachers."""
    for kind, count in (("natural", 6), ("styles", 2)):
        (folder / kind).mkdir(parents=True)
        for index in range(count):
            pixels = waves(index, 200).permute(1, 2, 0).contiguous().numpy()
            Image.fromarray(pixels, "RGB").save(folder / kind / f"picture_{index}.jpg")
    write_teachers(folder / "weights")


def test_the_benchmarks_styles_are_never_trained_on(tmp_path: Path) -> None:
    write_data(tmp_path)
    with_held_out = len(Library.read(tmp_path).paintings)
    (tmp_path / "styles" / "picture_0.jpg").rename(tmp_path / "styles" / f"{HELD_OUT_STYLES[0]}_1889.jpg")
    assert len(Library.read(tmp_path).paintings) == with_held_out // 2


def test_teachers_are_read_from_a_folder_with_features_of_unit_deviation(tmp_path: Path) -> None:
    write_data(tmp_path)
    library = Library.read(tmp_path)
    features = read_teachers(tmp_path / "weights", library).features(library.held_out[0][None].float() / 255)
    assert tuple(features) == STYLE_LAYERS
    assert 0.3 < float(features["relu4_1"].std()) < 3


def test_the_command_trains_writes_the_encoder_and_goes_on_where_it_was(tmp_path: Path) -> None:
    write_data(tmp_path)
    options = ["distill", "--data", str(tmp_path), "--out", str(tmp_path / "out.safetensors")]
    options += ["--checkpoint", str(tmp_path / "run.pt"), "--stage-steps", "1", "--gradient-steps", "0"]
    assert CliRunner().invoke(command, options, catch_exceptions=False).exit_code == 0
    first = read_encoder(tmp_path / "out.safetensors").state_dict()
    assert CliRunner().invoke(command, [*options, "--resume"], catch_exceptions=False).exit_code == 0
    again = read_encoder(tmp_path / "out.safetensors").state_dict()
    assert all(torch.equal(first[name], again[name]) for name in first)
