"""What a person has chosen so far: the only state of a conversation, kept as JSON. Knows no chat and no storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from pydantic import TypeAdapter, ValidationError

from bot.usecases.parcel import Asked
from bot.usecases.pictures import Picked
from bot.usecases.plan import Value


@dataclass(frozen=True, slots=True)
class Hanging:
    """A canvas that is not ordered yet: which work, the size by its name in the catalogue, how the crop is shifted, and
    what was asked last of where it goes."""

    work_id: str
    size: str
    shift: int = 0
    asked: Asked = "name"


@dataclass(frozen=True, slots=True)
class Sharing:
    """A work that others may get to see, and is not published yet: what it is called, whether with its photo."""

    work_id: str
    title: str = ""
    with_photo: bool = True


@dataclass(frozen=True, slots=True)
class Sketch:
    """A painting that is not ordered yet.

    `sketch_id` is in every button of it, so that a button of an older one can be told. An empty tier or effect means
    the first that is offered. `parent` is the work to paint on from. `loose` are pictures whose role the person was
    asked for; `wants` is the role they chose for the next picture: "another style" joins those that are there.
    `ordered` is the job that was made from it.
    `more` are photos beside the first, all of one order. `hanging` is a canvas of an earlier work, `sharing` what is
    to be published.
    `mask` is the key of a picture that says which part of the photo is painted, `look` that of what was learned from
    the style, to paint by it at once. `paying` is the purchase that goes on when the person has said where its receipt
    goes. `naming` is the saved style, or the post, that the next words are the name of. `finding` are the words that
    were looked for in the feed.
    """

    sketch_id: str
    photo: Picked | None = None
    styles: tuple[Picked, ...] = ()
    tier: str = ""
    effect: str = ""
    options: Mapping[str, Value] = field(default_factory=dict)
    parent: str | None = None
    loose: tuple[Picked, ...] = ()
    wants: Literal["photo", "style", "another style", ""] = ""
    ordered: str | None = None
    mask: str | None = None
    look: str | None = None
    more: tuple[Picked, ...] = ()
    hanging: Hanging | None = None
    paying: str | None = None
    sharing: Sharing | None = None
    naming: str | None = None
    finding: str = ""

    def next(self, sketch_id: str) -> Self:
        """A clean sheet that keeps how the person likes to paint, not what; and where they were looking around."""
        return type(self)(sketch_id, tier=self.tier, effect=self.effect, options=self.options, finding=self.finding)

    def with_photo(self, photo: Picked) -> Self:
        return replace(self, photo=photo, more=(), mask=None, parent=None, wants="", loose=())

    def with_style(self, style: Picked) -> Self:
        """In this style; where another one is wanted, in those that were chosen before as well."""
        others = tuple(one for one in self.styles if one.key != style.key) if self.wants == "another style" else ()
        return self.with_styles((*others, style))

    def with_styles(self, styles: tuple[Picked, ...]) -> Self:
        return replace(self, styles=styles, parent=None, look=None, wants="", loose=())

    def to_json(self) -> dict[str, Any]:
        return dict(SKETCH.dump_python(self, mode="json"))

    @classmethod
    def from_json(cls, data: object, sketch_id: str) -> "Sketch":
        """The sketch as it was kept; a clean one where an older release wrote it differently."""
        try:
            return SKETCH.validate_python(data)
        except ValidationError:
            return cls(sketch_id)


SKETCH = TypeAdapter(Sketch)
