"""Gaussian Wasserstein-2 distance between textures: what it costs to carry one cloud of features onto the other.

Pure mathematics. Letters: B pictures, C channels, M positions of a feature map, A and B covariances of what is found
and what is wanted, A = F F' and B = L L' their factors.

The distance is |mean - mean|^2 + tr(A + B - 2 (A^1/2 B A^1/2)^1/2). The last trace is the sum of the singular values
of F' L whatever the factors are, so no square root of a covariance is needed, and what is iterated on has the square
root of its condition. With Cholesky factors F' L is C x C; with features themselves as F it is M x C, and the
iteration multiplies M x M: the dual form, cheaper where a map has fewer positions than channels.
"""

from typing import Any, Final

import torch
from torch import Tensor

from engine.nn.losses import Texture

_STEPS: Final = 12
_LEAST: Final = 1e-3  # singular values below this part of the norm are not resolved: fp32 does not know them either
_SOFTNESS: Final = 1e-4  # of the mean variance: a covariance of fewer positions than channels has no inverse
_ROUNDING: Final = 4e-6  # of the second moments: by as much a covariance in fp32 may be off


def wasserstein(found: Texture, wanted: Texture) -> Tensor:
    """Relative to the second moment of what is wanted, for each of B: 0 when equal, about 1 for nothing at all."""
    moment = _trace(wanted.gram)
    a, b = softened(found, wanted)
    scattered = _trace(a) + _trace(b) - 2 * overlap(a, b)
    moved = (found.mean - wanted.mean).square().sum(dim=1)
    distance: Tensor = (moved + scattered) / moment.clamp(min=1e-12)
    return distance


def softened(found: Texture, wanted: Texture) -> tuple[Tensor, Tensor]:
    """Both covariances with the same small multiple of the identity added, so that equal ones stay equal."""
    a, b = found.covariance, wanted.covariance
    channels = a.shape[1]
    with torch.no_grad():
        added = _SOFTNESS / channels * _trace(b) + _ROUNDING * (_trace(wanted.gram) + _trace(found.gram))
        ridge = (added + 1e-13)[:, None, None] * torch.eye(channels, device=a.device, dtype=a.dtype)
    return a + ridge, b + ridge


def overlap(a: Tensor, b: Tensor) -> Tensor:
    """tr (A^1/2 B A^1/2)^1/2 of two positive definite matrices (B, C, C); differentiable in A. No host sync."""
    traces: Tensor = _Overlap.apply(a, b)  # type: ignore[no-untyped-call]
    return traces


def dual_overlap(centered: Tensor, b: Tensor) -> Tensor:
    """The same for A = centered centered' / M, from features (B, C, M) less their mean; differentiable in them."""
    factor = centered / centered.shape[2] ** 0.5
    product = factor.mT @ torch.linalg.cholesky_ex(b).L  # (B, M, C)
    with torch.no_grad():
        turned = polar(product)
    trace: Tensor = (turned * product).sum(dim=(1, 2))  # the gradient of this sum of singular values is `turned`
    return trace


def polar(matrix: Tensor, steps: int = _STEPS) -> Tensor:
    """The matrix (B, M, N) with all its singular values made one, by the Newton-Schulz iteration.

    Each step is scaled so that the smallest values grow 2.6 times instead of 1.5 (Chen and Chow 2014): 12 steps do what
    takes 17 without. Values below `_LEAST` of the Frobenius norm stay below one. Zero stays zero.
    """
    if matrix.shape[1] < matrix.shape[2]:
        return polar(matrix.mT, steps).mT
    x: Tensor = matrix / matrix.norm(dim=(1, 2), keepdim=True).clamp(min=1e-30)
    one = torch.eye(x.shape[2], device=x.device, dtype=x.dtype)
    least = _LEAST
    for _ in range(steps):
        scale = (3 / (1 + least + least**2)) ** 0.5
        x = x @ torch.baddbmm(one.expand(len(x), -1, -1), x.mT, x, beta=1.5 * scale, alpha=-0.5 * scale**3)
        least = 0.5 * scale * least * (3 - scale**2 * least**2)
    return x


class _Overlap(torch.autograd.Function):
    """`overlap` with its gradient, 1/2 F'^-1 U L' for F' L = U H: all that is kept for the way back is one matrix."""

    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        root_a, root_b = torch.linalg.cholesky_ex(a).L, torch.linalg.cholesky_ex(b).L
        product = root_a.mT @ root_b
        turned = polar(product)
        if ctx.needs_input_grad[0]:
            carry = torch.linalg.solve_triangular(root_a.mT, turned @ root_b.mT, upper=True)
            ctx.save_for_backward((carry + carry.mT) / 4)
        trace: Tensor = (turned * product).sum(dim=(1, 2))
        return trace

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (gradient,) = gradients
        (carry,) = ctx.saved_tensors
        return gradient[:, None, None] * carry, None


def _trace(matrix: Tensor) -> Tensor:
    return matrix.diagonal(dim1=1, dim2=2).sum(dim=1)
