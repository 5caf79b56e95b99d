"""Laws of copies: what editors do to a text leaves it the text; another fact makes it another one."""

from __future__ import annotations

import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.records.report import Report, report_id
from foreshock.wire import read_text
from foreshock.wire.anchors import Anchors
from foreshock.wire.copies import Copies
from foreshock.wire.wording import anchors, wording_of

DAY = date(2024, 11, 27)
PARAGRAPHS = (
    "Two boats of the harbor police stopped the ferry Larissa off Old Tarsin before dawn on Monday and took her "
    "captain, Jonas Hale, ashore, the port authority said.",
    'At least 12 passengers were questioned for hours about crates in the hold. "We were told nothing and given no '
    'water," said Mira Castellan, a teacher who was on board with three of her pupils.',
    "The ministry of the interior in Kelmare said the search had been ordered by a court after a tip from abroad, and "
    "that nobody on board was accused of anything so far.",
    "The ferry has sailed between Old Tarsin and the island of Verrin twice a day since 1998, and in the winter it is "
    "the only ship that takes the mail across the strait.",
    "Talks between the two governments about fishing in the strait broke down in October, when Verrin recognized the "
    "claim of its southern neighbor to the Aster bank.",
)
TEXT = "\n\n".join(PARAGRAPHS)
SHORT = (
    "Police in Old Tarsin detain the captain of the ferry Larissa after a search in which 12 crates are opened on deck."
)


def report(text: str, day: date | None = DAY, outlet: str = "Levant Wire") -> Report:
    return Report(report_id(text, outlet, day, None), text, outlet, published=day)


def found(first: str, second: str, later: int = 0) -> str | None:
    """What the second text is of the first, where it is a copy."""
    copies = Copies()
    copies.add(report(first))
    told = copies.find(report(second, DAY + timedelta(later), "Gulf Courier"))
    return told.kind if told else None


HOUSE_STYLE = (
    TEXT.replace("harbor", "harbour")
    .replace("recognized", "recognised")
    .replace("neighbor", "neighbour")
    .replace("At least 12", "At least twelve")
    .replace('"', "\u201d")
)
TURNED = TEXT.replace(
    '"We were told nothing and given no water," said Mira Castellan, a teacher who was on board with three of her '
    "pupils.",
    "Mira Castellan, a teacher who was on board with three of her pupils, said: "
    '"We were told nothing and given no water."',
)
COLOUR = "In the market of Kelmare shopkeepers closed early. A bus driver said that the roads had been empty for hours."
EDITED = {
    "the tail cut": "\n\n".join(PARAGRAPHS[:2]),
    "the middle cut": "\n\n".join((PARAGRAPHS[0], *PARAGRAPHS[3:])),
    "another headline": f"Ferry captain held as strait talks falter\n\n{TEXT}",
    "a byline and a credit": f"By Selma Oduya\n\n{TEXT}\n\n(Reporting by Selma Oduya; editing by Piet Rask)",
    "house style": HOUSE_STYLE,
    "a quote turned": TURNED,
    "paragraphs in another order": "\n\n".join((*PARAGRAPHS[:2], PARAGRAPHS[3], PARAGRAPHS[2], PARAGRAPHS[4])),
    "local colour": "\n\n".join((*PARAGRAPHS[:3], COLOUR, *PARAGRAPHS[3:])),
    "cut and coloured": "\n\n".join((*PARAGRAPHS[:3], COLOUR)),
}
OTHER = {
    "a new toll": TEXT.replace("At least 12 passengers", "At least 15 passengers"),
    "a new toll in words": TEXT.replace("At least 12 passengers", "At least fourteen passengers"),
    "an update with a new lead": "The number held rose overnight, officials said.\n\n" + TEXT.replace("12", "31"),
    "another ship": TEXT.replace("Larissa", "Perun").replace("Jonas Hale", "Karol Venn"),
    "a denial": TEXT.replace("had been ordered", "had not been ordered"),
    "another day": TEXT.replace("on Monday", "on Thursday"),
}


def test_the_edits_change_the_text() -> None:
    assert all(text != TEXT for text in (*EDITED.values(), *OTHER.values()))


@pytest.mark.parametrize("edit", EDITED)
def test_a_text_that_was_edited_is_a_copy_whichever_came_first(edit: str) -> None:
    kind = "exact" if edit == "house style" else "near"
    assert (found(TEXT, EDITED[edit]), found(EDITED[edit], TEXT)) == (kind, kind)


@pytest.mark.parametrize("fact", OTHER)
def test_a_text_in_which_a_fact_is_another_is_no_copy(fact: str) -> None:
    assert found(TEXT, OTHER[fact]) is None
    assert found(OTHER[fact], TEXT) is None


def test_the_same_words_are_an_exact_copy_however_late_and_a_near_copy_is_printed_within_days() -> None:
    assert found(TEXT, TEXT.upper().replace("\n\n", "\n"), later=300) == "exact"
    assert found(TEXT, EDITED["local colour"], later=300) is None


def test_a_copy_says_how_much_of_it_is_the_other_and_the_earliest_of_like_ones_is_named() -> None:
    copies = Copies()
    for outlet in ("Levant Wire", "Tigris Post"):
        copies.add(report(TEXT, outlet=outlet))
    told = copies.find(report(EDITED["local colour"]))
    assert told is not None
    assert told.of == report(TEXT).id
    assert told.share == 1.0
    assert told.because == "100% of the words of the other stand in it in order, no number or name changed"


