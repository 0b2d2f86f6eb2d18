"""What people send, in every order that people send it."""

from functools import partial

import pytest
from PIL import Image

from bot.chat import DeliveryError, Pictures, TryLater, Unsupported, Upload
from bot.texts import Texts
from bot.usecases.pictures import house, house_key
from bot.usecases.style_refs import style_title
from tests.bot.room import RoomPerson, an_upload
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style, packed

READY = "ready to paint"


async def refuses(error: Exception) -> bytes:
    raise error


async def test_photo_then_style_then_one_press(world: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    await alice.sends_photo(a_style())
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo()
    assert await world.store.blobs.get(job.style_keys[0]) == a_style()


async def test_a_house_style_is_two_presses_away(world: World, alice: RoomPerson) -> None:
    name = next(iter(house()))
    await alice.sends_photo(a_photo())
    await alice.chooses(style_title(Texts("en"), name))
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert job.style_keys == (house_key(name),)


async def test_style_first_by_its_name(alice: RoomPerson) -> None:
    await alice.says(f"/style {next(iter(house()))}")
    await alice.sees("send me the photo")
    await alice.sends_photo(a_photo())
    await alice.sees(READY)


async def test_style_first_as_a_picture(world: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_style())
    await alice.presses("That is the style")
    await alice.sees("send me the photo")
    await alice.sends_photo(a_photo())
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo()


async def test_an_album_of_two_is_photo_and_style(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo()


async def test_swapped_by_a_button(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_style(), a_photo())
    await alice.presses("Swap")
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo()


async def test_a_caption_may_name_a_house_style(world: World, alice: RoomPerson) -> None:
    name = next(iter(house()))
    await alice.sends_photo(a_photo(), name.upper())
    await alice.sees(READY)
    await alice.sends_photo(a_photo("plum"), "Look, my cat!")
    await alice.sees("a new photo or a new style?")


async def test_words_may_name_a_house_style(alice: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    await alice.says(next(iter(house())))
    await alice.sees(READY)


async def test_other_words_repeat_the_next_step(alice: RoomPerson) -> None:
    await alice.sends_photo(a_photo())
    await alice.sees("Now the style")
    await alice.says("Is anybody there?")
    await alice.sees("pictures better than words.\n\nI have the photo!")


async def test_a_third_picture_is_asked_about(world: World, alice: RoomPerson) -> None:
    for picture in (a_photo(), a_style(), a_photo("plum")):
        await alice.sends_photo(picture)
    await alice.presses("New photo")
    await alice.sees(READY)
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == a_photo("plum")
    assert await world.store.blobs.get(job.style_keys[0]) == a_style()


async def test_an_album_with_too_many_styles_is_asked_about(world: World, alice: RoomPerson) -> None:
    pictures = [a_photo(color) for color in ("red", "green", "blue", "plum", "gold", "gray")]
    await alice.sends_album(*pictures)
    question = await alice.sees("6 pictures came")
    assert len(question.message.gallery) == 6
    await alice.chooses("3")
    assert len((await alice.sees("Which of the 5 that are left")).message.gallery) == 5
    await alice.chooses("1")
    await alice.presses("Paint")
    [job] = await world.jobs("Alice")
    assert await world.store.blobs.get(job.photo_key) == pictures[2]
    assert [await world.store.blobs.get(key) for key in job.style_keys] == pictures[:1]


async def test_none_of_an_album_need_be_the_style(alice: RoomPerson) -> None:
    await alice.sends_album(*[a_photo(color) for color in ("red", "green", "blue", "plum", "gold", "gray")])
    await alice.chooses("1")
    await alice.presses("None of these")
    await alice.sees("Now the style")


async def test_a_reply_to_a_work_paints_its_photo_anew(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    await alice.sees("Done!")
    await alice.sends_photo(a_photo("plum"))
    await alice.answers("Done!", a_style("lime"))
    await alice.sees(READY)
    await alice.presses("Paint")
    second, first = await world.jobs("Alice")
    assert second.photo_key == first.photo_key
    assert await world.store.blobs.get(second.style_keys[0]) == a_style("lime")


async def test_a_reply_to_a_strangers_work_is_a_picture_like_any_other(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    done = await alice.sees("Done!")
    intruder = RoomPerson("Bob", alice.room, alice.handle, alice.settle)
    await intruder.does(Pictures((an_upload(a_style("lime")),)), reply_to=done.message_id)
    await intruder.sees("I have the photo!")


@pytest.mark.parametrize("kind", ["sticker", "video", "animation", "audio", "document", "other"])
async def test_what_cannot_be_painted_is_answered(alice: RoomPerson, kind: str) -> None:
    await alice.does(Unsupported(kind))  # type: ignore[arg-type]  # each of the literal's values
    assert "picture" in alice.room.newest.message.text or "photo" in alice.room.newest.message.text


async def test_a_file_too_large_is_refused_before_it_is_fetched(alice: RoomPerson) -> None:
    fetched = partial(refuses, AssertionError("it was fetched"))
    await alice.does(Pictures((Upload("huge.tif", 21 * 2**20, fetched),)))
    await alice.sees("21 MB, and I take up to 20 MB")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (a_photo()[:-300], "breaks off"),
        (b"PK\x03\x04" + bytes(500), "does not look like a picture"),
        (b"", "arrived empty"),
        (a_photo(size=(8, 8)), "too small"),
    ],
)
async def test_a_bad_picture_costs_nothing_of_the_sketch(alice: RoomPerson, data: bytes, words: str) -> None:
    await alice.sends_photo(a_photo())
    await alice.sends_photo(data)
    await alice.sees(words)
    await alice.sends_photo(a_style())
    await alice.sees(READY)


async def test_a_bomb_is_refused_by_its_size(alice: RoomPerson) -> None:
    bomb = packed(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    await alice.sends_file(bomb, "bomb.png")
    await alice.sees("400 megapixels, and I take up to 40")


async def test_half_of_an_album_is_kept(alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style()[:-300])
    await alice.sees("breaks off")
    await alice.sees("Now the style")
    await alice.sends_photo(a_style())
    await alice.sees(READY)


async def test_a_file_that_the_platform_lost_is_asked_for_again(alice: RoomPerson) -> None:
    await alice.does(Pictures((Upload("photo.jpg", None, partial(refuses, DeliveryError("gone"))),)))
    await alice.sees("could not download")


async def test_a_busy_platform_is_asked_again_from_the_start(alice: RoomPerson) -> None:
    busy = Pictures((Upload("photo.jpg", None, partial(refuses, TryLater(3))),))
    with pytest.raises(TryLater):
        await alice.does(busy)
    assert not alice.room.lines


async def test_after_an_order_a_picture_begins_the_next_painting(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    await alice.sends_photo(a_photo("plum"))
    await alice.sees("Now the style")
    assert len(await world.jobs("Alice")) == 1
