"""The commands on forecasts: what they refuse, in one line and with which code, and how a chance is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foreshock.cli import app
from foreshock.cli.forecasts import _chance
from foreshock.ledger import Ledger


@pytest.fixture
def empty(tmp_path: Path) -> str:
    path = tmp_path / "empty.db"
    with Ledger(path) as ledger:
        assert ledger.reports().is_empty()
    return str(path)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (("forecast", "--as-of", "9999-12-31"), "9999-12-31 is still to come"),
        (("backtest", "--as-of", "9999-12-31"), "9999-12-31 is still to come"),
        (("forecast", "--as-of", "2020-01-01"), "was known by 2020-01-01"),
        (("forecast", "--issue"), "no act that happened between two parties was known"),
        (("backtest",), "no act that happened between two parties was known"),
        (("score", "--log", "none.jsonl"), "none.jsonl; it cannot be read"),
    ],
)
def test_what_cannot_be_forecast_or_scored_ends_with_nine_and_one_line(
    empty: str, told: tuple[str, ...], fault: str
) -> None:
    ended = CliRunner().invoke(app, [*told, "--ledger", empty])
    assert (ended.exit_code, ended.stdout, ended.stderr.count("\n")) == (9, "", 1)
    assert fault in ended.stderr


def test_a_chance_is_never_shown_as_none_or_all() -> None:
    assert [_chance(x) for x in (None, 0.0004, 0.005, 0.42, 0.994, 0.9996)] == [
        "-",
        "<0.01",
        "0.01",
        "0.42",
        "0.99",
        ">0.99",
    ]


def test_a_score_of_nothing_says_so(empty: str) -> None:
    ended = CliRunner().invoke(app, ["score", "--ledger", empty, "--now", datetime(2024, 5, 1, tzinfo=UTC).isoformat()])
    assert ended.exit_code == 0 and "0 decided, 0 open, none void" in ended.stderr
