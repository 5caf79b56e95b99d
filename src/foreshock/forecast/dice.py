"""Random numbers inside kernels: one stream a path or block of paths, known by its seed and number alone.

The law: a stream depends on nothing but its seed and number, so that results do not change with the number of
threads or what else was simulated. Generator: SplitMix64 (Steele, Lea, Flood 2014).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from foreshock.forecast.compiled import compiled

Stream = NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_ONE, MIX_TWO = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
UNIT = 1.0 / 9007199254740992.0
SMALL_MEAN = 12.0
S30, S27, S31, S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@compiled
def mixed(z: np.uint64) -> np.uint64:
    """The bits of z, thoroughly mixed."""
    z = (z ^ (z >> S30)) * MIX_ONE
    z = (z ^ (z >> S27)) * MIX_TWO
    return z ^ (z >> S31)


def _layers() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Edges and heights of 256 layers of equal area under exp(-x) (Marsaglia and Tsang 2000)."""
    area = math.exp(-TAIL) * (TAIL + 1.0)
    edge = np.empty(257)
    edge[0], edge[1] = area / math.exp(-TAIL), TAIL
    for i in range(2, 256):
        edge[i] = -math.log(math.exp(-edge[i - 1]) + area / edge[i - 1])
    edge[256] = 0.0
    return edge, np.exp(-edge)


TAIL = 7.697117470131487
EDGES, HEIGHTS = _layers()


@compiled
def exponential(state: np.uint64) -> tuple[float, np.uint64]:
    """An exponential number of mean 1 and the moved state: nearly always by one draw and one multiplication."""
    offset = 0.0
    while True:
        state += GOLDEN
        bits = mixed(state)
        layer = np.int64(bits & np.uint64(255))
        x = (float(bits >> S11) + 0.5) * UNIT * EDGES[layer]
        if x < EDGES[layer + 1]:
            return offset + x, state
        if layer == 0:
            offset += TAIL
            continue
        state += GOLDEN
        u = (float(mixed(state) >> S11) + 0.5) * UNIT
        if HEIGHTS[layer] + u * (HEIGHTS[layer + 1] - HEIGHTS[layer]) < math.exp(-x):
            return offset + x, state


@compiled
def stream_of(seed: int, path: int) -> Stream:
    """The stream of one path, as its one word of state."""
    state = np.empty(1, np.uint64)
    state[0] = mixed(mixed(np.uint64(seed) + GOLDEN) ^ (np.uint64(path) * GOLDEN + MIX_ONE))
    return state


@compiled
def uniform(stream: Stream) -> float:
    """A number above 0 and below 1."""
    stream[0] += GOLDEN
    return (float(mixed(stream[0]) >> S11) + 0.5) * UNIT


@compiled
def normal(stream: Stream) -> float:
    """A standard normal number (Box and Muller 1958, one of the pair)."""
    return math.sqrt(-2.0 * math.log(uniform(stream))) * math.cos(2.0 * math.pi * uniform(stream))


@compiled
def gamma(stream: Stream, shape: float) -> float:
    """A gamma number of that shape and scale 1 (Marsaglia and Tsang 2000)."""
    boost = 1.0
    if shape < 1.0:
        boost = uniform(stream) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(stream)
        v = (1.0 + c * x) ** 3
        if v > 0.0 and math.log(uniform(stream)) < 0.5 * x * x + d - d * v + d * math.log(v):
            return boost * d * v


@compiled
def poisson(stream: Stream, mean: float) -> int:
    """A Poisson count: by inversion where the mean is small, in halves by gamma numbers where large (Ahrens 1974)."""
    count = 0
    while mean > SMALL_MEAN:
        half = int(mean * 0.875)
        waited = gamma(stream, float(half))
        if waited > mean:
            left, n = mean / waited, 0
            for _ in range(half - 1):
                n += uniform(stream) < left
            return count + n
        count += half
        mean -= waited
    if mean <= 0.0:
        return count
    u = uniform(stream)
    chance = math.exp(-mean)
    n = 0
    while u > chance and n < 200:
        u -= chance
        n += 1
        chance *= mean / n
    return count + n


@compiled
def burst(stream: Stream, dispersion: float) -> int:
    """How many acts a burst brings: 1 where dispersion is 0, else logarithmic with p = c / (1 + c)."""
    if dispersion <= 0.0:
        return 1
    u = uniform(stream)
    p = dispersion / (1.0 + dispersion)
    chance = p / math.log1p(dispersion)
    n = 1
    while u > chance and n < 5000:
        u -= chance
        chance *= p * n / (n + 1.0)
        n += 1
    return n
