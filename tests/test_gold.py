"""The gold passages for development are well formed, and the coder does not fall below what it has reached on them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import chain, pairwise
from typing import Any

import pytest

from bench.own import (
    MODEL,
    Count,
    Tally,
    add,
    code_passage,
    floors,
    paired,
    read_gold,
    same_side,
    score,
    triple_likeness,
    type_likeness,
)
from foreshock.codebook.actor_files import states
from foreshock.codebook.base import event_types, sectors, stand_ins
from foreshock.coding import open_coder
from foreshock.wire import read_text

PASSAGES = [*read_gold(), *read_gold("development-probes")]
EVENTS: list[tuple[dict[str, Any], dict[str, Any]]] = [(p, e) for p in PASSAGES for e in p["events"]]
STANDINGS = {"actual", "historical", "future", "hypothetical", "negated"}
RELATIONS = {"ally", "backs", "leads", "member-of", "opposes", "agreement"}
CONSEQUENCES = {"leads-to", "risks", "prevents", "requires"}
GONE = {"SUN", "CSK"}
"""States that are no more, by the codes that ISO has withdrawn."""
KNOWN = {s.country for s in states()} | set(stand_ins()) | GONE


@pytest.fixture(scope="module")
def tally() -> Tally:
    """The coder's tally on the development set, with the small model."""
    return score(read_gold(), open_coder(MODEL, kind="rules"))


def told(key: str) -> set[str]:
    """Every value that the gold events hold under the key."""
    return set(chain.from_iterable(e.get(key, []) for _, e in EVENTS))


def test_each_passage_has_an_id_a_day_and_words() -> None:
    assert [n for n in Counter(p["id"] for p in PASSAGES).values() if n > 1] == []
    assert all(p["text"].strip() and date.fromisoformat(p["published"]) for p in PASSAGES)
    assert all(read_text(p["text"]).text == p["text"] for p in PASSAGES)


def test_the_codes_of_gold_are_those_of_the_codebook() -> None:
    modes = set(chain.from_iterable(t.modes for t in event_types().values()))
    assert told("types") <= set(event_types())
    assert told("standing") <= STANDINGS
    assert told("mode") <= modes
    assert told("sectors") <= set(sectors())
    assert told("actors") | told("recipients") <= KNOWN


def test_a_mode_of_gold_belongs_to_one_of_its_types() -> None:
    types = event_types()
    told_modes = [(p["id"], m, e["types"]) for p, e in EVENTS for m in e.get("mode", [])]
    assert [(at, m) for at, m, kinds in told_modes if not any(m in types[k].modes for k in kinds)] == []


def test_a_trigger_of_gold_stands_in_its_passage() -> None:
    strays = [
        (p["id"], e["trigger"])
        for p, e in EVENTS
        if not any(w in p["text"].lower() for w in e["trigger"].lower().split("|"))
    ]
    assert strays == []


def test_a_chain_of_gold_is_made_of_patterns_in_lower_case() -> None:
    patterns = [pattern for _, e in EVENTS for pattern in e["chain"]]
    assert all(re.compile(pattern) and pattern == pattern.lower() for pattern in patterns)


def test_a_time_of_gold_runs_forward() -> None:
    spans = [e["when"] for _, e in EVENTS if e.get("when")]
    assert all(date.fromisoformat(one) <= date.fromisoformat(two) for when in spans for one, two in pairwise(when))


def test_a_passage_without_an_event_has_no_actual_one_in_gold() -> None:
    firm = [e for p, e in EVENTS if p["none"] and e.get("firm", True) and e["standing"] == ["actual"]]
    assert firm == []


def test_the_other_rows_of_gold_are_of_known_kinds_and_quote_their_passage() -> None:
    relations = [kind for p in PASSAGES for r in p.get("relations", []) for kind in r["kind"]]
    assert set(relations) <= RELATIONS
    consequences = [kind for p in PASSAGES for c in p.get("consequences", []) for kind in c["kind"]]
    assert set(consequences) <= CONSEQUENCES
    outlooks = [(p["text"].lower(), o["words"].lower()) for p in PASSAGES for o in p.get("outlooks", [])]
    assert all(words in text for text, words in outlooks)


