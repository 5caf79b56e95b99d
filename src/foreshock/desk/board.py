"""The indicator board of a scenario: what the ledger shows of it today.

The law: the day and the ledger are handed in; the board counts what the ledger held by then and nothing later.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from foreshock.errors import NoPlay

if TYPE_CHECKING:
    import polars as pl

    from foreshock.records.played import Board
    from foreshock.records.scenario import Scenario
    from foreshock.scenario.history import History

BOARD_COLUMNS = ("part", "name", "acts", "state", "in window", "ever", "last", "by the rows")
ROWS_SHOWN = 3


class ActsView(Protocol):
    """A ledger as known at some moment, with its long table of acts."""

    def acts(self) -> pl.DataFrame:
        """One row a directed pair, with the columns records.columns.ACTS."""


def opened(
    path: Path, view: ActsView, as_of: date | None, since: date | None = None, today: date | None = None
) -> tuple[Scenario, History]:
    """The scenario of the file and its history up to the day, or to the last day that reports, or else acts, are of.

    Where no day is told, `today` is left out as a day that is not over: half a day of reports would pass for calm.
    """
    from foreshock.scenario import open_scenario
    from foreshock.scenario.history import history

    scenario, acts = open_scenario(path), view.acts()
    last = as_of or acts["published"].max() or acts["day"].max()
    if as_of is None and today is not None and isinstance(last, date):
        last = min(last, today - timedelta(days=1))
    if acts.is_empty() or not isinstance(last, date):
        by = f"by {as_of}, and an imported history is known from the day of its import on" if as_of else ""
        raise NoPlay(scenario.name, f"the ledger knew of no act {by}".rstrip(), "`foreshock add` adds reports to it")
    return scenario, history(scenario, acts, last, since)


def board(path: Path, view: ActsView, as_of: date | None = None, since: date | None = None) -> Board:
    """The state of every part of the scenario on the day; raises ScenarioError and NoPlay."""
    from foreshock.scenario.board import board as made

    return made(*opened(path, view, as_of, since))


def board_rows(told: Board) -> Iterator[tuple[object, ...]]:
    """One row a part, as BOARD_COLUMNS."""
    for one in told.indicators:
        rows = "; ".join(f"{row.day} {row.what} ({row.report} {row.event})" for row in one.rows[:ROWS_SHOWN])
        more = f"; and {len(one.rows) - ROWS_SHOWN} more" if len(one.rows) > ROWS_SHOWN else ""
        state = f"{one.state} {one.completed}" if one.completed else one.state
        window = f"{one.have} of {one.needs} in {one.window_days} d"
        part = f"{one.kind}, {one.pathway}" if one.pathway else one.kind
        ever = one.ever or "never seen"
        yield (part, one.name, one.pattern, state, window, ever, one.last, rows + more)
