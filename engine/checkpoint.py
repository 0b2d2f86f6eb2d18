"""Tensors and a header as bytes, checked when read: unfinished work and finished work to paint on. Knows no effect."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from engine.errors import BadCheckpoint

_LENGTH_BYTES: Final = 8  # a safetensors file: length of the header, header (JSON), data
_HEADER: Final = "mazok"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written down: tensors by name, and small values."""

    tensors: Mapping[str, Tensor]
    values: Mapping[str, Any]


def pack(kind: str, fingerprint: str, saved: Saved) -> bytes:
    """Write down. `kind` names the format with its version; `fingerprint` the job or the effect that may read it."""
    header = json.dumps({"kind": kind, "fingerprint": fingerprint, "values": saved.values})
    return save({name: tensor.contiguous().cpu() for name, tensor in saved.tensors.items()}, {_HEADER: header})


def unpack(data: bytes, kind: str, fingerprint: str, device: str) -> Saved:
    """Read what `pack` wrote. Raises BadCheckpoint when it is damaged, of another version or of another job."""
    try:
        length = int.from_bytes(data[:_LENGTH_BYTES], "little")
        header = json.loads(json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + length])["__metadata__"][_HEADER])
        # Cloned: sums over memory that is aligned otherwise than in the first run differ in the last bit.
        tensors = {name: tensor.to(device).clone() for name, tensor in load(data).items()}
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise BadCheckpoint(f"damaged: {error}") from error
    if (header["kind"], header["fingerprint"]) != (kind, fingerprint):
        raise BadCheckpoint(f"of {header['kind']} {header['fingerprint'][:8]}, not {kind} {fingerprint[:8]}")
    return Saved(tensors, header["values"])


def fingerprint(parts: Iterable[bytes]) -> str:
    """One hash of everything that a result depends on."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()
