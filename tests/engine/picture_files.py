"""Picture files of every kind, made here: friendly ones and hostile ones."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageCms, ImageDraw

from engine.picture import Picture, encode

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "BMP", "TIFF", "GIF")
CORNERS = {"top left": (255, 0, 0), "top right": (0, 255, 0), "bottom left": (0, 0, 255), "bottom right": (255, 255, 0)}


def corners(width: int = 64, height: int = 48) -> Image.Image:
    """A picture that shows how it lies: each quarter has a color of its own."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    half = {
        "left": (0, width // 2),
        "right": (width // 2, width),
        "top": (0, height // 2),
        "bottom": (height // 2, height),
    }
    for corner, color in CORNERS.items():
        vertical, horizontal = corner.split()
        draw.rectangle((half[horizontal][0], half[vertical][0], half[horizontal][1], half[vertical][1]), fill=color)
    return image


def saved(image: Image.Image, file_format: str, **options: object) -> bytes:
    """The bytes of `image` as Pillow writes them."""
    encode(Picture(corners()), "BMP")  # HEIF is known to Pillow from the first use of our door on
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def exif(orientation: int) -> bytes:
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


def png(width: int, height: int, *chunks: tuple[bytes, bytes], depth: int = 8, color: int = 2, idat: bytes) -> bytes:
    """A PNG put together by hand, so that it can lie."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    body = ((b"IHDR", header), *chunks, (b"IDAT", idat), (b"IEND", b""))
    packed = (struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in body)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def bomb_png(side: int = 20_000) -> bytes:
    """A picture of `side` x `side` one-bit pixels in about 48 KB."""
    return png(side, side, depth=1, color=0, idat=zlib.compress(bytes((side // 8 + 1) * side), 9))


def lying_png() -> bytes:
    """A header of 6000 x 6000 over the pixels of 16 x 16."""
    return png(6000, 6000, idat=zlib.compress(bytes((16 * 3 + 1) * 16)))


def profile_bomb_png() -> bytes:
    """A color profile of 64 MB in 64 KB."""
    profile = b"icc\0\0" + zlib.compress(bytes(64 * 2**20), 9)
    return png(32, 32, (b"iCCP", profile), idat=zlib.compress(bytes((32 * 3 + 1) * 32)))


def text_bomb_png() -> bytes:
    """A hundred comments of 1 MB each in 100 KB."""
    text = b"Comment\0\0" + zlib.compress(bytes(2**20 - 1), 9)
    return png(32, 32, *[(b"zTXt", text)] * 100, idat=zlib.compress(bytes((32 * 3 + 1) * 32)))


def bomb_gif() -> bytes:
    """A GIF whose screen is 65535 x 65535."""
    data = bytearray(saved(corners(), "GIF"))
    data[6:10] = b"\xff\xff\xff\xff"
    return bytes(data)


def tiff(width: int, height: int, *tags: tuple[int, int, int], strip: bytes) -> bytes:
    """A gray, deflated TIFF put together by hand; `tags` are (tag, type, value) beside the usual."""
    usual = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 8), (262, 3, 1), (277, 3, 1)]
    entries = sorted([*usual, *tags])
    end = 8 + 2 + 12 * len(entries) + 4
    where = {273: end, 324: end}
    table = b"".join(struct.pack("<HHII", tag, kind, 1, where.get(tag, value)) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + bytes(4) + strip


def bomb_tiff() -> bytes:
    """An honest header of 30000 x 30000 with almost nothing behind it."""
    strip = zlib.compress(bytes(2**20), 9)
    return tiff(30_000, 30_000, (273, 4, 0), (278, 4, 30_000), (279, 4, len(strip)), strip=strip)


def tile_bomb_tiff() -> bytes:
    """A picture of 64 x 64 in one tile of 20000 x 20000, which a decoder unpacks whole."""
    strip = zlib.compress(bytes(20_000 * 20_000 // 8), 9)
    return tiff(64, 64, (322, 4, 20_000), (323, 4, 20_000), (324, 4, 0), (325, 4, len(strip)), strip=strip)


def endless_jpeg(scans: int = 5_000) -> bytes:
    """A progressive JPEG that goes over its pixels again and again."""
    data = saved(Image.new("L", (640, 480), 128), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * scans + data[-2:]


def zip_of(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def wide_profile() -> bytes:
    """An RGB profile whose red is the blue of sRGB and the other way round: a transform cannot be overlooked."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    where = {tag: data.index(tag) for tag in (b"rXYZ", b"bXYZ")}
    red, blue = (bytes(data[at + 4 : at + 12]) for at in where.values())
    for at, place in zip(where.values(), (blue, red), strict=True):
        data[at + 4 : at + 12] = place
    while b"s\0R\0G\0B" in data:
        at = data.index(b"s\0R\0G\0B")
        data[at : at + 7] = b"x\0R\0G\0B"
    return bytes(data)
