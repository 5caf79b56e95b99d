"""Laws of the track record: held before the days are over, decided once by the ledger, scored beside the baselines."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from foreshock.desk import track
from foreshock.desk.forecast import RULE
from foreshock.desk.score import resolve
from foreshock.errors import NoForecast, NoScore
from foreshock.ledger import Ledger
from foreshock.records.forecast import Answer, IssuedForecast, Question, issued
from foreshock.records.forecast_exchange import forecast_in, forecast_out

ISSUED = datetime(2024, 5, 1, 9, tzinfo=UTC)
FIRST = date(2024, 5, 2)
AFTER = datetime(2024, 5, 12, 9, tzinfo=UTC)
LEVELS = (0.05, 0.5, 0.95)


def forecast(recipient: str = "IRN", days: int = 7) -> IssuedForecast:
    question = Question("count", FIRST, days, "ISR", recipient, "conflict")
    told = {"first": question.first, "last": question.last, "actor": "ISR", "recipient": recipient, "kind": "conflict"}
    return issued(
        issued=ISSUED,
        known_by=FIRST,
        parameters="p1",
        model_version="1 abc",
        seed=1,
        paths=1000,
        question=question,
        answer=Answer("network", 2.0, 0.8, LEVELS, (0.0, 2.0, 5.0)),
        baselines=(Answer("climatology", 1.0, 0.5, LEVELS, (0.0, 1.0, 3.0)),),
        rule=RULE.format(**told),
    )


def acts(days: list[date]) -> pl.DataFrame:
    """One strike of Israel on Iran on each day."""
    one: dict[str, object] = {
        "precision": "day",
        "type": "ASSAULT",
        "mode": "aerial",
        "standing": "actual",
        "actor": "Israel",
    }
    one |= {"actor_country": "ISR", "recipient": "Iran", "recipient_country": "IRN", "share": 1.0}
    return pl.DataFrame([one | {"event_id": f"h{n}", "day": day} for n, day in enumerate(days)])


def hear(ledger: Ledger, happened: list[int]) -> None:
    """The ledger learns of a strike on each day after the first that is told, on the day after it."""
    for after in happened:
        day = FIRST + timedelta(days=after)
        learned = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=1)
        ledger.add_history(acts([day]), "icews", f"{after}", f"{after}", learned)


def test_a_forecast_comes_back_from_the_ledger_as_it_was_issued_and_is_held_once() -> None:
    with Ledger(":memory:") as ledger:
        assert track.issue([forecast(), forecast("LBN")], ledger, ISSUED) == 2
        assert track.issue([forecast()], ledger, ISSUED) == 0
        assert list(track.issued_forecasts(ledger)) == [forecast(), forecast("LBN")]
        assert ledger.verify().fault is None
    assert forecast_in(json.loads(json.dumps(forecast_out(forecast())))) == forecast()


def test_it_is_decided_once_after_its_last_day_by_what_the_ledger_knew_then() -> None:
    with Ledger(":memory:") as ledger:
        track.issue([forecast(), forecast("LBN")], ledger, ISSUED)
        hear(ledger, [0, 3, 6, 7])
        assert track.decide(ledger, ISSUED + timedelta(days=7)) == [], "its days are not over"
        decided = track.decide(ledger, AFTER)
        assert [(told.count, told.happened, told.void) for told in decided] == [(3, True, None), (0, False, None)]
        assert track.decide(ledger, AFTER) == []
        ledger.add_history(acts([FIRST]), "icews", "late", "late", AFTER)
        assert [one.outcome.count for one in track.record(ledger)] == [3, 0], "what came late changes no outcome"


def test_a_forecast_of_days_that_have_begun_is_not_issued() -> None:
    with Ledger(":memory:") as ledger:
        hear(ledger, [0])
        with pytest.raises(NoForecast, match="it would be from 2024-05-02, and it is 2024-05-12"):
            track.issue([forecast()], ledger, AFTER)
        assert list(track.issued_forecasts(ledger)) == []


def test_the_same_forecast_told_twice_in_one_go_is_held_once() -> None:
    with Ledger(":memory:") as ledger:
        assert track.issue([forecast(), forecast()], ledger, ISSUED) == 1


def test_days_of_which_the_ledger_learned_nothing_are_void_and_score_nobody() -> None:
    with Ledger(":memory:") as ledger:
        ledger.add_history(acts([FIRST - timedelta(days=3)]), "icews", "early", "early", ISSUED - timedelta(days=1))
        track.issue([forecast(), forecast(days=1)], ledger, ISSUED)
        ledger.add_history(acts([FIRST]), "icews", "late", "late", AFTER)
        decided = track.decide(ledger, AFTER)
        assert [told.happened for told in decided] == [None, None]
        assert decided[0].void == "the ledger learned nothing from 2024-05-01 09:00 to the end of 2024-05-09"
        assert (track.voids(ledger), track.record(ledger), track.decide(ledger, AFTER)) == (2, [], [])


def test_a_file_of_answers_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe\x00")
    for name in ("a.jsonl", "none.jsonl", "."):
        with pytest.raises(NoScore, match=r"a\.jsonl|none\.jsonl|cannot be read"):
            track.lines_of(tmp_path / name)


def test_decided_beside_others_a_forecast_ends_as_when_it_is_decided_alone() -> None:
    day = FIRST + timedelta(days=7)
    pairs = [forecast(), forecast("LBN"), forecast(days=3)]
    with Ledger(":memory:") as ledger:
        track.issue(pairs, ledger, ISSUED)
        hear(ledger, [0, 3, 6])
        decided = {told.forecast_id: told for told in track.decide(ledger, AFTER)}
        alone = resolve(pairs[0], ledger.as_of(day), day + timedelta(days=1), AFTER)
    assert decided[alone.forecast_id] == alone and alone.count == 3
    assert [decided[one.id].count for one in pairs] == [3, 0, 1]


def test_scores_stand_beside_those_of_every_baseline() -> None:
    with Ledger(":memory:") as ledger:
        track.issue([forecast(), forecast("LBN")], ledger, ISSUED)
        hear(ledger, [0, 3])
        track.decide(ledger, AFTER)
        told = {mean.name: mean for mean in track.means(track.record(ledger))}
    assert told["network"].brier == pytest.approx((0.2**2 + 0.8**2) / 2)
    assert told["climatology"].brier == pytest.approx((0.5**2 + 0.5**2) / 2)
    assert (told["network"].forecasts, told["network"].covered, told["network"].horizon_days) == (2, 1.0, 7)


def test_a_probability_of_another_is_scored_the_same_way() -> None:
    line = json.dumps({"forecast": forecast().id, "name": "Ada", "probability": 0.9})
    with Ledger(":memory:") as ledger:
        track.issue([forecast()], ledger, ISSUED)
        assert track.log([line, ""], "a.jsonl", ledger, ISSUED) == 1
        hear(ledger, [1])
        track.decide(ledger, AFTER)
        told = {mean.name: mean for mean in track.means(track.record(ledger))}
    assert told["Ada"].brier == pytest.approx(0.01)
    assert told["Ada"].crps is None


@pytest.mark.parametrize(
    ("changed", "moment", "fault"),
    [
        ({"forecast": "none"}, ISSUED, "is no forecast that the ledger holds"),
        ({"probability": 1.0}, ISSUED, "certainty is not taken"),
        ({"probability": "high"}, ISSUED, "line 1"),
        ({}, AFTER, "an answer comes before"),
        ({}, ISSUED + timedelta(days=1), "an answer comes before"),
    ],
)
def test_an_answer_that_cannot_be_scored_honestly_is_refused_with_its_line(
    changed: dict[str, object], moment: datetime, fault: str
) -> None:
    line = json.dumps({"forecast": forecast().id, "name": "Ada", "probability": 0.9} | changed)
    with Ledger(":memory:") as ledger:
        track.issue([forecast()], ledger, ISSUED)
        with pytest.raises(NoScore, match=fault):
            track.log([line], "a.jsonl", ledger, moment)
        assert ledger.notes("answer") == []
