"""Showing: filters keep what fits, and a filter that cannot be answered says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from foreshock.desk.show import KINDS, Filters, Kind, NoSuchFilter, show, shown_columns
from foreshock.ledger import Ledger
from tests.desk.made import NOON, OneVerbCoder, report


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger(":memory:") as held:
        held.add(OneVerbCoder().code(report()), NOON)
        yield held


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_the_columns_that_are_shown(ledger: Ledger, kind: Kind) -> None:
    frame = show(ledger, kind, Filters())
    assert set(shown_columns(kind)) <= set(frame.columns)


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(), 1),
        (Filters(actor="ARMY"), 1),
        (Filters(actor="town"), 1),
        (Filters(actor="navy"), 0),
        (Filters(type="assault"), 1),
        (Filters(type="assaul"), 0),
        (Filters(standing="actual"), 1),
        (Filters(standing="negated"), 0),
        (Filters(country="irq"), 1),
        (Filters(country="IRN"), 0),
        (Filters(since=date(2024, 11, 25), until=date(2024, 11, 25)), 1),
        (Filters(since=date(2024, 11, 26)), 0),
        (Filters(until=date(2024, 11, 24)), 0),
        (Filters(source="ministry"), 0),
        (Filters(actor="army", type="ASSAULT", country="IRQ"), 1),
    ],
)
def test_rows_fit_all_filters(ledger: Ledger, filters: Filters, rows: int) -> None:
    assert len(show(ledger, "events", filters)) == rows


@pytest.mark.parametrize(
    ("kind", "filters"), [("figures", Filters(standing="actual")), ("reports", Filters(actor="x"))]
)
def test_a_filter_that_a_table_cannot_answer_is_an_error(ledger: Ledger, kind: Kind, filters: Filters) -> None:
    with pytest.raises(NoSuchFilter, match=kind):
        show(ledger, kind, filters)


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_can_be_bounded_by_days(ledger: Ledger, kind: Kind) -> None:
    assert len(show(ledger, kind, Filters(since=date(2030, 1, 1)))) == 0
    assert len(show(ledger, kind, Filters(until=date(1990, 1, 1)))) == 0
