"""The child's side of `apart`: a process that reads documents and can reach nothing else.

The law: before the first document comes, the process has given up the network, other programs and writing files.
It speaks plain JSON, so that what a hostile document makes of it is at worst a wrong text.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO, cast

from foreshock.errors import UnreadableReport

LENGTH = 8  # bytes before each piece that tell its length
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.kill", "os.remove")
_REFUSED_TOO = ("os.rename", "os.mkdir", "os.link", "os.symlink", "shutil.", "ctypes.", "webbrowser.", "urllib.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def work(memory_bytes: int, open_files: int) -> None:
    """Answer each request on standard input until it ends."""
    source, drain = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # what a library prints is no answer
    sys.dont_write_bytecode = True
    _leave_network()
    _limit(memory_bytes, open_files)
    sys.addaudithook(_refuse)
    while head := take(source):
        put(drain, _answer(json.loads(head), take(source)))
        drain.flush()


def take(source: BinaryIO) -> bytes:
    """The next piece, empty where the other side is gone."""
    length = int.from_bytes(source.read(LENGTH), "big")
    return source.read(length)


def put(drain: BinaryIO, piece: bytes) -> None:
    """Write one piece."""
    drain.write(len(piece).to_bytes(LENGTH, "big") + piece)


def _answer(head: dict[str, Any], raw: bytes) -> bytes:
    try:
        function = _function(head["module"], head["function"])
        if head["loading"]:
            return b'{"given": null}'
        _limit_computing(head["cpu_s"])
        reply = {"given": function(raw, **head["told"])}
    except UnreadableReport as fault:
        reply = {"seen": fault.seen, "hoped": fault.hoped}
    except MemoryError:
        reply = {"broke": "memory"}
    except Exception as fault:
        reply = {"broke": type(fault).__name__}
    try:
        return json.dumps(reply, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    except (MemoryError, RecursionError, ValueError, TypeError):
        return b'{"broke": "memory"}'


def _function(module: str, name: str) -> Callable[..., Any]:
    return cast(Callable[..., Any], getattr(import_module(module), name))


def _leave_network() -> None:
    """Where the system allows it, into a space of its own that has no network at all."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def _limit(memory_bytes: int, open_files: int) -> None:
    try:
        import resource
    except ImportError:  # a system without such limits; time is still limited from outside
        return
    told = {resource.RLIMIT_AS: memory_bytes, resource.RLIMIT_NOFILE: open_files}
    told |= {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    for kind, most in told.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def _limit_computing(cpu_s: int) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + cpu_s
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _refuse(event: str, told: tuple[Any, ...]) -> None:
    if event == "open":
        mode, flags = str(told[1] or ""), told[2] if isinstance(told[2], int) else 0
        if set(mode) & set("wax+") or flags & _WRITING:
            raise PermissionError("a reader writes no files")
    elif event.startswith(_REFUSED) or event.startswith(_REFUSED_TOO):
        raise PermissionError(f"a reader does not use {event}")
