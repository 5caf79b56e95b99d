"""Weights: one file, read strictly; the page on the method is written from it and never by hand."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from foreshock.codebook.base import event_types
from foreshock.codebook.gauges import gauge_weights, ladder, ladder_from, weights_from
from foreshock.desk.method import page
from foreshock.errors import CodebookError
from foreshock.gauge import history, readings, target_of
from tests.gauge.made import WEIGHTS, act, acts, day, past

SHEET = files("foreshock.codebook")
TOP = Path(__file__).parents[2]
GAUGE = (SHEET / "gauge.toml").read_text("utf8")
LADDER = (SHEET / "ladder.toml").read_text("utf8")


def test_the_page_on_the_method_is_what_the_weights_say() -> None:
    assert (TOP / "docs" / "gauge-methodology.md").read_text("utf8") == page()


def test_every_weight_of_the_file_stands_on_the_page_with_its_value() -> None:
    told, shown = tomllib.loads(GAUGE), page()

    def names(table: dict[str, object], path: str = "") -> list[str]:
        return [
            name
            for key, value in table.items()
            for name in (names(value, f"{path}{key}.") if isinstance(value, dict) else [f"{path}{key}"])
        ]

    assert [name for name in names(told) if f"| {name} | " not in shown] == []


def test_every_quad_is_in_one_measure_and_every_measure_but_threats_has_one() -> None:
    quads = [quad for measure in WEIGHTS.measures for quad in measure.quads]
    assert sorted(quads) == sorted({kind.quad for kind in event_types().values()})


def test_the_sign_of_a_measure_is_that_of_its_scores() -> None:
    for measure in WEIGHTS.measures:
        for kind in event_types().values():
            if kind.quad in measure.quads and kind.score:
                assert kind.score * measure.sign > 0, kind.name


def test_a_reading_names_the_version_of_its_weights() -> None:
    assert {r.weights for r in readings(past([act(1, "e1")]), target_of("IRN>ISR", {}))} == {WEIGHTS.version}


def test_another_weight_makes_another_reading() -> None:
    known = past([act(20, "e1")])
    other = replace(WEIGHTS, tension={**WEIGHTS.tension, "material_conflict": 2.0})
    again = history(acts([act(20, "e1")]), known.exposure, other, ladder())
    pair = [next(r for r in readings(h, target_of("IRN>ISR", {}), day(20)) if r.measure == "tension")
            for h in (known, again)]  # fmt: skip
    assert pair[1].value == pytest.approx(2 * pair[0].value)


def test_no_number_of_the_gauge_is_written_in_its_code() -> None:
    """Shapes, signs and small whole numbers aside, a literal number in the room is a hidden weight."""
    room = TOP / "src" / "foreshock" / "gauge"
    known = {"0.5", "0.0", "1.0"}  # halving, nothing, the whole
    found = {
        f"{path.name}: {number}"
        for path in room.glob("*.py")
        for line in path.read_text("utf8").splitlines()
        if not line.lstrip().startswith(('"', "#"))
        for number in re.findall(r"(?<![\w.\"])\d+\.\d+(?![\w\"])", line)
        if number not in known
    }
    assert found == set()


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("min_incidents = 10", "min_incident = 10", "ChangeWeights needs"),
        ("half_lives_days = [3, 30]", "half_lives_days = [0]", "above zero"),
        ("probability = 0.90", "probability = 1.5", "between 0 and 1"),
        ("threats = 1.0", "fears = 1.0", "is no measure"),
        ('version = "2026.11"', "", "has no 'version'"),
        ("[alert]", "[alert", "cannot be read"),
    ],
)
def test_a_broken_file_of_weights_is_an_error_that_names_it(was: str, now: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    assert was in GAUGE
    file.write_text(GAUGE.replace(was, now, 1), "utf8")
    with pytest.raises(CodebookError, match=f"mine.toml.*{fault}"):
        weights_from(file)


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("number = 3", "number = 4", "numbered 0, 1, 2"),
        ('type = "MOBILIZE"', 'type = "FIGHT"', "no act of types.toml"),
        ('"heavy-weapons"', '"tanks"', "no act of types.toml"),
        ("of = 8", "of = 12", "a lower rung"),
    ],
)
def test_a_broken_ladder_is_an_error_that_names_it(was: str, now: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    assert was in LADDER
    file.write_text(LADDER.replace(was, now, 1), "utf8")
    with pytest.raises(CodebookError, match=f"mine.toml.*{fault}"):
        ladder_from(file)


def test_the_shipped_files_read_from_a_path_are_the_shipped_weights(tmp_path: Path) -> None:
    for name, text, read, shipped in (
        ("g.toml", GAUGE, weights_from, gauge_weights()),
        ("l.toml", LADDER, ladder_from, ladder()),
    ):
        (tmp_path / name).write_text(text, "utf8")
        assert read(tmp_path / name) == shipped
