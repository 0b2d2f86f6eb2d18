"""The arrows of the house: who may import whom, how large a file may be, and where a plugin may be named."""

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "engine", "storage")
# What a chat may import of the engine.
PICTURES = ("picture", "house", "collage", "mask", "canvas", "card", "watermark", "lettering", "story")
FREE = ("effect", "grey", "options", "errors", "ladder", "style", *PICTURES)
NO_TORCH = {f"engine.{name}" for name in FREE}
LINES = {"bot": 300, "engine": 300, "storage": 300, "benchmarks": 300, "tests": 500}

# Who may import a library: everybody else asks them.
OWNERS = {
    "dbos": ("bot.queue",),
    "aiogram": ("bot.platforms.telegram",),
    "sqlalchemy": ("storage", "bot.queue"),
    "obstore": ("storage.blobs",),
    "torch": ("engine",),
    "torchvision": ("engine.vision",),
    "filelock": ("engine.weights",),
    "vk_api": ("bot.platforms.vk",),
    "requests": ("bot.platforms.vk",),
    "jconfig": ("bot.platforms.vk",),
    "PIL": ("engine", "bot.photos"),
}

# An arrow that must not be: from -> what it may not know.
FORBIDDEN = {
    "engine": ("bot", "storage"),
    "storage": ("bot", "engine"),
    "bot.usecases": ("bot.talk", "bot.platforms", "bot.payments", "bot.admin", "bot.worker", "bot.app"),
    "bot.goods": ("bot.usecases", "bot.talk", "bot.platforms", "bot.payments", "bot.worker", "bot.app"),
    "bot.payments": ("bot.talk", "bot.platforms", "bot.goods", "bot.worker"),
    "bot.talk": ("bot.platforms", "bot.payments", "bot.worker", "bot.app"),
    "bot.platforms": ("bot.admin", "bot.commands"),
    "bot.admin": ("bot.platforms", "bot.payments", "bot.goods", "bot.worker", "bot.commands"),
    "bot.pages": ("bot.usecases", "bot.talk", "bot.platforms", "bot.admin", "bot.app"),
    "bot.chat": ("bot.usecases", "bot.talk", "bot.platforms", "storage", "engine"),
    "engine.effects": ("engine.training", "engine.render", "engine.catalogue"),
    "engine.nn": ("engine.training", "engine.effects", "engine.render"),
}

DOORS = {("engine.effects", "engine.training.lesson")}  # an effect may learn, for the person who ordered it


@dataclass(frozen=True, slots=True)
class Code:
    """What a file says to Python: the dotted names that it imports, those inside functions too, and its strings, the
    docstrings left out."""

    imports: frozenset[str]
    strings: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        return self.imports | self.strings


@cache
def code(path: Path) -> Code:
    """A file is read once, however many tests ask."""
    imports, strings, docstrings = set(), [], set()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Import():
                imports |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module)):
                imports |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
            case ast.Constant(value=str()):
                strings.append(node)
            case (
                ast.Module(body=[ast.Expr(value=first), *_])
                | ast.ClassDef(body=[ast.Expr(value=first), *_])
                | ast.FunctionDef(body=[ast.Expr(value=first), *_])
                | ast.AsyncFunctionDef(body=[ast.Expr(value=first), *_])
            ):
                docstrings.add(first)
    return Code(frozenset(imports), frozenset(str(one.value) for one in strings if one not in docstrings))


@cache
def modules() -> dict[str, Code]:
    """Every module of the three packages by its dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): code(path)
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def test_arrows_point_one_way() -> None:
    """No package knows what stands above it."""
    broken = [
        f"{module} imports {name}"
        for module, said in modules().items()
        for source, targets in FORBIDDEN.items()
        if within(module, source)
        for name in sorted(said.imports)
        if any(within(name, target) for target in targets)
        if not any(source == allowed and within(name, door) for allowed, door in DOORS)
    ]
    assert not broken, "\n".join(broken)


def test_a_library_is_known_to_its_owner_only() -> None:
    """A library that may have to be exchanged stands behind one door."""
    broken = [
        f"{module} imports {name}"
        for module, said in modules().items()
        for name in sorted(said.imports)
        for library, owners in OWNERS.items()
        if within(name, library) and not any(within(module, owner) for owner in owners)
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("folder", ["benchmarks", "bot", "docs", "engine", "storage", "tests"])
def test_torchvision_has_one_door(folder: str) -> None:
    """Beside a CPU torch its import fails for whoever comes in by another; by a string neither."""
    may = {ROOT / "engine" / "vision.py", Path(__file__)}
    broken = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path not in may and any(within(word, "torchvision") for word in code(path).words)
    ]
    assert not broken


def test_no_platform_knows_another() -> None:
    """Each folder of bot/platforms stands alone."""
    broken = [
        f"{module} imports {name}"
        for module, said in modules().items()
        for name in sorted(said.imports)
        if within(name, "bot.platforms") and name.count(".") >= 2
        if not within(module, ".".join(name.split(".")[:3]))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("folder", LINES)
def test_a_file_fits_in_the_head(folder: str) -> None:
    """A longer file has more than one idea."""
    lengths = {path: len(path.read_text().splitlines()) for path in (ROOT / folder).rglob("*.py")}
    assert not {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LINES[folder]}


def plugins(folder: str) -> list[str]:
    return [
        p.stem for p in (ROOT / folder).iterdir() if not p.name.startswith("_") and (p.is_dir() or p.suffix == ".py")
    ]


@pytest.mark.parametrize("folder", ["engine/effects", "bot/platforms", "bot/payments"])
def test_a_plugin_is_named_in_its_own_file_only(folder: str) -> None:
    """A new effect, platform or till is one file or folder, and no list of names anywhere."""
    home = folder.replace("/", ".")
    broken = [
        f"{module} says {word!r}"
        for module, said in modules().items()
        for name in plugins(folder)
        if not within(module, f"{home}.{name}")
        for word in said.words
        if word == name or within(word, f"{home}.{name}")
    ]
    assert plugins(folder)
    assert not broken, "\n".join(broken)


def test_the_chat_starts_without_what_it_may_not_need() -> None:
    """torch is the worker's, and a platform that is off costs nothing: each takes seconds and 150 MiB or more."""
    program = "import sys, bot.commands.run, bot.platform; list(bot.platform.platforms()); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert not {"torch", "aiogram", "vk_api"} & set(done.stdout.split())


def test_the_chat_knows_the_torch_free_files_only() -> None:
    """Only the worker, and commands that run in a process of their own, reach the engine itself."""
    may = ("bot.worker", *(f"bot.commands.{name}" for name in ("paint", "train", "house_styles", "weights")))
    broken = [
        f"{module} imports {name}"
        for module, said in modules().items()
        if within(module, "bot") and not any(within(module, door) for door in may)
        for name in sorted(said.imports)
        if within(name, "engine") and name != "engine" and not any(within(name, free) for free in NO_TORCH)
    ]
    assert not broken, "\n".join(broken)
