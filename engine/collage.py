"""Pictures beside one another as one picture. Pillow only; knows no effect and no file."""

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from engine.picture import Picture

PAPER = (255, 255, 255)
TILE_PX, TILE_GAP_PX, LABEL_PX = 256, 8, 36
PANORAMA = 3  # heights: what is wider is cut at the sides, so that its neighbors can be seen


def beside(pictures: Sequence[Picture], height_px: int, gap_px: int = 8, widest: int | None = PANORAMA) -> Picture:
    """The pictures from left to right, each `height_px` high and at most `widest` heights wide, on white paper."""
    scaled = [fit(picture, height_px, widest) for picture in pictures]
    width = sum(image.width for image in scaled) + gap_px * (len(scaled) - 1)
    paper = Image.new("RGB", (width, height_px), PAPER)
    left = 0
    for image in scaled:
        paper.paste(image, (left, 0))
        left += image.width + gap_px
    return Picture(paper, None)


def before_after(
    photo: Picture, painting: Picture, styles: Sequence[Picture] = (), height_px: int | None = None
) -> Picture:
    """Photo, styles and painting from left to right, whole, with a thin gap; as high as the painting unless told."""
    height = height_px or painting.height
    return beside([photo, *styles, painting], height, gap_px=max(2, height // 100), widest=None)


def fit(picture: Picture, height_px: int, widest: int | None) -> Image.Image:
    """The picture at that height, cut at the sides where it is wider than `widest` heights."""
    width = max(1, round(picture.width * height_px / picture.height))
    image = Image.new("RGB", picture.image.size, PAPER)
    image.paste(picture.image, mask=picture.alpha)
    image = image.resize((width, height_px), Image.Resampling.LANCZOS)
    spare = max(0, width - widest * height_px) if widest else 0
    return image.crop((spare // 2, 0, width - (spare - spare // 2), height_px))


def contact_sheet(pictures: Sequence[Picture]) -> Picture:
    """The pictures in rows and columns, each whole and small, numbered from 1."""
    columns = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / columns)
    step = TILE_PX + TILE_GAP_PX
    sheet = Image.new("RGB", (columns * step + TILE_GAP_PX, rows * step + TILE_GAP_PX), PAPER)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        tile = Image.new("RGB", picture.image.size, PAPER)
        tile.paste(picture.image, mask=picture.alpha)
        tile.thumbnail((TILE_PX, TILE_PX))
        left, top = TILE_GAP_PX + column * step, TILE_GAP_PX + row * step
        sheet.paste(tile, (left + (TILE_PX - tile.width) // 2, top + (TILE_PX - tile.height) // 2))
        number(sheet, (left, top), index + 1)
    return Picture(sheet)


def number(sheet: Image.Image, corner: tuple[int, int], number: int) -> None:
    """A number in the corner of a tile, readable on any picture."""
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(LABEL_PX * 0.7)
    left, top = corner
    width = max(LABEL_PX, int(draw.textlength(str(number), font)) + LABEL_PX // 2)
    draw.rounded_rectangle((left, top, left + width, top + LABEL_PX), radius=LABEL_PX // 4, fill=PAPER)
    draw.text((left + width / 2, top + LABEL_PX / 2), str(number), fill="black", font=font, anchor="mm")
