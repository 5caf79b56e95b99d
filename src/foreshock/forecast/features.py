"""What a rate is made of: weekdays, exposure, decaying traces of past acts, and who stands in which relation to whom.

The law: the traces at the start of a day hold acts of earlier days only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from foreshock.forecast.history import History
from foreshock.forecast.model import Settings
from foreshock.forecast.network import Mark

Floats = NDArray[np.float64]
Sparse = Any
"""A csr_array."""
START_DAYS = 14.0
"""Days for which the first trace counts in a climatology."""
OTHER = {
    "conflict": ("cooperation",),
    "cooperation": ("conflict",),
    "VC": ("VX", "MX"),
    "MC": ("VX", "MX"),
    "VX": ("VC", "MC"),
    "MX": ("VC", "MC"),
}


def weekdays(history: History) -> Floats:
    """Factor of each weekday for each mark, (marks, 7), Monday first: shares of its class, of mean 1."""
    first = history.first.weekday()
    day = (first + np.arange(history.days)) % 7
    kinds = np.array([m.kind for m in history.marks])
    factors = np.ones((len(history.marks), 7))
    for kind in np.unique(kinds):
        daily = history.counts[:, kinds == kind].sum(axis=1)
        means = np.array([daily[day == d].mean() if (day == d).any() else 0.0 for d in range(7)])
        share = (means + daily.mean() / 7.0) / (means.mean() + daily.mean() / 7.0)
        factors[kinds == kind] = share
    return factors


def day_factors(first_weekday: int, days: int, weekday: Floats) -> Floats:
    """The weekday factor of each day and mark, (days, marks)."""
    return np.ascontiguousarray(weekday[:, (first_weekday + np.arange(days)) % 7].T)


def exposure(history: History, half_life_days: float, fitted_days: int | None = None) -> Floats:
    """The running mean of past volume over the mean of the fitted days, (days + 1,): the last is the coming day's.

    Mean and weekday shares are those of the first `fitted_days` (all by default). No volume at all gives 1 throughout.
    """
    past = history.volume[: fitted_days or history.days]
    mean = float(past.mean())
    if mean == 0.0:
        return np.ones(history.days + 1)
    day = (history.first.weekday() + np.arange(history.days)) % 7
    of = day[: past.size]
    share = np.array([past[of == d].mean() / mean if (of == d).any() else 1.0 for d in range(7)])
    plain = history.volume / mean / np.maximum(share[day], 0.05)
    keep, at, out = 0.5 ** (1.0 / half_life_days), 1.0, np.empty(history.days + 1)
    for d in range(history.days):
        out[d] = at
        at = keep * at + (1.0 - keep) * plain[d]
    out[-1] = at
    return out


def first_trace(history: History, scale: Floats, model: Settings) -> Floats:
    """The trace every decay starts from, (marks,): a mark's mean of the warm days, drawn towards that of all."""
    warm = (history.counts[: model.warm_days] / scale[: model.warm_days]).mean(axis=0)
    return np.asarray(model.warm_weight * warm + (1.0 - model.warm_weight) * warm.mean())


def climatology(history: History, scale: Floats, start: Floats) -> Floats:
    """The mean of all earlier days, drawn towards the first trace, (days + 1, marks)."""
    total = np.concatenate([np.zeros((1, start.size)), np.cumsum(history.counts / scale, axis=0)])
    days = np.arange(history.days + 1)[:, None]
    return np.asarray((START_DAYS * start + total) / (START_DAYS + days))


def traces(history: History, scale: Floats, decays: Floats, start: Floats) -> Floats:
    """R at the start of each day and after the last, (days + 1, marks, decays)."""
    keep = np.exp(-decays)
    out = np.empty((history.days + 1, len(history.marks), decays.size))
    out[0] = start[:, None]
    for d in range(history.days):
        out[d + 1] = keep * out[d] + (1.0 - keep) * (history.counts[d] / scale[d])[:, None]
    return out


def relation_matrices(marks: tuple[Mark, ...], means: Floats, names: tuple[str, ...]) -> dict[str, Sparse]:
    """For each relation the weights (targets, sources) by which it hands on what a source brings.

    Acts of the same two parties count in full. What a third party brings is shared out among the marks it reaches, in
    proportion to their means, so that a coefficient is the number of offspring in all of them together.
    """
    found = {}
    for name in names:
        pairs = _pairs(marks, name)
        target, source = (np.array([p[i] for p in pairs], np.int64) for i in (0, 1))
        weight = np.ones(target.size) if name in TWO_PARTIES else means[target]
        matrix = coo_array((weight, (target, source)), shape=(len(marks), len(marks))).tocsr()
        if name not in TWO_PARTIES and target.size:
            total = np.asarray(matrix.sum(axis=0)).ravel()
            matrix = csr_array(matrix.multiply(1.0 / np.maximum(total, 1e-12)[None, :]))
        found[name] = csr_array(matrix)
    return found


TWO_PARTIES: dict[str, Callable[[Mark], list[Mark]]] = {
    "own": lambda m: [m],
    "answered": lambda m: [Mark(m.recipient, m.actor, m.kind)],
    "turned": lambda m: [Mark(m.actor, m.recipient, k) for k in OTHER[m.kind]],
    "turned_answer": lambda m: [Mark(m.recipient, m.actor, k) for k in OTHER[m.kind]],
}
"""The marks whose acts raise the rate of a mark, for relations inside a dyad."""

THIRD_PARTIES: dict[str, tuple[Callable[[Mark], str], Callable[[Mark], str]]] = {
    "same_recipient": (lambda m: m.recipient, lambda s: s.recipient),
    "same_actor": (lambda m: m.actor, lambda s: s.actor),
    "actor_was_hit": (lambda m: m.actor, lambda s: s.recipient),
    "recipient_acted": (lambda m: m.recipient, lambda s: s.actor),
}
"""What the target and the source must share, for relations that reach beyond a dyad."""


def _pairs(marks: tuple[Mark, ...], relation: str) -> list[tuple[int, int]]:
    """Places of target and source of every pair in the relation."""
    place = {mark: i for i, mark in enumerate(marks)}
    if relation in TWO_PARTIES:
        sources = TWO_PARTIES[relation]
        return [(i, place[s]) for i, m in enumerate(marks) for s in sources(m) if s in place]
    mine, theirs = THIRD_PARTIES[relation]
    by: dict[tuple[str, str], list[int]] = {}
    for j, s in enumerate(marks):
        by.setdefault((theirs(s), s.kind), []).append(j)
    near = ((i, j) for i, m in enumerate(marks) for j in by.get((mine(m), m.kind), ()))
    return [(i, j) for i, j in near if {marks[i].actor, marks[i].recipient} != {marks[j].actor, marks[j].recipient}]


def empty(size: int) -> Sparse:
    """A matrix of zeros."""
    return csr_array((size, size))
