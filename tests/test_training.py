"""The annotated rows keep the codebook, point into their text, and never pass from the part that is scored to the rest.

The law: what is held out is neither taught nor read; the open text itself is not in the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.codebook.base import event_types
from training.agreement import kappa, matched
from training.links import LABELS, examples, labels, readings
from training.rows import (
    BLOCK,
    DEVELOPMENT_FROM,
    HELD_OUT_FROM,
    ROWS,
    SIDES,
    Row,
    blocks,
    development,
    held_out,
    passages,
    reports,
    taught,
    whole_reports,
    wire,
)
from training.varied import Cut, pools, varied

FILES = sorted(ROWS.glob("*.jsonl"))
OWN = ("passages", "wire", "reports", "reports-second")
"""Files of rows over texts in our own words."""
STANDINGS = {"actual", "historical", "future", "hypothetical", "negated"}


def lines() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in FILES:
        for line in file.read_text("utf8").splitlines():
            yield file.stem, json.loads(line)


def test_every_row_keeps_the_codebook() -> None:
    for name, row in lines():
        for event in row["events"]:
            kind = event_types()[event["type"]]
            assert event["mode"] is None or event["mode"] in kind.modes, (name, event)
            assert event["standing"] in STANDINGS
            assert all(0 <= n < len(row["claims"]) for n in event["chain"]), (name, event)
        for figure in row["figures"]:
            assert all(0 <= n < len(row["events"]) for n in figure["events"]), (name, figure)


def test_the_words_of_a_passage_lie_in_it() -> None:
    read = [*passages(), *wire(), *reports()]
    assert len(read) >= 600
    assert all(row.text[start:end].strip() for row in read for start, end in (e["trigger"] for e in row.events))


def test_joined_blocks_tell_the_same_words_and_the_same_speakers() -> None:
    def told(rows: Iterable[Row]) -> list[tuple[str, list[str], list[str], list[str]]]:
        return [
            (
                row.text[slice(*event["trigger"])],
                [row.text[slice(*party[:2])] for side in SIDES for party in event[side]],
                [row.text[slice(*row.claims[n]["cue"])] for n in event["chain"]],
                [row.text[slice(*s[:2])] for n in event["chain"] if (s := row.claims[n]["source"])],
            )
            for row in rows
            for event in row.events
        ]

    whole = whole_reports()
    assert told(whole) == told(reports())
    assert sum(len(row.starts) for row in whole) == len(reports())
    assert all(start == 0 or row.text[start - 2 : start] == "\n\n" for row in whole for start in row.starts)


def test_no_passage_is_told_twice() -> None:
    texts = [row.text for row in (*passages(), *wire(), *reports())]
    assert len(set(texts)) == len(texts)


def test_open_text_is_pointed_to_and_not_copied() -> None:
    assert all("text" not in row and row["sha256"] for name, row in lines() if name not in OWN)


def test_enough_items_are_annotated_and_a_tenth_of_them_twice() -> None:
    counts = {file.stem: len(file.read_text("utf8").splitlines()) for file in FILES}
    assert counts["current-events"] >= 4_000
    assert counts["current-events-second"] * 10 >= 4_000


@given(st.lists(st.integers(1, 2 * BLOCK), min_size=1, max_size=9))
def test_blocks_hold_every_paragraph_once_and_no_more_together_than_fit(lengths: list[int]) -> None:
    paragraphs = [" ".join([f"word{n}"] * length) for n, length in enumerate(lengths)]
    found = list(blocks("\n\n".join(paragraphs)))
    assert "\n\n".join(found).split("\n\n") == paragraphs
    assert all(len(block.split()) <= BLOCK or "\n\n" not in block for block in found)


@given(st.lists(st.dates().map(str)))
def test_every_row_is_in_one_part_alone(days: list[str]) -> None:
    rows = [Row(day, "text", [], [], []) for day in days]
    parts = [taught(rows), development(rows), held_out(rows)]
    assert sorted(r.date for part in parts for r in part) == sorted(days)
    assert all(r.date < DEVELOPMENT_FROM for r in parts[0]) and all(r.date >= HELD_OUT_FROM for r in parts[2])


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a")], 1.0),
    ],
)
def test_kappa_is_cohens(pairs: list[tuple[str, str]], value: float) -> None:
    assert kappa(pairs) == pytest.approx(value)


def test_rows_match_by_type_and_words_each_once() -> None:
    first = [{"type": "AID", "trigger": [0, 4]}, {"type": "AID", "trigger": [2, 6]}]
    second = [{"type": "AID", "trigger": [3, 5]}, {"type": "REJECT", "trigger": [0, 4]}]
    assert list(matched(first, second)) == [(first[0], second[0])]


def test_labels_of_happenings_are_parted_by_day_and_hold_no_text() -> None:
    for part, later in (("development", False), ("test", True)):
        told = labels(part)
        days = {place[0] for place in told.incidents} | {
            place[0] for one, other, _ in told.pairs for place in (one, other)
        }
        assert days and all((day >= DEVELOPMENT_FROM) == later for day in days)
    allowed = {"part", "window", "across", "date", "sha256", "trigger", "incident", "one", "other", "same"}
    for name in ("windows", "pairs"):
        for line in (LABELS / f"{name}.jsonl").read_text("utf8").splitlines():
            assert json.loads(line).keys() <= allowed | {"first", "second"}


@pytest.mark.parametrize("part", ["development", "test"])
def test_what_both_readers_say_of_a_pair_is_what_counts(part: str) -> None:
    rows = [json.loads(line) for line in (LABELS / "windows.jsonl").read_text("utf8").splitlines()]
    ours = [row for row in rows if row["part"] == part and "first" in row]
    for one, other in combinations(ours, 2):
        if one["window"] == other["window"]:
            first, second, told = (one[name] == other[name] for name in ("first", "second", "incident"))
            assert first != second or first == told
    assert len(readings(part)) > len(ours)


def test_labels_over_our_own_words_point_to_them() -> None:
    for name in ("outlets", "weeks"):
        for row in map(json.loads, (LABELS / f"{name}.jsonl").read_text("utf8").splitlines()):
            assert row["acts"] or name == "weeks"
            assert all(row["text"][slice(*act["trigger"])].strip() for act in row["acts"])
    told, reports = examples()
    assert len(reports) == 15
    assert len(told.incidents) > 150
    for row in map(json.loads, (LABELS / "examples.jsonl").read_text("utf8").splitlines()):
        texts = [report.text for report in reports.values() if str(report.published) == row["report"][:10]]
        assert row["words"] in {text[slice(*row["trigger"])] for text in texts}, row


def test_a_word_is_changed_for_one_of_its_kind_and_length_and_words_of_grammar_stay() -> None:
    names = Cut([101, 7, 8, 20, 5, 102], [1, 3, 4], ["Ruritania", "bombed", "the"])
    others = Cut([101, 9, 10, 21, 30, 102], [1, 3, 4], ["Syldavia", "raided", "2019"])
    known = pools([names, others])
    seen = {tuple(varied(names, known, Random(seed))) for seed in range(200)}
    assert seen == {(101, *name, verb, 5, 102) for name in ((7, 8), (9, 10)) for verb in (20, 21)}
