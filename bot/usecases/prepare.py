"""How styles look once they are prepared: turned, in fewer colors, as large as their strokes will be. Knows no chat."""

import asyncio
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.chat import Attachment
from bot.prices import Tier
from bot.usecases.pictures import attachment, read
from bot.usecases.plan import Draft, Value
from engine.collage import beside
from engine.ladder import Size, canvas
from engine.options import OptionSpec
from engine.picture import Picture, decode, encode
from engine.style import Preparation, preview
from storage import Store

# The options that prepare a style; an effect that has them names them so, and by default they leave it as it is.
SCALE: Final = "style_scale"
ROTATION: Final = "style_rotation"
COLORS: Final = "style_colors"

SIDE_PX: Final = 600
QUALITY: Final = 85


def prepares(specs: Iterable[OptionSpec], options: Mapping[str, Value]) -> bool:
    """Whether these options make something else of a style picture."""
    defaults = {spec.name: spec.default for spec in specs if spec.name in (SCALE, ROTATION, COLORS)}
    return any(options.get(name, default) != default for name, default in defaults.items())


def preparation(options: Mapping[str, Value]) -> Preparation:
    numbers = {name: value for name, value in options.items() if isinstance(value, int)}
    usual = Preparation()
    return Preparation(
        scale_percent=numbers.get(SCALE, usual.scale_percent),
        rotation_degrees=numbers.get(ROTATION, usual.rotation_degrees),
        colors=numbers.get(COLORS, usual.colors),
    )


@dataclass(frozen=True, slots=True)
class Prepare:
    """Shows prepared styles. One is decoded at a time: 40 Mpx are 120 MB, and the chat process is small."""

    store: Store
    _decoding: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, draft: Draft, tier: Tier) -> Attachment:
        """The styles of the draft beside one another, as they will be painted with. Raises Missing, and BadOptions for
        a style of which nothing is left: it is transparent all over."""
        how, size = preparation(draft.options), canvas(draft.size, tier.side_px)
        name = uuid.uuid5(uuid.NAMESPACE_OID, "\n".join([*draft.style_keys, repr(how), repr(size)]))
        key = f"{draft.person_id}/prepared/{name.hex}"
        if not await self.store.blobs.exists(key):
            async with self._decoding:
                shown = [await self._prepared(one, how, size) for one in draft.style_keys]
            await self.store.blobs.put(key, await asyncio.to_thread(together, shown))
        return attachment(self.store, key)

    async def _prepared(self, style_key: str, how: Preparation, size: Size) -> Picture:
        data = await read(self.store, style_key)
        return await asyncio.to_thread(lambda: preview(decode(data), how, size, SIDE_PX))


def together(shown: Sequence[Picture]) -> bytes:
    height = max(picture.height for picture in shown)
    return encode(beside(shown, height), "JPEG", quality=QUALITY)
