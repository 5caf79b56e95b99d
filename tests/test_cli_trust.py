"""The commands that keep a ledger trusted, as their user meets them: output, exit codes, and one line an error."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from foreshock.desk.terminal import print_rows
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


def test_a_file_of_somebody_else_is_refused_before_the_correction_is_kept(folder: Path) -> None:
    (folder / "notes.html").write_text(f"<p>my notes on {REPORT}</p>")
    refused = run("correct", REPORT, "reject", "e1", *ADA, "--page", "notes.html")
    assert refused.exit_code != 0 and "notes.html" in refused.output
    assert (folder / "notes.html").read_text() == f"<p>my notes on {REPORT}</p>"
    with Ledger("foreshock.db") as ledger:
        assert ledger.notes("correction") == []


def test_a_takedown_leaves_nothing_to_read_and_a_whole_chain(folder: Path) -> None:
    assert run("takedown", REPORT, *ADA).exit_code == 0
    assert run("verify").exit_code == 0
    assert run("takedown", "0" * 16, *ADA).exit_code == 6
    assert TEXT[:40] not in run("show", "events").output
    gone = run("correct", REPORT, "accept", "e1", *ADA)
    assert (gone.exit_code, "was taken down (read it)" in gone.output) == (6, True)


def test_a_takedown_is_told_wherever_its_words_are_missed_and_done_once(folder: Path) -> None:
    told = "taken down on 2024-11-05 by Ada: read it"
    with Ledger("foreshock.db") as ledger:
        ledger.add(coded(1), MONDAY)
    assert run("takedown", REPORT, *ADA).exit_code == 0
    head = run("verify").output
    again = run("takedown", REPORT, *ADA)
    assert (again.exit_code, told in again.output, "erased;" in again.output) == (0, True, False)
    assert run("verify").output == head
    assert told in run("show", "--id", f"{REPORT}#f1").stdout
    assert told in run("show", "--id", REPORT).stdout
    assert "taken down" in run("show", "reports").stdout
    assert "1 taken down and left out" in run("brief", "--format", "md", "-o", "-").stderr


def test_what_was_taken_down_is_said_where_its_file_is_added_again(folder: Path) -> None:
    (folder / "a.txt").write_text("BASRA, Nov 4 2024 (Tigris Post) - Iran warned Iraq on Monday.")
    name = run("add", "a.txt", "--now", "2024-11-05T09:00:00Z").stdout.split()[0]
    assert run("takedown", name, *ADA).exit_code == 0
    assert f"{name} taken down on 2024-11-05 by Ada: read it" in run("add", "a.txt").stdout


def test_dyads_that_did_not_move_are_not_shown_as_those_that_moved_most(folder: Path) -> None:
    with Ledger("foreshock.db") as ledger:
        ledger.add(coded(1, published=date(2024, 10, 1)), MONDAY)
    done = run("changes", "--since", "2024-10-20")
    assert (done.exit_code, "IRN toward IRQ" in done.stdout) == (0, True), done.output
    assert "no dyad is known to have moved since 2024-10-20; shown are the tensest" in done.stderr
    assert "shown are" not in run("changes", "IRN>IRQ", "--since", "2024-10-20").stderr


def test_coding_again_keeps_the_old_rows_and_tells_the_difference(folder: Path) -> None:
    done = run("recode", "--now", "2024-11-06T09:00:00Z")
    assert done.exit_code == 0, done.output
    assert "-THREATEN violence Envoy > Iraq, Port Guards (actual)" in done.output
    with Ledger("foreshock.db") as ledger:
        assert ledger.with_every_coding().reports().height == 2
        assert ledger.as_of(TUESDAY.date()).coded(REPORT) == coded()
        assert ledger.verify().fault is None
    assert run("recode").stdout == "", "what this coder coded is not coded again"
    with Ledger("foreshock.db") as ledger:
        assert not ledger.holds(REPORT, LATER_CODER)


def test_the_same_files_at_the_same_moment_give_the_same_ledger(folder: Path) -> None:
    (folder / "a.txt").write_text("BASRA, Nov 4 2024 (Tigris Post) - Iran warned Iraq on Monday.")
    heads = set()
    for name in ("one.db", "two.db"):
        assert run("add", "a.txt", "--ledger", name, "--now", "2024-11-05T09:00:00Z").exit_code == 0
        heads.add(run("verify", "--ledger", name).output)
    assert len(heads) == 1


@pytest.mark.parametrize(
    "told",
    [
        ("set", "e1", "colour=red"),
        ("set", "e1", "when.colour=red"),
        ("set", "e1", "actors={}"),
        ("set", "e1", "when=[]"),
        ("set", "e1", "id=e9"),
        ("split", "e1", "id=e9"),
        ("accept", "e1", "type=ACCUSE"),
        ("reject", "e1", "type=ACCUSE"),
        ("merge", "e1", "type=ACCUSE"),
    ],
)
def test_a_field_that_a_correction_would_lose_is_an_error_and_nothing_is_kept(
    folder: Path, told: tuple[str, ...]
) -> None:
    before = run("verify").output
    done = run("correct", REPORT, *told, *ADA)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.output
    assert run("verify").output == before


@pytest.mark.parametrize("field", ["when=null", "place=null", "mode=null", "contexts=[]"])
def test_nothing_may_be_told_of_a_field(folder: Path, field: str) -> None:
    done = run("correct", REPORT, "set", "e1", field.replace("place", "where"), *ADA)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("told", [("--who", " ", "--why", "asked"), ("--who", "Ada", "--why", "")])
def test_a_takedown_without_who_or_why_erases_nothing(folder: Path, told: tuple[str, ...]) -> None:
    before = run("verify").output
    assert run("takedown", REPORT, *told).exit_code == 2
    assert run("verify").output == before


@pytest.mark.parametrize("command", [("correct", "--from"), ("learn",)])
def test_lines_that_cannot_be_read_are_one_line_that_names_their_file(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "latin.jsonl").write_bytes(b'{"report": "\xe9"}\n')
    for name in ("none.jsonl", "latin.jsonl", "."):
        done = run(*command, name, *(ADA if command[0] == "correct" else ()))
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.output
        assert done.stderr.startswith(f"foreshock: {name}: ")


def test_a_batch_goes_with_no_correction_beside_it_and_an_empty_one_is_said(folder: Path) -> None:
    (folder / "empty.jsonl").write_text("")
    assert run("correct", REPORT, "accept", "e1", "--from", "empty.jsonl", *ADA).exit_code == 2
    assert "no correction in empty.jsonl" in run("correct", "--from", "empty.jsonl", *ADA).stderr


def test_recoding_makes_no_ledger(folder: Path) -> None:
    done = run("recode", "--ledger", "none.db")
    assert (done.exit_code, "not there" in done.stderr) == (6, True)
    assert not (folder / "none.db").exists()


@pytest.mark.parametrize("told", [" ", "abc", "not-a-head", "f" * 65])
def test_what_no_head_can_be_is_a_wrong_call_and_no_ledger_is_called_touched(folder: Path, told: str) -> None:
    done = run("verify", "--head", told)
    assert (done.exit_code, "touched" in done.output) == (2, False)


def test_an_id_that_a_correction_or_a_gauge_names_leads_to_its_sentence(folder: Path) -> None:
    shown = run("show", "events", "--id", f"{REPORT}#e1")
    assert shown.exit_code == 0, shown.output
    assert " ".join(TEXT.split())[:40] in " ".join(shown.stdout.split())
    none = run("show", "events", "--id", f"{REPORT}#e99")
    assert (none.exit_code, none.stderr.count("\n")) == (6, 1)


def test_more_rows_than_there_are_may_be_asked_for(folder: Path) -> None:
    assert run("show", "--limit", "9" * 20).exit_code == 0


def test_a_table_too_wide_for_the_terminal_is_told_field_by_field_and_nothing_is_lost(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = [f"field_{n}" for n in range(20)]
    print_rows("rows", columns, [list(range(20))])
    told = capsys.readouterr().out.splitlines()
    assert [line.split() for line in told[1:]] == [["field", str(n), str(n)] for n in range(20)]
    print_rows("rows", columns[:2], [[0, 1]])
    assert "┃ field 0 ┃ field 1 ┃" in capsys.readouterr().out


def test_as_many_incidents_are_told_in_json_as_were_asked_for(folder: Path) -> None:
    every, one = run("link", "--json"), run("link", "--json", "--limit", "1")
    assert len(one.stdout.splitlines()) == 1 <= len(every.stdout.splitlines())


def test_an_incident_in_json_says_who_tells_it_and_how_well(folder: Path) -> None:
    assert "foreshock link" in run("show", "incidents").stderr
    told = json.loads(run("link", "--json", "--limit", "1").stdout)
    assert told["outlets"] == [outlet for origin in told["origins"] for outlet in origin["outlets"]]
    assert (told["contested"], told["grade"]["code"]) == (False, "F6")
    assert {event for voice in told["voices"] for _, event in voice["events"]} == {e for _, e in told["members"]}
    assert "foreshock link" not in run("show", "incidents").stderr


def test_the_brief_of_a_linked_ledger_says_how_many_tell_of_one_happening(folder: Path) -> None:
    told = "Gunmen killed nine farmers in Kaduna on Monday, the state police said. They burned a market."
    again = "The governor of Kaduna said on Tuesday that gunmen had killed nine farmers in Kaduna on Monday."
    for outlet, words in {"Harbour Post": told, "Hill Gazette": told, "Plain Paper": again}.items():
        Path("raid.txt").write_text(words, "utf8")
        assert run("add", "raid.txt", "--outlet", outlet, "--published", "2024-11-05").exit_code == 0
    assert "independent origin" not in run("brief", "--format", "md", "-o", "-").stdout
    assert run("link").exit_code == 0
    assert "3 outlets, 2 independent origins" in run("brief", "--format", "md", "-o", "-").stdout


def test_a_grade_of_somebody_who_tells_nothing_is_named(folder: Path) -> None:
    row = 'letter = "B"\nby = "N. N."\non = 2024-11-27\nwhy = "known for long"\n'
    Path("grades.toml").write_text(f'["Nobody Wire"]\n{row}', "utf8")
    done = run("link", "--grades", "grades.toml")
    assert (done.exit_code, "'Nobody Wire'" in done.stderr) == (0, True)


def test_columns_of_evidence_are_asked_for_in_vain_beside_polecat(folder: Path) -> None:
    assert run("export", "geojson", "--evidence").exit_code == 2
    assert run("export", "polecat", "--evidence").exit_code == 0


@pytest.mark.parametrize("command", ["show", "gauge", "link", "brief"])
def test_a_ledger_with_a_day_that_is_none_ends_in_one_line(folder: Path, command: str) -> None:
    with closing(sqlite3.connect("foreshock.db")) as file:
        file.execute("UPDATE codings SET learned = 'garbage'")
        file.commit()
    done = run(command)
    assert (done.exit_code, done.stderr.count("\n")) == (12, 1), done.output
    assert "was touched" in done.stderr and "foreshock verify" in done.stderr
    assert "fault of foreshock" not in done.output and "Traceback" not in done.output
    assert run("verify").exit_code == 12
