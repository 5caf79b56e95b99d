"""The errands of the gauge on a view of a few frames: tables, changes and alerts, each line with its rows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from foreshock.codebook.gauges import gauge_weights
from foreshock.desk import alerts as alerting
from foreshock.desk import changes as changing
from foreshock.desk import gauge as gauging
from foreshock.errors import CodebookError
from foreshock.gauge import NoSuchTarget, NothingKnown
from foreshock.records.reading_exchange import plain
from tests.gauge.made import Row, act, acts, day, quiet_reports


@dataclass
class Held:
    """A view of rows in the hand."""

    rows: list[Row]
    days: int = 60

    def acts(self) -> pl.DataFrame:
        return acts(self.rows)

    def reports(self) -> pl.DataFrame:
        return quiet_reports(self.days)


RISING = [act(2, "old", "ACCUSE")] + [
    act(n, f"s{n}", "ASSAULT", "drone", outlet="Gazette" if n % 4 == 1 else "Wire") for n in range(31, 59, 2)
]


def test_the_table_shows_each_measure_once_and_its_parts_add_up_as_shown() -> None:
    (found,) = gauging.gauge(Held(RISING), ["IRN>ISR"])
    table = list(gauging.cells(found))
    assert [row[0] for row in table] == [*(m.name.replace("_", " ") for m in gauge_weights().measures), "tension"]
    assert gauging.columns(found) == ("measure", "3 days", "30 days", "made of")
    for row in table:
        parts = [Decimal(part.split(" (")[0].split()[-1]) for part in row[-1].split("; ") if part]
        assert sum(parts) == Decimal(row[2])


def test_a_long_line_of_parts_ends_in_what_the_others_add() -> None:
    kinds = ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION", "ACCUSE", "REJECT", "THREATEN")
    (found,) = gauging.gauge(Held([act(50, f"e{kind}", kind) for kind in kinds]), ["IRN>ISR"])
    parts = list(gauging.cells(found))[-1][-1].split("; ")
    assert len(parts) == gauging.PARTS + 1 and parts[-1].startswith("3 more ")
    numbers = [Decimal(part.split(" (")[0].split()[-1]) for part in parts]
    assert sum(numbers) == Decimal(list(gauging.cells(found))[-1][2])


def test_under_the_table_stand_the_rung_what_was_left_out_and_the_weights() -> None:
    (found,) = gauging.gauge(Held([*RISING, act(50, "no", standing="negated")]), ["IRN>ISR"])
    told = list(gauging.lines(found))
    assert any(line.startswith("rung 9, repeated armed attacks: 6 incidents, 2 independent origins") for line in told)
    assert "left out: 1 event, denied or negated" in told
    assert told[-1].startswith("points per 100 reports, of 50.")
    assert told[-1].endswith(f" reports by weight, as of {day(59)}; weights {gauge_weights().version}")


def test_every_measure_that_is_above_zero_names_its_rows_below_the_table() -> None:
    (found,) = gauging.gauge(Held(RISING), ["IRN>ISR"])
    told = list(gauging.lines(found))
    for reading in found.readings:
        lines = [line for line in told if line.startswith(f"{reading.measure.replace('_', ' ')}: ")]
        assert len(lines) == (1 if reading.parts else 0)
        assert not lines or str(reading.parts[0].because[0]) in lines[0]


def test_a_level_of_few_reports_is_told_with_a_warning() -> None:
    (many,) = gauging.gauge(Held(RISING), ["IRN>ISR"])
    (few,) = gauging.gauge(Held(RISING[:1], days=0), ["IRN>ISR"])
    assert "single reports" in list(gauging.lines(few))[-1] and "single reports" not in list(gauging.lines(many))[-1]


def test_without_a_target_the_tensest_dyads_are_gauged() -> None:
    back = [act(40, "b", "ACCUSE", actor_country="ISR", recipient_country="IRN")]
    assert [g.target for g in gauging.gauge(Held([*RISING, *back]))] == ["IRN>ISR", "ISR>IRN"]


def test_a_theatre_is_gauged_by_its_name_and_by_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text('[near]\ntitle = "Near"\nmembers = ["IRN", "ISR"]\n', "utf8")
    shipped, own = gauging.gauge(Held(RISING), ["israel-iran", "near"], own_theatres=file)
    assert (own.title, own.readings[-1].value) == ("Near", shipped.readings[-1].value)


def test_weights_of_ones_own_are_used(tmp_path: Path) -> None:
    from importlib.resources import files

    text = (files("foreshock.codebook") / "gauge.toml").read_text("utf8")
    file = tmp_path / "g.toml"
    file.write_text(text.replace('version = "2026.11"', 'version = "mine"').replace("[3, 30]", "[7]"), "utf8")
    (found,) = gauging.gauge(Held(RISING), ["IRN>ISR"], weights=file)
    assert {(r.weights, r.half_life_days) for r in found.readings} == {("mine", 7)}
    assert gauging.columns(found) == ("measure", "7 days", "made of")


def test_what_changed_is_told_in_lines_with_rows() -> None:
    (found,) = changing.changes(Held(RISING), day(30))
    told = list(changing.lines(found))
    assert told[0] == f"IRN toward ISR, {day(30)} to {day(59)}"
    assert told[1].startswith("  ▲ material conflict: 0.00 to ")
    assert told[2].startswith("      ASSAULT drone rose: 14 incidents in 2 outlets, 0 before, e.g. ")
    assert any(line.startswith("  rung 0, quiet, then 9, repeated armed attacks, e.g. ") for line in told)


def test_where_nothing_moved_that_is_said_with_the_reasons() -> None:
    (found,) = changing.changes(Held([act(2, "a", "ACCUSE"), act(40, "b", "ACCUSE")]), day(30), ["IRN>ISR"])
    assert "no measure moved" in list(changing.lines(found))[1]


def test_what_no_report_stands_beside_is_not_compared_and_no_rung_is_said_to_have_moved() -> None:
    raids = [act(50, "a", "ASSAULT", outlet="Wire"), act(51, "b", "ASSAULT", outlet="Gazette")]
    rows = [act(1, "old", "ACCUSE"), *raids]
    (found,) = changing.changes(Held(rows, days=0), day(30), ["IRN>ISR"])
    _, what, rung = changing.lines(found)
    assert what == "  nothing can be compared: no report in one of the two stretches"
    assert rung.startswith(f"  rung 7, violence, on {day(51)}, e.g. ") and "then" not in rung


def test_readings_go_through_json_with_their_numbers_and_rows() -> None:
    found = gauging.gauge(Held(RISING), ["IRN>ISR"]), changing.changes(Held(RISING), day(30))
    (gauged,), (changed,) = json.loads(json.dumps(plain(found)))
    tension = gauged["readings"][-1]
    assert math.fsum(part["value"] for part in tension["parts"]) == tension["value"]
    assert tension["parts"][0]["because"][0] == "Gazette-57#s57"
    assert changed["arrows"][3]["why"][0]["text"].startswith("ASSAULT drone rose")
    assert gauged["day"] == str(day(59))


def test_alerts_are_told_in_a_line_each(tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    rule = '[[alert]]\nname = "{}"\ntarget = "IRN>ISR"\nmeasure = "{}"\nthreshold = 1\n'
    file.write_text(rule.format("one", "material_conflict") + rule.format("two", "verbal_conflict"), "utf8")
    rows = [*RISING, act(58, "x", "ACCUSE", "allege")]
    fired, held_back = (alerting.line(alert) for alert in alerting.alerts(Held(rows), file))
    assert fired.startswith(f"ALERT: one, IRN>ISR on {day(59)}: material conflict ")
    assert held_back.startswith("held back (1 of 2 independent origins): two, ")


def test_an_empty_ledger_an_unknown_dyad_a_future_day_and_a_missing_file_are_errors(tmp_path: Path) -> None:
    with pytest.raises(NothingKnown):
        gauging.gauge(Held([], days=0))
    with pytest.raises(NoSuchTarget):
        gauging.gauge(Held(RISING), ["FRA>DEU"])
    with pytest.raises(NoSuchTarget):
        changing.changes(Held(RISING), day(30), ["FRA>DEU"])
    with pytest.raises(NothingKnown):
        gauging.gauge(Held(RISING), ["IRN>ISR"], day(300))
    with pytest.raises(CodebookError):
        alerting.alerts(Held(RISING), tmp_path / "none.toml")
