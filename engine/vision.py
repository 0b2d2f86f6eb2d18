"""The one door to torchvision. Knows no network of ours."""

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final

from torch.library import Library

_NAMESPACE: Final = "torchvision"
_BOXES: Final = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_DESCRIBED: Final = ("nms", "qnms")  # the two that torchvision describes at import whether they are there or not


def torchvision() -> ModuleType:
    """torchvision, also beside a torch that it was not compiled for; raises RuntimeError where it fails otherwise.

    PyPI's torchvision is linked to CUDA. Beside a CPU torch its compiled operators cannot be loaded, which it forgives,
    until it describes two of them that do not exist. So they are declared, and nothing here ever calls them: models,
    weights and transforms need no compiled operator. Where they load they are torchvision's own; then nothing is done.
    """
    try:
        return import_module(_NAMESPACE)
    except RuntimeError as error:
        if f"operator {_NAMESPACE}::" not in str(error):
            raise
    _declare()
    return import_module(_NAMESPACE)


@cache  # a declaration lives as long as its Library, and may be made once in a process
def _declare() -> Library:
    library = Library(_NAMESPACE, "DEF")  # type: ignore[no-untyped-call]
    for operator in _DESCRIBED:
        library.define(f"{operator}{_BOXES}")  # type: ignore[no-untyped-call]
    return library
