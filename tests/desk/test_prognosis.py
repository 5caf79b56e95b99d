"""What the model tells for a brief is got from the ledger of its day, or it says why there is nothing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from foreshock.desk.forecast import Order
from foreshock.desk.prognosis import HORIZONS, Asked, prognosis
from tests.scenario.made import START, acts
from tests.scenario.test_play import TEXT

DAYS = 120


class Held:
    """A view of some acts and one report a day."""

    def __init__(self, *told: str) -> None:
        self._frame = acts(*told)

    def acts(self) -> pl.DataFrame:
        return self._frame

    def reports(self) -> pl.DataFrame:
        return pl.DataFrame({"published": [START + timedelta(n) for n in range(DAYS)]}, schema={"published": pl.Date})


def busy() -> Held:
    dice = np.random.default_rng(3)
    rows = []
    for day in range(DAYS):
        rows += [f"{day} ISR>IRN ASSAULT"] * dice.poisson(1.5) + [f"{day} IRQ>ISR THREATEN"] * dice.poisson(0.6)
        rows += [f"{day} USA>IRQ CONSULT"] * dice.poisson(2.0)
    return Held(*rows)


VIEW = busy()
ORDER = Order(START + timedelta(DAYS), 5, paths=200)


def test_pairs_come_with_fans_that_widen_and_with_their_echo() -> None:
    told = prognosis(VIEW, Asked(ORDER))
    assert told.refused is None and told.scenario is None and told.first == date(2024, 4, 30)
    assert [(one.actor, one.recipient, one.kind) for one in told.pairs] == [
        ("ISR", "IRN", "conflict"),
        ("IRQ", "ISR", "conflict"),
        ("USA", "IRQ", "cooperation"),
    ]
    for one in told.pairs:
        assert one.horizons == HORIZONS and list(one.seen) == sorted(one.seen) and 0 <= one.echo <= 1
        assert all(list(quantiles) == sorted(quantiles) for quantiles in one.ahead)
        assert all(
            a <= b
            for week, later in zip(one.ahead, one.ahead[1:], strict=False)
            for a, b in zip(week, later, strict=True)
        )
        assert [name for name, _ in one.baselines] == ["climatology", "persistence", "ewma", "ingarch"]
    assert (
        told.pairs[0].seen[-1]
        == VIEW.acts().filter((pl.col("type") == "ASSAULT") & (pl.col("day") >= START + timedelta(DAYS - 28))).height
    )
    assert told == prognosis(VIEW, Asked(ORDER))


def test_a_scenario_is_played_from_the_same_day_and_seed(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(TEXT.replace("  twice: {scale: {by: A}, factor: 2}\n", ""), "utf8")
    told = prognosis(VIEW, Asked(ORDER, file, 288, pairs=1)).scenario
    assert told is not None and told.file == "one.yaml"
    assert (told.played.as_of, told.played.seed) == (ORDER.known_by - timedelta(1), 5)
    assert len(told.pictures) == 3


def test_a_ledger_that_cannot_be_forecast_from_gives_the_reason_and_no_number() -> None:
    told = prognosis(Held("3 ISR>IRN ASSAULT"), Asked(ORDER))
    assert told.pairs == () and told.refused is not None and "act" in told.refused
