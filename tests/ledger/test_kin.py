"""Laws of kin: copies are families, the newest version known counts, a withdrawal counts from when it was learned."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from foreshock.errors import LedgerError
from foreshock.ledger import Ledger, View, schema
from foreshock.records.coded import CodedReport
from foreshock.records.copy import Copy, Sketch
from tests.ledger.conftest import Places
from tests.ledger.made import LATER_CODER, MONDAY, TUESDAY, coded
from tests.ledger.test_trust import full, touched, without_words

SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
OLD = Path(__file__).parent / "schema-2.db.gz"
OLD_HEAD = "f5dd87d17bede53350d7fc948e0e437e8a73c89c428c0d39d1f0dfe89a0a024f"
NEWER = Path(__file__).parent / "schema-4.db.gz"
NEWER_HEAD = "5ebe6a47d9a7f325a56ea46dc234225f7d8c5e0694178fa81254748ba8fb4e72"
FIRST_DAY = MONDAY.date()
A, B, C = coded(0), coded(1), coded(2)
ONE, TWO, THREE = (held.report.id for held in (A, B, C))


def copy_of(report_id: str, share: float = 0.96) -> Copy:
    return Copy(report_id, share, "near", "96 % of its words stand in the other in the same order")


def counted(ledger: View) -> list[str]:
    assert set(ledger.acts()["report_id"]) == set(ledger.events()["report_id"])
    return ledger.events()["report_id"].to_list()


def states(ledger: Ledger) -> dict[str, tuple[int, str]]:
    return {row[0]: row[1:] for row in ledger.reports().select("report_id", "version", "state").iter_rows()}


def test_a_copy_joins_the_family_of_what_it_copies_and_a_past_day_does_not_know_it(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(A, MONDAY)
        ledger.add(B, TUESDAY, copy=copy_of(ONE))
        ledger.add(C, TUESDAY, copy=copy_of(TWO))
        assert ledger.families() == {ONE: ONE, TWO: ONE, THREE: ONE}
        assert ledger.copies().select("report_id", "copy_of", "similarity", "kind").rows() == [
            (TWO, ONE, 0.96, "near"),
            (THREE, TWO, 0.96, "near"),
        ]
        assert ledger.reports()["family"].to_list() == [ONE, ONE, ONE]
        assert set(ledger.acts()["family"]) == {ONE}
        assert ledger.as_of(FIRST_DAY).families() == {}
        assert ledger.as_of(FIRST_DAY).reports()["family"].to_list() == [None]
        assert counted(ledger) == [ONE, TWO, THREE], "nothing is thrown away"
        assert ledger.verify().fault is None


def test_a_copy_of_what_is_not_held_is_refused_whole(place: str) -> None:
    with Ledger(place) as ledger:
        with pytest.raises(LedgerError, match="holds no report 0000"):
            ledger.add(B, MONDAY, copy=copy_of("0" * 16))
        assert ledger.reports().is_empty()
        ledger.add(A, MONDAY, copy=copy_of(ONE))
        assert ledger.families() == {}, "no report is a copy of itself"
        assert ledger.verify().fault is None


def test_copies_found_later_are_kept_once_and_no_family_is_torn(place: str) -> None:
    with Ledger(place) as ledger:
        for held in (A, B, C):
            ledger.add(held, MONDAY)
        assert ledger.add_copies({TWO: copy_of(ONE)}, TUESDAY) == 1
        assert ledger.add_copies({TWO: copy_of(THREE), ONE: copy_of(THREE)}, TUESDAY) == 0
        assert ledger.families() == {ONE: ONE, TWO: ONE}
        assert ledger.verify().fault is None


def test_only_the_newest_version_known_counts_and_older_ones_stay_readable(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(A, MONDAY)
        ledger.add(B, TUESDAY, replaces=ONE)
        assert counted(ledger) == [TWO]
        assert counted(ledger.as_of(FIRST_DAY)) == [ONE]
        assert states(ledger) == {ONE: (1, "replaced"), TWO: (2, "current")}
        assert ledger.reports()["state_because"].to_list() == [f"replaced by {TWO}", None]
        assert ledger.coded(ONE) == A
        assert [held.report.id for held in ledger.all_coded()] == [TWO]
        assert counted(ledger.with_every_version()) == [ONE, TWO]
        assert set(ledger.search("warned")["report_id"]) == {TWO}
        ledger.add(C, TUESDAY)
        assert ledger.add_version(THREE, TWO, TUESDAY)
        assert not ledger.add_version(THREE, TWO, TUESDAY)
        assert states(ledger)[THREE] == (3, "current")
        assert counted(ledger) == [THREE]
        assert ledger.verify().fault is None


def test_an_article_that_goes_back_to_its_first_words_counts_by_them_again(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(A, MONDAY)
        ledger.add(B, MONDAY, replaces=ONE)
        assert not ledger.add(A, TUESDAY, replaces=TWO), "its words are held"
        assert counted(ledger) == [ONE]
        assert states(ledger) == {ONE: (3, "current"), TWO: (2, "replaced")}
        assert counted(ledger.as_of(FIRST_DAY)) == [TWO]


def test_a_withdrawn_report_counts_until_the_day_its_withdrawal_was_learned(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(A, MONDAY)
        assert ledger.withdraw(ONE, "the outlet took it back", TUESDAY, day=date(2024, 11, 4), who="Tigris Post")
        assert not ledger.withdraw(ONE, "again", TUESDAY)
        assert counted(ledger) == []
        assert counted(ledger.as_of(FIRST_DAY)) == [ONE], "learned on the second day, whatever day it tells"
        assert ledger.coded(ONE) == A
        assert states(ledger) == {ONE: (1, "withdrawn")}
        told = "withdrawn on 2024-11-04 by Tigris Post: the outlet took it back"
        assert ledger.reports()["state_because"].to_list() == [told]
        assert ledger.restore(ONE, "put back", TUESDAY)
        assert not ledger.restore(ONE, "put back", TUESDAY)
        assert counted(ledger) == [ONE]
        with pytest.raises(LedgerError, match="holds no report"):
            ledger.withdraw(TWO, "", TUESDAY)
        with pytest.raises(LedgerError, match="holds no report"):
            ledger.add_version(ONE, TWO, TUESDAY)
        assert ledger.verify().fault is None


def test_what_became_of_a_report_cannot_be_told_of_a_past_day(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(A, TUESDAY)
        with pytest.raises(LedgerError, match="would change what was known"):
            ledger.withdraw(ONE, "", MONDAY)
        with pytest.raises(LedgerError, match="would change what was known"):
            ledger.add(B, MONDAY, replaces=ONE)
        assert counted(ledger) == [ONE]


def test_a_new_coding_of_a_replaced_report_does_not_bring_it_back(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(A, MONDAY)
        ledger.add(B, MONDAY, replaces=ONE)
        ledger.add(replace(A, coder=LATER_CODER), TUESDAY)
        assert counted(ledger) == [TWO]


def test_the_author_and_the_flags_of_a_report_come_back_and_a_takedown_erases_the_author(place: str) -> None:
    report = replace(A.report, author="Ada Zyzzyva", flags=("hidden text left out", "cut at 2 MB"))
    told = replace(A, report=report)
    with Ledger(place) as ledger:
        ledger.add(told, MONDAY)
        ledger.add(B, MONDAY)
        assert ledger.coded(ONE) == told
        assert ledger.text_of(ONE) == report
        assert ledger.reports().select("author", "flags").rows() == [("Ada Zyzzyva", list(report.flags)), (None, [])]
        assert ledger.verify().fault is None
        ledger.take_down(ONE, "Ada", "asked", TUESDAY)
        assert ledger.reports()["author"].to_list() == [None, None]
        assert ledger.text_of(ONE) is None
        assert ledger.verify().fault is None


def test_a_report_is_found_by_its_sketch_until_it_is_taken_down(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(A, MONDAY, sketch=Sketch("1", b"\x00a"))
        ledger.add(B, MONDAY)
        assert ledger.without_sketch("1") == [TWO]
        assert ledger.without_sketch("2") == [ONE, TWO]
        ledger.add_sketches({TWO: Sketch("1", b"b"), ONE: Sketch("1", b"c")})
        [(first, *one), (second, *two)] = ledger.sketches("1")
        assert (one, two) == ([ONE, b"\x00a"], [TWO, b"b"])
        assert ledger.sketches("1", after=first) == [(second, *two)]
        ledger.take_down(ONE, "Ada", "asked", TUESDAY)
        assert [name for _, name, _ in ledger.sketches("1")] == [TWO]
        assert ledger.without_sketch("1") == []
        assert ledger.verify().fault is None


@SOME
@given(st.lists(st.tuples(st.sampled_from(["version", "withdraw", "restore"]), st.integers(0, 2), st.integers(0, 2))))
def test_whatever_became_of_reports_a_past_moment_knows_what_it_knew(
    steps: list[tuple[str, int, int]],
) -> None:
    ids, seen = (ONE, TWO, THREE), []
    with Ledger(":memory:") as ledger:
        for held in (A, B, C):
            ledger.add(held, MONDAY)
        for number, (step, one, other) in enumerate(steps, start=1):
            moment = MONDAY + timedelta(hours=number)
            if step == "version":
                ledger.add_version(ids[one], ids[other], moment)
            elif step == "withdraw":
                ledger.withdraw(ids[one], "", moment)
            else:
                ledger.restore(ids[one], "", moment)
            seen.append((moment, counted(ledger)))
        assert [(moment, counted(ledger.as_of(moment))) for moment, _ in seen] == seen
        current = [name for name, (_, state) in states(ledger).items() if state == "current"]
        assert counted(ledger) == current
        assert ledger.verify().fault is None


@pytest.mark.parametrize(("old", "head"), [(OLD, OLD_HEAD), (NEWER, NEWER_HEAD)], ids=["two", "four"])
def test_a_ledger_of_an_earlier_schema_is_brought_up_with_its_chain_as_it_was(
    tmp_path: Path, old: Path, head: str
) -> None:
    place = tmp_path / "old.db"
    place.write_bytes(gzip.decompress(old.read_bytes()))
    with Ledger(place) as ledger:
        assert (ledger.verify().fault, ledger.verify().head) == (None, head)
        assert ledger.coded(ONE) == A
        assert ledger.acts()["incident"].drop_nulls().to_list() == ["i1", "i1"]
        _goes_on(ledger)
    _fits(str(place))


def test_a_ledger_that_was_of_schema_two_in_any_database_is_brought_up(places: Places) -> None:
    place = places()
    with full(place) as ledger:
        head = ledger.verify().head
    engine = touched(place)
    with engine.begin() as connection:
        for table in ("copies", "report_states", "sketches", "watched_sources", "watched_entries", "watched_sites"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("DROP INDEX reports_by_address"))
        for column in ("author", "flags"):
            connection.execute(text(f"ALTER TABLE reports DROP COLUMN {column}"))
        connection.execute(text("UPDATE ledger_marks SET value = '2' WHERE name = 'schema'"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    engine.dispose()
    with Ledger(place) as ledger:
        assert (ledger.verify().fault, ledger.verify().head) == (None, head)
        assert ledger.coded(ONE) == A
        _goes_on(ledger)
    _fits(place)


def _goes_on(ledger: Ledger) -> None:
    """What schema 3 brought works on a ledger that was brought up."""
    more: CodedReport = replace(C, report=replace(C.report, author="Ada", flags=("hidden text left out",)))
    assert ledger.add(more, TUESDAY, copy=copy_of(ONE), replaces=ONE)
    assert ledger.coded(THREE) == more
    assert ledger.families() == {ONE: ONE, THREE: ONE}
    assert states(ledger)[THREE] == (2, "current")
    assert ledger.verify().fault is None


def _fits(place: str) -> None:
    engine = touched(place)
    with engine.connect() as connection:
        assert without_words(compare_metadata(MigrationContext.configure(connection), schema.tables)) == []
    engine.dispose()


def test_what_copies_tell_alike_is_one_incident_of_one_origin_until_linking_says_more(place: str) -> None:
    twice = replace(A, events=(A.events[0], replace(A.events[0], id="e2")))
    with Ledger(place) as ledger:
        ledger.add(twice, MONDAY)
        assert ledger.acts()["incident"].null_count() == 4
        ledger.add(replace(B, events=twice.events), TUESDAY, copy=copy_of(ONE))
        ledger.add(C, TUESDAY)
        acts = ledger.acts()
        told = acts.filter(acts["family"].is_not_null())
        assert told.height == 8
        assert told["incident"].n_unique() == 2, "two like acts of one text stay two"
        assert told["incident"].null_count() == 0
        assert set(told["origin_key"]) == {f"copies {ONE}"}
        assert acts.filter(report_id=THREE).select("incident", "origin_key", "family").null_count().row(0) == (2, 2, 2)
        assert ledger.as_of(FIRST_DAY).acts()["incident"].null_count() == 4
