"""What the reader of pairs is taught on: passages of labelled mentions, and of open text, two at a time.

The law: the test part is not opened here, nor are the days on which the reader's word is weighed. Mentions are read
from their texts, whether a coder finds them or not, in passages as the shipped reader gets them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import nlargest
from itertools import product
from pathlib import Path
from random import Random

from foreshock.coding import open_coder
from foreshock.coding.pair_reader import Pieces, Span
from foreshock.linking.likeness import cosine
from foreshock.linking.passages import cut
from foreshock.linking.tellings import weighed
from foreshock.records.incident import Member
from foreshock.records.passage import Passage
from training.links import PORTAL, SCENES, Labels, Place, Reports, as_report, kept_apart, labels, outlets, texts_of
from training.rows import DEVELOPMENT_FROM, OPEN_TEXT, digest, open_items

FEWEST = 6
"""Words of a text that is read unlabelled."""
NEAR, DAYS, LOOKED_AT = 3, 12, 40
"""Beside passages that share a happening, each is read with so many others of its window, within so many days, that
share most words; and some of scenes with the likest of so many that stand in other scenes."""
SENTENCE = re.compile(r"\S.*?(?:[.!?][”\"')]*(?=\s+[\"“‘']?[A-Z0-9])|\n\s*\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """A passage with the incident of each act, and the words it is found by."""

    passage: Passage
    incidents: tuple[int, ...]
    places: tuple[Place, ...]
    words: dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """Two passages as pieces, the pairs of acts asked for (first and last piece of either), and which are the same."""

    ids: list[int]
    kinds: list[int]
    acts: list[tuple[int, int, int, int]]
    same: list[float]


def all_asked(data: Path, pieces: Pieces, dice: Random, taught: bool = True) -> list[Asked]:
    """What is read: passages that share a happening, others of one window that are like them, and likes of two scenes;
    with `taught` false, those of the days kept apart."""
    parts = [(labels("development"), None), *(outlets("development", name) for name in SCENES)]
    found, scenes = list[Asked](), list[list[Told]]()
    for told, own in parts:
        reports = texts_of(data, told.texts) if own is None else own
        kept = Labels(
            {place: of for place, of in told.incidents.items() if kept_apart(place) != taught},
            [(a, b, same) for a, b, same in told.pairs if (kept_apart(a) or kept_apart(b)) != taught],
        )
        for name, window in _windows(kept, reports):
            if name not in told.across:
                found += [_asked(one, one, pieces) for one in window if len(one.incidents) > 1]
            found += _of_window(window, pieces, dice, evenly=own is not None)
            scenes += [window] if own is not None else []
        found += _picked(kept, reports, pieces)
    return found + _strangers(scenes, pieces, dice)


def _windows(told: Labels, reports: Reports) -> Iterator[tuple[str, list[Told]]]:
    windows: dict[str, dict[tuple[str, str], list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place, (window, _) in told.incidents.items():
        windows[window][place[:2]].append(place)
    for name, texts in windows.items():
        yield name, [one for key, places in sorted(texts.items()) for one in _passages(key, places, told, reports)]


def _passages(key: tuple[str, str], places: Sequence[Place], told: Labels, reports: Reports) -> Iterator[Told]:
    """The passages of a report, of its sentences that hold a labelled mention."""
    text, day = reports[key].text, date.fromisoformat(key[0]).toordinal()
    all_sentences = [(found.start(), found.group().rstrip()) for found in SENTENCE.finditer(text)]
    acts: dict[Member, tuple[int, tuple[int, int]]] = {}
    named: dict[Member, Place] = {}
    for place in places:
        start = max((start for start, _ in all_sentences if start <= place[2]), default=0)
        member = key[1], f"{place[2]}-{place[3]}"
        acts[member], named[member] = (start, place[2:]), place
    with_acts = {start for start, _ in acts.values()}
    sentences = {start: sentence for start, sentence in all_sentences if start in with_acts}
    for passage, members in cut(key[1], day, sentences, acts):
        of = tuple(named[member] for member in members)
        incidents = tuple(told.incidents[place][1] if place in told.incidents else -1 for place in of)
        yield Told(passage, incidents, of, weighed(passage.text))


def _of_window(window: Sequence[Told], pieces: Pieces, dice: Random, evenly: bool) -> Iterator[Asked]:
    """The passages of one window read together. With `evenly` no more that share nothing than share something."""
    shared, unlike = list[tuple[Told, Told]](), dict[tuple[int, int], tuple[Told, Told]]()
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for n, one in enumerate(window):
        for m, other in enumerate(window[:n]):
            if set(one.incidents) & set(other.incidents):
                shared.append((other, one))
            elif (one.passage.published or 0) - (other.passage.published or 0) <= DAYS:
                alike = cosine(one.words, other.words)
                near[n].append((alike, m))
                near[m].append((alike, n))
    for n, others in near.items():
        for _, m in sorted(others, reverse=True)[:NEAR]:
            a, b = sorted((n, m))
            unlike[a, b] = window[a], window[b]
    rest = list(unlike.values())
    if evenly and len(rest) > len(shared) + 4:
        rest = dice.sample(rest, len(shared) + 4)
    yield from (_asked(one, other, pieces) for one, other in (*shared, *rest))


def unread(data: Path, pieces: Pieces) -> list[Asked]:
    """Open text of the taught days that nobody labelled, as the coder that ships finds its acts: its passages, each
    read with itself and with the likest before it. What is asked for is not known."""
    known = labels("development").texts
    items = ((day, digest(text), text) for day, text in open_items(data / OPEN_TEXT) if day < DEVELOPMENT_FROM)
    reports = {
        (day, name): as_report(text, day, PORTAL)
        for day, name, text in items
        if (day, name) not in known and not kept_apart((day, name, 0, 0)) and len(text.split()) >= FEWEST
    }
    keys, coder = {report.id: key for key, report in reports.items()}, open_coder()
    acts = (
        (keys[coded.report.id], [(event.trigger.start, event.trigger.end) for event in coded.events])
        for coded in coder.code_all(reports.values())
    )
    return of_stream(dict(acts), reports, pieces)


def of_stream(acts: Mapping[tuple[str, str], Sequence[Span]], reports: Reports, pieces: Pieces) -> list[Asked]:
    """The passages of reports with these acts, each read with itself and with the likest before it."""
    told = Labels({(*key, *span): ("", -1) for key, spans in acts.items() for span in _apart(spans)}, [])
    ((_, stream),) = _windows(told, reports)
    stream.sort(key=lambda one: (one.passage.published or 0, one.passage.report, one.passage.at))
    found, first = list[Asked](), 0
    for n, one in enumerate(stream):
        while (one.passage.published or 0) - (stream[first].passage.published or 0) > DAYS:
            first += 1
        if len(one.incidents) > 1:
            found.append(_asked(one, one, pieces))
        near = nlargest(NEAR, range(first, n), key=lambda m: cosine(one.words, stream[m].words))
        found += [_asked(stream[m], one, pieces) for m in near]
    return found


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, without those that begin within one before them."""
    kept = list[Span]()
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _picked(told: Labels, reports: Reports, pieces: Pieces) -> Iterator[Asked]:
    """The pairs that were labelled alone."""
    for one, other, same in told.pairs:
        first, second = sorted((one, other))
        (early,), (late,) = (list(_passages(place[:2], [place], told, reports)) for place in (first, second))
        asked = _asked(early, late, pieces)
        yield replace(asked, same=[float(same)])


