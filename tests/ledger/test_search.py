"""Laws of search: any words may be typed, and every match shown is a span of the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreshock.errors import LedgerError
from foreshock.ledger import Ledger
from foreshock.records import columns
from foreshock.records.coded import CodedReport
from tests.ledger.conftest import Places
from tests.ledger.made import LATER_CODER, MONDAY, TEXT, TUESDAY, coded
from tests.strategies import coded_reports

HOSTILE = [
    '"',
    '""',
    "'",
    "*",
    "(",
    ")",
    "a AND",
    "NOT",
    "OR OR",
    "NEAR(a b",
    "text:",
    "{words}: x",
    "^a",
    "--",
    ";",
    "\x00",
]
SHORT = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def ledger(place: str) -> Ledger:
    held = Ledger(place)
    held.add(coded(), MONDAY)
    return held


@pytest.mark.parametrize("words", [*HOSTILE, "", " ", "drop table reports; --", 'a" OR "', "\ud83d", "x" * 100_000])
def test_hostile_words_find_or_do_not_find_but_never_break(ledger: Ledger, words: str) -> None:
    try:
        assert ledger.search(words).columns == [column.name for column in columns.HITS]
    except LedgerError as fault:
        assert "half characters" in str(fault)
    assert ledger.reports().height == 1


@SHORT
@given(coded_reports(most=1), st.text() | st.sampled_from(["drone", "dej*", "TEHRAN hit", '"strike drone"', "vu no"]))
def test_any_words_give_matches_that_are_spans_of_the_text(places: Places, told: CodedReport, words: str) -> None:
    with Ledger(places()) as ledger:
        ledger.add(told, MONDAY)
        text = told.report.text
        try:
            hits = ledger.search(words)
        except LedgerError as fault:
            assert "half characters" in str(fault) or "at most 64 words" in str(fault)
            return
        for hit in hits.iter_rows(named=True):
            assert text[hit["snippet_start"] :].startswith(hit["snippet"])
            assert len(hit["snippet"]) <= 300
            assert all(0 <= s < e <= len(text) for s, e in zip(hit["starts"], hit["ends"], strict=True))


def test_a_match_is_told_by_its_place_in_the_report(ledger: Ledger) -> None:
    hits = ledger.search("drones").filter(kind="report")
    start, end = hits["starts"][0][0], hits["ends"][0][0]
    assert TEXT[start:end] == "drones"
    assert "drones" in hits["snippet"][0]


def test_rows_are_found_by_their_words_and_by_their_codes(ledger: Ledger) -> None:
    assert ledger.search("THREATEN IRN").select("kind", "row_id").rows() == [("event", "e1")]
    found = ledger.search("port").filter(kind="consequence").row(0, named=True)
    assert [TEXT[s:e] for s, e in zip(found["starts"], found["ends"], strict=True)] == ["port"]
    assert set(ledger.search("drone")["kind"]) == {"report", "figure"}


def test_a_word_is_found_in_its_other_forms_and_without_its_accents(ledger: Ledger) -> None:
    text = "A café was attacked."
    ledger.add(CodedReport(replace(coded().report, id="b", text=text, title=None), coded().coder), MONDAY)
    hit = ledger.search("Cafes attacks").row(0, named=True)
    assert [text[s:e] for s, e in zip(hit["starts"], hit["ends"], strict=True)] == ["café", "attacked"]


def test_a_zero_character_hides_nothing_that_follows_it(ledger: Ledger) -> None:
    text = "Before \x00 after: a quarry."
    ledger.add(CodedReport(replace(coded().report, id="z", text=text), coded().coder), MONDAY)
    hit = ledger.search("quarry").row(0, named=True)
    assert text[hit["starts"][0] : hit["ends"][0]] == "quarry"


def test_a_phrase_in_quotes_is_sought_as_a_phrase(ledger: Ledger) -> None:
    assert ledger.search('"strike on Basra"').filter(kind="report").height == 1
    assert ledger.search('"Basra on strike"').height == 0
    assert ledger.search("Basra on strike").filter(kind="report").height == 1
    assert ledger.search("guar*").filter(kind="relation").height == 1


def test_a_title_that_is_not_in_the_text_is_found_and_the_text_shown(ledger: Ledger) -> None:
    found = ledger.search("warning").filter(kind="report").row(0, named=True)
    assert found["snippet"] == TEXT[: len(found["snippet"])] or "warned" in found["snippet"]


def test_only_the_newest_coding_is_found_unless_all_are_asked_for(ledger: Ledger) -> None:
    ledger.add(CodedReport(coded().report, LATER_CODER), TUESDAY)
    assert ledger.search("THREATEN").height == 0
    assert ledger.search("drones").height == 1
    assert ledger.with_every_coding().search("THREATEN").height == 1
    assert ledger.as_of(MONDAY.date()).search("THREATEN").height == 1


def test_too_many_words_are_refused_and_counted(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="at most 64 words, not 65"):
        ledger.search("word " * 65)


def test_the_best_hits_are_kept_where_there_are_more_than_the_limit(ledger: Ledger) -> None:
    for number in range(5):
        ledger.add(coded(number), MONDAY)
    assert ledger.search("drones", limit=2).group_by("kind").len().sort("kind").rows() == [("figure", 2), ("report", 2)]
