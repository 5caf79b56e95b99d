"""The process of daily counts, one day after the other: events with their parents and masks, or counts alone.

The law: every burst of a day is drawn from the rate that the days before made, and its parent is drawn in proportion
to what each of them gave; so a family tree is as exact as the counts, and an event is cut with the tree it hangs from.
Bursts of mean rate kappa lambda bring logarithmic numbers of events, which makes counts negative-binomial of variance
(1 + c) lambda; an intervention keeps or drops a burst as a whole, so c is the same under every intervention. What a
path has of its own (frailty, drift) scales the roots of its trees (background and traces of the past), and thereby
every line that comes of them: means stay what they are without it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast.compiled import compiled
from foreshock.forecast.dice import Stream, burst, gamma, normal, poisson, stream_of, uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BACKGROUND = -1
INJECTED = -2
FROM_HISTORY = -3
"""A parent below 0: the background, a planned event, or (FROM_HISTORY - s) an event of mark s before the horizon."""
TOO_MANY = -1


@compiled
def levels(
    stream: Stream, day: int, frailty: Floats, drift: Floats, shared: Floats, group: Ints, walk: Floats, common: Floats
) -> None:
    """Moves the log levels of a path on by a day; `walk` (marks,) and `common` (groups,) are changed in place."""
    if day == 0:
        for m in range(walk.size):
            walk[m] = 0.0
            if frailty[m] > 0.0:
                walk[m] = math.log(max(1e-12, frailty[m] * gamma(stream, 1.0 / frailty[m])))
        common[:] = 0.0
    for g in range(common.size):
        common[g] += normal(stream)
    for m in range(walk.size):
        if drift[m] > 0.0:
            walk[m] += drift[m] * normal(stream) - 0.5 * drift[m] ** 2


@compiled
def level(m: int, day: int, shared: Floats, group: Ints, walk: Floats, common: Floats) -> float:
    """The factor of a mark on a day, of mean 1."""
    s = shared[m]
    return math.exp(walk[m] + s * common[group[m]] - 0.5 * s * s * (day + 1))


@compiled
def grown(events: NDArray[Any], wanted: int) -> NDArray[Any]:
    """The array, or a copy with at least twice the room where it has less than wanted."""
    if wanted <= events.size:
        return events
    larger = np.empty(max(wanted, 2 * events.size), events.dtype)
    larger[: events.size] = events
    return larger


@compiled
def forebear(
    u: float, s: int, k: int, day: int, head: Ints, before: Ints, when: NDArray[np.float32], beta: Floats, scale: Floats
) -> int:
    """The event of mark s whose decaying trace holds the amount u, newest first."""
    at = oldest = int(head[s])
    while at >= 0:
        then = int(when[at])
        u -= (1.0 - math.exp(-beta[k])) * math.exp(-beta[k] * (day - then - 1)) / scale[then, s]
        oldest = at
        if u <= 0.0:
            return at
        at = int(before[at])
    return oldest


@compiled
def burst_rates(dispersion: Floats) -> Floats:
    """kappa: bursts per event on average, (marks,)."""
    kappa = np.ones(dispersion.size)
    for m in range(dispersion.size):
        if dispersion[m] > 0.0:
            kappa[m] = math.log1p(dispersion[m]) / dispersion[m]
    return kappa


@compiled
def root_rates(background: Floats, start: Ints, source: Ints, decay: Ints, size: Floats, beta: Floats, past: Floats,
               days: int) -> tuple[Floats, Floats]:  # fmt: skip
    """Rate of each day and mark that owes nothing to earlier days of the horizon, (days, marks); decay factors."""
    marks, left = background.size, np.empty((days, beta.size))
    rate = np.empty((days, marks))
    for d in range(days):
        for k in range(beta.size):
            left[d, k] = math.exp(-beta[k] * d)
        for m in range(marks):
            total = background[m]
            for j in range(start[m], start[m + 1]):
                total += size[j] * past[source[j], decay[j]] * left[d, decay[j]]
            rate[d, m] = total
    return rate, left


@compiled
def daily_events(
    seed: int, first: int, last: int, most: int,
    background: Floats, start: Ints, source: Ints, decay: Ints, size: Floats, beta: Floats, past: Floats,
    scale: Floats, dispersion: Floats, frailty: Floats, drift: Floats, shared: Floats, group: Ints,
    envelope: Floats, factors: Floats, all_bits: np.uint64,
    planned_day: Ints, planned_mark: Ints, planned_bits: NDArray[np.uint64],
) -> tuple[Any, Any, Any, Any, Any]:  # fmt: skip
    """Paths first to last: path, time, mark, parent and mask of every event, paths in order and times rising.

    `scale` (days, marks) are weekday factors, `envelope` (days, marks) the largest factor of any intervention and
    `factors` (bits, days, marks) those of each; ties are sorted by target with `start` (marks + 1). A path of more
    than `most` events gives a mark of TOO_MANY and ends the block.
    """
    days, marks, bits = scale.shape[0], scale.shape[1], factors.shape[0]
    kept, kappa = np.exp(-beta), burst_rates(dispersion)
    roots, left = root_rates(background, start, source, decay, size, beta, past, days)
    path, time = np.empty(1024, np.int32), np.empty(1024, np.float32)
    mark, parent = np.empty(1024, np.int32), np.empty(1024, np.int64)
    mask, before = np.empty(1024, np.uint64), np.empty(1024, np.int64)
    trace, new, head = np.empty_like(past), np.zeros(marks), np.empty(marks, np.int64)
    walk, common = np.zeros(marks), np.zeros(int(group.max()) + 1)
    moving = frailty.max() > 0.0 or drift.max() > 0.0 or shared.max() > 0.0
    n = 0
    for p in range(first, last):
        stream = stream_of(seed, p)
        trace[:] = 0.0
        head[:] = -1
        began = n
        for d in range(days):
            dawn = n
            if moving:
                levels(stream, d, frailty, drift, shared, group, walk, common)
            for m in range(marks):
                root = roots[d, m]
                if moving:
                    root *= level(m, d, shared, group, walk, common)
                rate = root
                if began < n:
                    for j in range(start[m], start[m + 1]):
                        rate += size[j] * trace[source[j], decay[j]]
                for _ in range(poisson(stream, scale[d, m] * envelope[d, m] * rate * kappa[m])):
                    u = uniform(stream) * rate
                    by, bit = BACKGROUND, all_bits
                    if u < root:
                        u = u / root * roots[d, m] - background[m]
                        j = start[m]
                        while u > 0.0 and j < start[m + 1]:
                            u -= size[j] * past[source[j], decay[j]] * left[d, decay[j]]
                            by = FROM_HISTORY - source[j]
                            j += 1
                    else:
                        u -= root
                        j, stop = start[m], start[m + 1] - 1
                        while j < stop and u > size[j] * trace[source[j], decay[j]]:
                            u -= size[j] * trace[source[j], decay[j]]
                            j += 1
                        while j > start[m] and head[source[j]] < 0:
                            j -= 1
                        if head[source[j]] >= 0:
                            by = forebear(u / size[j], source[j], decay[j], d, head, before, time, beta, scale)
                            bit = mask[by]
                    if bits > 0:
                        v = uniform(stream) * envelope[d, m]
                        for b in range(bits):
                            if v >= factors[b, d, m]:
                                bit &= ~(np.uint64(1) << np.uint64(b))
                        if bit == 0:
                            continue
                    for _ in range(burst(stream, dispersion[m])):
                        if n == path.size:
                            room = n + 1
                            path, time, mark = grown(path, room), grown(time, room), grown(mark, room)
                            parent, mask, before = grown(parent, room), grown(mask, room), grown(before, room)
                        path[n], mark[n], parent[n], mask[n] = p, m, by, bit
                        time[n] = d + uniform(stream) * 0.9999
                        n += 1
            for i in range(planned_day.size):
                if planned_day[i] == d:
                    room = n + 1
                    path, time, mark = grown(path, room), grown(time, room), grown(mark, room)
                    parent, mask, before = grown(parent, room), grown(mask, room), grown(before, room)
                    path[n], mark[n], parent[n], mask[n] = p, planned_mark[i], INJECTED, planned_bits[i]
                    time[n] = d + uniform(stream) * 0.9999
                    n += 1
            if n - began > most:
                mark[n - 1] = TOO_MANY
                return path[:n], time[:n], mark[:n], parent[:n], mask[:n]
            for i in range(dawn + 1, n):
                at = i
                while at > dawn and time[at - 1] > time[at]:
                    time[at - 1], time[at] = time[at], time[at - 1]
                    mark[at - 1], mark[at] = mark[at], mark[at - 1]
                    parent[at - 1], parent[at] = parent[at], parent[at - 1]
                    mask[at - 1], mask[at] = mask[at], mask[at - 1]
                    at -= 1
            new[:] = 0.0
            for i in range(dawn, n):
                before[i] = head[mark[i]]
                head[mark[i]] = i
                new[mark[i]] += 1.0 / scale[d, mark[i]]
            if began < n:
                for m in range(marks):
                    for k in range(beta.size):
                        trace[m, k] = kept[k] * trace[m, k] + (1.0 - kept[k]) * new[m]
    return path[:n], time[:n], mark[:n], parent[:n], mask[:n]


@compiled
def daily_counts(
    seed: int, first: int, last: int, until: Ints,
    background: Floats, start: Ints, source: Ints, decay: Ints, size: Floats, beta: Floats, past: Floats,
    scale: Floats, dispersion: Floats, frailty: Floats, drift: Floats, shared: Floats, group: Ints,
) -> NDArray[np.int32]:  # fmt: skip
    """Events per path, mark and span of days (0 to `until[i]`), without family trees: (paths, marks, spans)."""
    days, marks, kept, kappa = scale.shape[0], scale.shape[1], np.exp(-beta), burst_rates(dispersion)
    roots, _ = root_rates(background, start, source, decay, size, beta, past, days)
    counts = np.zeros((last - first, marks, until.size), np.int32)
    trace, new = np.empty_like(past), np.zeros(marks)
    walk, common = np.zeros(marks), np.zeros(int(group.max()) + 1)
    moving = frailty.max() > 0.0 or drift.max() > 0.0 or shared.max() > 0.0
    for p in range(first, last):
        stream = stream_of(seed, p)
        trace[:] = 0.0
        for d in range(days):
            if moving:
                levels(stream, d, frailty, drift, shared, group, walk, common)
            for m in range(marks):
                rate = roots[d, m]
                if moving:
                    rate *= level(m, d, shared, group, walk, common)
                if d > 0:
                    for j in range(start[m], start[m + 1]):
                        rate += size[j] * trace[source[j], decay[j]]
                y = 0
                for _ in range(poisson(stream, rate * scale[d, m] * kappa[m])):
                    y += burst(stream, dispersion[m])
                new[m] = y / scale[d, m]
                for i in range(until.size):
                    if d < until[i]:
                        counts[p - first, m, i] += y
            for m in range(marks):
                for k in range(beta.size):
                    trace[m, k] = kept[k] * trace[m, k] + (1.0 - kept[k]) * new[m]
    return counts
