"""What a model says stands in the brief by the brief's own law: every number and every mark leads to its ground."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from foreshock.brief import Brief, compose, render_html, render_markdown
from foreshock.brief.evidence import Cite, Shown
from foreshock.brief.prognosis import linked
from foreshock.brief.render import template_text
from foreshock.errors import UnsupportedStatement
from foreshock.records.prognosis import PairAhead, PlayedPictures, PrognosisTold
from foreshock.scenario.pictures import course_svg, pathways_svg, tornado_svg
from foreshock.scenario.play import play, setup
from tests.factory import denial, strait, toll
from tests.scenario.test_play import past, scenario_of, steady

MADE = date(2024, 11, 25)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
PAIR = PairAhead(
    actor="ISR",
    recipient="IRN",
    kind="conflict",
    seen=(3, 5, 9, 11),
    horizons=(7, 14, 21, 28),
    levels=LEVELS,
    ahead=((0, 1, 2, 4, 8), (1, 2, 4, 7, 13), (1, 3, 6, 10, 19), (2, 5, 9, 14, 27)),
    mean=10.3,
    baselines=(("climatology", 7.2), ("ewma", 9.9)),
    echo=0.37,
    before=84,
)
TOLD = PrognosisTold(MADE, date(2024, 3, 1), "2 abcdef", "0123456789abcdef", 7, 1000, (PAIR,))
PAGE = template_text("brief.html")
HEADING = "<h2>What a model says</h2>"
assert HEADING in PAGE


@pytest.fixture(scope="module")
def brief() -> Brief:
    return compose([strait(), toll(), denial()], MADE, TOLD)


def test_every_number_of_a_fan_leads_to_the_model_the_day_and_the_seed(brief: Brief) -> None:
    page = render_html(brief)
    section = page[page.index('<section id="model">') :].partition("</section>")[0]
    for words in ("10.3 acts in 28 days from", "2 to 27 in 90 % of paths", "climatology 7.2, ewma 9.9", "37 %"):
        assert re.search(f'href="#model-pair-0" data-evidence="model-pair-0">{words}', section)
    ground = section[section.index('id="model-pair-0"') :]
    for words in ("84 acts", "model 2 abcdef", "parameters 0123456789abcdef", "1000 paths, seed 7"):
        assert words in ground


def test_every_mark_of_a_fan_is_a_link_and_its_words_are_the_chart_s(brief: Brief) -> None:
    page = render_html(brief)
    fan = page[page.index('<figure class="fan">') :].partition("</figure>")[0]
    marks = re.findall(r"<(?:rect|polygon)\b[^>]*>\s*<title", fan)
    assert len(marks) == len(PAIR.seen) + 2
    assert len(re.findall(r'<a href="#model-pair-0"><(?:rect|polygon)', fan)) == len(marks)
    assert '<title data-evidence="model-pair-0">90% of paths</title>' in fan


def test_a_brief_without_a_forecast_says_nothing_of_a_model() -> None:
    page = render_html(compose([strait()], MADE))
    assert "model-" not in page and "What a model says" not in page


def test_why_there_is_no_forecast_stands_in_its_place() -> None:
    told = replace(TOLD, pairs=(), refused="3 days with acts; more than 28 are needed")
    page = render_html(compose([strait()], MADE, told))
    assert "No pair is forecast" in page and "3 days with acts; more than 28 are needed" in page
    assert "3 days with acts" in render_markdown(compose([strait()], MADE, told))


def test_markdown_tells_the_same_numbers(brief: Brief) -> None:
    told = render_markdown(brief)
    assert "10.3 acts in 28 days" in told and "37 %" in told and "seed 7" in told


SMUGGLED = {
    "a number of no model": "<p>about 7 raids</p>",
    "a number said to be the model's": '<p data-evidence="model-pair-0">99</p>',
    "a record's number": "<p>{{ brief.prognosis.pairs[0].echo_length }}</p>",
    "a ground that is none": '<a href="#model-pair-9">there</a>',
}


@pytest.mark.parametrize("words", SMUGGLED.values(), ids=list(SMUGGLED))
def test_a_template_cannot_add_a_number_to_what_a_model_says(brief: Brief, words: str) -> None:
    with pytest.raises(UnsupportedStatement):
        render_html(brief, PAGE.replace(HEADING, HEADING + words))


def test_a_number_that_the_section_does_not_hold_is_not_the_model_s(brief: Brief) -> None:
    made_up = Shown("99 acts", "modelled", (Cite(0, ground="model-pair-0"),))
    assert brief.bottom is not None
    worst = replace(brief.bottom.worst, quote=made_up)
    with pytest.raises(UnsupportedStatement):
        render_html(replace(brief, bottom=replace(brief.bottom, worst=worst)))


def test_words_of_a_picture_cannot_break_out_of_it() -> None:
    drawn = linked('<svg aria-label="7"><text x="1">&lt;b&gt; 4</text></svg>', "model-x")
    assert (
        drawn.svg == '<svg aria-label="drawing of a model"><text x="1" data-evidence="model-x">&lt;b&gt; 4</text></svg>'
    )
    assert [shown.text for shown in drawn.told] == ["<b> 4"]


def test_a_play_stands_in_the_brief_with_its_pictures_and_what_it_rests_on() -> None:
    scenario = scenario_of()
    seen = past(scenario)
    played = play(scenario, seen, *steady(seen, {"A>B ASSAULT": 0.05, "C>A THREATEN": 0.1}), setup(3, 288))
    drawn = (course_svg(played), pathways_svg(scenario, played), tornado_svg(played))
    told = replace(TOLD, scenario=PlayedPictures("one.yaml", played, drawn))
    page = render_html(compose([strait(), toll()], MADE, told))
    figure = page[page.index('<figure class="played">') :].partition("</figure>")[0]
    assert figure.count("<svg") == 3 and "Does A strike B?" in figure
    for row in played.tornado:
        assert row.name in figure
    bare = re.findall(r"<(?:text|title)\b(?![^>]*data-evidence)[^>]*>", figure)
    assert bare == [] and figure.count('href="#model-scenario"') > len(played.tornado)
    ground = page[page.index('id="model-scenario"') :]
    assert "one.yaml, played from" in ground and f"parameters {played.fitted}" in ground
