"""Laws of correcting: before, after, who and why are kept; nothing is lost; what hung on a row is told."""

from __future__ import annotations

import json
from datetime import date

import pytest

from foreshock.desk.correct import Review, agree, correct, export, read_corrections
from foreshock.errors import BadCorrection, LedgerError
from foreshock.ledger import Ledger
from foreshock.records.correction import Correction
from foreshock.records.exchange import coded as read
from tests.ledger.made import LATER_CODER, MONDAY, TEXT, TUESDAY, coded

ADA, BEN = Review("Ada", "read the sentence", TUESDAY), Review("Ben", "read it again", TUESDAY)
REPORT = coded().report.id


@pytest.fixture
def book() -> Ledger:
    held = Ledger(":memory:")
    held.add(coded(), MONDAY)
    return held


def test_a_field_that_is_set_is_shown_and_the_row_before_is_kept_with_who_and_why(book: Ledger) -> None:
    asked = Correction("set", "e1", (("type", "ACCUSE"), ("mode", "allege"), ("standing", "negated")))
    done = correct(book, REPORT, [asked], ADA)
    [event] = book.coded(REPORT).events
    assert (event.type, event.mode, event.quad, event.standing) == ("ACCUSE", "allege", "VX", "negated")
    [(moment, note)] = book.notes("correction", REPORT)
    assert (note.who, note.why, moment) == ("Ada", "read the sentence", TUESDAY.replace(tzinfo=None))
    assert note.told["before"][0]["type"] == "THREATEN"
    assert note.told["after"][0]["type"] == "ACCUSE"
    assert done.pairs == (("IRN", "IRQ", date(2024, 11, 4), date(2024, 11, 4)),)
    assert book.as_of(MONDAY.date()).coded(REPORT) == coded()
    assert book.verify().fault is None


def test_a_span_moves_by_numbers_or_by_words_that_stand_once(book: Ledger) -> None:
    correct(book, REPORT, [Correction("set", "e1", (("trigger", "a strike"),))], ADA)
    assert book.coded(REPORT).events[0].trigger.of(TEXT) == "a strike"
    correct(book, REPORT, [Correction("set", "e1", (("trigger", [4, 13]), ("actors[0].span", "the envoy")))], ADA)
    assert book.coded(REPORT).events[0].trigger.of(TEXT) == "institute"
    with pytest.raises(BadCorrection, match="'port' stands 2 times"):
        correct(book, REPORT, [Correction("set", "e1", (("trigger", "port"),))], ADA)


def test_a_rejected_row_leaves_its_words_behind(book: Ledger) -> None:
    correct(book, REPORT, [Correction("reject", "e1")], ADA)
    held = book.coded(REPORT)
    assert held.events == ()
    assert held.left_out[-1].reason == "rejected by Ada"
    assert held.left_out[-1].span == coded().events[0].sentence
    assert book.acts().height == 0


def test_one_row_splits_in_two_and_two_merge_to_one(book: Ledger) -> None:
    correct(book, REPORT, [Correction("split", "e1", (("type", "MOBILIZE"), ("mode", None)))], ADA)
    assert [(e.id, e.type, e.quad) for e in book.coded(REPORT).events] == [
        ("e1", "THREATEN", "VX"),
        ("e1-2", "MOBILIZE", "MX"),
    ]
    correct(book, REPORT, [Correction("set", "e1-2", (("recipients", []),))], ADA)
    done = correct(book, REPORT, [Correction("merge", "e1-2", (("with", "e1"),))], ADA)
    [event] = done.coded.events
    assert (event.id, len(event.recipients)) == ("e1-2", 2)
    assert len(done.changes[0].before) == 2


def test_a_missed_event_is_added_by_its_words(book: Ledger) -> None:
    party = {"text": "Baghdad", "name": "Iraq", "country": "IRQ", "sector": "GOV", "span": "Baghdad", "kind": "named"}
    fields = (
        ("type", "SUPPORT"),
        ("actors", [party]),
        ("trigger", "backs"),
        ("sentence", "Baghdad backs the port guards."),
    )
    correct(book, REPORT, [Correction("add", "event", fields)], ADA)
    added = book.coded(REPORT).events[1]
    assert (added.type, added.actors[0].name, added.trigger.of(TEXT), added.quad) == ("SUPPORT", "Iraq", "backs", "VC")
    assert book.search("SUPPORT IRQ").height == 1


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (Correction("set", "e9", (("type", "ACCUSE"),)), "has no such row; it has e1"),
        (Correction("set", "e1", (("type", "ASSULT"),)), "did you mean ASSAULT"),
        (Correction("set", "e1", (("mode", "aerial"),)), "is no mode"),
        (Correction("set", "e1", (("standing", "maybe"),)), "is no standing"),
        (Correction("set", "e1", (("actors[0].country", "Iran"),)), "no code of three capitals"),
        (Correction("set", "e1", (("actors[0].country", "PKK"),)), "'PKK' is no country code of the codebook"),
        (Correction("set", "e1", (("actors[0].sector", "GOVT"),)), "is no sector"),
        (Correction("set", "e1", (("actors[3].name", "x"),)), "no such field"),
        (Correction("set", "e1", (("trigger", [5, 5000]),)), "are no words of the report"),
        (Correction("set", "e1", (("trigger", [9, 2]),)), "runs forward"),
        (Correction("set", "e1", (("when.start", "tomorrow"),)), "is no day such as"),
        (Correction("set", "e1", (("when.end", "2024-01-01"),)), "before it starts"),
        (Correction("set", "e1", (("figures", ["f7"]),)), "is no figure"),
        (Correction("set", "e1"), "no field=value"),
        (Correction("merge", "e1", (("with", "s1"),)), "of the same kind"),
        (Correction("add", "evnt", ()), "is no kind of row"),
        (Correction("add", "event", (("type", "ACCUSE"),)), "missing"),
    ],
)
def test_what_breaks_the_codebook_is_refused_and_changes_nothing(book: Ledger, asked: Correction, fault: str) -> None:
    with pytest.raises(BadCorrection, match=fault):
        correct(book, REPORT, [Correction("accept", "e1"), asked], ADA)
    assert book.coded(REPORT) == coded()
    assert book.notes("correction") == []


