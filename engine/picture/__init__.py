"""The only door for pixels: any picture file in, 8-bit sRGB out, and back. Pillow only: no torch, no numpy."""

from engine.picture.decoding import check, decode
from engine.picture.encoding import encode, format_of
from engine.picture.metadata import read_metadata
from engine.picture.model import LIMITS, Header, Limits, Picture
from engine.picture.resizing import shrink

__all__ = ["LIMITS", "Header", "Limits", "Picture", "check", "decode", "encode", "format_of", "read_metadata", "shrink"]
