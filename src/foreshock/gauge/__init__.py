"""Columns to readings: tension, rungs and changes of dyads and theatres, each with the rows it was made from."""

from foreshock.gauge.alerts import Rule, alerts, rules_from
from foreshock.gauge.breaks import all_change_points, change_points
from foreshock.gauge.changes import changed_since, changes, moved_dyads
from foreshock.gauge.happenings import History, NothingKnown, UnfitFrame, exposure, history, that_count
from foreshock.gauge.reading import gauged
from foreshock.gauge.retrospect import RupturesMissing, changes_in_retrospect
from foreshock.gauge.rungs import rung_on, rungs
from foreshock.gauge.targets import NoSuchTarget, Side, Target, check_known, target_of
from foreshock.gauge.tension import levels, readings, series, tensest

__all__ = [
    "History",
    "NoSuchTarget",
    "NothingKnown",
    "Rule",
    "RupturesMissing",
    "Side",
    "Target",
    "UnfitFrame",
    "alerts",
    "all_change_points",
    "change_points",
    "changed_since",
    "changes",
    "changes_in_retrospect",
    "check_known",
    "exposure",
    "gauged",
    "history",
    "levels",
    "moved_dyads",
    "readings",
    "rules_from",
    "rung_on",
    "rungs",
    "series",
    "target_of",
    "tensest",
    "that_count",
]
