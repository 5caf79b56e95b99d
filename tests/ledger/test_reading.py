"""Laws of reading: the columns as named, words as quoted, and only what was known on the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreshock.ledger import Ledger, View
from foreshock.records import columns
from foreshock.records.columns import Column
from foreshock.records.copy import Copy
from tests.ledger.conftest import Places
from tests.ledger.made import LATER_CODER, MONDAY, TEXT, TUESDAY, coded
from tests.strategies import moments

TABLES = {
    "reports": columns.REPORTS,
    "events": columns.EVENTS,
    "statements": columns.STATEMENTS,
    "figures": columns.FIGURES,
    "relations": columns.RELATIONS,
    "outlooks": columns.OUTLOOKS,
    "consequences": columns.CONSEQUENCES,
    "left_out": columns.LEFT_OUT,
    "mentions": columns.MENTIONS,
    "actors": columns.ACTORS,
    "acts": columns.ACTS,
    "copies": columns.COPIES,
}


def held(place: str) -> Ledger:
    ledger = Ledger(place)
    ledger.add(coded(), MONDAY)
    return ledger


def with_a_copy(place: str) -> Ledger:
    ledger = held(place)
    ledger.add(coded(1), MONDAY, copy=Copy(coded().report.id, 0.9, "near", "so many words in order"))
    return ledger


@pytest.mark.parametrize("table", TABLES)
def test_a_frame_has_the_columns_of_its_table_with_and_without_rows(places: Places, table: str) -> None:
    with Ledger(places()) as empty, with_a_copy(places()) as full:
        without, with_rows = getattr(empty, table)(), getattr(full, table)()
        assert without.schema == with_rows.schema
        assert without.columns == [column.name for column in TABLES[table]]
        assert (without.height, with_rows.height > 0) == (0, True)


@pytest.mark.parametrize("table", [*TABLES.values(), columns.HITS])
def test_no_table_names_a_column_twice(table: tuple[Column, ...]) -> None:
    assert len({column.name for column in table}) == len(table)


@pytest.mark.parametrize("table", [name for name in TABLES if name not in ("reports", "actors", "acts", "copies")])
def test_every_quote_of_a_frame_stands_in_the_text_where_it_says(place: str, table: str) -> None:
    with held(place) as ledger:
        frame: pl.DataFrame = getattr(ledger, table)()
    starts = [name.removesuffix("_start") for name in frame.columns if name.endswith("_start")]
    quoted = [name for name in starts if f"{name}_text" in frame.columns]
    assert quoted
    for row in frame.iter_rows(named=True):
        assert all(TEXT[row[f"{name}_start"] : row[f"{name}_end"]] == row[f"{name}_text"] for name in quoted)


def test_an_event_row_tells_who_did_what_to_whom_and_according_to_whom(place: str) -> None:
    with held(place) as ledger:
        row = ledger.events().row(0, named=True)
    assert (row["type"], row["mode"], row["score"], row["standing"]) == ("THREATEN", "violence", -3.5, "actual")
    assert (row["actors"], row["actor_countries"], row["actor_sectors"]) == (["Envoy"], ["IRN"], ["GOV"])
    assert (row["recipients"], row["recipient_sectors"]) == (["Iraq", "Port Guards"], ["GOV", None])
    assert (row["start"], row["end"], row["place"], row["lat"]) == (date(2024, 11, 4), date(2024, 11, 4), "Basra", 30.5)
    assert (row["trigger_text"], row["sentence_text"]) == ("warned", TEXT[: TEXT.index(". ") + 1])
    assert row["chain"] == ["Harbour Institute", "Envoy"]
    assert row["chain_text"] == "Harbour Institute: noted > Envoy: warned (doubts)"
    assert (row["learned"], row["contexts"], row["figures"]) == (MONDAY, ["military"], ["f1"])


def test_an_actor_is_counted_in_each_part_it_plays(place: str) -> None:
    with held(place) as ledger:
        ledger.add(coded(1, published=date(2024, 11, 9)), TUESDAY)
        envoy = ledger.actors().row(by_predicate=pl.col("name") == "Envoy", named=True)
        institute = ledger.actors().row(by_predicate=pl.col("name") == "Harbour Institute", named=True)
    assert (envoy["reports"], envoy["as_actor"], envoy["as_source"], envoy["as_voucher"]) == (2, 2, 2, 2)
    assert (envoy["first_published"], envoy["last_published"]) == (date(2024, 11, 4), date(2024, 11, 9))
    assert (institute["as_actor"], institute["as_source"], institute["as_voucher"]) == (0, 0, 4)


def test_a_day_knows_nothing_of_what_was_learned_after_it(place: str) -> None:
    with held(place) as ledger:
        ledger.add(coded(coder=LATER_CODER), TUESDAY)
        ledger.add(coded(2), TUESDAY)
        monday, sunday = ledger.as_of(MONDAY.date()), ledger.as_of(date(2024, 11, 3))
        assert sunday.reports().height == sunday.events().height == sunday.search("warned").height == 0
        assert monday.reports()["coder_version"].to_list() == ["0.1.0"]
        assert monday.coded(coded().report.id) == coded()
        assert [told.coder for told in monday.all_coded()] == [coded().coder]
        assert not monday.holds(coded(2).report.id)
        assert ledger.as_of(TUESDAY.date()).reports().height == 2
        assert ledger.as_of(TUESDAY - timedelta(seconds=1)).reports().height == 1


def test_the_day_is_told_in_utc(place: str) -> None:
    late = datetime(2024, 11, 4, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
    with Ledger(place) as ledger:
        ledger.add(coded(), late)
        assert ledger.as_of(date(2024, 11, 4)).reports().height == 0
        assert ledger.as_of(date(2024, 11, 5)).reports()["learned"].to_list() == [late.astimezone(UTC)]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(moments, min_size=1, max_size=5), moments)
def test_what_is_added_later_leaves_a_past_day_as_it_was(
    places: Places, learned: list[datetime], day: datetime
) -> None:
    def known(view: View) -> list[object]:
        past = view.as_of(day)
        return [
            past.reports().rows(),
            past.events().rows(),
            past.actors().rows(),
            sorted(past.search("raid")["snippet"]),
        ]

    with Ledger(places()) as ledger:
        for number, moment in enumerate(sorted(min(moment, day) for moment in learned)):
            ledger.add(coded(number), moment)
        before = known(ledger)
        for number, moment in enumerate(sorted(max(moment, day + timedelta(days=1)) for moment in learned)):
            ledger.add(coded(number, LATER_CODER), moment)
        assert known(ledger) == before
