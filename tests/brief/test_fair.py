"""What a reader may take from the page: requests are no quarrel, tolls stand side by side, fragments are made whole."""

from __future__ import annotations

from datetime import date

import pytest

from foreshock.brief import Brief, compose, render_html, render_markdown
from foreshock.brief.evidence import Leaf
from foreshock.brief.phrasing import sentence_of
from foreshock.brief.tolls import thing
from foreshock.records import CodedReport, Link
from tests.factory import Rows, strait, toll

MADE = date(2024, 11, 25)
NEWS = date(2024, 11, 20)


def _rows(text: str, outlet: str | None = "Harbour Wire", published: date | None = NEWS, title: str = "") -> Rows:
    return Rows(text, outlet=outlet, published=published, title=title or None)


def _brief(*coded: CodedReport) -> Brief:
    return compose(list(coded), MADE)


def _forms(brief: Brief) -> set[str]:
    return {edge.form for drawing in brief.drawings for edge in drawing.edges}


@pytest.mark.parametrize(
    ("kind", "standing", "forms"),
    [
        ("ACCUSE", "actual", {"conflict"}),
        ("REJECT", "historical", {"conflict"}),
        ("AID", "actual", {"cooperation"}),
        ("REQUEST", "actual", set()),
        ("ASSAULT", "hypothetical", set()),
        ("ASSAULT", "negated", set()),
        ("AID", "future", set()),
    ],
)
def test_only_what_was_done_for_or_against_somebody_joins_two_parties(
    kind: str, standing: str, forms: set[str]
) -> None:
    r = _rows("Ostmark turned to Sellica.")
    r.event(kind, "turned", [r.actor("Ostmark")], [r.actor("Sellica")], standing=standing)  # type: ignore[arg-type]
    assert _forms(_brief(r.coded())) == forms


def _killed(text: str, words: str, number: float, what: str, outlet: str, where: str | None = "Tamrin") -> CodedReport:
    r = _rows(text, outlet)
    r.event("ASSAULT", "strike", where=where)
    r.figure(what, words, number, number)
    return r.coded()


def test_words_for_the_dead_are_one_thing() -> None:
    assert thing("people killed") == thing("dead") == thing("death toll") == thing("deaths") == thing("killed")
    assert thing("civilians killed") != thing("killed")


def test_fourteen_dead_and_nobody_killed_stand_side_by_side() -> None:
    many = _killed("The strike at Tamrin left 14 dead.", "14 dead", 14, "dead", "Lorvik Courier")
    none = _killed("Nobody was killed in the strike at Tamrin.", "Nobody", 0, "people killed", "Ostmark Gazette")
    (dispute,) = _brief(many, none).disputes
    assert {s.value.text for s in dispute.sides if s.value} == {"14", "0"}


def test_two_sources_of_one_report_stand_side_by_side() -> None:
    r = _rows("The mayor said the strike on Tamrin killed 14. The army said the strike on Tamrin killed three.")
    r.event("ASSAULT", "strike", where="Tamrin")
    mayor = r.link(r.actor("The mayor", "mayor"), "said", "the strike on Tamrin killed 14")
    army = r.link(r.actor("The army", "army"), "said", "the strike on Tamrin killed three")
    r.figure("killed", "14", 14, 14, chain=(mayor,))
    r.figure("killed", "three", 3, 3, chain=(army,))
    (dispute,) = _brief(r.coded()).disputes
    assert [v.name.text for s in dispute.sides for v in s.voices] == ["mayor", "army"]


def _toll(day: int, words: str, number: float, happened: int = 5, where: str = "Tamrin") -> CodedReport:
    text = f"The strike at {where} on {happened} November killed {words}."
    r = _rows(text, f"Paper {day}", date(2024, 11, day))
    when = r.when(f"{happened} November", date(2024, 11, happened), date(2024, 11, happened), "day")
    r.event("ASSAULT", "strike", where=where, when=when)
    r.figure("killed", words, number, number, when)
    return r.coded()


