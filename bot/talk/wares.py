"""What is sold, in words. Names no kind: each has its text, `goods-<kind>`, with what its item holds."""

from collections.abc import Mapping
from typing import Any

from bot.talk.scenes import tier
from bot.texts import Texts


def title(texts: Texts, kind: str, item: Mapping[str, Any]) -> str:
    """100 HD iterations; a canvas of 30 × 40 cm."""
    values = {name: value for name, value in item.items() if isinstance(value, str | int)}
    if "asset" in item:
        values["what"] = tier.amount(texts, item["asset"], item["amount"])
    return texts(f"goods-{kind.replace('_', '-')}", **values)
