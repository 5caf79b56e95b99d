"""No number, name or date reaches a reader without its evidence: shown by templates that try."""

from __future__ import annotations

from datetime import date

import pytest

from foreshock.brief import Brief, compose, render_html, render_markdown
from foreshock.brief.check import unbacked
from foreshock.brief.evidence import Cite, Leaf, Shown, counted
from foreshock.brief.render import template_text
from foreshock.errors import UnsupportedStatement
from foreshock.records import Span
from tests.factory import denial, strait, toll

MADE = date(2024, 11, 25)
PAGE = template_text("brief.html")
HEADING = "<h2>Bottom line</h2>"
assert HEADING in PAGE


@pytest.fixture(scope="module")
def brief() -> Brief:
    return compose([strait(), toll(), denial()], MADE)


SMUGGLED = {
    "a number": "<p>about 7 raids</p>",
    "a number in words": "<p>about seven raids</p>",
    "a name": "<p>then Atlantis replied</p>",
    "a name that opens a sentence": "<p>Atlantis replied</p>",
    "a date": "<p>on 3 March</p>",
    "a month": "<p>in March</p>",
    "a year": "<p>in 2023</p>",
    "a name in another script": "<p>بغداد</p>",
    "a printed number": "<p>{{ 7 }}</p>",
    "a length printed as text": "<p>{{ 7|n }}</p>",
    "a name out of the records": "<p>{{ brief.leaves[0].coded.report.outlet }}</p>",
    "a number out of the records": "<p>{{ brief.lanes|length }}</p>",
    "borrowed evidence": '<p data-evidence="r1-s0-4">99</p>',
    "evidence for other words": '<a data-evidence="{{ brief.lanes[0].count|ev }}">Atlantis</a>',
    "a spoken label": '<p aria-label="Atlantis"></p>',
    "a drawn number": '<svg><text x="1" y="1">12</text></svg>',
    "a number that is cut in two": "<p>some <b>4</b><b>2</b></p>",
    "a name before the first section": "Atlantis",
}


@pytest.mark.parametrize("words", SMUGGLED.values(), ids=list(SMUGGLED))
def test_a_template_cannot_add_a_number_a_name_or_a_date(brief: Brief, words: str) -> None:
    with pytest.raises(UnsupportedStatement):
        render_html(brief, PAGE.replace(HEADING, HEADING + words))


def test_the_same_place_holds_fixed_wording(brief: Brief) -> None:
    assert "<p>and no more</p>" in render_html(brief, PAGE.replace(HEADING, HEADING + "<p>and no more</p>"))


def test_the_text_pane_holds_the_report_and_nothing_else(brief: Brief) -> None:
    with pytest.raises(UnsupportedStatement):
        render_html(brief, PAGE.replace("{{ pane(leaf) }}", "{{ pane(leaf) }} and more"))


def test_a_link_to_nowhere_is_refused(brief: Brief) -> None:
    with pytest.raises(UnsupportedStatement):
        render_html(brief, PAGE.replace(HEADING, HEADING + '<a href="#r9-s1-2">there</a>'))


@pytest.mark.parametrize("words", ["about 7 raids", "then Atlantis replied", "on 3 March", "{{ 7 }}"])
def test_markdown_keeps_the_same_law(brief: Brief, words: str) -> None:
    page = template_text("brief.md").replace("## Bottom line", f"## Bottom line\n\n{words}")
    with pytest.raises(UnsupportedStatement):
        render_markdown(brief, page)


def test_nothing_shown_can_be_made_without_a_place() -> None:
    with pytest.raises(UnsupportedStatement):
        Shown("Atlantis", "name", ())


def test_a_count_is_the_number_of_its_rows() -> None:
    rows = (Cite(1, Span(0, 4)), Cite(1, Span(0, 4)))
    assert counted(rows).text == "2"
    with pytest.raises(UnsupportedStatement):
        Shown("3", "count", rows)


def test_a_span_beyond_the_text_or_without_words_is_refused() -> None:
    leaf = Leaf(1, strait())
    end = len(leaf.text)
    for span in (Span(end, end + 5), Span(4, 4)):
        with pytest.raises(UnsupportedStatement):
            leaf.quote(span)


def test_a_quote_with_other_words_than_its_place_is_refused(brief: Brief) -> None:
    from dataclasses import replace

    forged = Shown("Atlantis fell", "quote", (Cite(1, Span(0, 4)),))
    assert brief.bottom is not None
    bottom = replace(brief.bottom, worst=replace(brief.bottom.worst, quote=forged))
    with pytest.raises(UnsupportedStatement):
        render_html(replace(brief, bottom=bottom))


def test_the_error_says_what_was_shown() -> None:
    assert unbacked("then Atlantis replied") == "Atlantis"
    assert unbacked("What happened, after ICD 203") is None
