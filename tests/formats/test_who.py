"""Laws of names in other people's tables: looked up whole, then in parts; what is not known stays empty."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.codebook.base import sectors
from foreshock.formats.who import NOBODY, Who, country_named, fold, named, scheme_codes


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Iran", "IRN", "GOV"),
        ("Citizen (Iran)", "IRN", "CVL"),
        ("Foreign Affairs (Iraq)", "IRQ", "GOV"),
        ("Court Judge (India)", "IND", "JUD"),
        ("Combatant (Taliban)", "AFG", "REB"),
        ("Cabinet / Council of Ministers / Advisors (Iraq)", "IRQ", "GOV"),
        ("Military Forces of Iraq (2022-)", "IRQ", "MIL"),
        ("Government of Yemen (North Yemen)", "YEM", "GOV"),
        ("Malcolm Bligh Turnbull", "AUS", "GOV"),
        ("Aso Taro", "JPN", "GOV"),
        ("Palestinian Territory, Occupied", "PSE", "GOV"),
        ("European Union", "EUR", None),
    ],
)
def test_a_name_leads_to_country_and_sector(name: str, country: str, sector: str | None) -> None:
    assert named(name, 2018) == Who(country, sector)


@pytest.mark.parametrize("name", ["Sung Kim", "Xyzzy Plugh", "Kim Zoo-sung"])
def test_a_name_that_shares_only_its_ends_with_another_is_not_taken_for_it(name: str) -> None:
    assert named(name, 2018) == NOBODY


@pytest.mark.parametrize("name", ["Unspecified Actor", "Africa", "International", "Middle East"])
def test_a_region_and_nobody_have_no_country(name: str) -> None:
    assert named(name, 2018).country is None


def test_the_sector_is_that_of_the_year() -> None:
    assert named("Barack Obama", 2012).sector == "GOV" and named("Barack Obama", 2020).sector == "ELI"


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize("table", ["names.csv", "roles.csv", "schemes.csv"])
def test_the_tables_hold_nothing_twice_and_nothing_unknown(table: str) -> None:
    with files("foreshock.formats").joinpath(table).open(encoding="utf8") as lines:
        rows = list(csv.DictReader(lines))
    keys = [(row.get("scheme"), row.get("code") or fold(row.get("name") or row.get("role") or "")) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(row["sector"] in {"", *sectors()} for row in rows)
    assert all(country_named(row["country"]) for row in rows if row.get("country"))


def test_every_scheme_is_read() -> None:
    assert all(
        scheme_codes(name) for name in ("gdelt-type", "gdelt-group", "gdelt-country", "acled-inter", "icews-sector")
    )
