"""Students beside one another: what reads the words best, a linear model over parse and lexicon, a net over the
parser's own vectors, or the encoder that ships.

The law: all three are taught on the same rows, asked about the same words, and counted in the same way, on the
development part. They are compared as students alone, without the rules.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import spacy
from numpy.typing import NDArray

from bench.own import MODEL
from foreshock.codebook.lexicon import triggers
from foreshock.coding.sentences import PLAIN
from foreshock.coding.student import Marks, load_student, thresholds
from training.examples import STANDINGS, TYPES
from training.rows import Row, all_taught, development, open_rows, passages

RESULTS = Path(__file__).parent / "results" / "students.json"
NOTHING, NEAR, SEED = "", 40, 7
"""No act; words on both sides of an act that may be its parties; for what is drawn by lot."""
SIDES = ("actors", "recipients")
Words = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Text:
    """A row as the parser read it: each word's label, and its acts as head word, words, standing and words a side."""

    doc: Any
    labels: list[str]
    acts: list[tuple[int, set[int], str, tuple[set[int], set[int]]]]


class Student(Protocol):
    """What answers for words: the type of act that each tells, the standing of acts, and the words of their sides."""

    def teach(self, texts: Sequence[Text]) -> None:
        """Learn from the texts."""

    def labels(self, text: Text) -> list[str]:
        """A type, or nothing, for each word."""

    def standings(self, text: Text) -> list[str]:
        """The standing of each annotated act."""

    def sides(self, text: Text) -> list[tuple[set[int], set[int]]]:
        """Words of actor and recipient of each annotated act."""


def read(rows: Sequence[Row], parser: Any) -> Iterator[Text]:
    """The rows parsed, with what is annotated put on words."""
    for row, doc in zip(rows, parser.pipe(row.text.translate(PLAIN) for row in rows), strict=True):
        labels, acts = [NOTHING] * len(doc), []
        for event in row.events:
            told = _over(doc, event["trigger"])
            for at in told:
                labels[at] = labels[at] or event["type"]
            if told:
                first, second = ({at for p in event[side] for at in _over(doc, p)} for side in SIDES)
                acts.append((max(told), told, event["standing"], (first, second)))
        yield Text(doc, labels, acts)


def _over(doc: Any, span: Sequence[Any]) -> set[int]:
    return {t.i for t in doc if not t.is_space and t.idx < span[1] and t.idx + len(t) > span[0]}


class ByPairs:
    """One model a question; the sides of an act are those of the words near it that are likelier of a side than not."""

    def __init__(self) -> None:
        self._models: dict[str, Any] = {}

    def sides(self, text: Text) -> list[tuple[set[int], set[int]]]:
        """The words of each side of each act."""
        return [(self._side(text, head, "actors"), self._side(text, head, "recipients")) for head, *_ in text.acts]

    def _side(self, text: Text, head: int, side: str) -> set[int]:
        found = self._models[side].predict(self._asked(text, head))
        return {at for at, held in zip(_near(text, head), found, strict=True) if held}

    def _asked(self, text: Text, head: int) -> Any:
        """What is known of an act and each word near it."""
        raise NotImplementedError


