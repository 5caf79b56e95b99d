"""Small worlds for the laws of forecasting: networks with known answers, and histories drawn from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

import numpy as np
import polars as pl

from foreshock.forecast.history import History
from foreshock.forecast.network import Mark, Network, State, as_daily, dense, plain_network
from foreshock.records.columns import ACTS

DAY = date(2024, 1, 1)
MARKS = tuple(Mark(a, b, k) for a, b in (("AAA", "BBB"), ("BBB", "AAA")) for k in ("conflict", "cooperation"))
BRANCHING = np.array([[0.3, 0.0, 0.2, 0.0], [0.0, 0.2, 0.0, 0.1], [0.25, 0.0, 0.3, 0.0], [0.1, 0.1, 0.0, 0.2]])
BACKGROUND = np.array([0.3, 0.5, 0.2, 0.4])


def network(step: str = "daily", dispersion: float = 0.0) -> Network:
    plain = plain_network(MARKS, BACKGROUND, dense(BRANCHING), np.array([0.7]))
    told = as_daily(plain) if step == "daily" else plain
    return replace(told, dispersion=np.full(4, dispersion))


def state(trace: float = 0.0) -> State:
    return State(DAY, np.full((4, 1), trace))


def long_run() -> np.ndarray:
    return np.linalg.solve(np.eye(4) - BRANCHING, BACKGROUND)


def settled() -> State:
    """The state whose traces are the long-run means: from there on means stay as they are."""
    return State(DAY, long_run()[:, None].copy())


def history(days: int = 120, seed: int = 1) -> History:
    dice = np.random.default_rng(seed)
    counts, trace = np.zeros((days, 4), np.int64), long_run()
    for d in range(days):
        counts[d] = dice.poisson(BACKGROUND + BRANCHING @ trace)
        trace = np.exp(-0.7) * trace + (1.0 - np.exp(-0.7)) * counts[d]
    return History(DAY, MARKS, counts, counts.sum(axis=1).astype(float), MappingProxyType({}))


def acts(rows: Sequence[tuple[date, str | None, str | None, str]], **told: object) -> pl.DataFrame:
    """One act a row: day, actor country, recipient country, quad; `told` changes a column in all of them."""
    kinds = {"text": pl.String, "day": pl.Date, "moment": pl.Datetime, "number": pl.Float64}
    base = {
        "day": [row[0] for row in rows],
        "actor_country": [row[1] for row in rows],
        "recipient_country": [row[2] for row in rows],
        "quad": [row[3] for row in rows],
        "standing": ["actual"] * len(rows),
        "event_id": [f"e{i}" for i in range(len(rows))],
        "report_id": ["r"] * len(rows),
        "learned": [datetime.combine(row[0], datetime.min.time()) for row in rows],
    }
    base |= {name: [value] * len(rows) for name, value in told.items()}
    return pl.DataFrame(
        {c.name: base.get(c.name, [None] * len(rows)) for c in ACTS}, schema={c.name: kinds[c.kind] for c in ACTS}
    )


def busy(days: int = 60, pairs: tuple[tuple[str, str], ...] = (("AAA", "BBB"), ("BBB", "AAA"))) -> pl.DataFrame:
    """One conflict a day for each pair."""
    return acts([(DAY + timedelta(days=d), a, b, "MX") for d in range(days) for a, b in pairs])
