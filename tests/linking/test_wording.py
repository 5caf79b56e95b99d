"""Laws of wording: one act told in two words of a sentence is one, and what a later sentence takes up is the same."""

from __future__ import annotations

from typing import Any

import pytest

from foreshock.linking import link
from foreshock.linking.likeness import features
from foreshock.linking.tellings import numbers_in, tellings
from tests.linking.made import Row, event, events, figures


def incidents(*rows: Row) -> int:
    return len(link(events(rows), figures()).incidents)


def parts(one: Row, other: Row) -> dict[str, float]:
    return features(*tellings(events([one, other]), figures()))


ONE_ACT = [
    ("Chad and the rebels sign a ceasefire in Doha", "sign", "SUPPORT", "ceasefire", "RETREAT"),
    ("A court in Lahore found the mayor guilty of fraud", "found", "SANCTION", "guilty", "ACCUSE"),
    ("The minister announces his resignation", "announces", "CONCEDE", "resignation", "RETREAT"),
    ("The company is refusing to cooperate with the police", "refusing", "REJECT", "cooperate", "COOPERATE"),
    ("The assembly votes 46 to 0 to ratify the treaty", "votes", "AGREE", "ratify", "SUPPORT"),
    (
        "The harbour clerk, found guilty of theft, is sentenced to four years",
        "guilty",
        "ACCUSE",
        "sentenced",
        "SANCTION",
    ),
]


@pytest.mark.parametrize(("sentence", "verb", "first", "noun", "second"), ONE_ACT)
def test_a_verb_that_leads_to_an_act_is_that_act(sentence: str, verb: str, first: str, noun: str, second: str) -> None:
    assert incidents(event(sentence, verb, type=first), event(sentence, noun, type=second)) == 1


def test_what_is_asked_for_is_not_the_asking() -> None:
    sentence = "The crowd calls for the resignation of the mayor"
    rows = event(sentence, "calls", type="REQUEST"), event(sentence, "resignation", type="RETREAT")
    assert incidents(*rows) == 2


def test_an_act_and_its_toll_in_one_sentence_are_one() -> None:
    sentence = "Six soldiers were killed in an ambush near Gao"
    told: dict[str, Any] = {"recipients": ["six soldiers"]}
    assert incidents(event(sentence, "killed", **told), event(sentence, "ambush", **told)) == 1


def test_an_attack_that_the_next_sentence_claims_is_the_attack_before_it() -> None:
    first, second = "Gunmen attacked a mosque in Kano.", "A group of rebels claimed the attack."
    after = len(first) + 1
    at = after + second.index("attack")
    claim = event(second, "attack", trigger_start=at, trigger_end=at + 6, sentence_start=after, sentence_end=after + 38)
    assert incidents(event(first, "attacked"), claim) == 1
    assert parts(event(first, "attacked"), claim)["report_definite"] == 1.0


def test_days_between_count_for_less_where_the_later_report_refers_back() -> None:
    news = event("A bomb hit a bus in Kabul", "hit")
    back = event("Kabul mourns the dead of the attack on a bus", "attack", "r2", later=3)
    again = event("A bomb hit a bus in Kabul", "hit", "r2", later=3)
    assert "days_back" in parts(news, back)
    assert "days_back" not in parts(news, again)
    assert parts(news, again)["both_main"] == 1.0


def test_years_and_single_figures_are_no_numbers_to_know_an_act_by() -> None:
    assert numbers_in("In 2015 some 1,645 were hurt, 39 died and 3 fled") == {"1645", "39"}


def test_a_refusal_and_what_is_denied_are_one() -> None:
    sentence = "The governor says that the province will not reopen the bridge"
    rows = event(sentence, "says", type="REJECT"), event(sentence, "reopen", type="RETREAT", standing="negated")
    assert incidents(*rows) == 1


@pytest.mark.parametrize("word", ["following", "amid", "after"])
def test_a_word_that_sets_two_acts_apart_speaks_against_one(word: str) -> None:
    apart, joined = (f"Raiders destroy the mill {between} the destruction of the pier" for between in (word, "and"))
    told = [parts(event(one, "destroy"), event(one, "destruction")) for one in (apart, joined)]
    assert [one.get("sentence_parted", 0.0) for one in told] == [1.0, 0.0]


def test_an_article_before_whoever_acts_takes_up_nothing() -> None:
    news = event("Fighters of the Taliban seize a post near Herat", "seize", type="COERCE")
    fresh = event("In Herat the Taliban seize a post", "seize", "r2", later=1, type="COERCE")
    known = event("Herat mourns after the seizure", "seizure", "r2", later=1, type="COERCE")
    assert "definite" not in parts(news, fresh)
    assert "definite" in parts(news, known)


def test_two_outlets_may_tell_one_act_and_an_outlet_that_nobody_named_is_not_another() -> None:
    one, other = event("A bomb hit a bus in Kabul", "hit"), event("A bomb hit a bus in Kabul", "hit", "r2")
    assert parts(one, other)["two_outlets"] == 1.0
    assert "two_outlets" not in parts(one, other | {"outlet": one["outlet"]})
    assert "two_outlets" not in parts(one, other | {"outlet": None})