class Linear(ByPairs):
    """Linear support vector machines over what parse and lexicon say of a word, of an act, and of two words."""

    def __init__(self) -> None:
        super().__init__()
        self._types: dict[str, set[str]] = defaultdict(set)
        for line in triggers():
            self._types[line.lemma].add(line.type)

    def teach(self, texts: Sequence[Text]) -> None:
        """Fit one model a question."""
        self._fit("act", ((self._word(x), label) for t in texts for x, label in zip(t.doc, t.labels, strict=True)))
        self._fit("standing", ((self._word(t.doc[head]), standing) for t in texts for head, _, standing, _ in t.acts))
        for n, side in enumerate(SIDES):
            self._fit(side, (told for t in texts for told in self._pairs(t, n)))

    def _fit(self, question: str, told: Any) -> None:
        from sklearn.feature_extraction import FeatureHasher
        from sklearn.pipeline import make_pipeline
        from sklearn.svm import LinearSVC

        features, answers = zip(*told, strict=True)
        model = make_pipeline(FeatureHasher(2**19, input_type="string"), LinearSVC(C=0.3))
        self._models[question] = model.fit(features, answers)

    def labels(self, text: Text) -> list[str]:
        """The likeliest label of each word."""
        return list(self._models["act"].predict([self._word(x) for x in text.doc]))

    def standings(self, text: Text) -> list[str]:
        """The likeliest of each act."""
        return [self._models["standing"].predict([self._word(text.doc[head])])[0] for head, *_ in text.acts]

    def _asked(self, text: Text, head: int) -> list[list[str]]:
        return [self._pair(text.doc[head], text.doc[at]) for at in _near(text, head)]

    def _pairs(self, text: Text, n: int) -> Iterator[tuple[list[str], bool]]:
        for head, _, _, sides in text.acts:
            yield from zip(self._asked(text, head), (at in sides[n] for at in _near(text, head)), strict=True)

    def _word(self, x: Any) -> list[str]:
        lemma, doc = x.lemma_.lower(), x.doc
        kinds = self._types.get(lemma, set())
        told = [f"l={lemma}", f"t={x.tag_}", f"d={x.dep_}", f"h={x.head.lemma_}|{x.dep_}", f"l={lemma}|{x.pos_}"]
        told += [f"k={kind}" for kind in kinds] + [f"k={kind}|{x.dep_}" for kind in kinds]
        told += [f"c={c.dep_}" for c in x.children] + [f"c={c.dep_}|{c.lemma_}" for c in x.children]
        told += [f"e={x.ent_type_}", f"he={x.head.tag_}"]
        return told + [f"{s}={doc[x.i + s].lower_}" for s in (-2, -1, 1, 2) if 0 <= x.i + s < len(doc)]

    def _pair(self, act: Any, x: Any) -> list[str]:
        way, kinds = _way(act, x), self._types.get(act.lemma_.lower(), {NOTHING})
        step = max(-8, min(8, x.i - act.i))
        told = [f"w={way}", f"w={way}|{act.pos_}", f"s={step}", f"t={x.tag_}", f"e={x.ent_type_}|{step > 0}"]
        told += [f"w={way}|{kind}" for kind in kinds] + [f"w={way}|e={x.ent_type_}", f"w={way}|a={act.lemma_}"]
        return [*told, f"l={x.lemma_}", f"v={act.tag_}|{step > 0}", f"same={x.sent.start == act.sent.start}"]


class Vectors(ByPairs):
    """Nets over the vectors that the parser itself works with: of a word, its head, its neighbours; of two words."""

    def teach(self, texts: Sequence[Text]) -> None:
        """Fit one net a question."""
        self._fit("act", [self._words(t) for t in texts], [label for t in texts for label in t.labels])
        acts = [t for t in texts if t.acts]
        heads = [self._words(t)[[head for head, *_ in t.acts]] for t in acts]
        self._fit("standing", heads, [standing for t in acts for _, _, standing, _ in t.acts])
        for n, side in enumerate(SIDES):
            pairs = [
                (self._asked(t, head), [at in sides[n] for at in _near(t, head)])
                for t in acts
                for head, _, _, sides in t.acts
            ]
            self._fit(side, [p for p, _ in pairs], [held for _, told in pairs for held in told])

    def _fit(self, question: str, parts: Sequence[Words], answers: Sequence[Any]) -> None:
        from sklearn.neural_network import MLPClassifier

        net = MLPClassifier((128,), early_stopping=True, max_iter=12, n_iter_no_change=2, random_state=SEED)
        self._models[question] = net.fit(np.concatenate(parts), np.array(answers))

    def labels(self, text: Text) -> list[str]:
        """The likeliest label of each word."""
        return list(self._models["act"].predict(self._words(text)))

    def standings(self, text: Text) -> list[str]:
        """The likeliest of each act."""
        heads = [head for head, *_ in text.acts]
        return list(self._models["standing"].predict(self._words(text)[heads])) if heads else []

    def _words(self, text: Text) -> Words:
        doc = text.doc
        own, none = doc.tensor, np.zeros((1, doc.tensor.shape[1]), dtype=np.float32)
        before, after = np.concatenate([none, own[:-1]]), np.concatenate([own[1:], none])
        return np.concatenate([own, own[[x.head.i for x in doc]], before, after], axis=1)

    def _asked(self, text: Text, head: int) -> Words:
        near, own = _near(text, head), text.doc.tensor
        steps = np.array([[max(-1.0, min(1.0, (at - head) / 10)), float(at > head)] for at in near], dtype=np.float32)
        return np.concatenate([own[near], own[[text.doc[at].head.i for at in near]], own[[head] * len(near)], steps], 1)


