"""Fitting a network to events with exact times: backgrounds, branching and the decay they share.

The law: for a given decay the log-likelihood falls apart into one concave problem a mark, solved by projected Newton
steps; the decay is then moved to where the slope of the best attainable log-likelihood is 0. A tenth of the events
gives the start, all of them give the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foreshock.errors import NoForecast
from foreshock.forecast.compiled import compiled_sums
from foreshock.forecast.network import Floats, Ints

STEPS, DECAY_STEPS = 60, 40
CLOSE = 1e-7
LEAST_RATE = 1e-12


@dataclass(frozen=True, slots=True)
class TimedFit:
    """`background` (marks,) per unit of time, `branching` (targets, sources), `beta` per unit of time."""

    background: Floats
    branching: Floats
    beta: float
    log_likelihood: float


def fit_timed(times: Floats, marks: Ints, number: int, end: float, beta: float | None = None) -> TimedFit:
    """The maximum-likelihood network of `number` marks for rising `times` in 0 to `end`; the decay too where not told.

    Raises NoForecast where there are fewer than two events, or times fall or lie outside the span.
    """
    _checked(times, marks, number, end)
    theta = np.full((number, number + 1), 0.3 / number)
    theta[:, 0] = np.maximum(np.bincount(marks, minlength=number), 0.5) / end * 0.5
    if beta is not None:
        value, _ = _profile(times, marks, end, beta, theta, STEPS)
        return TimedFit(theta[:, 0].copy(), theta[:, 1:].copy(), beta, value)
    at = 1.0 / max(1e-300, _typical_gap(times, marks, number))
    if times.size > 20 * number * number:
        few = times.size // 8
        at, _ = _best_decay(times[:few], marks[:few], float(times[few]), at, theta, 1e-3)
    at, value = _best_decay(times, marks, end, at, theta, 1e-6)
    return TimedFit(theta[:, 0].copy(), theta[:, 1:].copy(), at, value)


def _best_decay(
    times: Floats, marks: Ints, end: float, start: float, theta: Floats, close: float
) -> tuple[float, float]:
    """Secant steps on the slope of the profile by the logarithm of the decay; `theta` follows in place."""
    x, step = math.log(start), 0.3
    value, slope = _profile(times, marks, end, math.exp(x), theta, STEPS)
    bend = 0.0
    for _ in range(DECAY_STEPS):
        move = slope / bend if bend > 0.0 else math.copysign(step, slope)
        move = max(-0.7, min(0.7, move))
        x += move
        value, new = _profile(times, marks, end, math.exp(x), theta, STEPS)
        bend = (slope - new) / move
        slope = new
        if abs(move) < close or (bend > 0.0 and slope * slope / bend < 1e-7 * max(1.0, abs(value) * 1e-3)):
            break
    return math.exp(x), value


def _profile(times: Floats, marks: Ints, end: float, beta: float, theta: Floats, steps: int) -> tuple[float, float]:
    """Best log-likelihood for a decay, and its slope by the log of the decay; `theta` is moved to the optimum."""
    order = np.argsort(marks, kind="stable")
    place = np.empty(times.size, np.int64)
    place[order] = np.arange(times.size)
    start = np.searchsorted(marks[order], np.arange(theta.shape[0] + 1))
    rows, turns = _rows(times, marks, place, theta.shape[0], beta)
    last, last_turn = _compensators(times, marks, theta.shape[0], end, beta)
    value, slope = _climb(rows, turns, start, np.concatenate([[end], last]), last_turn, theta, steps)
    return value, slope * beta


@compiled_sums
def _rows(times: Floats, marks: Ints, place: Ints, number: int, beta: float) -> tuple[Floats, Floats]:
    """R before each event with a 1 in front, and its derivative by beta, in rows grouped by mark."""
    rows, turns = np.empty((times.size, number + 1)), np.empty((times.size, number + 1))
    near, far = np.zeros(number), np.zeros(number)
    last = times[0]
    for i in range(times.size):
        gap = times[i] - last
        left = math.exp(-beta * gap)
        row, turn = rows[place[i]], turns[place[i]]
        row[0], turn[0] = 1.0, 0.0
        for s in range(number):
            far[s] = left * (far[s] + gap * near[s])
            near[s] *= left
            row[s + 1] = beta * near[s]
            turn[s + 1] = near[s] - beta * far[s]
        near[marks[i]] += 1.0
        last = times[i]
    return rows, turns


@compiled_sums
def _compensators(times: Floats, marks: Ints, number: int, end: float, beta: float) -> tuple[Floats, Floats]:
    sums, turns = np.zeros(number), np.zeros(number)
    for i in range(times.size):
        left = math.exp(-beta * (end - times[i]))
        sums[marks[i]] += 1.0 - left
        turns[marks[i]] += (end - times[i]) * left
    return sums, turns


@compiled_sums
def _climb(
    rows: Floats, turns: Floats, start: Ints, cost: Floats, cost_turn: Floats, theta: Floats, steps: int
) -> tuple[float, float]:
    """Projected Newton for every mark, in place; the total log-likelihood and its slope by beta."""
    total, slope_beta, width = 0.0, 0.0, rows.shape[1]
    for m in range(theta.shape[0]):
        x, turn = rows[start[m] : start[m + 1]], turns[start[m] : start[m + 1]]
        at, n = theta[m], start[m + 1] - start[m]
        scaled, share = np.empty_like(x), np.empty(n)
        value = _height(x, at, cost, share)
        bend, slope = np.zeros((width, width)), np.zeros(width)
        for _ in range(steps):
            slope[:] = -cost
            for i in range(n):
                for j in range(width):
                    scaled[i, j] = x[i, j] * share[i]
            for i in range(n):
                for j in range(width):
                    slope[j] += scaled[i, j]
            bend = np.dot(scaled.T, scaled)
            free = np.flatnonzero((at > 0.0) | (slope > 0.0))
            small, right = np.empty((free.size, free.size)), slope[free]
            for a in range(free.size):
                for b in range(free.size):
                    small[a, b] = bend[free[a], free[b]]
                small[a, a] += 1e-12 * (1.0 + small[a, a])
            move = np.linalg.solve(small, right)
            gain = 0.0
            for a in range(free.size):
                gain += move[a] * right[a]
            if gain < CLOSE:
                break
            length, to, better = 1.0, at.copy(), value
            for _ in range(40):
                to[:] = at
                for a in range(free.size):
                    to[free[a]] = max(0.0, at[free[a]] + length * move[a])
                better = _height(x, to, cost, share)
                if better >= value:
                    break
                length *= 0.5
            if better < value:
                _height(x, at, cost, share)
                break
            at[:] = to
            value = better
        total += value
        for i in range(n):
            inner = 0.0
            for j in range(1, width):
                inner += at[j] * turn[i, j]
            slope_beta += inner * share[i]
        for j in range(1, width):
            slope_beta -= at[j] * cost_turn[j - 1]
    return total, slope_beta


@compiled_sums
def _height(x: Floats, at: Floats, cost: Floats, share: Floats) -> float:
    """Log-likelihood of one mark; `share` is filled with 1 / rate of each of its events."""
    value = 0.0
    for j in range(at.size):
        value -= cost[j] * at[j]
    for i in range(x.shape[0]):
        rate = 0.0
        for j in range(at.size):
            rate += x[i, j] * at[j]
        rate = max(rate, LEAST_RATE)
        share[i] = 1.0 / rate
        value += math.log(rate)
    return value


def _typical_gap(times: Floats, marks: Ints, number: int) -> float:
    """Median gap between events of the same mark, a start for the decay's length."""
    gaps = [np.diff(times[marks == m]) for m in range(number)]
    return float(np.median(np.concatenate(gaps))) or float(times[-1] / times.size)


def _checked(times: NDArray[np.float64], marks: Ints, number: int, end: float) -> None:
    if times.size < 2:
        raise NoForecast(f"{times.size} events", "a network is learnt from many")
    if times.size != marks.size or marks.min() < 0 or marks.max() >= number:
        raise NoForecast("events and marks that do not fit together", f"one mark of 0 to {number - 1} for each event")
    if (np.diff(times) < 0.0).any() or times[0] < 0.0 or times[-1] > end:
        raise NoForecast("times that fall or lie outside the span", f"rising times from 0 to {end}")
    if times[0] == times[-1]:
        raise NoForecast("all events at one moment", "rates are learnt from a span of time")
