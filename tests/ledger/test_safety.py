"""Laws of safety: a kill loses nothing acknowledged, readers never wait, and what is wrong is said in one line."""

from __future__ import annotations

import os
import random
import resource
import select
import shutil
import signal
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from foreshock.errors import LedgerError
from foreshock.ledger import Ledger, sqlite
from tests.ledger.made import MONDAY, TUESDAY, coded
from tests.rights import said_without_rights

ROUNDS = 20


def writer(path: Path, first: int) -> tuple[int, int]:
    """A process that adds one report after another and tells the number of each once it is held."""
    reads, writes = os.pipe()
    if process := os.fork():
        os.close(writes)
        return process, reads
    os.close(reads)
    try:
        with Ledger(path) as ledger:
            for number in range(first, first + 10_000):
                ledger.add(coded(number), MONDAY)
                os.write(writes, f"{number}\n".encode())
    finally:
        os._exit(0)


def told(reads: int, seconds: float) -> str:
    """What the process has told within so many seconds."""
    found, last = b"", time.monotonic() + seconds
    while (left := last - time.monotonic()) > 0:
        found += os.read(reads, 65536) if select.select([reads], [], [], left)[0] else b""
    return found.decode()


def first_told(reads: int) -> str:
    """What the process tells first, however slow the machine."""
    assert select.select([reads], [], [], 60)[0], "the writer told nothing for a minute"
    return os.read(reads, 65536).decode()


def end(process: int, reads: int) -> str:
    """Kills the process at once and gives what it had told but was not read yet."""
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    rest = b""
    while piece := os.read(reads, 65536):
        rest += piece
    os.close(reads)
    return rest.decode()


def test_a_kill_loses_no_acknowledged_report_and_leaves_no_half_one(tmp_path: Path) -> None:
    path, dice, first, acknowledged = tmp_path / "killed.db", random.Random(7), 0, 0
    for turn in range(ROUNDS):
        process, reads = writer(path, first)
        lines = first_told(reads) if turn % 2 else ""
        lines += told(reads, dice.uniform(0.0, 0.1)) + end(process, reads)
        numbers = [int(line) for line in lines.split()]
        acknowledged += len(numbers)
        with Ledger(path) as ledger:
            held = {report.report.id: report for report in ledger.all_coded()}
            for number in numbers:
                assert held[coded(number).report.id] == coded(number)
            whole = {coded(number).report.id for number in range(len(held))}
            assert set(held) == whole, "a report that was begun is held whole or not at all"
            assert ledger.events().height == ledger.left_out().height == len(held)
            assert ledger.search("THREATEN", limit=100_000).height == len(held)
            assert ledger.verify().fault is None
            first = len(held)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert acknowledged >= ROUNDS / 2


def test_two_read_while_one_writes_and_see_only_whole_reports(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    with Ledger(path) as one, Ledger(path) as other:
        process, reads = writer(path, 0)
        seen = []
        try:
            first_told(reads)
            for reader in [one, other] * 10:
                seen.append(reader.reports().height)
                frame = reader.reports()
                assert frame["events"].to_list() == frame["left_out"].to_list() == [1] * frame.height
                told(reads, 0.01)
            first_told(reads)
            seen.append(one.reports().height)
        finally:
            end(process, reads)
        assert seen == sorted(seen)
        assert seen[-1] > seen[0]


def test_a_reader_goes_on_while_a_writer_holds_the_ledger_and_a_second_writer_is_told(tmp_path: Path) -> None:
    path = tmp_path / "held.db"
    with Ledger(path, patience_seconds=0.05) as ledger, closing(sqlite3.connect(path, isolation_level=None)) as writer:
        ledger.add(coded(0), MONDAY)
        writer.execute("BEGIN IMMEDIATE")
        assert ledger.events().height == 1
        with pytest.raises(LedgerError, match="being written by another process"):
            ledger.add(coded(1), MONDAY)
        writer.execute("ROLLBACK")
        assert ledger.add(coded(1), MONDAY)


def test_a_snapshot_does_not_move_while_it_is_read(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger, Ledger(tmp_path / "a.db") as other:
        ledger.add(coded(0), MONDAY)
        reading = ledger.all_coded()
        assert next(reading) == coded(0)
        other.add(coded(1), TUESDAY)
        assert list(reading) == []


def test_two_that_make_the_same_ledger_at_once_make_one(tmp_path: Path) -> None:
    made = [writer(tmp_path / "new.db", first) for first in (0, 100_000)]
    with Ledger(tmp_path / "new.db") as ledger:
        for process, reads in made:
            assert first_told(reads)
            end(process, reads)
        assert ledger.reports().height > 1


def test_a_place_that_cannot_hold_a_ledger_is_named_with_its_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf8")
    faults = {
        tmp_path / "file" / "a.db": "is a file, not a folder",
        tmp_path / "none" / "a.db": "there is no folder",
        tmp_path: "is a folder; name a file",
        Path("/proc/foreshock.db"): "cannot be",
    }
    for path, fault in faults.items():
        with pytest.raises(LedgerError, match=fault) as caught:
            Ledger(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_read_only_folder_is_said_to_be_one() -> None:
    load_what_is_needed()
    folder = Path(tempfile.mkdtemp())
    held = folder / "held.db"
    with Ledger(held) as ledger:
        ledger.add(coded(0), MONDAY)
    held.chmod(0o444)
    folder.chmod(0o555)
    try:
        assert "its folder is missing, read-only or out of reach" in without_rights(folder / "new.db")
        assert "read-only" in without_rights(held)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o555), (0o644, 0o555), (0o444, 0o777)])
