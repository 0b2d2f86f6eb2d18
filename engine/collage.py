"""Pictures beside one another as one picture. Pillow only; knows no effect and no file."""

from collections.abc import Sequence

from PIL import Image

from engine.picture import Picture

PAPER = (255, 255, 255)


def beside(pictures: Sequence[Picture], height_px: int, gap_px: int = 8) -> Picture:
    """The pictures from left to right, each `height_px` high, on white paper."""
    scaled = [fit(picture, height_px) for picture in pictures]
    width = sum(image.width for image in scaled) + gap_px * (len(scaled) - 1)
    paper = Image.new("RGB", (width, height_px), PAPER)
    left = 0
    for image in scaled:
        paper.paste(image, (left, 0))
        left += image.width + gap_px
    return Picture(paper, None)


def fit(picture: Picture, height_px: int) -> Image.Image:
    """The picture at that height, cut at the sides where it is a panorama wider than three heights."""
    width = max(1, round(picture.width * height_px / picture.height))
    image = Image.new("RGB", picture.image.size, PAPER)
    image.paste(picture.image, mask=picture.alpha)
    image = image.resize((width, height_px), Image.Resampling.LANCZOS)
    spare = max(0, width - 3 * height_px)
    return image.crop((spare // 2, 0, width - (spare - spare // 2), height_px))
