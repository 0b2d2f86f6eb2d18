"""Texts in the lengths that messengers take. Knows letters; knows no language."""

BAR_CELLS = 12
ELLIPSIS = "…"


def units(text: str) -> int:
    """Length in UTF-16 code units, as messengers count it: most emoji count twice."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, limit: int) -> str:
    """The text, ended with … where it is too long."""
    return text if units(text) <= limit else _head(text, limit - units(ELLIPSIS)) + ELLIPSIS


def split(text: str, limit: int) -> list[str]:
    """The text in parts that fit, divided between lines or words where there are any."""
    parts = []
    while units(text) > limit:
        head = _head(text, limit)
        end = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        parts.append(text[:end])
        text = text[end:].lstrip()
    return [*parts, text]


def with_bar(text: str, fraction: float | None) -> str:
    """The text and below it how far things are."""
    if fraction is None:
        return text
    full = round(min(max(fraction, 0.0), 1.0) * BAR_CELLS)
    return f"{text}\n{'▰' * full}{'▱' * (BAR_CELLS - full)} {fraction:.0%}"


def _head(text: str, limit: int) -> str:
    """As many letters as fit; a letter of two units is not torn."""
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", errors="ignore")