def test_a_form_filled_in_anew_is_no_copy() -> None:
    form = (
        "A magnitude {} earthquake shook {} on {}, the survey said. There were no reports of casualties or damage. "
        "The region lies on a fault and is often shaken; its houses of clay fall easily."
    )
    assert found(form.format("5.1", "Kelmare", "Monday"), form.format("4.8", "Verrin", "Tuesday")) is None
    assert found(form.format("5.1", "Kelmare", "Monday"), form.format("5.1", "Kelmare", "Monday") + " More follows.")


def test_of_a_short_text_every_word_that_tells_something_has_to_be_in_the_other() -> None:
    assert found(SHORT, SHORT.replace("12 crates", "twelve crates") + " (Levant Wire)") == "near"
    assert found(SHORT, SHORT.replace("detain", "release")) is None
    assert found(SHORT, SHORT.replace("Larissa", "Perun")) is None


def test_a_heading_that_recurs_is_no_copy_of_another_day() -> None:
    assert found("Civil war in Verrin", "Civil war in Verrin", later=1) is None


def test_two_reports_on_one_event_in_their_own_words_are_no_copies() -> None:
    other = (
        "The skipper of a passenger ship was led away by officers early on Monday after they boarded it near Old "
        "Tarsin. Jonas Hale had brought 12 crates from Verrin, and his wife said he did not know what was in them. The "
        "court in Kelmare gave no reason for the search. A dozen travellers were heard as witnesses until late."
    )
    assert found(TEXT, other) is None


def test_an_update_is_no_copy_of_a_cut_copy_that_lacks_the_toll() -> None:
    cut = "\n\n".join((PARAGRAPHS[0], *PARAGRAPHS[2:]))
    copies = Copies()
    for text in (TEXT, cut):
        told = report(text)
        copies.add(told, copies.find(told))
    assert copies.find(report(OTHER["a new toll"])) is None


def test_the_copy_of_a_copy_is_in_the_family_of_the_first() -> None:
    copies, names = Copies(), []
    for text in (TEXT, EDITED["the tail cut"], EDITED["house style"]):
        told = report(text)
        copy = copies.find(told)
        copies.add(told, copy)
        names.append(copies.family(told.id))
    assert names == [report(TEXT).id] * 3


def test_titles_and_furniture_of_a_page_are_not_compared() -> None:
    page = f"Captain held\n\nKELMARE, Nov 27 (Levant Wire) - {TEXT}\n\nShare this story\n"
    other = f"Ferry stopped off the coast\n\n{TEXT}\n\nRelated stories\n"
    copies = Copies()
    copies.add(read_text(page, published=DAY))
    told = copies.find(read_text(other, published=DAY))
    assert told is not None
    assert told.kind == "exact"


def test_an_index_made_of_sketches_finds_what_the_first_one_found() -> None:
    texts = {report(text).id: report(text) for text in (TEXT, SHORT, *OTHER.values())}
    first = Copies()
    sketches = [(name, first.add(held).marks) for name, held in texts.items()]
    again = Copies(texts.get)
    again.put(sketches)
    for text in EDITED.values():
        assert again.find(report(text)) == first.find(report(text))
    gone = Copies(lambda name: None)
    gone.put(sketches)
    assert gone.find(report(EDITED["house style"])) is None, "what was taken down cannot be compared"


@pytest.mark.parametrize("text", ["", "One.", "\x00", "\u4e2d\u6587", "a" * 5000, "12 12 12 12 12 12", "...\n\n"])
def test_a_text_without_much_in_it_is_taken_like_any_other(text: str) -> None:
    copies = Copies()
    copies.add(report("Another text altogether, with words of its own."))
    assert copies.find(report(text)) is None
    copies.add(report(text))
    assert copies.find(report(TEXT)) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_can_be_compared_and_the_same_one_again_is_found_exact(one: str, other: str) -> None:
    copies = Copies()
    copies.add(report(one))
    told = copies.find(report(other, outlet="Gulf Courier"))
    assert told is None or 0 < told.share <= 1
    same = copies.find(report(one, outlet="Gulf Courier"))
    assert same is None or same.kind == "exact"
    assert same is not None or len(wording_of(one).runs) == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5000))
def test_texts_put_one_by_one_and_at_once_are_found_alike(seed: int, size: int) -> None:
    dice = np.random.default_rng(seed)
    texts = [np.unique(dice.integers(0, 40, size=6, dtype=np.uint32)) for _ in range(min(size, 60))]
    one, other = Anchors(), Anchors()
    for marks in texts:
        one.put(marks)
    other.put_all(texts[: size % 17])
    other.put_all(texts[size % 17 :])
    asked = np.unique(dice.integers(0, 40, size=6, dtype=np.uint32))
    assert len(one) == len(other) == len(texts)
    assert one.sharing(asked, 100) == other.sharing(asked, 100)
    counted = {n: len(set(asked.tolist()) & set(marks.tolist())) for n, marks in enumerate(texts)}
    assert dict(one.sharing(asked, 100)) == {n: shared for n, shared in counted.items() if shared}


def test_anchors_of_a_cut_text_are_anchors_of_the_whole() -> None:
    words = [f"word{random.Random(5 + n).randint(0, 999)}" for n in range(400)]
    whole, cut = (set(anchors(wording_of(" ".join(w)).runs).tolist()) for w in (words, words[100:260]))
    assert len(whole) <= 40
    assert len(whole & cut) >= 8
