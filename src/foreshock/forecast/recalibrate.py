"""Bringing told chances in line with what happened lately.

The law: a day's chance is corrected by earlier days only, and by little where few days are known: the told chance
itself counts as so many days. Logistic recalibration (Cox 1958) over a rolling window.
"""

from __future__ import annotations

import numpy as np

from foreshock.forecast.features import Floats

STEPS = 8
EDGE = 1e-4


def recalibrated(chance: Floats, happened: Floats, days: int, pull: float) -> Floats:
    """The chances (days, marks) of each day, corrected by what happened (days, marks) on the `days` before it.

    The first day is told as it is. Log odds become a + b log odds, with (a, b) drawn to (0, 1).
    """
    told = np.clip(chance, EDGE, 1.0 - EDGE)
    odds = np.log(told / (1.0 - told))
    out, line = told.copy(), np.array([0.0, 1.0])
    for day in range(1, chance.shape[0]):
        since = slice(max(0, day - days), day)
        line = logistic_line(
            odds[since].ravel(), happened[since].ravel(), told[since].ravel(), pull / (day - since.start), line
        )
        out[day] = 1.0 / (1.0 + np.exp(-(line[0] + line[1] * odds[day])))
    return out


def logistic_line(odds: Floats, happened: Floats, told: Floats, weight: float, start: Floats) -> Floats:
    """Newton steps for the logistic line through outcomes, a told chance counting as `weight` further outcomes."""
    line = start.copy()
    wanted = happened + weight * told
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-(line[0] + line[1] * odds)))
        miss, bend = wanted - (1.0 + weight) * p, (1.0 + weight) * p * (1.0 - p)
        slope = np.array([miss.sum(), (miss * odds).sum()])
        matrix = np.array([[bend.sum(), (bend * odds).sum()], [(bend * odds).sum(), (bend * odds**2).sum()]])
        step = np.linalg.solve(matrix + 1e-9 * np.eye(2), slope)
        line += step
        if np.abs(step).max() < 1e-6:
            break
    return line
