"""What the sections of a brief hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest

from foreshock.brief import Brief, compose, render_html, render_markdown
from foreshock.brief.pane import cited_spans
from foreshock.brief.tree import Branch
from foreshock.errors import UnsupportedStatement
from foreshock.records import CodedReport, LeftOut, Report, Span, When
from foreshock.records.coded import UNCODED
from tests.factory import CODER, denial, strait, toll

MADE = date(2024, 11, 25)


@pytest.fixture(scope="module")
def single() -> Brief:
    return compose([strait()], MADE)


@pytest.fixture(scope="module")
def several() -> Brief:
    return compose([strait(), toll(), denial()], MADE)


def test_the_worst_case_is_quoted_with_its_holder(single: Brief) -> None:
    assert single.bottom is not None
    worst = single.bottom.worst
    assert worst.quote.text == (
        "the government of Varenia is trying to stay clear of what it called the “worst-case scenario”: "
        "being pulled into an open war between Ostmark and Sellica"
    )
    assert [v.name.text for v in worst.voices] == ["Norland Institute"]


def test_words_off_the_scale_get_no_number_and_the_nearest_judgement_stands_beside(single: Brief) -> None:
    assert single.bottom is not None and single.bottom.worst.likelihood is not None
    assert single.bottom.worst.likelihood.low is None
    (nearest,) = single.bottom.nearest
    assert nearest.likelihood is not None
    assert (nearest.likelihood.words.text, nearest.likelihood.band) == ("likely", 5)
    assert nearest.likelihood.low is not None and nearest.likelihood.low.text == "55 %"


def test_neither_certainty_nor_impossibility_is_ever_shown(several: Brief) -> None:
    for page in (render_html(several), render_markdown(several)):
        assert ">0 %" not in page and "100 %<" not in page and "(0 %" not in page


def test_happened_holds_no_act_that_is_only_possible(several: Brief) -> None:
    shown = {told.standing for lane in several.lanes for told in lane.told}
    assert shown == {"actual", "historical", "negated"}
    assert {p.told.standing for p in several.coming if p.told} == {"future", "hypothetical"}


def test_a_party_that_the_sentence_of_an_act_does_not_name_is_told_to_be_from_context(single: Brief) -> None:
    coded = strait()
    words = coded.report.text
    act = next(e for e in coded.events if e.actors and e.actors[0].text in e.sentence.of(words) and e.when.start)
    far = next(a for e in coded.events for a in e.actors if a.name not in act.sentence.of(words))
    moved = tuple(replace(e, actors=(far,)) if e is act else e for e in coded.events)
    before, after = single, compose([replace(coded, events=moved)], MADE)
    assert _from_context(after) == sorted([*_from_context(before), far.name])
    assert f"from context: {far.name}" in render_markdown(after)
    assert "<i>from context: </i>" in render_html(after)


def _from_context(brief: Brief) -> list[str]:
    return sorted(p.text for lane in brief.lanes for act in lane.told for p in act.elsewhere)


def test_an_undated_act_is_listed_and_not_drawn(several: Brief) -> None:
    for lane in several.lanes:
        assert all(mark.told.when is not None for mark in lane.marks)
        assert lane.count.text == str(len(lane.told))


def test_old_background_does_not_squeeze_the_axis(several: Brief) -> None:
    drawn = [mark.told.when.text for lane in several.lanes for mark in lane.marks if mark.told.when]
    assert "2011" not in drawn and "26 Oct 2024" in drawn


def test_figures_of_several_periods_are_a_series_in_time_order(single: Brief) -> None:
    (run,) = single.series
    assert [(b.label.text, b.value.text, b.open) for b in run.bars] == [
        ("Aug 2024", "4", ""),
        ("Sep 2024", "19", ""),
        ("Oct 2024", "33", ""),
        ("1–20 Nov 2024", "41", "at-most"),
    ]
    assert [round(b.length + b.more) for b in run.bars] == [10, 46, 80, 100]


def test_a_chain_is_a_path_of_the_tree(single: Brief) -> None:
    (root,) = single.voices
    assert root.name.text == "Harbour Wire"
    institute = _below(root, "Norland Institute")
    assert _below(institute, "Harro Venn").count.text == "2"
    assert int(root.count.text) > int(institute.count.text)
    assert _below(root, "Sellica").denies


def _below(branch: Branch, name: str) -> Branch:
    return next(b for b in branch.branches if b.name.text == name)


def test_differing_tolls_stand_side_by_side(several: Brief) -> None:
    tolls = next(d for d in several.disputes if d.figures)
    assert [(s.outlet.text, s.value.text if s.value else "") for s in tolls.sides] == [
        ("Lorvik Courier", "31"),
        ("Ostmark Gazette", "14"),
    ]


def test_a_denial_stands_beside_the_account_it_denies(single: Brief) -> None:
    (dispute,) = single.disputes
    assert [side.denies for side in dispute.sides] == [True, False]


def test_what_was_left_out_stands_with_its_reason(single: Brief) -> None:
    assert {a.reason.text for a in single.asides} == {
        "a burial is no coded act",
        "no act, claim or figure was found",
    }


def test_reports_stand_in_order_of_publication(several: Brief) -> None:
    assert [o.label.text for o in several.origins] == ["Lorvik Courier", "Ostmark Gazette", "Harbour Wire"]


def test_the_same_reports_in_any_order_make_the_same_page() -> None:
    pages = {render_html(compose(order, MADE)) for order in ([strait(), toll()], [toll(), strait()])}
    assert len(pages) == 1


def test_everything_shown_points_to_words(several: Brief) -> None:
    texts = {leaf.number: leaf.text for leaf in several.leaves}
    cites = list(cited_spans(several))
    assert len(cites) > 200
    assert all(c.span is not None and c.span.of(texts[c.report]).strip() for c in cites)


def test_no_quote_is_longer_than_is_fair(several: Brief) -> None:
    assert max(len(text) for text in _quotes(several)) <= 300


def _quotes(shown: Any) -> list[str]:
    from dataclasses import fields, is_dataclass

    from foreshock.brief.evidence import Leaf, Shown

    if isinstance(shown, Shown):
        return [shown.text] if shown.kind == "quote" else []
    if isinstance(shown, tuple):
        return [t for part in shown for t in _quotes(part)]
    if is_dataclass(shown) and not isinstance(shown, Leaf):
        return [t for f in fields(shown) for t in _quotes(getattr(shown, f.name))]
    return []


def test_a_date_without_words_is_refused() -> None:
    coded = strait()
    bare = replace(coded.events[0], when=When(date(2024, 9, 1), date(2024, 9, 1), "day"))
    with pytest.raises(UnsupportedStatement):
        compose([replace(coded, events=(bare,))], MADE)


def test_a_report_in_a_language_without_a_coder_still_stands_in_the_brief() -> None:
    text = "وكالة\nقال المتحدث إن الهجوم وقع يوم الأحد"
    report = Report("ab12", text, language="ar")
    coded = CodedReport(report, CODER, left_out=(LeftOut(Span(0, len(text)), "no coder for this language"),))
    brief = compose([coded], MADE)
    assert brief.bottom is None
    assert "قال المتحدث" in render_html(brief)
    assert "no coder for this language" in render_markdown(brief)


def unread(text: str = "Ostmark meldet einen Angriff.", language: str = "de") -> CodedReport:
    nobody = replace(CODER, name=UNCODED)
    reason = f"no coder for the language {language}"
    return CodedReport(
        Report(f"ab{language}", text, language=language), nobody, left_out=(LeftOut(Span(0, len(text)), reason),)
    )


NOTHING = ("No act is told", "No tie between", "Nothing is told", "Nothing was coded", "Nothing was left out")


@pytest.mark.parametrize("render", [render_html, render_markdown])
def test_a_brief_that_nobody_read_claims_nothing_of_it(render: Callable[[Brief], str]) -> None:
    page = plain(render(compose([unread()], MADE)))
    assert not any(words in page for words in NOTHING)
    assert "No report was read" in page


@pytest.mark.parametrize("render", [render_html, render_markdown])
def test_what_was_not_read_is_said_first_and_in_the_bottom_line_with_the_reason(
    render: Callable[[Brief], str],
) -> None:
    page = plain(render(compose([strait(), unread(), unread(language="ar")], MADE)))
    before, after = page.split(" Bottom line The worst case")
    bottom, _ = after.split("What happened", 1)
    for place in (before, bottom):
        assert "1 of 3 reports, no coder for the language de" in place
        assert "1 of 3 reports, no coder for the language ar" in place
    assert "read together" not in page


def test_where_some_were_not_read_nothing_is_claimed_of_all() -> None:
    quiet = CodedReport(Report("cd", "The band played.", language="en"), CODER)
    page = plain(render_markdown(compose([quiet, unread()], MADE)))
    assert "No act is told as done in the reports that were read." in page
    assert "planned in the reports that were read." in page


def plain(page: str) -> str:
    """The words of a page, without its marks."""
    words = re.sub(r"<style.*?</style>|<[^>]*>|[*#>]", " ", page, flags=re.S)
    return " ".join(unescape(words).replace(" ,", ",").split())


def test_a_brief_over_no_report_is_refused() -> None:
    with pytest.raises(UnsupportedStatement):
        compose([], MADE)
