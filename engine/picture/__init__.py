"""The only door for pixels: any picture file in, sRGB out, and back. Pillow; no torch, and numpy for 16 bits only."""

from engine.picture.decoding import check, decode
from engine.picture.encoding import Depth, encode, format_of
from engine.picture.metadata import read_metadata
from engine.picture.model import LIMITS, Bands, Header, Limits, Picture
from engine.picture.resizing import shrink

__all__ = [
    "LIMITS",
    "Bands",
    "Depth",
    "Header",
    "Limits",
    "Picture",
    "check",
    "decode",
    "encode",
    "format_of",
    "read_metadata",
    "shrink",
]
