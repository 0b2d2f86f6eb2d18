"""`mazok admin maintenance`: for a while nothing new is ordered or bought."""

from datetime import UTC, datetime

import click

from bot.commands.admin._office import Office, in_office, minute
from bot.talk.menu import MOSCOW
from bot.usecases.maintenance import NAME, Maintenance, Outage, next_moment, outage


@click.group("maintenance", short_help="Take no orders and no money for a while.")
def command() -> None:
    """Take no orders and no money for a while, on all machines at once; what was begun goes on, nothing is lost."""


@command.command("on")
@click.option("--text-ru", default="", help="What people read in Russian, instead of our own words.")
@click.option("--text-en", default="", help="What people read in English.")
@click.option(
    "--until",
    type=click.DateTime(["%H:%M", "%Y-%m-%dT%H:%M"]),
    metavar="HH:MM",
    help="When you are back, Moscow time; also 2026-11-22T18:00.",
)
@in_office
async def on(here: Office, text_ru: str, text_en: str, until: datetime | None) -> None:
    """Begin maintenance, or change its words."""
    words = {locale: text for locale, text in (("ru", text_ru), ("en", text_en)) if text}
    back = moment(until, datetime.now(MOSCOW)) if until else None
    await Maintenance(here.store).begin(here.who, Outage(words, back))
    click.echo("maintenance is on: nothing is ordered or bought" + (f" until {minute(back)} UTC" if back else ""))


@command.command("off")
@in_office
async def off(here: Office) -> None:
    """End it."""
    if not await Maintenance(here.store).end(here.who):
        raise click.ClickException("maintenance is not on")
    click.echo("maintenance is off")


@command.command("status")
@in_office
async def status(here: Office) -> None:
    """Say whether it lasts, since when, and what people read."""
    async with here.store.reading() as tx:
        lasting, switch = await outage(tx), await tx.switches.get(NAME)
    if lasting is None or switch is None:
        click.echo("maintenance is off")
        return
    click.echo(f"maintenance is on since {minute(switch.changed_at)} UTC, begun by {switch.who}")
    if lasting.until:
        click.echo(f"until {minute(lasting.until)} UTC")
    for locale, text in lasting.words.items():
        click.echo(f"{locale}: {text}")


def moment(said: datetime, now: datetime) -> datetime:
    """A clock's time is the next such moment; a day and a time are meant as they are. Raises BadParameter."""
    has_day = said.year > 1900  # where strptime puts a time without one
    back = said.replace(tzinfo=now.tzinfo) if has_day else next_moment(said.time(), now)
    if back <= now:
        raise click.BadParameter("that is over", param_hint="--until")
    return back.astimezone(UTC)
