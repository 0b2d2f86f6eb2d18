"""`mazok admin`: what the owner of a Mazok does by hand. Each file here that declares a `command` is one."""

import pkgutil
from importlib import import_module

import click


class Offices(click.Group):
    """A group whose commands are files: `mazok admin prices` is `prices.py` beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.command("admin", short_help="What the owner does by hand: prices, money, people, posts.", cls=Offices)
def command() -> None:
    """Prices and books, payments and refunds, people and credits; what failed; posts, bans, maintenance."""
