"""Settings of the Telegram platform. Imports nothing of Telegram's: reading them costs nothing when it is off."""

import re
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings import Misconfigured, setting

NO_SECRET = SecretStr("")
CHANNEL = re.compile(r"@[A-Za-z]\w{3,31}|-100\d{5,}", re.ASCII)
TOKEN = re.compile(r"\d+:[\w-]{3,}")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Bot API, setWebhook


class TelegramSettings(BaseSettings):
    """How this Mazok talks to Telegram; without a token it does not."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    token: SecretStr = setting("TELEGRAM_TOKEN", NO_SECRET, "the bot's token from @BotFather")
    api_url: str = setting("TELEGRAM_API_URL", "https://api.telegram.org", "Bot API server, Telegram's or your own")
    webhook_url: str = setting(
        "TELEGRAM_WEBHOOK_URL", "", "https address that Telegram shall send updates to; empty: long polling"
    )
    webhook_secret: SecretStr = setting(
        "TELEGRAM_WEBHOOK_SECRET", NO_SECRET, "proves that updates come from Telegram: 1-256 of A-Z a-z 0-9 _ -"
    )
    proxy: SecretStr = setting("TELEGRAM_PROXY", NO_SECRET, "socks5:// or http:// proxy for calls to Telegram")
    timeout_s: float = setting("TELEGRAM_TIMEOUT_S", 30.0, "seconds to wait for an answer of Telegram", gt=0)
    upload_timeout_s: float = setting("TELEGRAM_UPLOAD_TIMEOUT_S", 120.0, "the same when a file travels", gt=0)
    poll_s: int = setting("TELEGRAM_POLL_S", 25, "seconds that one long poll lasts", ge=0, le=50)
    # reference figures: Telegram sends 429 to bots that edit one message faster than this
    edit_s: float = setting("TELEGRAM_EDIT_S", 3.0, "least seconds between two edits of a status message", gt=0)
    group_edit_s: float = setting("TELEGRAM_GROUP_EDIT_S", 10.0, "the same in groups", gt=0)
    preview_s: float = setting("TELEGRAM_PREVIEW_S", 15.0, "least seconds between two preview pictures", gt=0)

    channel: str = setting(
        "TELEGRAM_CHANNEL", "", "channel that shows what is published: @name or -100…; the bot is its admin"
    )

    def on(self) -> bool:
        """Is Telegram configured? Misconfigured names what a half configuration lacks."""
        token, secret = self.token.get_secret_value(), self.webhook_secret.get_secret_value()
        if not token:
            rest = {"WEBHOOK_URL": self.webhook_url, "WEBHOOK_SECRET": secret, "CHANNEL": self.channel}
            for name, value in rest.items():
                if value:
                    raise Misconfigured(f"TELEGRAM_TOKEN is missing, but TELEGRAM_{name} is set")
            return False
        if not TOKEN.fullmatch(token):
            raise Misconfigured("TELEGRAM_TOKEN does not look like a token: 123456:ABC… from @BotFather is expected")
        if self.webhook_url and not secret:
            raise Misconfigured("TELEGRAM_WEBHOOK_SECRET is missing: without it anybody could forge updates")
        if secret and not self.webhook_url:
            raise Misconfigured("TELEGRAM_WEBHOOK_URL is missing, but TELEGRAM_WEBHOOK_SECRET is set")
        if secret and not WEBHOOK_SECRET.fullmatch(secret):
            raise Misconfigured("TELEGRAM_WEBHOOK_SECRET may hold 1-256 of A-Z a-z 0-9 _ - only")
        if self.webhook_url and len(self.webhook_path) < 2:
            raise Misconfigured("TELEGRAM_WEBHOOK_URL needs a path of its own, such as https://example.org/telegram")
        if self.channel and not CHANNEL.fullmatch(self.channel):
            raise Misconfigured("TELEGRAM_CHANNEL is one channel: @name where it is public, else its id -100…")
        return True

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.channel,) if self.channel else ()

    @property
    def webhook_path(self) -> str:
        return urlsplit(self.webhook_url).path
