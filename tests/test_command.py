"""The `mazok` command on a host that only chats: no torch, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None  # as if the extra `engine` had not been installed
from bot.__main__ import main
sys.argv = ["mazok", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(
    "arguments", [["worker"], ["paint", "photo.jpg", "night", "-o", "out.png"]], ids=lambda a: a[0]
)
def test_what_needs_the_engine_says_so(arguments: list[str], tmp_path: Path) -> None:
    """One line that names what to install, and exit code 2."""
    place = {"MAZOK_DATA": str(tmp_path / "var"), "MAZOK_KEY_FILE": str(tmp_path / "key"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **place},
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "mazok[engine]" in done.stderr
    assert "Traceback" not in done.stderr


SETTINGS = """
import os, sys
from bot.__main__ import main
sys.argv = ["mazok", "settings"]
try:
    main()
finally:
    print(os.environ.get("MAZOK_PHOTOS"))
"""


@pytest.mark.parametrize(("folder", "code"), [("photos", 0), ("nowhere", 2)])
def test_the_engine_hears_of_the_photos_that_dot_env_names(tmp_path: Path, folder: str, code: int) -> None:
    """One that is not there is named in one line instead."""
    (tmp_path / "photos").mkdir()
    (tmp_path / ".env").write_text(f"MAZOK_PHOTOS={tmp_path / folder}")
    place = {"MAZOK_DATA": str(tmp_path / "var"), "MAZOK_KEY_FILE": str(tmp_path / "key"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SETTINGS],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **place},
        timeout=60,
        check=False,
    )
    assert done.returncode == code
    assert folder in (done.stderr if code else done.stdout.splitlines()[-1])
    assert "Traceback" not in done.stderr
