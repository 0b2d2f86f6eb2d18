"""VK's disk: photos in their sizes, files as they are, and what was uploaded but not saved yet."""

import hashlib
import itertools
import json
import secrets
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

Json = dict[str, Any]
SIZES_PX = {"s": 75, "m": 130, "x": 604, "y": 807, "z": 1280, "w": 2560}  # the longest side of each copy
CROPPED_PX = {"o": 130, "p": 200, "q": 320, "r": 510}  # the width of each copy, cut to 3:2
MESSAGES_ALBUM, WALL_ALBUM = -64, -7
PHOTOS = ("photo", "wall")  # kinds of uploads: for a message, for a wall
SIDES_PX, RATIO, PHOTO_BYTES = 14_000, 20, 50_000_000
FILE_BYTES = 200_000_000
FORBIDDEN = ("exe", "mp3", "apk")
KINDS = {"gif": 3, "jpg": 4, "jpeg": 4, "png": 4, "webp": 4, "tif": 4, "mp4": 6, "mov": 6, "zip": 2, "txt": 1, "pdf": 1}
PHOTO_FORMATS = ("JPEG", "PNG", "GIF")
FILMS = ("mp4", "mov")


class NotTaken(Exception):
    """An upload that VK does not accept."""


@dataclass(slots=True)
class Pending:
    """What was uploaded, until it is saved."""

    kind: str
    content: list[bytes]
    name: str
    server: int = 217
    link: Json | None = None


@dataclass(slots=True)
class Media:
    """Everything that has an address. `url` is where the simulator answers."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    photos: dict[tuple[int, int], Json] = field(default_factory=dict)
    docs: dict[tuple[int, int], Json] = field(default_factory=dict)
    pending: dict[str, Pending] = field(default_factory=dict)
    links: dict[str, Json] = field(default_factory=dict)  # of stories, by the ticket in the address of their upload
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(457_239_017))

    def photo(self, content: bytes, owner_id: int, album_id: int = MESSAGES_ALBUM) -> Json:
        """A photo in its sizes, upright, as JPEG, in no useful order."""
        with Image.open(BytesIO(content)) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
        copies = [self._copy(kind, within(image, SIZES_PX[kind])) for kind in wanted(max(image.size))]
        for kind, px in CROPPED_PX.items():
            width = min(px, image.width)
            copies.append(self._copy(kind, ImageOps.fit(image, (width, max(1, round(width / 1.5))))))
        photo: Json = {"id": next(self._ids), "owner_id": owner_id, "album_id": album_id, "date": int(time.time())}
        photo |= {"text": "", "has_tags": False, "access_key": secrets.token_hex(9), "sizes": copies}
        self.photos[owner_id, photo["id"]] = photo
        return photo

    def _copy(self, kind: str, image: Image.Image) -> Json:
        packed = BytesIO()
        image.save(packed, "JPEG", quality=87)
        url = self.keep(packed.getvalue(), "jpg") + f"?size={image.width}x{image.height}&quality=87&type=album"
        return {"type": kind, "width": image.width, "height": image.height, "url": url}

    def doc(self, content: bytes, title: str, owner_id: int) -> Json:
        """A file; its address leads to another one."""
        ext = title.rpartition(".")[2].lower()
        doc: Json = {"id": next(self._ids), "owner_id": owner_id, "title": title, "size": len(content), "ext": ext}
        path = self.keep(content, ext).removeprefix(f"{self.url}/files/")
        doc |= {"date": int(time.time()), "type": KINDS.get(ext, 8), "access_key": secrets.token_hex(9)}
        doc["url"] = f"{self.url}/doc{owner_id}_{doc['id']}?hash={path}&dl=1&api=1&no_preview=1"
        self.docs[owner_id, doc["id"]] = doc
        return doc

    def keep(self, content: bytes, ext: str) -> str:
        """The address of a file."""
        path = f"{hashlib.sha256(content).hexdigest()[:16]}{next(self._ids)}.{ext}"
        self.files[path] = content
        return f"{self.url}/files/{path}"

    def content(self, thing: Json) -> bytes:
        """What a photo looks like at its largest, or what a file holds."""
        if "sizes" in thing:
            largest = max((size for size in thing["sizes"] if size["type"] in SIZES_PX), key=lambda size: size["width"])
            return self.files[largest["url"].partition("?")[0].rpartition("/")[2]]
        return self.files[thing["url"].partition("hash=")[2].partition("&")[0]]

    def upload(self, kind: str, content: list[bytes], name: str, ticket: str = "") -> Json:
        """What the upload server answers: words that the method which saves understands."""
        token = secrets.token_hex(12)
        self.pending[token] = Pending(kind, content, name, link=self.links.get(ticket))
        if kind in PHOTOS:
            told = json.dumps([{"photo": f"{token}:w", "sizes": [], "kid": token} for _ in content])
            return {"server": self.pending[token].server, "photo": told, "hash": token}
        return {"file": token} if kind == "doc" else {"response": {"upload_result": token}}


def within(image: Image.Image, side_px: int) -> Image.Image:
    """The same picture, smaller where it is larger than that."""
    return ImageOps.contain(image, (side_px, side_px)) if max(image.size) > side_px else image


def wanted(longest: int) -> list[str]:
    """The sizes of a photo: no copy is larger than the photo, but for the smallest that holds all of it."""
    kinds = list(SIZES_PX)
    smaller = [kind for kind in kinds if SIZES_PX[kind] < longest]
    return kinds[: len(smaller) + 1]


def checked_photo(content: bytes) -> bytes:
    """A picture that VK takes for a photo."""
    if len(content) > PHOTO_BYTES:
        raise NotTaken("ERR_UPLOAD_FILE_TOO_BIG: the photo is larger than 50 MB")
    try:
        with Image.open(BytesIO(content)) as image:
            image.load()
            (width, height), format_ = image.size, image.format
    except OSError:
        raise NotTaken("ERR_UPLOAD_BAD_IMAGE: this is no picture") from None
    if format_ not in PHOTO_FORMATS:
        raise NotTaken(f"ERR_UPLOAD_BAD_IMAGE: {format_} is not taken")
    if width + height > SIDES_PX or max(width, height) > RATIO * min(width, height):
        raise NotTaken(f"ERR_UPLOAD_BAD_IMAGE_SIZE: {width} x {height}")
    return content


def checked_file(content: bytes, name: str) -> bytes:
    """A file that VK takes."""
    if not content or len(content) > FILE_BYTES:
        raise NotTaken("ERR_UPLOAD_FILE_SIZE: empty, or larger than 200 MB")
    if "." not in name or name.rpartition(".")[2].lower() in FORBIDDEN:
        raise NotTaken("ERR_UPLOAD_FILE_TYPE: this kind of file is not taken")
    return content
