"""A run of watching may be killed at any moment: what comes of all runs is what one undisturbed run gives."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from foreshock.ledger import Ledger
from tests.desk.test_watch import entry, page, rss
from tests.wire.servers import Server, answer, serving

_FIRST, _SECOND = "2026-11-20T12:00:00", "2026-11-23T12:00:00"
_MANY = 40


def run(server: Server, place: Path, moment: str) -> subprocess.Popen[bytes]:
    asked = f"{server.url('/feed')} {server.url('/short')}"
    told = [sys.executable, "-m", "tests.desk.killed", asked, str(place), moment]
    return subprocess.Popen(told, stderr=subprocess.PIPE)


def undisturbed(server: Server, place: Path, moment: str) -> float:
    start = time.monotonic()
    process = run(server, place, moment)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()
    return time.monotonic() - start


def disturbed(server: Server, place: Path, moment: str, dice: random.Random, longest: float) -> int:
    """How many runs were killed before one came to its end."""
    kills = 0
    while True:
        process = run(server, place, moment)
        try:
            _, said = process.communicate(timeout=dice.uniform(0.5, 1.1) * longest if kills < 20 else 300)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
            with_ledger(place)
            continue
        assert process.returncode == 0, said.decode()
        return kills


def with_ledger(place: Path) -> None:
    """After a kill the ledger is whole."""
    if place.exists():
        with Ledger(place) as book:
            assert book.verify().fault is None


def held(place: Path) -> list[tuple[Any, ...]]:
    with Ledger(place) as book:
        assert book.verify().fault is None
        return sorted(book.reports().select("report_id", "url", "version", "state", "events").rows())


def test_runs_that_are_killed_at_any_moment_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    whole, broken, dice = tmp_path / "whole.db", tmp_path / "broken.db", random.Random(20261120)
    kills = 0
    with serving() as server:
        server.routes |= {f"/page/{n}": page(n) for n in range(_MANY)}
        server.routes["/feed"] = rss(*(entry(n) for n in range(_MANY)))
        server.routes["/short"] = rss(*(entry(n) for n in range(100, 110)))
        longest = undisturbed(server, whole, _FIRST)
        kills += disturbed(server, broken, _FIRST, dice, longest)
        assert held(broken) == held(whole) and len(held(whole)) == _MANY + 10

        server.routes |= {f"/page/{n}": page(n, " corrected") for n in range(0, 10)}
        server.routes |= {f"/page/{n}": answer(status=410) for n in range(10, 20)}
        server.routes["/feed"] = rss(*(entry(n) for n in range(20, _MANY)), *(entry(n, " new") for n in range(0, 10)))
        longest = undisturbed(server, whole, _SECOND)
        kills += disturbed(server, broken, _SECOND, dice, longest)
    assert held(broken) == held(whole)
    states = [state for *_, state, _ in held(whole)]
    assert (states.count("current"), states.count("replaced"), states.count("withdrawn")) == (40, 10, 10)
    assert kills >= 24, f"only {kills} runs were killed"
