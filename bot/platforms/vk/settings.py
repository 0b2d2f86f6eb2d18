"""Settings of the VK platform. Imports nothing of VK's: reading them costs nothing when it is off."""

import re

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings import Misconfigured, setting

NO_SECRET = SecretStr("")
TOKEN = re.compile(r"[\w.-]{8,}")
PATH = re.compile(r"/[\w./-]+")
CALLBACK_SECRET = re.compile(r"[A-Za-z0-9]{1,50}")  # Callback API, secret key


class VkSettings(BaseSettings):
    """How this Mazok talks to VK; without a token it does not."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    token: SecretStr = setting("VK_TOKEN", NO_SECRET, "the community's token: management, messages, photos, documents")
    group_id: int = setting("VK_GROUP_ID", 0, "number of the community, as in vk.com/club123", ge=0)
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

    def on(self) -> bool:
        """Is VK configured? Misconfigured names what a half configuration lacks."""
        token = self.token.get_secret_value()
        secret, code = self.callback_secret.get_secret_value(), self.callback_confirmation
        others = {"VK_GROUP_ID": self.group_id, "VK_CALLBACK_PATH": self.callback_path, "VK_CALLBACK_SECRET": secret}
        if not token:
            for variable, value in {**others, "VK_CALLBACK_CONFIRMATION": code}.items():
                if value:
                    raise Misconfigured(f"VK_TOKEN is missing, but {variable} is set")
            return False
        if not TOKEN.fullmatch(token):
            raise Misconfigured("VK_TOKEN does not look like a token: vk1.a.… of the community is expected")
        if not self.group_id:
            raise Misconfigured("VK_GROUP_ID is missing: the number of the community that the token belongs to")
        self._callback_is_whole(secret, code)
        return True

    def _callback_is_whole(self, secret: str, code: str) -> None:
        parts = {
            "VK_CALLBACK_PATH": self.callback_path,
            "VK_CALLBACK_SECRET": secret,
            "VK_CALLBACK_CONFIRMATION": code,
        }
        present = next((variable for variable, value in parts.items() if value), None)
        for variable, value in parts.items():
            if present and not value:
                raise Misconfigured(f"{variable} is missing, but {present} is set")
        if secret and not CALLBACK_SECRET.fullmatch(secret):
            raise Misconfigured("VK_CALLBACK_SECRET may hold 1-50 of A-Z a-z 0-9 only")
        if self.callback_path and not PATH.fullmatch(self.callback_path):
            raise Misconfigured("VK_CALLBACK_PATH needs a path of its own, such as /vk")
