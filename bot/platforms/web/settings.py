"""What the owner may choose of the web chat."""

from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.settings import setting


class WebSettings(BaseSettings):
    """Limits of what a browser may send."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    upload_mb: int = setting("WEB_UPLOAD_MB", 20, "largest picture that a browser may send, in MB", ge=1)
    upload_files: int = setting("WEB_UPLOAD_FILES", 10, "most pictures in one message", ge=1)
    upload_idle_s: float = setting("WEB_UPLOAD_IDLE_S", 20, "an upload that stands still this long is given up", gt=0)
    upload_s: float = setting("WEB_UPLOAD_S", 300, "an upload that takes longer is given up", gt=0)

    @property
    def upload_bytes(self) -> int:
        return self.upload_mb * 1_000_000
