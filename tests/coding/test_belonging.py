"""Laws of whose people a party is: only what a report names, never against the party's own words, and said so."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from foreshock.codebook.belonging import sign_weights
from foreshock.coding import EventCoder, open_coder
from foreshock.coding.belonging import BY_SIGNS, Signs, likeliest
from foreshock.coding.student import thresholds
from foreshock.records import Event
from foreshock.wire import read_text

COUNTRIES = st.sampled_from(["IRQ", "ISR", "SYR", None])
SIGNS = st.lists(st.sampled_from(sorted(sign_weights("party"))), max_size=6)


def told(both: EventCoder, text: str, kind: str) -> Event:
    report = read_text(text, published=date(2024, 11, 20))
    return next(event for event in both.code(report).events if event.type == kind)


def test_victims_without_a_country_are_of_the_place_where_they_were_struck(both: EventCoder) -> None:
    event = told(both, "Russian shelling killed six civilians in Kharkiv on Tuesday, the governor said.", "ASSAULT")
    assert [a.country for a in event.actors] == ["RUS"]
    assert {a.country for a in event.recipients} == {"UKR"}


def test_local_police_are_of_the_country_that_the_report_is_about(both: EventCoder) -> None:
    event = told(both, "Police arrested forty protesters in Nairobi, Kenya, on Tuesday.", "COERCE")
    assert {a.country for a in (*event.actors, *event.recipients)} == {"KEN"}


def test_words_that_name_a_country_are_never_overruled(both: EventCoder) -> None:
    event = told(both, "Two French soldiers were killed by gunmen in Mali on Tuesday.", "ASSAULT")
    assert [a.country for a in event.recipients] == ["FRA"]


def test_who_condemns_an_attack_is_not_told_to_have_made_it(both: EventCoder) -> None:
    text = "Gunmen killed two soldiers near Gao in Mali. France condemned the attack and urged Bamako to hold talks."
    events = both.code(read_text(text, published=date(2024, 11, 20))).events
    assert all("FRA" not in {a.country for a in event.actors} for event in events if event.type == "ASSAULT")


def test_a_report_that_names_no_country_gives_none(both: EventCoder) -> None:
    report = read_text("The army shelled two villages on Tuesday, killing six civilians.", published=date(2024, 11, 20))
    events = both.code(report).events
    assert all(a.country is None for event in events for a in (*event.actors, *event.recipients))


def test_a_side_filled_by_signs_says_so_with_its_share_and_is_named_in_the_report() -> None:
    rules, filled = open_coder(kind="rules"), 0
    for example in sorted(files("foreshock").joinpath("examples").iterdir(), key=str):
        if not example.name.startswith("2024"):
            continue
        report = read_text(example.read_text("utf8"))
        named = {word.country for word in rules.scene(report).countries.words}
        for event in rules.code(report).events:
            for side, actors in (("actor", event.actors), ("recipient", event.recipients)):
                shares = [why.split(", ")[1] for why in event.because if why.startswith(f"{side} {BY_SIGNS}")]
                assert all(thresholds().missing - 0.005 <= float(share) <= 1 for share in shares)
                assert not shares or {a.country for a in actors} <= named
                filled += len(shares)
    assert filled


@given(st.dictionaries(COUNTRIES, SIGNS, min_size=1))
def test_the_likeliest_is_one_of_those_asked_and_no_other_is_likelier(found: Signs) -> None:
    best, share = likeliest(found, sign_weights("party"))
    assert best in found
    assert 1 / len(found) - 1e-9 <= share <= 1


@given(st.dictionaries(COUNTRIES, SIGNS, min_size=2))
def test_a_sign_that_speaks_for_a_country_makes_it_likelier(found: Signs) -> None:
    best, share = likeliest(found, sign_weights("party"))
    more = {key: [*signs, "in its phrase"] if key == best else signs for key, signs in found.items()}
    assert likeliest(more, sign_weights("party"))[1] >= share


def test_who_arms_a_group_tells_nothing_of_where_it_is_at_home(both: EventCoder) -> None:
    event = told(both, "The rebels supported by Rwanda threatened to attack Bukavu.", "THREATEN")
    assert "RWA" not in {a.country for a in (*event.actors, *event.recipients)}
    event = told(both, "Gunmen armed by Iran attacked a police station in Lebanon.", "ASSAULT")
    assert "IRN" not in {a.country for a in event.actors}


def test_who_is_told_of_an_act_has_no_part_in_it(both: EventCoder) -> None:
    text = "Israel told the Security Council on Monday that the attacks from Iraq could set the region on fire."
    event = told(both, text, "ASSAULT")
    assert "UNO" not in {a.country for a in (*event.actors, *event.recipients)}


def test_who_will_repay_any_attack_did_not_make_it(both: EventCoder) -> None:
    text = "Iranian Foreign Minister Abbas Araghchi told Israel that any attack would be met with a crushing reply."
    event = told(both, text, "ASSAULT")
    assert "IRN" not in {a.country for a in event.actors}


def test_who_passes_a_warning_on_does_not_threaten(both: EventCoder) -> None:
    text = "Washington had told Baghdad that Israel would bomb the depots of Kataib Hezbollah if a drone left Iraq."
    events = both.code(read_text(text, published=date(2024, 11, 20))).events
    assert not [event for event in events if event.type == "THREATEN"]


def test_a_state_of_which_only_a_town_is_told_did_not_strike_it(both: EventCoder) -> None:
    text = "One person is killed and four others are injured when an IED blast hits a bus in Bursa, Marmara, Turkey."
    assert not told(both, text, "ASSAULT").actors


def test_a_bomb_is_no_private_matter(both: EventCoder) -> None:
    event = told(both, "One person was killed when a bomb hit a bus in Bursa, Turkey.", "ASSAULT")
    assert {a.country for a in event.recipients} == {"TUR"}
