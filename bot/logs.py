"""Log lines, ours and the libraries' alike: for people on a terminal, JSON elsewhere. No line holds a secret."""

import logging
import sys

import structlog
from structlog.typing import Processor

QUIET = ("aiogram", "aiohttp.access", "alembic", "dbos")  # heard only when something is wrong


def configure(level: str) -> None:
    """Set up structlog and the standard library's logging. `level` is debug, info, warning or error."""
    number = logging.getLevelNamesMapping()[level.upper()]
    human = sys.stderr.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if human else "iso", utc=not human),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(sys.stderr)  # swallows a full disk: a line that is lost must not stop the work
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*final(human=human)]),
    )
    logging.basicConfig(level=number, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def final(*, human: bool) -> list[Processor]:
    """What makes a line of an event. Tracebacks come without local variables: those are people's things."""
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if human:
        return [tidy, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [tidy, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
