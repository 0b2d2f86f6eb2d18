"""Made-up drawings, as a canvas sends them."""

from io import BytesIO

from PIL import Image, ImageDraw


def a_drawing(size: tuple[int, int] = (256, 256), *, lines: int = 3, file_format: str = "PNG") -> bytes:
    """Dark lines on white."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for number in range(lines):
        pen.arc((20, 20 + 30 * number, size[0] - 20, size[1] - 20), 0, 300, fill="black", width=3)
    file = BytesIO()
    image.save(file, file_format)
    return file.getvalue()
