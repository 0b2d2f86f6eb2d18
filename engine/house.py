"""The styles of the house: pictures in the package, each with a photo painted in its manner. Needs Pillow only."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from engine.picture import Picture, decode, shrink

FOLDER = Path(__file__).parent / "house_styles"
THUMBNAILS = FOLDER / "thumbnails"
EXAMPLES = FOLDER / "examples"
SUFFIX = ".jpg"
COLUMNS, TILE_PX, GAP_PX = 4, 256, 8
PAPER, INK, BADGE = "#f4f0e8", "#ffffff", "#1d1a24"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """A style picture (512 px), and a thumbnail (256 px) that shows what it makes of a photo."""

    name: str
    picture: Path
    thumbnail: Path


def house_styles() -> tuple[HouseStyle, ...]:
    """Every style that the package has a picture of, by name."""
    pictures = sorted(FOLDER.glob(f"*{SUFFIX}"))
    return tuple(HouseStyle(picture.stem, picture, THUMBNAILS / picture.name) for picture in pictures)


def examples() -> dict[str, Path]:
    """By the name of a look that an effect has learned: a photo painted in it (256 px)."""
    return {path.stem: path for path in sorted(EXAMPLES.glob(f"*{SUFFIX}"))}


def contact_sheet(styles: tuple[HouseStyle, ...] | None = None, columns: int = COLUMNS) -> Picture:
    """The thumbnails in a numbered grid, from 1 in their order, for chats that show one picture better than twelve."""
    shown = house_styles() if styles is None else styles
    columns = max(1, min(columns, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    sheet = Image.new("RGB", (columns * (TILE_PX + GAP_PX) + GAP_PX, rows * (TILE_PX + GAP_PX) + GAP_PX), PAPER)
    for index, style in enumerate(shown):
        left, top = (GAP_PX + place * (TILE_PX + GAP_PX) for place in (index % columns, index // columns))
        tile = shrink(decode(style.thumbnail.read_bytes()), TILE_PX).image
        sheet.paste(tile, (left + (TILE_PX - tile.width) // 2, top + (TILE_PX - tile.height) // 2))
        numbered(sheet, index + 1, (left, top))
    return Picture(sheet)


def numbered(sheet: Image.Image, number: int, corner: tuple[int, int]) -> None:
    """A badge in the corner of a tile."""
    pen = ImageDraw.Draw(sheet)
    left, top = corner
    middle = (left + 28, top + 28)
    pen.ellipse((middle[0] - 20, middle[1] - 20, middle[0] + 20, middle[1] + 20), fill=BADGE, outline=INK, width=2)
    pen.text(middle, str(number), fill=INK, font=ImageFont.load_default(22), anchor="mm")