def test_a_toll_that_later_reports_raise_is_one_series_and_no_dispute() -> None:
    brief = _brief(_toll(7, "17", 17), _toll(6, "nine", 9), _toll(12, "35", 35))
    (run,) = brief.series
    assert run.grew and ", by the day reported" in render_markdown(brief) and render_html(brief)
    assert [(b.label.text, b.value.text) for b in run.bars] == [
        ("6 Nov 2024", "9"),
        ("7 Nov 2024", "17"),
        ("12 Nov 2024", "35"),
    ]
    assert brief.disputes == ()


def test_tolls_of_one_day_or_falling_tolls_are_a_dispute_and_no_series() -> None:
    for reports in ([_toll(6, "17", 17), _toll(6, "nine", 9)], [_toll(6, "17", 17), _toll(9, "nine", 9)]):
        brief = _brief(*reports)
        assert not brief.series and len(brief.disputes) == 1


def test_the_tolls_of_two_happenings_are_no_series() -> None:
    r = _rows("The strike at Tamrin on 5 November killed nine. The clash at Velm on 8 November killed eight people.")
    for words, number, day in (("nine", 9, 5), ("eight people", 8, 8)):
        when = r.when(f"{day} November", date(2024, 11, day), date(2024, 11, day), "day")
        r.figure("killed", words, number, number, when)
    assert not _brief(r.coded()).series
    assert not _brief(_toll(6, "nine", 9), _toll(9, "35", 35, 8, "Velm")).series


def test_a_part_of_a_toll_is_no_account_that_differs_from_it() -> None:
    r = _rows("The toll of the strike at Tamrin has risen to 17, the ministry said, after eight people died overnight.")
    r.event("ASSAULT", "strike", where="Tamrin")
    ministry = r.link(r.actor("the ministry", "ministry"), "said", "has risen to 17")
    r.figure("killed", "17", 17, 17, chain=(ministry,))
    r.figure("killed", "eight people", 8, 8)
    assert _brief(r.coded()).disputes == ()


def test_tolls_of_different_places_are_no_dispute() -> None:
    here = _killed("The strike at Tamrin left 14 dead.", "14 dead", 14, "killed", "Lorvik Courier")
    there = _killed("A strike at Velm left 9 dead.", "9 dead", 9, "killed", "Ostmark Gazette", "Velm")
    assert _brief(here, there).disputes == ()


@pytest.mark.parametrize(("day", "found"), [(12, 1), (28, 0)])
def test_a_denial_meets_an_account_of_the_same_week_only(day: int, found: int) -> None:
    told = _rows("Ostmark bombed Sellica on 10 October.", "Lorvik Courier")
    tenth = told.when("on 10 October", date(2024, 10, 10), date(2024, 10, 10), "day")
    told.event("ASSAULT", "bombed", [told.actor("Ostmark")], [told.actor("Sellica")], when=tenth)
    denied = _rows(f"Ostmark did not bomb Sellica on {day} October.", "Ostmark Gazette")
    when = denied.when(f"on {day} October", date(2024, 10, day), date(2024, 10, day), "day")
    parties = [denied.actor("Ostmark", "OSTMARK")], [denied.actor("Sellica")]
    denied.event("ASSAULT", "bomb", *parties, when=when, standing="negated")
    assert len(_brief(told.coded(), denied.coded()).disputes) == found


def test_an_undated_denial_meets_no_account_of_another_report() -> None:
    told, denied = _rows("Ostmark bombed Sellica."), _rows("Ostmark never bombed Sellica.", "Ostmark Gazette")
    told.event("ASSAULT", "bombed", [told.actor("Ostmark")], [told.actor("Sellica")])
    denied.event("ASSAULT", "bombed", [denied.actor("Ostmark")], [denied.actor("Sellica")], standing="negated")
    assert _brief(told.coded(), denied.coded()).disputes == ()


