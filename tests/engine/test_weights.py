"""Weight files are fetched once, whole and right, whatever the network does."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine.download import Patience
from engine.errors import BadWeights
from engine.nn.encoders import COMPACT
from engine.weights import Weights, found
from tests.engine.file_server import Answer, FileServer, serving

CONTENT = bytes(range(256)) * 4096  # 1 MiB
HASTY = Patience(silence_s=0.2, pauses_s=(0.0, 0.0))
ROOT = Path(__file__).parent.parent.parent


def toy(server: FileServer, sha256: str = hashlib.sha256(CONTENT).hexdigest()) -> Weights:
    return Weights("toy", "toy.bin", sha256, "free", "a test", len(CONTENT) / 2**20, server.url)


def test_a_file_is_fetched_once(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        for _ in range(2):
            assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT
        assert server.starts == [0]
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_comes_with_the_package_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    assert found(COMPACT, tmp_path).name == COMPACT.file
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_of_the_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadWeights, match=r"compact\.safetensors is damaged"):
        found(replace(COMPACT, sha256="0" * 64), tmp_path)


def test_broken_connections_are_resumed_where_they_broke(tmp_path: Path) -> None:
    breaks = [Answer(breaks_after=300_000)] * 3
    with serving(CONTENT, *breaks) as server:
        assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT
        assert server.starts == [0, 300_000, 600_000, 900_000]


def test_what_an_earlier_process_left_is_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "toy.bin.part").write_bytes(CONTENT[:1000])
    with serving(CONTENT) as server:
        assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT
        assert server.starts == [1000]


def test_a_part_that_is_whole_already_only_needs_its_name(tmp_path: Path) -> None:
    """The process was killed between the last byte and the name."""
    (tmp_path / "toy.bin.part").write_bytes(CONTENT)
    with serving(CONTENT) as server:
        assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT


def test_a_server_that_cannot_resume_sends_all(tmp_path: Path) -> None:
    with serving(CONTENT, Answer(breaks_after=1000), Answer(ignores_range=True)) as server:
        assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT


def test_a_server_that_never_gets_further_is_given_up(tmp_path: Path) -> None:
    stuck = [Answer(breaks_after=size, ignores_range=True) for size in (1000, 500, 900, 1000)]
    with serving(CONTENT, *stuck) as server, pytest.raises(BadWeights, match="ended after 1000 of 1048576 bytes"):
        found(toy(server), tmp_path, patience=Patience(0.2, (0.0, 0.0, 0.0)))


def test_the_rest_of_another_file_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "toy.bin.part").write_bytes(b"another file")
    with serving(CONTENT) as server:
        assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT
        assert server.starts == [12, 0]


def test_wrong_bytes_never_get_the_file_s_name(tmp_path: Path) -> None:
    """Asked for twice, for the first time may have been an accident."""
    with serving(CONTENT[::-1]) as server:
        with pytest.raises(BadWeights, match="SHA-256"):
            found(toy(server), tmp_path, patience=HASTY)
        assert server.starts == [0, 0]
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]


def test_wrong_bytes_once_are_an_accident(tmp_path: Path) -> None:
    with serving(CONTENT, Answer(other=b"<html>log in to the hotel's network</html>")) as server:
        assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT


def test_a_damaged_file_is_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "toy.bin").write_bytes(CONTENT[:-1])
    with serving(CONTENT) as server:
        assert toy(server).state(tmp_path) == "damaged"
        found(toy(server), tmp_path, patience=HASTY)
        assert toy(server).state(tmp_path) == "present"


def test_the_beginning_of_a_hash_is_enough(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        found(toy(server, hashlib.sha256(CONTENT).hexdigest()[:8]), tmp_path, patience=HASTY)


def test_a_file_that_is_not_there_is_asked_for_once(tmp_path: Path) -> None:
    with serving(CONTENT, Answer(status=404)) as server:
        with pytest.raises(BadWeights, match="HTTP 404"):
            found(toy(server), tmp_path, patience=HASTY)
        assert server.starts == [0]


@pytest.mark.parametrize("answer", [Answer(status=503), Answer(status=429), Answer(hangs=True)], ids=str)
def test_a_server_that_has_no_time_is_asked_again(tmp_path: Path, answer: Answer) -> None:
    with serving(CONTENT, answer, answer) as server:
        assert found(toy(server), tmp_path, patience=HASTY).read_bytes() == CONTENT
        assert len(server.starts) == 3


def test_without_a_network_the_message_says_what_to_do(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        pass  # its port is closed now
    with pytest.raises(BadWeights) as told:
        found(toy(server), tmp_path, patience=HASTY)
    for word in ("toy", server.url, str(tmp_path / "toy.bin"), "refused"):
        assert word in str(told.value)


def test_a_file_put_by_hand_is_taken(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        (tmp_path / "toy.bin").write_bytes(CONTENT)
        assert found(toy(server), tmp_path).read_bytes() == CONTENT
        assert not server.starts


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with serving(CONTENT) as server, pytest.raises(BadWeights, match="cannot be read or written"):
        found(toy(server), tmp_path / "file", patience=HASTY)


def test_progress_rises_to_the_whole(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    with serving(CONTENT, Answer(breaks_after=300_000)) as server:
        found(toy(server), tmp_path, lambda done, total: seen.append((done, total)), HASTY)
    assert seen == sorted(seen)
    assert seen[-1] == (len(CONTENT), len(CONTENT))


def test_two_processes_that_want_it_at_once_fetch_it_once(tmp_path: Path) -> None:
    """In the folder that the environment names."""
    program = (
        "import sys; from engine.weights import Weights, found;"
        "print(found(Weights('toy', 'toy.bin', sys.argv[2], 'free', 'a test', 1.0, sys.argv[1])))"
    )
    with serving(CONTENT, Answer(breaks_after=1000)) as server:
        command = [sys.executable, "-c", program, server.url, hashlib.sha256(CONTENT).hexdigest()]
        place = {**os.environ, "MAZOK_WEIGHTS": str(tmp_path), "PYTHONPATH": str(ROOT)}
        both = [subprocess.Popen(command, env=place, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        assert {process.communicate(timeout=60)[0].strip() for process in both} == {str(tmp_path / "toy.bin")}
        assert server.starts == [0, 1000]
    assert (tmp_path / "toy.bin").read_bytes() == CONTENT
