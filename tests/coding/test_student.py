"""The student proposes: its marks depend on the words of the report alone, and its thresholds are read from a file."""

from __future__ import annotations

import numpy as np
import pytest

from foreshock.coding.student import MOST, Marks, Student, load_student

STRIKE = "Israel bombed a depot of the army in Syria on Sunday .".split()
CAKE = "The baker sold forty cakes with cream on Sunday .".split()


@pytest.fixture(scope="module")
def student() -> Student:
    found = load_student()
    assert found is not None, "the weights ship with the package"
    return found


def one(student: Student, *parts: list[str]) -> Marks:
    return student.read([list(parts)])[0]


def test_a_word_of_force_tells_an_act_and_a_cake_none(student: Student) -> None:
    marks = one(student, STRIKE)
    at = STRIKE.index("bombed")
    assert student.types[int(marks.acts[at, 1:].argmax())] == "ASSAULT"
    assert marks.acts[at, 0] < 0.5
    assert (one(student, CAKE).acts[:, 0] > 0.5).all()


def test_who_bombs_is_the_actor_and_who_is_bombed_the_recipient(student: Student) -> None:
    first, shares = one(student, STRIKE).roles(STRIKE.index("bombed"))
    actor, recipient = shares[STRIKE.index("Israel") - first], shares[STRIKE.index("army") - first]
    assert actor[0] > 0.5 > actor[1]
    assert recipient[1] > recipient[0]


def test_marks_are_shares(student: Student) -> None:
    marks = one(student, STRIKE, CAKE)
    assert np.allclose(marks.acts.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(marks.standings.sum(axis=1), 1, atol=1e-5)
    assert ((marks.cues >= 0) & (marks.cues <= 1)).all()


def test_a_report_is_read_the_same_beside_others(student: Student) -> None:
    alone = one(student, STRIKE)
    beside = student.read([[CAKE * 9], [STRIKE], [CAKE]])[1]
    assert np.array_equal(alone.acts, beside.acts)
    assert np.array_equal(alone.roles(1)[1], beside.roles(1)[1])


def test_every_word_of_a_long_report_is_read_and_none_twice(student: Student) -> None:
    words = STRIKE * (2 * MOST // len(STRIKE))
    marks = one(student, CAKE, words, CAKE)
    assert len(marks.acts) == len(words) + 2 * len(CAKE)
    assert all(first <= n < end for n, (first, end) in enumerate(marks.bounds))


def test_a_report_without_words_has_no_marks(student: Student) -> None:
    marks = one(student)
    assert len(marks.acts) == 0 and not marks.worth()
