"""The app that a person uses: what it shows, and what it tells the community of itself."""

from dataclasses import dataclass

from tests.simulators.vk.world import Json

RUSSIAN, ENGLISH = 0, 3
ACTIONS = ("text", "vkpay", "open_app", "location", "open_link", "open_photo", "callback")


@dataclass(frozen=True, slots=True)
class Client:
    """An app of today, in English."""

    lang_id: int = ENGLISH
    keyboard: bool = True
    inline_keyboard: bool = True
    carousel: bool = True
    actions: tuple[str, ...] = ACTIONS

    def told(self) -> Json:
        """`client_info`, as it comes with every message."""
        return {
            "button_actions": list(self.actions),
            "keyboard": self.keyboard,
            "inline_keyboard": self.inline_keyboard,
            "carousel": self.carousel,
            "lang_id": self.lang_id,
        }


OLD = Client(keyboard=False, inline_keyboard=False, carousel=False, actions=("text",))
WITHOUT_CAROUSEL = Client(carousel=False)
