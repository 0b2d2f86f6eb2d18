"""The admin pages: what whoever runs the service sees and does, signed in by the link of `mazok admin login`.

No platform: nobody talks here. No page needs a script; one has one, for keys. Pictures of people are not shown, but
those that they publish.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from bot.admin import acts, bans, feed, jobs, letters, log, money, overview, people, statistics, verdicts
from bot.admin.desk import Desk
from bot.admin.doors import Doors
from bot.admin.pages import STATIC, Pages
from bot.admin.reception import Reception
from bot.pages.assets import Assets
from bot.usecases.broadcast import Broadcasting
from bot.usecases.decide import Decide
from bot.usecases.maintenance import Maintenance
from bot.usecases.moderate import Moderate
from bot.usecases.retry import Retry
from bot.usecases.sign_in import SignIn

if TYPE_CHECKING:
    from bot.app import App

PAGES = {  # template -> what stands in it
    "overview": overview.show,
    "payments": money.payments,
    "payment": money.payment,
    "purchases": money.purchases,
    "stuck": jobs.stuck,
    "jobs": jobs.newest,
    "people": people.found,
    "person": people.one,
    "letters": letters.show,
    "feed": feed.show,
    "bans": bans.newest,
    "maintenance": bans.maintenance,
    "statistics": statistics.show,
    "log": log.show,
}
ACTS = {
    "credit": acts.credit,
    "refund": acts.refund,
    "retry": acts.retry,
    "give": acts.give,
    "letter-draft": letters.write,
    "letter": letters.move,
    "approve": verdicts.approve,
    "refuse": verdicts.refuse,
    "undo": verdicts.undo,
    "pardon": verdicts.pardon,
    "ban": verdicts.ban,
    "lift": verdicts.lift,
    "begin": verdicts.begin,
    "end": verdicts.end,
}


def routes(app: "App") -> Sequence[web.AbstractRouteDef]:
    """Everything under /admin."""
    sign_in, settings = SignIn(app.store), app.settings
    retry = Retry(app.store, app.queue, app.catalogue)
    desk = Desk(
        app.store,
        app.queue,
        app.catalogue,
        app.tills,
        Decide(app.store),
        retry,
        Moderate(app.store),
        app.ban,
        Maintenance(app.store),
        Broadcasting(app.store),
    )
    doors = Doors(sign_in, settings.derive("admin"), settings.public_url)
    assets = Assets("/admin/static", STATIC)
    pages = Pages(assets, doors)
    reception = Reception(desk, doors, pages)
    return [
        web.get("/admin", pages.moved),
        web.get("/admin/", reception.page("overview", PAGES["overview"])),
        *(web.get(f"/admin/{name}", reception.page(name, show)) for name, show in PAGES.items()),
        *(web.post(f"/admin/{name}", reception.act(act)) for name, act in ACTS.items()),
        web.get("/admin/picture/{post}/{what}", reception.other(feed.picture)),
        web.get("/admin/statistics.csv", reception.other(statistics.as_csv)),
        web.get("/admin/sign-in/{token}", reception.link),
        web.post("/admin/sign-in", reception.sign_in),
        web.post("/admin/sign-out", reception.sign_out),
        assets.route(),
    ]
