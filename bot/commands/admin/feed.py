"""`mazok admin feed`: the queue of moderators, without a browser."""

from collections.abc import Awaitable

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, limited, minute
from bot.usecases.find import find
from bot.usecases.moderate import Moderate
from bot.usecases.reasons import Reason
from storage import Missing
from storage.moderation import Moderation
from storage.posts import Post, PostState

REASON = click.option("--reason", required=True, type=click.Choice(list(Reason), case_sensitive=False))
STATES = click.Choice([PostState.WAITING, PostState.SHOWN, PostState.REFUSED], case_sensitive=False)


@click.group("feed")
def command() -> None:
    """See what waits for a moderator and decide; `mazok admin login` opens pages that show the pictures, too."""


@command.command("list")
@click.option("--state", type=STATES, default=PostState.WAITING, show_default=True, help="Those that stand so.")
@limited()
@in_office
async def list_(here: Office, state: str, limit: int) -> None:
    """List posts: what was reported first, of what waits the oldest first."""
    table = a_table("post", "since", "person", "title", "effect", "reports", "refused before")
    async with here.store.reading() as tx:
        cases = await Moderation(tx.connection).cases(PostState(state), 0, limit)
    for case in cases:
        post, reports = case.post, ", ".join(report.reason for report in case.reports)
        row = (post.post_id, minute(post.created_at), post.person_id, post.title, post.effect, reports)
        table.add_row(*row, str(case.refused))
    show(table)


@command.command("approve")
@click.argument("post_id")
@in_office
async def approve(here: Office, post_id: str) -> None:
    """Show the post POST_ID to everybody."""
    await decided(Moderate(here.store).approve(here.who, post_id))


@command.command("refuse")
@click.argument("post_id")
@REASON
@in_office
async def refuse(here: Office, post_id: str, reason: str) -> None:
    """Keep the post POST_ID, which waits, from being shown."""
    await decided(Moderate(here.store).refuse(here.who, post_id, Reason(reason)))


@command.command("take-down")
@click.argument("post_id")
@REASON
@in_office
async def take_down(here: Office, post_id: str, reason: str) -> None:
    """Show the post POST_ID to nobody any more."""
    await decided(Moderate(here.store).take_down(here.who, post_id, Reason(reason)))


@command.command("undo")
@click.argument("post_id")
@in_office
async def undo(here: Office, post_id: str) -> None:
    """Take the last decision about POST_ID back; within half a minute its owner never hears of it."""
    try:
        await said(Moderate(here.store).undo(here.who, post_id))
    except Missing as missing:
        raise click.ClickException(f"there is no decision about a post {post_id!r} to be taken back") from missing


@command.command("refused")
@click.argument("person")
@in_office
async def refused(here: Office, person: str) -> None:
    """List what was refused of PERSON (an id, or platform:account) and deleted since: it is not published again."""
    table = a_table("post", "deleted", "reason", "work")
    async with here.store.reading() as tx:
        found = await tx.refusals.of_person((await find(tx, person)).person_id)
    for one in found:
        table.add_row(one.post_id, minute(one.created_at), one.reason, one.work_id)
    show(table)


@command.command("pardon")
@click.argument("post_id")
@in_office
async def pardon(here: Office, post_id: str) -> None:
    """Let the painting be published again whose post POST_ID was refused and deleted since."""
    try:
        await Moderate(here.store).pardon(here.who, post_id)
    except Missing as missing:
        raise click.ClickException(f"no refused and deleted post {post_id!r}") from missing
    click.echo(f"{post_id} may be published again")


async def decided(decision: Awaitable[Post]) -> None:
    try:
        await said(decision)
    except Missing as missing:
        why = f"there is no {missing.kind} {missing.name!r}, or it is decided already"
        raise click.ClickException(why) from missing


async def said(decision: Awaitable[Post]) -> None:
    post = await decision
    click.echo(f"{post.post_id} is {post.state}" + (f": {post.title}" if post.title else ""))
