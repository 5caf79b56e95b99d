"""The network point process: marks, who excites whom, and where the process stands on a day.

The law: coefficients are numbers of direct offspring, so that their sum over decays is a branching matrix; a network
whose branching matrix has a spectral radius of 1 or more has no finite future and is refused.

Model (daily): lambda_m(d) = w_m(weekday) * [ V mu_m + sum_s,k a[m<-s,k] R_s,k(d) ], with R_s,k(d+1) = exp(-beta_k)
R_s,k(d) + (1 - exp(-beta_k)) y_s(d) / w_s(d), y negative-binomial of variance (1 + c_m) lambda. Continuous: R_s,k(t)
= sum of beta_k exp(-beta_k (t - t_i)) over past events, Poisson. Hawkes (1971), Browning et al. (2024).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from foreshock.errors import Explosive

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Step = Literal["daily", "continuous"]
POWER_STEPS = 200


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A directed dyad and a class of acts: `kind` is conflict or cooperation, or a quad."""

    actor: str
    recipient: str
    kind: str

    def __str__(self) -> str:
        return f"{self.actor}>{self.recipient} {self.kind}"


@dataclass(frozen=True, slots=True)
class Excitation:
    """Who excites whom: `size[i]` direct offspring of mark `target[i]` per event of `source[i]`, by `decay[i]`."""

    target: Ints
    source: Ints
    decay: Ints
    size: Floats

    def branching(self, marks: int) -> csr_array[Any, Any]:
        """Mean direct offspring, (targets, sources), summed over decays."""
        return csr_array((self.size, (self.target, self.source)), shape=(marks, marks))

    def with_more(self, target: Ints, source: Ints, decay: Ints, size: Floats) -> Excitation:
        """These ties and further ones."""
        pairs = ((self.target, target), (self.source, source), (self.decay, decay), (self.size, size))
        return Excitation(*(np.concatenate(pair) for pair in pairs))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Network:
    """All parameters of a process of `marks`; arrays run over marks first.

    `decays` beta per day; `background` mu, events a day; `weekday` (marks, 7) factors of mean 1, Monday first;
    `dispersion` c, the excess of variance over mean; `frailty` variance of a path's lasting factor per mark; `drift`
    standard deviation of the daily step of a mark's log level on a path, and `drift_shared` that of a level shared by
    all marks of its `group`.
    """

    marks: tuple[Mark, ...]
    step: Step
    decays: Floats
    background: Floats
    excitation: Excitation
    weekday: Floats
    dispersion: Floats
    frailty: Floats
    drift: Floats
    drift_shared: Floats
    group: Ints

    def radius(self, factors: Floats | None = None) -> float:
        """The spectral radius of the branching matrix, its rows scaled by `factors` (marks,) where given."""
        return spectral_radius(self.excitation.branching(len(self.marks)), factors)

    def stable(self) -> Network:
        """Itself; Explosive where its radius is 1 or more."""
        if (radius := self.radius()) >= 1.0:
            raise Explosive(radius, "the fitted network")
        return self


@dataclass(frozen=True, slots=True)
class State:
    """Where a process stands at the start of `day`: `excited` (marks, decays) is R, `exposure` is V."""

    day: date
    excited: Floats
    exposure: float = 1.0

    def first_weekday(self) -> int:
        """Monday is 0."""
        return self.day.weekday()

    def after(self, days: int) -> date:
        """The day that many days later."""
        return self.day + timedelta(days=days)


def plain_network(marks: tuple[Mark, ...], background: Floats, excitation: Excitation, decays: Floats) -> Network:
    """A Poisson network in continuous time without weekdays, dispersion or frailty."""
    nothing = np.zeros(len(marks))
    return Network(
        marks=marks,
        step="continuous",
        decays=np.asarray(decays, float),
        background=np.asarray(background, float),
        excitation=excitation,
        weekday=np.ones((len(marks), 7)),
        dispersion=nothing,
        frailty=nothing,
        drift=nothing,
        drift_shared=nothing,
        group=np.zeros(len(marks), np.int64),
    )


def as_daily(network: Network) -> Network:
    """The same coefficients read as a process of daily counts."""
    return replace(network, step="daily")


def dense(matrix: Floats) -> Excitation:
    """The ties of a matrix (targets, sources), or (targets, sources, decays), that are not 0."""
    cube = np.asarray(matrix, float)
    cube = cube[:, :, None] if cube.ndim == 2 else cube
    target, source, decay = (index.astype(np.int64) for index in np.nonzero(cube))
    return Excitation(target, source, decay, cube[target, source, decay])


def spectral_radius(branching: csr_array[Any, Any], factors: Floats | None = None) -> float:
    """The largest eigenvalue of a matrix without negative entries, its rows scaled by `factors`.

    Power iteration on the matrix plus the identity, which has no cycles to get caught in.
    """
    size = branching.shape[0]
    at, radius = np.ones(size), 0.0
    scale = np.ones(size) if factors is None else factors
    for _ in range(POWER_STEPS):
        to = scale * (branching @ at) + at
        largest = float(to.max(initial=0.0))
        if abs(largest - 1.0 - radius) < 1e-9:
            break
        at, radius = to / largest, largest - 1.0
    return max(0.0, radius)
