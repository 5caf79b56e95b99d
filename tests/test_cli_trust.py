"""The commands that keep a ledger trusted, as their user meets them: output, exit codes, and one line an error."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from foreshock.ledger import Ledger
from tests.ledger.made import LATER_CODER, MONDAY, TEXT, TUESDAY, coded
from tests.test_cli import run

REPORT = coded().report.id
ADA = ("--who", "Ada", "--why", "read it", "--now", "2024-11-05T09:00:00Z")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with Ledger(tmp_path / "foreshock.db") as ledger:
        ledger.add(coded(), MONDAY)
    with contextlib.chdir(tmp_path):
        yield tmp_path


def test_verify_tells_the_head_and_a_touched_row_ends_with_twelve(folder: Path) -> None:
    whole = run("verify")
    assert whole.exit_code == 0
    head = whole.output.split("head ")[1].strip()
    assert run("verify", "--head", head).exit_code == 0
    cut = run("verify", "--head", "f" * 64)
    assert (cut.exit_code, "the chain was cut" in cut.output) == (12, True)
    with closing(sqlite3.connect("foreshock.db")) as file:
        file.execute("UPDATE events SET standing = 'negated'")
        file.commit()
    touched = run("verify")
    assert touched.exit_code == 12
    assert "row 1 of events is not as it was written" in touched.output


def test_a_correction_is_made_shown_and_exported(folder: Path) -> None:
    done = run("correct", REPORT, "set", "e1", "type=ACCUSE", "mode=null", "trigger=noted", *ADA)
    assert done.exit_code == 0, done.output
    assert "hangs on it: gauge of IRN>IRQ, 2024-11-04" in done.output
    assert "ACCUSE" in run("show", "events").output
    told = json.loads(run("correct", "--export", "-").output)
    assert told["events"][0]["mode"] is None
    assert TEXT[slice(*told["events"][0]["trigger"])] == "noted"
    assert told["corrections"][0]["when"] == "2024-11-05T09:00:00Z"
    assert run("correct", "--export", "out.jsonl").exit_code == 0
    assert json.loads((folder / "out.jsonl").read_text())["report"]["id"] == REPORT


def test_corrections_come_from_a_file_all_of_a_report_or_none(folder: Path) -> None:
    lines = [{"report": REPORT, "op": "accept", "row": "e1"}, {"report": REPORT, "op": "reject", "row": "nosuch"}]
    (folder / "many.jsonl").write_text("\n".join(map(json.dumps, lines)))
    failed = run("correct", "--from", "many.jsonl", *ADA)
    assert (failed.exit_code, "has no such row" in failed.output) == (2, True)
    with Ledger("foreshock.db") as ledger:
        assert ledger.notes("correction") == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (["correct"], "tell REPORT, OP and ROW"),
        (["correct", REPORT, "sett", "e1"], "is none of accept"),
        (["correct", REPORT, "set", "e1", "type"], "is no field=value"),
        (["correct", REPORT, "set", "e1", "actors=[", *ADA], "is no JSON"),
        (["correct", REPORT, "accept", "e1"], "who makes it and why"),
        (["correct", "--agreement", "Ada", "Ben"], "no report that both reviewed"),
        (["add", "x.txt", "--now", "soon"], "is no moment"),
    ],
)
def test_a_call_that_makes_no_sense_is_told_why(folder: Path, told: list[str], words: str) -> None:
    done = run(*told)
    assert done.exit_code == 2
    assert words in " ".join(done.output.replace("│", " ").split())


def test_a_page_that_shows_the_report_is_written_anew_and_another_is_not(folder: Path) -> None:
    assert run("brief", "-o", "mine.html").exit_code == 0
    (folder / "other.html").write_text("<p>another page</p>")
    before = (folder / "mine.html").read_text()
    done = run("correct", REPORT, "reject", "e1", *ADA, "--page", "mine.html", "--page", "other.html")
    assert "written anew: mine.html" in done.output
    assert (folder / "mine.html").read_text() != before
    assert (folder / "other.html").read_text() == "<p>another page</p>"


def test_a_takedown_leaves_nothing_to_read_and_a_whole_chain(folder: Path) -> None:
    assert run("takedown", REPORT, *ADA).exit_code == 0
    assert run("verify").exit_code == 0
    assert run("takedown", "0" * 16, *ADA).exit_code == 6
    assert TEXT[:40] not in run("show", "events").output
    gone = run("correct", REPORT, "accept", "e1", *ADA)
    assert (gone.exit_code, "was taken down (read it)" in gone.output) == (6, True)


def test_coding_again_keeps_the_old_rows_and_tells_the_difference(folder: Path) -> None:
    done = run("recode", "--now", "2024-11-06T09:00:00Z")
    assert done.exit_code == 0, done.output
    assert "-THREATEN violence Envoy > Iraq, Port Guards (actual)" in done.output
    with Ledger("foreshock.db") as ledger:
        assert ledger.with_every_coding().reports().height == 2
        assert ledger.as_of(TUESDAY.date()).coded(REPORT) == coded()
        assert ledger.verify().fault is None
    assert run("recode").output == "", "what this coder coded is not coded again"
    with Ledger("foreshock.db") as ledger:
        assert not ledger.holds(REPORT, LATER_CODER)


def test_the_same_files_at_the_same_moment_give_the_same_ledger(folder: Path) -> None:
    (folder / "a.txt").write_text("BASRA, Nov 4 2024 (Tigris Post) - Iran warned Iraq on Monday.")
    heads = set()
    for name in ("one.db", "two.db"):
        assert run("add", "a.txt", "--ledger", name, "--now", "2024-11-05T09:00:00Z").exit_code == 0
        heads.add(run("verify", "--ledger", name).output)
    assert len(heads) == 1