def test_a_correction_without_a_name_or_a_reason_is_refused(book: Ledger) -> None:
    for review in (Review(" ", "why", TUESDAY), Review("Ada", "", TUESDAY)):
        with pytest.raises(BadCorrection, match="who makes it and why"):
            correct(book, REPORT, [Correction("accept", "e1")], review)
    with pytest.raises(LedgerError, match="holds no report"):
        correct(book, "0" * 16, [Correction("accept", "e1")], ADA)


def test_a_newer_coder_does_not_hide_what_a_person_corrected(book: Ledger) -> None:
    correct(book, REPORT, [Correction("set", "e1", (("standing", "negated"),))], ADA)
    book.add(coded(coder=LATER_CODER), TUESDAY)
    assert book.coded(REPORT).events[0].standing == "negated"
    machine = book.machine_coded(REPORT)
    assert machine == coded(coder=LATER_CODER)


def test_corrections_leave_as_lines_that_hold_the_report_as_it_now_reads_and_come_back(book: Ledger) -> None:
    correct(book, REPORT, [Correction("set", "e1", (("type", "ACCUSE"), ("mode", None)))], ADA)
    correct(book, REPORT, [Correction("accept", "f1")], BEN)
    [line] = export(book)
    told = json.loads(line)
    assert read(told) == book.coded(REPORT)
    assert [(c["who"], c["op"]) for c in told["corrections"]] == [("Ada", "set"), ("Ben", "accept")]


def test_two_blind_reviews_are_compared_and_neither_sees_the_other(book: Ledger) -> None:
    for who, type_ in (("Ada", "ACCUSE"), ("Ben", "THREATEN")):
        review = Review(who, "second reading", TUESDAY, blind=True)
        correct(book, REPORT, [Correction("set", "e1", (("type", type_), ("mode", None)))], review)
    told = {a.layer: a.equal for a in agree(book, "Ada", "Ben")}
    assert (told["type"], told["standing"]) == (0.0, 1.0)
    with pytest.raises(BadCorrection, match="no report that both reviewed"):
        agree(book, "Ada", "Carol")


def test_lines_of_corrections_are_read_and_a_broken_one_is_named() -> None:
    good = json.dumps({"report": REPORT, "op": "set", "row": "e1", "fields": {"type": "ACCUSE"}})
    assert list(read_corrections([good, ""], "a.jsonl")) == [(REPORT, Correction("set", "e1", (("type", "ACCUSE"),)))]
    for bad, fault in (("{", "line 1: no correction"), (good.replace('"set"', '"sett"'), "is none of accept")):
        with pytest.raises(BadCorrection, match=fault):
            list(read_corrections([bad], "a.jsonl"))


def test_a_type_without_the_mode_of_the_row_says_what_to_do_with_the_mode(book: Ledger) -> None:
    with pytest.raises(
        BadCorrection, match=r"is no mode of RETREAT; set mode to .* or to null, in the same correction"
    ):
        correct(book, REPORT, [Correction("set", "e1", (("type", "RETREAT"), ("mode", "drone")))], ADA)
    correct(book, REPORT, [Correction("set", "e1", (("type", "RETREAT"), ("mode", None)))], ADA)
    assert book.coded(REPORT).events[0].mode is None


def test_a_day_that_is_none_is_named_with_its_field(book: Ledger) -> None:
    with pytest.raises(BadCorrection, match=r"when\.start: '2025-99-04' is no day such as 2024-11-04"):
        correct(book, REPORT, [Correction("set", "e1", (("when.start", "2025-99-04"),))], ADA)


def test_a_row_that_was_rejected_before_is_said_to_be(book: Ledger) -> None:
    correct(book, REPORT, [Correction("reject", "e1")], ADA)
    with pytest.raises(BadCorrection, match="e1: was rejected before, by Ada on 2024-11-05"):
        correct(book, REPORT, [Correction("reject", "e1")], BEN)
    with pytest.raises(BadCorrection, match="has no such row"):
        correct(book, REPORT, [Correction("reject", "e9")], BEN)
    correct(book, REPORT, [Correction("reject", "e1")], Review("Ben", "blind", TUESDAY, blind=True))
