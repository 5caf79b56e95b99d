"""One run of watching, as a process that a test may kill at any moment: address of the feed, ledger, moment."""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime

from foreshock.desk.visit import World, fetches
from foreshock.desk.watch import watch
from foreshock.ledger import Ledger
from foreshock.wire.feeds import Feed
from tests.desk.made import OneVerbCoder


def main(addresses: str, place: str, moment: str) -> None:
    def now() -> datetime:
        return datetime.fromisoformat(moment).replace(tzinfo=UTC)

    def no_wait(seconds: float) -> None:
        time.sleep(0.001)

    world = World(fetches(("127.0.0.1",)), now, time.monotonic, no_wait, random.Random(7), workers=3)
    feeds = [Feed(f"Wire {n}", address, "Levant Wire", full=not n) for n, address in enumerate(addresses.split())]
    with Ledger(place) as book:
        for _ in watch(feeds, OneVerbCoder(), book, world):
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
