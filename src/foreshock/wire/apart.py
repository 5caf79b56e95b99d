"""Reading apart: a function over bytes runs in a process that can be killed, within limits of memory, time and size.

The law: whatever the bytes do to that process, the caller gets an answer or UnreadableReport. The process is used
again for the next document and replaced after a fault or a fixed number of documents; it inherits no open file, no
connection and no secret of the environment. A document that fails in a used process is tried once more in a fresh
one, so that an answer does not hang on what was read before it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, Literal, cast

from foreshock.errors import UnreadableReport
from foreshock.wire.caps import Caps, caps
from foreshock.wire.worker import LENGTH, put

_HOPED = "hoped for a document that is read within the limits"
_START = "from foreshock.wire.worker import work; work({memory_bytes}, {open_files})"


class _Broken(Exception):
    """The process is no longer of use; `late` where it was stopped for its time."""

    def __init__(self, seen: str, late: bool = False) -> None:
        super().__init__(seen)
        self.seen, self.late = seen, late


def apart(function: Callable[..., Any], raw: bytes, name: str, limits: Caps | None = None, **told: Any) -> Any:
    """What `function(raw, **told)` gives, computed apart; raises UnreadableReport with the reason where it gives none.

    `function` stands at the top of a module, `told` and what it gives are plain JSON values. `name` is what the error
    calls the document.
    """
    limits = limits or caps()
    with _LOCK:
        worker = _worker(limits)
        fresh = worker.served == 0
        try:
            return _settled(worker.ask(function, raw, told), name, limits)
        except _Broken as fault:
            worker.end()
            if fresh or fault.late:
                raise UnreadableReport(name, fault.seen, _HOPED) from None
        return _once_more(function, raw, name, limits, told)


def close() -> None:
    """End the process, where one runs; the next call starts another."""
    with _LOCK:
        if worker := _HELD.pop("worker", None):
            worker.end()


def _once_more(function: Callable[..., Any], raw: bytes, name: str, limits: Caps, told: dict[str, Any]) -> Any:
    worker = _worker(limits)
    try:
        return _settled(worker.ask(function, raw, told), name, limits)
    except _Broken as fault:
        worker.end()
        raise UnreadableReport(name, fault.seen, _HOPED) from None


def _settled(reply: dict[str, Any], name: str, limits: Caps) -> Any:
    if "given" in reply:
        return reply["given"]
    if "seen" in reply:
        raise UnreadableReport(name, str(reply["seen"]), str(reply["hoped"]))
    broke = str(reply.get("broke"))
    if broke == "memory":
        raise _Broken(f"takes more than {limits.memory_bytes / 1e6:.0f} MB of memory to read")
    raise UnreadableReport(name, f"its reader broke on it ({broke})", "hoped for a document that holds together")


class _Worker:
    """One process, and how many documents it has read."""

    def __init__(self, limits: Caps) -> None:
        self.limits, self.served, self.owner = limits, 0, os.getpid()
        self._loaded: set[str] = set()
        start = _START.format(memory_bytes=limits.memory_bytes, open_files=limits.open_files)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            close_fds=True,
            start_new_session=True,
        )

    @property
    def spent(self) -> bool:
        """True where the next document needs another process."""
        return self.served >= self.limits.documents or self.owner != os.getpid() or self._process.returncode is not None

    def ask(self, function: Callable[..., Any], raw: bytes, told: dict[str, Any]) -> dict[str, Any]:
        """The reply to one request."""
        head = {"module": function.__module__, "function": function.__qualname__, "told": told}
        if function.__module__ not in self._loaded:
            self._exchange(head | {"loading": True}, b"", self.limits.start_s)
            self._loaded.add(function.__module__)
        self.served += 1
        return self._exchange(head | {"loading": False, "cpu_s": self.limits.cpu_s}, raw, self.limits.wall_s)

    def end(self) -> None:
        """Kill the process, if it is ours to kill, and wait for its end."""
        if self.owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _exchange(self, head: dict[str, Any], raw: bytes, wall_s: float) -> dict[str, Any]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(wall_s, stop)
        timer.daemon = True
        timer.start()
        try:
            return self._reply(head, raw)
        except (OSError, EOFError, ValueError):
            self._process.kill()
            code = self._process.wait()
            if late.is_set():
                raise _Broken(f"takes longer than {wall_s:g} s to read", late=True) from None
            raise self._ended(code) from None
        finally:
            timer.cancel()

    def _reply(self, head: dict[str, Any], raw: bytes) -> dict[str, Any]:
        drain, source = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        put(drain, json.dumps(head).encode("ascii"))
        put(drain, raw)
        drain.flush()
        told = source.read(LENGTH)
        length = int.from_bytes(told, "big")
        if len(told) == LENGTH and length > self.limits.reply_bytes:
            raise _Broken(f"gives more than {self.limits.reply_bytes / 1e6:.0f} MB when read", late=True)
        piece = source.read(length)
        if len(told) < LENGTH or len(piece) < length:
            raise EOFError
        reply = json.loads(piece)
        if not isinstance(reply, dict):
            raise ValueError("no reply")
        return reply

    def _ended(self, code: int) -> _Broken:
        if code == -getattr(signal, "SIGXCPU", 0):
            return _Broken(f"takes more than {self.limits.cpu_s} s of computing to read", late=True)
        return _Broken(f"its reader died on it ({_ending(code)})")


def _ending(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit {code}"
    except ValueError:
        return f"signal {-code}"


def _environment() -> dict[str, str]:
    """What a reader's process is told of ours: where the packages lie, and nothing that changes an answer."""
    path = os.pathsep.join(os.path.abspath(x) for x in sys.path)  # noqa: PTH100 - resolves no links
    told = {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    return told | {key: os.environ[key] for key in kept if key in os.environ}


_LOCK = threading.RLock()
_HELD: dict[Literal["worker"], _Worker] = {}


def _worker(limits: Caps) -> _Worker:
    held = _HELD.get("worker")
    if held and (held.spent or held.limits != limits):
        held.end()
        held = None
    if held is None:
        held = _HELD["worker"] = _Worker(limits)
    return held


atexit.register(close)
