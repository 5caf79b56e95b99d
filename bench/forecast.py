"""The forecasting model against its baselines on a file of events: information gain, CRPS, coverage, calibration.

The law: the last days of the file are the test span; the model's settings were chosen on the days before, and every
scoring of the test span adds a line to the list of looks. `python -m bench.forecast FILE [--looks N]` takes any file of
the columns date, subject, relation, object; the figures go to bench/results/forecast.json, the plots beside it.
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import nbinom

from bench import forecast_plots
from bench.icews import read_events
from foreshock.forecast import backtest, baselines
from foreshock.forecast.backtest import Ahead, DayAhead, Refit
from foreshock.forecast.doubling import Lines, doubled, doubling_lines
from foreshock.forecast.doubling import doubling as doubling_chance
from foreshock.forecast.history import History, history_of
from foreshock.forecast.likelihood import log_chance
from foreshock.forecast.model import settings
from foreshock.forecast.predict import daily_rates
from foreshock.forecast.recalibrate import recalibrated
from foreshock.scoring.calibration import calibration_error, corp, discrimination, reliability
from foreshock.scoring.consistency import gain, number_test, share_test
from foreshock.scoring.scores import (
    block_error,
    brier,
    brier_skill,
    covered,
    covered_whole,
    crps_of_counts,
    crps_of_samples,
    log_score_of_samples,
    pit_of_cumulative,
    pit_of_samples,
)

FIT_DAYS, REFIT_EVERY, PATHS, SEED = 150, 60, 400, 11
HORIZONS = (1, 7, 28)
MIDDLE_EAST = frozenset("ISR PSE IRN IRQ SYR LBN YEM SAU TUR EGY JOR QAT ARE KWT BHR OMN USA RUS".split())
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Scores the file and writes figures and plots."""
    told = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get("FORESHOCK_BENCH_DATA", "")) / "icews18" / "icews18_named_dated.csv.gz"
    told.add_argument("file", nargs="?", type=Path, default=default)
    told.add_argument("--fit-days", type=int, default=FIT_DAYS)
    told.add_argument("--until-day", type=int, default=None, help="score only up to this day (for choices in training)")
    told.add_argument("--out", type=Path, default=RESULTS / "forecast.json")
    told.add_argument("--looks", type=int, default=1, help="how often this test span has been scored by now")
    asked = told.parse_args()
    figures = {"looks": asked.looks, **score(asked.file, asked.fit_days, asked.until_day, asked.out.with_suffix(""))}
    asked.out.parent.mkdir(exist_ok=True)
    asked.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")
    print(json.dumps(figures, indent=1))


def score(file: Path, fit_days: int, until_day: int | None, plots: Path) -> dict[str, Any]:
    """All figures of one file."""
    events = read_events(file)
    first = events.acts["day"].min()
    assert isinstance(first, date)
    last = events.acts["day"].max() if until_day is None else first + timedelta(days=until_day - 1)
    assert isinstance(last, date)
    end = last + timedelta(days=1)
    acts = events.acts.filter(pl.col("day") < end)
    history = history_of(acts, end, since=first, marks_until=first + timedelta(days=fit_days))
    frozen = backtest.refits(history, [fit_days], HORIZONS)
    growing = backtest.refits(history, list(range(fit_days, history.days - 1, REFIT_EVERY)), (1, 28))
    figures: dict[str, Any] = {
        "settings": settings().digest,
        "marks": len(history.marks),
        "dyads": len({(m.actor, m.recipient) for m in history.marks}),
        "days": history.days,
        "fit_days": fit_days,
        "left_out": {**events.left_out, **history.left_out},
        "radius": round(frozen[0].fit.network.radius(), 3),
        "relations": {
            kind: {name: round(frozen[0].fit.coefficient(kind, name), 4) for name in settings().relations}
            for kind in ("conflict", "cooperation")
        },
        "baselines": {f"{n} {h}d": [*b.values, round(b.dispersion, 3)] for (n, h), b in frozen[0].baselines.items()},
        "day_ahead": day_ahead(history, frozen, fit_days, plots),
        "day_ahead_refitted_every_60_days": day_ahead(history, growing, fit_days, None),
    }
    for horizon in HORIZONS[1:]:
        figures[f"ahead_{horizon}d"] = ahead(history, frozen, horizon, plots)
    figures["ahead_28d_refitted_every_60_days"] = ahead(history, growing, 28, None)
    return figures


