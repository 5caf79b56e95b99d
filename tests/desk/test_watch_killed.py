"""A run of watching may be killed at any moment: what comes of all runs is what one undisturbed run gives.

Of 40 shots 24 to 40 kill a run; the others come after its end, by how the machine is loaded.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from foreshock.ledger import Ledger
from tests.desk.test_watch import entry, page, rss
from tests.wire.servers import Server, answer, serving

_FIRST, _SECOND = "2026-11-20T12:00:00", "2026-11-23T12:00:00"
_MANY = 30


def runs(server: Server, place: Path, moment: str, kills: int = 0, longest: float = 0.0) -> tuple[int, float]:
    """How many runs were killed before one came to its end, and the seconds of them all."""
    asked = f"{server.url('/feed')} {server.url('/short')}"
    told = [sys.executable, "-m", "tests.desk.killed", asked, str(place), moment, str(kills), str(longest)]
    done = subprocess.run(told, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    killed, seconds = done.stdout.split()
    return int(killed), float(seconds)


def held(place: Path) -> list[tuple[Any, ...]]:
    with Ledger(place) as book:
        assert book.verify().fault is None
        return sorted(book.reports().select("report_id", "url", "version", "state", "events").rows())


def test_runs_that_are_killed_at_any_moment_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    with serving() as server:
        server.routes |= {f"/page/{n}": page(n) for n in range(_MANY)}
        server.routes["/feed"] = rss(*(entry(n) for n in range(_MANY)))
        server.routes["/short"] = rss(*(entry(n) for n in range(100, 110)))
        _, seconds = runs(server, whole, _FIRST)
        first, _ = runs(server, broken, _FIRST, 20, seconds / 4)
        assert held(broken) == held(whole) and len(held(whole)) == _MANY + 10

        server.routes |= {f"/page/{n}": page(n, " corrected") for n in range(0, 10)}
        server.routes |= {f"/page/{n}": answer(status=410) for n in range(10, 20)}
        server.routes["/feed"] = rss(*(entry(n) for n in range(20, _MANY)), *(entry(n, " new") for n in range(0, 10)))
        _, seconds = runs(server, whole, _SECOND)
        second, _ = runs(server, broken, _SECOND, 20, seconds / 4)
    assert held(broken) == held(whole)
    states = [row[3] for row in held(whole)]
    assert (states.count("current"), states.count("replaced"), states.count("withdrawn")) == (30, 10, 10)
    assert first + second >= 24, f"only {first + second} runs were killed"