@pytest.mark.parametrize("live", [False, True])
def test_a_ledger_that_cannot_be_written_is_still_read_and_left_as_it_is(
    file_mode: int, folder_mode: int, live: bool
) -> None:
    load_what_is_needed()
    folder = Path(tempfile.mkdtemp())
    held = folder / "held? 100%.db"
    with Ledger(held) as ledger:
        ledger.add(coded(0), MONDAY)
        if not live:
            ledger.close()
        held.chmod(file_mode)
        folder.chmod(folder_mode)
        before = sorted(x.name for x in folder.iterdir())
        try:
            assert without_rights(held, reads_only=True) == "read 1"
            assert sorted(x.name for x in folder.iterdir()) == before
        finally:
            folder.chmod(0o755)
            ledger.close()
            shutil.rmtree(folder)


def load_what_is_needed() -> None:
    """All modules and tables that the one without rights needs, loaded before its rights are gone."""
    with Ledger(":memory:") as ledger:
        ledger.add(coded(1), MONDAY)
        assert ledger.events().height


def without_rights(path: Path, reads_only: bool = False) -> str:
    """What a process that is not root is told when it adds a report there, or reads only."""

    def say() -> str:
        ledger = Ledger(path, create=not reads_only)
        if not reads_only:
            ledger.add(coded(1), MONDAY)
            return ""
        assert not ledger.writable
        return f"read {ledger.events().height}"

    return said_without_rights(say)


def test_a_ledger_that_is_not_there_is_not_made_by_reading() -> None:
    with pytest.raises(LedgerError, match="is not there"):
        Ledger("nowhere.db", create=False)
    assert not Path("nowhere.db").exists()


@pytest.mark.parametrize("written", [b"not a ledger " * 400, b"\x00" * 5000, b"SQLite format 3\x00 and no more"])
def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(written)
    with pytest.raises(LedgerError, match=r"is no ledger|is damaged"):
        Ledger(path)
    assert path.read_bytes() == written
    assert sorted(found.name for found in tmp_path.iterdir()) == ["letter.txt"]


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE songs (name TEXT)")
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(LedgerError, match=r"is no ledger: it holds other tables \(songs\)"):
        Ledger(tmp_path / "other.db")
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_ledger_of_another_schema_is_refused_by_name(tmp_path: Path) -> None:
    Ledger(tmp_path / "a.db").close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as file:
        file.execute("UPDATE ledger_marks SET value = '99'")
        file.commit()
    with pytest.raises(LedgerError, match="is of schema 99, and this foreshock reads schema 5"):
        Ledger(tmp_path / "a.db")


def test_a_damaged_ledger_is_said_to_be_damaged(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        for number in range(20):
            ledger.add(coded(number), MONDAY)
    whole = (tmp_path / "a.db").read_bytes()
    (tmp_path / "a.db").write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    with pytest.raises(LedgerError, match="is damaged"), Ledger(tmp_path / "a.db") as ledger:
        ledger.events()


@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_READONLY_DIRECTORY", "SQLITE_BUSY"])
def test_the_faults_of_a_disk_have_words(name: str) -> None:
    fault = sqlite3.OperationalError("raw words")
    fault.sqlite_errorname = name
    assert "raw words" not in sqlite.fault_of(fault)


def test_a_full_ledger_keeps_the_reports_it_has_and_says_so(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add(coded(0), MONDAY)
    reads, writes = os.pipe()
    if not (process := os.fork()):
        _fill(tmp_path / "a.db", writes)
    os.close(writes)
    os.waitpid(process, 0)
    assert b"cannot" in os.read(reads, 65536)
    os.close(reads)
    with Ledger(tmp_path / "a.db") as ledger:
        assert next(ledger.all_coded()) == coded(0)
        assert ledger.add(coded(10_000), MONDAY)


def _fill(path: Path, writes: int) -> None:
    try:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        with Ledger(path) as ledger:
            for number in range(1, 1000):
                ledger.add(coded(number), MONDAY)
    except LedgerError as fault:
        os.write(writes, str(fault).encode())
    finally:
        os._exit(0)


@pytest.mark.parametrize("url", ["nosuch://host/name", "postgresql+nosuch://me:secret@host/name"])
def test_a_url_without_a_driver_is_said_without_its_password(url: str) -> None:
    with pytest.raises(LedgerError, match="driver is not installed") as caught:
        Ledger(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("name", ["what? 100% #1.db", "ليدجر.db", "a b;c.db"])
def test_any_name_of_a_file_is_the_name_of_the_ledger(tmp_path: Path, name: str) -> None:
    with Ledger(tmp_path / name) as ledger:
        ledger.add(coded(), MONDAY)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_sqlite_url_is_the_same_ledger_as_its_path(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path}/a.db") as ledger:
        ledger.add(coded(), MONDAY)
    with Ledger(tmp_path / "a.db", create=False) as same:
        assert same.coded(coded().report.id) == coded()
    with pytest.raises(LedgerError, match="is not there"):
        Ledger(f"sqlite:///{tmp_path}/b.db", create=False)
