"""Log lines: for people on a terminal, JSON elsewhere. No line holds a secret."""

import logging
import sys

import structlog

QUIET = (
    "aiohttp.access",
    "alembic",
    "aiogram",
    "dbos",
    "httpx",
)  # heard only when something is wrong


def configure(level: str) -> None:
    """Set up structlog and the loggers of the libraries. `level` is debug, info, warning or error."""
    number = logging.getLevelNamesMapping()[level.upper()]
    human = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if human else "iso", utc=not human),
            *([] if human else [structlog.processors.format_exc_info]),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
            if human
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=number, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