def _strangers(scenes: Sequence[Sequence[Told]], pieces: Pieces, dice: Random) -> list[Asked]:
    """Passages of two scenes that share wording alone, told as if within ten days: one for two that there are."""
    of = [(n, one) for n, scene in enumerate(scenes) for one in scene]
    found = list[Asked]()
    for _ in range(len(of) // 2):
        (n, one), *others = dice.sample(of, LOOKED_AT + 1)
        far = [other for m, other in others if m != n]
        other = max(far, key=lambda o: cosine(one.words, o.words))
        day = (one.passage.published or 0) + dice.randrange(10)
        moved = replace(other, passage=replace(other.passage, published=day), incidents=(-2,) * len(other.incidents))
        found.append(_asked(one, moved, pieces))
    return found


def _asked(one: Told, other: Told, pieces: Pieces) -> Asked:
    """All pairs of acts of two passages, the earlier first, or of one."""
    ids, kinds, acts, others = pieces.pair(one.passage, other.passage)
    if one is other:
        pairs = [(n, m) for m in range(len(acts)) for n in range(m)]
    else:
        pairs = list(product(range(len(acts)), range(len(others))))
    asked = [(*acts[n], *others[m]) for n, m in pairs]
    return Asked(ids, kinds, asked, [float(one.incidents[n] == other.incidents[m]) for n, m in pairs])