def test_low_and_high_of_a_figure_of_gold_are_in_order() -> None:
    figures = [f for p in PASSAGES for f in p.get("figures", [])]
    assert figures
    assert all(f["low"] <= f["high"] for f in figures if f["low"] is not None and f["high"] is not None)


@pytest.mark.parametrize("figure", sorted(floors()))
def test_the_coder_stays_above_its_floor(tally: Tally, figure: str) -> None:
    reached = tally.figures()[figure]
    assert reached >= floors()[figure], f"{figure} fell to {reached:.3f}; lower bench/floors.json only on purpose"


@pytest.mark.parametrize("kind", ["rules", "both"])
def test_the_coder_makes_no_more_of_the_probes_than_it_did(kind: str) -> None:
    """The development probes hold no actual event: sport, stories, history, cases put, denials, private quarrels."""
    coder = open_coder(MODEL, kind=kind)
    probes = [p for p in PASSAGES if p["none"]]
    alarms = [p["id"] for p in probes if any(e.standing == "actual" for e in code_passage(p, coder).events)]
    assert len(alarms) <= floors("probes")[kind], f"{alarms}; raise bench/floors.json only on purpose"


def gold(kind: str, actors: list[str], recipients: list[str], firm: bool = True) -> dict[str, Any]:
    row = {"types": [kind], "actors": actors, "recipients": recipients, "standing": ["actual"], "chain": []}
    return {**row, "firm": firm}


@pytest.fixture(scope="module")
def shelled() -> Any:
    """One coded event: Turkey shelled Syria."""
    return open_coder(MODEL, kind="rules").code(read_text("Turkey shelled Syria.")).events


def test_a_row_that_agrees_is_a_hit_and_one_that_nobody_told_is_missed(shelled: Any) -> None:
    tally = Tally()
    add(tally, [gold("ASSAULT", ["TUR"], ["SYR"]), gold("PROTEST", ["IRQ"], [])], shelled)
    assert (tally.type, tally.triple) == (Count(1, 1, 0), Count(1, 1, 0))
    assert tally.type.f1 == pytest.approx(2 / 3)
    assert (tally.standing.rate, tally.chain.rate) == (1, 1)


def test_the_right_type_between_the_wrong_sides_is_half_a_truth(shelled: Any) -> None:
    tally = Tally()
    add(tally, [gold("ASSAULT", ["IRN"], ["SYR"])], shelled)
    assert (tally.type, tally.triple) == (Count(1, 0, 0), Count(0, 1, 1))


def test_a_soft_row_is_neither_missed_nor_wrong(shelled: Any) -> None:
    tally = Tally()
    add(tally, [gold("ASSAULT", ["TUR"], ["SYR"], firm=False), gold("PROTEST", ["IRQ"], [], firm=False)], shelled)
    assert (tally.type, tally.triple) == (Count(0, 0, 0), Count(0, 0, 0))


def test_one_coded_row_answers_to_one_gold_row(shelled: Any) -> None:
    twice = [gold("ASSAULT", ["TUR"], ["SYR"]), gold("ASSAULT", ["TUR"], ["SYR"])]
    assert len(paired(twice, shelled, type_likeness)) == 1
    assert paired([gold("PROTEST", ["TUR"], [])], shelled, triple_likeness) == []


def test_a_side_without_countries_asks_nothing_and_half_of_all_named_is_enough(shelled: Any) -> None:
    actors = shelled[0].actors
    assert same_side([], actors)
    assert same_side(["TUR", "IRN"], actors)
    assert not same_side(["TUR", "IRN", "IRQ"], actors)


def test_nothing_to_find_and_nothing_found_is_no_division_by_zero() -> None:
    assert Tally().figures() == {"type_f1": 0, "triple_f1": 0, "standing": 0, "chain_exact": 0}
