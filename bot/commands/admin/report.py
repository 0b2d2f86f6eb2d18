"""`mazok admin report`: a month of the books."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._money import amount
from bot.commands.admin._office import Office, in_office, written
from storage.takings import Span, Takings

Row = tuple[str, str, str, int, int]  # of what, in what, which line, how often, how much

UNKNOWN = "(nothing known)"  # payments that were held
BEGIN, END = "at the beginning", "at the end"
LINES = {
    "purchase": "bought",
    "refund": "taken back",
    "capture": "used",
    "expiry": "expired",
}  # by the journal's reason


@click.command("report")
@click.argument("month", metavar="MONTH", type=click.DateTime(["%Y-%m"]))
@click.option("--csv", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write the lines to a file, too.")
@in_office
async def command(here: Office, month: datetime, out: Path | None) -> None:
    """Say what came and went in MONTH (2026-11, in UTC): money by till and kind of goods, units by asset and reason.

    Each block begins and ends with what was there, and its lines add up to that. Money is in the smallest unit of its
    currency in the file.
    """
    begin = month.replace(tzinfo=UTC)
    async with here.store.reading() as tx:
        if begin > await tx.now():
            raise click.BadParameter("that month has not begun", param_hint="MONTH")
        takings, span = Takings(tx.connection), (begin, (begin + timedelta(days=31)).replace(day=1))
        money, units = await money_rows(takings, span), await unit_rows(takings, span)
    if out:
        with written(out) as draft, draft.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("of", "in", "line", "times", "amount"), *money, *units])
    table = a_table("of", "in", "line", "times", "amount")
    for of, currency, line, times, sum_ in money:
        table.add_row(of, currency, line, str(times or ""), amount(sum_, currency))
    for of, unit, line, times, sum_ in units:
        table.add_row(of, unit, line, str(times or ""), str(sum_))
    show(table)


async def money_rows(takings: Takings, span: Span) -> list[Row]:
    """Each till's money: what was there, what came and went for each kind of goods, what is there then."""
    before, after, turnover = (
        await takings.tills_at(span[0]),
        await takings.tills_at(span[1]),
        await takings.turnover(span),
    )
    rows: list[Row] = []
    for till, currency in sorted(after):
        rows.append((till, currency, BEGIN, 0, before.get((till, currency), 0)))
        for one in turnover:
            if (one.till, one.currency) == (till, currency):
                kind = one.kind or UNKNOWN
                rows += [(till, currency, f"sold: {kind}", one.sales, one.sold)] if one.sales else []
                rows += [(till, currency, f"refunded: {kind}", one.refunds, -one.refunded)] if one.refunds else []
        rows.append((till, currency, END, 0, after[till, currency]))
    return rows


async def unit_rows(takings: Takings, span: Span) -> list[Row]:
    """Each asset's units in people's hands, reserved ones included: the same."""
    before, after, moved = await takings.units_at(span[0]), await takings.units_at(span[1]), await takings.moved(span)
    rows: list[Row] = []
    for asset in sorted(after):
        rows.append(("people", asset, BEGIN, 0, before.get(asset, 0)))
        for one in moved:
            if one.asset == asset:
                rows.append(("people", asset, LINES.get(one.reason, f"granted: {one.reason}"), one.entries, one.units))
        rows.append(("people", asset, END, 0, after[asset]))
    return rows