class Encoder:
    """The student that ships, with its own thresholds for the words of sides."""

    def __init__(self) -> None:
        self._marks = lru_cache(maxsize=1)(self._read)

    def teach(self, texts: Sequence[Text]) -> None:
        """It was taught before."""

    def labels(self, text: Text) -> list[str]:
        """The likeliest type where an act is likelier than none."""
        acts = self._marks(text.doc).acts
        return [TYPES[int(one[1:].argmax())] if one[0] < 0.5 else NOTHING for one in acts]

    def standings(self, text: Text) -> list[str]:
        """The likeliest of each act."""
        told = self._marks(text.doc).standings
        return [STANDINGS[int(told[head].argmax())] for head, *_ in text.acts]

    def sides(self, text: Text) -> list[tuple[set[int], set[int]]]:
        """The words of each side of each act."""
        return [self._sides(*self._marks(text.doc).roles(head)) for head, *_ in text.acts]

    def _sides(self, first: int, likely: Words) -> tuple[set[int], set[int]]:
        least = thresholds()
        actor, recipient = np.flatnonzero(likely[:, 0] > least.actor), np.flatnonzero(likely[:, 1] > least.recipient)
        return {first + int(at) for at in actor}, {first + int(at) for at in recipient}

    def _read(self, doc: Any) -> Marks:
        return load_student().read([[[x.text for x in doc]]])[0]


def _near(text: Text, head: int) -> list[int]:
    return [x.i for x in text.doc[max(0, head - NEAR) : head + NEAR] if x.i != head and not x.is_punct]


def _way(act: Any, x: Any) -> str:
    """The way through the parse from the act to a word, as labels up and down; what is far is only far."""
    mine = [act, *act.ancestors]
    theirs = [x, *x.ancestors]
    meet = next((one for one in mine if one in theirs), None)
    if meet is None:
        return "other sentence"
    up, down = mine[: mine.index(meet)], theirs[: theirs.index(meet)]
    return (
        "far" if len(up) + len(down) > 6 else "".join([f"<{t.dep_}" for t in up] + [f">{t.dep_}" for t in down[::-1]])
    )


def count(student: Student, texts: Sequence[Text]) -> dict[str, float]:
    """F1 of acts (type and a shared word), share of standings, and share of acts whose two sides both meet."""
    hit = told = asked = right = met = acts = 0
    for text in texts:
        found, gold = list(_spans(student.labels(text))), list(_spans(text.labels))
        told, asked = told + len(found), asked + len(gold)
        hit += sum(any(kind == k and words & w for k, w in found) for kind, words in gold)
        for (_, _, standing, sides), got, guess in zip(
            text.acts, student.sides(text), student.standings(text), strict=True
        ):
            acts += 1
            right += guess == standing
            met += all(bool(a & b) if a else not b for a, b in zip(sides, got, strict=True))
    return {"act_f1": 2 * hit / (told + asked), "standing": right / acts, "both_sides": met / acts}


def _spans(labels: Sequence[str]) -> Iterator[tuple[str, set[int]]]:
    at = 0
    while at < len(labels):
        end = at + 1
        while end < len(labels) and labels[end] == labels[at]:
            end += 1
        if labels[at]:
            yield labels[at], set(range(at, end))
        at = end


STUDENTS: dict[str, Callable[[], Student]] = {"linear": Linear, "vectors": Vectors, "encoder": Encoder}


def main(data: str) -> None:
    """Teach, count and print each; the figures go to bench/results/students.json."""
    parser, folder = spacy.load(MODEL), Path(data)
    learn = list(read(all_taught(folder), parser))
    ask = list(read(development([*open_rows(folder), *passages()]), parser))
    figures = {}
    for name, made in STUDENTS.items():
        student = made()
        student.teach(learn)
        figures[name] = {key: round(value, 4) for key, value in count(student, ask).items()}
        print(name, figures[name], flush=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit("say where the open text lies: python -m bench.students FOLDER")
    main(sys.argv[1])
