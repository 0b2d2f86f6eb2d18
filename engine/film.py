"""How a painting came about, as a film: small frames while it is painted, an MP4 afterwards. Knows no effect.

PyAV and numpy, which a chat has not, are imported when a film is written.
"""

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from itertools import pairwise, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from engine.effect import Progress, Report
from engine.ladder import Size
from engine.picture import Picture
from engine.picture.encoding import pixels
from engine.picture.resizing import fitted

SIDE_PX: Final = 480
RATE: Final = 25  # frames a second
PHOTO_S, PAINTING_S, HOLD_S = 0.6, 5.0, 2.0  # in a channel nobody stops it: the end must be seen
MOMENTS: Final = 80  # at which the canvas is looked at, if there are as many iterations
EARLIER: Final = 0.6  # the moments are even in (share of the work) ** EARLIER: more happens early
SHARE: Final = 0.04  # of the painting's time may go into the film,
GRACE_S: Final = 0.2  # and this much, evenly over the moments, in any case: a painting of a second has a film too
JPEG_QUALITY: Final = 90
H264: Final = {"crf": "20", "preset": "fast"}  # about 300 KB for a film


class Film:
    """Looks at a canvas from time to time. A painting that goes on from a checkpoint is filmed from there.

    `clock` tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._began = clock()
        self._spent_s = 0.0
        self._moment = -1  # the last one that was seen
        self._frames: list[bytes] = []  # JPEG, so that a film takes about 3 MB while it is made

    def watching(self, report: Report) -> Report:
        """The same report, which lets the film look at the canvas too."""

        def both(progress: Progress) -> None:
            report(progress)
            self._see(progress)

        return both

    def mp4(self, painting: Picture, photo: Picture | None = None) -> bytes:
        """The film that ends with the finished painting, and begins with the photo where one is given."""
        size = frame_size(painting)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "film.mp4"  # to stand before the pixels, the index is written in a second pass
            write(path, size, self._shown(size, painting, photo))
            return path.read_bytes()

    def _see(self, progress: Progress) -> None:
        moment = int(MOMENTS * (progress.done / progress.total) ** EARLIER)
        # A loss that is still on its way from an accelerator means that the canvas would have to be waited for.
        if moment == self._moment or progress.loss is None or not self._has_time(moment):
            return
        began = self._clock()
        self._frames.append(kept(progress.preview()))
        self._spent_s += self._clock() - began
        self._moment = moment

    def _has_time(self, moment: int) -> bool:
        """Whether another frame like those so far keeps to the share."""
        elapsed_s = self._clock() - self._began
        frame_s = self._spent_s / len(self._frames) if self._frames else 0.0
        return self._spent_s + frame_s <= SHARE * elapsed_s + GRACE_S * moment / MOMENTS

    def _shown(self, size: Size, painting: Picture, photo: Picture | None) -> Iterator[Image.Image]:
        """Every frame of the film: those that were seen fade into one another, the first and the last stand still."""
        seen = [*([kept(photo)] if photo else []), *self._frames, kept(painting)]
        if photo:
            yield from repeat(fitted_to(size, seen[0]), round(PHOTO_S * RATE))
        length = round(PAINTING_S * RATE)
        for number, (one, other) in enumerate(pairwise(fitted_to(size, data) for data in seen)):
            first, end = (length * place // (len(seen) - 1) for place in (number, number + 1))
            yield from (Image.blend(one, other, step / (end - first)) for step in range(end - first))
        yield from repeat(fitted_to(size, seen[-1]), round(HOLD_S * RATE))


def kept(picture: Picture) -> bytes:
    """A picture as small as it is shown, on white where it is transparent."""
    image = pixels(picture, opaque=True)
    # Half the time of the finest filter, and nobody sees it in a moving picture.
    small = image.resize(fitted(image.size, SIDE_PX), Image.Resampling.BILINEAR, reducing_gap=2.0)
    out = BytesIO()
    small.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return out.getvalue()


def frame_size(painting: Picture) -> Size:
    """As H.264 wants it: the color of four pixels is one, so both sides are even."""
    width, height = fitted(painting.image.size, SIDE_PX)
    return max(2, 2 * round(width / 2)), max(2, 2 * round(height / 2))


def fitted_to(size: Size, data: bytes) -> Image.Image:
    """A frame that was kept at the size of the film."""
    with Image.open(BytesIO(data)) as image:
        return image.resize(size, Image.Resampling.BICUBIC)


def write(path: Path, size: Size, frames: Iterator[Image.Image]) -> None:
    """An MP4 that every browser and chat plays: H.264, 8 bits, 4:2:0, its index in front."""
    import av
    import numpy as np
    from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(RATE), options=H264)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        codec = stream.codec_context  # says which colors are meant: players guess by size otherwise
        codec.colorspace, codec.color_range = Colorspace.ITU709, ColorRange.MPEG
        codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        for image in frames:
            frame = av.VideoFrame.from_ndarray(np.asarray(image), "rgb24")
            container.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)))
        container.mux(stream.encode())
