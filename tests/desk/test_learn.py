"""Laws of learning from corrections: what a person said is taken up, what was known stays, and nothing is invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.learned import Learned, read_learned, write_learned
from foreshock.desk.correct import Review, correct, export
from foreshock.desk.learn import learn, read_corrected
from foreshock.errors import BadCorrection, StudentMissing
from foreshock.ledger import Ledger
from foreshock.records.correction import Correction
from foreshock.wire import read_text

NOW = datetime(2026, 1, 5, tzinfo=UTC)
TOWNS = ("Basra", "Mosul", "Kirkuk", "Najaf", "Erbil", "Samarra", "Ramadi", "Tikrit", "Fallujah", "Karbala")
CROWDS = ("teachers", "dockers", "students")


def reports() -> Iterator[str]:
    """Sentences of an office whose house rule is that a sit-in is an obstruction and a vigil is no act at all."""
    for town in TOWNS:
        for crowd in CROWDS:
            yield f"{town.upper()}, Nov 3 2025 (Harbour Times) - Iraqi {crowd} held a vigil in {town} on Sunday."


@pytest.fixture(scope="module")
def coder() -> EventCoder:
    return open_coder()


@pytest.fixture(scope="module")
def lines(coder: EventCoder) -> list[str]:
    """Corrected reports: every event at a vigil is rejected."""
    with Ledger(":memory:") as book:
        for text in reports():
            coded = coder.code(read_text(text))
            asked = [Correction("reject", event.id) for event in coded.events]
            if asked:
                book.add(coded, NOW)
                correct(book, coded.report.id, asked, Review("Ada", "a vigil is no act", NOW))
        return list(export(book))


def test_what_was_rejected_again_and_again_is_not_coded_again_and_the_rest_stays(
    coder: EventCoder, lines: list[str], tmp_path: Path
) -> None:
    assert len(lines) >= 20, "the coder takes a vigil for a protest; else there is nothing to correct"
    done = learn(list(read_corrected(lines, "a.jsonl")), coder, tmp_path / "learned.npz")
    assert done.kept is not None
    before, after = done.kept
    assert before.right == 0
    assert after.right / after.rows > 0.8, "reports that were not taught with are read by the rule too"
    assert done.same / done.known > 0.95
    assert done.written == tmp_path / "learned.npz"
    own = open_coder(learned=done.written)
    assert "+learned." in own.coder.version
    text = "ERBIL, Nov 3 2025 (Harbour Times) - Iraqi students held a vigil in Erbil. Israel bombed Tyre."
    assert [event.type for event in own.code(read_text(text)).events] == ["ASSAULT"]


def test_the_same_corrections_give_the_same_file(coder: EventCoder, lines: list[str], tmp_path: Path) -> None:
    found = list(read_corrected(lines, "a.jsonl"))
    for name in ("one.npz", "two.npz"):
        learn(found, coder, tmp_path / name)
    one, two = (read_learned(tmp_path / name) for name in ("one.npz", "two.npz"))
    assert np.array_equal(one.acts, two.acts)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_too_little_is_refused_and_leaves_no_file(coder: EventCoder, lines: list[str], tmp_path: Path) -> None:
    with pytest.raises(BadCorrection, match="it takes 10 or more"):
        learn(list(read_corrected(lines[:3], "a.jsonl")), coder, tmp_path / "learned.npz")
    assert list(tmp_path.iterdir()) == []


def test_the_coder_by_rules_cannot_learn(lines: list[str], tmp_path: Path) -> None:
    with pytest.raises(StudentMissing, match="no student that could learn"):
        learn(list(read_corrected(lines, "a.jsonl")), open_coder(kind="rules"), tmp_path / "learned.npz")


def test_a_line_that_is_no_corrected_report_is_named(lines: list[str]) -> None:
    without = json.loads(lines[0])
    del without["corrections"]
    for bad in ("{", "[]", json.dumps(without)):
        with pytest.raises(BadCorrection, match="line 2"):
            list(read_corrected([lines[0], bad], "a.jsonl"))


def test_a_file_that_does_not_fit_the_weights_is_refused(tmp_path: Path) -> None:
    small = np.zeros(3, np.float32)
    write_learned(
        Learned(small, small + 1, np.zeros((4, 17), np.float32), np.zeros((4, 5), np.float32)), tmp_path / "a.npz"
    )
    with pytest.raises(StudentMissing, match="learn it again"):
        open_coder(learned=tmp_path / "a.npz").code(read_text("Israel bombed Tyre on Monday."))
    (tmp_path / "b.npz").write_bytes(b"no such thing")
    with pytest.raises(StudentMissing):
        open_coder(learned=tmp_path / "b.npz")
