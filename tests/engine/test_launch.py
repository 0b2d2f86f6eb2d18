"""Recorded launches: what a CPU does without, and what must hold before a card may use them. Recording needs a card."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from engine.nn.classic import Classic
from engine.nn.encoders import load_encoder
from engine.nn.launch import Launches, Static, kind_of, objection, recordable
from engine.nn.objective import Formula, Objective, Target, textures_of
from engine.nn.quality import Quality
from engine.nn.statistics import STATISTICS

ENCODER, CPU = load_encoder("compact"), torch.device("cpu")
QUALITY = Quality(0.2, STATISTICS["strokes"], 0.05, (1.0,) * 5)
CLASSIC = Classic(5.0, (1.0,) * 5)
Answer = tuple[Tensor, Tensor]


def noise(seed: int) -> Tensor:
    return torch.rand((1, 3, 48, 64), generator=torch.Generator().manual_seed(seed))


def objective(seed: int, formula: Formula = QUALITY) -> Objective:
    textures = textures_of(ENCODER, formula, [(noise(1000 + seed), None, 1.0)])
    return Objective.of(ENCODER, formula, noise(seed), [Target(textures)])


def test_a_cpu_records_nothing() -> None:
    launches, goal = Launches(), objective(1)
    assert not recordable(goal, noise(3))
    for found, expected in zip(launches.gradient(goal, noise(3)), goal.gradient(noise(3)), strict=True):
        assert torch.equal(found, expected)


@pytest.mark.parametrize("formula", [QUALITY, CLASSIC])
def test_memory_that_stays_can_be_filled_with_another_objective(formula: Formula) -> None:
    """What a graph replays is the loss of whoever asks, not of the one that it was recorded with."""
    first, second = objective(1, formula), objective(2, formula)
    assert kind_of(first, noise(3)) == kind_of(second, noise(4))
    expected = [goal.gradient(noise(4)) for goal in (first, second, first)]
    static = Static(first, noise(3))
    for goal, answer in zip((first, second, first), expected, strict=True):
        static.fill(goal, noise(4))
        for found, wanted in zip(static.gradient(), answer, strict=True):
            assert torch.equal(found, wanted)
    assert torch.equal(first.gradient(noise(4))[1], expected[0][1])  # nobody's own objective was written on


def test_what_a_recording_takes_for_granted_is_in_its_kind() -> None:
    goal, image = objective(1), noise(3)
    others = [
        objective(1, CLASSIC),
        objective(1, replace(QUALITY, content_weight=0.3)),
        replace(goal, targets=(replace(goal.targets[0], share=0.5),)),
        replace(goal, content_layer="relu3_1"),
        Objective.of(load_encoder("compact"), QUALITY, noise(1), goal.targets),
    ]
    kinds = {kind_of(other, image) for other in [goal, *others]} | {kind_of(goal, image[..., :32])}
    assert len(kinds) == len(others) + 2


def slow(answer: Answer) -> Callable[[], Answer]:
    def passes() -> Answer:
        torch.ones(400, 400) @ torch.ones(400, 400)
        return answer

    return passes


@pytest.mark.parametrize(
    ("recorded", "why"),
    [
        ((torch.tensor(1.0), torch.ones(3)), None),
        ((torch.tensor(1.1), torch.ones(3)), "the loss is off"),
        ((torch.tensor(1.0), torch.tensor([1.0, 1.0, 1.1])), "the gradient is off"),
        ((torch.tensor(1.0), torch.tensor([1.0, 1.0, torch.nan])), "the gradient is off"),
    ],
)
def test_what_is_recorded_must_agree(recorded: Answer, why: str | None) -> None:
    expected = (torch.tensor(1.0), torch.ones(3))
    found = objection(slow(expected), lambda: recorded, CPU)
    assert found is None if why is None else found is not None and why in found


def test_what_is_recorded_must_be_faster() -> None:
    answer = (torch.tensor(1.0), torch.ones(3))
    found = objection(lambda: answer, slow(answer), CPU)
    assert found is not None and found.startswith("no faster")
