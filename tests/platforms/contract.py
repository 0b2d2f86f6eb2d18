"""One conversation for every platform: whoever can talk like this person can use all of Mazok. Knows no platform.

A platform's tests make an Alice who speaks its wire protocol, start the application with a painter, and let her talk:

    async def test_the_whole_conversation(alice: Alice) -> None:
        await the_whole_conversation(alice, "Mosaic")
"""

from functools import cache
from io import BytesIO
from typing import Protocol

import pytest
from PIL import Image, ImageDraw, ImageStat

from engine.film import Film
from engine.picture import Picture


class Person(Protocol):
    """Somebody who speaks English with Mazok alone. Whatever they wait for, they wait for in vain only so long."""

    async def says(self, words: str) -> object:
        """Words, or a command with its slash."""
        ...

    async def sends_photo(self, picture: bytes, caption: str = "") -> object: ...

    async def sends_file(self, content: bytes, name: str) -> object: ...

    async def sends_album(self, *pictures: bytes) -> object:
        """Several photos at once."""
        ...

    async def answers(self, words: str, picture: bytes) -> object:
        """Send a photo as a reply to the newest message of Mazok that holds these words."""
        ...

    async def presses(self, label: str) -> object:
        """The newest button whose label holds these words."""
        ...

    async def chooses(self, title: str) -> object:
        """The tile of that title in the newest gallery, in whatever way the platform shows it."""
        ...

    async def sees(self, words: str) -> object:
        """Wait for a message of Mazok, new or edited since this was last asked, that holds these words."""
        ...

    async def shown_picture(self) -> bytes | None:
        """The picture of the newest message of Mazok."""
        ...

    async def received_file(self) -> bytes:
        """The newest file that Mazok sent; waits for one."""
        ...

    async def received_video(self) -> bytes:
        """The newest film that Mazok sent; waits for one."""
        ...


