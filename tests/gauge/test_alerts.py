"""Alert rules: a threshold alone raises nothing that rests on one uncorroborated item."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.codebook.gauges import theatres
from foreshock.errors import CodebookError
from foreshock.gauge import Rule, alerts, rules_from, target_of
from foreshock.gauge.origins import independent
from foreshock.records.reading import Alert
from tests.gauge.made import WEIGHTS, Row, act, day, past

ALONE = "would not be reached without what one origin alone tells"
RULE = Rule("strikes", target_of("IRN>ISR", {}), "material_conflict", 1, "incidents", 7, 2)


def raised(rows: list[Row], rule: Rule = RULE) -> Alert | None:
    found = alerts(past(rows, 40), [rule], day(22))
    return found[0] if found else None


def test_one_uncorroborated_item_never_fires_and_is_held_back_with_a_reason() -> None:
    alert = raised([act(20, "e1", "ASSAULT", "unconventional")])
    assert alert and not alert.fired
    assert alert.held_back == "1 of 2 independent origins"


def test_it_fires_where_the_rule_says_so() -> None:
    alert = raised([act(20, "e1")], replace(RULE, min_independent=1))
    assert alert and alert.fired and [str(i) for i in alert.because] == ["Courier-20#e1"]


def test_a_hundred_copies_of_one_outlet_do_not_fire() -> None:
    alert = raised([act(20, f"e{n}") for n in range(100)])
    assert alert and not alert.fired


def test_the_same_incident_told_by_two_outlets_fires() -> None:
    alert = raised([act(20, "e1", outlet=o, incident="i1") for o in ("A", "B")])
    assert alert and alert.fired and (alert.value, alert.independent) == (1, 2)


def test_two_origins_do_not_help_where_the_threshold_rests_on_one_uncorroborated_incident() -> None:
    small = [act(20, "small", "PROTEST", outlet=o, incident="i1") for o in ("A", "B")]
    rule = replace(RULE, unit="level", threshold=15.0)
    alert = raised([*small, act(21, "large", "ASSAULT", "unconventional", outlet="C")], replace(rule, threshold=10.0))
    assert alert and not alert.fired
    assert alert.held_back == ALONE


def one_report(*origins: str, **told: str) -> list[Row]:
    """Incidents that one report tells, each by another origin."""
    return [act(20, f"e{n}", origin_key=o, incident=f"i{n}", **told) for n, o in enumerate(origins)]


def test_one_report_does_not_fire_however_many_sources_it_names() -> None:
    rows = one_report("source Kurti", "outlet Courier", "source Vucic")
    alert = raised(rows)
    assert alert and not alert.fired and (alert.value, alert.independent) == (3, 1)
    alert = raised(rows, replace(RULE, measure="rung", threshold=7))
    assert alert and not alert.fired and alert.held_back == "1 of 2 independent origins"


def test_many_incidents_of_one_outlet_and_one_of_another_do_not_fire() -> None:
    rows = [act(20, "e0", outlet="Gazette"), *one_report("source Kurti", "outlet Courier", "source Vucic")]
    alert = raised(rows, replace(RULE, threshold=3))
    assert alert and alert.independent == 2 and alert.held_back == ALONE


def test_many_incidents_of_one_source_in_several_outlets_do_not_fire_beside_one_of_another() -> None:
    rows = [act(20, f"e{o}", outlet=o, incident=f"i{o}", origin_key="source Kurti") for o in "ABC"]
    alert = raised([*rows, act(20, "e", outlet="D")], replace(RULE, threshold=3))
    assert alert and alert.independent == 2 and alert.held_back == ALONE


def test_an_incident_of_three_outlets_counts_where_a_rule_asks_for_three_and_one_of_two_does_not() -> None:
    rule = replace(RULE, min_independent=3)
    many = [act(20, "e1", outlet=o, incident="i1") for o in "ABC"]
    assert (alert := raised(many, rule)) and alert.fired
    told = (("A", "u"), ("A", "v"), ("A", "w"), ("B", "u"), ("C", "u"))
    few = [act(20, o + v, outlet=o, incident="i1", origin_key=v) for o, v in told]
    alert = raised([*few, act(20, "e", outlet="D")], replace(rule, threshold=2))
    assert alert and alert.independent == 3 and alert.held_back == ALONE


def test_what_each_of_two_outlets_tells_enough_of_fires() -> None:
    alert = raised([act(20, f"e{n}", outlet=o) for n, o in enumerate("AABB")], replace(RULE, threshold=2))
    assert alert and alert.fired


@given(
    st.lists(
        st.tuples(st.integers(14, 22), st.sampled_from("ABC"), st.sampled_from(["i1", "i2", None])),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["incidents", "level"]),
    st.floats(0.5, 20),
)
@settings(max_examples=60, deadline=None)
def test_whatever_fires_would_be_reached_still_if_any_one_outlet_had_told_nothing_that_others_do_not_tell(
    told: list[tuple[int, str, str | None]], unit: str, threshold: float
) -> None:
    rows = [act(n, f"e{k}", outlet=o, incident=i) for k, (n, o, i) in enumerate(told)]
    rule = replace(RULE, unit=unit, threshold=threshold)
    alert = raised(rows, rule)
    if not (alert and alert.fired):
        return
    assert alert.independent >= 2
    known = past(rows, 40)
    alone = [key for (key,), own in known.rows.group_by(["key"]) if independent(own) < 2]
    for outlet in "ABC":
        gone = known.rows["key"].is_in(alone) & (known.rows["outlet"] == outlet)
        (again,) = alerts(replace(known, rows=known.rows.filter(~gone)), [rule], day(22))
        assert again.value >= threshold


def test_a_threshold_that_is_not_reached_raises_nothing() -> None:
    assert raised([act(20, "e1", outlet=o, incident="i1") for o in "AB"], replace(RULE, threshold=2)) is None
    assert raised([act(20, "e1", "AID", outlet=o) for o in "AB"]) is None


def test_acts_before_the_window_raise_nothing() -> None:
    assert raised([act(10, f"e{n}", outlet=o) for n, o in enumerate("AB")]) is None


def test_denied_strikes_raise_nothing() -> None:
    assert raised([act(20, f"e{o}", outlet=o, stance="denies") for o in "ABC"]) is None


@pytest.mark.parametrize(("outlets", "fired"), [("A", False), ("AB", True)])
def test_a_rung_alert_asks_for_its_origins_too(outlets: str, fired: bool) -> None:
    rule = replace(RULE, measure="rung", threshold=8)
    alert = raised([act(20, "e1", "ASSAULT", "drone", outlet=o) for o in outlets], rule)
    assert alert and alert.fired == fired and alert.because


def test_a_rung_that_is_not_held_for_want_of_days_is_held_back() -> None:
    rows = [act(20, f"e{n}", "ASSAULT", "drone", outlet="AB"[n % 2]) for n in range(9)]
    alert = raised(rows, replace(RULE, measure="rung", threshold=9))
    assert alert and not alert.fired and alert.held_back == "1 of 3 days in 14"


GOOD = """
[[alert]]
name = "Israel and Hezbollah"
target = "israel-hezbollah"
measure = "tension"
threshold = 30

