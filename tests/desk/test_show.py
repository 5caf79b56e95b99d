"""Showing: filters keep what fits, and a filter that cannot be answered says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from foreshock.desk.show import (
    KINDS,
    Filters,
    Kind,
    NoSuchFilter,
    NoSuchPeriod,
    NoSuchStanding,
    NoSuchWord,
    show,
    shown_columns,
    strangers,
    whole,
)
from foreshock.ledger import Ledger
from tests.desk.made import NOON, OneVerbCoder, report
from tests.ledger.made import TEXT, coded


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger(":memory:") as held:
        held.add(OneVerbCoder().code(report()), NOON)
        yield held


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_has_the_columns_that_are_shown(ledger: Ledger, kind: Kind) -> None:
    frame = show(ledger, kind, Filters())
    assert set(shown_columns(kind)) <= set(frame.columns)


@pytest.mark.parametrize("kind", KINDS)
def test_no_table_shows_the_first_day_of_a_period_as_if_it_were_all(kind: Kind) -> None:
    shown = shown_columns(kind)
    assert "start" not in shown or "end" in shown
    assert kind != "acts" or "precision" in shown


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(), 1),
        (Filters(actor="ARMY"), 1),
        (Filters(actor="town"), 1),
        (Filters(actor="navy"), 0),
        (Filters(type="assault"), 1),
        (Filters(type="aid"), 0),
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


@pytest.mark.parametrize(
    ("kind", "filters", "fault"),
    [
        ("events", Filters(type="WAR"), "'WAR' is no type of events"),
        ("events", Filters(type="assaul"), "did you mean ASSAULT"),
        ("acts", Filters(type="WAR"), "'WAR' is no type of acts"),
        ("statements", Filters(type="shout"), "'shout' is no type of statements"),
        ("relations", Filters(type="back"), "did you mean backs"),
        ("events", Filters(country="XX"), "'XX' is no country of events"),
        ("incidents", Filters(country="QQQ"), "'QQQ' is no country of incidents"),
        ("events", Filters(since=date(2025, 5, 1), until=date(2025, 1, 1)), "ends before it begins"),
    ],
)
def test_a_word_that_nobody_knows_and_a_period_of_no_day_are_errors_not_an_empty_table(
    ledger: Ledger, kind: Kind, filters: Filters, fault: str
) -> None:
    with pytest.raises((NoSuchWord, NoSuchPeriod), match=fault) as found:
        show(ledger, kind, filters)
    assert found.value.exit_code == 2


def test_a_word_that_some_row_has_is_found_whatever_the_codebook_knows() -> None:
    with Ledger(":memory:") as book:
        (event,) = coded().events
        party = replace(event.actors[0], country="QQQ")
        book.add(replace(coded(), events=(replace(event, actors=(party,)),)), NOON)
        assert len(show(book, "events", Filters(actor="envoy", country="qqq"))) == 1
        assert len(show(book, "events", Filters(actor="nobody", country="qqq"))) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_can_be_bounded_by_days(ledger: Ledger, kind: Kind) -> None:
    assert len(show(ledger, kind, Filters(since=date(2030, 1, 1)))) == 0
    assert len(show(ledger, kind, Filters(until=date(1990, 1, 1)))) == 0


@pytest.mark.parametrize("form", ["{report}#{row}", "{report}:{row}", "{row}", "{report}"])
def test_an_id_leads_to_its_row_and_the_row_to_its_sentence(ledger: Ledger, form: str) -> None:
    (row,) = show(ledger, "events", Filters()).iter_rows(named=True)
    assert row["id"] == f"{row['report_id']}#{row['event_id']}"
    found = show(ledger, "events", Filters(id=form.format(report=row["report_id"], row=row["event_id"])))
    assert dict(whole(found, ledger))["sentence_text"] == row["sentence_text"] is not None


@pytest.mark.parametrize("kind", ["statements", "figures", "relations", "outlooks", "consequences"])
def test_a_row_of_every_kind_leads_to_its_sentence(kind: Kind) -> None:
    with Ledger(":memory:") as book:
        book.add(coded(), NOON)
        frame = show(book, kind, Filters())
        (words,) = (dict(whole(frame, book))["sentence_text"],)
        assert str(words).endswith((".", "port guards"))
        assert TEXT.count(str(words)) == 1 and len(str(words)) < len(TEXT)
        quoted = [told for name, told in whole(frame, book) if name.endswith("_text") and name != "chain_text"]
        assert str(quoted[0]) in str(words)


def test_what_was_taken_down_is_told_in_the_table_of_reports_and_its_rows_have_no_sentence() -> None:
    with Ledger(":memory:") as book:
        book.add(coded(), NOON)
        book.add(coded(1), NOON)
        book.take_down(coded().report.id, "Ada", "asked by the outlet", NOON)
        gone, kept = show(book, "reports", Filters()).sort("state", descending=True).iter_rows(named=True)
        assert (gone["report_id"], gone["state"]) == (coded().report.id, "taken down")
        assert gone["state_because"] == "taken down on 2024-11-27 by Ada: asked by the outlet"
        assert (kept["state"], kept["state_because"]) == ("current", None)
        rows = show(book, "figures", Filters(id=coded().report.id))
        assert "sentence_text" not in dict(whole(rows, book))


def test_a_report_is_found_by_its_id_and_an_unknown_id_is_nothing(ledger: Ledger) -> None:
    (name,) = ledger.reports()["report_id"]
    assert len(show(ledger, "reports", Filters(id=name))) == 1
    assert len(show(ledger, "events", Filters(id="e-0"))) == len(show(ledger, "events", Filters(id=name[:-1]))) == 0
    with pytest.raises(NoSuchFilter, match="actors"):
        show(ledger, "actors", Filters(id=name))


def test_a_standing_that_there_is_not_is_an_error(ledger: Ledger) -> None:
    with pytest.raises(NoSuchStanding, match="'actul' is no standing; known are actual"):
        show(ledger, "events", Filters(standing="actul"))


@pytest.mark.parametrize("wanted", ["Vucic", "vučić", "VUCIC", "Aleksandar Vuc", "Vučić"])
def test_neither_accents_nor_case_keep_a_name_from_being_found(wanted: str) -> None:
    told = coded()
    who = replace(told.events[0].actors[0], name="Aleksandar Vučić")
    link = replace(told.events[0].chain[0], source=who)
    with Ledger(":memory:") as held:
        held.add(replace(told, events=(replace(told.events[0], actors=(who,), chain=(link,)),)), NOON)
        for kind, filters in (("events", Filters(actor=wanted)), ("events", Filters(source=wanted))):
            assert len(show(held, kind, filters)) == 1  # type: ignore[arg-type]
        assert len(show(held, "acts", Filters(actor=wanted))) == len(show(held, "acts", Filters()))
        assert strangers(held, "events", Filters(actor=wanted, source=wanted)) == []


def test_a_name_that_nobody_bears_is_told_with_the_nearest_that_somebody_does(ledger: Ledger) -> None:
    assert strangers(ledger, "events", Filters(actor="armyy")) == [
        "no actor of events is called 'armyy'; the nearest is the army"
    ]
    assert strangers(ledger, "events", Filters(source="xyz")) == ["no source of events is called 'xyz', nor nearly so"]
    assert strangers(ledger, "events", Filters(actor="army", type="AID")) == []
