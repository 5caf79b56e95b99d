"""Turning plain functions into machine code, and saying so clearly where the compiler is not installed.

The law: a kernel is compiled once, kept on disk, and frees the interpreter while it runs, so that blocks of paths run
side by side on plain threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from foreshock.errors import ForecastMissing

try:
    import scipy  # noqa: F401  told missing here, before any other file of the room asks for it
    from numba import njit
except ImportError as gone:
    raise ForecastMissing((gone.name or "numba").partition(".")[0]) from gone

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """The function as machine code in strict arithmetic: the same bits whatever it is inlined into."""
    return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))


def compiled_sums(function: Kernel) -> Kernel:
    """The function as machine code that may order sums as it likes: for sums of many terms, which it vectorises."""
    fast = {"reassoc", "contract", "nsz", "arcp"}
    return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy", fastmath=fast)(function))
