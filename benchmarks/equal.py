"""Style at equal content: how near a peer's style we come where we keep as much of the photo as the peer does.

Every strength of ours is a point; between two of them the style distance is taken along a straight line of its
logarithm over the content distance. Beyond our strongest it stands for itself, which is to our disadvantage; where
even our weakest is farther from the photo than the peer there is no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from statistics import fmean
from typing import Protocol

from rich.table import Table

from benchmarks.results import Run, recipes

AT = " at "  # between iterations and strength in the name of a recipe of ours


@dataclass(frozen=True, slots=True)
class Share:
    """Our style distance over the peer's on a pair, and our processor time over the peer's."""

    pair: str
    style: float | None
    cpu: float


class Judged(Protocol):
    """A painting's distances."""

    @property
    def style(self) -> float: ...

    @property
    def content(self) -> float: ...


def style_at(looks: Sequence[Judged], content: float) -> float | None:
    """The style distance of a recipe of several strengths where its content distance is this."""
    points = sorted((look.content, log(look.style)) for look in looks)
    if content < points[0][0]:
        return None
    for (near, style), (far, next_style) in pairwise(points):
        if content < far:
            return exp(style + (next_style - style) * (content - near) / (far - near))
    return exp(points[-1][1])


def shares(runs: Sequence[Run], peer: str, budget: str) -> list[Share]:
    """One for each pair that the peer painted and we did in this budget ("mazok 100", say)."""
    found = []
    for theirs in (run for run in runs if run.recipe == peer):
        looks = [run.final for run in runs if run.pair == theirs.pair and run.ours and _budget(run.recipe) == budget]
        if looks:
            ours = style_at(looks, theirs.final.content)
            cpu = fmean(look.cpu_s for look in looks) / theirs.final.cpu_s
            found.append(Share(theirs.pair, ours and ours / theirs.final.style, cpu))
    return found


def budgets(runs: Sequence[Run]) -> list[str]:
    """Those of ours that were painted in several strengths."""
    names = [_budget(name) for name in recipes(run for run in runs if run.ours)]
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def at_their_content(runs: Sequence[Run]) -> Table:
    """A line for each peer and budget: every pair, their geometric mean, how many are nearer."""
    title = "our style distance where content is the peer's, over the peer's"
    table = Table("peer", "ours", "pairs", "mean", "nearer", "CPU s over theirs", title=title)
    for peer in recipes(run for run in runs if not run.ours):
        for budget in budgets(runs):
            found = shares(runs, peer, budget)
            known = [share.style for share in found if share.style is not None]
            each = " ".join("–" if share.style is None else f"{share.style:.2f}" for share in found)
            mean = f"{exp(fmean(map(log, known))):.2f}" if known else "–"
            nearer = f"{sum(style < 1 for style in known)} of {len(found)}"
            table.add_row(peer, budget, each, mean, nearer, f"{fmean(share.cpu for share in found):.3f}")
    return table


def _budget(recipe: str) -> str:
    return recipe.split(AT)[0]
