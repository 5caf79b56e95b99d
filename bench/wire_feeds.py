"""What watching costs: sources on a server of this machine that answer 304, asked one after another.

The law: the whole of watching is measured, manners and ledger included; only the wait between two requests to one host
is left out, which on this one machine would be all of it.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from foreshock.desk.visit import World, fetches
from foreshock.desk.watch import watch
from foreshock.ledger import Ledger
from foreshock.wire.feeds import Feed
from tests.desk.made import OneVerbCoder
from tests.wire.servers import Request, answer, serving


@dataclass(frozen=True, slots=True)
class Polls:
    """Sources asked a second, processor seconds for each, and the peak memory of the process in MB."""

    sources: int
    per_second: float
    cpu_seconds_each: float
    peak_mb: float


def unchanged(sources: int = 200, workers: int = 8) -> Polls:
    """The cost of asking so many sources that have nothing new; the server's own share is within it."""
    clock = [datetime(2026, 11, 20, tzinfo=UTC)]
    one = "<rss version='2.0'><channel><title>x</title></channel></rss>"

    def said(asked: Request) -> bytes:
        same = asked.headers.get("if-none-match") == '"1"'
        return answer(status=304) if same else answer(one, kind="text/xml", ETag='"1"')

    with serving() as server, tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "a.db") as book:
        feeds = [Feed(f"Wire {n}", server.url(f"/{n}")) for n in range(sources)]
        server.routes |= {f"/{n}": said for n in range(sources)}
        world = World(
            fetches(("127.0.0.1",)), lambda: clock[0], time.monotonic, lambda _: None, random.Random(7), workers
        )
        list(watch(feeds, OneVerbCoder(), book, world))
        clock[0] += timedelta(hours=1)
        start, cpu = time.monotonic(), time.process_time()
        asked = [x for x in watch(feeds, OneVerbCoder(), book, world) if x.what == "source"]
        seconds, cpu = time.monotonic() - start, time.process_time() - cpu
        assert len(asked) == sources and all(x.polled and x.polled.state == "empty" for x in asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Polls(sources, round(sources / seconds, 1), round(cpu / sources, 5), round(peak, 1))


if __name__ == "__main__":
    print(unchanged())
