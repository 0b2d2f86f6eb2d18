"""The ten pairs that painting is judged on. No style of theirs, and no photo, was seen in training."""

import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from engine.effect import Inputs
from engine.picture import Picture

_PAIRS = (
    ("tubingen_city", "vangogh_starry_night_1889"),
    ("kodim04_woman_red_hat", "vangogh_starry_night_1889"),
    ("golden_gate", "hokusai_great_wave_1831"),
    ("kodim21_lighthouse", "hokusai_great_wave_1831"),
    ("chelsea_cat", "picabia_udnie_1913"),
    ("kodim15_child_face", "picabia_udnie_1913"),
    ("coffee", "mondrian_composition_c1913"),
    ("kodim23_parrots", "mondrian_composition_c1913"),
    ("astronaut_face", "munch_scream_1893"),
    ("kodim08_old_town", "munch_scream_1893"),
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


def read_pairs(data: Path, count: int = len(_PAIRS)) -> list[Pair]:
    """The first `count` pairs, spread over the styles: 1, 3, 5 ... then 2, 4, 6 ..."""
    chosen = (_PAIRS[::2] + _PAIRS[1::2])[:count]
    return [
        Pair(f"{photo}-{style}", _read(data / "photos" / f"{photo}.jpg"), _read(data / "styles" / f"{style}.jpg"))
        for photo, style in chosen
    ]


def _read(path: Path) -> Picture:
    with Image.open(path) as image:
        return Picture(image.convert("RGB"), None)
