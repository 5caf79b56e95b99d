"""Fitting the network to a history: the most probable parameters, and draws from what the data leave open.

The law: for fixed dispersion the penalised log-likelihood is concave and every coefficient is 0 or more, so projected
Newton steps end in its one optimum; a coefficient is 0 unless the data pay the price of its relation (model.toml).
Dispersion and backgrounds of single marks are drawn towards those of their class.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foreshock.errors import NoForecast
from foreshock.forecast import features
from foreshock.forecast.features import Floats, Sparse
from foreshock.forecast.history import CLASSES, History
from foreshock.forecast.likelihood import quietness, rises
from foreshock.forecast.model import Settings, settings
from foreshock.forecast.network import Excitation, Mark, Network, State
from foreshock.forecast.newton import ascend

CLASS_OF = {**CLASSES, **{kind: kind for kind in CLASSES.values()}}
ROUNDS, TOLERANCE = 60, 1e-7
DISPERSIONS = np.exp(np.linspace(np.log(1e-3), np.log(20.0), 100))
"""Values tried for the dispersion of a class and a mark."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What the likelihood of one class needs: days with acts as rows, and every mark's sums over all days.

    `parts` (rows, coefficients) times a coefficient gives its share of the rate; the first is the background.
    """

    count: NDArray[np.int64]
    mark: NDArray[np.int64]
    parts: Floats
    sums: Floats
    prices: Floats


@dataclass(frozen=True, slots=True)
class Side:
    """The fitted coefficients of one class, with the inverse of their covariance on the log scale where above 0."""

    kind: str
    coefficients: Floats
    precision: Floats
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted network, what it was fitted to, and what is needed to draw others; `id` names its parameters."""

    network: Network
    sides: tuple[Side, ...]
    names: tuple[tuple[str, int], ...]
    matrices: tuple[Sparse, ...]
    own_background: Floats
    means: Floats
    start: Floats
    model: Settings
    first: date
    days: int
    id: str

    @property
    def known(self) -> bool:
        """False: every draw differs."""
        return False

    @property
    def log_likelihood(self) -> float:
        """Of all days fitted, without the penalty."""
        return sum(side.log_likelihood for side in self.sides)

    def draw(self, dice: np.random.Generator) -> Network:
        """A network from the Laplace approximation on the log scale; coefficients of 0 stay 0, means are kept."""
        drawn = []
        for side in self.sides:
            active = side.coefficients > 0.0
            spread = np.linalg.inv(np.linalg.cholesky(side.precision)).T
            step = spread @ dice.standard_normal(int(active.sum()))
            value = side.coefficients.copy()
            value[active] *= np.exp(step - 0.5 * (spread**2).sum(axis=1))
            drawn.append(replace(side, coefficients=value))
        excitation = _excitation(self.network.marks, tuple(drawn), self.names, self.matrices)
        plain = _backgrounds(self.network.marks, tuple(drawn), self.own_background)
        return replace(
            self.network, excitation=excitation, background=_anchored(plain, excitation, self.means, self.model)
        )

    def coefficient(self, kind: str, relation: str) -> float:
        """Direct offspring per act through one relation, summed over decays."""
        side = next(s for s in self.sides if s.kind == kind)
        return float(sum(v for v, (name, _) in zip(side.coefficients[1:], self.names, strict=True) if name == relation))


def fit(history: History, model: Settings | None = None) -> Fit:
    """The most probable network given the history; NoForecast where it is too short, Explosive where it is."""
    model = model or settings()
    if history.days <= model.warm_days or not history.counts[model.warm_days :].any():
        raise NoForecast(f"{history.days} days with acts", f"more than the {model.warm_days} that fill the traces")
    weekday = features.weekdays(history)
    scale = features.day_factors(history.first.weekday(), history.days, weekday)
    start = features.first_trace(history, scale, model)
    means = history.counts.mean(axis=0) + history.counts.mean() / 10.0
    relations = tuple(model.relations)
    matrices = features.relation_matrices(history.marks, means, relations)
    names = tuple((name, k) for name in relations for k in range(len(model.half_lives_days)))
    volume = features.exposure(history, model.exposure_half_life_days)
    excited = features.traces(history, scale, model.decays(), start)
    own, dispersion, sides = np.ones(means.size), np.ones(means.size), []
    kinds = np.array([m.kind for m in history.marks])
    for kind in np.unique(kinds):
        here = np.flatnonzero(kinds == kind)
        rows = _rows(history, here, scale, volume, excited, matrices, names, model)
        coefficients, own[here], dispersion[here], loglik, bend = _optimum(rows, model)
        sides.append(Side(str(kind), coefficients, _precision(coefficients, bend, model), loglik))
    pulled = _pulled((history.counts / scale).mean(axis=0), kinds, history.days, model)
    return _built(history, tuple(sides), names, matrices, own, pulled, dispersion, weekday, start, model)