def a_photo(color: str = "skyblue", size: tuple[int, int] = (320, 240)) -> bytes:
    """A house on a meadow under a sky of that color, JPEG."""
    image = Image.new("RGB", size, color)
    draw, (width, height) = ImageDraw.Draw(image), size
    draw.rectangle((0, height * 2 // 3, width, height), "olivedrab")
    draw.rectangle((width // 3, height // 3, width * 2 // 3, height * 3 // 4), "firebrick")
    return packed(image)


def a_grey_photo(size: tuple[int, int] = (320, 240)) -> bytes:
    """The same house as an old photo shows it, JPEG."""
    with Image.open(BytesIO(a_photo(size=size))) as photo:
        return packed(photo.convert("L"))


def a_style(color: str = "gold", size: tuple[int, int] = (200, 200)) -> bytes:
    """Stripes, JPEG."""
    image = Image.new("RGB", size, "midnightblue")
    draw = ImageDraw.Draw(image)
    for left in range(-size[1], size[0], 24):
        draw.line((left, 0, left + size[1], size[1]), color, 10)
    return packed(image)


def a_mask(size: tuple[int, int] = (160, 120), *, white: float = 0.5) -> bytes:
    """White on the left so far, black on the right, JPEG."""
    image = Image.new("L", size, 0)
    image.paste(255, (0, 0, round(size[0] * white), size[1]))
    return packed(image)


@cache
def a_film() -> bytes:
    """A short film of a house that is painted, MP4."""
    with Image.open(BytesIO(a_photo())) as photo, Image.open(BytesIO(a_photo("tomato"))) as painting:
        return Film().mp4(Picture(painting.copy()), Picture(photo.copy()))


def packed(image: Image.Image, format: str = "JPEG") -> bytes:  # noqa: A002
    out = BytesIO()
    image.save(out, format)
    return out.getvalue()


def proportions(picture: bytes) -> float:
    with Image.open(BytesIO(picture)) as image:
        return image.width / image.height


def halves(picture: bytes | None) -> tuple[float, float]:
    """How bright the left and the right half of a picture are."""
    assert picture
    with Image.open(BytesIO(picture)) as opened:
        gray = opened.convert("L")
    middle = gray.width // 2
    parts = (gray.crop((0, 0, middle, gray.height)), gray.crop((middle, 0, gray.width, gray.height)))
    left, right = (ImageStat.Stat(part).mean[0] for part in parts)
    return left, right


async def the_whole_conversation(alice: Person, house_style: str) -> None:
    """Everything once, in one go; `house_style` is the English title of a style of the house."""
    await meets(alice)
    await a_photo_becomes_a_painting(alice)
    await a_painting_is_shown_around(alice)
    await errs(alice)
    await paints_in_a_house_style(alice, house_style)
    await answers_a_work_with_a_new_style(alice)
    await looks_around(alice)
    await speaks_russian(alice)
    await is_forgotten(alice)


async def meets(alice: Person) -> None:
    await alice.says("/start")
    await alice.sees("I am Mazok")
    await alice.says("/help")
    await alice.sees("How it works")
    await alice.says("What is this?")
    await alice.sees("pictures better than words")


async def a_photo_becomes_a_painting(alice: Person) -> None:
    """Photo, style, one press."""
    await alice.sends_photo(a_photo())
    await alice.sees("Now the style")
    await alice.sends_photo(a_style())
    await alice.sees("ready to paint")
    assert await alice.shown_picture()
    await alice.presses("Paint")
    await alice.sees("Done!")
    painting = await alice.shown_picture()
    assert painting
    assert abs(proportions(painting) - 4 / 3) < 0.02
    await alice.presses("Get the file")
    assert abs(proportions(await alice.received_file()) - 4 / 3) < 0.02


async def a_painting_is_shown_around(alice: Person) -> None:
    """The film of how it was painted, and photo and painting side by side."""
    await alice.presses("How it was painted")
    film = await alice.received_video()
    assert film[4:8] == b"ftyp"  # an MP4
    await alice.presses("Before and after")
    await alice.sees("Before and after")
    pair = await alice.shown_picture()
    assert pair
    assert abs(proportions(pair) - 8 / 3) < 0.1


async def chooses_among_results(alice: Person) -> None:
    """A photo painted in several ways: another press, another picture, in the same message; then the file of that one.
    For a painter that leaves more than one result and needs no style."""
    await alice.sends_photo(a_grey_photo())
    await alice.sees("ready to paint")
    await alice.presses("Paint")
    await alice.sees("Done!")
    pictures = [await alice.shown_picture()]
    for number in ("2", "3"):
        await alice.presses(number)
        await alice.sees("Done!")
        pictures.append(await alice.shown_picture())
    assert all(pictures)
    assert len(set(pictures)) == 3
    await alice.presses("Get the file")
    assert halves(await alice.received_file()) == pytest.approx(halves(pictures[2]), abs=4)  # other than the others
    assert halves(pictures[2]) != pytest.approx(halves(pictures[0]), abs=4)


async def paints_an_album(alice: Person) -> None:
    """Three photos, one press; each is opened from the one message that brings them. For the same painter."""
    await alice.sends_album(*(a_grey_photo((width, 240)) for width in (300, 320, 340)))
    await alice.sees("3 photos in one order")
    await alice.presses("Paint")
    await alice.sees("Done! 3 of 3")
    await alice.chooses("2")
    await alice.sees("600×450")
    assert abs(proportions(await alice.shown_picture() or b"") - 4 / 3) < 0.02
    await alice.presses("3")
    await alice.sees("600×450")


async def errs(alice: Person) -> None:
    """Nothing that is sent by mistake costs the draft, and each is answered with a reason."""
    await alice.says("/new")
    await alice.sees("Send me the photo")
    await alice.sends_photo(a_photo("salmon"))
    await alice.sees("Now the style")
    await alice.sends_file(a_style()[:-200], "style.jpg")
    await alice.sees("breaks off")
    await alice.sends_file(b"PK\x03\x04" + bytes(2000), "style.jpg")
    await alice.sees("does not look like a picture")
    await alice.sends_photo(a_style("crimson"))
    await alice.sees("ready to paint")
    await alice.sends_photo(a_photo("plum"))
    await alice.sees("a new photo or a new style?")
    await alice.presses("New photo")
    await alice.sees("ready to paint")
    await alice.says("/cancel")
    await alice.sees("Cancelled")


async def paints_in_a_house_style(alice: Person, house_style: str) -> None:
    """Style first, then an album that brings both."""
    await alice.says("/style")
    await alice.sees("Choose a style")
    await alice.chooses(house_style)
    await alice.sees("send me the photo")
    await alice.sends_photo(a_photo("orange"))
    await alice.sees("ready to paint")
    await alice.presses("Tier")
    await alice.sees("How shall I paint?")
    await alice.presses("Premium")
    await alice.sees("Missing: 1 premium painting")
    await alice.presses("Tier")
    await alice.sees("How shall I paint?")
    await alice.presses("Free")
    await alice.sees("ready to paint")
    await alice.sends_album(a_photo("khaki"), a_style("white"))
    await alice.sees("ready to paint")
    await marks_a_part(alice)
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")


async def marks_a_part(alice: Person) -> None:
    """Only the left of the photo, by a picture that says so; a mistake costs nothing."""
    await alice.presses("Only a part")
    await alice.sees("Which part shall I paint?")
    await alice.sends_photo(a_mask((120, 160)))
    await alice.sees("another shape")
    await alice.sends_photo(a_mask())
    await alice.sees("I paint the bright part")
    left, right = halves(await alice.shown_picture())
    assert left < right  # the right is pale
    await alice.presses("Paint everything else")
    await alice.sees("I paint the bright part")
    left, right = halves(await alice.shown_picture())
    assert left > right
    await alice.presses("Done")
    await alice.sees("Only the bright part is painted")


async def answers_a_work_with_a_new_style(alice: Person) -> None:
    await alice.answers("Done!", a_style("lime"))
    await alice.sees("ready to paint")
    await alice.presses("Save the style")
    await alice.sees("The style is saved")
    await blends_two_styles(alice)
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")


async def blends_two_styles(alice: Person) -> None:
    """One more style, each with its share, and the photo's own colors; the labels tell what was chosen."""
    await alice.presses("One more style")
    await alice.sees("One more style then")
    await alice.sends_photo(a_style("teal"))
    await alice.sees("Styles: picture 1, picture 2")
    await alice.presses("Options")
    await alice.sees("Choose how to paint")
    await alice.presses("Colors: of the style")
    await alice.presses("Colors: of the photo, exactly")
    await alice.presses("Colors: in the photo's tone")
    await alice.presses("More…")
    await alice.sees("how much each style counts")
    await alice.presses("−")
    await alice.presses("Share of style 1: 40")
    await alice.presses("Share of style 2: 50")
    await alice.presses("Finish: oil")
    await alice.presses("gouache")
    await alice.presses("Finish: gouache")
    await alice.presses("oil")
    await alice.presses("Done")
    await alice.sees("Styles: picture 1, picture 2")


async def looks_around(alice: Person) -> None:
    await alice.says("/works")
    await alice.sees("You have 3 paintings")
    await alice.says("/styles")
    await alice.sees("You have 1 saved style")
    await alice.says("/balance")
    await alice.sees("0 free paintings")
    await alice.says("/privacy")
    await alice.sees("What we keep")
    await alice.says("/terms")
    await alice.sees("The paintings are yours")


async def speaks_russian(alice: Person) -> None:
    await alice.says("/language")
    await alice.sees("Which language")
    await alice.presses("Русский")
    await alice.sees("по-русски")
    await alice.says("/works")
    await alice.sees("У вас 3 картины")
    await alice.says("/language")
    await alice.sees("На каком языке")
    await alice.presses("English")
    await alice.sees("English it is")


async def is_forgotten(alice: Person) -> None:
    await alice.says("/deletemydata")
    await alice.sees("Delete everything")
    await alice.presses("Yes, delete everything")
    await alice.sees("Everything is deleted")
    await alice.says("/works")
    await alice.sees("Your paintings will be here")
