"""The process in continuous time as a forest: every immigrant and every event of the past has its own tree.

The law: a tree depends on no other tree, so all trees of a block grow together, a generation at a time: the children of
all events of one mark are one Poisson number, and each finds its parent among them by chance, its mark by one table
look-up and its delay by one draw. Cluster form: Hawkes and Oakes (1974). The dice are those of the block.
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


@compiled
def forest_events(
    seed: int, first: int, last: int, most: int, room: int, days: float,
    background: Floats, start: Ints, target: Ints, decay: Ints, threshold: Floats, other: Ints, means: Floats,
    beta: Floats, past_mark: Ints, past_decay: Ints, past_source: Ints, past_mean: Floats,
    envelope: Floats, factors: Floats, all_bits: np.uint64,
    planned_time: Floats, planned_mark: Ints, planned_bits: NDArray[np.uint64],
) -> tuple[Any, Any, Any, Any, Any]:  # fmt: skip
    """Paths first to last: path, time, mark, parent and mask of every event, paths in order, parents before children.

    Ties are sorted by source with `start` (marks + 1); `means` are of the children of each source with all factors at
    their largest, `envelope` (marks,); `past_*` are the children that the past still has to bear.
    """
    marks, bits, whole, paths = background.size, factors.shape[0], math.ceil(days), last - first
    path, time = np.empty(room, np.int32), np.empty(room, np.float32)
    mark, parent, mask = np.empty(room, np.int32), np.empty(room, np.int64), np.empty(room, np.uint64)
    stream = stream_of(seed, first)
    length = 1.0 / beta
    n = 0
    for m in range(marks + past_mark.size):
        late = m - marks
        born = poisson(stream, paths * (background[m] * envelope[m] * days if m < marks else
                                        past_mean[late] * envelope[past_mark[late]]))  # fmt: skip
        path, time, mark, parent, mask = roomy(path, time, mark, parent, mask, n + born)
        for _ in range(born):
            p = first + int(uniform(stream) * paths)
            if m < marks:
                t, own, by = uniform(stream) * days, m, BACKGROUND
            else:
                t, own = -math.log(uniform(stream)) * length[past_decay[late]], past_mark[late]
                by = FROM_HISTORY - past_source[late]
            if t < days:
                bit = all_bits if bits == 0 else kept_bits(uniform(stream), all_bits, own, t, whole, envelope, factors)
                if bit != 0:
                    path[n], time[n], mark[n], parent[n], mask[n] = p, t, own, by, bit
                    n += 1
    for i in range(planned_time.size):
        path, time, mark, parent, mask = roomy(path, time, mark, parent, mask, n + paths)
        for p in range(first, last):
            path[n], time[n], mark[n] = p, planned_time[i], planned_mark[i]
            parent[n], mask[n] = INJECTED, planned_bits[i]
            n += 1
    state, low = stream[0], 0
    group, order = np.zeros(marks + 1, np.int64), np.empty(n, np.int64)
    while low < n and n <= most * paths:
        group[:] = 0
        for i in range(low, n):
            group[mark[i] + 1] += 1
        for m in range(marks):
            group[m + 1] += group[m]
        order = grown(order, n - low)
        fill = group.copy()
        for i in range(low, n):
            order[fill[mark[i]]] = i
            fill[mark[i]] += 1
        low = n
        for s in range(marks):
            alike, ties, width = group[s + 1] - group[s], start[s], start[s + 1] - start[s]
            stream[0] = state
            born = poisson(stream, alike * means[s])
            state = stream[0]
            path, time, mark, parent, mask = roomy(path, time, mark, parent, mask, n + born)
            for _ in range(born):
                state += GOLDEN
                by = order[group[s] + int((float(mixed(state) >> S11) + 0.5) * UNIT * alike)]
                state += GOLDEN
                x = (float(mixed(state) >> S11) + 0.5) * UNIT * width
                j = ties + int(x)
                j += (x - int(x) >= threshold[j]) * (other[j] - j)
                waited, state = exponential(state)
                t, own, bit = time[by] + waited * length[decay[j]], target[j], mask[by]
                if t >= days:
                    continue
                if bits > 0:
                    state += GOLDEN
                    v = (float(mixed(state) >> S11) + 0.5) * UNIT
                    bit = kept_bits(v, bit, own, t, whole, envelope, factors)
                    if bit == 0:
                        continue
                path[n], time[n], mark[n], parent[n], mask[n] = path[by], t, own, by, bit
                n += 1
    return by_path(path[:n], time[:n], mark[:n], parent[:n], mask[:n], first, paths, most)


@compiled
def kept_bits(u: float, bit: np.uint64, own: int, t: float, whole: int, envelope: Floats, factors: Floats) -> np.uint64:
    """The mask without the interventions whose factor the shared uniform number u exceeds."""
    v, d = u * envelope[own], min(int(t), whole - 1)
    for b in range(factors.shape[0]):
        if v >= factors[b, d, own]:
            bit &= ~(np.uint64(1) << np.uint64(b))
    return bit


@compiled
def roomy(path: Any, time: Any, mark: Any, parent: Any, mask: Any, wanted: int) -> tuple[Any, Any, Any, Any, Any]:
    """All five arrays with room for `wanted` events."""
    if wanted <= path.size:
        return path, time, mark, parent, mask
    return grown(path, wanted), grown(time, wanted), grown(mark, wanted), grown(parent, wanted), grown(mask, wanted)


@compiled
def by_path(
    path: Any, time: Any, mark: Any, parent: Any, mask: Any, first: int, paths: int, most: int
) -> tuple[Any, Any, Any, Any, Any]:
    """The events with paths in order, parents pointing to their new places; the last mark tells of a path too long."""
    n, begin = path.size, np.zeros(paths + 1, np.int64)
    for i in range(n):
        begin[path[i] - first + 1] += 1
    long = n > 0 and begin.max() > most
    for p in range(paths):
        begin[p + 1] += begin[p]
    place = np.empty(n, np.int64)
    to_path, to_time, to_mark = np.empty_like(path), np.empty_like(time), np.empty_like(mark)
    to_parent, to_mask = np.empty_like(parent), np.empty_like(mask)
    for i in range(n):
        p = path[i] - first
        at = begin[p]
        begin[p] += 1
        place[i] = at
        to_path[at], to_time[at], to_mark[at], to_mask[at] = path[i], time[i], mark[i], mask[i]
        to_parent[at] = place[parent[i]] if parent[i] >= 0 else parent[i]
    if long:
        to_mark[n - 1] = TOO_MANY
    return to_path, to_time, to_mark, to_parent, to_mask
