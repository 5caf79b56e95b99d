"""Runs of watching, each killed at a random moment, until so many were and one came to its end.

As a process of its own, which loads what is needed once and forks: the addresses of the feeds, the ledger, the moment
of every run, how many are to be killed, and the longest that one may live, in seconds. Says the kills and the seconds.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime

from foreshock.desk.visit import World, fetches
from foreshock.desk.watch import watch
from foreshock.ledger import Ledger
from foreshock.wire.feeds import Feed
from tests.desk.made import OneVerbCoder


def run(addresses: str, place: str, moment: str) -> None:
    def now() -> datetime:
        return datetime.fromisoformat(moment).replace(tzinfo=UTC)

    def no_wait(seconds: float) -> None:
        time.sleep(0.001)

    world = World(fetches(("127.0.0.1",)), now, time.monotonic, no_wait, random.Random(7), workers=3)
    feeds = [Feed(f"Wire {n}", address, "Levant Wire", full=not n) for n, address in enumerate(addresses.split())]
    with Ledger(place) as book:
        for _ in watch(feeds, OneVerbCoder(), book, world):
            pass


def main(addresses: str, place: str, moment: str, wanted: str, longest: str) -> None:
    dice, kills, start = random.Random(20261120), 0, time.monotonic()
    while True:
        child = os.fork()
        if not child:
            run(addresses, place, moment)
            os._exit(0)
        end = time.monotonic() + (dice.uniform(0, float(longest)) if kills < int(wanted) else 300)
        done = 0
        while not done and time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            time.sleep(0.002)
        if done and status:
            sys.exit(f"a run failed by itself: {status}")
        if done:
            print(kills, time.monotonic() - start)
            return
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kills += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
