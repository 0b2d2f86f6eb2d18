"""What keeps the web chat whole: cookies, forged requests, limits, slow browsers, headers."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.platforms.web.settings import WebSettings
from bot.platforms.web.visitors import TOKEN_HEADER
from storage import Store
from tests.platforms.web_site import photo, site, visitor


async def test_a_forged_cookie_is_nobody(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice, visitor(web.url) as mallory:
        await alice.visit()
        await alice.say(text="secret")
        cookie = next(cookie.value for cookie in alice.http.cookie_jar if cookie.key == "mazok")
        name, _, signature = cookie.partition(".")
        other = name[:-1] + ("1" if name.endswith("0") else "0")
        for forged in (name, f"{name}.", f"{name}.{signature[:-1]}", f"{other}.{signature}", "x" * 5000):
            mallory.http.cookie_jar.clear()
            assert (await mallory.visit(Cookie=f"mazok={forged}"))["lines"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {TOKEN_HEADER: "guessed"},
        {TOKEN_HEADER: ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_another_site_cannot_speak_for_a_person(store: Store, tmp_path: Path, headers: dict[str, str]) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice:
        await alice.visit()
        assert await alice.say(text="hello", headers=headers) == (403, {"reload": True})
        assert web.parrot.heard == []


async def test_a_token_is_of_one_person_only(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice, visitor(web.url) as bob:
        await alice.visit()
        await bob.visit()
        assert (await alice.say(text="hello", headers={TOKEN_HEADER: bob.start["token"]}))[0] == 403


async def test_behind_tls_the_cookie_is_for_this_host_alone(store: Store, tmp_path: Path) -> None:
    address = "https://mazok.example"
    async with site(store, tmp_path, public_url=address) as web, visitor(web.url) as alice:
        async with alice.http.get(web.url) as answer:
            cookie = answer.headers.getall("Set-Cookie")[0]
            assert answer.headers["Strict-Transport-Security"]
        assert cookie.startswith("__Host-mazok=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        start = await alice.visit(Cookie=cookie.partition(";")[0])
        said = {"Cookie": cookie.partition(";")[0], "Origin": address, TOKEN_HEADER: start["token"]}
        assert (await alice.say(text="hello", headers=said))[0] in {200, 403}


async def test_two_browsers_of_one_address_share_a_client_and_nothing_else(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice, visitor(web.url) as bob:
        for somebody in (alice, bob):
            await somebody.visit()
            await somebody.say(text="hello")
        first, second = web.parrot.heard
        assert first.client == second.client
        assert first.client and "127" not in first.client
        assert first.person != second.person
        assert first.update_key != second.update_key


async def test_a_picture_over_the_limit_is_refused_in_the_persons_words(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice:
        await alice.visit(**{"Accept-Language": "ru"})
        status, answer = await alice.send(bytes(21_000_000))
        assert status == 413
        assert "20 МБ" in answer["error"]
        status, answer = await alice.send(*[photo()] * 11)
        assert status == 413
        assert "10" in answer["error"]
        assert web.parrot.heard == []


async def test_a_body_that_declares_too_much_is_refused_before_it_is_read(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice:
        await alice.visit()
        assert b"413" in await alice.begins_upload(900_000_000)


async def test_an_upload_that_stands_still_is_given_up(store: Store, tmp_path: Path) -> None:
    begin = b'--x\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\nbegin'
    async with site(store, tmp_path, WebSettings(upload_idle_s=0.2)) as web, visitor(web.url) as alice:
        await alice.visit()
        assert b"408" in await alice.begins_upload(90_000, begin)
        assert web.parrot.heard == []


async def test_every_answer_has_the_headers_that_protect_it(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice:
        for path in ("/", "/healthz", "/nothing", "/static/0/main.js"):
            _, _, headers = await alice.get(path)
            assert headers["X-Content-Type-Options"] == "nosniff"
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy


async def test_nothing_that_a_person_wrote_becomes_markup(store: Store, tmp_path: Path) -> None:
    words = "</script><script>alert(1)</script><!-- & \u2028"
    async with site(store, tmp_path) as web, visitor(web.url) as alice:
        await alice.visit()
        await alice.say(text=words)
        assert (await alice.texts())[0] == words
        assert "<script>alert" not in alice.page


async def test_a_page_is_made_of_its_own_files_only(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice:
        await alice.visit()
        addresses = re.findall(r'(?:src|href)="([^"#]+)', alice.page)
        assert addresses
        for address in addresses:
            status, _, headers = await alice.get(address)
            assert (address[0], status) == ("/", 200), address
            assert "/static/" not in address or "immutable" in headers["Cache-Control"]
        assert " style=" not in alice.page
        assert " onclick=" not in alice.page


async def test_pages_that_stay_open_do_not_hold_up_the_end(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as alice:
        await alice.visit()
        stream = await alice.http.get(f"{web.url}/live")
        async with asyncio.timeout(3):
            web.serves.cancel()
            await stream.read()
