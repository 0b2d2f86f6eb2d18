"""What is shown of a painting before its first iteration."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PIL import Image

from engine.device import Device
from engine.effect import Inputs, Progress
from engine.impression import SIDE_PX, impress
from tests.engine.pictures import dots, photo, style

CPU = Device("cpu", channels_last=True)
LARGE = photo(640, 480)


def seen(given: Inputs, options: Mapping[str, object], effect: str = "gatys") -> list[Progress]:
    reported: list[Progress] = []
    impress(effect, given, options, reported.append, CPU)
    return reported


def test_a_long_painting_is_seen_small_in_its_style_before_it_begins() -> None:
    [one] = seen(Inputs(LARGE, (dots(),)), {})
    assert (one.done, one.loss) == (0, None)
    assert max(one.preview().image.size) == SIDE_PX
    assert one.preview().image.tobytes() != LARGE.image.resize(one.preview().image.size).tobytes()


def test_it_is_painted_as_was_chosen() -> None:
    faint, strong = (seen(Inputs(LARGE, (dots(),)), {"style_strength": s})[0] for s in (0, 50))
    [two] = seen(Inputs(LARGE, (dots(), style())), {"style_weights": (0, 100)})
    pictures = {one.preview().image.tobytes() for one in (faint, strong, two)}
    assert len(pictures) == 3


@pytest.mark.parametrize(
    "options", [{"start": "noise"}, {"aim": "texture"}, {"preset": "classic"}, {"style_weights": (0,)}]
)
def test_what_one_pass_cannot_tell_has_none(options: dict[str, object]) -> None:
    assert seen(Inputs(LARGE, (dots(),)), options) == []


def test_a_part_of_a_photo_a_resumed_job_and_a_pass_have_none() -> None:
    given = Inputs(LARGE, (dots(),))
    assert seen(replace(given, masks=(Image.new("L", (8, 8), 255),)), {}) == []
    assert seen(replace(given, checkpoint=b"somewhere in the middle"), {}) == []
    assert seen(given, {}, effect="any_style") == []
