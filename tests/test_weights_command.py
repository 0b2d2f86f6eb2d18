"""`mazok weights`, as the owner meets it at a terminal."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.commands.weights import command, fetched
from engine.catalogue import weights
from engine.weights import Weights
from tests.engine.file_server import Answer, serving

ROOT = Path(__file__).parents[1]


def types(folder: Path, *words: str) -> Result:
    return CliRunner(env={"MAZOK_WEIGHTS": str(folder)}).invoke(command, words)


def row(result: Result, name: str) -> str:
    return next(line for line in result.output.splitlines() if line.startswith(name))


def test_every_declared_file_is_listed_with_its_licence(tmp_path: Path) -> None:
    listed = types(tmp_path)
    assert listed.exit_code == 0
    for one in weights():
        assert one.licence in row(listed, one.name)
        assert ("missing" if one.url else "present") in row(listed, one.name)


def test_a_damaged_file_is_told_and_makes_the_command_fail(tmp_path: Path) -> None:
    one = next(one for one in weights() if one.url)
    (tmp_path / one.file).write_bytes(b"half of it")
    listed = types(tmp_path)
    assert listed.exit_code == 1
    assert "damaged" in row(listed, one.name)


def test_what_is_there_is_not_fetched(tmp_path: Path) -> None:
    one = next(one for one in weights() if not one.url)
    done = types(tmp_path, "fetch", one.name)
    assert done.exit_code == 0
    assert Path(done.stdout.strip()).name == one.file


def test_weights_that_nobody_declares_are_refused(tmp_path: Path) -> None:
    done = types(tmp_path, "fetch", "vgg-1900")
    assert done.exit_code == 2
    for one in weights():
        assert one.name in done.output


def test_a_file_is_fetched_or_it_is_said_why_not(tmp_path: Path) -> None:
    content = b"weights" * 1000
    with serving(content, Answer(status=404)) as server:
        toy = Weights("toy", "toy.bin", hashlib.sha256(content).hexdigest(), "free", "a test", 0.1, server.url)
        with pytest.raises(click.ClickException, match="HTTP 404"):
            fetched(toy, tmp_path)
        assert fetched(toy, tmp_path).read_bytes() == content


@pytest.mark.parametrize(
    ("variables", "folder"),
    [({"MAZOK_DATA": "here"}, "here/weights"), ({"MAZOK_DATA": "here", "MAZOK_WEIGHTS": "there"}, "there")],
    ids=["data", "weights"],
)
def test_the_settings_choose_the_folder_for_the_engine_too(
    tmp_path: Path, variables: dict[str, str], folder: str
) -> None:
    """From `.env`, which only the application reads."""
    (tmp_path / ".env").write_text("\n".join(f"{name}={value}" for name, value in variables.items()))
    program = """
import sys
from bot import __main__ as mazok
sys.argv = ["mazok", "--version"]
try:
    mazok.main()
except SystemExit:
    from engine.weights import fetched
    print(fetched())
"""
    place = {name: value for name, value in os.environ.items() if not name.startswith("MAZOK_")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**place, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stdout.splitlines()[-1] == folder


def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "weights"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MAZOK_PORT": "harbour"},
        check=False,
    )
    assert done.returncode == 2
    assert "MAZOK_PORT=harbour" in done.stderr
    assert "Traceback" not in done.stderr
