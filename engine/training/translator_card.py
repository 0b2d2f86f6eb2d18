"""A trained U-Net as a file, with a card beside it that says what it is. Knows no training."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from torch import nn

from engine.nn.translator import write_unet
from engine.nn.unet import UNet

_KILO, _MEGA = 1000, 1_000_000
_OPEN: Final = (
    "to be written by who trained it: pictures and their terms, quality beside a baseline, hours and hardware"
)


def write_with_card(network: nn.Module, path: Path, told: Mapping[str, str]) -> None:
    """Write NAME.safetensors and NAME.md; a card that is there already is somebody's work and stays."""
    assert isinstance(network, UNet)
    write_unet(network, path, told)
    card = path.with_suffix(".md")
    if not card.exists():
        card.write_text(card_of(network, path, told), encoding="utf-8")


def card_of(network: UNet, path: Path, told: Mapping[str, str]) -> str:
    """What can be said without having looked: file, shape, and how it was trained."""
    shape, count = network.shape, sum(weight.numel() for weight in network.parameters())
    rows = {
        "file": f"`{path.name}`, fp16, {path.stat().st_size / _MEGA:.2f} MB",
        "shape": f"U-Net (Isola et al. 2017), width {shape.width}, {shape.levels} levels, {shape.norm} norm; "
        f"{count // _KILO} thousand parameters",
        "input": f"{shape.channels_in} channels in [0, 1], any size",
        "output": f"{shape.channels_out} channels in [0, 1], the same size",
        **told,
        "data, quality, licences": _OPEN,
    }
    lines = [f"# {path.stem}", "", "| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())]
    return "\n".join(lines) + "\n"
