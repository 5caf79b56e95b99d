"""What is told of a marked pair without any teaching: words in their places, what coder and student say of it.

The law: nothing here looks at the root that the set gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from bench import plv
from foreshock.coding import EventCoder, open_coder
from foreshock.coding.scene import Scene
from foreshock.records import Span
from foreshock.wire import read_text

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clues:
    """Of one row: words and places as tokens of a text, and the student's shares of each type of act."""

    words: str
    places: str
    acts: list[float]


def clues(rows: Sequence[plv.Row], model: str) -> list[Clues]:
    """The clues of each row."""
    coder = open_coder(model)
    return [_clues(row, coder) for row in rows]


def _clues(row: plv.Row, coder: EventCoder) -> Clues:
    scene, told = coder.scene(read_text(row.text)), plv.answer(row, coder)
    answers = [f"coder={told.root}", f"coder:{told.rung}={told.root}", f"mode={told.mode}"]
    tokens = [t for t in scene.page.doc if not t.is_space]
    heads = [_head(tokens, side) for side in (row.source, row.target)]
    words = [_name(t, row) for t in tokens]
    places = [*answers, *_between(tokens, row), *_path(heads), *_above(heads)]
    return Clues(" ".join(words), " ".join(places), _acts(scene, tokens, row))


def _name(token: Token, row: plv.Row) -> str:
    word = Span(token.idx, token.idx + len(token))
    for name, side in (("SSS", row.source), ("TTT", row.target)):
        if side is not None and side.meets(word):
            return name
    return str(token.lemma_).lower()


def _head(tokens: Sequence[Token], side: Span | None) -> Token | None:
    inside = [t for t in tokens if side is not None and side.meets(Span(t.idx, t.idx + len(t)))]
    return next((t for t in inside if t.head not in inside or t.head is t), inside[-1] if inside else None)


def _between(tokens: Sequence[Token], row: plv.Row) -> Iterator[str]:
    ends = sorted(s for s in (row.source, row.target) if s is not None)
    if len(ends) == 2:
        swapped = "r" if row.target is ends[0] else "m"
        for token in tokens:
            if ends[0].end <= token.idx < ends[1].start and token.pos_ not in ("PUNCT", "DET"):
                yield f"{swapped}_{token.lemma_.lower()}"


def _path(heads: Sequence[Token | None]) -> Iterator[str]:
    """The words on the way through the parse from source to target, and the highest of them."""
    one, other = heads
    if one is None or other is None:
        return
    up, over = [one, *one.ancestors], [other, *other.ancestors]
    top = next((t for t in up if t in over), None)
    if top is None:
        return
    way = [*up[: up.index(top)], top, *over[: over.index(top)]]
    yield f"top={top.lemma_.lower()}"
    yield "way=" + "-".join(t.dep_ for t in way)
    for token in way:
        if token not in heads:
            yield f"on={token.lemma_.lower()}"
    for child in top.children:
        if child.dep_ in ("aux", "neg", "dobj", "xcomp", "ccomp", "prt", "auxpass", "attr", "acomp", "prep"):
            yield f"{child.dep_}={child.lemma_.lower()}"
            yield f"top+{child.dep_}={top.lemma_.lower()}+{child.lemma_.lower()}"


def _above(heads: Sequence[Token | None]) -> Iterator[str]:
    for side, token in zip("st", heads, strict=True):
        if token is not None:
            verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
            yield f"{side}_dep={token.dep_}"
            yield f"{side}_verb={verb.lemma_.lower() if verb is not None else ''}"
            yield f"{side}_head={token.head.lemma_.lower()}"


def _acts(scene: Scene, tokens: Sequence[Token], row: plv.Row) -> list[float]:
    """The student's shares of each type: the most any word has, and the most where its parties are the marked pair."""
    page = scene.page
    if page.marks is None:
        return []
    acts = page.marks.acts[:, 1:]
    rows = [(page.word_at[t.idx], Span(t.idx, t.idx + len(t))) for t in tokens if t.idx in page.word_at]
    sides = [[at for at, word in rows if side is not None and side.meets(word)] for side in (row.source, row.target)]
    near = np.zeros_like(acts)
    for at in np.flatnonzero(acts.sum(1) > 0.03):
        first, roles = page.marks.roles(int(at))
        shares = [
            max((float(roles[n - first, s]) for n in side if first <= n < first + len(roles)), default=0.0)
            for s, side in enumerate(sides)
        ]
        near[at] = acts[at] * (0.1 + sum(shares))
    return [*map(float, acts.max(0)), *map(float, near.max(0)), *map(float, near.sum(0))]
