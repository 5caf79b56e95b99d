"""What a scenario file may say, and how its faults are told: with line, field and the nearest right name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.errors import ScenarioError
from foreshock.records.scenario import Because, Pattern, Range, Scenario
from foreshock.scenario import open_scenario, read_scenario
from foreshock.scenario.written import written
from tests.scenario.test_machine import scenarios

EXAMPLE = """\
scenario: iraq-dragged-in
question: Is Iraq drawn into the war between Israel and Iran?
horizon: 90d
actors:
  ISR: {match: [ISR, ISRMIL, ISRGOV]}
  IRN: {match: [IRN, IRNMIL]}
  MIL: {match: [IRQREB, "Kata'ib Hizballah", "Harakat al-Nujaba"]}
  IRQ: {match: [IRQGOV, IRQMIL]}
  USA: [USA, USAMIL]
outcome:
  any:
    - {by: [ISR, USA], to: [IRQ, MIL], type: ASSAULT, at_least: 5, within: 14d}
    - {by: IRQ, to: [ISR, USA], type: [ASSAULT, MOBILIZE], at_least: 3, within: 2w}
pathways:
  militia-route:
    stages:
      - {stage: strike,  by: ISR, to: IRN, type: ASSAULT, at_least: 3, within: 7d}
      - {stage: opening, by: MIL, to: USA, type: ASSAULT, at_least: 2, within: 10d, after: strike, lag: 21d}
      - {stage: reply,   by: USA, to: MIL, type: ASSAULT, at_least: 2, within: 10d, after: opening, lag: 14d}
    unless: {by: IRQ, to: MIL, type: COERCE, at_least: 3, within: 14d}
edges:
  - {from: "ISR>IRN ASSAULT", to: "MIL>USA ASSAULT", expect: 0.05..0.40, because: "doc:412"}
interventions:
  us-restrains-israel:   {scale: {by: ISR, to: IRN, type: ASSAULT}, factor: 0.3..0.6, from: 0d}
  baghdad-curbs-militia: {scale: {by: MIL}, factor: 0.4..0.8, from: 14d, fade: 45d}
  ceasefire:
    inject: {by: ISR, to: IRN, type: RETREAT}
    at: 7d
    frictions:
      - {risk: a rift, sign: {by: IRN, to: IRQ, type: REJECT}}
