"""Reading apart: whatever happens to the process that reads, the caller has an answer or one clear error."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foreshock.errors import UnreadableReport
from foreshock.wire.apart import apart, close
from foreshock.wire.caps import caps
from tests.wire.made import misdeeds

SMALL = replace(caps(), memory_bytes=400_000_000, cpu_s=1, wall_s=30.0, reply_bytes=1_000_000)


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    close()


@pytest.mark.parametrize(
    ("misdeed", "seen"),
    [
        (misdeeds.burn, "takes more than 1 s of computing"),
        (misdeeds.swell, "takes more than 400 MB of memory"),
        (misdeeds.die, r"its reader died on it \(SIGABRT\)"),
        (misdeeds.leave, r"its reader died on it \(exit 0\)"),
        (misdeeds.flood, "gives more than 1 MB"),
        (misdeeds.raises, r"its reader broke on it \(KeyError\)"),
    ],
)
def test_a_misdeed_is_told_and_the_next_document_is_read(misdeed: Callable[[bytes], object], seen: str) -> None:
    with pytest.raises(UnreadableReport, match=seen) as fault:
        apart(misdeed, b"", "bad.html", SMALL)
    assert str(fault.value).startswith("bad.html: ") and fault.value.exit_code == 3
    assert apart(misdeeds.length, b"four", "good.html", SMALL) == 4


def test_a_document_that_waits_is_stopped_by_the_clock() -> None:
    with pytest.raises(UnreadableReport, match=r"takes longer than 0\.5 s"):
        apart(misdeeds.sleep, b"", "slow.html", replace(SMALL, wall_s=0.5))


def test_one_process_reads_many_documents_and_is_replaced_after_its_share() -> None:
    few = replace(SMALL, documents=3)
    read = [apart(misdeeds.pid, b"", "a", few) for _ in range(6)]
    assert len(set(read[:3])) == len(set(read[3:])) == 1 and read[2] != read[3]
    assert os.getpid() not in read


def test_a_process_killed_between_two_documents_is_not_noticed() -> None:
    first = apart(misdeeds.pid, b"", "a", SMALL)
    os.kill(first, signal.SIGKILL)
    assert apart(misdeeds.length, b"four", "b", SMALL) == 4


def test_what_a_library_prints_is_no_answer() -> None:
    assert apart(misdeeds.chatter, b"", "a", SMALL) == "told"


@pytest.mark.parametrize("misdeed", [misdeeds.calls, misdeeds.starts, misdeeds.kills])
def test_a_reader_reaches_no_network_and_no_other_process(misdeed: Callable[[bytes], object]) -> None:
    with pytest.raises(UnreadableReport, match="PermissionError"):
        apart(misdeed, str(os.getpid()).encode(), "a", SMALL)


def test_a_reader_writes_and_deletes_no_file(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("kept")
    for misdeed, target in ((misdeeds.writes, tmp_path / "new.txt"), (misdeeds.deletes, kept)):
        with pytest.raises(UnreadableReport, match="PermissionError"):
            apart(misdeed, str(target).encode(), "a", SMALL)
    assert [x.name for x in tmp_path.iterdir()] == ["kept.txt"] and kept.read_text() == "kept"


def test_a_reader_inherits_no_open_file_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET_OF_OURS", "told to nobody")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    close()
    with (tmp_path / "ledger.db").open("wb") as held:
        os.set_inheritable(held.fileno(), True)
        files = apart(misdeeds.open_files, b"", "a", SMALL)
    assert not any("ledger.db" in x for x in files)
    assert not {"A_SECRET_OF_OURS", "HTTPS_PROXY"} & set(apart(misdeeds.surroundings, b"", "a", SMALL))


def test_the_order_of_a_set_is_the_same_in_every_process() -> None:
    first = apart(misdeeds.of_a_set, b"", "a", SMALL)
    close()
    assert apart(misdeeds.of_a_set, b"", "a", SMALL) == first


def test_a_forked_child_of_ours_has_a_reader_of_its_own() -> None:
    mine = apart(misdeeds.pid, b"", "a", SMALL)
    source, drain = os.pipe()
    child = os.fork()
    if child == 0:
        theirs = apart(misdeeds.pid, b"", "a", SMALL)
        os.write(drain, str(theirs).encode())
        close()
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(source, 20)) != mine
    assert apart(misdeeds.pid, b"", "a", SMALL) == mine
