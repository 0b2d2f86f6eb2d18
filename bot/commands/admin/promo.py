"""`mazok admin promo`: codes of the house, for many people, once for each. Every act is written down."""

from datetime import UTC, datetime

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, limited
from storage import Missing
from storage.vouchers import NewVoucher, Voucher, VoucherKind, canonical, fresh_code

SHORTEST = 4


@click.group("promo")
def command() -> None:
    """Make, list and close promo codes."""


@command.command("create")
@click.option("--code", default="", help="The code; without one an unguessable one is made.")
@click.option("--asset", required=True, help="What it is worth, as the catalogue names it.")
@click.option("--amount", required=True, type=click.IntRange(min=1), help="So many units for each person.")
@click.option("--uses", required=True, type=click.IntRange(min=1), help="So many people.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Its last day is the one before (UTC).")
@click.option("--note", default="", help="For yourself.")
@in_office
async def create(
    here: Office, code: str, asset: str, amount: int, uses: int, until: datetime | None, note: str
) -> None:
    """Make a code that gives AMOUNT units of ASSET to each of USES people."""
    assets = sorted({tier.asset for tier in here.catalogue.prices.tiers.values() if tier.daily is None})
    if asset not in assets:
        raise click.BadParameter(f"there is no {asset!r}, there are {', '.join(assets)}", param_hint="--asset")
    chosen = canonical(code) or fresh_code()
    if len(chosen) < SHORTEST or not chosen.isascii():
        raise click.BadParameter(f"at least {SHORTEST} of A-Z and 0-9", param_hint="--code")
    new = NewVoucher(code=chosen, kind=VoucherKind.PROMO, asset=asset, amount=amount, uses=uses, note=note)
    async with here.store.transaction() as tx:
        lasts_s = (until.replace(tzinfo=UTC) - await tx.now()).total_seconds() if until else None
        if lasts_s is not None and lasts_s <= 0:
            raise click.BadParameter("that day is over", param_hint="--until")
        if not await tx.vouchers.add(new, lasts_s):
            raise click.ClickException(f"{chosen} is taken")
        detail = {"asset": asset, "amount": amount, "uses": uses, "until": until.date().isoformat() if until else None}
        await here.note(tx, "promo create", chosen, **detail)
    click.echo(chosen)


@command.command("list")
@limited()
@in_office
async def list_(here: Office, limit: int) -> None:
    """List the codes, the newest first."""
    table = a_table("code", "gives", "used", "until", "state", "note")
    async with here.store.reading() as tx:
        now = await tx.now()
        for one in await tx.vouchers.promos(limit):
            until = f"{one.expires_at:%Y-%m-%d}" if one.expires_at else ""
            table.add_row(
                one.code, f"{one.amount} {one.asset}", f"{one.used}/{one.uses}", until, state(one, now), one.note
            )
    show(table)


def state(voucher: Voucher, now: datetime) -> str:
    """Whether it still gives anything, and why not."""
    if voucher.closed_at:
        return "closed"
    if not voucher.open:
        return "used up"
    return "expired" if voucher.expires_at and voucher.expires_at <= now else "open"


@command.command("close")
@click.argument("code")
@in_office
async def close(here: Office, code: str) -> None:
    """Close CODE: who has redeemed it keeps what they have, nobody else gets any."""
    async with here.store.transaction() as tx:
        voucher = await tx.vouchers.get(canonical(code))
        if voucher.kind is not VoucherKind.PROMO:  # a gift is its giver's
            raise Missing("promo code", code)
        if await tx.vouchers.close(voucher.code) is None:
            raise click.ClickException(f"{voucher.code} gives nothing any more")
        await here.note(tx, "promo close", voucher.code, used=voucher.used)
    click.echo(f"{voucher.code} is closed after {voucher.used} of {voucher.uses}")
