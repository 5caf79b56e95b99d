"""Laws of the tables that coding reads: lower case, nothing told twice, no word that says two things at once."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest

from foreshock.codebook.base import event_types, likelihood_bands, sectors, stand_ins, toml_file, type_without_standing
from foreshock.codebook.lexicon import FRAMES, agents, classes, contexts, cues, triggers

SHEET = files("foreshock.codebook")
CODING = files("foreshock.coding")
TABLES = (
    "classes.toml",
    "contexts.toml",
    "frames.toml",
    "likelihood.toml",
    "links.toml",
    "modes.toml",
    "outlooks.toml",
    "roles.toml",
    "speech.toml",
    "standing.toml",
    "ties.toml",
)
"""The tables of words; those of numbers, days and places have laws of their own."""

REPEATING = frozenset({"classes.toml", "frames.toml", "standing.toml"})
"""Tables that still hold a word twice in one list, which does no harm."""

CONTRADICTING = (
    ("modals", ("hypothetical", "future", "future_if_reported")),
    ("above_infinitive", ("future", "hypothetical", "negated", "actual")),
    ("above_noun", ("future", "hypothetical", "negated")),
    ("noun_above", ("hypothetical", "historical", "negated")),
    ("adjective", ("hypothetical", "future", "historical")),
    ("preposition", ("negated", "hypothetical", "after_prevention")),
    ("cue", ("hypothetical_verbs", "future_verbs", "negated_verbs")),
)
"""Tables of standing.toml and the lists in them that say different things of the same place."""


def lists(table: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of words in a table, with its path."""
    if isinstance(table, dict):
        for key, inner in table.items():
            yield from lists(inner, f"{path}.{key}" if path else key)
    elif isinstance(table, list) and all(isinstance(word, str) for word in table):
        yield path, table
    elif isinstance(table, list):
        for number, inner in enumerate(table):
            yield from lists(inner, f"{path}[{number}]")


def words(name: str, table: str, key: str) -> set[str]:
    return set(toml_file(name)[table].get(key, ()))


@pytest.mark.parametrize("name", TABLES)
def test_words_are_lower_case_and_codes_are_known(name: str) -> None:
    codes = {*sectors(), *stand_ins(), *event_types()}
    strays = [(path, w) for path, told in lists(toml_file(name)) for w in told if w not in codes and w != w.lower()]
    assert strays == []
    assert [path for path, told in lists(toml_file(name)) if "" in told] == []


@pytest.mark.parametrize("name", [name for name in TABLES if name not in REPEATING])
def test_no_list_tells_a_word_twice(name: str) -> None:
    twice = {(path, w) for path, told in lists(toml_file(name)) for w in told if told.count(w) > 1}
    assert twice == set()


@pytest.mark.parametrize("name", TABLES)
def test_no_list_is_empty(name: str) -> None:
    assert [path for path, told in lists(toml_file(name)) if not told] == []


def test_every_table_of_the_codebook_says_what_it_is() -> None:
    plain = [f for f in SHEET.iterdir() if f.name.endswith(".toml")]
    assert [f.name for f in plain if not f.read_text(encoding="utf8").startswith("# ")] == []


@pytest.mark.parametrize(("table", "keys"), CONTRADICTING)
def test_no_word_of_standing_says_two_things(table: str, keys: tuple[str, ...]) -> None:
    clashes = {
        (table, one, other): sorted(both)
        for one, other in combinations(keys, 2)
        if (both := words("standing.toml", table, one) & words("standing.toml", table, other))
    }
    assert clashes == {}


def test_every_table_of_standing_is_read() -> None:
    source = "".join(f.read_text(encoding="utf8") for f in CODING.iterdir() if f.name.endswith(".py"))
    assert [table for table in toml_file("standing.toml") if f'"{table}"' not in source] == []
    assert toml_file("standing.toml")["historical"]["days"] > 0


def test_every_frame_that_a_trigger_names_is_known() -> None:
    assert {t.frame for t in triggers()} == FRAMES


