"""The brief: coded reports in, one page out.

The law: the page is written whole or not at all, and never over a report or a ledger.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from foreshock.errors import NotWritable
from foreshock.records import CodedReport
from foreshock.records.prognosis import PrognosisTold

Form = Literal["html", "md"]
_FORMS: dict[str, Form] = {"": "html", ".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}
_DATABASE = b"SQLite format 3\x00"
_BESIDE = ("-wal", "-shm", "-journal")


def page(coded: Sequence[CodedReport], made: date, form: Form = "html", prognosis: PrognosisTold | None = None) -> str:
    """The page over all the reports; raises UnsupportedStatement where it would show what no report says.

    What a model tells (desk.prognosis) stands in a section of its own, where it is given.
    """
    from foreshock.brief import compose, render_html, render_markdown

    told = compose(coded, made, prognosis)
    return render_html(told) if form == "html" else render_markdown(told)


def write_page(text: str, path: Path) -> Path:
    """The path, now holding the text; raises NotWritable and leaves what was there."""
    check_place(path)
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, "utf8")
            return path
        beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            beside.write_text(text, "utf8")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as fault:
        raise NotWritable(path, fault.strerror or str(fault)) from fault
    return path


def check_place(path: Path, keep: Iterable[Path] = ()) -> None:
    """Raise NotWritable where no page can be written, before long work is done; no file of `keep` is written over."""
    if os.path.isdir(path):  # noqa: PTH112 - unlike a Path, it raises nothing where a folder on the way is closed
        raise NotWritable(path, "it is a folder; name a file")
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise NotWritable(path, f"there is no folder {path.parent}")
    if not os.access(path.parent, os.X_OK) or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise NotWritable(path, "no permission")
    if path.is_file():
        _check_lost(path, keep)


def form_of(path: Path, told: Form | None) -> Form | None:
    """The form told, or else the one the path's ending tells, None where it tells of something else."""
    return told or _FORMS.get(path.suffix.lower())


def _check_lost(path: Path, keep: Iterable[Path]) -> None:
    if any(_same(path, other) for other in keep):
        raise NotWritable(path, "it is one of the files to read, and is not written over; name another")
    database = path.with_name(next((path.name.removesuffix(x) for x in _BESIDE if path.name.endswith(x)), path.name))
    if _is_database(path) or (database != path and _is_database(database)):
        raise NotWritable(path, "it is a ledger or another database, and is not written over; name another")


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False
