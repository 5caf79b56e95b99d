"""Alerts by the user's rules: which thresholds were reached, which fired, and which were held back and why.

The law: what is held back is shown with its reason, and is no alert.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from foreshock.codebook.gauges import theatres
from foreshock.desk.gauge import Known, count, past
from foreshock.records.reading import Alert


def alerts(
    view: Known, rules: Path, day: date | None = None, own_theatres: Path | None = None, weights: Path | None = None
) -> tuple[Alert, ...]:
    """The alerts of the rules in a TOML file on `day`; raises CodebookError where a rule is wrong."""
    from foreshock.gauge import alerts as raised
    from foreshock.gauge import rules_from

    told = past(view, weights)
    return raised(told, rules_from(rules, told.weights, theatres(own_theatres), told.parties()), day)


def line(alert: Alert) -> str:
    """The alert in one line: fired or held back, what was measured, and its first row."""
    state = "ALERT" if alert.fired else f"held back ({alert.held_back})"
    value = f"{alert.measure.replace('_', ' ')} {round(alert.value, 2):g}, threshold {alert.threshold:g}"
    origins = count(alert.independent, "independent origin")
    return f"{state}: {alert.rule}, {alert.target} on {alert.day}: {value}, {origins}, e.g. {alert.because[0]}"
