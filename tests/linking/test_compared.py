"""Pairs read: the reader's word is one reason beside the others, and is asked for where features leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from foreshock.codebook.linking import reading
from foreshock.linking import link
from foreshock.linking.compared import READ, Compared, Said
from foreshock.linking.passages import passages
from foreshock.linking.tellings import tellings
from foreshock.records.passage import Passage
from tests.linking.made import Row, event, events, figures

RAID = "Gunmen stormed the police station at Hadera and killed four officers"
SAID = "The governor condemned Monday's assault on the police post at Hadera"
FARMS = "Farmers of Tadola blocked the road to the port on Thursday"


class Heard:
    """A reader that always says the same, and remembers what it was asked."""

    def __init__(self, says: float) -> None:
        self.says = says
        self.asked: list[tuple[Passage, Passage]] = []

    def __call__(self, one: Passage, other: Passage) -> Said:
        self.asked.append((one, other))
        return np.full((len(one.acts), len(other.acts)), self.says, np.float32)


def two() -> list[Row]:
    recipients: dict[str, Any] = {"recipients": ["police"], "recipient_countries": ["NGA"]}
    return [event(RAID, "stormed", "r1", **recipients), event(SAID, "assault", "r2", later=2, **recipients)]


def compared(rows: Sequence[Row], reader: Heard | None = None) -> Compared:
    return Compared(tellings(events(rows), figures()), events(rows), reader)


@pytest.mark.parametrize(("says", "many"), [(60.0, 1), (-60.0, 2)])
def test_what_is_read_decides_where_features_leave_it_open(says: float, many: int) -> None:
    reader = Heard(says)
    assert len(link(events(two()), figures(), reader).incidents) == many
    assert len(reader.asked) == 1


def test_what_the_reader_says_is_a_reason_that_adds_up() -> None:
    reader = Heard(9.0)
    pair = compared(two(), reader).pair(0, 1)
    (part,) = (part for part in pair.parts if part.feature == READ)
    assert (part.value, part.weight) == (9.0, reading().read)
    assert pair.score == pytest.approx(compared(two(), reader).score(0, 1))
    without = compared(two()).score(0, 1)
    assert pair.score == pytest.approx(reading().plain * without + reading().read * 9.0 + reading().start)


def test_pairs_that_features_settle_are_not_read() -> None:
    rows = [event(RAID, "stormed", "r1"), event(FARMS, "blocked", "r2", later=9, type="PROTEST", quad="MX")]
    reader = Heard(9.0)
    assert compared(rows).score(0, 1) <= reading().least
    assert compared(rows, reader).score(0, 1) == compared(rows).score(0, 1)
    assert not reader.asked


def test_without_a_reader_features_alone_decide() -> None:
    assert READ not in {part.feature for part in compared(two()).pair(0, 1).parts}


def test_a_passage_is_the_telling_sentences_of_its_report_in_order() -> None:
    second = event(FARMS, "blocked", "r1", sentence_start=100, sentence_end=160, trigger_start=118, trigger_end=125)
    found = passages(events([second, event(RAID, "stormed", "r1")]))
    (passage,) = {passage for passage, _ in found.values()}
    assert passage.text == f"{RAID} {FARMS} "
    assert [passage.text[start:end] for start, end in passage.acts] == ["stormed", "blocked"]


def test_a_long_report_is_cut_between_sentences_and_every_act_keeps_its_place() -> None:
    rows: list[Row] = []
    for n in range(12):
        start = 70 * n
        at = start + RAID.index("stormed")
        places: dict[str, Any] = {"sentence_start": start, "sentence_end": start + len(RAID)}
        told: dict[str, Any] = {"event_id": f"e-{n}", "trigger_start": at, "trigger_end": at + len("stormed")}
        rows.append(event(RAID, "stormed", "r1", **places, **told))
    found = passages(events(rows))
    assert len(found) == 12
    assert len({passage for passage, _ in found.values()}) > 1
    for passage, act in found.values():
        start, end = passage.acts[act]
        assert passage.text[start:end] == "stormed"
        assert len(passage.text) <= reading().characters + 12


def test_what_another_languages_coder_found_is_not_read() -> None:
    rows = two()
    rows[1]["coder"] = "foreshock-fr"
    reader = Heard(60.0)
    assert compared(rows, reader).score(0, 1) == compared(rows).score(0, 1)
    assert not reader.asked
