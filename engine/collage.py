"""Pictures beside one another as one picture. Pillow only; knows no effect and no file."""

from collections.abc import Sequence

from PIL import Image

from engine.picture import Picture

PAPER = (255, 255, 255)
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