[[alert]]
name = "strikes"
target = "IRN>ISR"
measure = "material_conflict"
unit = "incidents"
threshold = 3
window_days = 14
min_independent = 1
"""


def test_a_rule_file_is_read_with_what_it_leaves_out_from_the_weights(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(GOOD, "utf8")
    one, two = rules_from(file, WEIGHTS, theatres())
    assert (one.unit, one.window_days, one.min_independent) == ("level", WEIGHTS.alert.window_days, 2)
    assert (two.unit, two.window_days, two.min_independent) == ("incidents", 14, 1)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ('measure = "tension"', 'measure = "fear"'),
        ("threshold = 30", "threshold = 0"),
        ("threshold = 30", "limit = 30"),
        ("window_days = 14", "window_days = 0"),
        ("min_independent = 1", "min_independent = 0"),
        ('unit = "incidents"', 'unit = "reports"'),
    ],
)
def test_a_wrong_rule_is_an_error_that_names_the_file(bad: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(GOOD.replace(bad, fault), "utf8")
    with pytest.raises(CodebookError, match=r"rules\.toml"):
        rules_from(file, WEIGHTS, theatres())


def test_a_rule_for_an_unknown_theatre_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(GOOD.replace("israel-hezbollah", "israel-hesbollah"), "utf8")
    with pytest.raises(CodebookError, match=r"line 2: alert 'Israel and Hez.* did you mean israel-hezbollah"):
        rules_from(file, WEIGHTS, theatres())


@pytest.mark.parametrize(
    "bad", ['target = "Kongo"', 'target = "Irann>ISR"', 'target = "IRN>AFX"', 'threshold = "many"']
)
def test_a_wrong_rule_is_told_with_the_line_on_which_it_begins_and_its_name(bad: str, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    good = {"target": 'target = "IRN>ISR"\n', "threshold": "threshold = 3\n"}[bad.split(" = ")[0]]
    file.write_text(GOOD.replace(good, f"{bad}\n"), "utf8")
    with pytest.raises(CodebookError, match=r"rules\.toml, line 8: alert 'strikes': ") as found:
        rules_from(file, WEIGHTS, theatres(), past([act(20, "e1")], 40).parties())
    assert (found.value.line, found.value.exit_code) == (8, 5)


def test_a_rule_on_somebody_the_codebook_knows_waits_for_the_first_row(tmp_path: Path) -> None:
    file, known = tmp_path / "rules.toml", past([act(20, "e1")], 40).parties()
    for target in ("FRA>DEU", "*>ISR", "France>Hezbollah", "ISR<>LBN:REB"):
        file.write_text(GOOD.replace("IRN>ISR", target), "utf8")
        assert len(rules_from(file, WEIGHTS, theatres(), known)) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "has no table"), ("[alert]\n", "has no table"), ('colour = "red"\n' + GOOD, "knows no 'colour'")],
)
def test_a_file_that_is_wrong_as_a_whole_is_told_without_a_line(text: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text, "utf8")
    with pytest.raises(CodebookError, match=rf"rules\.toml: {fault}"):
        rules_from(file, WEIGHTS, theatres())