def parts(history: History) -> dict[str, Any]:
    """The sets of marks that figures are told for."""
    conflict = np.array([m.kind == "conflict" for m in history.marks])
    here = np.array([{m.actor, m.recipient} <= MIDDLE_EAST for m in history.marks])
    found = {
        "all": np.ones_like(conflict),
        "conflict": conflict,
        "cooperation": ~conflict,
        "middle_east_conflict": conflict & here,
    }
    return {name: which for name, which in found.items() if which.any()}


def day_ahead(history: History, fitted: list[Refit], first: int, plots: Path | None) -> dict[str, Any]:
    """Gains over every baseline, Brier and calibration of P(any), totals."""
    told = {one.model: one for one in backtest.day_ahead(history, fitted, first, history.days)}
    told["network, recalibrated"] = corrected(history, fitted, told["network"], first)
    told["ewma, dispersion like the network's"] = bursty(history, fitted, told["ewma"], first)
    counts = history.counts[first:].astype(float)
    figures: dict[str, Any] = {}
    for name, which in parts(history).items():
        seen = counts[:, which]
        row: dict[str, Any] = {"events": int(seen.sum()), "marks": int(which.sum())}
        row["gain"] = {
            other: gain_row(told["network"].log_chance[:, which], one.log_chance[:, which], seen)
            for other, one in told.items()
            if not other.startswith("network")
        }
        row["any"] = {one: any_row(this.any[:, which], seen > 0) for one, this in told.items()}
        row["predicted_over_observed"] = {one: ratio(this.mean[:, which], seen) for one, this in told.items()}
        figures[name] = row
    if plots is not None:
        network = told["network, recalibrated"].any.ravel()
        forecast_plots.reliability(plots.with_name("forecast-any.svg"), *reliability(network, (counts > 0).ravel()))
        gains = (told["network"].log_chance - told["ewma"].log_chance).sum(axis=1) / counts.sum(axis=1).mean()
        forecast_plots.running(plots.with_name("forecast-gain.svg"), np.cumsum(gains) / np.arange(1, gains.size + 1))
    return figures


def corrected(history: History, fitted: list[Refit], network: DayAhead, first: int) -> DayAhead:
    """The network's chances, each day corrected by the days before it, the fitted ones included."""
    model, refit = settings(), fitted[0]
    mean = daily_rates(refit.fit, history)[model.warm_days : first]
    nothing = log_chance(np.zeros_like(mean), mean, refit.fit.network.dispersion)
    chance = np.concatenate([-np.expm1(nothing), network.any])
    happened = (history.counts[model.warm_days :] > 0).astype(float)
    better, kinds = chance.copy(), np.array([m.kind for m in history.marks])
    for kind in np.unique(kinds):
        here = kinds == kind
        better[:, here] = recalibrated(
            chance[:, here], happened[:, here], model.recalibration_days, model.recalibration_pull
        )
    return replace(network, model="network, recalibrated", any=better[first - model.warm_days :])


def bursty(history: History, fitted: list[Refit], ewma: DayAhead, first: int) -> DayAhead:
    """The EWMA with its own best dispersion of the network's form: what of the gain is not the shape alone."""
    refit, best = fitted[0], (-np.inf, 1.0)
    mean = refit.baselines["ewma", 1].means(history)
    span = slice(settings().warm_days, refit.days)
    for c in baselines.DISPERSIONS:
        best = max(best, (float(log_chance(history.counts[span].astype(float), mean[span], np.array(c)).sum()), c))
    told = log_chance(history.counts[first:].astype(float), ewma.mean, np.array(best[1]))
    nothing = log_chance(np.zeros_like(ewma.mean), ewma.mean, np.array(best[1]))
    return replace(ewma, model="ewma, dispersion like the network's", log_chance=told, any=-np.expm1(nothing))


