"""The loop that all trainings share, with a training of one number."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from engine.errors import BadWeights, Diverged
from engine.training.runner import LOSS, Losses, Runner, Trained


@dataclass
class Walk:
    """Goes towards zero by random steps; at step `stumbles` its loss, at `falls` its weight is no number."""

    plan: str = "walk"
    steps: int = 25
    done: int = 0
    stumbles: int = -1
    falls: int = -1
    blobs_from: int = 10**9
    weight: torch.Tensor = field(default_factory=lambda: torch.ones(1))
    generator: torch.Generator = field(default_factory=lambda: torch.Generator().manual_seed(0))

    def step(self) -> Losses:
        self.weight = self.weight * torch.rand(1, generator=self.generator)
        self.done += 1
        if self.done == self.falls:
            self.weight = self.weight * math.nan
        loss = torch.tensor(math.nan) if self.done == self.stumbles else self.weight.square().sum() + 1
        return {LOSS: loss, "part": self.weight.abs().sum() + 0.5}

    def state(self) -> dict[str, Any]:
        return {"weight": self.weight, "done": self.done, "generator": self.generator.get_state()}

    def restore(self, state: dict[str, Any]) -> None:
        self.weight, self.done = state["weight"], state["done"]
        self.generator.set_state(state["generator"])

    def look(self) -> Image.Image | None:
        if self.done >= self.blobs_from:
            raise Diverged("it paints blobs")
        return Image.new("RGB", (8, 8))


def quietly(_: Trained) -> None:
    """A report that nobody reads."""


def saved_weight(path: Path) -> torch.Tensor:
    weight: torch.Tensor = torch.load(path, weights_only=True)["state"]["weight"]
    return weight


def test_progress_is_reported_up_to_the_end(tmp_path: Path) -> None:
    seen: list[Trained] = []
    Runner(Walk(), tmp_path / "walk.pt").run(seen.append)
    assert [(now.done, now.total) for now in seen] == [(10, 25), (20, 25), (25, 25)]
    assert seen[-1].loss > 1
    assert seen[-1].parts["part"] > 0.5


def test_a_run_taken_up_again_ends_with_the_same_weights(tmp_path: Path) -> None:
    straight, broken, resumed = Walk(), Walk(), Walk()
    Runner(straight, tmp_path / "straight.pt").run(quietly)
    for _ in range(7):
        broken.step()
    Runner(broken, tmp_path / "walk.pt").save()
    runner = Runner(resumed, tmp_path / "walk.pt")
    runner.resume()
    runner.run(quietly)
    assert torch.equal(resumed.weight, straight.weight)
    assert torch.equal(saved_weight(tmp_path / "walk.pt"), straight.weight)


def test_a_run_without_time_keeps_where_it_is(tmp_path: Path) -> None:
    walk = Walk()
    walk.step()
    Runner(walk, tmp_path / "walk.pt").run(quietly, minutes=0)
    assert walk.done == 1
    assert torch.equal(saved_weight(tmp_path / "walk.pt"), walk.weight)


def test_an_interrupted_run_keeps_what_it_has_learned(tmp_path: Path) -> None:
    def stop(_: Trained) -> None:
        raise KeyboardInterrupt

    walk = Walk()
    with pytest.raises(KeyboardInterrupt):
        Runner(walk, tmp_path / "walk.pt").run(stop)
    assert torch.equal(saved_weight(tmp_path / "walk.pt"), walk.weight)


@pytest.mark.parametrize("plan", ["walk", "run"])
def test_a_checkpoint_of_another_plan_is_refused(tmp_path: Path, plan: str) -> None:
    Runner(Walk(), tmp_path / "walk.pt").save()
    runner = Runner(Walk(plan=plan, steps=99), tmp_path / "walk.pt")
    if plan == "run":
        with pytest.raises(BadWeights, match="another plan"):
            runner.resume()
    else:
        runner.resume()


def test_a_missing_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadWeights, match=r"walk\.pt"):
        Runner(Walk(), tmp_path / "walk.pt").resume()


@pytest.mark.parametrize("fault", ["stumbles", "falls"])
def test_what_is_no_number_is_never_saved(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "walk.pt"
    with pytest.raises(Diverged, match=r"walk\.pt"):
        Runner(Walk(**{fault: 15}), path, save_every=5).run(quietly)  # type: ignore[arg-type]
    assert torch.load(path, weights_only=True)["state"]["done"] == 10
    assert saved_weight(path).isfinite()


def test_blobs_stop_it_and_the_last_good_checkpoint_is_named(tmp_path: Path) -> None:
    path = tmp_path / "walk.pt"
    with pytest.raises(Diverged, match=r"step 10: it paints blobs; go on from .*walk_seen\.pt"):
        Runner(Walk(blobs_from=10), path, look_every=5, save_every=8).run(quietly)
    assert torch.load(tmp_path / "walk_seen.pt", weights_only=True)["state"]["done"] == 5


def test_pictures_and_a_plot_lie_beside_the_checkpoint(tmp_path: Path) -> None:
    Runner(Walk(), tmp_path / "walk.pt", look_every=20).run(quietly)
    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == ["walk_000020.jpg", "walk_000025.jpg"]
    with Image.open(tmp_path / "walk_loss.png") as plot:
        assert plot.width > 500
