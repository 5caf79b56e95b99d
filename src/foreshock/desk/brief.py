"""The brief: coded reports in, one page out.

The law: the page is written whole or not at all, and over nothing but a former page of its kind.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from foreshock.desk.place import Output, check_place
from foreshock.errors import NotWritable
from foreshock.records import CodedReport
from foreshock.records.prognosis import PrognosisTold
from foreshock.records.retold import Linkage, Retold

if TYPE_CHECKING:
    from foreshock.ledger import View

Form = Literal["html", "md"]
_FORMS: dict[str, Form] = {"": "html", ".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}


def page(
    coded: Sequence[CodedReport],
    made: date,
    form: Form = "html",
    prognosis: PrognosisTold | None = None,
    linkage: Linkage | None = None,
) -> str:
    """The page over all the reports; raises UnsupportedStatement where it would show what no report says.

    What a model tells (desk.prognosis) stands in a section of its own, where it is given, and so does what several
    outlets tell of one happening.
    """
    from foreshock.brief import compose, render_html, render_markdown

    told = compose(coded, made, prognosis, linkage)
    return render_html(told) if form == "html" else render_markdown(told)


def linked(view: View) -> Linkage:
    """The incidents of the newest run of linking that a view knows of, as a brief takes them."""
    from foreshock.desk.link import kept

    told = [Retold(one.incident, one.origins, one.contradiction.contested) for one in kept(view)]
    return Linkage(tuple(told), view.families() if told else {})


def write_page(text: str, path: Path, output: Output) -> Path:
    """The path, now holding the text of such an output; raises NotWritable and leaves what was there."""
    check_place(path, output)
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


def output_of(form: Form) -> Output:
    """The kind of output that a brief of this form is."""
    return "html brief" if form == "html" else "md brief"


def form_of(path: Path, told: Form | None) -> Form | None:
    """The form told, or else the one the path's ending tells, None where it tells of something else."""
    return told or _FORMS.get(path.suffix.lower())
