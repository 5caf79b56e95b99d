"""Sums over more than a day, told by a pool: simulated paths, a direct fit and a baseline, quantiles averaged.

The law: a path keeps its rank in every mark, so that what the paths say of marks together (an escalation is one of many
pairs at once) stays; the pool changes the distribution of each mark alone.

Averaging quantiles (Vincent 1912; Lichtendahl, Grushka-Cockayne and Winkler 2013) keeps the pool as wide as its parts
are on average, where averaging probabilities makes it wider than they are. Ranks as in ensemble copula coupling
(Schefzik, Thorarinsdottir and Gneiting 2013).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

from foreshock.forecast.baselines import Baseline
from foreshock.forecast.direct import Direct
from foreshock.forecast.features import Floats
from foreshock.forecast.model import Settings


def pooled(
    samples: NDArray[np.int32],
    base: Baseline,
    base_mean: Floats,
    direct: Direct | None,
    direct_mean: Floats | None,
    kinds: NDArray[np.str_],
    model: Settings,
) -> NDArray[np.int32]:
    """The paths (paths, marks) with each mark's counts drawn to the baseline and to the direct fit, ranks kept.

    Means are those of the day of issue, (marks,). The baseline's share grows with the horizon, paths and direct fit
    share the rest alike; a single day is left to the network, and without a direct fit its share is the paths'.
    """
    share = model.pooled_share(base.horizon_days)
    if share == 0.0:
        return samples
    paths = samples.shape[0]
    levels = (np.arange(paths) + 0.5) / paths
    theirs = nbinom.ppf(levels[:, None], 1.0 / base.dispersion, 1.0 / (1.0 + base.dispersion * base_mean))
    mine = np.sort(samples, axis=0).astype(float)
    if direct is not None and direct_mean is not None:
        mine = 0.5 * mine + 0.5 * direct.quantiles(direct_mean, kinds, levels)
    averaged = np.rint((1.0 - share) * mine + share * theirs).astype(np.int32)
    rank = np.argsort(np.argsort(samples, axis=0, kind="stable"), axis=0, kind="stable")
    return np.asarray(np.take_along_axis(averaged, rank, axis=0))
