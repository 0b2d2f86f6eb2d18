"""Paintings that meet: what they get is theirs, nobody waits in vain, nobody suffers from another's fault."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
import torch
from torch import Tensor

from engine.nn.batches import Batches
from engine.nn.encoders import Encoder, load_encoder
from engine.nn.objective import Objective, Target, textures_of
from engine.nn.optimizers.adam import PyramidAdam
from engine.nn.quality import Quality
from engine.nn.statistics import STATISTICS

ENCODER = load_encoder("compact")


def noise(seed: int, height: int = 48, width: int = 64) -> Tensor:
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed))


def objective(seed: int, *, encoder: Encoder = ENCODER, width: int = 64, layers: int = 5) -> Objective:
    """A photo and a style of its own for each seed."""
    formula = Quality(0.2, STATISTICS["strokes"], 0.05, (1.0,) * layers)
    textures = textures_of(encoder, formula, [(noise(1000 + seed), None, 1.0)])
    return Objective.of(encoder, formula, noise(seed, width=width), [Target(textures)])


class Witness:
    """Counts who was computed alone."""

    def __init__(self) -> None:
        self.alone: list[Objective] = []

    def __call__(self, goal: Objective, image: Tensor) -> tuple[Tensor, Tensor]:
        self.alone.append(goal)
        return goal.gradient(image)


def painted(batches: Batches, goal: Objective, iterations: int, start: Barrier | None = None) -> tuple[Tensor, float]:
    """The picture and the loss after some iterations, each with an optimizer of its own."""
    adam, loss = PyramidAdam(noise(7, width=goal.canvas[-1])), torch.zeros(())
    with batches.member():
        if start:
            start.wait()
        for _ in range(iterations):
            loss, gradient = batches.gradient(goal, adam.image)
            adam.step(gradient, 0.5, iterations)
    return adam.image, float(loss)


def together(batches: Batches, goals: Sequence[Objective], iterations: int) -> list[tuple[Tensor, float]]:
    """All of them at once, in threads."""
    start = Barrier(len(goals))
    with ThreadPoolExecutor(len(goals)) as threads:
        return list(threads.map(lambda goal: painted(batches, goal, iterations, start), goals))


def test_eight_jobs_in_a_batch_are_eight_single_jobs() -> None:
    """Fact 23 of reference/engine.md: relative loss to 1e-3, here after twelve steps of eight optimizers."""
    goals, witness = [objective(seed) for seed in range(8)], Witness()
    batched = together(Batches(witness, most_px=10_000, patience_s=5), goals, 12)
    assert witness.alone == []
    for goal, (image, loss) in zip(goals, batched, strict=True):
        expected, expected_loss = painted(Batches(), goal, 12)
        assert loss == pytest.approx(expected_loss, rel=1e-3)
        torch.testing.assert_close(image, expected, rtol=0, atol=1 / 255)


def test_who_is_alone_does_not_wait() -> None:
    witness = Witness()
    batches = Batches(witness, most_px=10_000, patience_s=60)
    _, loss = painted(batches, objective(1), 2)
    assert len(witness.alone) == 2
    assert loss == painted(Batches(), objective(1), 2)[1]


def test_nobody_waits_longer_than_is_worth_it() -> None:
    """Another member that never asks costs the patience each time, and no more."""
    batches = Batches(most_px=10_000, patience_s=0.01)
    started = time.monotonic()
    with batches.member():
        painted(batches, objective(1), 3)
    assert time.monotonic() - started < 30


def test_nobody_waits_for_one_who_computes_something_large() -> None:
    """The large canvas is computed outside, for as long as the small one needs: then neither waits for the other."""
    large, small = objective(1, width=96), objective(2)
    begun, ended = Barrier(2), Barrier(2)

    def slow(goal: Objective, image: Tensor) -> tuple[Tensor, Tensor]:
        if goal is large:
            begun.wait(60)
            ended.wait(60)
        return goal.gradient(image)

    batches = Batches(slow, most_px=64 * 64, patience_s=50)
    started = time.monotonic()
    with ThreadPoolExecutor(1) as threads:
        painting = threads.submit(painted, batches, large, 1)
        begun.wait(60)
        painted(batches, small, 2)
        ended.wait(60)
        painting.result()
    assert time.monotonic() - started < 40


def test_only_what_is_alike_is_computed_together() -> None:
    """Other sizes, other layers, another encoder: each gets its own."""
    goals = [objective(1), objective(2, width=80), objective(3, layers=4), objective(4, encoder=Encoder.random(1))]
    witness = Witness()
    batched = together(Batches(witness, most_px=10_000, patience_s=0.05), goals, 2)
    assert {id(goal) for goal in witness.alone} == {id(goal) for goal in goals}
    for goal, (image, _) in zip(goals, batched, strict=True):
        assert torch.equal(image, painted(Batches(), goal, 2)[0])


def test_a_fault_is_raised_for_whose_it_is() -> None:
    """A mask of the wrong size breaks the pass of all: it is repeated without it."""
    good, bad = objective(1), objective(2)
    crooked = replace(bad.targets[0], masks={name: torch.ones(1, 1, 3, 5) for name in bad.targets[0].textures})
    batches, start = Batches(most_px=10_000, patience_s=5), Barrier(2)
    with ThreadPoolExecutor(2) as threads:
        fine = threads.submit(painted, batches, good, 2, start)
        broken = threads.submit(painted, batches, replace(bad, targets=(crooked,)), 2, start)
        with pytest.raises(RuntimeError):
            broken.result()
        assert torch.equal(fine.result()[0], painted(Batches(), good, 2)[0])


def test_a_picture_that_is_not_a_number_spoils_no_other() -> None:
    good, spoilt = objective(1), objective(2)
    batches, start = Batches(most_px=10_000, patience_s=5), Barrier(2)

    def gradient(goal: Objective, image: Tensor) -> tuple[Tensor, Tensor]:
        with batches.member():
            start.wait()
            return batches.gradient(goal, image)

    with ThreadPoolExecutor(2) as threads:
        fine = threads.submit(gradient, good, noise(7))
        broken = threads.submit(gradient, spoilt, torch.full_like(noise(7), torch.nan))
        (loss, found), (nan, _) = fine.result(), broken.result()
    expected_loss, expected = good.gradient(noise(7))
    assert torch.isnan(nan)
    torch.testing.assert_close(loss, expected_loss, rtol=1e-5, atol=0)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-7)
