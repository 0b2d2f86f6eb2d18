"""Settings of the VK platform. Imports nothing of VK's: reading them costs nothing when it is off."""

import re

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.platforms.vk.credential import COMMUNITYS_CALLS, PERSONS_CALLS, Credential
from bot.settings import Misconfigured, setting

NO_SECRET = SecretStr("")
CLIENTS, PERSONS_CLIENTS = 6, 2  # each holds a lock while it waits for VK
RIGHTS, STORIES = "management, messages, photos, documents", "stories"  # of the community's token
PERSONS_RIGHTS = "wall, photos, groups"
TOKEN = re.compile(r"[\w.-]{8,}")
PATH = re.compile(r"/[\w./-]+")
CALLBACK_SECRET = re.compile(r"[A-Za-z0-9]{1,50}")  # Callback API, secret key


class VkSettings(BaseSettings):
    """How this Mazok talks to VK; without a token it does not."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    token: SecretStr = setting("VK_TOKEN", NO_SECRET, "the community's token: management, messages, photos, documents")
    group_id: int = setting("VK_GROUP_ID", 0, "number of the community, as in vk.com/club123", ge=0)
    stories: bool = setting("VK_STORIES", False, "tell works of the feed as stories of the community")
    user_token: SecretStr = setting(
        "VK_USER_TOKEN", NO_SECRET, "token of a person who runs the community: works of the feed go on its wall"
    )
    comments_post: int = setting(
        "VK_COMMENTS_POST", 0, "number of a post of the wall, 23 of wall-1_23: works of the feed go below it, too", ge=0
    )
    api_url: str = setting("VK_API_URL", "https://api.vk.ru", "VK's API server: its hosts move")
    callback_path: str = setting(
        "VK_CALLBACK_PATH", "", "path that VK shall send events to by the Callback API; empty: long polling"
    )
    callback_secret: SecretStr = setting(
        "VK_CALLBACK_SECRET", NO_SECRET, "proves that events come from VK: 1-50 of A-Z a-z 0-9"
    )
    callback_confirmation: str = setting(
        "VK_CALLBACK_CONFIRMATION",
        "",
        "what VK wants to read before it sends events: the community's settings show it",
    )
    timeout_s: float = setting("VK_TIMEOUT_S", 15.0, "seconds to wait for an answer of VK", gt=0)
    upload_timeout_s: float = setting("VK_UPLOAD_TIMEOUT_S", 60.0, "the same when a file travels", gt=0)
    poll_s: int = setting("VK_POLL_S", 25, "seconds that one long poll lasts", ge=1, le=90)
    edit_s: float = setting("VK_EDIT_S", 3.0, "least seconds between two edits of a status message", gt=0)
    group_edit_s: float = setting("VK_GROUP_EDIT_S", 10.0, "the same in chats of many people", gt=0)
    preview_s: float = setting("VK_PREVIEW_S", 15.0, "least seconds between two preview pictures", gt=0)

    @property
    def again_s(self) -> float:
        """Until somebody else may ask again when an answer stayed away."""
        return self.timeout_s / 3

    def on(self) -> bool:
        """Is VK configured? Misconfigured names what a half configuration lacks."""
        token, person = self.token.get_secret_value(), self.user_token.get_secret_value()
        if not token:
            self._nothing_else_is_set()
            return False
        for variable, value, whose in (("VK_TOKEN", token, "the community"), ("VK_USER_TOKEN", person, "a person")):
            if value and not TOKEN.fullmatch(value):
                raise Misconfigured(f"{variable} does not look like a token: vk1.a.… of {whose} is expected")
        if self.comments_post and not person:
            raise Misconfigured(
                "VK_USER_TOKEN is missing, but VK_COMMENTS_POST is set: a community cannot take comments back"
            )
        if person == token:
            raise Misconfigured("VK_USER_TOKEN is the community's token: it may not post on a wall, a person's may")
        if not self.group_id:
            raise Misconfigured("VK_GROUP_ID is missing: the number of the community that the token belongs to")
        self._callback_is_whole()
        return True

    @property
    def community(self) -> Credential:
        rights = f"{RIGHTS}, {STORIES}" if self.stories else RIGHTS
        return Credential(self.token.get_secret_value(), "VK_TOKEN", rights, COMMUNITYS_CALLS, CLIENTS)

    @property
    def person(self) -> Credential | None:
        token = self.user_token.get_secret_value()
        return Credential(token, "VK_USER_TOKEN", PERSONS_RIGHTS, PERSONS_CALLS, PERSONS_CLIENTS) if token else None

    @property
    def _callback(self) -> dict[str, str]:
        """What the Callback API needs, all of it or nothing."""
        return {
            "VK_CALLBACK_PATH": self.callback_path,
            "VK_CALLBACK_SECRET": self.callback_secret.get_secret_value(),
            "VK_CALLBACK_CONFIRMATION": self.callback_confirmation,
        }

    def _nothing_else_is_set(self) -> None:
        person = self.user_token.get_secret_value()
        outlets = {"VK_STORIES": self.stories, "VK_USER_TOKEN": person, "VK_COMMENTS_POST": self.comments_post}
        for variable, value in {"VK_GROUP_ID": self.group_id, **self._callback, **outlets}.items():
            if value:
                raise Misconfigured(f"VK_TOKEN is missing, but {variable} is set")

    def _callback_is_whole(self) -> None:
        present = next((variable for variable, value in self._callback.items() if value), None)
        for variable, value in self._callback.items():
            if present and not value:
                raise Misconfigured(f"{variable} is missing, but {present} is set")
        if present and not CALLBACK_SECRET.fullmatch(self.callback_secret.get_secret_value()):
            raise Misconfigured("VK_CALLBACK_SECRET may hold 1-50 of A-Z a-z 0-9 only")
        if present and not PATH.fullmatch(self.callback_path):
            raise Misconfigured("VK_CALLBACK_PATH needs a path of its own, such as /vk")
