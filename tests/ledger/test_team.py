"""Laws of a team's ledger on PostgreSQL: writers take turns, a restart loses and doubles nothing, faults have words."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from multiprocessing import get_context

import pytest

from foreshock.errors import LedgerError
from foreshock.ledger import Ledger
from tests.ledger.conftest import Places
from tests.ledger.made import MONDAY, TUESDAY, coded
from tests.ledger.server import Server


@pytest.fixture(scope="module")
def own_server(server: Server) -> Iterator[Server]:
    """A server that this file may stop; the other one serves all other tests."""
    made = Server()
    yield made
    made.end()


def _add_range(place: str, first: int, last: int, answers: object) -> None:
    with Ledger(place, patience_seconds=60) as ledger:
        for number in range(first, last):
            answers.put((number, ledger.add(coded(number), MONDAY)))  # type: ignore[attr-defined]


def test_many_who_write_at_once_lose_and_double_nothing(places: Places) -> None:
    place, context = places(), get_context("spawn")
    Ledger(place).close()
    answers = context.Queue()
    ranges = [(0, 12), (6, 18), (0, 18)]
    writers = [context.Process(target=_add_range, args=(place, *told, answers)) for told in ranges]
    for writer in writers:
        writer.start()
    told = [answers.get(timeout=120) for first, last in ranges for _ in range(first, last)]
    for writer in writers:
        writer.join()
    assert sorted(number for number, new in told if new) == list(range(18)), "each report was new to one writer only"
    with Ledger(place) as ledger:
        assert ledger.reports().height == ledger.events().height == 18
        assert ledger.verify().fault is None


def test_after_a_restart_of_the_server_the_next_call_connects_anew(own_server: Server) -> None:
    place = own_server.address()
    with Ledger(place) as ledger:
        ledger.add(coded(0), MONDAY)
        own_server.stop()
        with pytest.raises(LedgerError, match="cannot be reached"):
            ledger.add(coded(1), MONDAY)
        own_server.start()
        assert ledger.add(coded(1), MONDAY)
        assert not ledger.add(coded(0), TUESDAY)
        assert ledger.events().height == 2
        assert ledger.verify().fault is None


def test_a_crash_of_the_server_in_the_midst_of_writing_keeps_what_was_acknowledged(own_server: Server) -> None:
    place = own_server.address()
    Ledger(place).close()
    for turn in range(4):
        reads, writes = os.pipe()
        if not (process := os.fork()):
            _write_until_it_fails(place, writes, turn * 1000)
        os.close(writes)
        told = b""
        while told.count(b"\n") < 3:
            assert select.select([reads], [], [], 60)[0], "the writer told nothing for a minute"
            told += os.read(reads, 65536)
        own_server.stop("immediate")
        while piece := os.read(reads, 65536):
            told += piece
        os.close(reads)
        os.waitpid(process, 0)
        own_server.start()
        with Ledger(place) as ledger:
            for number in map(int, told.split()):
                assert ledger.coded(coded(number).report.id) == coded(number)
            assert ledger.events().height == ledger.reports().height, "no half report"
            assert ledger.verify().fault is None


def _write_until_it_fails(place: str, writes: int, first: int) -> None:
    try:
        with Ledger(place) as ledger:
            for number in range(first, first + 1000):
                ledger.add(coded(number), MONDAY)
                os.write(writes, f"{number}\n".encode())
    except LedgerError:
        pass
    finally:
        os._exit(0)


def test_a_writer_that_is_killed_frees_its_turn(own_server: Server) -> None:
    place = own_server.address()
    Ledger(place).close()
    reads, writes = os.pipe()
    if not (process := os.fork()):
        _write_until_it_fails(place, writes, 0)
    assert select.select([reads], [], [], 60)[0]
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    with Ledger(place) as ledger:
        assert ledger.add(coded(5000), MONDAY)
        assert ledger.verify().fault is None
    os.close(writes)
    os.close(reads)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("/postgres?", "/nosuch?"), "the server has no database of this name"),
        (("postgresql://", "postgresql://x:y@nowhere.invalid/z#"), "cannot be reached"),
        (("?host=", "?host=/nowhere"), "cannot be reached"),
    ],
)
def test_a_server_or_database_that_is_not_there_is_said_in_one_line(
    server: Server, change: tuple[str, str], fault: str
) -> None:
    with pytest.raises(LedgerError, match=fault) as caught:
        Ledger(server.address().replace(*change))
    assert "\n" not in str(caught.value)


def test_a_ledger_is_not_made_by_reading_and_a_foreign_database_is_left_alone(server: Server) -> None:
    import psycopg

    place = server.address()
    with pytest.raises(LedgerError, match="holds no ledger; `foreshock add` makes one"):
        Ledger(place, create=False)
    with psycopg.connect(server.plain(), autocommit=True) as connection:
        name = place.rpartition("%3D")[2]
        connection.execute(f"CREATE TABLE {name}.songs (name text)")
    with pytest.raises(LedgerError, match=r"is no ledger: it holds other tables \(songs\)"):
        Ledger(place)
