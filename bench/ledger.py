"""The ledger and what reads it, at scale on one machine: import, gauge, a pair's page, as-of, kills, the open stream.

The law: every figure is measured in this run on this machine, with what it was measured on beside it; floors and
ceilings stand in floors.json.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.stream import build, reports
from foreshock.coding import open_coder
from foreshock.desk.gauge import gauge
from foreshock.desk.importing import import_history
from foreshock.desk.link import keep, link
from foreshock.formats import read_history
from foreshock.ledger import Ledger
from foreshock.ledger.acts import Pair
from tests.ledger.made import coded
from tests.ledger.test_safety import end, told, writer

RESULTS = Path(__file__).parent / "results" / "ledger.json"
ICEWS = Path("icews18") / "icews18_named_dated.csv.gz"
MANY, KILLS = 5_000_000, 300
NOW = datetime(2026, 1, 1, tzinfo=UTC)
STREAM_DAYS = (date(2024, 9, 1), date(2024, 11, 26))

Figures = dict[str, float]


def timed(do: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds by the clock, and what came of it."""
    began = time.perf_counter()
    done = do()
    return time.perf_counter() - began, done


def best(do: Callable[[], Any], rounds: int = 7) -> float:
    """The least seconds of several rounds, which other work on the machine disturbs least."""
    return min(timed(do)[0] for _ in range(rounds))


def imported(data: Path, folder: Path) -> Figures:
    """ICEWS18 by `foreshock import`, the gauge over all of it, and the whole chain read again."""
    with Ledger(folder / "icews.db") as book:
        seconds, done = timed(lambda: import_history(data / ICEWS, "triples", book, lambda: NOW))
        told: Figures = {
            "icews_import_s": seconds,
            "icews_rows": done.history.rows,
            "icews_acts": len(done.history.frame),
        }
        told["verify_s"], seen = timed(book.verify)
        assert seen.fault is None
        told["gauge_year_s"], found = timed(lambda: gauge(book))
        told["gauge_shown"] = len(found)
    return told


def many(data: Path, folder: Path) -> Figures:
    """One pair's rows among five million, known now and known on a day."""
    history = read_history("triples", data / ICEWS)
    with Ledger(folder / "many.db") as book:
        held = 0
        for turn in range(-(-MANY // len(history.frame))):
            moment = NOW + timedelta(days=turn)
            book.add_history(history.frame, "triples", f"{history.digest}-{turn}", f"copy {turn}", moment)
            held += len(history.frame)
        pair = Pair(("ISR",), ("IRN",), since=date(2018, 9, 1))
        past = book.as_of(NOW + timedelta(days=turn // 2))
        rows = book.acts(pair).height
        plain, then = best(lambda: book.acts(pair)), best(lambda: past.acts(pair))
    size = (folder / "many.db").stat().st_size / 2**20
    return {
        "many_events": held,
        "many_mib": size,
        "pair_rows": rows,
        "pair_query_ms": plain * 1000,
        "as_of_to_plain": then / plain,
    }


def killed(folder: Path) -> Figures:
    """A writer killed at random moments, hundreds of times: what was acknowledged and is not held, and half reports."""
    path, dice, first, lost, told_all = folder / "killed.db", random.Random(11), 0, 0, 0
    for _ in range(KILLS):
        process, reads = writer(path, first)
        numbers = [int(line) for line in (told(reads, dice.uniform(0.0, 0.15)) + end(process, reads)).split()]
        with Ledger(path) as book:
            lost += sum(not book.holds(coded(number).report.id) for number in numbers)
            first = book.reports().height
        told_all += len(numbers)
    with Ledger(path) as book:
        halves = book.reports().height - book.events().height
        whole = book.verify().fault is None
    return {"kills": KILLS, "acknowledged": told_all, "lost": lost, "half_reports": halves, "chain_whole": float(whole)}


def stream(data: Path, folder: Path) -> Figures:
    """The open stream of some months coded, added, linked and gauged, end to end."""
    with Ledger(folder / "stream.db") as book:
        coder = open_coder()
        code_s, count = timed(lambda: build(reports(data, *STREAM_DAYS), coder, book))
        events = book.events().height
        link_s, linked = timed(lambda: link(book))
        keep(linked, book, NOW)
        gauge_s, _ = timed(lambda: gauge(book))
        verified, seen = timed(book.verify)
        assert seen.fault is None
    told = {"stream_reports": count, "stream_events": events, "stream_incidents": len(linked.incidents)}
    return told | {
        "stream_code_and_add_s": code_s,
        "stream_link_s": link_s,
        "stream_gauge_s": gauge_s,
        "stream_verify_s": verified,
    }


def measure(data: Path) -> Figures:
    """All figures, by key."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = imported(data, folder) | many(data, folder) | killed(folder) | stream(data, folder)
    return told | {"peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main(data: str | None = None) -> None:
    """Print the figures and write them to results/ledger.json."""
    folder = Path(data or os.environ["FORESHOCK_BENCH_DATA"])
    told = measure(folder)
    for key, value in told.items():
        print(f"{key} {value:,.3f}".rstrip("0").rstrip("."))
    RESULTS.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
