"""Balance, language, and the pages that explain."""

from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style


async def test_the_balance_tells_what_is_there_and_what_came_and_went(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    await world.gives("Alice", "hd_iteration", 1001)
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    await alice.sees("Done!")
    await alice.says("/balance")
    text = (await alice.sees("Your balance")).message.text
    assert "Free: 2 free paintings" in text
    assert "HD: 1,001 HD iterations" in text
    assert "The free paintings come back in" in text
    assert "+1,001 HD iterations · a gift" in text
    assert "−1 free painting · ordered" in text


async def test_a_stopped_painting_shows_in_the_journal_what_came_back(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await world.gives("Alice", "hd_iteration", 1000)
    await alice.presses("Tier")
    await alice.presses("HD")
    await alice.presses("Paint")
    job = await world.painter.begins()
    await world.painter.ends(job, done=120, stopped=True)
    await alice.says("/balance")
    text = (await alice.sees("Your balance")).message.text
    assert "+380 HD iterations · returned after an order" in text
    assert "HD: 880 HD iterations" in text


async def test_russian_balance_counts_right(world: World) -> None:
    vera = world.person("Vera", "ru")
    await vera.says("/start")
    await world.gives("Vera", "hd_iteration", 21)
    await vera.says("/balance")
    line = await vera.sees("Ваш баланс")
    assert "HD: 21 HD-итерация" in line.message.text
    assert "Бесплатно: 3 бесплатные картины" in line.message.text


async def test_the_language_stays(world: World, alice: RoomPerson) -> None:
    await alice.says("/language")
    await alice.presses("Русский")
    world.restarts()
    await alice.sends_photo(a_photo())
    await alice.sees("Фото есть!")


async def test_start_leads_everywhere(alice: RoomPerson) -> None:
    for label, words in (
        ("Choose a style", "Choose a style, or simply send a photo"),
        ("My works", "Your paintings will be here"),
        ("Feed", "be the first"),
        ("Balance", "Your balance"),
        ("Language", "Which language"),
        ("Help", "How it works"),
    ):
        await alice.says("/start")
        await alice.presses(label)
        await alice.sees(words)
