"""Laws of what stands side by side, and of grades: nobody is declared right, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foreshock.codebook.grades import Letter, read_letters, reliability, rules
from foreshock.errors import CodebookError
from foreshock.linking import all_contradictions, all_grades, all_origins, link
from foreshock.linking.contradictions import contradiction
from foreshock.linking.grading import grades
from foreshock.linking.origins import NONE, origins
from foreshock.records.contradiction import Contradiction
from foreshock.records.grade import Grade
from foreshock.records.incident import Incident
from tests.linking.made import DAY, Row, event, events, figure, figures

SENTENCE = "Shells of the northern army killed villagers in Tamrin"
WORDS = (
    "The well of Tamrin is broken and its school has no roof since the guns fell silent at ten.",
    "From the hill one saw smoke over the lower street for most of the morning, our reporter writes.",
    "A doctor counted the beds of the small clinic and asked for blood from the coast.",
    "Nobody at the bridge could say who had given the order or why it came that day.",
)
SIDES = ("actual", "negated")
LETTERS = {"paper 0": Letter("Paper 0", "B", "N. Analyst", date(2024, 11, 1), "right in nine of ten checks")}


def shelled(n: int, **given: Any) -> Row:
    told: dict[str, Any] = {
        "mode": "heavy-weapons",
        "actors": ["northern army"],
        "recipients": ["villagers"],
        "place": "Tamrin",
    }
    return event(SENTENCE, "killed", f"r{n}", **({"outlet": f"Paper {n}"} | told | given))


def denied(n: int) -> Row:
    return shelled(n, standing="negated", chain=["northern army"], chain_text="northern army: denied (denies)")


def told_of(rows: list[Row], counted: list[Row]) -> tuple[Contradiction, dict[str, Grade]]:
    frame, numbers = events(rows), figures(counted)
    linked = link(frame, numbers)
    assert len(linked.incidents) == 1
    texts = {f"r{n}": words for n, words in enumerate(WORDS)}
    found = list(all_origins(linked.incidents, frame, texts))
    graded = all_grades(linked.incidents, found, frame, LETTERS)
    one = next(all_contradictions(linked.incidents, found, frame, numbers))
    return one, {grade.event[0]: grade for grade in graded}


def test_who_asserts_and_who_denies_stand_side_by_side() -> None:
    found, _ = told_of([shelled(0), shelled(1), denied(2)], [])
    assert found.contested
    assert [voice.name for voice in found.of("asserts")] == ["Paper 0", "Paper 1"]
    assert [voice.name for voice in found.of("denies")] == ["northern army"]


def test_one_source_on_both_sides_in_one_report_is_no_contradiction() -> None:
    both = shelled(0), shelled(0, standing="negated", event_id="e-denied")
    found, _ = told_of(list(both), [])
    assert not found.contested
    found, _ = told_of([*both, shelled(1)], [])
    assert found.contested


REFUSED = "Marcos ruled out deploying warships"


def refused(n: int, act: str, **given: Any) -> Row:
    """What a report's one sentence is read as: a refusal that is made, or a deployment that is not."""
    trigger, quad, standing = {"REJECT": ("ruled", "VX", "actual"), "MOBILIZE": ("deploying", "MX", "negated")}[act]
    return event(REFUSED, trigger, f"r{n}", **({"type": act, "quad": quad, "standing": standing} | given))


def of_one(rows: list[Row], families: Mapping[str, str] = NONE) -> tuple[Contradiction, set[str]]:
    """What stands side by side where all rows tell one incident, and the codes of their grades."""
    members = tuple((row["report_id"], row["event_id"]) for row in rows)
    incident = Incident("i-1", members, DAY, rows[0]["type"], None, (), (), None, True)
    found = origins(incident, rows, {row["report_id"]: row["report_id"] * 9 for row in rows})
    codes = {grade.code for grade in grades(found, rows, {})}
    return contradiction(incident, found, rows, {}, families), codes


def test_a_refusal_does_not_contradict_that_what_is_refused_was_not_done() -> None:
    by_marcos = {"chain": ["Marcos"], "chain_text": "Marcos: ruled out (denies)"}
    assert not of_one([refused(0, "REJECT"), refused(0, "MOBILIZE", **by_marcos)])[0].contested
    apart, codes = of_one([refused(0, "REJECT"), refused(1, "MOBILIZE", **by_marcos), refused(2, "MOBILIZE")])
    assert not apart.contested and "F5" not in codes and "F4" not in codes
    assert of_one([refused(0, "MOBILIZE"), refused(1, "MOBILIZE", standing="actual")])[0].contested


def test_what_one_sentence_tells_as_one_is_no_contradiction_in_another_report_either() -> None:
    talks = [refused(n, "REJECT", type="CONSULT", quad="VC") for n in (0, 1)]
    failed = [refused(n, "MOBILIZE", type="AGREE", quad="VC") for n in (0, 1)]
    assert not of_one([*talks, *failed])[0].contested
    later = refused(1, "MOBILIZE", type="AGREE", quad="VC", sentence_start=900, sentence_end=990)
    assert of_one([talks[0], later])[0].contested
    agreed = refused(2, "MOBILIZE", type="AGREE", quad="VC", standing="actual")
    assert of_one([*talks, *failed, agreed])[0].contested


