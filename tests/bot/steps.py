"""Steps of a painting as an effect reports them, without an effect."""

from PIL import Image

from engine.effect import Progress
from engine.picture import Picture


def progress(done: int, *, side_px: int = 1000) -> Progress:
    picture = Picture(Image.new("RGB", (side_px, side_px // 2), (done, 0, 0)), None)
    return Progress(done, 100, 0.5, lambda: picture, lambda: f"checkpoint {done}".encode())


def silent() -> None:
    """A pulse that nobody feels."""
