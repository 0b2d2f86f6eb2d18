"""What the app of a person shows, as VK tells with each of their messages (`client_info`). Knows no button of ours."""

from dataclasses import dataclass
from typing import Any

RUSSIAN, ENGLISH = "ru", "en"
UNKNOWN_LOCALE = RUSSIAN  # VK's people; whoever speaks another language chooses it
LANGUAGES = {0: RUSSIAN, 1: "uk", 2: "be", 3: ENGLISH}  # VK's numbers
SPEAK_RUSSIAN = ("uk", "be")  # and are answered so as long as we do not speak their language


@dataclass(frozen=True, slots=True)
class Abilities:
    """`inline`: buttons below a message at all; `callback`: such as tell us silently; `links`: such as open a page;
    `carousel`: cards beside one another."""

    inline: bool = True
    callback: bool = True
    links: bool = True
    carousel: bool = False

    @classmethod
    def of(cls, client_info: dict[str, Any]) -> "Abilities":
        """What is not told is taken for granted, but for the rare."""
        actions = client_info.get("button_actions")
        return cls(
            inline=bool(client_info.get("inline_keyboard", True)),
            callback=actions is None or "callback" in actions,
            links=actions is None or "open_link" in actions,
            carousel=bool(client_info.get("carousel", False)),
        )


def locale_of(client_info: dict[str, Any]) -> str:
    language = LANGUAGES.get(client_info.get("lang_id", 0), ENGLISH)
    return UNKNOWN_LOCALE if language in SPEAK_RUSSIAN else language