def state_after(fitted: Fit, history: History) -> State:
    """Where the network stands on the day after the history, which must begin on the day the fitted one began."""
    if history.marks != fitted.network.marks or history.first != fitted.first:
        raise NoForecast("a history of other marks or another first day", "the state continues the fitted history")
    excited, volume = course(fitted, history)
    return State(history.end, excited[-1], float(volume[-1]))


def course(fitted: Fit, history: History) -> tuple[Floats, Floats]:
    """Traces (days + 1, marks, decays) and exposure (days + 1,) of every day, with the fit's own parameters."""
    scale = features.day_factors(history.first.weekday(), history.days, fitted.network.weekday)
    volume = features.exposure(history, fitted.model.exposure_half_life_days, fitted.days)
    return features.traces(history, scale, fitted.network.decays, fitted.start), volume


def _rows(
    history: History,
    here: NDArray[np.int64],
    scale: Floats,
    volume: Floats,
    excited: Floats,
    matrices: dict[str, Sparse],
    names: tuple[tuple[str, int], ...],
    model: Settings,
) -> Rows:
    span = slice(model.warm_days, history.days)
    counts, factor = history.counts[span][:, here], scale[span][:, here]
    day, mark = np.nonzero(counts)
    parts, sums = np.empty((day.size, 1 + len(names))), np.empty((here.size, 1 + len(names)))

    def put(column: int, part: Floats) -> None:
        part *= factor
        parts[:, column], sums[:, column] = part[day, mark], part.sum(axis=0)

    put(0, np.repeat(volume[span][:, None], here.size, axis=1))
    for column, (name, k) in enumerate(names, start=1):
        put(column, np.asarray(excited[span][:, :, k] @ matrices[name][here].T))
    prices = np.array([0.0, *(model.relations[name] for name, _ in names)])
    return Rows(counts[day, mark], mark, parts, sums, prices)


def _optimum(rows: Rows, model: Settings) -> tuple[Floats, Floats, Floats, float, Floats]:
    """Coefficients, own backgrounds, dispersions, log-likelihood, and the Hessian at the optimum."""
    marks = rows.sums.shape[0]
    total = np.bincount(rows.mark, rows.count, minlength=marks)
    theta = np.full(rows.sums.shape[1], 0.3 / rows.sums.shape[1])
    theta[0] = 0.5 * total.sum() / max(1e-9, rows.sums[:, 0].sum())
    own, dispersion, before = np.ones(marks), np.ones(marks), -np.inf
    for _ in range(ROUNDS):
        parts, sums = _weighted(rows, own)
        theta, value, bend = _coefficients(rows, parts, sums, dispersion, theta)
        own = _own_backgrounds(rows, theta, own, dispersion, model.background_shape)
        parts, sums = _weighted(rows, own)
        dispersion = _dispersions(rows, parts @ theta, sums @ theta, model.dispersion_spread)
        if abs(value - before) < TOLERANCE * max(1.0, abs(value)):
            break
        before = value
    return theta, own, dispersion, value + float(rows.prices @ theta), bend


def _weighted(rows: Rows, own: Floats) -> tuple[Floats, Floats]:
    parts, sums = rows.parts.copy(), rows.sums.copy()
    parts[:, 0] *= own[rows.mark]
    sums[:, 0] *= own
    return parts, sums


def _coefficients(
    rows: Rows, parts: Floats, sums: Floats, dispersion: Floats, theta: Floats
) -> tuple[Floats, float, Floats]:
    c, cost = dispersion[rows.mark], quietness(dispersion) @ sums + rows.prices

    def at(x: Floats) -> float:
        return float(rises(np.maximum(parts @ x, 1e-12), rows.count, c)[0].sum() - cost @ x)

    def steps(x: Floats) -> tuple[Floats, Floats]:
        _, slope, bend = rises(np.maximum(parts @ x, 1e-12), rows.count, c)
        return parts.T @ slope - cost, (parts * bend[:, None]).T @ parts

    return ascend(at, steps, theta)


def _own_backgrounds(rows: Rows, theta: Floats, own: Floats, dispersion: Floats, shape: float) -> Floats:
    """One step of minorise and maximise for the factor of each mark's background, with a gamma prior of mean 1."""
    parts, _ = _weighted(rows, own)
    slope = rises(np.maximum(parts @ theta, 1e-12), rows.count, dispersion[rows.mark])[1]
    borne = np.bincount(rows.mark, slope * parts[:, 0] * theta[0], minlength=own.size)
    return np.asarray((shape - 1.0 + borne) / (shape - 1.0 + quietness(dispersion) * rows.sums[:, 0] * theta[0]))


