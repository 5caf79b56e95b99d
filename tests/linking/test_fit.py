"""What linking learns from: labelled pairs, those of one scene beside those of strangers."""

from __future__ import annotations

from typing import Any

from tests.linking.made import event, events, figures
from training.link_weights import labelled
from training.links import Coded, Labels, Place, laid_over


def made(*told: tuple[str, str, int]) -> Coded:
    """Events of reports, each with the sentence, and the days between its publication and the first."""
    rows = [event(text, "hit", report, later=days) for report, text, days in told]
    return Coded(events(rows), figures([]), {place(row): (row["report_id"], row["event_id"]) for row in rows})


def place(row: dict[str, Any]) -> Place:
    return str(row["published"]), row["report_id"], row["trigger_start"], row["trigger_end"]


def test_scenes_laid_over_one_another_keep_their_days_and_begin_in_one_month() -> None:
    coded = made(("r1", "A shell hit Tamrin", 0), ("r2", "The shell hit Tamrin", 3), ("r3", "A bus hit Kano", 4000))
    told = Labels({p: (scene, n) for n, (p, scene) in enumerate(zip(coded.found, "aab", strict=True))}, [])
    days = dict(laid_over(told, coded).events.select("report_id", "published").iter_rows())
    assert (days["r2"] - days["r1"]).days == 3
    assert abs((days["r3"] - days["r1"]).days) < 30


def test_candidates_of_two_windows_are_taught_as_two_happenings() -> None:
    coded = made(("r1", "A shell hit Tamrin", 0), ("r2", "The shell hit Tamrin", 1), ("r3", "A shell hit Tamrin", 2))
    told = Labels(dict(zip(coded.found, (("a", 1), ("a", 1), ("b", 2)), strict=True)), [])
    found = labelled(told, coded)
    same = {(found.told[a].member[0], found.told[b].member[0]): is_same for (a, b), is_same in found.pairs.items()}
    assert same == {("r1", "r2"): 1.0, ("r1", "r3"): 0.0, ("r2", "r3"): 0.0}


def test_of_windows_read_across_reports_what_one_report_tells_twice_is_not_labelled() -> None:
    one, other, later = (("2020-01-01", "r1", 0, 3), ("2020-01-01", "r1", 5, 8), ("2020-01-02", "r2", 0, 3))
    told = Labels({one: ("a", 1), other: ("a", 1), later: ("a", 1)}, [], frozenset({"a"}))
    assert (told.same(one, other), told.same(one, later)) == (None, True)
    assert not told.whole.incidents
