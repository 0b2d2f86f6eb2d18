"""`mazok settings`: every setting with its meaning and present value, read from the declarations."""

from collections.abc import Iterator

import click
from pydantic_settings import BaseSettings

from bot.commands._tables import a_table, show
from bot.platform import platforms
from bot.settings import Settings
from bot.till import tills

SECRET = ("TOKEN", "SECRET", "PASSWORD")


def declarations() -> Iterator[type[BaseSettings]]:
    """The application's settings, then those of each platform and of each till that has some."""
    yield Settings
    yield from (platform.settings for platform in platforms())
    yield from (till.settings for till in tills() if till.settings)


def shown(variable: str, value: object) -> str:
    """A value as it may be shown; a database address keeps its password to itself."""
    if not value:
        return ""
    text = value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
    if any(word in variable for word in SECRET):
        return "•••" if text else ""
    scheme, _, rest = text.partition("://")
    credentials, at, host = rest.rpartition("@")
    return f"{scheme}://{credentials.partition(':')[0]}:•••@{host}" if at else text


def rows() -> Iterator[tuple[str, str, str]]:
    """(variable, value, meaning) of every setting."""
    for declaration in declarations():
        present = declaration()
        for name, field in declaration.model_fields.items():
            variable = field.alias or f"{declaration.model_config.get('env_prefix', '')}{name}".upper()
            yield variable, shown(variable, getattr(present, name)), field.title or field.description or ""


@click.command("settings")
def command() -> None:
    """Print every setting, its meaning and its present value; secrets stay hidden."""
    table = a_table("variable", "value", "meaning")
    for row in rows():
        table.add_row(*row)
    show(table)
