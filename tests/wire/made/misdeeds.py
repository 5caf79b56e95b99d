"""Functions that misbehave, to be run apart."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any


def length(raw: bytes) -> int:
    return len(raw)


def pid(raw: bytes) -> int:
    return os.getpid()


def burn(raw: bytes) -> int:
    count = 0
    while True:
        count += 1


def sleep(raw: bytes) -> None:
    import select

    select.select([], [], [], 600)


def swell(raw: bytes) -> int:
    held = [bytearray(50_000_000) for _ in range(1000)]
    return len(held)


def die(raw: bytes) -> None:
    os.abort()


def leave(raw: bytes) -> None:
    os._exit(0)


def chatter(raw: bytes) -> str:
    print("words that are no answer", flush=True)
    return "told"


def flood(raw: bytes) -> str:
    return "x" * 3_000_000


def raises(raw: bytes) -> None:
    raise KeyError("no such thing")


def writes(raw: bytes) -> None:
    Path(raw.decode()).write_text("written")


def deletes(raw: bytes) -> None:
    Path(raw.decode()).unlink()


def calls(raw: bytes) -> int:
    import socket

    with socket.socket() as one:
        one.connect(("127.0.0.1", int(raw)))
    return 1


def starts(raw: bytes) -> int:
    import subprocess

    return subprocess.call(["true"])


def kills(raw: bytes) -> None:
    os.kill(int(raw), signal.SIGTERM)


def open_files(raw: bytes) -> list[str]:
    held: list[str] = []
    for number in range(3, 64):
        try:
            held.append(str(Path(f"/proc/self/fd/{number}").readlink()))
        except OSError:
            continue
    return held


def surroundings(raw: bytes) -> dict[str, Any]:
    return dict(os.environ)


def of_a_set(raw: bytes) -> list[str]:
    return list({"a", "b", "c", "d", "e", "f"})
