"""Laws of trust: what was touched is named, what was erased is vouched for still, what is old is brought up."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    Date,
    DateTime,
    Double,
    Engine,
    Integer,
    LargeBinary,
    Table,
    create_engine,
    delete,
    insert,
    select,
    update,
)

from foreshock.errors import LedgerError
from foreshock.ledger import Ledger, schema, schema_more
from foreshock.ledger.acts import Pair
from foreshock.ledger.chain import CHAINED
from foreshock.records import columns
from foreshock.records.copy import Copy
from foreshock.records.note import Note
from tests.ledger.conftest import Places
from tests.ledger.made import LATER_CODER, MONDAY, TEXT, TUESDAY, coded

SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
OLD = Path(__file__).parent / "schema-1.db.gz"
FIRST_DAY, SECOND_DAY = MONDAY.date(), TUESDAY.date()


def history(rows: int = 3) -> pl.DataFrame:
    """Pairs as an imported file tells them."""
    told = {
        "event_id": [f"h{n}" for n in range(rows)],
        "day": [date(2018, 1, 1 + n % 28) for n in range(rows)],
        "precision": ["day"] * rows,
        "type": ["ASSAULT"] * rows,
        "mode": ["aerial"] * rows,
        "standing": ["actual"] * rows,
        "actor": ["Israel"] * rows,
        "actor_country": ["ISR"] * rows,
        "recipient": ["Iran"] * rows,
        "recipient_country": ["IRN"] * rows,
        "share": [1.0] * rows,
    }
    return pl.DataFrame(told)


def links() -> pl.DataFrame:
    report = coded(0).report.id
    return pl.DataFrame(
        {
            "report_id": [report],
            "event_id": ["e1"],
            "incident": ["i1"],
            "score": [2.5],
            "because": ["same place"],
            "origin": ["outlet"],
        }
    )


def full(place: str) -> Ledger:
    """A ledger that holds a row of every table."""
    ledger = Ledger(place)
    ledger.add(coded(0), MONDAY)
    ledger.add(coded(1), MONDAY)
    ledger.add_history(history(), "icews", "d" * 64, "icews.tab", MONDAY)
    ledger.add_links(Note("links", "all", {"rule": 1}), links(), TUESDAY)
    ledger.add_note(Note("grade", "Tigris Post", {"reliability": "B"}, "Ada", "years of use"), TUESDAY)
    return ledger


def fuller(place: str) -> Ledger:
    """The same, with a row of every table that younger schemas brought, and every column told."""
    ledger = full(place)
    told = replace(coded(5), report=replace(coded(5).report, author="Ada", flags=("hidden text left out",)))
    ledger.add(told, TUESDAY, copy=Copy(coded(0).report.id, 0.9, "near", "so many words in order"))
    ledger.withdraw(coded(1).report.id, "taken back", TUESDAY, day=FIRST_DAY, who="Ada")
    return ledger


def touched(place: str) -> Engine:
    return create_engine(
        place.replace("postgresql://", "postgresql+psycopg://") if "://" in place else f"sqlite:///{place}"
    )


def other_value(kind: object, old: object) -> object:
    """A value of the kind that is not the old one."""
    if isinstance(kind, DateTime):
        return datetime(1999, 1, 1)
    if isinstance(kind, Date):
        return date(1999, 1, 1)
    if isinstance(kind, Double | Integer):
        return 7 if old is None else old + 1  # type: ignore[operator]
    if isinstance(kind, LargeBinary):
        return b"x" + old[1:]  # type: ignore[index]
    return ["changed"] if isinstance(old, list | dict) else "changed"


def test_an_untouched_ledger_is_whole_and_tells_its_head(place: str) -> None:
    with full(place) as ledger:
        seen = ledger.verify()
        assert seen.fault is None
        assert seen.entries == 5
        with touched(place).connect() as connection:
            rows = sum(len(connection.execute(select(table.c.seq)).all()) for table in CHAINED)
        assert seen.rows == rows > 40
        assert len(seen.head) == 64
        ledger.add(coded(2), TUESDAY)
        assert ledger.verify().head != seen.head
        assert ledger.holds_head(seen.head)
        assert not ledger.holds_head("f" * 64)


def cells() -> list[tuple[Table, str]]:
    unseen = {("reports", "seq")}
    return [
        (table, column.name)
        for table in (*CHAINED, schema_more.entries)
        for column in table.columns
        if column.name != "seq" and not column.foreign_keys and (table.name, column.name) not in unseen
    ]


def test_a_change_of_any_cell_of_any_table_is_found_and_its_row_named(places: Places) -> None:
    place = places()
    fuller(place).close()
    engine = touched(place)
    for table, name in cells():
        column = table.c[name]
        with engine.begin() as connection:
            seq, old = connection.execute(select(table.c.seq, column).order_by(table.c.seq.desc()).limit(1)).one()
            connection.execute(update(table).where(table.c.seq == seq).values({name: other_value(column.type, old)}))
        with Ledger(place) as ledger:
            fault = ledger.verify().fault
        assert fault is not None, f"a change of {table.name}.{name} was not seen"
        assert (fault.table, fault.seq) == (table.name, seq), f"{table.name}.{name}: {fault}"
        with engine.begin() as connection:
            connection.execute(update(table).where(table.c.seq == seq).values({name: old}))
    with Ledger(place) as ledger:
        assert ledger.verify().fault is None
    engine.dispose()


@pytest.mark.parametrize(("table", "name"), [("events", "because"), ("acts", "day"), ("entries", "rows")])
def test_a_value_that_cannot_be_read_is_named_like_any_other_change(tmp_path: Path, table: str, name: str) -> None:
    place = tmp_path / "a.db"
    full(str(place)).close()
    with closing(sqlite3.connect(place)) as file:
        file.execute(f"UPDATE {table} SET {name} = 'no such thing {{' WHERE seq = 2")
        file.commit()
    with Ledger(place) as ledger:
        assert (f := ledger.verify().fault) is not None
    assert (f.table, f.seq, f.what) == (table, 2, "holds what no ledger writes there")


@pytest.mark.parametrize("table", CHAINED, ids=lambda table: table.name)
def test_a_row_that_was_taken_out_or_put_in_is_named(tmp_path: Path, table: Table) -> None:
    place = str(tmp_path / "a.db")
    fuller(place).close()
    engine = touched(place)
    with engine.begin() as connection:
        row = dict(connection.execute(select(table).order_by(table.c.seq).limit(1)).mappings().one())
        connection.execute(delete(table).where(table.c.seq == row["seq"]))
    with Ledger(place) as ledger:
        assert (f := ledger.verify().fault) is not None
        assert (f.table, f.seq, f.what) == (table.name, row["seq"], "is missing")
    with engine.begin() as connection:
        connection.execute(insert(table), row)
        names = {c.name: f"{row[c.name]}x" for c in table.columns if c.unique or c.name == "digest"}
        copy = row | names | {"seq": 1000} | {name: 99 for name in ("position", "depth") if name in row}
        connection.execute(insert(table), copy)
    with Ledger(place) as ledger:
        assert (f := ledger.verify().fault) is not None
        assert (f.table, f.seq) == (table.name, 1000)
        assert "belongs to no entry" in f.what
    engine.dispose()


def test_small_digests_that_are_made_to_fit_a_changed_row_are_still_found(tmp_path: Path) -> None:
    from foreshock.ledger.chain import row_digest

    place = str(tmp_path / "a.db")
    with Ledger(place) as ledger:
        ledger.add(coded(), MONDAY)
    engine = touched(place)
    with engine.begin() as connection:
        connection.execute(update(schema.events).values(type="ASSAULT"))
        held, row = (
            connection.execute(select(schema_more.entries)).mappings().one(),
            connection.execute(select(schema.events)).one(),
        )
        at = sum(last - first + 1 for name, first, last in held["rows"][:2]) * 8
        forged = held["digests"][:at] + row_digest(schema.events, row)[:8] + held["digests"][at + 8 :]
        connection.execute(update(schema_more.entries).values(digests=forged))
    with Ledger(place) as ledger:
        fault = ledger.verify().fault
    assert fault is not None
    assert fault.table == "entries"
    engine.dispose()


def test_a_takedown_erases_the_words_and_leaves_a_tombstone_the_rows_and_the_chain(place: str) -> None:
    told = replace(coded(0), report=replace(coded(0).report, title="Zyzzyva of the harbour"))
    gone, kept = told.report.id, coded(1).report.id
    with Ledger(place) as ledger:
        ledger.add(told, MONDAY)
        ledger.add(coded(1), MONDAY)
        ledger.take_down(gone, "Ada", "asked by the outlet", TUESDAY)
        assert ledger.verify().fault is None
        assert [report.report.id for report in ledger.all_coded()] == [kept]
        with pytest.raises(LedgerError, match=r"was taken down \(asked by the outlet\)"):
            ledger.coded(gone)
        with pytest.raises(LedgerError, match="is not taken again"):
            ledger.add(replace(told, coder=LATER_CODER), TUESDAY)
        assert ledger.holds(gone, LATER_CODER), "it is not asked for again"
        events = ledger.events().filter(report_id=gone)
        assert events["type"].to_list() == ["THREATEN"]
        assert events["sentence_text"].to_list() == [None]
        assert ledger.search("Zyzzyva").height == 0
        assert set(ledger.search("warned")["report_id"]) == {kept}
        [(moment, note)] = ledger.notes("takedown")
        assert (moment, note.subject, note.who) == (TUESDAY.replace(tzinfo=None), gone, "Ada")
        with pytest.raises(LedgerError, match="holds no report"):
            ledger.take_down("0" * 16, "Ada", "", TUESDAY)


def test_the_words_of_a_report_taken_down_are_nowhere_in_the_file(tmp_path: Path) -> None:
    place, words = tmp_path / "a.db", "Xylophone quorum at the jetty"
    base = coded(0)
    told = replace(base, report=replace(base.report, id="f" * 16, text=f"{TEXT} {words}.", title=words))
    with Ledger(place) as ledger:
        ledger.add(told, MONDAY)
        assert b"Xylophone" in place.read_bytes() + place.with_name("a.db-wal").read_bytes()
        ledger.take_down(told.report.id, "Ada", "asked", TUESDAY)
        for file in tmp_path.iterdir():
            held = file.read_bytes().lower()
            assert b"xylophon" not in held and b"quorum" not in held and b"jetti" not in held, file.name


def test_a_ledger_of_schema_one_is_brought_up_with_every_row_it_had(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    place.write_bytes(gzip.decompress(OLD.read_bytes()))
    newer = replace(coded(1, coder=LATER_CODER), events=())
    with Ledger(place) as ledger:
        assert {held.report.id: held for held in ledger.all_coded()} == {
            told.report.id: told for told in (coded(0), newer, coded(2))
        }
        assert ledger.coded(coded(1).report.id, coded(1).coder) == coded(1)
        assert ledger.verify().fault is None
        assert ledger.verify().entries == 4
        assert ledger.acts().height == 4, "two reports show their event, with two recipients each"
        assert ledger.as_of(FIRST_DAY).acts().height == 6
        assert not ledger.add(coded(0), TUESDAY)
        assert ledger.add(coded(7), TUESDAY)
        assert ledger.verify().fault is None
    engine = touched(str(place))
    with engine.connect() as connection:
        assert without_words(compare_metadata(MigrationContext.configure(connection), schema.tables)) == []
    engine.dispose()


def without_words(differences: list[object]) -> list[object]:
    """The differences between two schemas but for the tables of the word index, which are no part of either."""
    removed = ("remove_table", "remove_index")
    return [d for d in differences if not (isinstance(d, tuple) and d[0] in removed and "words" in d[1].name)]


def test_a_ledger_of_schema_one_that_cannot_be_written_says_what_it_needs(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    place.write_bytes(gzip.decompress(OLD.read_bytes()))
    with Ledger(place) as ledger:
        ledger.close()
    with closing(sqlite3.connect(place)) as file:
        file.execute("UPDATE ledger_marks SET value = '1'")
        file.commit()
    from foreshock.ledger.opening import begin_or_check, engine_of

    name, engine, _ = engine_of(place, True, 1.0)
    with pytest.raises(LedgerError, match="is of schema 1 and has to be written once to be brought up"):
        begin_or_check(name, engine, True, writable=False)
    engine.dispose()


def test_a_pair_is_counted_once_however_many_take_part(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(coded(), MONDAY)
        acts = ledger.acts()
    assert acts.columns == [column.name for column in columns.ACTS]
    assert acts.select("actor", "recipient", "share", "voucher", "stance").rows() == [
        ("Envoy", "Iraq", 0.5, "Envoy", "doubts"),
        ("Envoy", "Port Guards", 0.5, "Envoy", "doubts"),
    ]
    assert acts.select("quad", "score", "origin", "day").unique().rows() == [("VX", -3.5, "coded", date(2024, 11, 4))]


def test_actors_of_a_mutual_act_do_it_to_one_another_and_others_do_not(place: str) -> None:
    [event] = coded().events
    actors = (*event.actors, *event.recipients)
    meeting = replace(event, id="e2", type="CONSULT", mode=None, quad="VC", actors=actors, recipients=())
    threat = replace(event, id="e3", actors=actors, recipients=())
    clash = replace(
        event, id="e4", type="ASSAULT", quad="MX", actors=actors, recipients=(), because=("clash (noun, mutual)",)
    )
    with Ledger(place) as ledger:
        ledger.add(replace(coded(), events=(meeting, threat, clash)), MONDAY)
        acts = ledger.acts()
    counted = acts.group_by("event_id").agg(
        pl.len(), pl.col("share").sum().round(9), pl.col("recipient").null_count().alias("alone")
    )
    assert counted.sort("event_id").rows() == [("e2", 6, 1.0, 0), ("e3", 3, 1.0, 3), ("e4", 6, 1.0, 0)]


def test_an_imported_history_is_held_once_and_shown_from_the_day_it_was_learned(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(coded(), MONDAY)
        assert ledger.add_history(history(), "icews", "d" * 64, "icews.tab", TUESDAY)
        assert not ledger.add_history(history(), "icews", "d" * 64, "again.tab", TUESDAY)
        assert ledger.as_of(FIRST_DAY).acts()["origin"].to_list() == ["coded", "coded"]
        found = ledger.acts(Pair(("ISR",), ("IRN",), since=date(2018, 1, 2)))
        assert found["event_id"].to_list() == ["h1", "h2"]
        assert found["report_id"].to_list() == [None, None]
        assert found["score"].to_list() == [-9.5, -9.5]
        assert ledger.acts().height == 5


def test_only_the_coding_that_counts_gives_acts_and_a_reviewed_one_goes_before_newer_ones(place: str) -> None:
    reviewed = replace(coded(coder=replace(LATER_CODER, name="Ada")), events=())
    with Ledger(place) as ledger:
        ledger.add(coded(), MONDAY)
        ledger.correct(reviewed, [Note("correction", coded().report.id, {"op": "reject"}, "Ada", "no act")], MONDAY)
        ledger.add(coded(coder=LATER_CODER), TUESDAY)
        assert ledger.acts().height == 0
        assert ledger.events().height == 0
        assert ledger.coded(coded().report.id) == reviewed
        assert ledger.with_every_coding().acts().height == 4
        assert ledger.verify().fault is None


def test_the_newest_run_of_linking_tells_the_incident_of_a_pair(place: str) -> None:
    with full(place) as ledger:
        assert ledger.acts()["incident"].drop_nulls().to_list() == ["i1", "i1"]
        assert ledger.as_of(FIRST_DAY).acts()["incident"].null_count() == 7
        ledger.add_links(Note("links", "all", {}), links().with_columns(incident=pl.lit("i2")), TUESDAY)
        assert ledger.acts()["incident"].drop_nulls().to_list() == ["i2", "i2"]
        assert ledger.acts().height == 7


def test_what_was_known_on_a_day_cannot_be_changed_by_a_moment_in_the_past(place: str) -> None:
    with Ledger(place) as ledger:
        ledger.add(coded(0), TUESDAY)
        with pytest.raises(LedgerError, match="would change what was known since then"):
            ledger.add(coded(1), MONDAY)
        with pytest.raises(LedgerError, match="would change what was known"):
            ledger.take_down(coded(0).report.id, "Ada", "asked", MONDAY)
        assert ledger.coded(coded(0).report.id) == coded(0), "a takedown that is refused erases nothing"
        assert not ledger.add(coded(0), MONDAY), "what is held already changes nothing"
        assert ledger.add(coded(1), TUESDAY - timedelta(seconds=30)), "clocks of two writers differ by a little"
        assert set(ledger.reports()["learned"]) == {TUESDAY}
        assert ledger.verify().fault is None


@SOME
@given(st.lists(st.sampled_from(["add", "newer", "history", "note", "down"]), max_size=6))
def test_whatever_was_done_in_whatever_order_the_chain_holds(steps: list[str]) -> None:
    with Ledger(":memory:") as ledger:
        for number, step in enumerate(steps):
            try:
                if step in ("add", "newer"):
                    ledger.add(coded(number % 2, LATER_CODER if step == "newer" else coded().coder), MONDAY)
                elif step == "history":
                    ledger.add_history(history(number), "icews", str(number), "x", MONDAY)
                elif step == "note":
                    ledger.add_note(Note("grade", "x", {"n": number}), MONDAY)
                else:
                    ledger.take_down(coded(0).report.id, "Ada", "why", MONDAY)
            except LedgerError as fault:
                assert "holds no report" in str(fault) or "taken down" in str(fault)
            assert ledger.verify().fault is None


def test_the_same_additions_at_the_same_moments_give_the_same_head(places: Places) -> None:
    heads = []
    for _ in range(2):
        with full(places()) as ledger:
            heads.append(ledger.verify().head)
    assert heads[0] == heads[1]
