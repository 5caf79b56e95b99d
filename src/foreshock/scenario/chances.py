"""From counted paths to a chance: its value, its intervals, where its spread is from, and the words for it.

The law: never 0 and never 1. Where no path has what is asked about, a bound stands in place of an estimate.

Paths are counted in a crossed design: every draw of the parameters (rows) with every draw of the assumptions
(columns), the same number of paths in each cell. The variance of the cells' chances is parted by a two-way analysis of
variance with random effects (Searle, Casella, McCulloch 1992); what rows and columns do together counts half to each,
and the binomial noise of finite paths is taken out first. Intervals are those of a beta distribution with the mean and
the whole variance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from foreshock.codebook.base import likelihood_bands
from foreshock.records.played import Chance, Interval, Shares

Floats = NDArray[np.float64]
RULE_OF_THREE = 3.0
"""No hit in N independent tries bounds the chance by 3/N with 95 % confidence (Hanley and Lippman-Hand 1983)."""


def chance(hits: NDArray[Any], paths: int, method: str = "plain Monte Carlo") -> Chance:
    """The chance from hits per cell (parameter draws, assumption draws) of `paths` paths each."""
    total, found = paths * hits.size, int(hits.sum())
    if not 0 < found < total:
        return _bounded(found, total, method)
    mean = found / total
    noise, parameters, assumptions = variances(hits / paths, paths)
    spread = noise + parameters + assumptions
    fifty, ninety = intervals(mean, spread)
    shares = Shares(noise / spread, parameters / spread, assumptions / spread)
    return Chance(mean, fifty, ninety, words(mean), total, found, shares, method)


def variances(cells: Floats, paths: int) -> tuple[float, float, float]:
    """Variance of the overall mean by finite paths, and of a cell's chance by parameters and by assumptions."""
    mean = float(cells.mean())
    within = float((cells * (1 - cells)).mean()) / max(1, paths - 1)
    noise, parameters, assumptions = parted(cells, within)
    return max(noise, 1e-3 * mean * (1 - mean) / (cells.size * paths)), parameters, assumptions


def parted(cells: Floats, within: float) -> tuple[float, float, float]:
    """Variance of the mean of the cells by noise (`within` each), and of a cell by its row and by its column."""
    rows, columns = cells.shape
    by_row, by_column = cells.mean(axis=1), cells.mean(axis=0)
    rest = cells - by_row[:, None] - by_column[None, :] + cells.mean()
    left = float((rest**2).sum()) / max(1, (rows - 1) * (columns - 1))
    both = max(0.0, left - within) if min(rows, columns) > 1 else 0.0
    error = within + both
    one = max(0.0, float(by_row.var(ddof=1)) - error / columns) if rows > 1 else 0.0
    other = max(0.0, float(by_column.var(ddof=1)) - error / rows) if columns > 1 else 0.0
    return within / cells.size, one + both / 2, other + both / 2


def intervals(mean: float, variance: float) -> tuple[Interval, Interval]:
    """The middle 50 % and 90 % of a beta distribution with this mean and variance."""
    size = mean * (1 - mean) / min(variance, 0.95 * mean * (1 - mean)) - 1
    law = beta(mean * size, (1 - mean) * size)
    ends = [float(min(max(law.ppf(q), 1e-12), 1 - 1e-12)) for q in (0.25, 0.75, 0.05, 0.95)]
    return Interval(*ends[:2]), Interval(*ends[2:])


def words(value: float) -> str:
    """The words of ICD 203 for a chance; below its lowest and above its highest band, those words and that fact."""
    bands = likelihood_bands()
    percent = 100 * value
    if percent < bands[0].low:
        return f"{bands[0].words[0]}, below {bands[0].low} %"
    if percent >= bands[-1].high:
        return f"{bands[-1].words[0]}, above {bands[-1].high} %"
    return next(band.words[0] for band in bands if percent < band.high)


def percent(value: float) -> str:
    """A chance as a person reads it: never 0 % and never 100 %."""
    told = 100 * value
    if told < 0.1:
        return "< 0.01 %" if told < 0.01 else f"{told:.2f} %"
    if told > 99.9:
        return "> 99.9 %"
    return f"{told:.1f} %" if told < 10 or told > 90 else f"{told:.0f} %"


def _bounded(found: int, total: int, method: str) -> Chance:
    bound = min(0.5, RULE_OF_THREE / total)
    value = 1 - bound if found else bound
    law = beta(found + 0.5, total - found + 0.5)
    fifty, ninety = (Interval(float(law.ppf(a)), float(law.ppf(1 - a))) for a in (0.25, 0.05))
    told = f"every path of {total:,}: P > 1 - 3/N" if found else f"no path in {total:,}: P < 3/N"
    return Chance(value, fifty, ninety, words(value), total, found, Shares(1.0, 0.0, 0.0), method, told)
