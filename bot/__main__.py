"""The `mazok` command. Its commands are the files of `bot/commands/`, loaded when asked for: a chat needs no torch."""

import os
import pkgutil
import sys
from importlib import import_module

import click
from pydantic import ValidationError

import bot.commands
from bot.settings import PHOTOS, WEIGHTS, Misconfigured, Settings

ENGINE = (
    "av",
    "filelock",
    "imagecodecs",
    "matplotlib",
    "numpy",
    "safetensors",
    "tifffile",
    "torch",
)  # what the extra `engine` brings


class Commands(click.Group):
    """A group whose commands are files: `mazok house-styles` is `bot/commands/house_styles.py`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(bot.commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"bot.commands.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mazok")
def cli() -> None:
    """Paint photos in the manner of any picture: in chats, on the web, and from the command line."""


def settings() -> Settings:
    """Raises Misconfigured for the first one that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise Misconfigured(f"{first['loc'][0]}={first['input']}: {first['msg']}") from error


def tell_the_engine(known: Settings) -> None:
    """The variables that it reads itself, here and in child workers: they may come from `.env`."""
    os.environ[WEIGHTS] = str(known.weights_folder)
    if known.photos:
        os.environ[PHOTOS] = str(known.photos)


def main() -> None:
    # Threads of torch that wait by spinning take the processor from the chat beside them: 7 times slower, measured.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        tell_the_engine(settings())
        cli(prog_name="mazok")
    except Misconfigured as error:
        click.echo(f"mazok: {error}", err=True)
        sys.exit(2)
    except ModuleNotFoundError as error:
        if error.name not in ENGINE:
            raise
        click.echo(f"mazok: this installation only chats ({error}); to paint, install mazok[engine]", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
