"""What `mazok paint` makes beside the painting, on request: film, comparisons, explanation, record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.paint.files import Refused, sha256, writable
from bot.commands.paint.job import Job
from engine.collage import before_after, beside
from engine.effect import Painting, Report
from engine.film import Film
from engine.ladder import canvas
from engine.picture import Picture, encode, format_of
from engine.style import Preparation, preview

if TYPE_CHECKING:
    from engine.explain import Notebook


@dataclass(frozen=True)
class Extras:
    """What is asked for, and what watches the painting for it."""

    film: Path | None
    style_preview: Path | None
    before_after: Path | None
    triptych: Path | None
    explain: bool
    sidecar: bool

    @cached_property
    def _film(self) -> Film:
        return Film()

    @cached_property
    def _notebook(self) -> Notebook:
        from engine.explain import Notebook  # matplotlib takes half a second to load

        return Notebook()

    def check(self) -> None:
        """Raises Refused where something could not be written."""
        if self.film and writable(self.film).suffix.lower() != ".mp4":
            raise Refused(f"a film is an .mp4, not {self.film.name}")
        for path in (self.style_preview, self.before_after, self.triptych):
            try:
                if path:
                    format_of(writable(path))
            except ValueError as error:
                raise Refused(str(error)) from error

    def begin(self, job: Job) -> None:
        """What can be seen before the work begins. Raises Refused where there is nothing to be seen."""
        if self.style_preview and not job.inputs.styles:
            raise Refused("--style-preview: there is no STYLE to be shown")
        if self.style_preview:
            save(prepared_styles(job), self.style_preview)

    def watching(self, report: Report) -> Report:
        """The report, which lets film and notebook look at the canvas where they are wanted."""
        report = self._film.watching(report) if self.film else report
        return self._notebook.watching(report) if self.explain else report

    def write(self, job: Job, painting: Painting) -> None:
        """Everything that was asked for."""
        photo, styles, out = job.inputs.content, job.inputs.styles, job.order.out
        if self.film:
            self.film.write_bytes(self._film.mp4(painting.picture, photo))
        if self.before_after:
            save(before_after(photo, painting.picture), self.before_after)
        if self.triptych:
            save(before_after(photo, painting.picture, styles), self.triptych)
        if self.explain:
            from engine.explain import contact_sheet, losses_plot

            losses_path(out).write_bytes(losses_plot(self._notebook, painting.losses))
            save(contact_sheet(self._notebook, painting), scales_path(out))
        if self.sidecar:
            text = json.dumps(record(job, painting), ensure_ascii=False, indent=2)
            sidecar_path(out).write_text(text + "\n", encoding="utf-8")

    def written(self, out: Path) -> Iterator[str]:
        """The names of the files beside the painting."""
        paths = [self.style_preview, self.film, self.before_after, self.triptych]
        paths += [losses_path(out), scales_path(out)] if self.explain else []
        paths += [sidecar_path(out)] if self.sidecar else []
        return (str(path) for path in paths if path)


def save(picture: Picture, path: Path) -> None:
    path.write_bytes(encode(picture, format_of(path)))


def prepared_styles(job: Job) -> Picture:
    """Each style as large as its strokes will be beside the canvas; an effect that prepares none takes them as is."""
    options = job.options
    size = canvas(job.inputs.content.image.size, getattr(options, "side_px", max(job.inputs.content.image.size)))
    preparation = Preparation(
        getattr(options, "style_scale", 100), getattr(options, "style_rotation", 0), getattr(options, "style_colors", 0)
    )
    masks = job.inputs.style_masks or (None,) * len(job.inputs.styles)
    previews = [
        preview(style, replace(preparation, mask=mask), size)
        for style, mask in zip(job.inputs.styles, masks, strict=True)
    ]
    return beside(previews, previews[0].height)


def losses_path(out: Path) -> Path:
    return out.with_suffix(".losses.png")


def scales_path(out: Path) -> Path:
    return out.with_suffix(".scales.png")


def sidecar_path(out: Path) -> Path:
    return out.with_name(f"{out.name}.json")


def record(job: Job, painting: Painting) -> dict[str, object]:
    """All that is known of a painting: enough to make it again, and to see that it was made of the same."""
    from engine.catalogue import weights

    options = job.options.model_dump()
    hashes = {
        role: [{"file": path.name, "sha256": sha256(path)} for path in paths]
        for role, paths in job.order.files.items()
        if paths
    }
    used = {known.name: sha256(known.path()) for known in weights() if known.name in options.values()}
    return {
        "mazok": version("mazok"),
        **job.metadata(painting),
        "total": painting.total,
        "size": [painting.picture.width, painting.picture.height],
        "inputs": hashes,
        "painting": {"file": job.order.out.name, "sha256": sha256(job.order.out)},
        "weights": used,
        "losses": list(painting.losses),
    }
