"""Tables of a comparison: means, every pair, and how long we take to the result of each peer."""

from collections.abc import Sequence
from statistics import median

from rich.table import Table

from benchmarks.results import Results, Run, mean_look, pairs, races, recipes


def summary(results: Results) -> Table:
    """A line for each recipe: means over the pairs; on a GPU, also how much of the card it used."""
    runs, peaks, setting = results.runs(), results.peaks(), results.setting()
    ceiling = setting["ceiling_tflops"]
    columns = ["recipe", "s", "CPU s", "style", "SqueezeNet", "content", "peak MiB"]
    columns += [f"TFLOP/s (of {ceiling:.0f})"] if isinstance(ceiling, float) else []
    table = Table(*columns, title=f"mean over {len(pairs(runs))} {setting['pairs']} pairs at {setting['side_px']} px")
    for recipe in recipes(runs):
        mean = mean_look([run for run in runs if run.recipe == recipe])
        memory = f"{peaks[recipe]:.0f}" if recipe in peaks else ""
        cells = [recipe, f"{mean.seconds:.1f}", f"{mean.cpu_s:.1f}", f"{mean.style:.4f}", f"{mean.style_squeeze:.4f}"]
        cells += [f"{mean.content:.3f}", memory]
        if isinstance(ceiling, float):
            rate = mean.passes * float(str(setting["tflop_per_pass"])) / mean.seconds
            cells.append(f"{rate:.1f} = {rate / ceiling:.1%}")
        table.add_row(*cells)
    return table


def per_pair(runs: Sequence[Run]) -> Table:
    table = Table("pair", "recipe", "s", "CPU s", "style", "SqueezeNet", "content")
    for pair in pairs(runs):
        for run in (run for run in runs if run.pair == pair):
            look = run.final
            figures = [f"{look.style:.4f}", f"{look.style_squeeze:.4f}", f"{look.content:.3f}"]
            table.add_row(pair, run.recipe, f"{look.seconds:.1f}", f"{look.cpu_s:.1f}", *figures)
        table.add_section()
    return table


def headline(runs: Sequence[Run]) -> Table:
    """How long we take to the result of each peer: as near the style and, but for 2 %, as near the photo."""
    columns = ("peer", "pair", "their s", "first of ours as good", "our s", "share", "share of CPU s")
    table = Table(*columns, title="time to the peer's result")
    for peer in recipes(run for run in runs if not run.ours):
        found = races(runs, peer)
        for race in found:
            mine = [race.ours.recipe, f"{race.ours.final.seconds:.1f}"] if race.ours else ["none", ""]
            shares = [f"{race.share:.3f}", f"{race.cpu_share:.3f}"]
            table.add_row(peer, race.pair, f"{race.theirs.final.seconds:.1f}", *mine, *shares)
        reached = sum(race.ours is not None for race in found)
        theirs = median(race.theirs.final.seconds for race in found)
        shares = [f"{median(race.share for race in found):.3f}", f"{median(race.cpu_share for race in found):.3f}"]
        cells = [f"{theirs:.1f}", f"as good on {reached} of {len(found)}", "", *shares]
        table.add_row(peer, "median", *cells, style="bold", end_section=True)
    return table
