"""The coming day: the rate of every mark, how much of it is echo, and its distribution.

The law: the rate of a day is made from earlier days and parameters frozen before it.
"""

from __future__ import annotations

import numpy as np

from foreshock.forecast.features import Floats, day_factors
from foreshock.forecast.fit import Fit, course
from foreshock.forecast.history import History
from foreshock.forecast.network import Network, State


def rates(network: Network, state: State) -> Floats:
    """Mean events of each mark on the state's day, (marks,)."""
    weekday = network.weekday[:, state.first_weekday()]
    return np.asarray(weekday * (network.background * state.exposure + excited_part(network, state.excited)))


def aftershock_share(network: Network, state: State) -> Floats:
    """How much of the rate on the state's day is echo of past acts: sum a R / lambda, (marks,), 0 to 1.

    Nobody else shows this gauge: near 1 a dyad lives on its own past, near 0 on news from outside.
    """
    echo = excited_part(network, state.excited)
    return np.asarray(echo / np.maximum(echo + network.background * state.exposure, 1e-300))


def excited_part(network: Network, excited: Floats) -> Floats:
    """sum a R, (marks,)."""
    ties = network.excitation
    return np.bincount(ties.target, ties.size * excited[ties.source, ties.decay], minlength=len(network.marks)).astype(
        float
    )


def daily_rates(fitted: Fit, history: History) -> Floats:
    """One-day-ahead means for every day of the history and the day after it, (days + 1, marks)."""
    network = fitted.network
    excited, volume = course(fitted, history)
    scale = day_factors(history.first.weekday(), history.days + 1, network.weekday)
    echo = np.stack([excited_part(network, traces) for traces in excited])
    return np.asarray(scale * (network.background * volume[:, None] + echo))
