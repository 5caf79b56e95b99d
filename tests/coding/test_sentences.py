"""Laws of the page: token offsets are offsets into the report's own text, whatever marks and breaks it holds."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.coding.models import load_model
from foreshock.coding.sentences import PLAIN, Page, begin, pages_of, quoted, read_page
from foreshock.coding.student import load_student
from foreshock.records import Part, Report, Span
from foreshock.records.report import JOINERS, UNSEEN
from foreshock.wire import read_text
from tests.coding.conftest import SMALL, Code

SENTENCES = (
    "The harbour master said “no ship will leave”.",
    "Turkey shelled the hills—again—on Monday.",
    "It\u2019s Iraq\u2019s army\u2014the 5th\u00a0division\u2014that withdrew.",
    "‘We won’t yield,’ the envoy said…",
    "Some\u202f3,000 soldiers left.",
    "«Enough», the minister wrote.",
    'A clerk called the plan "half-baked".',
    "U.S. envoys met Gen. Osman Varli at 9 a.m.",
    "Naïve? The café’s owner, Zoë, thought so!",
)
BREAKS = ("  ", " ", "\n", "\n\n", "\r\n\r\n", "\u00a0", "\t", "\n \n")
texts = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(BREAKS)), min_size=1, max_size=6).map(
    lambda pairs: "".join(sentence + gap for sentence, gap in pairs)
)


def page_of(report: Report) -> Page:
    return read_page(report, load_model(SMALL))


@given(texts)
@settings(max_examples=25, deadline=None)
def test_every_token_lies_at_its_offset_of_the_unaltered_text(text: str) -> None:
    page = page_of(read_text(text))
    assert page.text == text
    assert page.doc.text == text.translate(PLAIN)
    assert all(text[t.idx : t.idx + len(t)].translate(PLAIN) == t.text for t in page.doc)


@pytest.mark.parametrize("unseen", sorted(UNSEEN))
def test_what_does_not_show_is_no_part_of_a_word_it_stands_beside(unseen: str) -> None:
    text = f"Israel {unseen}bombed{unseen} Beirut. {unseen}Hezbollah fired rockets."
    page = page_of(read_text(text))
    assert [t.text for t in page.tokens() if not t.is_space][3:6] == [".", "Hezbollah", "fired"]
    assert all(t.is_space or text[t.idx : t.idx + len(t)] == t.text for t in page.doc)


@pytest.mark.parametrize("joiner", sorted(JOINERS))
def test_a_joiner_between_letters_parts_no_word(joiner: str) -> None:
    page = page_of(read_text(f"The manifes{joiner}tation began on Monday."))
    assert [t.text for t in page.tokens()][1] == f"manifes{joiner}tation"


def test_an_actor_is_named_without_what_does_not_show(code: Code) -> None:
    coded = code("Israel \u202ebombed\u202c Beirut on Monday, the army said. \u200bHezbollah fired rockets at Haifa.")
    assert [[a.name for a in e.actors] for e in coded.events] == [["Israel"], ["Hezbollah"]]
    assert [e.trigger.of(coded.report.text) for e in coded.events] == ["bombed", "fired"]


@given(texts)
@settings(max_examples=25, deadline=None)
def test_sentences_run_on_in_order_inside_their_parts(text: str) -> None:
    spans = [(s.span, s.part.span) for s in page_of(read_text(text)).sentences]
    assert all(part.covers(span) for span, part in spans)
    assert all(one.end <= other.start for (one, _), (other, _) in pairwise(spans))


@given(texts)
@settings(max_examples=25, deadline=None)
def test_a_sentence_neither_begins_nor_ends_with_space(text: str) -> None:
    words = [s.span.of(text) for s in page_of(read_text(text)).sentences]
    assert words == [w.strip() for w in words]
    assert all(any(sign.isalnum() for sign in w) for w in words)


def test_marks_are_mapped_one_for_one() -> None:
    assert {len(chr(mark).translate(PLAIN)) for mark in PLAIN} == {1}


def test_each_token_of_a_coded_part_knows_its_sentence() -> None:
    page = page_of(read_text("Turkey shelled the hills. The army withdrew."))
    known = [page.sentence_of(t) for t in page.tokens()]
    assert [s.index for s in known if s] == [0] * 5 + [1] * 4


def test_only_title_heading_and_body_are_coded() -> None:
    text = "Turkey shells hills\nBy Lale Ones\nThe army withdrew."
    parts = (
        Part("title", Span(0, 19)),
        Part("furniture", Span(20, 32)),
        Part("body", Span(33, len(text))),
    )
    page = page_of(Report("r", text, published=date(2024, 11, 27), parts=parts))
    assert [s.span.of(text) for s in page.sentences] == ["Turkey shells hills", "The army withdrew."]
    assert [s.part.kind for s in page.sentences] == ["title", "body"]


def test_a_report_without_parts_is_all_body() -> None:
    page = page_of(Report("r", "The army withdrew."))
    assert [s.part.kind for s in page.sentences] == ["body"]


def test_no_sentence_crosses_from_one_paragraph_to_the_next() -> None:
    page = page_of(read_text("The army of Chad, said to be\n\ntired, withdrew from the hills on Monday."))
    assert len({s.paragraph for s in page.sentences}) == 2


def inside(text: str) -> list[str]:
    return [s.of(text) for s in quoted(text, [Span(0, len(text))])]


def test_a_quotation_is_what_stands_between_its_marks() -> None:
    assert inside("He said “no” and “never”.") == ["no", "never"]
    assert inside('He said "no" and "never".') == ["no", "never"]


def test_of_nested_quotations_the_outermost_counts() -> None:
    assert inside("“They said “never” twice”, he wrote.") == ["They said “never” twice"]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    text = "“We wait. He left."
    assert inside(text) == ["We wait. He left."]
    assert [s.of(text) for s in quoted(text, [Span(0, 9), Span(10, len(text))])] == ["We wait."]


def test_no_coded_word_is_lost_between_sentences() -> None:
    text = "Turkey shelled the hills. “We wait,” he said. The army withdrew."
    page: Any = page_of(read_text(text))
    assert "".join(t.text_with_ws for s in page.sentences for t in s.tokens) == text.translate(PLAIN)


def test_a_verb_that_the_lists_know_goes_before_the_parsers_guess(code: Code) -> None:
    events = code("British activists staged a dramatic protest in Beijing on Wednesday.").events
    assert [(e.type, [a.country for a in e.actors]) for e in events] == [("PROTEST", ["GBR"])]


class Late(Executor):
    """Does nothing before it is asked for what came of it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        class Asked(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                return fn(*args, **kwargs)

        return Asked()


class Early(Executor):
    """Has done everything before anything is asked."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def test_pages_are_the_same_however_late_the_student_reads() -> None:
    texts = ("The baker sold forty cakes.", "Israel bombed a depot of the army in Syria on Sunday.", "Roses grow well.")
    reports, nlp = [read_text(text) for text in texts], load_model(SMALL)
    late, early = (list(pages_of(begin(reports, nlp, load_student(), how), nlp)) for how in (Late(), Early()))
    assert [bool(page.passed) for page in early] == [True, False, True]
    assert [page.passed for page in late] == [page.passed for page in early]
    assert [[t.dep_ for t in page.doc] for page in late] == [[t.dep_ for t in page.doc] for page in early]
