"""Whose people a party is of, as a small network weighs it that reads with the student: "the ministry", "both sides".

The law: it weighs the countries that the report names, and none, and nothing else; what it knows of words is what the
student says of them. How it was taught is written in training/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foreshock.coding.encoder import WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Token

    from foreshock.coding.belonging import Party
    from foreshock.coding.scene import Scene

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

FILE = "whose.npz"
KINDS = ("body", "place", "state", "people", "adjective", "group", "person")
MOST = 80
"""Words that name a country, the first of a report, that are weighed."""
FARTHEST, SENTENCES, PARAGRAPHS, BEFORE, AFTER = 7, 6, 4, 8, 4
"""How far apart two words are told apart: by doublings of words, by sentences, by paragraphs, and by how many other
words of a country lie between, before and after."""
SIZES = (len(KINDS), 2 * FARTHEST + 1, 2 * SENTENCES + 1, 2 * PARAGRAPHS + 1, BEFORE + 1, AFTER + 1, 2 * FARTHEST + 1)
"""How many values each column of `Question.apart` has."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose a party is. `countries` (n), None the last of them; `words` (m) that name one, as places in the report's
    list of country words; `of` (m) which country each names; `apart` (m, 7) how each lies to party and act, each column
    below its SIZES; `marks` the signs of each country by name; `party` and `act` the tokens asked about; `side` 0 for
    a recipient, 1 for an actor, and 2 more where no words tell the party."""

    countries: list[str | None]
    words: list[int]
    of: list[int]
    apart: Ints
    marks: list[Sequence[str]]
    party: Token
    act: Token
    type: str
    sector: str
    side: int


@dataclass(slots=True)
class Words:
    """The words of a report that name a country (m), as arrays: tokens, kind, sentence and paragraph of each, and what
    the student makes of it (m, width); `read` is what the network makes of that, once it was asked."""

    first: Ints
    last: Ints
    kind: Ints
    sentence: Ints
    paragraph: Ints
    states: Floats
    read: tuple[Floats, Floats] | None = None


def words_of(scene: Scene) -> Words:
    """The country words of a scene, worked out once."""
    if scene.weighed is None:
        known, doc = scene.countries.words, scene.page.doc
        lies = [_lies(scene, doc[word.last]) for word in known]
        scene.weighed = Words(
            first=np.array([word.first for word in known], dtype=np.int64),
            last=np.array([word.last for word in known], dtype=np.int64),
            kind=np.array([KINDS.index(word.kind) for word in known], dtype=np.int64),
            sentence=np.array([sentence for sentence, _ in lies], dtype=np.int64),
            paragraph=np.array([paragraph for _, paragraph in lies], dtype=np.int64),
            states=np.array([state(scene, doc[word.last]) for word in known], dtype=np.float32).reshape(-1, _WIDTH),
        )
    return scene.weighed


def question(scene: Scene, act: Token, party: Party, signs: Mapping[str, Sequence[str]], is_missing: bool) -> Question:
    """The question that is asked about a party of an act, with the signs of each country."""
    countries = [*signs, None]
    place = {country: n for n, country in enumerate(countries)}
    known = scene.countries.words
    words = [n for n, word in enumerate(known) if word.country in place][:MOST]
    return Question(
        countries=countries,
        words=words,
        of=[place[known[n].country] for n in words],
        apart=_apart(words_of(scene), words, party, (act.i, *_lies(scene, act))),
        marks=[*signs.values(), ()],
        party=act if is_missing else scene.page.doc[party.first : party.last + 1].root,
        act=act,
        type=party.type,
        sector=party.sector or "",
        side=int(party.side == "actor") + 2 * is_missing,
    )


def _apart(known: Words, words: Sequence[int], party: Party, act: tuple[int, int, int]) -> Ints:
    first, last = known.first[words], known.last[words]
    before, after = last < party.first, first > party.last
    back = np.where(before, before.sum() - np.cumsum(before) + 1, 0)
    away = np.maximum(first - party.last, 0) + np.minimum(last - party.first, 0)
    columns = (
        known.kind[words],
        _doublings(away),
        _within(known.sentence[words] - act[1], SENTENCES),
        _within(known.paragraph[words] - act[2], PARAGRAPHS),
        np.minimum(back, BEFORE),
        np.minimum(np.where(after, np.cumsum(after), 0), AFTER),
        _doublings(first - act[0]),
    )
    return np.stack(columns, axis=1)


def _lies(scene: Scene, token: Token) -> tuple[int, int]:
    """The sentence and the paragraph of a word, -1 where it stands in neither."""
    sentence = scene.page.sentence_of(token)
    return (sentence.index, sentence.paragraph) if sentence else (-1, -1)


def _doublings(steps: Ints) -> Ints:
    """How often one doubles up to so many steps, before or behind, counted from the farthest before."""
    far = np.where(steps == 0, 0, np.floor(np.log2(np.maximum(np.abs(steps), 1))).astype(np.int64) + 1)
    doubled: Ints = FARTHEST + np.sign(steps) * np.minimum(far, FARTHEST)
    return doubled


def _within(steps: Ints, most: int) -> Ints:
    held: Ints = np.clip(steps, -most, most) + most
    return held


class Whose:
    """The network; built once, used for every report."""

    def __init__(self, file: Path) -> None:
        with np.load(file) as held:
            told = {name: held[name] for name in held.files}
        self._names = {
            kind: {name: n for n, name in enumerate(told.pop(kind))} for kind in ("types", "sectors", "marks")
        }
        self._at = {name: rows.astype(np.float32) for name, rows in told.items()}
        marks = self._at["of_marks"]
        self._at["of_marks"] = np.append(marks, np.zeros((1, marks.shape[1]), np.float32), axis=0)

    def shares(self, scene: Scene, asked: Question) -> dict[str | None, float]:
        """How likely the party is of each country, and of none; they add up to one."""
        w = self._at
        party, act = state(scene, asked.party), state(scene, asked.act)
        told = times(w["party"], party) + w["party_bias"] + times(w["act"], act) + self._named("types", asked.type)
        told = told + self._named("sectors", asked.sector) + w["side"][asked.side]
        marks = self._marked(asked.marks)
        scores = times(np.maximum(told + marks + w["lone"], 0), w["out"]) + w["out_bias"]
        if asked.words:
            words, matches = (read[asked.words] for read in self._read(words_of(scene)))
            apart = sum(w[f"apart_{n}"][asked.apart[:, n]] for n in range(len(SIZES)))
            near = times(np.maximum(told + words + apart + marks[asked.of], 0), w["out"]) + w["out_bias"]
            near = near + times(matches, times(w["party_match"], party)) / w["scale"]
            for n in set(asked.of):
                scores[n] = np.logaddexp.reduce(near[np.array(asked.of) == n])
        hidden = np.maximum(times(w["none_hidden"], np.maximum(told, 0)) + w["none_hidden_bias"], 0)
        scores[-1] = (hidden * w["none"]).sum() + w["none_bias"]
        raised = np.exp(scores - scores.max())
        return dict(zip(asked.countries, map(float, raised / raised.sum()), strict=True))

    def _read(self, known: Words) -> tuple[Floats, Floats]:
        """What the network makes of the country words of a report (m, wide) and (m, matched)."""
        if known.read is None:
            word, match = ([times(self._at[kind], s) for s in known.states] for kind in ("word", "word_match"))
            known.read = np.stack(word), np.stack(match)
        return known.read

    def _named(self, kind: str, name: str) -> Floats | float:
        """What a type or sector counts; one that was never taught counts nothing."""
        at = self._names[kind].get(name)
        return 0.0 if at is None else self._at[f"of_{kind}"][at]

    def _marked(self, marks: Sequence[Sequence[str]]) -> Floats:
        """What the signs of each country count; one that was never taught counts nothing."""
        return summed(self._at["of_marks"], self._names["marks"], marks)


def summed(rows: Floats, numbers: Mapping[str, int], named: Sequence[Sequence[str]]) -> Floats:
    """By list of names the sum of their rows (lists, wide); the last row, of nought, is that of a name without a number
    and of the "" behind the names of the shorter lists."""
    longest = max(1, *map(len, named))
    known = [numbers.get(name, -1) for names in named for name in (*names, *[""] * (longest - len(names)))]
    total: Floats = rows.take(known, axis=0).reshape(len(named), longest, -1).sum(axis=1)
    return total


def times(rows: Floats, vector: Floats) -> Floats:
    """The rows times a vector, on the spot: products so small cost more where they are spread over threads."""
    total: Floats = np.vecdot(rows, vector)
    return total


def state(scene: Scene, token: Token) -> Floats:
    """What the student makes of a word; nothing of one that it did not read."""
    marks, row = scene.page.marks, scene.page.word_at.get(token.idx)
    if marks is None or row is None:
        return np.zeros(_WIDTH, dtype=np.float32)
    state: Floats = marks.states[row]
    return state


_WIDTH = 384


@cache
def load_whose(folder: Path = WEIGHTS) -> Whose:
    """The shipped network."""
    return Whose(folder / FILE)