def gain_row(one: Any, other: Any, counts: Any) -> dict[str, float]:
    """Gain per event with its error and interval."""
    found = gain(one, other, counts)
    return {
        "per_event": round(found.per_event, 4),
        "error": round(found.error, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
        "signed_rank_p": float(f"{found.signed_rank:.2g}"),
    }


def any_row(chance: Any, happened: Any) -> dict[str, float]:
    """Brier with its CORP parts, and the calibration error, of P(any)."""
    split = corp(chance.ravel(), happened.ravel())
    daily = ((chance - happened) ** 2).mean(axis=1)
    return {
        "brier": round(split.brier, 4),
        "error": round(block_error(daily, 7), 4),
        "miscalibration": round(split.miscalibration, 5),
        "discrimination": round(split.discrimination, 4),
        "uncertainty": round(split.uncertainty, 4),
        "calibration_error": round(calibration_error(chance.ravel(), happened.ravel()), 4),
    }


def ratio(told: Any, seen: Any) -> float:
    return round(float(told.sum() / seen.sum()), 3)


def ahead(history: History, fitted: list[Refit], horizon: int, plots: Path | None) -> dict[str, Any]:
    """CRPS, log score, coverage, doubling and consistency of sums over the horizon, weekly origins."""
    days = list(range(fitted[0].days, history.days - horizon + 1, 7))
    issued = list(backtest.ahead(history, fitted, days, horizon, PATHS, SEED))
    figures: dict[str, Any] = {"origins": len(issued), "paths": PATHS}
    one_day = [baselines_at_one_day(history, fitted[0], horizon, one.day) for one in issued]
    for name, which in parts(history).items():
        figures[name] = ahead_row(issued, one_day, which)
    conflict = parts(history)["conflict"]
    lines = {refit.days: doubling_lines(history.until(refit.days), horizon, SEED) for refit in fitted}
    figures["doubling_of_conflict"] = doubling(history, issued, conflict, lines, plots)
    rest = ~conflict
    figures["doubling_of_cooperation"] = doubling(history, issued, rest, lines, None)
    totals = [number_test(one.samples.sum(axis=1), float(one.observed.sum())).at_most for one in issued]
    figures["number_test_quantiles"] = [round(q, 3) for q in totals]
    figures["dyad_test_quantiles"] = [round(share_test(one.samples, one.observed), 3) for one in issued]
    return figures


def baselines_at_one_day(history: History, refit: Refit, horizon: int, day: int) -> tuple[Any, float]:
    """Means of the EWMA tuned for one day, with the dispersion that fits its sums over the horizon in training."""
    key = (refit.days, horizon)
    if key not in _ONE_DAY:
        base = replace(refit.baselines["ewma", 1], horizon_days=horizon)
        means = base.means(history)
        span = slice(settings().warm_days, refit.days - horizon + 1)
        told = baselines.sums(history.counts[: refit.days], horizon)[span]
        fits = [(float(baselines.log_chance(told, means[span], phi).sum()), phi) for phi in baselines.DISPERSIONS]
        _ONE_DAY[key] = (means, max(fits)[1])
    means, phi = _ONE_DAY[key]
    return means[day], phi


_ONE_DAY: dict[tuple[int, int], tuple[Any, float]] = {}


def ahead_row(issued: list[Ahead], one_day: list[tuple[Any, float]], which: Any) -> dict[str, Any]:
    """Scores of the network and all baselines on one set of marks."""
    dice = np.random.default_rng(SEED)
    rows: dict[str, list[tuple[float, ...]]] = {}
    for one, (means, phi) in zip(issued, one_day, strict=True):
        told, seen = one.samples[:, which], one.observed[which]
        pit = pit_of_samples(told, seen, dice)
        score = float(log_score_of_samples(told, seen).mean())
        crps = float(crps_of_samples(told, seen).mean())
        rows.setdefault("network", []).append(
            (crps, score, covered(pit), covered_whole(told, seen), told.mean(axis=0).sum() / seen.sum())
        )
        others = {name: (one.means[name][which], one.dispersions[name]) for name in backtest.NAMES}
        others["ewma tuned for one day"] = (means[which], phi)
        for name, (mean, spread) in others.items():
            rows.setdefault(name, []).append(base_row(mean, spread, seen, dice))
    network = np.mean(rows["network"], axis=0)[0]
    found = {}
    for name, values in rows.items():
        crps, score, inside, whole, total = np.mean(values, axis=0)
        found[name] = {
            "crps": round(float(crps), 3),
            "crps_of_network_against_it": f"{100 * (network / crps - 1):+.1f}%",
            "log_score": round(float(score), 4),
            "coverage_90": round(float(inside), 3),
            "coverage_90_whole_numbers": round(float(whole), 3),
            "predicted_over_observed": round(float(total), 3),
        }
    return found


def base_row(mean: Any, phi: float, seen: Any, dice: np.random.Generator) -> tuple[float, ...]:
    shape = (1.0 / phi, 1.0 / (1.0 + phi * mean))
    up_to, below = nbinom.cdf(seen, *shape), nbinom.cdf(seen - 1, *shape)
    low, high = nbinom.ppf(0.05, *shape), nbinom.ppf(0.95, *shape)
    return (
        float(crps_of_counts(mean, phi, seen).mean()),
        float(baselines.log_chance(seen.astype(float), mean, phi).mean()),
        covered(pit_of_cumulative(below, up_to, dice)),
        float(((seen >= low) & (seen <= high)).mean()),
        float(mean.sum() / seen.sum()),
    )


def doubling(
    history: History, issued: list[Ahead], which: Any, lines: dict[int, Lines], plots: Path | None
) -> dict[str, Any]:
    """P(sum at least doubles over the horizon before, and is 5 or more): Brier, skill against the base rate.

    The base rate is that of these very cases, which nobody knew when they were told. Errors and interval are those of
    a bootstrap of blocks of neighbouring issue days as long as the horizon.
    """
    kinds = np.array([m.kind for m in history.marks])
    rows = [doubling_case(one, kinds, which, lines) for one in issued]
    chance, plain, ewma, happened = (np.stack([row[i] for row in rows]) for i in range(4))
    seen, told = happened.astype(bool).ravel(), chance.ravel()
    split = corp(told, seen)
    if plots is not None:
        name = f"forecast-doubling-{issued[0].horizon_days}d.svg"
        forecast_plots.reliability(plots.with_name(name), *reliability(told, seen))
    low, high, above = skill_interval(chance, happened, max(1, issued[0].horizon_days // 7))
    return {
        "cases": int(seen.size),
        "base_rate": round(float(seen.mean()), 4),
        "mean_told": round(float(told.mean()), 4),
        "brier": round(split.brier, 4),
        "skill_against_base_rate": round(brier_skill(told, seen), 4),
        "skill_interval_90": [round(low, 4), round(high, 4)],
        "share_of_resamples_above_0": round(above, 3),
        "skill_before_correction": round(brier_skill(plain.ravel(), seen), 4),
        "mean_told_before_correction": round(float(plain.mean()), 4),
        "lines": {
            str(days): {kind: np.round(line, 3).tolist() for kind, line in one.items()} for days, one in lines.items()
        },
        "skill_if_recalibrated": round(1.0 - (split.brier - split.miscalibration) / split.uncertainty, 4),
        "auc": round(discrimination(told, seen), 3),
        "ewma_brier": round(brier(ewma.ravel(), seen), 4),
        "ewma_auc": round(discrimination(ewma.ravel(), seen), 3),
        "miscalibration": round(split.miscalibration, 4),
    }


def doubling_case(one: Ahead, kinds: Any, which: Any, lines: dict[int, Lines]) -> tuple[Any, Any, Any, Any]:
    """Chances corrected and as the paths have them, those of the EWMA, and what came, of one issue day."""
    mine = lines[max(days for days in lines if days <= one.day)]
    wanted = np.maximum(2 * one.before, settings().doubling_least)[which]
    mean, phi = one.means["ewma"][which], one.dispersions["ewma"]
    return (
        doubling_chance(one, kinds, mine)[which],
        doubling_chance(one, kinds, {})[which],
        nbinom.sf(wanted - 1, 1.0 / phi, 1.0 / (1.0 + phi * mean)),
        doubled(one)[which],
    )


def skill_interval(chance: Any, happened: Any, block: int, samples: int = 2000) -> tuple[float, float, float]:
    """The 90 % interval of the Brier skill, and the share above 0, from resampled runs of `block` issue days."""
    dice, days = np.random.default_rng([SEED, 7]), chance.shape[0]
    found = np.empty(samples)
    for i in range(samples):
        starts = dice.integers(max(1, days - block + 1), size=-(-days // block))
        rows = (starts[:, None] + np.arange(block)).ravel()[:days]
        found[i] = brier_skill(chance[rows].ravel(), happened[rows].astype(bool).ravel())
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high), float((found > 0.0).mean())


if __name__ == "__main__":
    main()
