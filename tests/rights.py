"""What a process without root's rights says: the twin that tests of closed files and folders fork."""

from __future__ import annotations

import os
from collections.abc import Callable

NOBODY = 65534


def said_without_rights(say: Callable[[], str]) -> str:
    """What `say` returns in a process that is not root, or the name and words of what it raises."""
    reads, writes = os.pipe()
    if process := os.fork():
        os.close(writes)
        os.waitpid(process, 0)
        with os.fdopen(reads, encoding="utf8") as said:
            return said.read()
    try:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        os.write(writes, say().encode())
    except Exception as fault:
        os.write(writes, f"{type(fault).__name__} {fault}".encode())
    finally:
        os._exit(0)
