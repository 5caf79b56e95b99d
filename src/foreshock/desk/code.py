"""Coding: reports in, coded reports out.

The law: what comes in without a report goes out in its place, and a report that breaks the coder stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from foreshock.desk.collect import Found, Read, Repeat
from foreshock.errors import ForeshockError, UnreadableReport
from foreshock.records import CodedReport, Report


class Uncodable(ForeshockError):
    """A report on which the coder failed: a fault of foreshock, told with the file; its cause is kept."""

    exit_code = 1

    def __init__(self, path: Path | str, fault: Exception) -> None:
        super().__init__(f"{path}: could not be coded ({type(fault).__name__}: {fault}); a fault of foreshock itself")
        self.path, self.fault = path, fault


def code(
    found: Iterable[Found], coder: Callable[[Report], CodedReport]
) -> Iterator[CodedReport | Repeat | UnreadableReport | Uncodable]:
    """One coded report or Uncodable for each report, in order; errors and repeats pass through."""
    for read in found:
        yield attempt(read, coder) if isinstance(read, Read) else read


def attempt(read: Read, coder: Callable[[Report], CodedReport]) -> CodedReport | Uncodable:
    """The coded report, or what became of it where the coder failed in a way that nobody foresaw."""
    try:
        return coder(read.report)
    except ForeshockError:
        raise
    except Exception as fault:
        told = Uncodable(read.path, fault)
        told.__cause__ = fault
        return told
