"""`mazok train`: make weights. Each file here that declares a `command` is one; torch is loaded when one is run."""

import pkgutil
from importlib import import_module

import click


class Trainers(click.Group):
    """A group whose commands are files: `mazok train fast-style` is `fast_style.py` beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command


@click.command("train", cls=Trainers, short_help="Make the weights that Mazok ships, and your own.")
def command() -> None:
    """Make the weights that Mazok ships, and some of your own, from pictures and teachers."""
