"""Coding: reports in, coded reports out.

The law: what comes in without a report goes out in its place, and a report that breaks the coder stops no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from foreshock.coding.windows import windows
from foreshock.desk.collect import Found, Read, Repeat
from foreshock.errors import ForeshockError, UnreadableReport
from foreshock.records import CodedReport, Coder, Report


class Uncodable(ForeshockError):
    """A report on which the coder failed: a fault of foreshock, told with the file; its cause is kept."""

    exit_code = 1

    def __init__(self, path: Path | str, fault: Exception) -> None:
        super().__init__(f"{path}: could not be coded ({type(fault).__name__}: {fault}); a fault of foreshock itself")
        self.path, self.fault = path, fault


class Codes(Protocol):
    """What the desk asks of a coder."""

    @property
    def coder(self) -> Coder:
        """Who codes."""

    def coder_of(self, report: Report) -> Coder:
        """Who codes this report: the coder of its language."""

    def code_all(self, reports: Iterable[Report]) -> Iterator[CodedReport]:
        """The reports with their rows, in order."""


def code(found: Iterable[Found], coder: Codes) -> Iterator[CodedReport | Repeat | UnreadableReport | Uncodable]:
    """One coded report or Uncodable for each report, in order; errors and repeats pass through."""
    for window in windows(found, length):
        coded = attempt([x for x in window if isinstance(x, Read)], coder)
        for read in window:
            yield next(coded) if isinstance(read, Read) else read


def length(found: Found) -> int:
    """The characters to code."""
    return len(found.report.text) if isinstance(found, Read) else 0


def attempt(reads: Sequence[Read], coder: Codes) -> Iterator[CodedReport | Uncodable]:
    """The coded reports, or what became of each where the coder failed in a way that nobody foresaw."""
    try:
        together = list(coder.code_all(read.report for read in reads))
    except ForeshockError:
        raise
    except Exception:
        return (_alone(read, coder) for read in reads)
    return iter(together)


def _alone(read: Read, coder: Codes) -> CodedReport | Uncodable:
    try:
        return next(coder.code_all([read.report]))
    except ForeshockError:
        raise
    except Exception as fault:
        told = Uncodable(read.path, fault)
        told.__cause__ = fault
        return told
