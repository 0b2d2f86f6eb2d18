"""The web chat in a real browser: the whole road, and what only a browser can tell."""

import asyncio
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Browser, expect

from bot.chat import Button, Canvas, Message
from engine.mask import read_mask
from storage import Store
from tests.platforms.contract import a_photo, a_style
from tests.platforms.web_browser import Guest, guest, mazok, needs_chromium
from tests.platforms.web_site import Site, attached, photo

pytestmark = needs_chromium


async def test_a_photo_becomes_a_painting(browser: Browser, tmp_path: Path) -> None:
    """Photo, house style, paint, watch, compare, download; all of it is still there after a reload."""
    async with mazok(tmp_path) as url, guest(browser, url, width=360) as alice:
        page = alice.page
        await expect(page.locator("h1")).to_be_visible()
        await alice.sends(a_photo())
        await page.locator(".tile").first.click()
        await alice.sees("ready to paint", 10)
        await alice.watches_for("[role=progressbar]")
        await alice.presses("🎨 Paint")
        await expect(page.locator(".compare")).to_be_visible(timeout=90_000)
        assert await alice.has_seen()
        await alice.sees("Done")
        slider = page.locator(".compare input")
        await slider.focus()
        await slider.press("End")
        assert "--at: 100%" in str(await page.locator(".compare").get_attribute("style"))
        async with page.expect_download() as download:
            await alice.presses("Get the file")
        saved = Image.open(await (await download.value).path())
        assert (saved.format, saved.size) == ("PNG", (128, 96))
        assert await alice.width_needed() <= 360
        lines = await page.locator(".line").count()
        await page.reload()
        await expect(page.locator(".line")).to_have_count(lines)
        assert alice.complaints == []


