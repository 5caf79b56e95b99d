"""A play in the track record: held with its file, decided by the outcome of that file, counted once a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from foreshock.desk import play as plays
from foreshock.desk import track
from foreshock.desk.board import opened
from foreshock.errors import NoForecast, NotWritable
from foreshock.ledger import Ledger
from foreshock.records.played import Played
from foreshock.records.scenario import Scenario
from tests.scenario.made import START, acts
from tests.scenario.test_play import TEXT

AS_OF = START + timedelta(90)
NOW = datetime(2024, 3, 31, 20, tzinfo=UTC)
ATTACKS = [f"{day} ISR>IRN ASSAULT" for day in range(0, 90, 9)]
THREATS = [f"{day} IRQ>ISR THREATEN" for day in range(4, 90, 8)]


class Held:
    def acts(self) -> pl.DataFrame:
        return acts(*ATTACKS, *THREATS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "one.yaml"
    path.write_text(TEXT.replace("  twice: {scale: {by: A}, factor: 2}\n", ""), "utf8")
    return path


@pytest.fixture
def played(file: Path) -> tuple[Scenario, Played]:
    return plays.play(file, Held(), 7, AS_OF, paths=288)


def hear(ledger: Ledger, day: int, what: str = "ISR>IRN ASSAULT") -> None:
    """The ledger learns of an act on the day after it, whose days are counted from the first that is forecast."""
    first = AS_OF + timedelta(1)
    told = acts(f"{day} {what}", start=first, event_id=f"{day} {what}").drop(
        "report_id", "learned", "published", "origin", "incident"
    )
    noon = datetime.combine(first + timedelta(day + 1), datetime.min.time(), UTC) + timedelta(hours=12)
    ledger.add_history(told, "made", f"{day}{what}", f"{day}{what}", noon)


def test_a_play_is_held_as_one_forecast_for_each_day_shown(file: Path, played: tuple[Scenario, Played]) -> None:
    told = plays.play_forecasts(file, Held(), played[1], NOW)
    assert [one.question.horizon_days for one in told] == [day.day for day in played[1].by_day]
    assert all(one.question.measure == "scenario" and one.question.first == date(2024, 4, 1) for one in told)
    assert [one.answer.probability for one in told] == [day.chance.value for day in played[1].by_day]
    assert all(0 < (one.baselines[0].probability or 0) < 1 for one in told)
    with Ledger(":memory:") as ledger:
        assert track.issue(told, ledger, NOW) == len(told)
        assert list(track.issued_forecasts(ledger)) == told


@pytest.mark.parametrize(
    ("days", "happened", "counted"), [((), False, 0), ((2,), True, 1), ((19,), True, 1), ((20,), False, 0)]
)
def test_the_outcome_of_the_file_decides_it_by_the_acts_of_its_days(
    file: Path, played: tuple[Scenario, Played], days: tuple[int, ...], happened: bool, counted: int
) -> None:
    with Ledger(":memory:") as ledger:
        track.issue(plays.play_forecasts(file, Held(), played[1], NOW), ledger, NOW)
        file.write_text(file.read_text("utf8").replace("at_least: 1", "at_least: 9"), "utf8")
        hear(ledger, 0, "IRQ>ISR THREATEN")
        for day in days:
            hear(ledger, day)
        decided = track.decide(ledger, NOW + timedelta(days=30))
        ended = decided[-1]
        assert (ended.happened, ended.count, ended.void) == (happened, counted, None)
        assert len(ended.events) == counted
        scored = track.record(ledger)[-1]
        assert [told.name for told in scored.scores] == ["play", "past windows"]
        assert scored.scores[0].brier == pytest.approx((played[1].chance.value - happened) ** 2)


def test_a_ledger_that_tells_of_none_of_its_actors_decides_that_it_did_not_happen(
    file: Path, played: tuple[Scenario, Played]
) -> None:
    with Ledger(":memory:") as ledger:
        track.issue(plays.play_forecasts(file, Held(), played[1], NOW), ledger, NOW)
        hear(ledger, 3, "FRA>DEU CONSULT")
        decided = track.decide(ledger, NOW + timedelta(days=30))
        assert {(one.happened, one.void) for one in decided} == {(False, None)}


def test_the_same_question_issued_twice_on_a_day_counts_once_and_by_the_first(
    file: Path, played: tuple[Scenario, Played]
) -> None:
    first = plays.play_forecasts(file, Held(), played[1], NOW)
    second = plays.play_forecasts(file, Held(), plays.play(file, Held(), 8, AS_OF, paths=288)[1], NOW)
    file.write_text(file.read_text("utf8").replace("at_least: 1", "at_least: 2"), "utf8")
    other = plays.play_forecasts(file, Held(), plays.play(file, Held(), 8, AS_OF, paths=288)[1], NOW)
    assert first[-1].question == second[-1].question != other[-1].question
    with Ledger(":memory:") as ledger:
        for told in (first, second, other):
            track.issue(told, ledger, NOW)
        line = f'{{"forecast": "{second[-1].id}", "name": "Ada", "probability": 0.7}}'
        assert track.log([line], "lines", ledger, NOW) == 1
        hear(ledger, 2)
        assert len(track.decide(ledger, NOW + timedelta(days=30))) == 3 * len(first)
        counted = track.record(ledger)
        assert [one.forecast.id for one in counted] == [one.id for one in (*first, *other)]
        theirs = [told for one in counted for told in one.scores if told.name == "Ada"]
        assert [told.brier for told in theirs] == [pytest.approx(0.09)]


def test_a_play_of_days_that_have_begun_is_not_held(file: Path, played: tuple[Scenario, Played]) -> None:
    with Ledger(":memory:") as ledger, pytest.raises(NoForecast, match="it would be from 2024-04-01"):
        track.issue(plays.play_forecasts(file, Held(), played[1], NOW), ledger, NOW + timedelta(days=3))


def test_a_day_that_is_not_over_is_no_day_of_calm(file: Path) -> None:
    last = START + timedelta(84)
    assert opened(file, Held(), None)[1].as_of == last
    assert opened(file, Held(), None, today=last)[1].as_of == last - timedelta(1)
    assert opened(file, Held(), None, today=last + timedelta(9))[1].as_of == last
    assert opened(file, Held(), last, today=last)[1].as_of == last, "a day that is told is taken as told"


def test_pictures_are_written_as_files_of_svg(file: Path, played: tuple[Scenario, Played], tmp_path: Path) -> None:
    drawn = plays.pictures_of(*played)
    there = plays.write_pictures(drawn, tmp_path / "new" / "folder")
    assert [path.name for path in there] == ["chance.svg", "pathways.svg", "tornado.svg"]
    assert all(path.read_text("utf8").startswith("<svg xmlns=") for path in there)
    assert plays.write_pictures(drawn, tmp_path / "new" / "folder") == there, "they replace their own kind"
    with pytest.raises(NotWritable):
        plays.write_pictures(drawn, file)
