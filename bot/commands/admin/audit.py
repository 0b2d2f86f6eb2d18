"""`mazok admin audit`: who did what."""

import json

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, limited, minute


@click.command("audit")
@click.option("--subject", help="Only what was done to this person, job, payment …")
@limited()
@in_office
async def command(here: Office, subject: str | None, limit: int) -> None:
    """List what was done by hand, the latest first."""
    table = a_table("at", "who", "act", "subject", "with")
    async with here.store.reading() as tx:
        acts = await tx.audit.newest(limit, subject)
    for act in acts:
        table.add_row(minute(act.at), act.who, act.act, act.subject, json.dumps(act.detail, ensure_ascii=False))
    show(table)
