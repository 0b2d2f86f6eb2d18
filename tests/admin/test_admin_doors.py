"""Who gets in, and who does not: links that open once, sessions that end, forms that another site made up."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.admin import ACTS, PAGES
from bot.commands.admin import command
from bot.supervisor import variables
from bot.usecases import sign_in
from bot.usecases.sign_in import SignIn, digest
from storage import Store
from storage.sign_ins import SignInKind
from tests.admin.office import Browser, Office, an_office, page_of
from tests.faults.studio import settings_in

COOKIE = "mazok-admin"


def session_of(browser: Browser) -> str:
    return next(cookie.value for cookie in browser.visitor.http.cookie_jar if cookie.key == COOKIE)


@pytest.mark.parametrize("name", PAGES)
async def test_no_page_without_a_session(office: Office, name: str) -> None:
    async with office.browser() as mallory:
        assert await mallory.opens(f"/admin/{name}") == 401
        assert "You are not signed in" in mallory.words
        assert await mallory.opens(f"/admin/{name}", Cookie=f"{COOKIE}=made-up") == 401


@pytest.mark.parametrize("name", [*ACTS, "sign-out"])
async def test_no_act_without_a_session(office: Office, name: str) -> None:
    async with office.browser() as mallory:
        assert (await mallory.posts(f"/admin/{name}", {"token": "guessed"}))[0] == 401
    assert await office.acts() == []


@pytest.mark.parametrize("name", [*ACTS, "sign-out"])
async def test_no_act_that_another_site_made_up(office: Office, name: str) -> None:
    """Neither without the token, nor with one of another session, nor from another page."""
    async with office.olga() as olga, office.olga() as other:
        await other.opens("/admin/")
        foreign = other.form("/admin/sign-out")["token"]
        for token in ("", "guessed", foreign):
            assert (await olga.posts(f"/admin/{name}", {"token": token}))[0] == 403
        await olga.opens("/admin/")
        genuine = olga.form("/admin/sign-out")["token"]
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
            assert (await olga.posts(f"/admin/{name}", {"token": genuine}, **headers))[0] == 403
        assert await olga.opens("/admin/") == 200
    assert {act.act for act in await office.acts()} == {"link", "sign in"}


async def test_looking_at_a_link_does_not_use_it_up(office: Office) -> None:
    """Chats and mail programs open links to preview them."""
    token = await SignIn(office.store).link("Olga")
    async with office.browser() as preview, office.browser() as olga:
        for _ in range(3):
            assert await preview.opens(f"/admin/sign-in/{token}") == 200
        assert not list(preview.visitor.http.cookie_jar)
        await olga.opens(f"/admin/sign-in/{token}")
        assert await olga.presses("/admin/sign-in") == "/admin/"
        assert "Overview" in olga.words
    assert [(act.who, act.act) for act in await office.acts()] == [("Olga", "link"), ("Olga", "sign in")]


async def test_of_two_who_press_at_once_one_is_in(office: Office) -> None:
    token = await SignIn(office.store).link("Olga")
    async with office.browser() as one, office.browser() as other:
        pressed = await asyncio.gather(*(who.posts("/admin/sign-in", {"link": token}) for who in (one, other)))
        assert sorted(status for status, _ in pressed) == [303, 410]
        entered = [await who.opens("/admin/") for who in (one, other)]
        assert sorted(entered) == [200, 401]
        assert await one.opens(f"/admin/sign-in/{token}") == 410
        assert "was used already" in one.words
    assert [act.act for act in await office.acts()] == ["link", "sign in"]


async def test_a_link_that_is_too_old_or_made_up_says_so(office: Office) -> None:
    async with office.store.transaction() as tx:
        await tx.sign_ins.add(digest("old"), SignInKind.LINK, "Olga", -1)
    async with office.browser() as olga:
        for token, status, words in (("old", 410, "too old"), ("made-up", 404, "none of ours")):
            assert await olga.opens(f"/admin/sign-in/{token}") == status
            assert words in olga.words
            assert (await olga.posts("/admin/sign-in", {"link": token}))[0] == status
            assert words in olga.words
        assert await olga.opens("/admin/") == 401


async def test_a_session_that_is_over_is_none(office: Office) -> None:
    async with office.store.transaction() as tx:
        await tx.sign_ins.add(digest("old"), SignInKind.SESSION, "Olga", -1)
    async with office.browser() as olga:
        assert await olga.opens("/admin/", Cookie=f"{COOKIE}=old") == 401


async def test_a_link_is_no_session_and_the_database_holds_no_token(office: Office) -> None:
    token = await SignIn(office.store).link("Olga")
    async with office.browser() as olga:
        assert await olga.opens("/admin/", Cookie=f"{COOKIE}={token}") == 401
        assert await olga.opens("/admin/", Cookie=f"{COOKIE}={digest(token)}") == 401
        assert await olga.opens(f"/admin/sign-in/{digest(token)}") == 404


async def test_signing_out_ends_the_session_everywhere(office: Office) -> None:
    async with office.olga() as olga:
        session = session_of(olga)
        await olga.opens("/admin/")
        assert (await olga.posts("/admin/sign-out", olga.form("/admin/sign-out")))[0] == 200
        assert "signed out" in olga.words
        assert await olga.opens("/admin/", Cookie=f"{COOKIE}={session}") == 401
    assert [act.act for act in await office.acts()] == ["link", "sign in", "sign out"]


async def test_the_cookie_is_for_these_pages_of_this_host_alone(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    async with an_office(store, database_url, tmp_path, public_url="https://mazok.example") as office:
        token = await SignIn(store).link("Olga")
        async with office.browser() as olga:
            where, form = f"{olga.visitor.url}/admin/sign-in", {"link": token}
            said = {"Origin": "https://mazok.example"}
            async with olga.visitor.http.post(where, data=form, headers=said, allow_redirects=False) as answer:
                cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Secure-mazok-admin=")
    parts = {part.strip() for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/admin"} <= parts
    assert f"Max-Age={int(sign_in.SESSION_S)}" in parts


async def test_every_answer_has_the_headers_that_protect_it(office: Office) -> None:
    async with office.olga() as olga:
        for path in ("/admin/", "/admin/payments", "/admin/sign-in/x", "/admin/person?id=nobody"):
            async with olga.visitor.http.get(f"{olga.visitor.url}{path}") as answer:
                assert answer.headers["Cache-Control"] == "no-store"
                policy = answer.headers["Content-Security-Policy"]
                assert "script-src" not in policy
                assert "unsafe" not in policy
                assert "frame-ancestors 'none'" in policy
                assert "<script" not in await answer.text()


async def test_what_people_wrote_is_text(office: Office) -> None:
    hostile = '"><script>alert(1)</script>'
    async with office.store.transaction() as tx:
        alice = await tx.people.arrive("room", hostile, "en")
        await tx.audit.add(hostile, hostile, alice.person_id, {hostile: hostile})
    await office.payment(alice, amount=1, charge=hostile)
    async with office.olga() as olga:
        person = f"/admin/person?id={alice.person_id}"
        for path in ("/admin/people", person, "/admin/log", "/admin/payments", f"/admin/people?q={hostile}"):
            assert await olga.opens(path) == 200
            assert "<script" not in olga.seen
            assert "&lt;script&gt;" in olga.seen


def test_the_command_prints_a_link_with_the_public_address(tmp_path: Path, database_url: str) -> None:
    settings = settings_in(tmp_path, database_url)
    runner = CliRunner(env={**variables(settings), "MAZOK_PUBLIC_URL": "https://mazok.example/"})
    printed = runner.invoke(command, ["login", "--name", "Olga"])
    assert printed.exit_code == 0, printed.output
    link = printed.stdout.strip()
    assert link.startswith("https://mazok.example/admin/sign-in/")
    assert len(link.rpartition("/")[2]) >= 43  # 256 bits


async def test_the_link_of_the_command_opens(office: Office, tmp_path: Path, database_url: str) -> None:
    runner = CliRunner(env=variables(settings_in(tmp_path, database_url)))
    printed = await asyncio.to_thread(runner.invoke, command, ["login", "--name", "Olga"])
    assert printed.exit_code == 0, printed.output
    assert printed.stdout.startswith("http://127.0.0.1:8080/admin/sign-in/")
    async with office.browser() as olga:
        await olga.opens("/admin/sign-in/" + printed.stdout.strip().rpartition("/")[2])
        await olga.presses("/admin/sign-in")
        assert "Olga" in olga.words


async def test_a_payment_is_nobodys_business_without_a_session(office: Office) -> None:
    payment = await office.payment(await office.person())
    async with office.browser() as mallory:
        assert await mallory.opens(page_of(payment)) == 401
        assert "250" not in mallory.words
