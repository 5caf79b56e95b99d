"""Laws of the whole coder: spans quote, ids hold, the text stays as it is, and nothing is dropped without a reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.codebook.actor_files import states
from foreshock.codebook.base import event_types, likelihood_bands, sectors, stand_ins
from foreshock.coding import EventCoder, installed_models, open_coder
from foreshock.coding.identity import row_id
from foreshock.coding.windows import MOST
from foreshock.errors import CodebookError, ModelMissing
from foreshock.records import Actor, CodedReport, Report, Span
from foreshock.records.exchange import coded, exchange
from foreshock.wire import read_path, read_text
from tests.coding.conftest import PUBLISHED, SMALL, Code, acts, names, records_in, spans_in

EXAMPLES = sorted(
    Path(str(file))
    for file in files("foreshock.examples").iterdir()
    if file.name.endswith((".txt", ".md")) and file.name != "README.md"
)
SENTENCES = (
    "Turkey shelled Syria—twice—on Monday.",
    "“We will strike Syria,” said Turkey’s president.",
    "Iraq’s army withdrew from the hills.",
    "‘No one was hurt,’ the minister said…",
    "At least 12 people were killed, according to the United Nations.",
    "Hezbollah, an ally of Iran, denied that it had attacked Israel.",
    "An attack on the port would lead to a war with Turkey.",
    "Egypt and\u00a0Qatar will meet in Cairo on Friday.",
    "If Israel attacks Iraq, the militias may respond.",
    "The envoy «warned» that a truce was very unlikely.",
    "Some\u202f3,000 Iranian soldiers left Syria in early May.",
    "Thousands of protesters marched in Baghdad.",
    "It said both sides had rejected the plan because of the drought.",
)
BREAKS = (" ", "  ", "\n", "\n\n", "\r\n\r\n", "\u00a0")
texts = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(BREAKS)), min_size=1, max_size=5).map(
    lambda pairs: "".join(sentence + gap for sentence, gap in pairs)
)


@cache
def small() -> EventCoder:
    return open_coder(SMALL, kind="rules")


@cache
def coded_example(path: Path) -> CodedReport:
    return small().code(read_path(path))


def rows(told: CodedReport) -> list[tuple[str, Span]]:
    """Id and place of every row."""
    return [
        *((e.id, e.trigger) for e in told.events),
        *((s.id, s.cue) for s in told.statements),
        *((f.id, f.span) for f in told.figures),
        *((r.id, r.span) for r in told.relations),
        *((o.id, o.cue) for o in told.outlooks),
        *((c.id, c.cue) for c in told.consequences),
    ]


def check_spans(told: CodedReport) -> None:
    """Every span lies in the text, and whoever keeps words beside a span keeps the words it quotes."""
    text = told.report.text
    assert all(0 <= s.start < s.end <= len(text) for s in spans_in((told.events, told.statements, told.figures)))
    assert all(s.end <= len(text) for s in spans_in(told))
    assert all(a.span.of(text) == a.text for a in records_in(told, Actor))
    assert all(e.sentence.covers(e.trigger) for e in told.events)
    assert all(e.when.span.of(text) == e.when.text for e in told.events if e.when.span)
    assert all(e.where.span.of(text) == e.where.text for e in told.events if e.where)
    assert all(o.cue.of(text) == o.words for o in told.outlooks)


@given(texts)
@settings(max_examples=40, deadline=None)
def test_every_span_quotes_its_words_whatever_the_marks_and_breaks(text: str) -> None:
    report = read_text(text, published=PUBLISHED)
    told = small().code(report)
    assert told.report == report
    assert told.report.text == text
    check_spans(told)


@given(texts)
@settings(max_examples=20, deadline=None)
def test_same_input_gives_the_same_rows_and_no_two_rows_share_an_id(text: str) -> None:
    report = read_text(text, published=PUBLISHED)
    told = small().code(report)
    assert told == small().code(report)
    assert [n for n in Counter(row for row, _ in rows(told)).values() if n > 1] == []


@given(texts)
@settings(max_examples=20, deadline=None)
def test_rows_come_in_text_order(text: str) -> None:
    told = small().code(read_text(text, published=PUBLISHED))
    assert [e.trigger for e in told.events] == sorted(e.trigger for e in told.events)
    assert [s.cue for s in told.statements] == sorted(s.cue for s in told.statements)
    assert [f.span for f in told.figures] == sorted(f.span for f in told.figures)
    assert [o.cue for o in told.outlooks] == sorted(o.cue for o in told.outlooks)
    assert [c.cue for c in told.consequences] == sorted(c.cue for c in told.consequences)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_keeps_the_laws_of_spans_and_comes_back_from_the_exchange(path: Path) -> None:
    told = coded_example(path)
    check_spans(told)
    assert coded(json.loads(json.dumps(exchange(told)))) == told


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_examples_codes_are_those_of_the_codebook(path: Path) -> None:
    told, types = coded_example(path), event_types()
    known = {s.country for s in states()} | set(stand_ins())
    assert all(e.quad == types[e.type].quad for e in told.events)
    assert all(e.mode is None or e.mode in types[e.type].modes for e in told.events)
    assert {a.country for a in records_in(told, Actor)} <= known | {None}
    assert {a.sector for a in records_in(told, Actor)} <= set(sectors()) | {None}
    assert {e.where.country for e in told.events if e.where} <= known | {None}
    assert {(o.low, o.high) for o in told.outlooks} <= {(b.low, b.high) for b in likelihood_bands()} | {(None, None)}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_an_example_is_never_coded_into_silence(path: Path) -> None:
    told = coded_example(path)
    assert told.events
    assert all(x.reason for x in told.left_out)
    assert all(e.because for e in told.events)
    assert any(e.actors for e in told.events)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_in_an_example_the_outlet_does_nothing_and_vouches_for_nothing(path: Path) -> None:
    told = coded_example(path)
    sides = [a for e in told.events for a in (*e.actors, *e.recipients)]
    links = [link.source for e in told.events for link in e.chain]
    assert told.report.outlet not in names([*sides, *links])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_in_an_example_no_act_is_dated_without_words_that_date_it(path: Path) -> None:
    told = coded_example(path)
    dated = [e.when for e in told.events if e.when.start or e.when.end]
    assert all(when.text and when.span and when.precision != "unknown" for when in dated)
    assert all(e.when.precision == "unknown" for e in told.events if e.when not in dated)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_in_an_example_figures_bound_to_an_act_are_told_in_the_report(path: Path) -> None:
    told = coded_example(path)
    assert {f for e in told.events for f in e.figures} <= {f.id for f in told.figures}


def test_an_act_without_words_of_time_is_not_dated(code: Code) -> None:
    event = code("Turkey shelled Syria.").events[0]
    assert (event.when.start, event.when.precision) == (None, "unknown")


def test_a_report_without_words_to_code_has_no_rows(coder: EventCoder) -> None:
    for text in ("", " \n\n\t", "…", "* * *"):
        told = coder.code(Report("empty", text))
        assert rows(told) == []
        assert told.report.text == text


def test_a_report_of_only_a_title_is_coded_from_it(coder: EventCoder) -> None:
    told = coder.code(read_text("Israel bombs Syria", title="Israel bombs Syria", published=PUBLISHED))
    assert acts(told) == [("ASSAULT", ["Israel"], ["Syria"])]


def test_a_title_told_twice_is_coded_once(coder: EventCoder) -> None:
    title = "Turkey shells Syria after week of warnings"
    report = read_text(f"{title}\n\n{title}\n\nThe governor spoke of a quiet night.", published=PUBLISHED)
    assert acts(coder.code(report)).count(("ASSAULT", ["Turkey"], ["Syria"])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "قال وزير الخارجية العراقي إن بلاده لن تسمح باستخدام أراضيها لشن هجمات على دول الجوار في المنطقة.",
        "Die Türkei hat am Montag Syrien angegriffen, teilte das Verteidigungsministerium in Berlin mit.",
        "El ministro declaró que los soldados habían abandonado la ciudad el lunes tras largas conversaciones.",
    ],
)
def test_a_report_in_a_language_without_a_coder_says_so(coder: EventCoder, text: str) -> None:
    told = coder.code(read_text(text, published=PUBLISHED))
    assert rows(told) == []
    assert [x.span for x in told.left_out] == [Span(0, len(text))]
    assert "language" in told.left_out[0].reason
    assert told.uncoded == told.left_out[0].reason


def test_what_is_not_coded_is_left_out_with_a_reason(code: Code) -> None:
    told = code("The raid was over by noon.")
    assert told.events == ()
    assert [(x.span.of(told.report.text), bool(x.reason)) for x in told.left_out] == [("raid", True)]


def test_ids_belong_to_a_report_and_move_with_it(coder: EventCoder) -> None:
    one = read_text("Turkey shelled Syria.", published=PUBLISHED)
    told, other = coder.code(one), coder.code(replace(one, id="another"))
    assert {row for row, _ in rows(told)}.isdisjoint(row for row, _ in rows(other))


def test_a_row_id_hangs_on_kind_report_place_and_content() -> None:
    base = row_id("e", "r", Span(0, 1), "a", "b")
    others = [
        row_id("f", "r", Span(0, 1), "a", "b"),
        row_id("e", "q", Span(0, 1), "a", "b"),
        row_id("e", "r", Span(0, 2), "a", "b"),
        row_id("e", "r", Span(0, 1), "ab"),
    ]
    assert base == row_id("e", "r", Span(0, 1), "a", "b")
    assert len({base, *others}) == 5


def test_many_reports_are_coded_in_order_with_the_rows_each_has_alone(coder: EventCoder) -> None:
    texts = ["Turkey shelled Syria.", "Iran shelled Iraq. It denied it.", "El Líbano acusa.", "Israel bombed Gaza."]
    reports = [replace(read_text(t, published=PUBLISHED), language="es" if "El " in t else "en") for t in texts]
    assert list(coder.code_all(reports)) == [coder.code(report) for report in reports]


def test_reports_are_read_a_window_ahead(coder: EventCoder) -> None:
    asked: list[int] = []

    def reports() -> Iterator[Report]:
        for n in range(100):
            asked.append(n)
            yield read_text(f"Turkey shelled Syria {n} times.", published=PUBLISHED)

    next(coder.code_all(reports()))
    assert len(asked) == 2 * MOST


def test_a_fault_in_getting_a_report_comes_after_the_rows_of_those_before(coder: EventCoder) -> None:
    def reports() -> Iterator[Report]:
        for n in range(MOST):
            yield read_text(f"Turkey shelled Syria {n} times.", published=PUBLISHED)
        raise OSError("the disk is gone")

    found = coder.code_all(reports())
    assert [coded.events[0].type for coded in (next(found) for _ in range(MOST))] == ["ASSAULT"] * MOST
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)


def test_one_report_leaves_no_trace_in_the_next(coder: EventCoder) -> None:
    lone = read_text("It attacked Syria. The group left.", published=PUBLISHED)
    before = coder.code(lone)
    coder.code(read_text("Hezbollah attacked Israel. The group left.", published=PUBLISHED))
    assert coder.code(lone) == before


def test_the_coder_names_itself_and_its_model(coder: EventCoder) -> None:
    assert (coder.coder.model, coder.coder.model_version) == (SMALL, installed_models()[SMALL])
    assert coder.coder.name
    assert coder.coder.version


def test_a_model_that_is_not_installed_is_named_in_the_error() -> None:
    with pytest.raises(ModelMissing, match="no_such_model"):
        open_coder("no_such_model")


def test_a_faulty_file_of_actors_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[actor]]\ncountry = "IRQ"\n', encoding="utf8")
    with pytest.raises(CodebookError, match=r"mine\.toml"):
        open_coder(SMALL, actors=path)


def test_a_title_that_the_outlet_owns_makes_it_no_actor(coder: EventCoder) -> None:
    report = read_text("Reuters accused Turkey of shelling Syria.", outlet="Reuters", published=PUBLISHED)
    assert not [e for e in coder.code(report).events if "Reuters" in names(e.actors)]


def test_a_day_of_the_week_is_the_last_one_before_the_report(code: Code) -> None:
    event = code("Turkey shelled Syria on Monday.").events[0]
    assert (event.when.start, event.when.end) == (date(2024, 11, 25), date(2024, 11, 25))
