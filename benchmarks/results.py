"""What a comparison of recipes found, as lines of JSON that survive a broken run, and what they say together."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Final, Self

CONTENT_SLACK: Final = 1.02  # as near the photo as the peer means: at most this times its content distance


@dataclass(frozen=True, slots=True)
class Look:
    """What the judge said of a painting after `seconds` of work and `passes` megapixels through the encoder.

    `cpu_s` is the processor's time of all threads: what can still be compared when the machine was busy with others.
    """

    evaluation: int
    seconds: float
    cpu_s: float
    passes: float
    style: float
    style_squeeze: float
    content: float

    def as_good_as(self, other: "Look") -> bool:
        """As near the style as the other and, but for 2 %, as near the photo."""
        return self.style <= other.style and self.content <= CONTENT_SLACK * other.content


@dataclass(frozen=True, slots=True)
class Run:
    """One recipe on one pair; the last look is at its result, which lies beside the results under `picture`."""

    pair: str
    recipe: str
    ours: bool
    picture: str
    looks: tuple[Look, ...]

    @property
    def final(self) -> Look:
        return self.looks[-1]

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Self:
        looks = tuple(Look(**look) for look in data.pop("looks"))  # type: ignore[attr-defined]
        return cls(**data, looks=looks)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Results:
    """A folder: `runs.jsonl` (the setting first, then a line for each run and each peak of memory) and pictures."""

    folder: Path

    @property
    def _lines(self) -> Path:
        return self.folder / "runs.jsonl"

    def exists(self) -> bool:
        return self._lines.exists()

    def begin(self, setting: dict[str, object]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lines.write_text(json.dumps({"setting": setting}) + "\n")

    def add(self, run: Run) -> None:
        self._append({"run": asdict(run)})

    def add_peak(self, recipe: str, mib: float) -> None:
        self._append({"peak": [recipe, mib]})

    def setting(self) -> dict[str, object]:
        [setting] = self._read("setting")
        return dict(setting)  # type: ignore[call-overload, no-any-return]

    def runs(self) -> list[Run]:
        return [Run.from_json(data) for data in self._read("run")]  # type: ignore[arg-type]

    def peaks(self) -> dict[str, float]:
        return dict(self._read("peak"))  # type: ignore[arg-type]

    def _append(self, line: dict[str, object]) -> None:
        with self._lines.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def _read(self, kind: str) -> list[object]:
        lines = (json.loads(line) for line in self._lines.read_text().splitlines())
        return [line[kind] for line in lines if kind in line]


def recipes(runs: Iterable[Run]) -> list[str]:
    """Names in the order in which they first ran."""
    return list(dict.fromkeys(run.recipe for run in runs))


def pairs(runs: Iterable[Run]) -> list[str]:
    return list(dict.fromkeys(run.pair for run in runs))


def mean_look(runs: Sequence[Run]) -> Look:
    """Means of the last looks."""
    finals = [asdict(run.final) for run in runs]
    return Look(**{name: fmean(final[name] for final in finals) for name in finals[0]})  # type: ignore[arg-type]


def median_looks(runs: Sequence[Run]) -> list[Look]:
    """Medians over pairs of the looks after equal numbers of evaluations, and of the last ones."""
    by_evaluation = [{look.evaluation: look for look in run.looks[:-1]} for run in runs]
    common = sorted(set.intersection(*(set(looks) for looks in by_evaluation)))
    rows = [[looks[evaluation] for looks in by_evaluation] for evaluation in common]
    return [_median([asdict(look) for look in row]) for row in [*rows, [run.final for run in runs]]]


def _median(looks: Sequence[dict[str, float]]) -> Look:
    return Look(**{name: median(look[name] for look in looks) for name in looks[0]})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Race:
    """When ours was first as good as a peer's result on a pair; `ours` is None where no run of ours was."""

    pair: str
    theirs: Run
    ours: Run | None

    @property
    def share(self) -> float:
        """Our seconds over theirs; infinite where we were never as good."""
        return self.ours.final.seconds / self.theirs.final.seconds if self.ours else float("inf")

    @property
    def cpu_share(self) -> float:
        """The same by the processor's time."""
        return self.ours.final.cpu_s / self.theirs.final.cpu_s if self.ours else float("inf")


def races(runs: Sequence[Run], peer: str) -> list[Race]:
    """One for each pair that the peer painted."""
    found = []
    for theirs in (run for run in runs if run.recipe == peer):
        good = [r for r in runs if r.ours and r.pair == theirs.pair and r.final.as_good_as(theirs.final)]
        found.append(Race(theirs.pair, theirs, min(good, key=lambda run: run.final.seconds, default=None)))
    return found
