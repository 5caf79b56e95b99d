"""Documents: the text as the writer left it comes out, and no archive breaks the reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.docx import read_docx
from foreshock.wire.item import Item
from tests.wire.made.twins import W, as_docx, as_zip

LINES = [
    "Quay closed",
    "The harbour council closed the eastern quay on Tuesday.",
    "Divers will search the basin, it said.",
]


def read(raw: bytes) -> Report:
    return read_docx(Item("a.docx", raw))


def run(words: str, style: str = "") -> str:
    return f"<w:r><w:rPr>{style}</w:rPr><w:t>{words}</w:t></w:r>"


def test_title_headings_and_paragraphs_keep_their_roles() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>' + run("What is known.") + "</w:p>"
    report = read(as_docx(LINES, heading + f"<w:p>{run('Nothing ')}{run('at all, he said.')}</w:p>"))
    told = [(x.kind, x.span.of(report.text)) for x in report.parts]
    assert told[0] == ("title", "Quay closed") and report.title == "Quay closed"
    assert ("heading", "What is known.") in told and ("body", "Nothing at all, he said.") in told


def test_hidden_and_deleted_words_are_left_out_and_said() -> None:
    hidden = f"<w:p>{run('Words that are not shown', '<w:vanish/>')}</w:p>"
    gone = (
        f"<w:p><w:del><w:r><w:delText>Words that were deleted</w:delText></w:r></w:del>{run('Words that stay.')}</w:p>"
    )
    report = read(as_docx(LINES, hidden + gone))
    assert "not shown" not in report.text and "deleted" not in report.text and "Words that stay." in report.text
    assert report.flags == ("hidden text left out", "deleted text left out")


def test_the_words_of_a_table_are_read_in_order() -> None:
    cells = "".join(
        f"<w:tc><w:p>{run(x)}</w:p></w:tc>" for x in ("The first cell holds this.", "The second holds that.")
    )
    report = read(as_docx(LINES, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert report.text.endswith("The first cell holds this.\n\nThe second holds that.")


def test_the_card_of_the_document_tells_the_author_and_no_day() -> None:
    card = (
        '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<dc:creator>Mara Quill</dc:creator><t:created>2020-01-01T00:00:00Z</t:created></c:coreProperties>"
    )
    report = read(as_docx(LINES, extra={"docProps/core.xml": card.encode()}))
    assert (report.author, report.published) == ("Mara Quill", None)


def test_a_member_with_a_path_is_never_unpacked(tmp_path: Path) -> None:
    target = tmp_path / "owned.txt"
    names = {str(target): b"x", "../" * 12 + str(target).lstrip("/"): b"x", "word/../../owned.txt": b"x"}
    assert "Divers" in read(as_docx(LINES, extra=names)).text
    assert list(tmp_path.iterdir()) == []


def laughs() -> bytes:
    entities = '<!ENTITY a "ha ha ha ha ha">' + "".join(
        f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f"<!DOCTYPE w [{entities}]><w:document xmlns:w='{W}'><w:t>&i;</w:t></w:document>".encode()


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (as_zip({"word/document.xml": b"\x00" * 100_000_000}), "unpacks to 100 MB"),
        (as_zip({"word/document.xml": laughs()}), "broken XML"),
        (as_zip({"word/document.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "broken XML"),
        (as_zip({"word/document.xml": b"<w:p>" * 3}), "broken XML"),
        (as_zip({"word/document.xml": b"<a>" * 300_000 + b"</a>" * 300_000}), "unpacks|without a text|died|broke"),
        (as_zip({f"m{n}": b"" for n in range(3_000)}), "an archive of 3,000 files"),
        (as_zip({"other.xml": b"<a/>"}), "without a document in it"),
        (as_docx(["A title"]), "without a text"),
        (as_docx(LINES)[:-40], "a broken document"),
        (b"PK\x03\x04 and no more", "a broken document"),
        (b"", "a broken document"),
        (b"\x00" * 100_000_000, "too large"),
    ],
)
def test_an_archive_without_a_report_is_refused_in_one_line(raw: bytes, seen: str) -> None:
    with pytest.raises(UnreadableReport, match=seen) as fault:
        read(raw)
    assert str(fault.value).startswith("a.docx: ") and "\n" not in str(fault.value)
