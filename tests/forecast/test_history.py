"""What becomes a count, and what is refused rather than forecast."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from foreshock.errors import NoForecast
from foreshock.forecast.history import history_of
from tests.forecast.worlds import DAY, acts, busy

END = DAY + timedelta(days=60)


def test_each_pair_and_class_is_a_mark_with_its_daily_counts() -> None:
    seen = history_of(busy(), END)
    assert [str(m) for m in seen.marks] == ["AAA>BBB conflict", "BBB>AAA conflict"]
    assert seen.counts.shape == (60, 2) and np.all(seen.counts == 1)
    assert seen.end == END and np.all(seen.volume == 2)


def test_quads_can_be_the_classes() -> None:
    assert {m.kind for m in history_of(busy(), END, quads=True).marks} == {"MX"}


def test_rows_of_one_incident_count_once() -> None:
    twice = pl.concat([busy(), busy()])
    assert np.all(history_of(twice, END).counts == 1)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"standing": "hypothetical"}, "not told as having happened"),
        ({"stance": "denies"}, "denied or doubted"),
        ({"recipient_country": None}, "without an actor or recipient"),
        ({"quad": None}, "of no known class"),
    ],
)
def test_what_does_not_count_is_left_out_with_its_reason(told: dict[str, object], reason: str) -> None:
    odd = busy(50, (("CCC", "DDD"),)).with_columns(**{k: pl.lit(v, pl.String) for k, v in told.items()})
    odd = odd.with_columns(report_id=pl.lit("other"))
    seen = history_of(pl.concat([busy(), odd]), END)
    assert len(seen.marks) == 2 and seen.left_out[reason] == 50


def test_acts_dated_or_learned_after_the_cut_are_left_out_and_counted() -> None:
    seen = history_of(busy(80), END)
    assert seen.days == 60
    assert seen.left_out["learned on or after the day of the cut"] == 40
    late = busy().with_columns(learned=pl.lit(END + timedelta(days=3)).cast(pl.Datetime))
    with pytest.raises(NoForecast, match=r"no act .* 120 were learned after it; .* on the day of the import"):
        history_of(late, END)
    early = busy(80).with_columns(learned=pl.lit(DAY).cast(pl.Datetime))
    assert history_of(early, END).left_out["dated on or after the day of the cut"] == 40


def test_an_empty_history_is_refused() -> None:
    with pytest.raises(NoForecast, match="no act"):
        history_of(busy().clear(), END)


def test_one_event_is_refused() -> None:
    with pytest.raises(NoForecast, match="one single act"):
        history_of(acts([(DAY, "AAA", "BBB", "MX")]), END)


def test_events_all_of_one_day_are_refused() -> None:
    with pytest.raises(NoForecast, match="all 40 acts are of one day"):
        history_of(acts([(DAY, "AAA", "BBB", "MX")] * 40), END)


def test_a_short_history_and_rare_marks_are_refused() -> None:
    with pytest.raises(NoForecast, match="spans 20 days"):
        history_of(busy(20), DAY + timedelta(days=20))
    with pytest.raises(NoForecast, match="most frequent mark has 29 acts"):
        history_of(busy(29), END)


def test_an_unknown_actor_and_an_unknown_mark_are_told_apart() -> None:
    seen = history_of(busy(), END)
    assert seen.index("AAA", "BBB", "conflict") == 0
    with pytest.raises(NoForecast, match="ZZZ is in no modelled dyad"):
        seen.index("AAA", "ZZZ", "conflict")
    with pytest.raises(NoForecast, match="AAA>BBB cooperation is no modelled mark"):
        seen.index("AAA", "BBB", "cooperation")


def test_reports_are_the_exposure_where_they_are_given() -> None:
    reports = pl.DataFrame({"day": [DAY, DAY + timedelta(days=1)], "reports": [7, 9]})
    assert history_of(busy(), END, reports).volume[:3].tolist() == [7.0, 9.0, 0.0]