def test_a_copy_of_a_report_does_not_contradict_it() -> None:
    rows = [shelled(n, outlet="Paper", event_id=f"e-{stand}", standing=stand) for n in (0, 1) for stand in SIDES]
    assert of_one(rows)[0].contested
    assert not of_one(rows, {"r0": "r0", "r1": "r0"})[0].contested


def test_the_parties_of_an_incident_are_those_that_its_tellers_name_and_not_its_deniers() -> None:
    rows = [shelled(0, actors=[]), shelled(1, actors=[]), denied(2)]
    (incident,) = link(events(rows), figures([])).incidents
    assert (incident.actors, incident.recipients) == ((), ("villagers",))
    (alone,) = link(events([denied(2)]), figures([])).incidents
    assert alone.actors == ("northern army",)


def test_tolls_stand_by_origin_with_low_and_high() -> None:
    rows = [shelled(0, figures=["f1", "f2"]), shelled(1, figures=["f1"])]
    rebels = figure("r0", "killed", 15, None, "f2") | {"chain": ["the rebels"]}
    counted = [figure("r0", "killed", 12, 12), rebels, figure("r1", "killed", 4, 6)]
    found, _ = told_of(rows, counted)
    assert [(t.what, t.origin, t.low, t.high) for t in found.tolls] == [
        ("dead", "Paper 0", 12, None),
        ("dead", "Paper 1", 4, 6),
    ]
    assert found.contested


def test_a_part_of_a_toll_is_no_other_toll() -> None:
    found, _ = told_of(
        [shelled(0, figures=["f1", "f2"])], [figure("r0", "killed", 17, 17), figure("r0", "killed", 8, 8, "f2")]
    )
    assert [(t.low, t.high, t.figures) for t in found.tolls] == [(17, 17, (("r0", "f1"),))]


def test_tolls_that_can_both_hold_are_no_contradiction() -> None:
    rows = [shelled(0, figures=["f1"]), shelled(1, figures=["f1"])]
    found, _ = told_of(rows, [figure("r0", "killed", 10, None), figure("r1", "killed", 12, 12)])
    assert not found.contested


def test_what_nobody_graded_is_f6() -> None:
    _, grades = told_of([shelled(1)], [])
    assert grades["r1"].code == "F6"


def test_a_letter_is_that_of_the_analyst_with_who_when_and_why() -> None:
    _, grades = told_of([shelled(0)], [])
    assert grades["r0"].code == "B3"
    assert grades["r0"].because[0] == "Paper 0: right in nine of ten checks (N. Analyst, 2024-11-01)"


def test_an_item_is_confirmed_by_two_other_origins_and_not_by_one() -> None:
    _, three = told_of([shelled(0), shelled(1), shelled(2)], [])
    _, two = told_of([shelled(0), shelled(1)], [])
    assert {grade.credibility for grade in three.values()} == {1}
    assert {grade.credibility for grade in two.values()} == {2}


def test_copies_confirm_nothing() -> None:
    rows = [shelled(0, outlet="Reuters"), shelled(1, outlet="Reuters"), shelled(2, outlet="Reuters")]
    _, grades = told_of(rows, [])
    assert {grade.code for grade in grades.values()} == {"F6"}


def test_a_lone_denial_of_what_two_assert_is_improbable_and_theirs_is_open() -> None:
    _, grades = told_of([shelled(0), shelled(1), denied(2)], [])
    assert grades["r2"].credibility == 5
    assert grades["r0"].credibility == 6
    assert "1 the opposite" in grades["r0"].because[1]


def test_the_rules_ask_for_letters_of_the_scale() -> None:
    assert all(set(rule.letters) <= set(reliability()) and rule.why for rule in rules())


GOOD = '["Harbour Wire"]\nletter = "B"\nby = "N. Analyst"\non = 2024-11-27\nwhy = "right in most checks"\n'
BAD = [
    (GOOD.replace("why", "because"), "needs a table with letter, by, on, why"),
    (GOOD.replace('"B"', '"G"'), "'G' is no letter of the scale"),
    (GOOD.replace("2024-11-27", '"lately"'), "'lately' is no day"),
    (GOOD.replace('"N. Analyst"', '""'), "needs words for who set the grade"),
    ("[Harbour", "cannot be read as TOML"),
]


def test_a_file_of_grades_is_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "grades.toml").write_text(GOOD, encoding="utf8")
    found = read_letters(tmp_path / "grades.toml")
    assert found["harbour wire"] == Letter(
        "Harbour Wire", "B", "N. Analyst", date(2024, 11, 27), "right in most checks"
    )


@pytest.mark.parametrize(("text", "fault"), BAD)
def test_a_file_of_grades_that_breaks_a_rule_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "grades.toml").write_text(text, encoding="utf8")
    with pytest.raises(CodebookError, match=fault.replace("[", "\\[")):
        read_letters(tmp_path / "grades.toml")


def test_a_file_of_grades_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CodebookError):
        read_letters(tmp_path / "nowhere.toml")
