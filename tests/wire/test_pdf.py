"""PDF files: the lines of the printer become the writer's paragraphs again, and no file breaks the reading."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pytest

from foreshock.errors import UnreadableReport
from foreshock.wire.item import About, Item
from foreshock.wire.pdf import read_pdf
from foreshock.wire.sheets import paragraphs_of
from tests.wire.made.twins import FONT, PAGE, as_pdf, pdf_file

STORY = ["The harbour council closed the eastern quay on Tuesday, its", "spokesman said. Divers will search the basin."]


def read(raw: bytes, about: About = About()) -> tuple[str, str | None, str | None]:  # noqa: B008
    report = read_pdf(Item("a.pdf", raw, "application/pdf", about))
    return report.text, report.title, report.author


def test_a_hyphen_of_the_printer_goes_and_one_of_the_writer_stays() -> None:
    page = (
        "The ministry announced new rest-\nrictions on the Iran-\n"
        "backed groups, an ex-minister said; an ex-\nminister knew."
    )
    told = (
        "The ministry announced new restrictions on the Iran-backed groups, an ex-minister said; an ex-minister knew."
    )
    assert paragraphs_of([page]) == [told]


def test_a_hyphen_follows_the_word_where_it_is_written_whole() -> None:
    page = "They spoke of a cease-\nfire all night and no ceasefire came to the\ntown."
    assert "a ceasefire all night" in paragraphs_of([page])[0]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    days = ("one", "two", "six")
    story = [[f"On day {x} divers went down,", f"said the {x} guard, and found", f"the {x} cable cut."] for x in days]
    pages = [["The Alder Herald, 26 November 2024", *rows, f"Page {n} of 3"] for n, rows in enumerate(story, 1)]
    text, _, _ = read(as_pdf(pages))
    assert text == "\n\n".join(" ".join(rows) for rows in story)


def test_a_sentence_runs_on_over_the_end_of_a_page() -> None:
    text, _, _ = read(as_pdf([["Alder Herald", STORY[0], "1"], ["Alder Herald", STORY[1], "2"]]))
    assert "on Tuesday, its spokesman said." in text


def test_the_day_the_file_was_made_is_no_day_of_publication() -> None:
    card = "<< /CreationDate (D:20200101120000Z) /Author (Mara Quill) /Title (Microsoft Word - draft7.doc) >>"
    report = read_pdf(Item("a.pdf", as_pdf([["# Quay closed", "", *STORY]], card)))
    assert (report.published, report.published_found) == (None, "unknown")
    assert (report.title, report.author) == ("Quay closed", "Mara Quill")


def test_a_day_that_the_text_tells_is_the_day_of_publication() -> None:
    report = read_pdf(Item("a.pdf", as_pdf([["# Quay closed", "", "Published 26 November 2024", "", *STORY]])))
    assert (str(report.published), report.published_found) == ("2024-11-26", "text")


def encrypted() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf([STORY]))))
    writer.encrypt("a password", algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def bomb() -> bytes:
    packed = zlib.compress(b"\x00" * 200_000_000, 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    page = PAGE % 4
    root = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"]
    return pdf_file([*root, FONT, stream, page, b"<< >>"])


def circle() -> bytes:
    return pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>", b"<< >>"])


def nested() -> bytes:
    catalog = b"<< /Type /Catalog /Pages 2 0 R /A " + b"[" * 50_000 + b" >>"
    return pdf_file([catalog, b"<< /Kids [] /Count 0 >>", b"<< >>"])


def many(count: int) -> Sequence[Sequence[str]]:
    return [["A line of words on this page"]] * count


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (encrypted(), "encrypted"),
        (as_pdf([[]]), "no text layer in 1 page"),
        (as_pdf(many(10_000)), r"too long \(10,000 pages\)"),
        (bomb(), "no text layer|memory|computing|broke"),
        (circle(), "broken|no text layer"),
        (nested(), "broken|no text layer"),
        (as_pdf([STORY])[:200], "broken"),
        (b"%PDF-1.7\nand nothing that follows", "broken"),
        (b"", "broken"),
        (b"\x00" * 100_000_000, "too large"),
    ],
)
def test_a_file_without_a_report_is_refused_in_one_line(raw: bytes, seen: str) -> None:
    with pytest.raises(UnreadableReport, match=seen) as fault:
        read(raw)
    assert str(fault.value).startswith("a.pdf: ") and "\n" not in str(fault.value)


def test_a_file_with_a_broken_table_of_places_is_still_read() -> None:
    raw = as_pdf([STORY]).replace(b"startxref\n", b"startxref\n9")
    assert "Divers will search" in read(raw)[0]