def _dispersions(rows: Rows, rate: Floats, mean: Floats, spread: float) -> Floats:
    """The most probable dispersion of each mark, with a log-normal prior around the best one for all."""
    marks = mean.size
    table = np.empty((DISPERSIONS.size, marks))
    for i, c in enumerate(DISPERSIONS):
        value = rises(np.maximum(rate, 1e-12), rows.count, np.full(rate.size, c))[0]
        table[i] = np.bincount(rows.mark, value, minlength=marks) - np.log1p(c) / c * mean
    common = DISPERSIONS[int(table.sum(axis=1).argmax())]
    table -= 0.5 * (np.log(DISPERSIONS / common) / spread)[:, None] ** 2
    return np.asarray(DISPERSIONS[table.argmax(axis=0)])


def _pulled(means: Floats, kinds: NDArray[np.str_], days: int, model: Settings) -> Floats:
    """The mean of each mark in the history, drawn towards that of its class as by some further days of it."""
    pulled, more = means.copy(), model.anchor_days
    for kind in np.unique(kinds):
        here = kinds == kind
        pulled[here] = (means[here] * days + means[here].mean() * more) / (days + more)
    return pulled


def _anchored(background: Floats, excitation: Excitation, means: Floats, model: Settings) -> Floats:
    """The fitted backgrounds, drawn to those under which the long-run mean of every mark is its mean in the history.

    The fit sees one day ahead and leaves the long run nearly free; a month ahead it decides (mean targeting, Engle and
    Mezrich 1996). No wanted background falls below a share of its mark's mean.
    """
    wanted = np.maximum(means - excitation.branching(means.size) @ means, model.anchor_least * means)
    return np.asarray((1.0 - model.anchor) * background + model.anchor * wanted)


def _precision(theta: Floats, bend: Floats, model: Settings) -> Floats:
    active = theta > 0.0
    value = theta[active]
    own = bend[np.ix_(active, active)] * value[:, None] * value[None, :]
    return np.asarray(own + np.eye(value.size) / model.log_spread**2)


def _built(
    history: History,
    sides: tuple[Side, ...],
    names: tuple[tuple[str, int], ...],
    matrices: dict[str, Sparse],
    own: Floats,
    means: Floats,
    dispersion: Floats,
    weekday: Floats,
    start: Floats,
    model: Settings,
) -> Fit:
    marks, ordered = history.marks, tuple(matrices[name] for name, _ in names)
    kinds = sorted({m.kind for m in marks})
    excitation = _excitation(marks, sides, names, ordered)
    network = Network(
        marks=marks,
        step="daily",
        decays=model.decays(),
        background=_anchored(_backgrounds(marks, sides, own), excitation, means, model),
        excitation=excitation,
        weekday=weekday,
        dispersion=dispersion,
        frailty=np.array([model.spread[CLASS_OF[m.kind]].frailty for m in marks]),
        drift=np.array([model.spread[CLASS_OF[m.kind]].drift for m in marks]),
        drift_shared=np.array([model.spread[CLASS_OF[m.kind]].drift_shared for m in marks]),
        group=np.array([kinds.index(m.kind) for m in marks], np.int64),
    )
    told = (network.background, network.excitation.size, dispersion, weekday, start)
    digest = hashlib.sha256(b"".join(np.ascontiguousarray(x).tobytes() for x in told))
    digest.update(f"{model.digest} {history.first} {history.days}".encode())
    name = digest.hexdigest()[:16]
    return Fit(network.stable(), sides, names, ordered, own, means, start, model, history.first, history.days, name)


def _backgrounds(marks: tuple[Mark, ...], sides: tuple[Side, ...], own: Floats) -> Floats:
    common = {side.kind: side.coefficients[0] for side in sides}
    return np.asarray(own * np.array([common[m.kind] for m in marks]))


def _excitation(
    marks: tuple[Mark, ...],
    sides: tuple[Side, ...],
    names: tuple[tuple[str, int], ...],
    matrices: tuple[Sparse, ...],
) -> Excitation:
    """The ties of all relations with a coefficient above 0, those of the same pair and decay added up."""
    kinds = np.array([m.kind for m in marks])
    size = len(marks)
    decays = 1 + max((k for _, k in names), default=0)
    found: list[tuple[NDArray[np.int64], NDArray[np.int64], int, Floats]] = []
    for k in range(decays):
        together = features.empty(size)
        for column, ((_, decay), matrix) in enumerate(zip(names, matrices, strict=True), start=1):
            if decay == k:
                weight = np.array([next(s.coefficients[column] for s in sides if s.kind == kind) for kind in kinds])
                together = together + matrix.multiply(weight[:, None])
        coo = together.tocoo()
        kept = coo.data > 0.0
        found.append((coo.row[kept].astype(np.int64), coo.col[kept].astype(np.int64), k, coo.data[kept]))
    return Excitation(
        np.concatenate([f[0] for f in found]),
        np.concatenate([f[1] for f in found]),
        np.concatenate([np.full(f[0].size, f[2], np.int64) for f in found]),
        np.concatenate([f[3] for f in found]),
    )
