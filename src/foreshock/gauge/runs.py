"""How long the present rate has lasted: Bayesian online change-point detection for counts with exposure.

The law: the answer for a day depends on that day and those before it only, and not on the blocks they are fed in.
Method: Adams and MacKay (2007) with a Gamma-Poisson model, whose predictive is negative binomial (Turner 2012 has the
same pair); counts and exposures are divided by their dispersion first, as in quasi-Poisson models.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from foreshock.codebook.gauges import ChangeWeights

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
_Kind = TypeVar("_Kind", np.float64, np.int64)


@dataclass(frozen=True, slots=True)
class Watch:
    """Where the detector stands: `chance` of each run length 1, 2, ... of each series (series by runs), incidents and
    reports within it, and the days `seen`. The last run length stands for itself and all longer ones.
    """

    chance: Numbers
    incidents: Whole
    reports: Numbers
    seen: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Day by series: `recent` chance of a change in the last days, and for the run length its likeliest value within
    reach and the ends of its credible interval, in days.
    """

    recent: Numbers
    run: Whole
    shortest: Whole
    longest: Whole


def begin(series: int, weights: ChangeWeights) -> Watch:
    """The detector before the first day of so many series."""
    runs = weights.longest_run_days
    return Watch(np.zeros((series, runs)), np.zeros((series, runs), dtype=np.int64), np.zeros(runs), 0)


def feed(watch: Watch, incidents: Whole, reports: Numbers, weights: ChangeWeights) -> tuple[Watch, Seen]:
    """The detector after some days, and what it saw on each; `incidents` day by series, `reports` one a day.

    Days without a report tell nothing and must have no incidents (ValueError).
    """
    if incidents[reports <= 0].any():
        raise ValueError("incidents on a day without a report")
    gamma = _gamma_logs(int(incidents.sum(axis=0).max(initial=0) + watch.incidents.max(initial=0)), weights)
    reach = min(weights.recent_days + weights.settled_days, weights.longest_run_days - 1)
    seen = _blank(len(reports), watch.chance.shape[0])
    for at in range(len(reports)):
        watch = _step(watch, incidents[at], float(reports[at]), weights, gamma)
        _note(seen, at, watch, weights, reach)
    return watch, seen


def _step(watch: Watch, told: Whole, reports: float, weights: ChangeWeights, gamma: Numbers) -> Watch:
    """One day further. A run of length r goes on to r + 1, or ends and a new one of length 1 begins."""
    hazard, old = 1 / weights.expected_days, watch.chance
    prior = _predictive(np.zeros((len(told), 1), dtype=np.int64), np.zeros(1), told, reports, weights, gamma)
    chance = np.empty_like(old)
    if watch.seen == 0:
        chance[:] = 0.0
        chance[:, 0] = 1.0
    else:
        likely = _predictive(watch.incidents, watch.reports, told, reports, weights, gamma)
        most = np.maximum(likely.max(axis=1, keepdims=True), prior)
        on = old * np.exp(likely - most)
        on *= 1 - hazard
        chance[:, 0] = hazard * np.exp(prior - most)[:, 0]
        chance[:, 1:] = on[:, :-1]
        chance[:, -1] += on[:, -1]
        chance /= chance.sum(axis=1, keepdims=True)
    return Watch(
        chance, _moved(watch.incidents, told[:, None]), _moved(watch.reports, np.array(reports)), watch.seen + 1
    )


def _moved(sums: npt.NDArray[_Kind], add: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
    """Sums over the last 1, 2, ... days, one day further."""
    moved = np.empty_like(sums)
    moved[..., 0] = 0
    moved[..., 1:] = sums[..., :-1]
    moved += add
    return moved


def _predictive(
    incidents: Whole, known: Numbers, told: Whole, reports: float, weights: ChangeWeights, gamma: Numbers
) -> Numbers:
    """Log chance of today's count given the incidents and reports of each run, but for what all runs share."""
    if reports <= 0:
        return np.zeros(incidents.shape)
    spread = weights.dispersion
    rate = weights.prior_reports + known / spread
    today = reports / spread
    stay, come = np.log(rate / (rate + today)), np.log(today / (rate + today))
    found: Numbers = gamma[incidents + told[:, None]] - gamma[incidents]
    found += incidents * (stay / spread)
    found += weights.prior_shape * stay + (told[:, None] / spread) * come
    return found


def _gamma_logs(most: int, weights: ChangeWeights) -> Numbers:
    """Logs of the Gamma function at the prior's shape plus 0, 1, ..., `most` incidents."""
    return np.array([math.lgamma(weights.prior_shape + n / weights.dispersion) for n in range(most + 1)])


def _blank(days: int, series: int) -> Seen:
    whole = [np.zeros((days, series), dtype=np.int64) for _ in range(3)]
    return Seen(np.zeros((days, series)), *whole)


def _note(seen: Seen, at: int, watch: Watch, weights: ChangeWeights, reach: int) -> None:
    """Writes down a day. The run that began with the series is no change and is left aside."""
    within = watch.chance[:, : min(reach, watch.seen - 1)]
    seen.recent[at] = within[:, : weights.recent_days].sum(axis=1)
    if not within.shape[1]:
        return
    seen.run[at] = within.argmax(axis=1) + 1
    mass = within.cumsum(axis=1)
    tail = (1 - weights.interval) / 2
    whole = mass[:, -1:]
    seen.shortest[at] = (mass < tail * whole).sum(axis=1) + 1
    seen.longest[at] = np.minimum((mass < (1 - tail) * whole).sum(axis=1) + 1, within.shape[1])
