"""`mazok train cyclegan`: one kind of pictures becomes another, without pairs. Knows options; the training the rest."""

from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, threads_of, told_in_one_line, trained


@click.command("cyclegan")
@click.option("--a", "first", type=FOLDER, required=True, help="Folder of pictures of the first kind.")
@click.option("--b", "second", type=FOLDER, required=True, help="Folder of pictures of the second kind.")
@click.option("--held-out", default=6, show_default=True, help="Pictures of each kind that are only looked at.")
@click.option("--steps", default=40000, show_default=True)
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--side", default=256, show_default=True, help="Of the squares that are learned from, in px.")
@click.option("--batch", default=1, show_default=True, help="Pictures of each kind in a step.")
@click.option("--width", default=64, show_default=True, help="Of the painters' first level.")
@click.option("--levels", default=8, show_default=True, help="Of the painters; each halves the picture.")
@click.option("--critic-width", default=64, show_default=True, help="Of the critics' first layer.")
@click.option("--cycle", default=10.0, show_default=True, help="What coming back as it was counts.")
@click.option("--identity", default=5.0, show_default=True, help="What staying as it is counts, where it is that kind.")
@click.option("--rate", default=2e-4, show_default=True, help="The learning rate of the first half.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FILE, default=Path("a_to_b.safetensors"), show_default=True)
@click.option("--out-back", type=FILE, default=Path("b_to_a.safetensors"), show_default=True)
@click.option("--checkpoint", type=FILE, default=Path("var/cyclegan/checkpoint.pt"), show_default=True)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--export", is_flag=True, help="Only write the files from the checkpoint, however far it is.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    first: Path,
    second: Path,
    held_out: int,
    steps: int,
    minutes: float | None,
    side: int,
    batch: int,
    width: int,
    levels: int,
    critic_width: int,
    cycle: float,
    identity: float,
    rate: float,
    seed: int,
    out: Path,
    out_back: Path,
    checkpoint: Path,
    resume: bool,
    export: bool,
    device: str,
    threads: int | None,
) -> None:
    """Train two U-Nets, from the pictures of --a to those of --b and back."""
    from engine.nn.patchgan import CriticShape
    from engine.nn.unet import UNetShape
    from engine.training.cyclegan import CycleGan, CyclePlan
    from engine.training.pairs import alone
    from engine.training.runner import Runner
    from engine.training.translator_card import write_with_card

    threads_of(threads)
    with told_in_one_line():
        painter = UNetShape(width=width, levels=levels, norm="instance")
        critic = CriticShape(3, critic_width, norm="instance")
        plan = CyclePlan(painter, critic, steps, side, batch, seed, rate, cycle, identity)
        training = CycleGan(plan, alone(first, held_out), alone(second, held_out), device)
        runner = Runner(training, checkpoint)
        if export:
            runner.resume()
    if not export and not trained(runner, "cyclegan", resume, minutes):
        return
    for network, path in zip(training.average, (out, out_back), strict=True):
        write_with_card(network, path, training.told())
        Console().print(f"wrote {path} and its card")
