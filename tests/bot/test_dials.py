"""From the declaration of an option to its values: laws that hold for options of every kind."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prices import Prices
from bot.talk import dials
from bot.texts import Texts
from bot.usecases.plan import BadChoice, Value, checked, from_json
from engine.catalogue import effects
from engine.effect import Effect
from engine.options import Options, OptionSpec
from engine.render import validated

FREE = Prices.load().tiers["free"]
PRESSES = st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.integers(0, 9)), max_size=40)
WORDS = ("strokes", "gram", "mean", "covariance", "wasserstein", "none")


@st.composite
def integers(draw: st.DrawFn) -> OptionSpec:
    step = draw(st.sampled_from([1, 5, 10, 25, 100]))
    low = draw(st.integers(-50, 50)) * step
    high = low + draw(st.integers(1, dials.ARBITRARY // step)) * step
    return OptionSpec("size", "Size", "integer", low, low=low, high=high, step=step)


@st.composite
def words(draw: st.DrawFn) -> OptionSpec:
    choices = tuple(draw(st.lists(st.sampled_from(WORDS), min_size=2, unique=True)))
    secret = choices[1:2] if len(choices) > 2 else ()
    return OptionSpec("statistic", "Statistic", "choice", choices[0], choices=choices, operator_words=secret)


@st.composite
def numbers(draw: st.DrawFn) -> OptionSpec:
    high = draw(st.integers(2, 1000))
    return OptionSpec("weights", "Weights", "numbers", (), high=high, most=draw(st.integers(2, 4)))


@st.composite
def specs(draw: st.DrawFn) -> OptionSpec:
    """An option of any kind, as a chat offers it."""
    declared = draw(integers() | words() | numbers() | st.just(OptionSpec("flat", "Flat", "boolean", False)))
    [offered] = dials.choices([declared], FREE, declared.most if declared.kind == "numbers" else 1)
    return offered


@given(spec=specs(), presses=PRESSES)
def test_no_press_leads_out_of_bounds(spec: OptionSpec, presses: list[tuple[int, int]]) -> None:
    value: Value = spec.default
    assert dials.allowed(spec, value)
    for direction, position in presses:
        value = dials.moved(spec, value, direction, position % spec.most)
        assert dials.allowed(spec, value)
        assert checked({spec.name: spec}, spec.name, value) == value


@given(spec=specs(), presses=PRESSES)
def test_a_chosen_value_survives_being_kept_as_json(spec: OptionSpec, presses: list[tuple[int, int]]) -> None:
    value: Value = spec.default
    for direction, position in presses:
        value = dials.moved(spec, value, direction, position % spec.most)
    kept = from_json(json.loads(json.dumps({spec.name: value})))
    assert dials.chosen([spec], kept) == {spec.name: value}


@pytest.mark.parametrize("effect", effects().values(), ids=effects().keys())
@given(data=st.data())
def test_what_can_be_pressed_can_be_painted(effect: Effect[Options], data: st.DataObject) -> None:
    """Through the row of a job, which is JSON, to the effect itself."""
    styles = data.draw(st.integers(effect.styles, effect.most_styles))
    offered = list(dials.choices(effect.specs(), FREE, styles))
    pressed: dict[str, Value] = {}
    for direction, position in data.draw(PRESSES):
        spec = data.draw(st.sampled_from(offered))
        value = pressed.get(spec.name, spec.default)
        pressed[spec.name] = dials.moved(spec, value, direction, position % spec.most)
    options = validated(effect.options, json.loads(json.dumps(pressed)))
    assert {name: getattr(options, name) for name in pressed} == pressed


@given(spec=integers())
def test_few_presses_lead_from_one_end_to_the_other(spec: OptionSpec) -> None:
    value: Value = spec.low
    for _ in range(3 * dials.STOPS + 1):
        value = dials.moved(spec, value, 1)
    assert value == spec.high


@given(spec=words())
def test_presses_go_through_every_word_and_back_to_the_first(spec: OptionSpec) -> None:
    [offered] = dials.choices([spec], FREE)
    seen: list[Value] = [offered.default]
    while len(seen) <= len(offered.choices):
        seen.append(dials.moved(offered, seen[-1], 1))
    assert sorted(map(str, seen[:-1])) == sorted(offered.choices)
    assert seen[-1] == offered.default
    assert set(offered.choices) == set(spec.choices) - set(spec.operator_words)


@given(spec=numbers())
def test_one_press_moves_one_number(spec: OptionSpec) -> None:
    [offered] = dials.choices([spec], FREE, 2)
    assert isinstance(offered.default, tuple)
    moved = dials.moved(offered, offered.default, 1, 1)
    assert isinstance(moved, tuple)
    assert len(moved) == 2
    assert moved[0] == offered.default[0]
    assert moved[1] > offered.default[1]


def test_not_every_weight_becomes_nothing() -> None:
    [weights] = dials.choices([OptionSpec("weights", "Weights", "numbers", (), high=100, most=4)], FREE, 2)
    value: Value = weights.default
    for position in (0, 1):
        for _ in range(2 * dials.STOPS):
            value = dials.moved(weights, value, -1, position)
    assert value == (0, 10)


def test_weights_are_for_several_styles_and_forgotten_with_them() -> None:
    declared = [OptionSpec("weights", "Weights", "numbers", (), high=100, most=4)]
    assert not list(dials.choices(declared, FREE, 1))
    [two], [three] = (list(dials.choices(declared, FREE, styles)) for styles in (2, 3))
    assert (two.default, three.default) == ((50, 50), (50, 50, 50))
    assert dials.chosen([two], {"weights": (10, 90)}) == {"weights": (10, 90)}
    assert dials.chosen([three], {"weights": (10, 90)}) == {}


def test_a_seed_is_another_one_at_each_press() -> None:
    seed = OptionSpec("seed", "Seed", "integer", 0, high=2**31 - 1)
    assert len({dials.moved(seed, 0, 1) for _ in range(5)}) > 1


def test_what_the_tier_decides_is_not_offered() -> None:
    tiers = Prices.load().tiers
    side = OptionSpec("side_px", "Size", "integer", 600, low=64, high=2000)
    iterations = OptionSpec("iterations", "Iterations", "integer", 100, low=1, high=5000)
    assert not list(dials.choices((side, iterations), tiers["free"]))
    [offered] = dials.choices((side, iterations), tiers["hd"])
    assert (offered.low, offered.high, offered.step) == (100, 1000, 100)


BRUSH = OptionSpec("brush", "Brush", "choice", "soft", choices=("soft", "hard", "own"), operator_words=("own",))
FLAT = OptionSpec("flat", "Flat", "boolean", False)
WEIGHTS = OptionSpec("weights", "Weights", "numbers", (), low=1, high=9, most=2)
SIZE = OptionSpec("size", "Size", "integer", 5, low=1, high=9)
TILE = OptionSpec("tile", "Tile", "integer", 5, low=1, high=9, audience="operator")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("brush", "broad"),
        ("brush", "own"),
        ("brush", 1),
        ("flat", 1),
        ("flat", "yes"),
        ("weights", 5),
        ("weights", (1, 10)),
        ("weights", (1, 1, 1)),
        ("weights", (1, True)),
        ("weights", "12"),
        ("size", 10),
        ("size", True),
        ("size", "5"),
        ("tile", 5),
        ("side_px", 600),
        ("colour", 5),
    ],
)
def test_what_a_person_may_not_choose_is_refused(name: str, value: Value) -> None:
    known = {spec.name: spec for spec in (BRUSH, FLAT, WEIGHTS, SIZE, TILE)}
    with pytest.raises(BadChoice) as refusal:
        checked(known, name, value)
    assert (refusal.value.option, refusal.value.value) == (name, value)


def test_what_the_operator_sets_is_not_offered() -> None:
    assert [spec.name for spec in dials.choices((SIZE, TILE), FREE)] == ["size"]
    [brush] = dials.choices((BRUSH,), FREE)
    assert brush.choices == ("soft", "hard")


@pytest.mark.parametrize(
    ("spec", "value", "english", "russian"),
    [
        (FLAT, True, "yes", "да"),
        (OptionSpec("size", "Size", "integer", 5, unit="%"), 5, "5 %", "5 %"),
        (OptionSpec("style_colors", "Colors", "integer", 5), 0, "all", "все"),
        (OptionSpec("colors", "Colors", "choice", "style", choices=("style",)), "style", "of the style", "из стиля"),
        (BRUSH, "soft", "soft", "soft"),  # no text of ours knows this word
    ],
)
def test_a_value_is_said_as_people_say_it(spec: OptionSpec, value: Value, english: str, russian: str) -> None:
    assert dials.shown(Texts("en"), spec, value) == english
    assert dials.shown(Texts("ru"), spec, value) == russian
