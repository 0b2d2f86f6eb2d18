"""`mazok paint`, as a person at a terminal meets it: real effects, small pictures."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from bot.__main__ import cli
from bot.commands.paint import command
from bot.commands.paint.flags import HEADINGS
from engine.catalogue import effects
from engine.house import house_styles
from engine.picture import Picture, check, encode, read_metadata
from tests.engine.picture_files import corners, zip_of

ROOT = Path(__file__).parents[1]
SMALL = ("--side-px", "64", "--iterations", "2")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(encode(Picture(corners(96, 72)), "JPEG"))
    return path


def paint(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["paint", *map(str, arguments)])


def test_a_photo_is_painted_in_a_style_of_the_house(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "painting.png"
    result = paint(photo, house_styles()[0].name, "-o", out, *SMALL, "--seed", "5")
    assert result.exit_code == 0, result.output
    header = check(out.read_bytes())
    assert (header.format, header.width, header.height) == ("PNG", 64, 48)
    assert "2 iterations" in result.stderr


def test_the_parameters_lie_in_the_file(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "painting.jpg"
    assert paint(photo, photo, "-o", out, *SMALL, "--colors", "luminance", "-q").exit_code == 0
    written = read_metadata(out.read_bytes())
    assert (written["photo"], written["styles"], written["done"]) == ("photo.jpg", ["photo.jpg"], 2)
    options = written["options"]
    assert isinstance(options, dict)
    assert (options["side_px"], options["iterations"], options["colors"]) == (64, 2, "luminance")
    assert written["effect"] in effects()


def test_variants_are_written_beside_the_painting(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "colors.png"
    result = paint(photo, "-o", out, "--effect", "colorize", "--side-px", "64", "--variants", "3")
    assert result.exit_code == 0, result.output
    written = [out, tmp_path / "colors_2.png", tmp_path / "colors_3.png"]
    assert len({path.read_bytes() for path in written}) == 3
    assert all(str(path) in result.stderr.replace("\n", "") for path in written)
    assert not (tmp_path / "colors_4.png").exists()


def test_the_same_command_gives_the_same_file(photo: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    for out in (first, second):
        assert paint(photo, photo, "-o", out, *SMALL, "-q", "--device", "cpu").exit_code == 0
    assert first.read_bytes() == second.read_bytes()


def test_every_option_of_every_effect_is_a_flag() -> None:
    told = CliRunner().invoke(cli, ["paint", "--help"]).output
    for effect in effects().values():
        for spec in effect.specs():
            assert f"--{spec.name.replace('_', '-')}" in told
            assert spec.title.split()[0] in told


def test_lists_and_words_are_flags_too(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "painting.png"
    result = paint(photo, photo, "night", "-o", out, *SMALL, "--style-weights", "60,40", "--statistic", "gram", "-q")
    assert result.exit_code == 0, result.output
    options = read_metadata(out.read_bytes())["options"]
    assert isinstance(options, dict)
    assert (options["style_weights"], options["statistic"]) == ([60, 40], "gram")


def test_no_flag_is_declared_twice() -> None:
    context = click.Context(command)
    flags = [flag for param in command.get_params(context) for flag in (*param.opts, *param.secondary_opts)]
    assert len(flags) == len(set(flags))


def test_flags_stand_under_the_heading_of_those_whom_they_are_for() -> None:
    told = CliRunner().invoke(cli, ["paint", "--help"]).output
    places = [told.index(f"\n{heading}:\n") for heading in ("Options", *HEADINGS.values())]
    assert places == sorted(places)
    for effect in effects().values():
        for spec in effect.specs():
            assert told.index(f"\n{HEADINGS[spec.audience]}:\n") < told.index(f"\n  --{spec.name.replace('_', '-')} ")


def test_quiet_says_nothing(photo: Path, tmp_path: Path) -> None:
    result = paint(photo, photo, "-o", tmp_path / "out.webp", *SMALL, "--quiet")
    assert (result.exit_code, result.output) == (0, "")


WRONG: dict[str, tuple[Callable[[Path], list[str]], str]] = {
    "no such photo": (lambda _: ["nowhere.jpg", "night", "-o", "out.png"], "cannot read nowhere.jpg"),
    "no such style": (lambda photo: [str(photo), "impresionism", "-o", "out.png"], "neither a file nor a style"),
    "no style": (lambda photo: [str(photo), "-o", "out.png", "--effect", "gatys"], "takes 1 to 4 STYLE, not 0"),
    "more styles than any takes": (
        lambda photo: [str(photo), *["night"] * 5, "-o", "out.png"],
        "no effect takes 5 styles: name one STYLE",
    ),
    "nothing to preview": (
        lambda photo: [str(photo), "-o", "out.png", "--effect", "fast_style", "--style-preview", "s.png"],
        "there is no STYLE",
    ),
    "strange extension": (lambda photo: [str(photo), "night", "-o", "out.doc"], "cannot write .doc"),
    "too many styles": (lambda photo: [str(photo), *["night"] * 5, "-o", "out.png"], "takes 5 styles"),
    "numbers that are none": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--style-weights", "half"],
        "'half': write whole numbers",
    ),
    "too many numbers": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--style-weights", "1,2,3,4,5"],
        "5 numbers, 4 at most",
    ),
    "a word that is none": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--colors", "loud"],
        "'loud' is not one of",
    ),
    "16 bits in a JPEG": (
        lambda photo: [str(photo), "night", "-o", "out.jpg", "--depth", "16"],
        ".jpg holds 8 bits a channel: use one of .png, .tif, .tiff for 16",
    ),
    "a film that is none": (lambda photo: [str(photo), "night", "-o", "out.png", "--film", "out.gif"], "is an .mp4"),
    "no folder for a film": (lambda photo: [str(photo), "night", "-o", "out.png", "--film", "no/a.mp4"], "no folder"),
    "a comparison in no format": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--before-after", "both.txt"],
        "cannot write .txt",
    ),
    "a black mask": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--mask", str(photo.with_suffix(".black.png"))],
        "the mask is black everywhere",
    ),
    "a mask of another shape": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--mask", str(photo.with_suffix(".square.png"))],
        "other proportions",
    ),
    "more masks than styles": (
        lambda photo: [str(photo), "night", "-o", "out.png", *["--mask", str(photo)] * 2],
        "2 --mask for 1 STYLE",
    ),
    "more style masks than styles": (
        lambda photo: [str(photo), "night", "-o", "out.png", *["--style-mask", str(photo)] * 2],
        "2 --style-mask for 1 STYLE",
    ),
    "a start that is no picture": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--start-picture", str(photo.with_suffix(".zip"))],
        "not a picture",
    ),
    "no such folder": (lambda photo: [str(photo), "night", "-o", "no/such/out.png"], "there is no folder"),
    "no such effect": (lambda photo: [str(photo), "night", "-o", "out.png", "--effect", "magic"], "no effect magic"),
    "zip for a photo": (lambda photo: [str(photo.with_suffix(".zip")), "night", "-o", "out.png"], "not a picture"),
    "no such device": (lambda photo: [str(photo), "night", "-o", "out.png", "--device", "tpu:9"], "tpu"),
    "iterations out of range": (
        lambda photo: [str(photo), "night", "-o", "out.png", "--iterations", "0"],
        "--iterations",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_bad_input_is_told_in_one_line(fault: str, photo: Path) -> None:
    photo.with_suffix(".zip").write_bytes(zip_of("photo.jpg", b"no"))
    photo.with_suffix(".black.png").write_bytes(encode(Picture(Image.new("RGB", (96, 72)))))
    photo.with_suffix(".square.png").write_bytes(encode(Picture(corners(64, 64))))
    arguments, message = WRONG[fault]
    result = paint(*arguments(photo))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert len([line for line in result.stderr.splitlines() if "sage" not in line and "Try" not in line and line]) == 1


def test_ctrl_c_keeps_what_is_painted_so_far(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "painting.png"
    screen, terminal = pty.openpty()
    arguments = ["paint", str(photo), str(photo), "-o", str(out), "--side-px", "64", "--iterations", "2000"]
    program = subprocess.Popen([sys.executable, "-m", "bot", *arguments], stderr=terminal, cwd=ROOT)
    os.close(terminal)
    seen = b""
    while b"loss 0" not in seen and b"loss 1" not in seen and program.poll() is None:
        seen += os.read(screen, 4096)
    program.send_signal(signal.SIGINT)
    while program.poll() is None:
        try:
            seen += os.read(screen, 4096)
        except OSError:  # the other end of a terminal closes so
            program.wait(60)
    os.close(screen)
    written = read_metadata(out.read_bytes())
    assert program.returncode == 130
    assert written["stopped"] is True
    assert 0 < int(str(written["done"])) < 2000
