"""Laws of ids: whatever prints one, it leads to its row, and an incident shows who tells it and what is contested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from foreshock.desk.correct import Review, correct
from foreshock.desk.gauge import gauge
from foreshock.desk.link import check_known, keep, link, shown
from foreshock.desk.show import Filters, show
from foreshock.desk.trace import around, trace
from foreshock.errors import LedgerError
from foreshock.ledger import Ledger
from foreshock.records.correction import Correction
from foreshock.records.event import When
from foreshock.records.forecast import Answer, Question, issued
from foreshock.records.forecast_exchange import forecast_out
from foreshock.records.note import Note
from foreshock.records.reading import RowId
from tests.ledger.made import MONDAY, TUESDAY, coded
from tests.ledger.test_trust import history

WITHOUT_A_DAY = When(None, None, "unknown", None, None)


@pytest.fixture
def book() -> Iterator[Ledger]:
    with Ledger(":memory:") as held:
        for number in range(3):
            held.add(coded(number), MONDAY)
        keep(link(held), held, TUESDAY)
        yield held


def test_an_incident_leads_to_its_rows_its_outlets_and_why_each_is_in_it(book: Ledger) -> None:
    (name,) = show(book, "incidents", Filters())["id"]
    found = trace(book, name)
    assert found.kind == "events"
    assert found.rows is not None
    assert set(found.rows["report_id"]) == {coded(number).report.id for number in range(3)}
    assert "independent origin" in found.lines[0]
    assert any(line.startswith("  outlets: ") for line in found.lines)
    assert sum("together" in line for line in found.lines) == 2
    assert any(line.endswith("the first to tell it") for line in found.lines)


def test_incidents_are_a_table_that_can_be_filtered(book: Ledger) -> None:
    (row,) = show(book, "incidents", Filters()).iter_rows(named=True)
    assert (row["told"], row["reports"], row["contested"]) == (3, 3, False)
    assert len(show(book, "incidents", Filters(id=row["id"], type=row["type"], country="IRN"))) == 1
    assert len(show(book, "incidents", Filters(id="i-000000000000"))) == 0
    assert len(show(book, "incidents", Filters(until=date(1990, 1, 1)))) == 0


def test_an_incident_is_told_alike_by_link_by_its_table_and_by_its_id() -> None:
    raid = coded().events[0]
    told = [
        replace(raid, type="ACCUSE", mode="allege", standing="historical", when=WITHOUT_A_DAY),
        replace(raid, when=replace(raid.when, start=date(2024, 11, 2), end=date(2024, 11, 2))),
        replace(raid, when=replace(raid.when, start=date(2024, 5, 1), end=date(2024, 5, 31), precision="month")),
    ]
    with Ledger(":memory:") as book:
        for number, event in enumerate(told):
            book.add(replace(coded(number), events=(event,)), MONDAY)
        found = link(book)
        keep(found, book, TUESDAY)
        rows = {row["id"]: row for row in show(book, "incidents", Filters()).iter_rows(named=True)}
        assert set(rows) == {one.id for one in found.incidents}
        for one in shown(found, 1):
            row, incident = rows[one.incident.id], one.incident
            assert (row["day"], row["type"], row["contested"]) == (
                incident.day,
                incident.type,
                one.contradiction.contested,
            )
            assert (tuple(row["actors"]), tuple(row["recipients"])) == (incident.actors, incident.recipients)
            assert trace(book, incident.id).lines[0] == replace(one, grade=None).lines()[0]


def test_a_row_that_was_corrected_away_leaves_its_incident_told_as_such(book: Ledger) -> None:
    (name,) = show(book, "incidents", Filters())["id"]
    for number in range(3):
        correct(book, coded(number).report.id, [Correction("reject", "e1")], Review("Ada", "read it", TUESDAY))
    assert around(book, name) == (
        "its rows are not in this view: they were read anew, or corrected, since it was linked",
    )


def test_a_corrected_row_tells_who_corrected_it_when_why_and_what_it_was(book: Ledger) -> None:
    report = coded(0).report.id
    correct(
        book, report, [Correction("set", "e1", (("standing", "negated"),))], Review("Ada", "it was denied", TUESDAY)
    )
    assert trace(book, f"{report}#e1").lines == (
        f"set by Ada, {TUESDAY:%Y-%m-%d %H:%M}: it was denied",
        '  standing: "actual" before, "negated" after',
    )
    correct(book, report, [Correction("reject", "e1")], Review("Bo", "told twice", TUESDAY))
    gone = trace(book, f"{report}#e1")
    assert gone.rows is None
    assert gone.lines[2:] == (
        f"reject by Bo, {TUESDAY:%Y-%m-%d %H:%M}: told twice",
        "  before: THREATEN e1",
        "  after: no row",
    )


def test_every_id_of_a_gauge_leads_to_its_row_imported_ones_too(book: Ledger) -> None:
    book.add_history(history(), "icews", "d" * 64, "icews.tab", TUESDAY)
    told = gauge(book)
    ids = {str(row) for one in told for reading in one.readings for part in reading.parts for row in part.because}
    assert ids
    for name in ids:
        assert trace(book, name).rows is not None
    imported = RowId("", history()["event_id"][0])
    assert trace(book, str(imported)).kind == "acts"


def test_an_id_that_leads_nowhere_is_an_error_that_names_it(book: Ledger) -> None:
    with pytest.raises(LedgerError, match="holds nothing under the id i-000000000000"):
        trace(book, "i-000000000000")


def test_a_correction_tells_the_issued_forecasts_that_knew_of_the_row(book: Ledger) -> None:
    after, before = TUESDAY + timedelta(days=1), MONDAY - timedelta(days=1)
    ours = {when: _asked(when, "IRN", "IRQ").id for when in (after, before)}
    other = _asked(after, "FRA", "DEU")
    told = [_asked(after, "IRN", "IRQ"), _asked(before, "IRN", "IRQ"), other]
    book.add_notes([Note("forecast", one.id, forecast_out(one)) for one in told], after)
    done = correct(book, coded(0).report.id, [Correction("reject", "e1")], Review("Ada", "read it", after))
    assert done.forecasts == (ours[after],)
    assert trace(book, other.id).lines[0].startswith(f"forecast {other.id}, issued ")


def test_nothing_known_is_told_before_it_is_linked(book: Ledger) -> None:
    day = MONDAY.date() - timedelta(days=3)
    with pytest.raises(LedgerError, match=f"holds no report as of {day}, so there is nothing to link"):
        check_known(book.as_of(day), day)
    check_known(book.as_of(None), None)


def test_particulars_of_an_imported_act_are_shown_with_it(book: Ledger) -> None:
    event = history()["event_id"][0]
    more = pl.DataFrame(
        [(event, 2, 3, 5, "Harbour", 30.5, 47.8, "near")],
        schema=["event_id", "deaths_low", "deaths_best", "deaths_high", "place", "lat", "lon", "place_precision"],
        orient="row",
    )
    book.add_history(history(), "ucdp", "e" * 64, "ged.csv", TUESDAY, more)
    rows = show(book, "acts", Filters(id=event)).filter(pl.col("origin") == "ucdp")
    assert rows.select("deaths_low", "deaths_best", "deaths_high", "lat", "lon").rows()[0] == (2, 3, 5, 30.5, 47.8)
    assert book.verify().fault is None
    assert book.as_of(MONDAY.date()).particulars().is_empty()


def _asked(when: datetime, actor: str, recipient: str):  # type: ignore[no-untyped-def]
    first = (when + timedelta(days=2)).date()
    return issued(
        issued=when.astimezone(UTC), known_by=when.date(), parameters="p", model_version="1", seed=1, paths=10,
        question=Question("any", first, 7, actor, recipient), answer=Answer("network", probability=0.2), baselines=(),
        rule="any act",
    )  # fmt: skip
