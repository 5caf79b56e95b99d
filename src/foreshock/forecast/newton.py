"""Projected Newton steps for a concave function of numbers that are 0 or more (Bertsekas 1982).

The law: a number at 0 whose slope points below 0 rests; the others take a Newton step, shortened until the function
rises, and at the end no resting number would rise it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS, HALVINGS = 100, 40
CLOSE = 1e-9


def ascend(
    value: Callable[[Floats], float], slope_and_bend: Callable[[Floats], tuple[Floats, Floats]], start: Floats
) -> tuple[Floats, float, Floats]:
    """The maximum of `value` over numbers >= 0: where, how high, and minus the Hessian there."""
    at, height = start.copy(), value(start)
    slope, bend = slope_and_bend(at)
    for _ in range(STEPS):
        free = (at > 0.0) | (slope > 0.0)
        step = np.zeros_like(at)
        step[free] = _solved(bend[np.ix_(free, free)], slope[free])
        at, new, moved = _shortened(value, at, step, slope, height)
        slope, bend = slope_and_bend(at)
        gained, height = new - height, new
        if not moved or gained < CLOSE * max(1.0, abs(height)) / 10.0:
            break
    return at, height, bend


def _solved(bend: Floats, slope: Floats) -> Floats:
    ridge = 1e-10 * max(1e-12, float(np.trace(bend)) / max(1, slope.size))
    return np.asarray(np.linalg.solve(bend + ridge * np.eye(slope.size), slope))


def _shortened(
    value: Callable[[Floats], float], at: Floats, step: Floats, slope: Floats, height: float
) -> tuple[Floats, float, bool]:
    """The first of the halved steps that rises enough (Armijo along the bent path), or no step at all."""
    length = 1.0
    for _ in range(HALVINGS):
        to = np.maximum(at + length * step, 0.0)
        new = value(to)
        if new >= height + 1e-4 * float(slope @ (to - at)) and np.isfinite(new):
            return to, new, bool(new > height)
        length *= 0.5
    return at, height, False