"""

FAULTS = [
    ("to: [IRQ, MIL]", "to: [IRQ, MILL]", 12, "outcome.any[1].to", "did you mean `MIL`?"),
    ("type: COERCE", "type: COERSE", 20, "unless[1].type", "did you mean `COERCE`?"),
    ("lag: 14d", "lagg: 14d", 19, "stages[3].lagg", "did you mean `lag`?"),
    ("horizon: 90d", "horizn: 90d", 3, "horizn", "did you mean `horizon`?"),
    ("horizon: 90d", "horizon: 0d", 3, "horizon", "nothing to play"),
    ("horizon: 90d", "horizon: 9000d", 3, "horizon", "further than"),
    ("horizon: 90d", "horizon: soon", 3, "horizon", "no length of time"),
    ("after: strike", "after: strik", 18, "stages[2].after", "did you mean `strike`?"),
    ("after: strike", "after: reply", 16, "militia-route.stages", "circle"),
    ("stage: opening", "stage: strike", 18, "stages[2].stage", "already"),
    ("by: ISR, to: IRN, type: ASSAULT, at_least: 3, within: 7d", "by: ISR, lag: 3d", 17, "stages[1].lag", "after"),
    ("at_least: 5", "at_least: 0", 12, "outcome.any[1].at_least", "'0' stands here; write 1 or more"),
    ("within: 14d}", "within: 0d}", 12, "outcome.any[1].within", "from 1d"),
    ("IRQREB", "IRX:REB", 7, "actors.MIL.match[1]", "no country code"),
    ("IRQREB", "IRQ:REX", 7, "actors.MIL.match[1]", "did you mean `REL`?"),
    ("IRNMIL", "ISRMIL", 6, "actors.IRN.match[2]", "stands under ISR already"),
    ("by: IRQ, to: MIL, type: COERCE, at_least: 3, within: 14d", "by: USA", 20, "unless[1]", "can never complete"),
    ("from: 14d", "from: 140d", 25, "baghdad-curbs-militia.from", "after the horizon"),
    ("factor: 0.4..0.8", "factor: 0.8..0.4", 25, "baghdad-curbs-militia.factor", "no range"),
    ("factor: 0.4..0.8", "factor: 1", 25, "baghdad-curbs-militia.factor", "changes nothing"),
    ("factor: 0.4..0.8", "factor: .inf", 25, "baghdad-curbs-militia.factor", "no range"),
    ("factor: 0.4..0.8, ", "", 25, "baghdad-curbs-militia", "stand together"),
    ("expect: 0.05..0.40", "expect: 0.05..40", 22, "edges[1].expect", "is the most"),
    (', because: "doc:412"', "", 22, "edges[1]", "because"),
    ('"ISR>IRN ASSAULT"', '"ISR to IRN"', 22, "edges[1].from", "BY>TO TYPE"),
    ("type: RETREAT", "kind: RETREAT", 27, "ceasefire.inject.kind", "no field"),
    ("at: 7d", "at: 90d", 28, "ceasefire.at", "after the horizon"),
    ("risk: a rift", "rsk: a rift", 30, "frictions[1].rsk", "did you mean `risk`?"),
    ("  any:", "  some:", 11, "outcome.some", "no field"),
    ("question: Is", "scenario: Is", 2, "scenario", "told twice"),
    ("stages:\n", "stages: *x\n", 17, "", "no YAML"),
]


@pytest.mark.parametrize(("was", "is_", "line", "field", "told"), FAULTS)
def test_a_fault_is_told_with_its_line_its_field_and_what_would_be_right(
    was: str, is_: str, line: int, field: str, told: str
) -> None:
    assert was in EXAMPLE
    with pytest.raises(ScenarioError) as raised:
        read_scenario(EXAMPLE.replace(was, is_, 1), "x.yaml")
    assert raised.value.line == line
    assert field in raised.value.field
    assert told in str(raised.value)
    assert str(raised.value).startswith(f"x.yaml, line {line}: ")


def test_the_example_of_the_docs_reads_as_it_says() -> None:
    read = read_scenario(EXAMPLE)
    assert (read.horizon_days, read.memory_days, len(read.parties)) == (90, 30, 5)
    assert [p.within_days for p in read.outcome.patterns] == [14, 14]
    assert [(s.name, s.after, s.lag_days) for s in read.pathways[0].stages][1] == ("opening", "strike", 21)
    assert read.edges[0].expect == Range(0.05, 0.4) and read.edges[0].because == Because("doc:412")
    assert read.interventions[2].inject is not None and read.interventions[2].at_day == 7


BOMBS = [
    "",
    "- a",
    "a: &a [*a]",
    "a: b: c",
    "\x00",
    "x: " + "[" * 50,
    "a: 1\n---\nb: 2",
    "? [a]\n: b",
    "scenario: !!python/object/apply:os.system [x]",
    "x: " + "y" * 300_000,
    "a: &a [1,2,3,4,5,6,7,8]\n"
    + "\n".join(f"{b}: &{b} [{','.join(['*' + a] * 8)}]" for a, b in zip("abcdef", "bcdefg", strict=True)),
]


@pytest.mark.parametrize("text", BOMBS, ids=range(len(BOMBS)))
def test_what_is_no_scenario_is_refused_quickly_and_plainly(text: str) -> None:
    with pytest.raises(ScenarioError):
        read_scenario(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_ends_in_anything_but_a_scenario_or_a_scenario_error(text: str) -> None:
    with pytest.raises(ScenarioError):
        read_scenario(text)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damage_to_a_file_ends_in_anything_but_a_scenario_or_a_scenario_error(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(EXAMPLE) - 1))
    cut = data.draw(st.integers(0, 12))
    put = data.draw(st.text(alphabet=":,[]{}-&*!|>'\"#%@ \n0aZé", max_size=4))
    try:
        read_scenario(EXAMPLE[:at] + put + EXAMPLE[at + cut :])
    except ScenarioError as told:
        assert str(told)


def test_the_name_of_a_country_is_no_falsehood() -> None:
    read = read_scenario(EXAMPLE.replace("USA: [USA, USAMIL]", "NO: [NOR]").replace("USA", "NO"))
    assert "NO" in [party.name for party in read.parties]


@settings(max_examples=300, deadline=None)
@given(scenarios)
def test_what_is_written_reads_the_same(made: Scenario) -> None:
    scenario = replace(
        made,
        outcome=replace(made.outcome, patterns=tuple(map(asking, made.outcome.patterns))),
        pathways=tuple(
            replace(
                way,
                stages=tuple(replace(s, pattern=asking(s.pattern)) for s in way.stages),
                unless=tuple(map(asking, way.unless)),
            )
            for way in made.pathways
        ),
        parties=tuple(replace(p, match=("ISR", "IRN", "USA")[n : n + 1]) for n, p in enumerate(made.parties)),
        question="Is “x” so?\n# yes: no",
    )
    try:
        read = read_scenario(written(scenario))
    except ScenarioError as told:
        assert "never complete" in str(told)
        return
    assert read == scenario


def asking(pattern: Pattern) -> Pattern:
    """The pattern, asking at least for a type."""
    return pattern if pattern.by or pattern.to or pattern.types else replace(pattern, types=("ASSAULT",))


def test_the_example_is_written_and_read_the_same() -> None:
    read = read_scenario(EXAMPLE)
    assert read_scenario(written(read)) == read


def test_a_file_that_is_not_there_or_no_text_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        open_scenario(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ScenarioError, match="UTF-8"):
        open_scenario(tmp_path / "bytes.yaml")
