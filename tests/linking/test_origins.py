"""Laws of origins: who passes on the word of another counts once, and without a reason nobody does."""

from __future__ import annotations

from typing import Any

import pytest

from foreshock.linking import all_origins, link
from foreshock.linking.copies import copies
from foreshock.linking.origins import agency
from foreshock.records.origin import Origins
from tests.linking.made import Row, event, events, figures

TEXT = (
    "Three boats of the coast guard stopped the ferry off Larnes on Sunday and took its captain ashore, "
    "where he was questioned for two hours about the cargo before the ferry was let go."
)
OWN = (
    "The captain of the ferry spoke to us. He had been held by men of the coast guard, he said, from noon, "
    "and asked again and again what lay in the crates below deck.",
    "Our man in the harbour of Larnes saw the ferry come in late in the afternoon with her flag at half mast and no "
    "captain on the bridge.",
)


def seized(report: str, outlet: str | None, **given: Any) -> Row:
    told: dict[str, Any] = {
        "type": "COERCE",
        "mode": "seize",
        "actors": ["coast guard"],
        "recipients": ["ferry"],
        "place": "Larnes",
    }
    return event("The coast guard seized the ferry off Larnes", "seized", report, outlet=outlet, **(told | given))


def origins_of(rows: list[Row], texts: dict[str, str]) -> Origins:
    linked = link(events(rows), figures())
    assert len(linked.incidents) == 1
    return next(all_origins(linked.incidents, events(rows), texts))


def test_seven_outlets_of_two_origins_are_told_as_that() -> None:
    rows = [seized(f"r{n}", f"Paper {n}") for n in range(7)]
    texts = {f"r{n}": TEXT + f" Paper {n} was told so." for n in range(6)} | {"r6": OWN[0]}
    found = origins_of(rows, texts)
    assert found.told == "7 outlets, 2 independent origins"
    assert all("of the runs of words of the shorter text" in why for why in found.origins[0].because)


def test_own_words_in_own_voice_are_origins_of_their_own() -> None:
    rows = [seized("r0", "Paper 0"), seized("r1", "Paper 1"), seized("r2", "Paper 2")]
    assert origins_of(rows, {"r0": TEXT, "r1": OWN[0], "r2": OWN[1]}).told == "3 outlets, 3 independent origins"


def test_chains_that_end_in_one_named_source_are_one_origin() -> None:
    chain = {"chain": ["Harbour Institute", "Admiral Venn"], "chain_text": "Harbour Institute: said > Venn: said"}
    rows = [seized("r0", "Paper 0", **chain), seized("r1", "Paper 1", chain=["Admiral Venn"], chain_text="Venn: said")]
    found = origins_of(rows, {"r0": OWN[0], "r1": OWN[1]})
    assert found.told == "2 outlets, 1 independent origin"
    assert (found.origins[0].kind, found.origins[0].name) == ("source", "Admiral Venn")


def test_the_same_source_a_week_later_is_another_word_of_it() -> None:
    chain = {"chain": ["Admiral Venn"], "chain_text": "Venn: said"}
    rows = [seized("r0", "Paper 0", **chain), seized("r1", "Paper 1", later=6, **chain)]
    rows.append(seized("r2", "Paper 2", later=3))
    assert len(origins_of(rows, {"r0": OWN[0], "r1": OWN[1], "r2": TEXT}).origins) == 3


def test_officials_without_a_name_are_not_one_source() -> None:
    chain = {"chain": ["senior officials"], "chain_text": "senior officials: said"}
    rows = [seized("r0", "Paper 0", **chain), seized("r1", "Paper 1", **chain)]
    assert len(origins_of(rows, {"r0": OWN[0], "r1": OWN[1]}).origins) == 2


def test_reports_that_name_one_agency_are_one_origin() -> None:
    rows = [seized("r0", "Reuters"), seized("r1", "Paper 1", chain=["Reuters"], chain_text="Reuters: reported")]
    found = origins_of(rows, {"r0": OWN[0], "r1": OWN[1]})
    assert (len(found.origins), found.origins[0].kind, found.origins[0].name) == (1, "agency", "Reuters")


def test_one_outlet_twice_is_one_origin() -> None:
    rows = [seized("r0", "Paper 0"), seized("r1", "Paper 0")]
    assert origins_of(rows, {"r0": OWN[0], "r1": OWN[1]}).told == "1 outlet, 1 independent origin"


def test_without_texts_the_sentences_that_tell_the_incident_are_compared() -> None:
    assert len(origins_of([seized("r0", "Paper 0"), seized("r1", "Paper 1")], {}).origins) == 1


@pytest.mark.parametrize(
    ("name", "means"), [("Agence France-Presse", "AFP"), ("reuters", "Reuters"), ("Paper 1", None), (None, None)]
)
def test_agencies_are_known_by_their_names(name: str | None, means: str | None) -> None:
    assert agency(name) == means


def test_a_shortened_copy_is_a_copy_and_a_shared_phrase_is_not() -> None:
    found = copies({"whole": TEXT + " " + OWN[0], "short": TEXT, "other": OWN[1], "none": ""})
    assert list(found) == [("short", "whole")]
    assert found["short", "whole"] == 1.0


def test_reports_known_to_be_copies_of_one_text_are_one_origin_whatever_sentence_they_tell_it_in() -> None:
    rows = [seized("r0", "Paper 0"), seized("r1", "Paper 1"), seized("r2", "Paper 2")]
    linked, texts = link(events(rows), figures()), {"r0": TEXT, "r1": OWN[0], "r2": OWN[1]}
    found = next(all_origins(linked.incidents, events(rows), texts, {"r0": "r0", "r2": "r0"}))
    assert found.told == "3 outlets, 2 independent origins"
    assert found.origins[0].because == ("Paper 2 prints the text of Paper 0",)