def test_nobody_contradicts_oneself_in_one_report() -> None:
    r = _rows(
        "Ostmark turned the plan of Sellica down, saying it would not meet the envoys of Sellica under that plan."
    )
    r.event("REJECT", "turned", [r.actor("Ostmark")], [r.actor("Sellica")])
    r.event("REJECT", "meet", [r.actor("Ostmark")], [r.actor("Sellica")], standing="negated")
    assert _brief(r.coded()).disputes == ()


def test_a_fragment_is_shown_with_its_subject_and_its_condition() -> None:
    r = _rows("The mayor warned that Ostmark would probably strike Lorvik before March if the talks fail, and left.")
    mayor = r.link(r.actor("The mayor", "mayor"), "warned", "would probably strike Lorvik before March")
    r.outlook("would probably strike Lorvik before March", "probably", 55, 80, (mayor,))
    brief = _brief(r.coded())
    assert brief.bottom is not None
    words = "Ostmark would probably strike Lorvik before March if the talks fail"
    assert brief.bottom.worst.quote.text == words
    assert [p.quote.text for p in brief.outlooks] == [words]


def test_a_condition_that_comes_first_belongs_to_the_judgement() -> None:
    r = _rows("If the talks fail, Ostmark is likely to strike Lorvik.")
    r.outlook("Ostmark is likely to strike Lorvik", "likely", 55, 80)
    assert _brief(r.coded()).outlooks[0].quote.text == "If the talks fail, Ostmark is likely to strike Lorvik"


def test_two_judgements_of_one_sentence_both_stand_beside_the_worst_case() -> None:
    r = _rows(
        "In the worst case a nuclear war comes to Sellica. The institute puts the odds of that at roughly even if "
        "Lorvik falls, and calls it very unlikely if the truce is kept."
    )
    r.outlook("In the worst case a nuclear war comes to Sellica", "worst case", None, None)
    r.outlook("that at roughly even if Lorvik falls", "roughly even", 45, 55)
    r.outlook("calls it very unlikely if the truce is kept", "very unlikely", 5, 20)
    bottom = _brief(r.coded()).bottom
    assert bottom is not None
    assert [n.likelihood.words.text for n in bottom.nearest if n.likelihood] == ["roughly even", "very unlikely"]


@pytest.mark.parametrize("marks", ["“”", '""'])
def test_a_quotation_opened_in_a_quote_is_closed_in_it(marks: str) -> None:
    r = _rows(f"The odds of a war with Sellica are put at {marks[0]}roughly even{marks[1]}.")
    r.outlook(f"a war with Sellica are put at {marks[0]}roughly even", "roughly even", 45, 55)
    assert _brief(r.coded()).outlooks[0].quote.text.endswith(f"{marks[0]}roughly even{marks[1]}")


def test_the_worst_case_is_no_fragment_and_no_judgement_stands_twice() -> None:
    r = _rows("Varenia met the likely heir. A war with Sellica is likely to come. An attack could follow it.")
    r.outlook("the likely heir", "likely", 55, 80)
    r.outlook("A war with Sellica is likely to come", "likely", 55, 80, near="A war")
    r.outlook("A war with Sellica is likely to come", "likely", 55, 80, near="A war")
    bottom = _brief(r.coded()).bottom
    assert bottom is not None and bottom.worst.quote.text == "A war with Sellica is likely to come"
    assert "likely" not in [p.likelihood.words.text for p in (*bottom.nearest, *bottom.others) if p.likelihood]


def test_no_finding_of_what_could_happen_is_a_scrap() -> None:
    for p in (*_brief(strait(), toll()).outlooks, *_brief(strait()).coming):
        assert len(p.quote.text.split()) >= 4


def test_who_holds_it_reads_on() -> None:
    r = _rows("According to the mayor, a war with Sellica is likely to come.")
    words = "a war with Sellica is likely to come"
    link = Link(r.actor("the mayor", "mayor of Lorvik"), r.at("According to"), r.at(words))
    r.outlook(words, "likely", 55, 80, (link,))
    page = render_markdown(_brief(r.coded()))
    assert "Who holds it: according to mayor of Lorvik\n" in page


