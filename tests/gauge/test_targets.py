"""Dyads and theatres: what a spelling means, and errors that help where it means nothing."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foreshock.codebook.actor_files import states
from foreshock.codebook.gauges import Theatre, theatres
from foreshock.errors import CodebookError
from foreshock.gauge import NoSuchTarget, check_known, gauged, target_of
from tests.gauge.made import Row, act, day, past

LEBANON = {"recipient": "Lebanon", "recipient_country": "LBN", "recipient_sector": "GOV"}
HEZBOLLAH = {"recipient": "Hezbollah", "recipient_country": "LBN", "recipient_sector": "REB"}
WORLD = [
    act(1, "state", actor="Israel", actor_country="ISR", **LEBANON),
    act(1, "group", actor="Israel", actor_country="ISR", **HEZBOLLAH),
    act(1, "back", actor="Hezbollah", actor_country="LBN", actor_sector="REB", recipient_sector=None),
    act(1, "home", "PROTEST", recipient="Iran", recipient_country="IRN"),
    act(1, "alone", "MOBILIZE", recipient=None, recipient_country=None, recipient_sector=None),
]


def events(told: str, rows: list[Row] = WORLD) -> set[str]:
    return set(past(rows).rows.filter(target_of(told, theatres()).fits())["event_id"])


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("ISR>LBN", {"state", "group"}),
        ("ISR>LBN:REB", {"group"}),
        ("ISR>LBN:-REB", {"state"}),
        ("ISR/LBN:REB", {"group"}),
        ("isr>lbn:reb", {"group"}),
        ("Israel>Lebanon", {"state", "group"}),
        ("Israel > hezbollah", {"group"}),
        ("ISR<>LBN:REB", {"group", "back"}),
        ("ISR>LBN:REB+GOV", {"state", "group"}),
        ("IRN>*", {"home", "alone"}),
        ("*>ISR", {"back"}),
        ("israel-hezbollah", {"group", "back"}),
    ],
)
def test_a_spelling_means_these_rows(told: str, found: set[str]) -> None:
    assert events(told) == found


def test_a_theatre_has_acts_toward_nobody_and_by_its_setting_those_inside_a_country() -> None:
    for internal, found in ((False, {"alone"}), (True, {"alone", "home"})):
        made = {"x": Theatre("x", "X", ("IRN", "ISR"), internal)}
        own = past(WORLD).rows.filter(target_of("x", made).fits() & (pl.col("actor") == "Iran"))
        assert set(own["event_id"]) == found


def test_an_unknown_country_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(NoSuchTarget, match="no row knows IRM; did you mean IRN") as told:
        check_known(target_of("IRM>ISR", {}), past(WORLD).parties())
    assert told.value.near[0] == "IRN"


def test_an_unknown_actor_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(NoSuchTarget, match="did you mean Hezbollah"):
        check_known(target_of("Hizbollah>ISR", {}), past(WORLD).parties())


def test_an_unknown_theatre_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(NoSuchTarget, match="did you mean red-sea"):
        target_of("redsea", theatres())


@pytest.mark.parametrize("told", ["", "IRN", ">", "IRN>", "IRN>ISR>USA", "IRN<>"])
def test_what_is_no_dyad_is_an_error(told: str) -> None:
    with pytest.raises(NoSuchTarget):
        target_of(told, {})


def test_an_unknown_sector_is_an_error() -> None:
    with pytest.raises(NoSuchTarget, match="RBE is no sector code; did you mean REB"):
        target_of("ISR>LBN:RBE", {})


def test_known_parties_without_acts_between_them_are_plainly_said_to_have_none() -> None:
    found = gauged(past(WORLD), target_of("LBN:GOV>IRN", {}), day(5))
    assert found.note.startswith("no act that counts is told of LBN:GOV toward IRN in 6")
    assert all(reading.parts == () and reading.value == 0 for reading in found.readings)
    assert (found.rung.number, found.changes) == (0, ())


def test_what_cannot_count_is_told_beside_the_readings() -> None:
    denied = act(2, "denied", standing="negated")
    assert gauged(past([*WORLD, act(1, "e1"), denied]), target_of("IRN>ISR", {})).left_out == (
        ("denied or negated", 1),
    )


def test_a_theatre_file_of_ones_own_goes_before_the_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[gaza]\nmembers = ["PSE:REB", "EGY"]\n[mine]\nmembers = ["FRA"]\n', "utf8")
    found = theatres(file)
    assert found["gaza"].members == ("PSE:REB", "EGY") and "mine" in found and "sahel" in found


@pytest.mark.parametrize("text", ["[x]\n", "[x]\nmembers = []\n", '[x]\nmembers = ["LBN:RBE"]\n', "x = 1\n", "]\n"])
def test_a_broken_theatre_file_is_an_error_that_names_it(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf8")
    with pytest.raises(CodebookError, match=r"mine\.toml"):
        theatres(file)


def test_every_shipped_theatre_can_be_read_and_has_known_countries() -> None:
    known = {state.country for state in states()}
    for theatre in theatres().values():
        assert {side.country for side in target_of(theatre.name, theatres()).members} <= known, theatre.name
