"""One account over real platforms: what is painted in one place is there in all, by codes alone, without any page that
others reach."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App, opened
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.service import Service as TelegramService
from bot.platforms.vk import Vk
from bot.platforms.vk.service import Service as VkService
from bot.settings import Settings
from bot.web import serving
from storage.people import Person as Somebody
from tests.bot.world import OFFER
from tests.platforms import telegram_bot, vk_bot
from tests.platforms.contract import a_photo, a_style
from tests.platforms.test_web_whole import paints
from tests.platforms.web_person import WebPerson
from tests.platforms.web_site import visitor
from tests.platforms.whole import EDIT_S
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer
from tests.simulators.vk.server import VkServer


@asynccontextmanager
async def everywhere(telegram: TelegramServer, vk: VkServer, folder: Path) -> AsyncIterator[tuple[App, str]]:
    """One chat process on three platforms; nobody has said by which address its pages are reached."""
    (folder / "data").mkdir()
    general = Settings(_env_file=None, port=0, data=folder / "data", key_file=folder / "key")  # type: ignore[call-arg]
    edit_s, preview_s = EDIT_S, 2 * EDIT_S
    async with opened(general) as app:
        app.platforms["telegram"] = Telegram(
            TelegramService(app, telegram_bot.settings(telegram, edit_s=edit_s, preview_s=preview_s))
        )
        app.platforms["vk"] = Vk(VkService(app, vk_bot.settings(vk, edit_s=edit_s, preview_s=preview_s)))
        async with serving(app) as server, asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(app.run()), tasks.create_task(paints(app, OFFER))]
            await vk.listened()
            yield app, server.url
            for task in running:
                task.cancel()


async def who(app: App, platform: str, account: str) -> Somebody:
    async with app.store.reading() as tx:
        person = await tx.people.by_identity(platform, account)
    assert person
    return person


async def test_telegram_vk_and_the_web_are_one_account(server: TelegramServer, alice: Person, tmp_path: Path) -> None:
    async with VkServer().running() as vk, everywhere(server, vk, tmp_path) as (app, url), visitor(url) as browser:
        await alice.sends_album(a_photo(), a_style())
        await alice.presses("Paint")
        await alice.sees("Done!")
        telegram = await who(app, "telegram", str(alice.account["id"]))
        async with app.store.transaction() as tx:
            await tx.ledger.grant("gift", telegram.person_id, "premium_run", 3, "gift")

        await browser.visit(**{"Accept-Language": "en"})
        web = WebPerson(browser)
        await web.sends_photo(a_photo("plum"))
        await web.sees("Now the style")
        seen = [line["body"]["pictures"][0]["key"] for line in await browser.lines() if "pictures" in line["body"]]

        await alice.says("/link")
        code = (await alice.sees("Your code")).text.partition("Your code: ")[2].partition("\n")[0]
        await web.says(f"/link {code}")
        await web.sees("There (Telegram): 1 work, 3 premium paintings.")
        await web.presses("Join them")
        await web.sees("Two accounts of Mazok have become one: 1 work, 3 premium paintings")
        await alice.sees("Two accounts of Mazok have become one")
        await web.says("/works")
        await web.sees("You have 1 painting.")
        await web.chooses("1")
        assert await web.shown_picture()  # painted for another id than the page has begun with
        for key in seen:
            assert (await browser.get(f"/picture/{key}"))[0] == 200
        _, page, _ = await browser.get("/balance")
        assert "3 premium" in page.decode()

        dora = await vk.person("Dora")
        await web.says("/link")
        await web.sees("Your code")
        [code] = [text.partition("Your code: ")[2][:14] for text in await browser.texts() if "Your code" in text]
        await dora.says(f"/link {code}")
        await dora.sees("There (Telegram, Web chat): 1 work, 3 premium paintings.")
        await dora.presses("Join them")
        await dora.sees("This is one account now: Telegram, VK, Web chat.")
        assert await who(app, "vk", str(dora.user_id)) == await who(app, "telegram", str(alice.account["id"]))

        await alice.says("/accounts")
        await alice.sees("These 3 accounts are one.")
        await alice.presses("Unlink Web chat")
        await alice.presses("Yes, unlink it")
        await alice.sees("is on its own again")
        web.seen = 0  # all lines are gone, and counted anew
        await web.sees("This account was unlinked")
        for key in seen:
            assert (await browser.get(f"/picture/{key}"))[0] == 404
        assert len(await browser.lines()) == 1
        async with app.store.reading() as tx:
            assert await tx.books.check() == []
        assert not vk.violations
