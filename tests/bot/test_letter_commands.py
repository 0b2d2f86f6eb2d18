"""`mazok admin letter`, as the owner types it."""

from pathlib import Path

from storage.broadcasts import LetterState
from tests.bot.test_admin import Owner, owner
from tests.faults.studio import Studio

__all__ = ["owner"]


def test_a_letter_from_the_draft_to_its_end(owner: Owner, tmp_path: Path) -> None:
    owner.meanwhile(lambda studio: studio.person("alice"))
    (tmp_path / "en.txt").write_text("New styles!\nMany.")
    draft = owner.types("letter", "write", "--text", "en", str(tmp_path / "en.txt")).output.strip()
    assert owner.types("letter", "try", draft, "web:alice").exit_code == 0
    assert owner.types("letter", "start", draft).exit_code == 1  # nobody said yes
    assert f"{draft} goes to 1" in owner.types("letter", "start", draft, "--yes").output
    assert owner.types("letter", "pause", draft).exit_code == 0
    assert owner.types("letter", "resume", draft).exit_code == 0
    assert "New styles!" in owner.types("letter", "list").output
    assert owner.types("letter", "stop", draft).exit_code == 0
    assert "there is no letter" in owner.types("letter", "resume", draft).output

    async def tally(studio: Studio) -> dict[LetterState, int]:
        async with studio.store.reading() as tx:
            return dict(await tx.broadcasts.tally(draft))

    assert owner.meanwhile(tally) == {LetterState.WAITING: 1}


def test_an_empty_letter_is_not_kept(owner: Owner, tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("  \n")
    assert "no text" in owner.types("letter", "write", "--text", "en", str(tmp_path / "en.txt")).output
