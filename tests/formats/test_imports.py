"""Laws of each format: what its rows mean in the codebook, and what is done about its traps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foreshock.errors import UnreadableHistory
from foreshock.formats import History, gdelt, read_history
from foreshock.formats.history import NO_ACT, TWICE
from tests.formats.made import COLUMNS, ROWS, cells, file, lines, mentions


def read(format: str, *changes: dict[str, str]) -> History:
    return read_history(format, file(format, *changes))


def first(format: str, **change: str) -> dict[str, Any]:
    """The first pair that one row gives; names of columns with spaces are written with underscores."""
    spelt = {name.replace(" ", "_"): name for name in COLUMNS[format]}
    return read(format, {spelt[name]: told for name, told in change.items()}).frame.row(0, named=True)


def sides(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("actor_country", "actor_sector", "recipient_country", "recipient_sector"))


def test_a_triple_is_an_act_of_its_verb_by_name() -> None:
    row = first("triples")
    assert (row["day"], row["type"], row["mode"], row["standing"]) == (date(2018, 1, 1), "CONSULT", "visit", "actual")
    assert (row["actor"], row["recipient"]) == ("Kim Jong-Un", "China") and row["event_id"] == "2"
    assert sides(row) == ("PRK", "GOV", "CHN", "GOV")


def test_a_statement_is_no_act_and_is_counted() -> None:
    found = read("triples", {"relation": "Make statement"}, {"relation": "Decline comment"}, {})
    assert found.left_out == ((NO_ACT, 2),) and len(found.frame) == 1
    assert f"2 rows left out: {NO_ACT}" in found.told()


def test_an_appeal_is_a_request() -> None:
    assert first("triples", relation="Make an appeal or request")["type"] == "REQUEST"
    assert first("icews", CAMEO_Code="0256")["mode"] == "yield"


def test_a_verb_that_nobody_knows_ends_the_reading_with_its_line() -> None:
    with pytest.raises(UnreadableHistory, match="bytes, line 3: relation is 'Tickle'") as caught:
        read("triples", {}, {"relation": "Tickle"})
    assert caught.value.line == 3
    with pytest.raises(UnreadableHistory, match="line 2: CAMEO Code is '999'"):
        read("icews", {"CAMEO Code": "999"})


def test_an_icews_code_may_have_lost_its_first_zero() -> None:
    assert first("icews", CAMEO_Code="42")["mode"] == first("icews", CAMEO_Code="042")["mode"] == "visit"


def test_icews_gives_name_sector_country_publisher_and_place() -> None:
    row = first("icews")
    assert (row["type"], row["mode"], row["outlet"], row["place_country"]) == (
        "PROTEST",
        "demo",
        "Caspian Review",
        "IRN",
    )
    assert sides(row) == ("IRN", "CVL", "IRN", "GOV") and row["published"] is None and row["voucher"] is None


def test_an_icews_actor_whom_nobody_knows_has_the_country_and_sector_of_its_columns() -> None:
    row = first("icews", Source_Name="Ann Nobody", Source_Sectors="Elite,Dissident", Source_Country="Iraq")
    assert sides(row)[:2] == ("IRQ", "ELI")


def test_icews_in_iso_8859_1_is_read_and_said() -> None:
    raw = file("icews", {"Source Name": "Nicolás Maduro", "Source Country": "Venezuela"})
    found = read_history("icews", raw.decode().encode("latin-1"))
    assert found.frame["actor"].to_list() == ["Nicolás Maduro"] and found.frame["actor_country"].to_list() == ["VEN"]
    assert any("ISO-8859-1" in line for line in found.said)


def test_icews_ids_that_repeat_are_made_unique_and_a_row_told_twice_is_left_out() -> None:
    found = read("icews", {}, {"Target Name": "Iraq", "Target Country": "Iraq"}, {})
    assert found.frame["event_id"].to_list() == ["77", "77#2"]
    assert found.frame["share"].to_list() == [1.0, 1.0] and found.left_out == ((TWICE, 1),)
    assert any("ID#2" in line for line in found.said)


def test_polecat_keeps_its_own_codes() -> None:
    row = first("polecat")
    assert (row["type"], row["mode"], row["quad"], row["score"]) == ("ASSAULT", "drone", "MX", -9.5)
    assert (row["day"], row["published"], row["outlet"]) == (date(2024, 1, 5), date(2024, 1, 6), "Tigris Post")
    assert sides(row) == ("IRQ", "REB", "IRQ", "GOV") and row["place_country"] == "IRQ"


def test_polecat_rows_of_one_id_and_act_are_pairs_of_one_event() -> None:
    found = read("polecat", {}, {"Recipient Name": "Kuwait"}, {"Event Type": "ACCUSE", "Event Mode": "allege"})
    assert found.frame["event_id"].to_list() == ["20240105-1", "20240105-1", "20240105-1#2"]
    assert found.frame["share"].to_list() == [0.5, 0.5, 1.0]


def test_polecat_traps_a_headline_only_the_header_has_and_cells_behind_the_last() -> None:
    row = cells("polecat", ROWS["polecat"])
    plain = read_history("polecat", file("polecat"))
    ghost = lines("polecat", [["Headline", *COLUMNS["polecat"]], row])
    behind = lines("polecat", [[*COLUMNS["polecat"], "", ""], [*row, "", "", ""]])
    both = lines("polecat", [[*COLUMNS["polecat"], "Headline"], [*row, "a headline"]])
    for raw in (ghost, behind, both):
        assert read_history("polecat", raw).frame.equals(plain.frame)


def test_polecat_writes_none_where_nothing_is_told() -> None:
    row = first("polecat", Event_ID="None", Recipient_Name="None", Recipient_Country="None", Event_Mode="None")
    assert (row["event_id"], row["recipient"], row["recipient_country"], row["mode"]) == ("line-2", None, None, None)


def test_polecat_types_of_older_lists_and_auxiliary_modes_have_names_of_the_codebook() -> None:
    assert first("polecat", Event_Type="DEMAND", Event_Mode="change")["type"] == "REQUEST"
    assert first("polecat", Event_Type="ASSAULT", Event_Mode="hypothetical")["standing"] == "hypothetical"
    found = read("polecat", {}, {"Event Type": "CRIME"})
    assert found.left_out == (("a type that PLOVER does not have", 1),)


def test_gdelt_gives_country_sector_host_and_the_day_it_was_added() -> None:
    row = first("gdelt")
    assert (row["day"], row["published"], row["outlet"]) == (date(2024, 11, 27), date(2024, 11, 28), "tigris.example")
    assert (row["type"], row["place_country"]) == ("ASSAULT", "IRQ")
    assert sides(row) == ("IRN", "MIL", "IRQ", None)


def test_a_gdelt_medium_is_the_press_not_medicine() -> None:
    assert sides(first("gdelt", Actor1Type1Code="MED"))[1] == "JRN"
    assert sides(first("gdelt", Actor1Type1Code="HLH"))[1] == "MED"


def test_a_gdelt_group_stands_in_a_country_s_place_and_europe_is_no_country() -> None:
    assert sides(first("gdelt", Actor1CountryCode="", Actor1KnownGroupCode="UNO", Actor1Type1Code="IGO"))[0] == "UNO"
    assert sides(first("gdelt", Actor1CountryCode="EUR", Actor1Type1Code=""))[0] is None


def test_gdelt_mentions_say_who_told_it_first() -> None:
    told = mentions({"MentionTimeDate": "20241129120000", "MentionSourceName": "later.example"}, {})
    found = gdelt.read(file("gdelt", {}, {"GLOBALEVENTID": "1001"}), told)
    assert found.frame["outlet"].to_list() == ["caspian.example", "tigris.example"]
    assert found.frame["published"].to_list() == [date(2024, 11, 27), date(2024, 11, 28)]
    assert "2 mentions; 1 acts have none of them" in found.said
    table = gdelt.read_mentions(told)
    assert table["confidence"].to_list() == [80, 80] and table["sentence"].to_list() == [2, 2]


def test_a_ged_fight_is_two_directed_pairs_of_one_event() -> None:
    found = read("ucdp").frame
    assert found["actor"].to_list() == ["Government of Syria", "Harbour Front"] == found["recipient"].to_list()[::-1]
    assert found["share"].to_list() == [0.5, 0.5] and found["event_id"].to_list() == ["500", "500"]
    assert sides(found.row(0, named=True)) == ("SYR", "GOV", None, "REB")
    row = found.row(0, named=True)
    assert (row["precision"], row["place_country"], row["outlet"]) == ("week", "SYR", "Tigris Post")
    assert (row["voucher"], row["stance"]) == ("a police officer", "asserts")


def test_ged_violence_against_civilians_is_one_pair_and_they_belong_to_the_place() -> None:
    row = first("ucdp", type_of_violence="3", side_b="Civilians")
    assert sides(row) == ("SYR", "GOV", "SYR", "CVL") and row["share"] == 1.0


def test_a_type_of_violence_that_is_none_ends_the_reading() -> None:
    with pytest.raises(UnreadableHistory, match="line 3: type_of_violence is '4'"):
        read("ucdp", {}, {"id": "501", "type_of_violence": "4"})


def test_acled_clashes_go_both_ways_and_force_against_protesters_is_done_to_them() -> None:
    clash = read("acled").frame
    assert [sides(row)[0] for row in clash.iter_rows(named=True)] == ["IRQ", None]
    assert clash["share"].to_list() == [0.5, 0.5]
    told = {
        "event_type": "Protests",
        "sub_event_type": "Excessive force against protesters",
        "actor1": "Protesters (Iraq)",
    }
    row = first("acled", **told, inter1="6", actor2="Police Forces of Iraq (2022-)", inter2="1")
    assert (row["type"], row["actor"], row["recipient"]) == (
        "ASSAULT", "Police Forces of Iraq (2022-)", "Protesters (Iraq)",
    )  # fmt: skip
    assert sides(row) == ("IRQ", "COP", "IRQ", "CVL") and row["place_country"] == "IRQ"


def test_acled_developments_without_an_act_are_counted() -> None:
    found = read("acled", {}, {"event_id_cnty": "2", "event_type": "Strategic developments", "sub_event_type": "Other"})
    assert sum(count for _, count in found.left_out) == 1
    with pytest.raises(UnreadableHistory, match="sub_event_type is 'Picnic'"):
        read("acled", {"sub_event_type": "Picnic"})


def test_the_digest_is_of_the_file_as_it_lies() -> None:
    raw = file("icews")
    assert read_history("icews", raw).digest == read_history("icews", raw).digest
    assert read_history("icews", raw).digest != read_history("icews", raw + b"\n").digest


def test_the_share_of_pairs_with_both_countries_is_told() -> None:
    found = read("triples", {}, {"object": "Unspecified Actor"})
    assert found.both_sides() == 0.5 and "50.0%" in found.told()[-1]
