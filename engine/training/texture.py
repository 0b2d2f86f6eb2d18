"""`mazok train texture`: a generator of one picture's texture, for as long as one likes. Knows pictures; no effect.

The lessons are those of the effect `seamless`, which has a hundred of them; here they may be thousands, on canvases as
large as one likes, with checkpoints and pictures on the way.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from engine.errors import Diverged
from engine.ladder import Size
from engine.nn.bands import paint_in_bands
from engine.nn.encoders import Encoder
from engine.nn.generator import Generator
from engine.nn.generators import copy_of, save_generator
from engine.nn.weaving import LEARNED_PX, RATE, Course, Weaving, dip_into, texture_of
from engine.training.runner import Losses
from engine.training.sheets import sheet

_SHOWN_PX: Final = 320  # side of a tile to look at
_CELL_PX: Final = 448
_FAINT: Final = 0.1  # of the picture's deviation
_LINE_PX: Final = 22
_INK: Final = "#1c1c1c"


@dataclass(frozen=True, slots=True)
class Eyes:
    """The encoder twice: for pictures, and, with a circular border, for what is woven."""

    of_pictures: Encoder
    of_textures: Encoder


@dataclass(frozen=True, slots=True)
class TexturePlan:
    """All that a run depends on; `sources` tell picture and weights to begin with apart from others."""

    sources: tuple[str, ...]
    steps: int = 1000
    side_px: int = LEARNED_PX
    rate: float = RATE
    seed: int = 0

    @property
    def course(self) -> Course:
        return Course(self.steps, self.rate, self.side_px, self.seed)


class Texture:
    """A run of a plan, for `engine.training.runner`; `picture` is (3, H, W) uint8."""

    def __init__(self, plan: TexturePlan, picture: Tensor, start: Generator, eyes: Eyes, device: str = "cpu") -> None:
        self.plan, self.picture = plan, picture[None].float().to(device) / 255
        generator = copy_of(start).to(device)
        dip_into(generator, self.picture)
        wanted = texture_of(eyes.of_pictures.to(device), self.picture)
        self._weaving = Weaving(generator, eyes.of_textures.to(device), wanted, plan.course)

    @property
    def done(self) -> int:
        return self._weaving.done

    @property
    def steps(self) -> int:
        return self.plan.steps

    @property
    def generator(self) -> Generator:
        return self._weaving.generator

    def step(self) -> Losses:
        """One lesson."""
        return self._weaving.step()

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {"done": self.done, "tensors": self._weaving.tensors()}

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self._weaving.restore(state["tensors"], state["done"])

    def painted(self, size: Size) -> Tensor:
        """The texture at (width, height), (1, 3, H, W) in [0, 1]."""
        return paint_in_bands(self.generator, self._weaving.noise(size)).clamp(0, 1)

    def distance(self) -> float:
        """How far a texture of noise that was not learned from is from the picture; 0 is equality."""
        return float(self._weaving.distance(self.painted((_SHOWN_PX, _SHOWN_PX))))

    def look(self) -> Image.Image:
        """The picture, and two by two tiles of its texture. Raises Diverged when they are of one color."""
        tile = self.painted((_SHOWN_PX, _SHOWN_PX))
        if tile.std() < _FAINT * self.picture.std():
            raise Diverged("it paints one color")
        return sheet([[self.picture, tile.repeat(1, 1, 2, 2)]], cell_px=_CELL_PX)


def card_of(training: Texture, title: str, seconds: float) -> Image.Image:
    """What was looked at, with a line of figures."""
    looked = training.look()
    paper = Image.new("RGB", (looked.width, looked.height + _LINE_PX), "white")
    paper.paste(looked)
    plan = training.plan
    work = f"{training.done} steps of {plan.side_px} px, {seconds / 60:.1f} min"
    line = f"{title}: style {training.distance():.3f} of noise not learned from, after {work}"
    ImageDraw.Draw(paper).text((4, looked.height + 2), line, _INK, ImageFont.load_default(14))
    return paper


def write(training: Texture, path: Path) -> None:
    """The generator with its origin in the header."""
    plan = training.plan
    told = {"steps": training.done, "of_steps": plan.steps, "side_px": plan.side_px, "seed": plan.seed}
    origin = {name: str(value) for name, value in told.items()}
    made = {"encoder": "compact", "made_by": "mazok train texture", "sources": " ".join(plan.sources)}
    save_generator(training.generator, path, {**origin, **made})
