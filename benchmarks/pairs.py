"""The pairs that painting is judged on. No photo and no style of them was seen in training (`Library` there)."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PIL import Image

from engine.effect import Inputs
from engine.house import FOLDER as HOUSE_STYLES
from engine.picture import Picture

List = Literal["tuning", "held-out"]

TUNING: Final = (
    ("photos/tubingen_city", "vangogh_starry_night_1889"),
    ("photos/kodim04_woman_red_hat", "vangogh_starry_night_1889"),
    ("photos/golden_gate", "hokusai_great_wave_1831"),
    ("photos/kodim21_lighthouse", "hokusai_great_wave_1831"),
    ("photos/chelsea_cat", "picabia_udnie_1913"),
    ("photos/kodim15_child_face", "picabia_udnie_1913"),
    ("photos/coffee", "mondrian_composition_c1913"),
    ("photos/kodim23_parrots", "mondrian_composition_c1913"),
    ("photos/astronaut_face", "munch_scream_1893"),
    ("photos/kodim08_old_town", "munch_scream_1893"),
)
# Photos that nothing was tuned on; so are the styles that Mazok draws itself. The paintings are those above once more:
# the encoder learned from all others that there are.
HELD_OUT: Final = (
    ("photos/grace_hopper_face", "munch_scream_1893"),
    ("old_bw/color_reference/emir_of_bukhara_1911", "mosaic"),
    ("photos/kodim13_mountain_stream", "vangogh_starry_night_1889"),
    ("old_bw/color_reference/church_yaroslavl", "watercolor"),
    ("old_bw/color_reference/nilov_monastery_1910", "hokusai_great_wave_1831"),
    ("old_bw/color_reference/lady_on_sofa", "pointillism"),
    ("old_bw/color_reference/tea_harvesters_chakva", "picabia_udnie_1913"),
    ("old_bw/color_reference/river_town", "orchard"),
    ("old_bw/color_reference/melon_vendor_samarkand", "mondrian_composition_c1913"),
    ("old_bw/color_reference/cathedral_mozhaisk", "stained_glass"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A photo and the style that it shall be painted in."""

    name: str
    content: Picture
    style: Picture

    def inputs(self) -> Inputs:
        return Inputs(self.content, (self.style,))


def data_folder() -> Path:
    """Where photos/, styles/, natural/ and weights/ lie: MAZOK_BENCH_DATA, else beside the checkout."""
    return Path(os.environ.get("MAZOK_BENCH_DATA", "../shared/data"))


def read_pairs(data: Path, count: int = 10, which: List = "tuning") -> list[Pair]:
    """The first `count` pairs, spread over the styles: 1, 3, 5 ... then 2, 4, 6 ..."""
    pairs = TUNING if which == "tuning" else HELD_OUT
    chosen = (pairs[::2] + pairs[1::2])[:count]
    return [
        Pair(f"{Path(photo).stem}-{style}", read_picture(data / f"{photo}.jpg"), read_picture(_style(data, style)))
        for photo, style in chosen
    ]


def _style(data: Path, name: str) -> Path:
    """A painting of the data folder, else a style of the house."""
    painting = data / "styles" / f"{name}.jpg"
    return painting if painting.exists() else HOUSE_STYLES / f"{name}.jpg"


def read_picture(path: Path) -> Picture:
    with Image.open(path) as image:
        return Picture(image.convert("RGB"), None)
