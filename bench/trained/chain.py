"""A linear chain over the words of a paragraph, told what the parser and our own rules say of each: taught in minutes.

The law: the features look at words and signs alone. The chain is a conditional random field (Lafferty, McCallum and
Pereira 2001) fitted by the averaged perceptron (Collins 2002), as python-crfsuite does it (Okazaki 2007).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.polnear import ROLES, Marked, Scores, scored, trimmed
from bench.trained.words import Article, tags

ROUNDS, SEEN = 10, 2
"""How often the material is gone through, and how often a feature must be seen to count."""
CUES, FAR = (3, 4), 6
"""The tags of our rules for a cue, and the steps beyond which one is merely far."""
Read = Iterable[tuple[Article, Marked]]


def paragraphs(article: Article) -> Iterator[range]:
    """The words of each paragraph."""
    for start, end in zip(article.starts, [*article.starts[1:], len(article.words)], strict=True):
        yield range(start, end)


def features(article: Article, words: range) -> list[list[str]]:
    """What is told of each word of a paragraph."""
    spelt = [article.text[a:b].lower() for a, b in article.words[words.start : words.stop]]
    signs = {name: row[words.start : words.stop] for name, row in article.signs.items()}
    cues = [n for n, tag in enumerate(signs["rule"]) if tag in CUES]
    content = f"content={any(tag > max(CUES) for tag in signs['rule'])}"
    return [
        [content, *_own(spelt, signs, n), *_to_cue(cues, signs, n), *_around(spelt, signs, n)]
        for n in range(len(spelt))
    ]


def _own(spelt: list[str], signs: dict[str, list[int]], n: int) -> Iterator[str]:
    yield f"word={spelt[n]}"
    for name, row in signs.items():
        yield f"{name}={row[n]}"
    yield f"word+dep={spelt[n]},{signs['dep'][n]}"
    yield f"word+rule={spelt[n]},{signs['rule'][n]}"
    yield f"rule+quoted={signs['rule'][n]},{signs['quoted'][n]}"
    yield f"clauses={signs['opens'][n]},{signs['closes'][n]}"


def _to_cue(cues: list[int], signs: dict[str, list[int]], n: int) -> Iterator[str]:
    if not cues:
        yield "no cue"
        return
    steps = min(cues, key=lambda c: abs(c - n)) - n
    yield f"cue={max(-FAR, min(FAR, steps))}"
    yield f"cue+rule={steps > 0},{signs['rule'][n]}"


def _around(spelt: list[str], signs: dict[str, list[int]], n: int) -> Iterator[str]:
    for step in (-3, -2, -1, 1, 2, 3):
        at = n + step
        if not 0 <= at < len(spelt):
            yield f"edge{step}"
            continue
        for name in ("rule", "quoted", "pos"):
            yield f"{name}{step}={signs[name][at]}"
        if abs(step) < 3:
            yield f"word{step}={spelt[at]}"
        if abs(step) == 1:
            yield from _beside(spelt, signs, n, step)


def _beside(spelt: list[str], signs: dict[str, list[int]], n: int, step: int) -> Iterator[str]:
    at = n + step
    for name in ("opens", "closes", "dep"):
        yield f"{name}{step}={signs[name][at]}"
    yield f"words{step}={spelt[n]},{spelt[at]}"
    for name in ("pos", "rule"):
        yield f"two {name}{step}={signs[name][n]},{signs[name][at]}"
    yield f"edge of clause{step}={signs['closes'][n]},{signs['opens'][at]},{signs['rule'][at]},{signs['rule'][n]}"


def teach(read: Read, kept: Path) -> None:
    """The chain taught on the articles and written to the file `kept`."""
    import pycrfsuite

    learner = pycrfsuite.Trainer(algorithm="ap", verbose=False)
    learner.set_params({"max_iterations": ROUNDS, "feature.minfreq": SEEN})
    for article, marked in read:
        gold = tags(article.words, marked)
        for words in paragraphs(article):
            learner.append(features(article, words), [str(gold[n]) for n in words])
    kept.parent.mkdir(parents=True, exist_ok=True)
    learner.train(str(kept))


def score(read: Read, kept: Path) -> Scores:
    """The scores of the chain in the file `kept` on the articles."""
    import pycrfsuite

    chain = pycrfsuite.Tagger()
    chain.open(str(kept))
    return scored((marked, _tagged(article, chain)) for article, marked in read)


def _tagged(article: Article, chain: Any) -> Marked:
    found = Marked()
    for words in paragraphs(article):
        add_spans(found, article, words.start, [int(tag) for tag in chain.tag(features(article, words))])
    return found


def add_spans(found: Marked, article: Article, first: int, told: list[int]) -> None:
    """The spans of the tags `told`, the first of which is of word `first`, their edges trimmed as the gold ones are."""
    at = 0
    while at < len(told):
        tag, end = told[at], at
        if tag:
            role = (tag - 1) // 2
            while end + 1 < len(told) and told[end + 1] == 2 * role + 2:
                end += 1
            span = trimmed(article.text, article.words[first + at][0], article.words[first + end][1])
            getattr(found, ROLES[role]).add(span)
        at = end + 1