def test_no_preposition_points_at_the_target_and_at_the_doer() -> None:
    doer = words("frames.toml", "prepositions", "doer")
    assert doer & words("frames.toml", "prepositions", "target") == set()
    assert doer & words("frames.toml", "prepositions", "given") == set()


def test_every_mode_by_instrument_is_one_of_its_type() -> None:
    types = event_types()
    assert [(t, row["mode"]) for t, rows in toml_file("modes.toml").items() for row in rows
            if t not in types or row["mode"] not in types[t].modes] == []  # fmt: skip


def test_a_word_of_one_type_tells_one_mode() -> None:
    for kind, rows in toml_file("modes.toml").items():
        told = [word for row in rows for word in row["words"]]
        assert sorted(told) == sorted(set(told)), kind


def test_every_type_has_a_quad_a_score_and_modes_on_the_scale() -> None:
    types = event_types()
    assert len(types) == 16
    assert {t.quad for t in types.values()} == {"VC", "MC", "VX", "MX"}
    assert all(-10 <= s <= 10 for t in types.values() for s in (t.score, *t.modes.values()))
    assert all((t.score >= 0) == t.quad.endswith("C") for t in types.values() if t.score)


def test_types_without_standing_are_types() -> None:
    types = set(event_types())
    for standing, pairs in toml_file("modality.toml").items():
        assert standing in {"future", "negated"}
        assert set(pairs) | set(pairs.values()) <= types
    assert type_without_standing("CONSULT", "future") == "AGREE"
    assert type_without_standing("CONSULT", "actual") == "CONSULT"


def test_every_sector_of_a_modifier_is_a_sector() -> None:
    assert set(toml_file("roles.toml")["sector_of_modifier"].values()) <= set(sectors())


def test_no_sector_is_also_a_stand_in_for_a_country() -> None:
    assert set(sectors()) & set(stand_ins()) == set()


def test_words_that_point_back_point_one_way() -> None:
    told = [w for ways in toml_file("roles.toml")["points_back"].values() for w in ways]
    assert len(told) == len(set(told))


def test_a_word_joins_cause_and_effect_in_one_way() -> None:
    verbs = toml_file("links.toml")["verb"]
    assert set(verbs) == {"leads-to", "risks", "prevents", "requires"}
    told = [w for ways in verbs.values() for w in ways]
    assert len(told) == len(set(told))


def test_a_word_of_a_tie_tells_one_kind() -> None:
    kinds = {"ally", "backs", "leads", "member-of", "opposes", "agreement"}
    for table in ("noun", "participle", "prefix", "verb"):
        ways = toml_file("ties.toml")[table]
        told = [w for words_of_kind in ways.values() for w in words_of_kind]
        assert set(ways) <= kinds
        assert len(told) == len(set(told)), table


def test_words_of_likelihood_are_read_as_outlooks() -> None:
    """The last word of each phrase of a band is one that outlooks.toml listens for."""
    heard = {w.split()[-1] for path, told in lists(toml_file("outlooks.toml")) for w in told if path != "modal.words"}
    by_grade = {"remote", "even"}
    assert {w.split()[-1] for b in likelihood_bands() for w in b.words} - heard - by_grade == set()


def test_a_verb_behind_a_quotation_is_a_cue_or_goes_on() -> None:
    known = {c.lemma for c in cues() if c.pos == "verb"}
    assert words("speech.toml", "after_quote", "verbs") - known <= {"continue"}


def test_a_noun_stands_for_one_kind_of_actor() -> None:
    nouns = [a.noun for a in agents()]
    assert len(nouns) == len(set(nouns))
    assert all(n == n.lower() for n in nouns)


def test_words_of_triggers_and_cues_are_lower_case() -> None:
    assert [t.lemma for t in triggers() if t.lemma != t.lemma.lower()] == []
    assert [c.lemma for c in cues() if c.lemma != c.lemma.lower()] == []


def test_every_class_and_context_has_words() -> None:
    assert all(classes().values())
    assert all(contexts().values())