def test_an_untold_outlet_is_said_and_the_title_stands_apart() -> None:
    text = "Raid on the coast\nOstmark bombed Sellica."
    reports = []
    for more in ("", "\nNobody knows why."):
        r = _rows(text + more, None, None, "Raid on the coast")
        r.event("ASSAULT", "bombed", [r.actor("Ostmark")], [r.actor("Sellica")])
        reports.append(r.coded())
    brief = _brief(*reports)
    assert [o.label.text for o in brief.origins] == ["outlet not told"] * 2
    assert [(b.name.text, b.title.text if b.title else "") for b in brief.voices] == [
        ("outlet not told", "Raid on the coast")
    ] * 2
    assert "outlet not told" in render_html(brief)


def test_an_act_of_the_headline_and_of_the_first_paragraph_stands_once() -> None:
    title = "Ostmark bombs Sellica"
    r = _rows(f"{title}\nOstmark bombed Sellica at dawn.\nOstmark bombed Sellica last year too.", title=title)
    ostmark, sellica = [r.actor("Ostmark")], [r.actor("Sellica")]
    r.event("ASSAULT", "bombs", ostmark, sellica)
    r.event("ASSAULT", "bombed", ostmark, sellica)
    r.event("ASSAULT", "bombed", ostmark, sellica, near="Ostmark bombed Sellica last")
    (lane,) = _brief(r.coded()).lanes
    assert [t.headline.text if t.headline else None for t in lane.told] == [title, None]
    assert len(lane.told[0].act.cites) == 2


def test_pairs_with_most_conflict_come_first() -> None:
    r = _rows("Ostmark bombed Sellica, then bombed it again. Varenia met, met and met Norland.")
    ostmark, sellica = [r.actor("Ostmark")], [r.actor("Sellica")]
    varenia, norland = [r.actor("Varenia")], [r.actor("Norland")]
    for near in ("Varenia met", "met, met", "met and met"):
        r.event("CONSULT", "met", varenia, norland, near=near)
    r.event("ASSAULT", "bombed", ostmark, sellica)
    assert [lane.actors[0].text for lane in _brief(r.coded()).lanes] == ["Ostmark", "Varenia"]


def test_who_urges_or_accuses_is_among_those_who_speak() -> None:
    r = _rows("Ostmark urged Sellica to leave.")
    r.event("REQUEST", "urged", [r.actor("Ostmark")], [r.actor("Sellica")])
    (root,) = _brief(r.coded()).voices
    assert [branch.name.text for branch in root.branches] == ["Ostmark"]


def test_a_quote_begins_where_its_sentence_does_or_with_an_ellipsis() -> None:
    words = "Drones of the third brigade struck a plant near the town. " * 2
    tail = "Boats that had lain for weeks behind the island " + "and its many harbours " * 12 + "sank on Monday."
    told = Rows(words + tail, outlet=None, published=None)
    told.event("ASSAULT", "struck")
    told.event("ASSAULT", "sank")
    acts = [row for lane in compose([told.coded()], MADE).lanes for row in lane.told]
    assert [(act.quote.cut, act.quote.printed[:7]) for act in acts] == [(False, "Drones "), (True, "… many ")]
    assert "“… many harbours" in render_markdown(compose([told.coded()], MADE))


def test_an_abbreviation_ends_no_sentence() -> None:
    told = Rows("The U.S. Treasury Department froze assets. The band played.", outlet=None, published=None)
    leaf = Leaf(1, told.coded())
    assert sentence_of(leaf, told.at("froze")).of(told.text) == "The U.S. Treasury Department froze assets."


def test_a_count_keeps_the_capitals_of_its_words_and_alone_is_none_over_time() -> None:
    told = Rows("Two U.S. destroyers sailed on Monday.", outlet=None, published=None)
    told.figure("u.s. destroyers", "Two", 2, 2)
    page = render_markdown(compose([told.coded()], MADE))
    assert "**2** U.S. destroyers" in page
    assert "## Counts\n" in page
