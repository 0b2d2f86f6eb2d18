"""`mazok admin ban`: somebody may not any more."""

import click

from bot.commands.admin._office import Office, in_office
from bot.usecases.ban import Ban, Sentence
from bot.usecases.find import find
from storage.bans import BanScope


@click.command("ban", short_help="Ban somebody by every account of theirs.")
@click.argument("person")
@click.option("--scope", type=click.Choice(list(BanScope), case_sensitive=False), default=BanScope.FEED)
@click.option("--reason", required=True, help="Why, for the audit log; the person does not read it.")
@click.option("--take-down", is_flag=True, help="Take down everything they published.")
@in_office
async def command(here: Office, person: str, scope: str, reason: str, take_down: bool) -> None:
    """Ban PERSON (an id, or platform:account) by every account of theirs.

    Scope `feed` (the default): they may paint, but not publish, like or report. Scope `all`: they are not served; what
    is theirs they may still have deleted, and payments be sent back.
    """
    async with here.store.reading() as tx:
        found = await find(tx, person)
    sentence = Sentence(BanScope(scope), reason, everything=take_down)
    await Ban(here.store, here.settings.derive("bans"))(here.who, found.person_id, sentence)
    click.echo(f"{found.person_id} is banned ({scope})")
