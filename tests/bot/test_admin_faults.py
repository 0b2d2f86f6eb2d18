"""`mazok admin` where something is wrong: a line says what, nothing is half done."""

import sqlite3
from pathlib import Path

import pytest

from bot.prices import BUILT_IN
from bot.settings import Misconfigured, Settings
from storage.people import Person
from tests.bot.test_admin import Owner
from tests.faults.studio import Studio, settings_in


@pytest.fixture
def owner(tmp_path: Path, database_url: str) -> Owner:
    return Owner(tmp_path, database_url)


@pytest.mark.parametrize("words", [("people",), ("login",)], ids=str)
def test_in_a_wrong_folder_no_database_is_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Who looks into an empty one would believe that everybody is gone."""
    lost = Owner(tmp_path, f"sqlite:///{tmp_path / 'elsewhere' / 'mazok.db'}")
    refused = lost.types(*words).exception
    assert isinstance(refused, Misconfigured)
    assert "elsewhere/mazok.db: it is not there" in str(refused)
    assert not (tmp_path / "elsewhere").exists()


def test_a_database_of_a_newer_mazok_is_left_alone(owner: Owner, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "mazok.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    refused = owner.types("people").exception
    assert isinstance(refused, Misconfigured)
    assert "a newer Mazok has written it" in str(refused)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://owner:secret@host/mazok", "not with mysql://"),
        ("nonsense", "URL"),
        ("postgresql://owner:secret@127.0.0.1:1/mazok", "mazok at 127.0.0.1: connection failed"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(tmp_path: Path, url: str, why: str) -> None:
    refused = Owner(tmp_path, url).types("people").exception
    assert isinstance(refused, Misconfigured)
    assert why in str(refused)
    assert "secret" not in str(refused)


def test_a_key_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = settings_in(tmp_path, "").model_copy(update={"key_file": tmp_path / "file" / "key"})
    with pytest.raises(Misconfigured, match="MAZOK_KEY_FILE="):
        assert settings.key


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    settings: Settings = settings_in(tmp_path, "")
    with pytest.raises(Misconfigured, match="MAZOK_DATA="):
        settings.make_folder()


def test_a_file_that_cannot_be_written_is_named_and_none_is_left_half(owner: Owner, tmp_path: Path) -> None:
    nowhere = owner.types("journal", "-o", str(tmp_path / "nowhere" / "journal.csv"))
    assert (nowhere.exit_code, "No such file" in nowhere.output) == (1, True)
    kept = tmp_path / "journal.csv"
    kept.write_text("of last month")
    assert owner.types("journal", "--person", "web:nobody", "-o", str(kept)).exit_code == 1
    assert owner.types("journal", "--since", "2026-12-01", "--until", "2026-11-01", "-o", str(kept)).exit_code == 2
    assert kept.read_text() == "of last month"
    assert owner.types("journal", "-o", str(kept)).exit_code == 0
    assert kept.read_text().startswith("seq")
    assert not list(tmp_path.glob(".*draft"))


def test_a_month_that_has_not_begun_has_no_report(owner: Owner) -> None:
    refused = owner.types("report", "9999-12")
    assert (refused.exit_code, "has not begun" in refused.output) == (2, True)


def test_a_negative_amount_is_no_option(owner: Owner) -> None:
    refused = owner.types("grant", "web:alice", "hd_iteration", "-5")
    assert (refused.exit_code, "-5 is not in the range" in refused.output) == (2, True)
    assert owner.types("people", "--limit", "-1").exit_code == 2


def test_a_wrong_price_is_named_by_its_place(owner: Owner, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(BUILT_IN.read_text().replace("side_px = 600", "side_px = -600"))
    refused = owner.types("prices", "set", str(wrong))
    assert refused.exit_code == 1
    assert "tiers.free.side_px: Input should be greater" in refused.output
    wrong.write_bytes(b"\xff\xfe")
    assert "no text in UTF-8" in owner.types("prices", "set", str(wrong)).output


def test_what_nobody_can_paint_is_not_ordered_again(owner: Owner) -> None:
    """There is no worker: the owner reads what to do."""

    async def failed(studio: Studio) -> str:
        alice: Person = await studio.person("alice", premium=1)
        async with studio.offering():
            job = await studio.order(alice)
        async with studio.store.transaction() as tx:
            await tx.jobs.finish(job.job_id, None, job.state.FAILED, error="failed-engine")
            await tx.ledger.release(job.job_id)
        return job.job_id

    refused = owner.types("retry", owner.meanwhile(failed))
    assert (refused.exit_code, "start one first" in refused.output) == (1, True)
