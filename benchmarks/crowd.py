"""A year of a busy service, made by the database itself in a few statements: rows alone, and always the same."""

from typing import Final

from sqlalchemy import text

from storage import Store

JOBS: Final = 1_000_000
PEOPLE: Final = JOBS // 10
TRADES: Final = PEOPLE // 2  # purchases, payments, posts, lines of the audit log
YEAR_S: Final = 365 * 24 * 3600
SPREAD = "(x * 2654435761 / 65536 % 1000)"  # Knuth's multiplicative hash: 0 to 999, without order
ANYBODY = f"'p' || (x * 2654435761 / 65536 % {PEOPLE})"
# Of those who have come by then, lately rather than long ago.
PAINTER = f"'p' || (x / 10 * (1000000000 - {SPREAD} * {SPREAD} * {SPREAD}) / 1000000000)"
WAITED_S = "(x * 1664525 / 32 % 40 * (x * 22695477 / 128 % 40) / 8 + 1)"
PAINTED_S = "(x * 1103515 / 32 % 54 + 6)"
EFFECT = f"CASE WHEN {SPREAD} < 500 THEN 'gatys' WHEN {SPREAD} < 800 THEN 'any_style' ELSE 'colorize' END"
TIER = "CASE WHEN x * 40503 / 8 % 100 < 80 THEN 'free' WHEN x * 40503 / 8 % 100 < 92 THEN 'premium' ELSE 'hd' END"
PLATFORM = f"CASE WHEN {SPREAD} * 7 % 100 < 60 THEN 'telegram' WHEN {SPREAD} * 7 % 100 < 90 THEN 'vk' ELSE 'web' END"
STATE = "CASE WHEN x * 69069 / 16 % 1000 < 970 THEN 'done' ELSE 'failed' END"
OPTIONS = """'{"iterations": 100, "strength": 50, "side_px": 600}'"""
COUNTERS = dict.fromkeys(("position", "epoch", "vstart", "vfinish", "cost", "attempt", "done"), "0")


async def fill(store: Store) -> None:
    """People, jobs, journal, purchases, payments, posts, likes, audit; each spread evenly over the year."""
    async with store.transaction() as tx:
        dialect = tx.connection.dialect.name
        for table, rows, columns in (*people(dialect), *painting(dialect), *trade(dialect), *feed(dialect)):
            numbers = (
                f"WITH RECURSIVE n (x) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT x + 1 FROM n WHERE x < {rows})"
            )
            names = ", ".join(f'"{name}"' for name in columns)
            filled = f"INSERT INTO {table} ({names}) {numbers} SELECT {', '.join(columns.values())} FROM n"
            await tx.connection.execute(text(filled.replace(":", "\\:")))


Rows = tuple[str, int, dict[str, str]]


def people(dialect: str) -> list[Rows]:
    who = {"person_id": "'p' || (x - 1)", "locale": "'ru'", "news": "TRUE", "created_at": even(dialect, PEOPLE)}
    account = {"platform": "'telegram'", "external_id": "'a' || x", "person_id": "'p' || (x - 1)"}
    return [("people", PEOPLE, who), ("identities", PEOPLE, account)]


def painting(dialect: str) -> list[Rows]:
    age = f"(({JOBS} - x) * {YEAR_S}.0 / {JOBS} + 1)"
    ended = ago(dialect, age)
    job = {
        "job_id": "'job-' || x",
        "person_id": PAINTER,
        "platform": PLATFORM,
        "chat": "'chat'",
        "group": "FALSE",
        "tier": TIER,
        "effect": EFFECT,
        "options": OPTIONS,
        "photo_key": "'p/photo/0123456789abcdef'",
        "style_keys": """'["p/style/0123456789abcdef"]'""",
        "state": STATE,
        "priority": "100",
        "total": "100",
        "stop_asked": "FALSE",
        **COUNTERS,
        "created_at": ago(dialect, f"({age} + {WAITED_S} + {PAINTED_S})"),
        "started_at": ago(dialect, f"({age} + {PAINTED_S})"),
        "ended_at": ended,
        "delivered_at": ended,
    }
    entry = {"key": "'job:' || x", "reason": "'job'", "created_at": ended}
    own = {"key": "'job:' || x", "account": f"'available:' || {PAINTER}", "asset": "'free_run'", "amount": "-1"}
    house = {**own, "account": "'house'", "amount": "1"}
    return [("jobs", JOBS, job), ("entries", JOBS, entry), ("postings", JOBS, own), ("postings", JOBS, house)]


def trade(dialect: str) -> list[Rows]:
    at = even(dialect, TRADES)
    whose = {"person_id": ANYBODY, "till": "'stars'", "currency": "'XTR'"}
    wares = {"kind": "'pack'", "item": """'{"asset": "hd_iteration", "amount": 100}'""", "price": "100"}
    place = {"platform": "'telegram'", "chat": "'chat'", "state": "'paid'"}
    moments = {"created_at": at, "expires_at": at, "paid_at": at}
    purchase = {"purchase_id": "'u' || x", **whose, **wares, **place, **moments}
    paid = {"charge_id": "'u' || x", "purchase_id": "'u' || x", "amount": "100", "state": "'credited'"}
    payment = {**whose, **paid, "recurring": "FALSE", "paid_at": at, "noted_at": at}
    entry = {"key": "'money:stars:u' || x", "reason": "'money'", "created_at": at}
    till = {"key": "'money:stars:u' || x", "account": "'till:stars'", "asset": "'XTR'", "amount": "100"}
    act = {"at": at, "who": "'Olga'", "act": "'approve'", "subject": "'post' || x", "detail": "'{}'"}
    sold = [("purchases", TRADES, purchase), ("payments", TRADES, payment), ("audit", TRADES, act)]
    sales = {**till, "account": "'sales'", "amount": "-100"}
    return [*sold, ("entries", TRADES, entry), ("postings", TRADES, till), ("postings", TRADES, sales)]


def feed(dialect: str) -> list[Rows]:
    at = even(dialect, TRADES)
    words = {"title": "'Cat'", "style_title": "'Waves'", "effect": "'gatys'", "tier": "'free'"}
    sizes = {"iterations": "100", "seconds": "6", "width": "600", "height": "450"}
    keys = {"picture_key": "'k'", "card_key": "'k'", "style_ref": f"'style' || ({SPREAD} * {SPREAD} / 5000)"}
    shown = {"state": "'shown'", "listed": "TRUE", "created_at": at, "approved_at": at, "shown_at": at}
    post = {"post_id": "'post' || x", "person_id": ANYBODY, "work_id": "'work' || x", **words, **sizes, **keys, **shown}
    fan = {"post_id": f"'post' || (x % {TRADES} + 1)", "person_id": "'p' || (x / 2)"}
    likes = PEOPLE * 2 - 1
    return [("posts", TRADES, post), ("likes", likes, {**fan, "created_at": even(dialect, likes)})]


def even(dialect: str, rows: int) -> str:
    """The moment of row x of so many that are spread evenly over the year."""
    return ago(dialect, f"(({rows} - x) * {YEAR_S}.0 / {rows})")


def ago(dialect: str, seconds: str) -> str:
    if dialect == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', -{seconds} || ' seconds')"
    return f"statement_timestamp() - make_interval(secs => {seconds})"
