"""What many scenes show alike: pages, prices, waiting times."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from babel.numbers import format_decimal, get_currency_symbol

from bot.chat import Button
from bot.prices import MINOR_UNITS, STARS, Money
from bot.talk.action import Action
from bot.texts import Texts, locales

MOSCOW = timezone(timedelta(hours=3))


def page_row(texts: Texts, turn_to: Action, offset: int, page: int, total: int) -> tuple[tuple[Button, ...], ...]:
    """Newer and older, where there are any."""
    newer = (turn_to.button(texts("page-newer"), max(0, offset - page)),) if offset > 0 else ()
    older = (turn_to.button(texts("page-older"), offset + page),) if offset + page < total else ()
    return (newer + older,) if newer or older else ()


def money(texts: Texts, amount: Money) -> str:
    """50 ₽, 49.90 ₽ or 49 ⭐, as the language writes numbers."""
    if amount.currency == STARS:
        return f"{format_decimal(amount.minor, '#,##0', locale=texts.locale)}\N{NO-BREAK SPACE}⭐"
    value = Decimal(amount.minor) / MINOR_UNITS
    figures = format_decimal(value, "#,##0.00" if amount.minor % MINOR_UNITS else "#,##0", locale=texts.locale)
    # English has RUB for the rouble: the sign that any language of ours has is shorter, and as well known.
    sign = min((get_currency_symbol(amount.currency, locale) for locale in locales()), key=len)
    return f"{figures}\N{NO-BREAK SPACE}{sign}"


def until(texts: Texts, moment: datetime) -> str:
    """How long it is to a moment, and when that is: in 3 hours (at 00:00 Moscow time)."""
    minutes = max(1, round((moment - datetime.now(UTC)).total_seconds() / 60))
    wait = texts("in-hours", hours=round(minutes / 60)) if minutes >= 60 else texts("in-minutes", minutes=minutes)
    return texts("at-moscow", wait=wait, time=f"{moment.astimezone(MOSCOW):%H:%M}")


def waiting(texts: Texts, eta_s: tuple[float, float] | None) -> str:
    """A range that a person would say: 20–40 s, 2–3 min, 1–2 h."""
    if eta_s is None:
        return texts("eta-unknown")
    for unit, seconds, step in (("seconds", 1, 5), ("minutes", 60, 1), ("hours", 3600, 1)):
        low, high = (value / seconds / step for value in eta_s)
        if high * step < 90 or unit == "hours":
            break
    least, most = max(1, int(low)) * step, max(1, -int(-high // 1)) * step
    return texts(f"eta-{unit}", low=least, high=most, range="yes" if least < most else "no")