async def test_a_part_that_is_drawn_is_painted_and_the_rest_stays(browser: Browser, tmp_path: Path) -> None:
    """The left of the photo, marked with the mouse; then the film of it."""
    async with mazok(tmp_path) as url, guest(browser, url) as alice:
        page = alice.page
        await alice.sends(a_photo())
        await page.locator(".tile").first.click()
        await alice.sees("ready to paint", 10)
        await alice.presses("Only a part")
        await alice.presses("Mark it on the photo")
        await page.locator("#marker input[type=range]").fill("40")
        await strokes(alice, (0.1, 0), (0.1, 1))
        await page.locator("#marker").get_by_role("button", name="Done").click()
        await alice.sees("I paint the bright part", 20)
        await alice.sees("I paint the bright part", 20)
        await page.locator(".line .chip", has_text="Done").last.click()
        await alice.sees("Only the bright part", 20)
        await alice.presses("🎨 Paint")
        await expect(page.locator(".compare")).to_be_visible(timeout=90_000)
        async with page.expect_download() as download:
            await alice.presses("Get the file")
        saved = Image.open(await (await download.value).path()).convert("RGB")
        with Image.open(BytesIO(a_photo())) as photo_file:
            before = photo_file.convert("RGB").resize(saved.size)
        left, right = (0, 0, saved.width // 4, saved.height), (saved.width // 2, 0, *saved.size)
        changed = [ImageStat.Stat(ImageChops.difference(saved.crop(box), before.crop(box))) for box in (left, right)]
        assert sum(changed[0].mean) > 4 * sum(changed[1].mean)
        async with asyncio.timeout(60):  # it is put together after the painting was delivered
            while not list((tmp_path / "data" / "blobs").glob("*/film/*")):  # noqa: ASYNC110
                await asyncio.sleep(0.1)  # another process puts it there
        await alice.presses("How it was painted")
        assert await page.locator(".line video").evaluate(
            """(film) => new Promise((tell) => {
                if (film.videoWidth) tell(film.videoWidth);
                else film.addEventListener("loadedmetadata", () => tell(film.videoWidth));
            })"""
        )
        assert alice.complaints == []


async def test_a_painting_in_progress_changes_in_place(browser: Browser, web: Site, store: Store) -> None:
    async with guest(browser, web.url) as alice:
        page = alice.page
        await page.fill("#words", "hello")
        await page.keyboard.press("Enter")
        await alice.sees("HELLO")
        address = web.parrot.heard[0].address
        chat = web.app.platforms[address.platform].chat(address)
        async with store.reading() as tx:
            person = await tx.people.by_identity(address.platform, address.chat)
        assert person
        keys = [f"{person.person_id}/preview/{number}" for number in range(3)]
        for number, key in enumerate(keys):
            await store.blobs.put(key, photo(color=("navy", "teal", "gold")[number]))
        stop = ((Button("Stop", "stop", "danger"),),)
        first, second, last = [attached(store, key) for key in keys]
        status = await chat.send(Message("painting", stop, first, fraction=0.25), key="job")
        bar = page.locator("[role=progressbar]")
        await expect(bar).to_have_attribute("aria-valuenow", "25")
        await chat.edit(status, Message("painting", stop, second, fraction=0.5))
        await expect(bar).to_have_attribute("aria-valuenow", "50")
        await expect(page.locator(".picture img").first).to_have_attribute("src", f"/picture/{second.key}")
        await chat.edit(status, Message("done", (), last, first))
        await expect(page.locator(".compare")).to_be_visible()
        await expect(bar).to_have_count(0)
        await expect(page.locator(".line.mazok")).to_have_count(2)
        assert alice.complaints == []


async def test_another_painting_appears_under_the_slider_where_it_stands(
    browser: Browser, web: Site, store: Store
) -> None:
    async with guest(browser, web.url) as alice:
        page = alice.page
        await page.fill("#words", "hello")
        await page.keyboard.press("Enter")
        await alice.sees("HELLO")
        address = web.parrot.heard[0].address
        chat = web.app.platforms[address.platform].chat(address)
        async with store.reading() as tx:
            person = await tx.people.by_identity(address.platform, address.chat)
        assert person
        before, first, second = [attached(store, f"{person.person_id}/preview/{number}") for number in range(3)]
        for shown, color in ((before, "gray"), (first, "teal"), (second, "gold")):
            await store.blobs.put(shown.key, photo(color=color))
        result = await chat.send(Message("done", ((Button("2", "two"),),), first, before), key="job")
        slider, painting = page.locator(".compare input"), page.locator(".compare > img").first
        await slider.focus()
        await slider.press("Home")
        await slider.press("ArrowRight")
        await chat.edit(result, Message("done", ((Button("✓ 2", "two"),),), second, before))
        await expect(painting).to_have_attribute("src", f"/picture/{second.key}")
        await expect(slider).to_be_focused()
        await slider.press("ArrowRight")
        assert "--at: 2%" in str(await page.locator(".compare").get_attribute("style"))
        await page.get_by_role("button", name="Enlarge").click()
        await expect(page.locator("#viewer img")).to_have_attribute("src", f"/picture/{second.key}")
        assert alice.complaints == []


async def test_two_pictures_dropped_at_once_are_photo_and_style(browser: Browser, web: Site) -> None:
    async with guest(browser, web.url) as alice:
        photo_file, style_file = a_photo(), a_style()
        await alice.sends(photo_file, style_file)
        roles = alice.page.locator("#tray-pictures li span")
        await expect(roles).to_have_text(["Photo", "Style or photo"])
        await alice.page.locator("#tray-pictures li > button").nth(2).click()  # the style is the photo, in truth
        await alice.page.click("#tray-send")
        await alice.sees(f"pictures: [{len(style_file)}, {len(photo_file)}]")
        await expect(alice.page.locator(".line.person img")).to_have_count(2)


async def test_a_pasted_picture_is_sent(browser: Browser, web: Site) -> None:
    async with guest(browser, web.url) as alice:
        await alice.pastes("shot.png", 3)
        await alice.sees("pictures: [3]")
        await expect(alice.page.locator(".line.person .name")).to_have_text("shot.png")


async def test_a_style_dropped_on_a_painting_answers_it(browser: Browser, web: Site, store: Store) -> None:
    async with guest(browser, web.url) as alice:
        await alice.page.fill("#words", "hello")
        await alice.page.keyboard.press("Enter")
        await alice.sees("HELLO")
        address = web.parrot.heard[0].address
        chat = web.app.platforms[address.platform].chat(address)
        done = await chat.send(Message("done", (), attached(store, "p/a/1"), attached(store, "p/a/2")), key="job")
        await alice.page.locator(".compare").evaluate(
            """(painting) => {
                const files = new DataTransfer();
                files.items.add(new File([new Uint8Array([1, 2])], "style.png", { type: "image/png" }));
                const how = { dataTransfer: files, bubbles: true, cancelable: true };
                for (const what of ["dragenter", "dragover", "drop"]) painting.dispatchEvent(new DragEvent(what, how));
            }"""
        )
        await alice.sees("pictures: [2]")
        assert web.parrot.heard[-1].reply_to == done
        await expect(alice.page.locator("#dropping")).to_be_hidden()


async def test_what_did_not_get_through_is_sent_again_when_asked(browser: Browser, web: Site) -> None:
    async with guest(browser, web.url) as alice:
        await alice.page.route("**/say", lambda route: route.fulfill(status=503, json={"error": "Not now."}))
        await alice.page.fill("#words", "hello")
        await alice.page.keyboard.press("Enter")
        await expect(alice.page.get_by_role("alert")).to_contain_text("Not now.")
        await alice.page.unroute("**/say")
        await alice.presses("Try again")
        await alice.sees("HELLO")
        await expect(alice.page.get_by_role("alert")).to_have_count(0)
        assert len(web.parrot.heard) == 1


async def shows_a_canvas(alice: Guest, web: Site, store: Store) -> str:
    """Alice is asked which part of a photo it shall be; returns the line that asks."""
    await alice.page.fill("#words", "hello")
    await alice.page.keyboard.press("Enter")
    await alice.sees("HELLO")
    address = web.parrot.heard[0].address
    async with store.reading() as tx:
        person = await tx.people.by_identity(address.platform, address.chat)
    assert person
    key = f"{person.person_id}/view/1"
    await store.blobs.put(key, a_photo(size=(640, 480)))
    chat = web.app.platforms[address.platform].chat(address)
    canvas = Canvas("Mark it", "region", attached(store, key))
    return await chat.send(Message("which part?", canvas=canvas), key="job")


async def strokes(alice: Guest, *points: tuple[float, float]) -> None:
    """Press the mouse at the first point of the sheet, in shares of its sides, and move it along the others."""
    box = await alice.page.locator(".marker .sheet").bounding_box()
    assert box
    where = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    await alice.page.mouse.move(*where[0])
    await alice.page.mouse.down()
    for point in where[1:]:
        await alice.page.mouse.move(*point, steps=4)
    await alice.page.mouse.up()


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_part_is_marked_with_the_mouse(browser: Browser, web: Site, store: Store, width: int) -> None:
    async with guest(browser, web.url, width=width) as alice:
        await shows_a_canvas(alice, web, store)
        await alice.presses("Mark it")
        page = alice.page
        done = page.get_by_role("button", name="Done")
        await expect(done).to_be_disabled()
        await strokes(alice, (0.2, 0.2), (0.2, 0.8))
        await strokes(alice, (0.8, 0.5))  # a dot,
        await page.get_by_role("button", name="Undo").click()  # which was a mistake
        await page.get_by_role("button", name="Erase").click()
        await strokes(alice, (0.1, 0.7), (0.3, 0.7))
        for edge in ("#marker .tools", "#marker .sheet"):
            box = await page.locator(edge).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        await done.click()
        await alice.sees("drawn region")
        await expect(page.locator("#marker")).to_be_hidden()
        [drawing] = web.parrot.drawings
        mask = read_mask(drawing)
        assert mask.size == (640, 480)
        levels = [mask.getpixel((round(x * 640), round(y * 480))) for x, y in ((0.2, 0.3), (0.2, 0.7), (0.8, 0.5))]
        assert levels == [255, 0, 0]
        assert alice.complaints == []


async def test_a_part_is_marked_by_keyboard_alone(browser: Browser, web: Site, store: Store) -> None:
    """Everything is turned round, and that is sent: no pointer is needed to get in, through and out."""
    async with guest(browser, web.url, locale="ru-RU") as alice:
        await shows_a_canvas(alice, web, store)
        page = alice.page
        await page.locator(".line button", has_text="Mark it").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Отметить")).to_be_focused()
        for _ in range(10):
            await page.keyboard.press("Tab")
            if await page.locator(":focus").inner_text() == "Обратить":
                break
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Готово").focus()
        await page.keyboard.press("Enter")
        await alice.sees("drawn region")
        [drawing] = web.parrot.drawings
        assert read_mask(drawing).getextrema() == (255, 255)


async def test_a_drawing_that_does_not_get_through_stays_on_the_canvas(
    browser: Browser, web: Site, store: Store
) -> None:
    async with guest(browser, web.url) as alice:
        await shows_a_canvas(alice, web, store)
        await alice.presses("Mark it")
        await strokes(alice, (0.2, 0.2), (0.2, 0.8))
        await alice.page.route("**/pictures", lambda route: route.fulfill(status=503, json={"error": "Not now."}))
        done = alice.page.get_by_role("button", name="Done")
        await done.click()
        await expect(alice.page.locator("#marker").get_by_role("alert")).to_have_text("Not now.")
        await alice.page.unroute("**/pictures")
        await done.click()
        await alice.sees("drawn region")


async def test_the_menu_works_by_keyboard_on_a_phone(browser: Browser, web: Site) -> None:
    async with guest(browser, web.url, width=360, locale="ru-RU") as alice:
        page = alice.page
        assert await alice.width_needed() <= 360
        await page.focus("#menu-button")
        await page.keyboard.press("Enter")
        await expect(page.locator("#menu")).to_be_visible()
        await page.keyboard.press("ArrowDown")
        await expect(page.locator("#menu button").nth(1)).to_be_focused()
        await page.keyboard.press("Enter")
        await alice.sees("/works")
        await expect(page.locator("#menu")).to_be_hidden()


async def test_what_was_asked_for_is_brought_into_view(browser: Browser, web: Site) -> None:
    async with guest(browser, web.url, width=360) as alice:
        page, texts = alice.page, "\n".join("abcdefghijklmnopqrstuvwxyz")
        for _ in range(2):
            await page.fill("#words", texts)
            await page.keyboard.press("Enter")
        await expect(page.locator(".line.mazok")).to_have_count(2)
        await page.locator("#scroll").evaluate("(scroll) => scroll.scrollTo(0, 0)")
        await expect(page.locator(".line").last).not_to_be_in_viewport()
        await page.click("#menu-button")
        await page.click("[data-command=works]")
        await expect(page.get_by_text("/works")).to_be_in_viewport()
        assert await page.evaluate("document.documentElement.scrollHeight === innerHeight")  # the header stays


async def test_plus_is_pressed_again_by_keyboard_where_it_stands(browser: Browser, web: Site) -> None:
    async with guest(browser, web.url) as alice:
        page = alice.page
        await page.fill("#words", "hello")
        await page.keyboard.press("Enter")
        await alice.sees("HELLO")
        address = web.parrot.heard[0].address
        chat = web.app.platforms[address.platform].chat(address)
        await chat.send(Message("a dial", ((Button("Size 1", "size"), Button("+", "more")),)), key="dial")
        await page.get_by_role("button", name="+").focus()
        for size in (2, 3, 4):
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("button", name=f"Size {size}")).to_be_visible()
            await expect(page.get_by_role("button", name="+")).to_be_focused()


async def test_a_file_that_is_too_large_never_leaves_the_browser(browser: Browser, web: Site) -> None:
    async with guest(browser, web.url, locale="ru-RU") as alice:
        await alice.pastes("shot.png", 20_000_001)
        await expect(alice.page.get_by_role("alert")).to_contain_text("20 МБ")
        assert web.parrot.heard == []
