"""The errands as Python calls: read, code, page. The law: records in, records out, one coder a model kept loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from foreshock.coding import EventCoder
from foreshock.desk import brief
from foreshock.desk.brief import Form
from foreshock.desk.open import open_coder
from foreshock.records import CodedReport, Report
from foreshock.settings import Settings
from foreshock.wire import read_path, read_text, report_day


def read(
    path: Path | str, published: date | None = None, outlet: str | None = None, title: str | None = None
) -> Report:
    """The report in a text file; raises UnreadableReport where there is none."""
    return read_path(path, published=published, outlet=outlet, title=title)


def code(
    text: str | Report,
    published: date | str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    model: str | None = None,
) -> CodedReport:
    """The coded report of a text, published on a day given as a date or "2024-11-27", or of a report read before.

    Raises NoReportDay, a ValueError, for what is no day of publication, and TypeError for what is no text.
    """
    if isinstance(text, Report):
        return _coder(model).code(text)
    if not isinstance(text, str):
        raise TypeError(f"a text or a Report is coded, not {type(text).__name__}; foreshock.read(path) reads a file")
    day = None if published is None else report_day(published)
    return _coder(model).code(read_text(text, published=day, outlet=outlet, title=title))


def page(coded: CodedReport | Iterable[CodedReport], made: date, form: Form = "html") -> str:
    """The brief of one or several coded reports, as HTML or Markdown, dated `made`."""
    return brief.page([coded] if isinstance(coded, CodedReport) else list(coded), made, form)


@lru_cache(maxsize=2)
def _coder(model: str | None) -> EventCoder:
    return open_coder(Settings(), model)
