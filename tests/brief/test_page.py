"""The page as a file: self-contained, strict, safe with hostile text, and letter for letter the report's words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.brief import compose, render_html, render_markdown
from foreshock.brief.evidence import Cite, Leaf
from foreshock.brief.layout import arrange
from foreshock.brief.pane import pane
from foreshock.brief.phrasing import clip, period
from foreshock.brief.render import policy, template_text
from foreshock.brief.ties import name_lines
from foreshock.brief.words import WORDS
from foreshock.records import CodedReport, Event, Report, Span, When
from foreshock.records.report import Found
from tests.factory import CODER, strait

MADE = date(2024, 11, 25)
HOSTILE = 'Rebels <script>alert(1)</script> struck "><img src=x onerror=alert(2)> {{ 7 }} &amp; `code` | [a](b)\x02\x03'


def test_the_page_names_nothing_to_fetch() -> None:
    page = render_html(compose([strait()], MADE))
    assert not re.search(r"<(img|link|iframe|object|embed|video|audio|form|base)\b", page)
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#)""", page)
    assert "url(http" not in page and "@import" not in page and " style=" not in page and " onclick" not in page


@pytest.mark.parametrize("door", get_args(Found))
def test_through_whatever_door_a_day_came_the_page_says_so(door: Found) -> None:
    coded = strait()
    brief = compose([replace(coded, report=replace(coded.report, published_found=door))], MADE)
    assert WORDS[door] in render_html(brief) and WORDS[door] in render_markdown(brief)


def test_each_source_of_a_page_of_markdown_is_an_item_of_its_own() -> None:
    second = replace(strait(), report=replace(strait().report, id="0" * 16, outlet="Another Paper"))
    _, _, sources = render_markdown(compose([strait(), second], MADE)).partition("## Sources")
    items = [line for line in sources.splitlines() if line]
    assert len(items) == 2 and all(line.startswith("- ") and line.count("; hash ") == 1 for line in items)


def test_the_policy_lets_in_its_own_style_and_script_only() -> None:
    told = policy(template_text("brief.css"), template_text("brief.js"))
    page = render_html(compose([strait()], MADE))
    assert told.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in told
    assert told.replace("'", "&#39;") in page or told in page
    assert page.count("<script>") == 1 and page.count("<style>") == 1


def test_hostile_text_stays_text() -> None:
    coded = _hostile()
    page = render_html(compose([coded], MADE))
    assert "<script>alert" not in page and "<img" not in page
    assert "<script>" not in render_markdown(compose([coded], MADE))


def _hostile() -> CodedReport:
    start = HOSTILE.index("struck")
    whole = Span(0, len(HOSTILE))
    event = Event("e1", "ASSAULT", None, "MX", (), (), (), "actual", When(), None, Span(start, start + 6), whole)
    return CodedReport(Report("h1", HOSTILE, title=HOSTILE, outlet=HOSTILE), CODER, events=(event,))


def _leaf(text: str) -> Leaf:
    return Leaf(1, CodedReport(Report("t", text), CODER))


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=12)


@given(st.text(alphabet="ab <&\n'", min_size=1, max_size=90), spans)
def test_overlapping_spans_leave_the_text_whole_and_each_keeps_its_words(
    text: str, pairs: list[tuple[int, int]]
) -> None:
    held = [Span(a, a + n) for a, n in pairs if a + n <= len(text) and text[a : a + n].strip()]
    shown = str(pane(_leaf(text), held))
    assert _words(shown) == "".join(text.split())
    for span in held:
        pieces = re.findall(rf'<mark data-of="[^"]*\bs{span.start}-{span.end}\b[^"]*">(.*?)</mark>', shown, re.S)
        assert "".join(_words(p) for p in pieces) == "".join(span.of(text).split())
        assert shown.count(f'id="{Cite(1, span).anchor}"') == 1


def _words(markup: str) -> str:
    from html import unescape

    return "".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())


@given(st.text(alphabet="ab c.", min_size=40, max_size=400), st.integers(0, 30), st.integers(1, 9))
def test_a_clipped_quote_is_short_whole_and_inside(text: str, start: int, length: int) -> None:
    cut = clip(text, Span(0, len(text)), Span(start, start + length), most=60)
    assert 0 <= cut.start <= cut.end <= len(text) and cut.end - cut.start <= 60


def test_a_clipped_quote_keeps_the_words_it_is_about() -> None:
    text = "word " * 80 + "struck the depot " + "word " * 80
    at = text.index("struck")
    cut = clip(text, Span(0, len(text)), Span(at, at + 6), most=100)
    assert "struck" in cut.of(text) and not cut.of(text).startswith(" ")


def test_periods_read_as_a_reader_would_say_them() -> None:
    told = [
        (date(2024, 10, 26), date(2024, 10, 26), "day", "26 Oct 2024"),
        (date(2024, 8, 1), date(2024, 8, 31), "month", "Aug 2024"),
        (date(2024, 11, 1), date(2024, 11, 10), "part-of-month", "early Nov 2024"),
        (date(2024, 11, 11), date(2024, 11, 20), "part-of-month", "mid-Nov 2024"),
        (date(2024, 11, 21), date(2024, 11, 30), "part-of-month", "late Nov 2024"),
        (date(2024, 10, 1), date(2024, 10, 20), "part-of-month", "1–20 Oct 2024"),
        (date(2024, 11, 18), date(2024, 11, 24), "week", "18–24 Nov 2024"),
        (date(2011, 1, 1), date(2011, 12, 31), "year", "2011"),
        (date(2023, 10, 7), None, "day", "since 7 Oct 2023"),
    ]
    for start, end, precision, words in told:
        assert period(When(start, end, precision, "x")) == words  # type: ignore[arg-type]


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20)


sizes = st.lists(st.tuples(st.floats(40, 150), st.sampled_from([26.0, 40.0])), min_size=2, max_size=14)


@given(sizes, pairs)
def test_boxes_stay_on_the_page_and_never_move_between_runs(
    held_sizes: list[tuple[float, float]], joined: list[tuple[int, int]]
) -> None:
    held = [(a, b) for a, b in joined if a < b < len(held_sizes)]
    boxes = arrange(held_sizes, held, 640, 400)
    assert all(b.width / 2 <= b.x <= 640 - b.width / 2 for b in boxes)
    assert all(b.height / 2 <= b.y <= 400 - b.height / 2 for b in boxes)
    assert boxes == arrange(held_sizes, held, 640, 400)


def test_a_long_name_is_wrapped_and_then_cut_with_a_mark() -> None:
    assert name_lines("Benjamin Netanyahu") == ("Benjamin", "Netanyahu")
    assert name_lines("Iran") == ("Iran",)
    assert name_lines("Islamic Revolutionary Guard Corps") == ("Islamic", "Revolutionary…")
    assert all(len(x) <= 16 for x in name_lines("Antidisestablishmentarianists of the northern coast"))
