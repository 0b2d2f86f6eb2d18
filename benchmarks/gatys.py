"""Our gatys beside the recipes of others on the same encoder: judged quality against seconds and MiB.

Every recipe paints every pair in one process, in turn on each pair, so that a busy machine is equally slow for all.
A run that was broken off goes on with `--continue`; `--draw-only` makes tables and pictures of what there is.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import torch
from rich.console import Console
from rich.progress import track

from benchmarks.drawings import contact_sheet, curves
from benchmarks.equal import at_their_content, budgets
from benchmarks.judge import Judge
from benchmarks.machine import ceiling_tflops, peak_mib, tflop_per_pass
from benchmarks.pairs import List, Pair, data_folder, read_pairs
from benchmarks.peers import PEERS
from benchmarks.results import Results, Run, pairs
from benchmarks.sitting import Ours, Recipe, Sitting, Stage, Theirs
from benchmarks.tables import headline, per_pair, summary
from engine.device import Device, choose
from engine.nn.tensors import to_picture
from engine.picture import encode

BUDGETS: Final = (25, 50, 100, 200, 400)
MEMORY_EVALUATIONS: Final = 120  # enough for L-BFGS to fill its history of 100
WARM_PX, WARM_EVALUATIONS = 64, 5
RUNS: Final = "Our numbers of iterations, a whole run for each."
DOCS: Final = Path("docs")


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line asked for."""

    count: int
    which: List
    side_px: int
    budgets: tuple[int, ...]
    strengths: tuple[int, ...]
    peers: tuple[str, ...]
    evaluations: int
    encoder: str
    device: str
    threads: int

    def recipes(self) -> list[Recipe]:
        theirs: list[Recipe] = [Theirs(PEERS[name], self.evaluations) for name in self.peers]
        return theirs + [Ours(budget, strength) for strength in self.strengths for budget in self.budgets]

    def shown(self) -> list[Pair]:
        return read_pairs(data_folder(), self.count, self.which)

    def setting(self, device: Device) -> dict[str, object]:
        """What must be the same for results to stand in one table."""
        return {
            "pairs": self.which,
            "side_px": self.side_px,
            "evaluations": self.evaluations,
            "encoder": self.encoder,
            "device": f"{device.name} {device.dtype}".replace("torch.", ""),
            "threads": torch.get_num_threads(),
            "torch": torch.__version__,
        }

    def child(self, recipe: str) -> list[str]:
        """The command that paints one pair by one recipe and prints its peak of memory."""
        module = [sys.executable, "-m", "benchmarks.gatys", "--peak-of", recipe]
        tuning = ["--tuning"] if self.which == "tuning" else []
        names = ["--peers", ",".join(self.peers), "--budgets", ",".join(map(str, self.budgets))]
        names += ["--strengths", ",".join(map(str, self.strengths))]
        where = ["--encoder", self.encoder, "--device", self.device, "--threads", str(self.threads)]
        return [*module, *tuning, *names, *where, "--side", str(self.side_px), "--evaluations", str(self.evaluations)]


def paint_all(results: Results, stage: Stage, plan: Plan, console: Console) -> None:
    """What is not among the results yet, pair by pair."""
    done = {(run.pair, run.recipe) for run in results.runs()}
    missing = [(p, recipe) for p in plan.shown() for recipe in plan.recipes() if (p.name, recipe.name) not in done]
    warm = Stage(None, stage.device, stage.encoder, WARM_PX)
    for recipe in (
        plan.recipes() if missing else ()
    ):  # what torch loads and compiles at its first steps is nobody's time
        recipe.shortened(WARM_EVALUATIONS).paint(Sitting(warm, missing[0][0]))
    for pair, recipe in track(missing, "painting", console=console):
        sitting = Sitting(stage, pair)
        painted = recipe.paint(sitting)
        name = f"{pair.name}-{recipe.name.replace(' ', '-')}.png"
        (results.folder / name).write_bytes(encode(to_picture(painted), "PNG"))
        results.add(Run(pair.name, recipe.name, recipe.ours, name, tuple(sitting.looks)))


def measure_peaks(results: Results, plan: Plan, console: Console) -> None:
    """On the first pair, a child process for each recipe: what a process once held counts for all of its life."""
    known = results.peaks()
    for recipe in track([r for r in plan.recipes() if r.name not in known], "memory", console=console):
        environment = {**os.environ, "OMP_WAIT_POLICY": "passive"}
        done = subprocess.run(plan.child(recipe.name), env=environment, stdout=subprocess.PIPE, text=True, check=True)
        results.add_peak(recipe.name, float(done.stdout.split()[-1]))


def peak_of(name: str, plan: Plan, device: Device) -> float:
    """Paint the first pair by the recipe, unjudged, long enough for its memory to be full."""
    recipe = next(recipe for recipe in plan.recipes() if recipe.name == name)
    recipe = recipe.shortened(MEMORY_EVALUATIONS)
    recipe.paint(Sitting(Stage(None, device, plan.encoder, plan.side_px), plan.shown()[0]))
    return peak_mib(device)


