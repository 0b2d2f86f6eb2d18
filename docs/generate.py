"""`make docs`: the parts of the documentation that are read from the program, so that they cannot lie."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from bot.__main__ import cli
from bot.commands.settings import declarations
from engine.catalogue import effects
from engine.effect import Effect
from engine.options import Audience, Options, OptionSpec

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"(<!-- generated: (?P<name>[\w -]+) -->\n).*?(<!-- end -->)", re.DOTALL)


# Where a chat shows an option.
AUDIENCES: dict[Audience, str] = {"everyone": "yes", "curious": "under *more*", "operator": "no"}
LEARNING = " Still learning: on the command line only."


def effects_page() -> str:
    """docs/effects.md: one table of options per effect."""
    lines = ["# Effects", "", "Made by `make docs` from the declarations in `engine/effects/`.", ""]
    for effect in effects().values():
        lines += [
            f"## {effect.title} (`{effect.name}`)",
            "",
            f"Takes {inputs(effect)}.{LEARNING * effect.learning}",
            "",
        ]
        lines += ["| option | meaning | default | values | in a chat |", "|---|---|---|---|---|"]
        lines += [
            f"| `{s.name}` | {s.title} | {default(s)} | {bounds(s)} | {AUDIENCES[s.audience]} |" for s in effect.specs()
        ]
        lines += [""]
    return "\n".join(lines)


def inputs(effect: Effect[Options]) -> str:
    """What an effect is given, in words."""
    few, most = effect.styles, effect.most_styles
    styles = "" if few == 0 else " and a style picture" if few == most == 1 else f" and {few} to {most} style pictures"
    styles += " and the look that another effect has learned" if effect.takes_look else ""
    return f"a photo{styles}" + (", and masks for where each is painted" if effect.regions else "")


def default(spec: OptionSpec) -> str:
    """The default as a person would say it."""
    match spec.default:
        case bool():
            return "yes" if spec.default else "no"
        case tuple():
            return ", ".join(map(str, spec.default)) or "all alike"
        case _:
            return f"{spec.default} {spec.unit}".strip()


def bounds(spec: OptionSpec) -> str:
    """Which values there are."""
    match spec.kind:
        case "boolean":
            return "yes or no"
        case "choice":
            return ", ".join(f"`{word}`{' (no chat)' * (word in spec.operator_words)}" for word in spec.choices)
        case "numbers":
            return f"up to {spec.most} of {spec.low} … {spec.high}"
        case "integer":
            return f"{spec.low} … {spec.high} {spec.unit}".strip()


def help_of(path: list[str]) -> str:
    """What `mazok … --help` prints, 100 columns wide."""
    command: click.Command = cli
    context = click.Context(cli, info_name="mazok", terminal_width=100, max_content_width=100)
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(context, name)
        assert found is not None, f"README names a command that is not there: {name}"
        context = click.Context(found, info_name=name, parent=context, terminal_width=100, max_content_width=100)
        command = found
    return f"```\n{command.get_help(context)}\n```\n"


def settings_table() -> str:
    """Every environment variable with its default and meaning."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for declaration in declarations():
        for name, field in declaration.model_fields.items():
            value = "" if field.default in (None, "") or field.is_required() else f"`{field.default}`"
            rows.append(f"| `{field.alias or name.upper()}` | {value} | {field.title or ''} |")
    return "\n".join(rows) + "\n"


def block(name: str) -> str:
    """The text of a generated block: `settings`, or the help of a command such as `mazok paint`."""
    return settings_table() if name == "settings" else help_of(name.split()[1:])


def filled(text: str) -> str:
    """A page with each `<!-- generated: NAME -->` block written anew."""
    return BLOCK.sub(lambda m: f"{m[1]}{block(m['name'])}{m[3]}", text)


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page as it should be."""
    yield ROOT / "docs" / "effects.md", effects_page()
    for page in (ROOT / "README.md", ROOT / "docs" / "operation.md"):
        yield page, filled(page.read_text())


if __name__ == "__main__":
    for page, text in pages():
        page.write_text(text)
