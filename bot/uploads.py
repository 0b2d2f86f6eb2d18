"""Which of the files that people send are pictures. Knows no platform."""

from pathlib import PurePath

IMAGES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff", ".gif"}


def is_picture(name: str, media_type: str = "") -> bool:
    """By its type, or by its name: phones send HEIC as application/octet-stream."""
    return media_type.startswith("image/") or PurePath(name).suffix.lower() in IMAGES