def show(results: Results, folder: Path, console: Console) -> None:
    """Tables to the console; curves and the contact sheet into the folder."""
    runs, setting = results.runs(), results.setting()
    console.print(per_pair(runs), headline(runs), summary(results))
    if budgets(runs):
        console.print(at_their_content(runs))
    if setting["ceiling_tflops"] is None:
        console.print("no GPU here, so no column of TFLOP/s beside the measured ceiling of the card")
    title = f"median of {len(pairs(runs))} pairs, {setting['side_px']} px, {setting['encoder']} encoder"
    curves(runs, folder / "gatys.png", f"{title}, {setting['device']}, {setting['threads']} threads")
    which: List = "tuning" if setting["pairs"] == "tuning" else "held-out"
    painted = [pair for pair in read_pairs(data_folder(), which=which) if pair.name in pairs(runs)]
    contact_sheet(runs, painted, results.folder, folder / "pictures" / "gatys-contact.jpg")
    console.print(f"{folder / 'gatys.png'}, {folder / 'pictures' / 'gatys-contact.jpg'}")


def opened(folder: Path, plan: Plan, device: Device, go_on: bool) -> Results:
    """Results to add to. Raises UsageError rather than mix settings or lose hours of work."""
    results, setting = Results(folder), plan.setting(device)
    if not results.exists():
        rates = {"ceiling_tflops": ceiling_tflops(device), "tflop_per_pass": tflop_per_pass(plan.encoder)}
        results.begin({**setting, **rates})
    elif not go_on:
        raise click.UsageError(f"{folder} has results: --continue, --draw-only, or another folder by --results")
    elif different := {name for name, value in setting.items() if results.setting().get(name) != value}:
        raise click.UsageError(f"{folder} has results of another setting: {', '.join(sorted(different))}")
    return results


def run(console: Console) -> None:
    """For `make bench`: three pairs. The figures of docs/log.md come from `python -m benchmarks.gatys`."""
    main(["--pairs", "3", "--continue"], standalone_mode=False, obj=console)


def whole_numbers(_: click.Context, __: click.Parameter, value: str) -> tuple[int, ...]:
    return tuple(int(number) for number in value.split(","))


def peer_names(_: click.Context, __: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(value.split(",")) if value else ()
    if unknown := set(names) - set(PEERS):
        raise click.BadParameter(f"{', '.join(unknown)}: there are {', '.join(PEERS)}")
    return names


@click.command()
@click.option("--pairs", "count", default=10, show_default=True, help="How many pairs to paint.")
@click.option("--tuning", "which", flag_value="tuning", default="held-out", help="Pairs tuned on, not those held out.")
@click.option("--side", "side_px", default=300, show_default=True, help="Longest side in px.")
@click.option("--budgets", default=",".join(map(str, BUDGETS)), show_default=True, callback=whole_numbers, help=RUNS)
@click.option("--strengths", default="50", show_default=True, callback=whole_numbers, help="Each at every budget.")
@click.option("--peers", default=",".join(PEERS), show_default=True, callback=peer_names, help="Whose recipes.")
@click.option("--evaluations", default=0, help="How many for each peer; 0: as its recipe has it.")
@click.option("--encoder", default="compact", show_default=True)
@click.option("--device", default="auto", show_default=True)
@click.option("--threads", default=0, help="Threads of torch; 0: its own choice.")
@click.option("--memory/--no-memory", default=True, help="Measure peaks, a child process for each recipe.")
@click.option("--continue", "go_on", is_flag=True, help="Paint what is missing among earlier results.")
@click.option("--draw-only", is_flag=True, help="Paint nothing; tables and pictures of earlier results.")
@click.option("--results", "folder", type=click.Path(path_type=Path), help="Default: var/bench/gatys-SIDE.")
@click.option("--publish", is_flag=True, help="Draw into docs/ instead of the folder of the results.")
@click.option("--peak-of", "only", hidden=True)
@click.pass_context
def main(
    context: click.Context,
    /,
    memory: bool,
    go_on: bool,
    draw_only: bool,
    folder: Path | None,
    publish: bool,
    only: str | None,
    **asked: object,
) -> None:
    """Our gatys beside the recipes of others."""
    plan = Plan(**asked)  # type: ignore[arg-type]
    console = context.obj or Console()
    if not (data_folder() / "weights").is_dir():
        console.print(f"no pictures and judges in {data_folder()}: set MAZOK_BENCH_DATA")
        return
    if plan.threads:
        torch.set_num_threads(plan.threads)
    if only:
        click.echo(peak_of(only, plan, choose(plan.device)))
        return
    folder = folder or Path(f"var/bench/gatys-{plan.side_px}")
    if not draw_only:
        device = choose(plan.device)
        results = opened(folder, plan, device, go_on)
        paint_all(results, Stage(Judge(data_folder() / "weights"), device, plan.encoder, plan.side_px), plan, console)
        if memory:
            measure_peaks(results, plan, console)
    show(Results(folder), DOCS if publish else folder, console)


if __name__ == "__main__":
    main()
