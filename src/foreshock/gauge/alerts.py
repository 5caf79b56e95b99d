"""Alert rules of the user: a dyad or theatre, a measure, a threshold, a window.

The law: an alert never rests on one uncorroborated item unless its rule says so. Where a threshold is reached without
the origins the rule asks for, or would not be reached without what one origin or outlet tells and too few others
confirm, the alert is held back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import polars as pl

from foreshock.codebook.gauges import Theatre, Weights
from foreshock.codebook.lines import toml_and_text
from foreshock.errors import CodebookError
from foreshock.gauge.fading import TENSION
from foreshock.gauge.happenings import History
from foreshock.gauge.origins import BY, PLAIN, at_most, independent
from foreshock.gauge.rungs import rung_on
from foreshock.gauge.targets import NoSuchTarget, Target, check_meant, target_of
from foreshock.gauge.tension import row_ids
from foreshock.records.reading import Alert

RUNG, INCIDENTS, LEVEL = "rung", "incidents", "level"
_BEGINS = re.compile(r"\s*\[\[\s*[\"']?alert[\"']?\s*\]\]")
_KEYS = frozenset({"name", "target", "measure", "unit", "threshold", "window_days", "min_independent"})


@dataclass(frozen=True, slots=True)
class Rule:
    """When to raise an alert: `unit` is level (points per so many reports over the window) or incidents.

    The measure `rung` asks for a rung of the ladder by its number, and has no unit.
    """

    name: str
    target: Target
    measure: str
    threshold: float
    unit: str
    window_days: int
    min_independent: int


def rules_from(
    path: Path, weights: Weights, known: Mapping[str, Theatre], parties: pl.DataFrame | None = None
) -> tuple[Rule, ...]:
    """The `[[alert]]` tables of a user's TOML file; raises CodebookError with the line of the rule that is wrong.

    With the `parties` of a history, a rule on somebody whom neither it nor the codebook knows is wrong too.
    """
    told, text = toml_and_text(path)
    if strange := sorted(set(told) - {"alert"}):
        raise CodebookError(path, 0, f"knows no {', '.join(map(repr, strange))} beside its tables [[alert]]")
    rows = told.get("alert")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CodebookError(path, 0, "has no table [[alert]]")
    found = []
    for row, line in zip(rows, chain(_lines(text), repeat(0)), strict=False):
        try:
            found.append(_rule(row, weights, known, parties))
        except (_Wrong, NoSuchTarget) as fault:
            raise CodebookError(path, line, f"alert {row.get('name')!r}: {fault}") from None
    return tuple(found)


class _Wrong(Exception):
    """What is wrong with a rule, in words."""


def _lines(text: str) -> Iterator[int]:
    """The lines on which the tables begin, in order."""
    return (n for n, line in enumerate(text.splitlines(), 1) if _BEGINS.match(line))


def alerts(history: History, rules: Iterable[Rule], day: date | None = None) -> tuple[Alert, ...]:
    """An alert for each rule whose threshold is reached on `day`, the last known by default: fired or held back."""
    at = history.day_or_last(day)
    found = (_rung_alert(history, rule, at) if rule.measure == RUNG else _alert(history, rule, at) for rule in rules)
    return tuple(alert for alert in found if alert)


def _alert(history: History, rule: Rule, day: date) -> Alert | None:
    begin = day - timedelta(days=rule.window_days)
    lately = (pl.col("day") > begin) & (pl.col("day") <= day)
    reports = float(history.exposure.filter(lately)["reports"].sum())
    rows = history.rows.filter(rule.target.fits() & lately & pl.col("measure").is_in(_summed(history, rule)))
    worth = _worth(history, rule, rows, reports)
    value = float(worth["worth"].sum())
    if value < rule.threshold or rows.is_empty():
        return None
    voices = independent(rows)
    held_back = ""
    if voices < rule.min_independent:
        held_back = f"{voices} of {rule.min_independent} independent origins"
    elif rule.min_independent > 1 and value - _alone(rows, worth, rule.min_independent) < rule.threshold:
        held_back = "would not be reached without what one origin alone tells"
    return _made(rule, day, value, voices, rows, held_back)


def _rung_alert(history: History, rule: Rule, day: date) -> Alert | None:
    """A rung that is held has its origins already; one that is not is held back where the rule asks for it."""
    held = rung_on(history, rule.target, day)
    told = [(held.number, held.because), *((step.number, step.because) for step in held.higher)]
    reached = [(number, because) for number, because in told if number >= rule.threshold]
    if not reached:
        return None
    number, because = reached[0]
    ids = pl.DataFrame(
        {"report_id": [i.report_id or None for i in because], "event_id": [i.event_id for i in because]},
        schema={"report_id": pl.String, "event_id": pl.String},
    )
    rows = history.rows.filter(rule.target.fits()).join(ids, on=["report_id", "event_id"], nulls_equal=True)
    voices = independent(rows)
    held_back = f"{voices} of {rule.min_independent} independent origins" if voices < rule.min_independent else ""
    counted = [step.lacks for step in held.higher if step.number == number and "independent" not in step.lacks]
    return _made(rule, day, float(number), voices, rows, held_back or "".join(counted))


def _summed(history: History, rule: Rule) -> list[str]:
    return list(history.weights.tension) if rule.measure == TENSION else [rule.measure]


def _worth(history: History, rule: Rule, rows: pl.DataFrame, reports: float) -> pl.DataFrame:
    """Each incident with what it adds to the value of the rule."""
    weights = history.weights
    of_measure = weights.tension if rule.measure == TENSION else {rule.measure: 1.0}
    weight = pl.col("measure").replace_strict(dict(of_measure), return_dtype=pl.Float64)
    per = weights.level.per_reports / reports if reports else 0.0
    add = pl.lit(1.0) if rule.unit == INCIDENTS else (pl.col("points") * weight * per).sum()
    return rows.group_by("key").agg(add.alias("worth")).sort("key")


def _alone(rows: pl.DataFrame, worth: pl.DataFrame, least: int) -> float:
    """The most that one origin or one teller adds by incidents of fewer than `least` independent origins."""
    bound = rows.group_by("key").agg(at_most(pl.lit(True)).alias("origins"))
    enough = bound.filter(pl.col("origins") >= least)["key"]
    if least > PLAIN:
        enough = enough.filter([independent(rows.filter(pl.col("key") == key)) >= least for key in enough])
    told = rows.filter(~pl.col("key").is_in(enough.implode())).join(worth, on="key")
    each = (told.select(side, "key", "worth").unique().group_by(side).agg(pl.col("worth").sum()) for side in BY)
    return max((float(most) for one in each for most in one["worth"].to_list()), default=0.0)


def _made(rule: Rule, day: date, value: float, voices: int, rows: pl.DataFrame, held_back: str) -> Alert:
    return Alert(
        rule=rule.name,
        target=rule.target.name,
        measure=rule.measure,
        day=day,
        value=value,
        threshold=rule.threshold,
        independent=voices,
        min_independent=rule.min_independent,
        because=row_ids(rows),
        held_back=held_back,
    )


def _rule(row: dict[str, Any], weights: Weights, known: Mapping[str, Theatre], parties: pl.DataFrame | None) -> Rule:
    lacking, strange = {"name", "target", "measure", "threshold"} - set(row), set(row) - _KEYS
    if lacking or strange:
        told = [f"{word} {', '.join(sorted(of))}" for word, of in (("lacks", lacking), ("knows no", strange)) if of]
        raise _Wrong(", ".join(told))
    named = (RUNG, TENSION, *(measure.name for measure in weights.measures))
    if row["measure"] not in named:
        raise _Wrong(f"measure is one of {', '.join(named)}")
    if row.get("unit", LEVEL) not in (LEVEL, INCIDENTS):
        raise _Wrong(f"unit is {LEVEL} or {INCIDENTS}")
    rule = Rule(
        name=row["name"],
        target=target_of(str(row["target"]), known),
        measure=row["measure"],
        threshold=row["threshold"],
        unit=row.get("unit", LEVEL),
        window_days=row.get("window_days", weights.alert.window_days),
        min_independent=row.get("min_independent", weights.alert.min_independent),
    )
    numbers = (rule.threshold, rule.window_days, rule.min_independent)
    if not all(isinstance(number, int | float) for number in numbers) or min(numbers) <= 0:
        raise _Wrong("threshold, window_days and min_independent are numbers above zero")
    if parties is not None:
        check_meant(rule.target, parties)
    return rule
