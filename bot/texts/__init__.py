"""What people read: Project Fluent messages, one folder per language. Knows no chat and no money."""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Message

FOLDER = Path(__file__).parent
FALLBACK = "en"  # for a person whose language we do not speak


class Texts:
    """The messages of one language: `texts("start-welcome", free=3)`.

    A key that the language lacks is read in the fallback language; one that nobody knows raises KeyError, because a
    person must never read the name of a key (`titled` is for names that plugins bring along).
    """

    def __init__(self, locale: str) -> None:
        self.locale = closest(locale)

    def __call__(self, key: str, **values: object) -> str:
        known = bundle(self.locale if bundle(self.locale).has_message(key) else FALLBACK)
        pattern = known.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        text, errors = known.format_pattern(pattern, values)
        if errors:
            raise errors[0]
        return str(text)

    def titled(self, key: str, title: str) -> str:
        """The text of `key`, or the title that its plugin declares: an effect, an option or a tier may be new here."""
        return self(key) if key in self else title

    def __contains__(self, key: object) -> bool:
        return any(bundle(locale).has_message(str(key)) for locale in (self.locale, FALLBACK))


@cache
def locales() -> tuple[str, ...]:
    """The languages we speak: the folders here."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if any(folder.glob("*.ftl"))))


def closest(locale: str) -> str:
    """The language of ours for a platform's code: "ru-RU" and "RU" are "ru"."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return language if language in locales() else FALLBACK


@cache
def messages(locale: str) -> dict[str, Message]:
    """Every message of a language by its key, as it is written in the files."""
    files = (FluentResource(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / locale).glob("*.ftl")))
    return {entry.id.name: entry for file in files for entry in file.body if isinstance(entry, Message)}


@cache
def bundle(locale: str) -> FluentBundle:
    # Marks that isolate the direction of inserted words would be counted, copied and searched for in vain.
    made = FluentBundle([locale], use_isolating=False)
    for path in sorted((FOLDER / locale).glob("*.ftl")):
        made.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return made
