"""What nothing can be made of is refused by every errand in words of its own, and never answered with a number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foreshock.desk.board import board
from foreshock.desk.forecast import Order, forecast
from foreshock.desk.play import play
from foreshock.errors import Explosive, NoForecast, NoPlay, ScenarioError
from foreshock.forecast import Known, State, simulate
from foreshock.forecast.network import Mark, dense, plain_network
from tests.scenario.made import START, acts
from tests.scenario.test_play import TEXT

CUT = START + timedelta(60)
NOW = datetime(2024, 3, 1, 8, tzinfo=UTC)
STEADY = [f"{day} ISR>IRN ASSAULT" for day in range(60)]
HISTORIES = {
    "no history": ([], "no act", "no act"),
    "one event": (["50 ISR>IRN ASSAULT"], "one single act is known", "at least 30 are needed to fit rates"),
    "all of one day": (["3 ISR>IRN ASSAULT"] * 40, "all 40 acts are of one day", "of nothing in the 30 days"),
    "only days to come": (["80 ISR>IRN ASSAULT"] * 40, "was known by 2024-02-29", "no act up to"),
}
SCENARIOS = {
    "an unknown actor": ("by: A, to: B, type: ASSAULT", "by: A, to: BB, type: ASSAULT", "'BB' is no declared actor"),
    "a pathway that can never complete": (
        "{stages: [{stage: threat, by: C, to: A, type: THREATEN}]}",
        "{stages: [{stage: threat, by: C, to: A, type: THREATEN}], unless: {by: C, to: A, type: THREATEN}}",
        "can never complete",
    ),
    "stages that follow each other in a circle": (
        "{stages: [{stage: threat, by: C, to: A, type: THREATEN}]}",
        "{stages: [{stage: x, by: C, to: A, after: y, lag: 9d}, {stage: y, by: A, to: B, after: x, lag: 9d}]}",
        "circle",
    ),
}


class Held:
    """A view of some acts."""

    def __init__(self, told: list[str]) -> None:
        self._frame = acts(*told) if told else acts(*STEADY).clear()

    def acts(self) -> pl.DataFrame:
        return self._frame

    def reports(self) -> pl.DataFrame:
        return self._frame.select("published")


def scenario(tmp_path: Path, text: str = TEXT) -> Path:
    path = tmp_path / "one.yaml"
    path.write_text(text, "utf8")
    return path


@pytest.mark.parametrize("name", list(HISTORIES))
def test_a_history_that_tells_nothing_is_neither_forecast_nor_played(name: str, tmp_path: Path) -> None:
    told, no_forecast, no_play = HISTORIES[name]
    with pytest.raises(NoForecast, match=no_forecast):
        forecast(Held(told), Order(CUT, 1, paths=100), NOW)
    with pytest.raises(NoPlay, match=no_play):
        play(scenario(tmp_path), Held(told), 1, CUT - timedelta(1), paths=288)


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_a_scenario_that_contradicts_itself_is_neither_watched_nor_played(name: str, tmp_path: Path) -> None:
    right, wrong, fault = SCENARIOS[name]
    assert right in TEXT
    path = scenario(tmp_path, TEXT.replace(right, wrong))
    for errand in (lambda: board(path, Held(STEADY)), lambda: play(path, Held(STEADY), 1, paths=288)):
        with pytest.raises(ScenarioError, match=fault):
            errand()


def test_actors_that_the_ledger_never_saw_are_not_played(tmp_path: Path) -> None:
    path = scenario(tmp_path, TEXT.replace("[ISR]", "[FJI]").replace("[IRN]", "[TON]").replace("[IRQ]", "[WSM]"))
    with pytest.raises(NoPlay, match="is by or to its actors; check their `match`"):
        play(path, Held(STEADY), 1, paths=288)


@pytest.mark.parametrize("radius", [1.0, 1.3])
def test_a_network_in_which_each_act_brings_one_or_more_has_no_future(radius: float) -> None:
    network = plain_network((Mark("A", "B", "conflict"),), np.ones(1), dense(np.array([[radius]])), np.ones(1))
    with pytest.raises(Explosive, match=f"{radius:.3f}"):
        simulate(Known(network), State(CUT, np.zeros((1, 1))), 7, 50, 1)
