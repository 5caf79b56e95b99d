"""An article as words: what the parser says of each, and what our own rules marked on it.

The law: a word keeps its characters, so that a span of words is a span of the text; what was marked by people is
never looked at here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from bench.polnear import ROLES, Marked, in_scene, read_part
from foreshock.coding import EventCoder
from foreshock.wire import read_text

CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "xcomp", "pcomp"})
SIGNS = {"pos": 20, "dep": 52, "ent": 20, "shape": 8, "opens": 5, "closes": 5, "steps": 9, "quoted": 4, "rule": 7}
"""What is told of a word beside its letters, and how many values each has; the last is the tag our rules give it."""
_OPEN, _CLOSE, _BOTH = "“«", "”»", '"'


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an article, its words (first character and the one behind the last), and the signs of each word."""

    text: str
    words: list[tuple[int, int]]
    signs: dict[str, list[int]]
    starts: list[int]
    """The words that begin a paragraph."""


def articles(folder: Path, coder: EventCoder | None, kept: Path) -> Iterator[tuple[Article, Marked]]:
    """The articles of a part with the gold spans; without a coder they are read from the file `kept`."""
    told = list(read_part(folder))
    if coder is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("w", encoding="utf8") as out:
            for text, _ in told:
                out.write(json.dumps(asdict(article(text, coder))) + "\n")
    with kept.open(encoding="utf8") as lines:
        for line, (_, gold) in zip(lines, told, strict=True):
            yield _read(json.loads(line)), gold


def _read(told: dict[str, Any]) -> Article:
    return Article(told["text"], [(a, b) for a, b in told["words"]], told["signs"], told["starts"])


def article(text: str, coder: EventCoder) -> Article:
    """The article as the parser and the rules see it."""
    scene = coder.scene(read_text(text))
    doc = scene.page.doc
    kept = [token for token in doc if not token.is_space]
    words = [(token.idx, token.idx + len(token)) for token in kept]
    starts = [n for n, (at, _) in enumerate(words) if n == 0 or "\n" in text[words[n - 1][1] : at]]
    rule = tags(words, in_scene(text, scene))
    return Article(text, words, {**_signs(doc, kept, text, set(starts)), "rule": rule}, starts)


def tags(words: Sequence[tuple[int, int]], marked: Marked) -> list[int]:
    """A tag a word: 0 for none, else two a role, the first word of a span and the others."""
    told = [0] * len(words)
    for n, role in enumerate(ROLES):
        for start, end in sorted(getattr(marked, role)):
            inside = [at for at, (a, b) in enumerate(words) if a < end and b > start]
            for at in inside:
                told[at] = 2 * n + 2
            if inside:
                told[inside[0]] = 2 * n + 1
    return told


def _signs(doc: Doc, kept: Sequence[Token], text: str, starts: set[int]) -> dict[str, list[int]]:
    labels = {name: {label: n for n, label in enumerate(sorted(_labels(name)))} for name in ("pos", "dep", "ent")}
    opens, closes = [0] * len(doc), [0] * len(doc)
    for token in doc:
        if token.dep_ in CLAUSES:
            opens[token.left_edge.i] += 1
            closes[token.right_edge.i] += 1
    return {
        "pos": [labels["pos"].get(t.pos_, 0) for t in kept],
        "dep": [labels["dep"].get(t.dep_, 0) for t in kept],
        "ent": [labels["ent"].get(t.ent_type_, 0) for t in kept],
        "shape": [_shape(t, n in starts) for n, t in enumerate(kept)],
        "opens": [min(opens[t.i], 4) for t in kept],
        "closes": [min(closes[t.i], 4) for t in kept],
        "steps": [max(-4, min(4, t.head.i - t.i)) + 4 for t in kept],
        "quoted": _quoted(kept, text, starts),
    }


def _labels(name: str) -> frozenset[str]:
    return {"pos": POS, "dep": DEP, "ent": ENT}[name]


POS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE".split())
DEP = frozenset(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp".split()
)
ENT = frozenset(
    " CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME "
    "WORK_OF_ART".split(" ")
)


def _shape(token: Token, first: bool) -> int:
    return 4 * first + (2 if token.is_upper and len(token) > 1 else int(token.is_title))


def _quoted(kept: Sequence[Token], text: str, starts: set[int]) -> list[int]:
    """Outside, opening, inside or closing a quotation; one that is not closed ends with its paragraph."""
    told, inside = [], False
    for n, token in enumerate(kept):
        inside = inside and n not in starts
        sign = text[token.idx]
        if sign in _OPEN or (sign in _BOTH and not inside):
            inside = True
            told.append(1)
        elif sign in _CLOSE or sign in _BOTH:
            inside = False
            told.append(3)
        else:
            told.append(2 * inside)
    return told
