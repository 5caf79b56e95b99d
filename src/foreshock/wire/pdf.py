"""PDF files with a text layer: one file in, one report out.

The law: the file is read apart; its lines become paragraphs again, and the day on which the file was made is not taken
for the day of publication.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.caps import sheet_limits
from foreshock.wire.filed import read_filed, without_control
from foreshock.wire.item import About, Item
from foreshock.wire.sheets import paragraphs_of
from foreshock.wire.zero import FLAG, without_zero_width

_HOPED = "hoped for a PDF file with a text layer"


def read_pdf(item: Item, told: About = About()) -> Report:  # noqa: B008 - frozen
    """The report in the PDF file of `item`; raises UnreadableReport where there is none, whatever the bytes."""
    return read_filed(item, told, pdf_text, "file")


def pdf_text(raw: bytes) -> dict[str, Any]:
    """Text, title and author of the file, as plain JSON values; the work that is done apart."""
    reader = _opened(raw)
    limits, pages, letters = sheet_limits(), [], 0
    for page in reader.pages:
        pages.append(_page(page))
        letters += len(pages[-1])
        if letters > limits.letters:
            raise UnreadableReport("file", f"more than {limits.letters / 1e6:.0f} million letters", _HOPED)
    text, zero = without_zero_width("\n\n".join(paragraphs_of(pages)))
    text = without_control(text)
    if len(text.split()) < limits.fewest_words:
        raise UnreadableReport("file", f"no text layer in {len(pages)} page{'s' * (len(pages) != 1)}", _HOPED)
    return {"text": text, "flags": [FLAG] if zero else []} | _told(reader, text)


def _opened(raw: bytes) -> Any:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not _unlocked(reader):
            raise UnreadableReport("file", "encrypted", "hoped for a file that opens without a password")
        count = len(reader.pages)
    except DependencyError as fault:
        raise UnreadableReport("file", "encrypted", "hoped for a file that opens without a password") from fault
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as fault:
        raise UnreadableReport("file", f"a broken PDF file ({type(fault).__name__})", _HOPED) from fault
    if count > sheet_limits().pages:
        most = f"hoped for a report of at most {sheet_limits().pages} pages"
        raise UnreadableReport("file", f"too long ({count:,} pages)", most)
    return reader


def _unlocked(reader: Any) -> bool:
    """True where the empty password opens the file."""
    from pypdf.errors import DependencyError, PyPdfError

    try:
        return bool(reader.decrypt(""))
    except (PyPdfError, DependencyError, NotImplementedError, ValueError):
        return False


def _page(page: Any) -> str:
    """The lines of one page, an empty one where the page leaves a gap or sets other letters; empty where unreadable."""
    from pypdf.errors import PyPdfError

    rows: list[_Row] = []

    def note(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            rows.append(_Row(text, tm[5] * cm[3] + cm[5], abs(size * tm[3] * cm[3])))

    try:
        whole = str(page.extract_text(visitor_text=note))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError):
        return ""
    told = _gapped(rows)
    return told if _letters(told) == _letters(whole) else whole


@dataclass(frozen=True, slots=True)
class _Row:
    """Some words of a page, their height on it, and the size of their letters."""

    text: str
    height: float
    size: float


def _gapped(rows: list[_Row]) -> str:
    limits = sheet_limits()
    steps = sorted(x for a, b in pairwise(rows) if 0 < (x := a.height - b.height) < 200)
    usual = steps[len(steps) // 2] if steps else 0.0
    told = rows[0].text if rows else ""
    for before, row in pairwise(rows):
        gap = before.height - row.height > limits.gap * usual > 0
        other = abs(before.size - row.size) > limits.other_size and before.text.endswith("\n")
        told += ("\n" if gap or other else "") + row.text
    return told


def _letters(told: str) -> str:
    return "".join(told.split())


def _told(reader: Any, text: str) -> dict[str, str | None]:
    """Title and author as the file's own card tells them: a title only where the text begins with it."""
    try:
        card = reader.metadata or {}
        title, author = (" ".join(str(card.get(key) or "").split())[:400] for key in ("/Title", "/Author"))
    except Exception:  # a card that cannot be read tells nothing
        return {"title": None, "author": None}
    begins = re.sub(r"\W+", "", text[:1000]).casefold()
    shown = re.sub(r"\W+", "", title).casefold()
    name = author if re.fullmatch(r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,4}", author) else None
    return {"title": title if len(shown) > 8 and shown in begins else None, "author": name}
