"""Whatever the bytes, a reader gives a report whose parts are stretches of its text, or one clear error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.errors import UnreadableReport
from foreshock.records import Report
from foreshock.wire.apart import apart, close
from foreshock.wire.boxes import open_box
from foreshock.wire.docx import read_docx
from foreshock.wire.flow import flow_of
from foreshock.wire.item import About, Item
from foreshock.wire.mail import LETTER, open_message, read_letter
from foreshock.wire.page_text import read_bytes
from foreshock.wire.pages import read_page
from foreshock.wire.pdf import read_pdf
from tests.wire.made.templates import BODY, TEMPLATES, TITLE
from tests.wire.made.twins import as_docx, as_letter, as_pdf

LINES = [TITLE, *BODY]
WHOLE = [x.html.encode() for x in TEMPLATES] + [as_pdf([LINES]), as_docx(LINES), as_letter(LINES)]
SCRIPT = b'<script type="application/ld+json">{"@type":"NewsArticle","datePublished":[1],"author":{"name":{}}}</script>'
PIECES = [b"<p>", b"</p>", b"<div hidden>", b"<!--", b"-->", b"<script>", b"\x00", b"\xff\xfe", b"&#x202e;"]
PIECES += [b"<meta charset=utf-16>", b"Content-Type: multipart/mixed; boundary=a\r\n", b"--a\r\n", b"endobj\n"]
PIECES += [b"<time datetime='9999-99-99'>", b"<html lang='\xc3\xa9'>", b"<h1>", b"&#0;&#xD800;", b"PK\x03\x04"]
PIECES += [b"Date: Tue, 99 Nov 99999\r\n", b"\r\n\r\n", SCRIPT]
WORDS = st.sampled_from([x.encode() for x in LINES]) | st.sampled_from(PIECES) | st.binary(max_size=12)
MADE = st.lists(WORDS, max_size=14).map(b" ".join)


@st.composite
def bent(draw: st.DrawFn) -> bytes:
    """A whole file in which some stretch was overwritten, cut out or told twice."""
    raw = draw(st.sampled_from(WHOLE))
    start = draw(st.integers(0, len(raw)))
    end = draw(st.integers(start, min(start + 400, len(raw))))
    middle = draw(st.sampled_from([b"", raw[start:end] * 2]) | st.binary(max_size=30) | st.sampled_from(PIECES))
    return raw[:start] + middle + raw[end:]


BYTES = MADE | bent() | st.binary(max_size=300)
KINDS = st.sampled_from([None, "text/html", "text/html; charset=koi8-r", "text/html; charset=nonsense", "x"])


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    close()


def holds(report: Report) -> None:
    spans = [x.span for x in report.parts]
    assert all(0 <= x.start < x.end <= len(report.text) for x in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert report.text.encode("utf8") and any(x.isalnum() for x in report.text)
    assert (report.published is None) == (report.published_found == "unknown")
    assert report.published_at is None or report.published_at.date() == report.published
    assert report.url is None or report.url.lower().startswith(("http://", "https://"))


@given(BYTES, KINDS)
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("reader", [read_page, read_pdf, read_docx, read_letter])
def test_any_bytes_give_a_report_or_one_clear_error(
    reader: Callable[[Item, About], Report], raw: bytes, kind: str | None
) -> None:
    try:
        report = reader(Item("a", raw, kind), About())
    except UnreadableReport as fault:
        assert str(fault).startswith("a: ") and "\n" not in str(fault)
        return
    holds(report)


@given(BYTES)
@settings(max_examples=60, deadline=None)
def test_any_bytes_of_a_letter_or_box_give_items_and_errors(raw: bytes) -> None:
    for one in [*open_message(Item("a", raw)), *open_box(flow_of(Item("a", b"From x\n" + raw)))]:
        assert isinstance(one, Item | UnreadableReport)
        if isinstance(one, Item) and one.kind == LETTER:
            one.raw.decode("utf8")


@given(BYTES)
@settings(max_examples=40, deadline=None)
def test_a_page_reads_the_same_here_and_apart(raw: bytes) -> None:
    def outcome(read: Callable[[], object]) -> object:
        try:
            return read()
        except UnreadableReport as fault:
            return fault.seen

    assert outcome(lambda: read_bytes(raw, None)) == outcome(lambda: apart(read_bytes, raw, "a", kind=None))
