"""The brief: coded reports in, one page out. The law: the page is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from foreshock.errors import NotWritable
from foreshock.records import CodedReport

Form = Literal["html", "md"]


def page(coded: Sequence[CodedReport], made: date, form: Form = "html") -> str:
    """The page over all the reports; raises UnsupportedStatement where it would show what no report says."""
    from foreshock.brief import compose, render_html, render_markdown

    told = compose(coded, made)
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


def check_place(path: Path) -> None:
    """Raise NotWritable where no page can be written, before long work is done."""
    if path.is_dir():
        raise NotWritable(path, "it is a folder; name a file")
    if not path.parent.is_dir():
        raise NotWritable(path, f"there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise NotWritable(path, "no permission")


def form_of(path: Path, told: Form | None) -> Form:
    """The form told, or else the one the path's ending tells."""
    return told or ("md" if path.suffix.lower() in (".md", ".markdown") else "html")
