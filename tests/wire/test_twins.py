"""A report is the same report by whichever door it comes: page, PDF file, document or letter give the same events."""

from __future__ import annotations

from functools import cache

import pytest

from foreshock.coding import open_coder
from foreshock.records import Chain, CodedReport, Report
from foreshock.wire import read_text
from foreshock.wire.docx import read_docx
from foreshock.wire.item import About, Item
from foreshock.wire.mail import open_message, read_letter
from foreshock.wire.pages import read_page
from foreshock.wire.pdf import read_pdf
from tests.wire.made.twins import as_docx, as_letter, as_page, as_pdf, example, lines_of, wrapped

REPORTS = ["2024-09-24-levant-wire.txt", "2024-10-26-levant-wire.txt"]
FROM_LEVANT_WIRE = About(outlet="Levant Wire")


@cache
def coded(report: Report) -> CodedReport:
    return open_coder().code(report)


def told(report: Report) -> list[tuple[object, ...]]:
    """The events of a report by what they say: type, actors, standing and the words of the chain."""
    rows = coded(report)
    return [
        (x.type, x.mode, [a.name for a in x.actors], [r.name for r in x.recipients], x.standing, chain(report, x.chain))
        for x in rows.events
    ]


def chain(report: Report, links: Chain) -> list[tuple[str, str, str]]:
    return [(x.source.name, " ".join(x.cue.of(report.text).split()), x.stance) for x in links]


def page(lines: list[str]) -> Report:
    return read_page(Item("a.html", as_page(lines), "text/html"))


def pdf(lines: list[str]) -> Report:
    rows = wrapped(lines)
    pages = [["Levant Wire", *rows[i : i + 14], f"Page {i // 14 + 1}"] for i in range(0, len(rows), 14)]
    return read_pdf(Item("a.pdf", as_pdf(pages)), FROM_LEVANT_WIRE)


def document(lines: list[str]) -> Report:
    return read_docx(Item("a.docx", as_docx(lines)), FROM_LEVANT_WIRE)


def letter(lines: list[str]) -> Report:
    items = list(open_message(Item("a.eml", as_letter(lines, "\n-- \nThe desk\nLevant Wire\n"))))
    assert len(items) == 1 and isinstance(items[0], Item)
    return read_letter(items[0])


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("door", [page, pdf, document, letter])
def test_a_report_gives_the_same_events_by_every_door(name: str, door: object) -> None:
    lines = lines_of(example(name))
    assert callable(door)
    other = door(lines)
    plain = read_text("\n\n".join(lines), published=other.published)
    assert told(plain), "the plain text has events"
    assert told(other) == told(plain)
    assert (other.title, other.outlet, other.language) == (plain.title, plain.outlet, "en")
