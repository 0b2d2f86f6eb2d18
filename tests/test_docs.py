"""The documentation cannot lie: generated parts are fresh, links lead somewhere, both languages say the same things."""

import re
from pathlib import Path

import pytest

from docs.generate import ROOT, pages

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
ANCHOR = re.compile(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize(("page", "text"), list(pages()), ids=lambda value: getattr(value, "name", ""))
def test_generated_pages_are_fresh(page: Path, text: str) -> None:
    """`make docs` would change nothing."""
    assert page.read_text() == text, f"{page.name} is stale: run `make docs`"


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_links_lead_somewhere(page: Path) -> None:
    """A page points to files that are there."""
    missing = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize(
    "page",
    [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))],
    ids=lambda page: page.name,
)
def test_links_to_a_heading_find_it(page: Path) -> None:
    """A heading's anchor is what GitHub makes of it: small letters, no punctuation, a hyphen for each space."""
    for link, anchor in ANCHOR.findall(page.read_text()):
        headings = HEADING.findall((page.parent / link if link else page).read_text())
        assert anchor in [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings], link


def test_the_changelog_has_the_version_of_the_package() -> None:
    """Who updates can read what is new in what they get."""
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text()
