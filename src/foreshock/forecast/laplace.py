"""How sure the coefficients are: the Laplace approximation of the fit, checked by a bootstrap of blocks of days.

The law: a spread is told with the check beside it; where the bootstrap is wider, the approximation is too sure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from foreshock.forecast.features import Floats
from foreshock.forecast.fit import Fit, fit
from foreshock.forecast.history import History


@dataclass(frozen=True, slots=True)
class Spread:
    """Direct offspring through one relation in one class: fitted, by Laplace and by bootstrap (standard deviations)."""

    kind: str
    relation: str
    offspring: float
    laplace: float
    bootstrap: float


def spreads(fitted: Fit, history: History, seed: int, samples: int | None = None) -> list[Spread]:
    """The two spreads of every relation with offspring above 0, from `samples` draws and refits each."""
    number, dice = samples or fitted.model.bootstrap_samples, np.random.default_rng([seed, 4])
    refitted = [
        fit(resampled(history.until(fitted.days), fitted.model.block_days, dice), fitted.model) for _ in range(number)
    ]
    found = []
    for side in fitted.sides:
        drawn = _drawn(fitted, side.kind, dice, max(200, number))
        for relation in fitted.model.relations:
            if (offspring := fitted.coefficient(side.kind, relation)) > 0.0:
                others = np.array([one.coefficient(side.kind, relation) for one in refitted])
                found.append(Spread(side.kind, relation, offspring, float(drawn[relation].std()), float(others.std())))
    return found


def _drawn(fitted: Fit, kind: str, dice: np.random.Generator, number: int) -> dict[str, Floats]:
    side = next(s for s in fitted.sides if s.kind == kind)
    active = side.coefficients > 0.0
    spread = np.linalg.inv(np.linalg.cholesky(side.precision)).T
    steps = spread @ dice.standard_normal((int(active.sum()), number))
    values = np.zeros((side.coefficients.size, number))
    values[active] = side.coefficients[active][:, None] * np.exp(steps - 0.5 * (spread**2).sum(axis=1)[:, None])
    names = np.array([name for name, _ in fitted.names])
    return {name: values[1:][names == name].sum(axis=0) for name in fitted.model.relations}


def resampled(history: History, block_days: int, dice: np.random.Generator) -> History:
    """A history of as many whole blocks of days, drawn with replacement and put one after the other.

    Blocks of whole weeks keep weekdays in place; what one block hands on to the next is lost, as in every such scheme.
    """
    blocks = history.days // block_days
    chosen = dice.integers(blocks, size=blocks)
    days = (chosen[:, None] * block_days + np.arange(block_days)).ravel()
    return replace(history, counts=history.counts[days], volume=history.volume[days])
