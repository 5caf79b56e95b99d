"""The process in continuous time as a forest: every immigrant and every event of the past has its own tree.

The law: a tree depends on no other tree, so an event is drawn once, with its parent, in the time of one table look-up
for each of its number, mark and delay. Cluster form: Hawkes and Oakes (1974).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast.compiled import compiled
from foreshock.forecast.daily import BACKGROUND, FROM_HISTORY, INJECTED, TOO_MANY, grown
from foreshock.forecast.dice import GOLDEN, S11, UNIT, exponential, mixed, poisson, stream_of, uniform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RAREST = 1e-15
"""Numbers of children of less than this chance are left out of the tables."""


def alias_tables(start: Ints, size: Floats) -> tuple[Floats, Ints]:
    """Walker's tables (1977) for one draw among the ties of each source: threshold and other choice of each tie."""
    threshold, other = np.ones(size.size), np.arange(size.size)
    for low, high in pairwise(start):
        share = size[low:high] / max(1e-300, size[low:high].sum()) * (high - low)
        small = [i for i in range(high - low) if share[i] < 1.0]
        large = [i for i in range(high - low) if share[i] >= 1.0]
        while small and large:
            a, b = small.pop(), large[-1]
            threshold[low + a], other[low + a] = share[a], low + b
            share[b] -= 1.0 - share[a]
            if share[b] < 1.0:
                small.append(large.pop())
    return threshold, other


def count_tables(means: Floats) -> Floats:
    """The Poisson distribution functions of each mean, (means, counts), as far as any has a chance of RAREST."""
    top = float(means.max(initial=0.0))
    n = np.arange(12 + int(top + 10.0 * math.sqrt(top)))
    logs = n * np.log(np.maximum(means, 1e-300))[:, None] - np.array([math.lgamma(i + 1.0) for i in n])
    chances = np.exp(logs - means[:, None])
    return np.cumsum(chances[:, : 1 + int(np.flatnonzero((chances > RAREST).any(axis=0)).max())], axis=1)


@compiled
def forest_events(
    seed: int, first: int, last: int, most: int, room: int, days: float,
    background: Floats, start: Ints, target: Ints, decay: Ints, threshold: Floats, other: Ints, means: Floats,
    tables: Floats, beta: Floats, past_mark: Ints, past_decay: Ints, past_source: Ints, past_mean: Floats,
    envelope: Floats, factors: Floats, all_bits: np.uint64,
    planned_time: Floats, planned_mark: Ints, planned_bits: NDArray[np.uint64],
) -> tuple[Any, Any, Any, Any, Any]:  # fmt: skip
    """Paths first to last: path, time, mark, parent and mask of every event, paths in order, parents before children.

    Ties are sorted by source with `start` (marks + 1); `means` and `tables` are of the children of each source with
    all factors at their largest, `envelope` (marks,); `past_*` are the children that the past still has to bear.
    """
    marks, bits, whole, most_born = background.size, factors.shape[0], math.ceil(days), tables.shape[1]
    path, time = np.empty(room, np.int32), np.empty(room, np.float32)
    mark, parent, mask = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.uint64)
    length = np.empty(target.size)
    for j in range(target.size):
        length[j] = 1.0 / beta[decay[j]]
    n = 0
    for p in range(first, last):
        stream = stream_of(seed, p)
        began = n
        for m in range(marks + past_mark.size + planned_time.size):
            late = m - marks
            if m < marks:
                born = poisson(stream, background[m] * envelope[m] * days)
            elif late < past_mark.size:
                born = poisson(stream, past_mean[late] * envelope[past_mark[late]])
            else:
                born = 1
            if n + born > path.size:
                room = n + born
                path, time, mark = grown(path, room), grown(time, room), grown(mark, room)
                parent, mask = grown(parent, room), grown(mask, room)
            for _ in range(born):
                bit = all_bits
                if m < marks:
                    t, own, by = uniform(stream) * days, m, BACKGROUND
                elif late < past_mark.size:
                    t, own = -math.log(uniform(stream)) / beta[past_decay[late]], past_mark[late]
                    by = FROM_HISTORY - past_source[late]
                else:
                    i = late - past_mark.size
                    t, own, by, bit = planned_time[i], planned_mark[i], INJECTED, planned_bits[i]
                if t < days:
                    if bits > 0 and by != INJECTED:
                        v, d = uniform(stream) * envelope[own], min(int(t), whole - 1)
                        for b in range(bits):
                            if v >= factors[b, d, own]:
                                bit &= ~(np.uint64(1) << np.uint64(b))
                    if bit != 0:
                        path[n], time[n], mark[n], parent[n], mask[n] = p, t, own, by, bit
                        n += 1
        state = stream[0]
        i = began
        while i < n:
            s, born_at = mark[i], float(time[i])
            ties, width = start[s], start[s + 1] - start[s]
            state += GOLDEN
            u = (float(mixed(state) >> S11) + 0.5) * UNIT
            born = 0
            while born < most_born and u > tables[s, born]:
                born += 1
            if n + born > path.size:
                room = n + born
                path, time, mark = grown(path, room), grown(time, room), grown(mark, room)
                parent, mask = grown(parent, room), grown(mask, room)
            for _ in range(born):
                state += GOLDEN
                x = (float(mixed(state) >> S11) + 0.5) * UNIT * width
                j = ties + int(x)
                j += (x - int(x) >= threshold[j]) * (other[j] - j)
                waited, state = exponential(state)
                t = born_at + waited * length[j]
                if t >= days:
                    continue
                own, bit = target[j], mask[i]
                if bits > 0:
                    state += GOLDEN
                    v, d = (float(mixed(state) >> S11) + 0.5) * UNIT * envelope[own], min(int(t), whole - 1)
                    for b in range(bits):
                        if v >= factors[b, d, own]:
                            bit &= ~(np.uint64(1) << np.uint64(b))
                    if bit == 0:
                        continue
                path[n], time[n], mark[n], parent[n], mask[n] = p, t, own, i, bit
                n += 1
            i += 1
            if n - began > most:
                mark[n - 1] = TOO_MANY
                return path[:n], time[:n], mark[:n], parent[:n], mask[:n]
    return path[:n], time[:n], mark[:n], parent[:n], mask[:n]
