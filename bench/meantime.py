"""Standing against the factuality marks of the MEANTIME corpus (English): accuracy on marked events.

The law: the marked word is found by its place in the text, and judged as the coder judges a trigger there. Two of the
four corpora were read while the rules were written; the unread two are reported apart.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

from foreshock.coding import EventCoder, open_coder
from foreshock.coding.scene import Scene
from foreshock.coding.standing import innermost, standing_of
from foreshock.records import Span
from foreshock.wire import read_text

READ = ("corpus_airbus", "corpus_gm")
UNREAD = ("corpus_apple", "corpus_stock")
CLASSES = ("actual", "future", "hypothetical", "negated")
CLOSING = frozenset({".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "n't", "''", "'"})
DAY = re.compile(r"\d{4}-\d\d-\d\d")
OPENING = frozenset({"(", "[", "$", "#", "``"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked event: its words in the text, and the standing its marks amount to."""

    span: Span
    standing: str


@dataclass(frozen=True, slots=True)
class Article:
    """A text of the corpus with its day and its marked events."""

    name: str
    text: str
    published: date | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A mark and what the coder makes of it."""

    mark: Mark
    standing: str
    because: str
    around: str


def as_standing(marks: dict[str, str]) -> str | None:
    """The map: conditionals are hypothetical; then polarity, certainty and time decide, in that order.

    NEG is negated. PROBABLE and POSSIBLE are hypothetical, and so is what lies ahead with its certainty left open.
    CERTAIN is future where it lies ahead, else actual. None where the marks leave it open: not scored.
    """
    certainty, ahead = marks.get("certainty"), marks.get("time") == "FUTURE"
    if marks.get("special_cases", "").startswith("COND"):
        return "hypothetical"
    if marks.get("polarity") == "NEG":
        return "negated"
    if certainty in ("POSSIBLE", "PROBABLE"):
        return "hypothetical"
    if certainty == "UNDERSPECIFIED":
        return "hypothetical" if ahead else None
    if certainty != "CERTAIN" or marks.get("time") == "UNDERSPECIFIED":
        return None
    return "future" if ahead else "actual"


def judge(article: Article, coder: EventCoder) -> Iterator[Judged]:
    """What the coder makes of each marked event of the article."""
    scene = coder.scene(read_text(article.text, published=article.published))
    for mark in article.marks:
        words = scene.page.doc.char_span(mark.span.start, mark.span.end, alignment_mode="expand")
        if words is not None:
            yield Judged(mark, *_judged(scene, mark.span, words.root.i), _shown(article.text, mark.span))


def _shown(text: str, span: Span) -> str:
    """The marked words in brackets, with what stands around them."""
    return f"{text[max(0, span.start - 120) : span.start]}[{span.of(text)}]{text[span.end : span.end + 50]}"


def _judged(scene: Scene, span: Span, at: int) -> tuple[str, str]:
    token = scene.page.doc[at]
    boundary = innermost(scene.voices.claims_at(span, at), scene.page.doc)
    standing, word = standing_of(token, boundary, scene.when(token), scene.page.report.published)
    return ("actual" if standing == "historical" else standing), word


def read_corpus(folder: Path) -> list[Article]:
    """The articles of one corpus, in order of their names."""
    return [_article(path) for path in sorted(folder.glob("*.xml"))]


def _article(path: Path) -> Article:
    root = Xml.parse(path).getroot()
    text, spans = _laid_out(root.iter("token"))
    marks = []
    for event in root.iter("EVENT_MENTION"):
        inside = [spans[a.attrib["t_id"]] for a in event.iter("token_anchor")]
        standing = as_standing(dict(event.attrib))
        if inside and standing:
            marks.append(Mark(Span(inside[0].start, inside[-1].end), standing))
    return Article(path.stem, text, _day(root), tuple(marks))


def _laid_out(tokens: Iterable[Xml.Element]) -> tuple[str, dict[str, Span]]:
    """The text with its title and day on lines of their own, and where each token lies in it."""
    text, before, spans, line = "", "", {}, 0
    for token in tokens:
        word, sentence = token.text or "", int(token.attrib["sentence"])
        if sentence != line:
            text += "\n\n" if sentence <= 2 else " "
        elif text and word not in CLOSING and before not in OPENING:
            text += " "
        spans[token.attrib["t_id"]] = Span(len(text), len(text) + len(word))
        text, before, line = text + word, word, sentence
    return text, spans


def _day(root: Xml.Element) -> date | None:
    made = [t.get("value", "") for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"]
    told = DAY.match(made[0]) if made else None
    return date.fromisoformat(told[0]) if told else None


def score(judged: list[Judged]) -> dict[str, float]:
    """Accuracy over the four classes, over done or not done, and the F1 of each class."""
    pairs = Counter((j.mark.standing, j.standing) for j in judged)
    total = sum(pairs.values())
    figures = {
        "accuracy": sum(n for (gold, got), n in pairs.items() if gold == got) / total,
        "done_or_not": sum(n for (gold, got), n in pairs.items() if (gold == "actual") == (got == "actual")) / total,
    }
    return figures | {f"{name}_f1": _f1(pairs, name) for name in CLASSES} | {"events": total}


def _f1(pairs: Counter[tuple[str, str]], name: str) -> float:
    hit = pairs[name, name]
    both = sum(n for (gold, _), n in pairs.items() if gold == name) + sum(
        n for (_, got), n in pairs.items() if got == name
    )
    return 2 * hit / both if both else 0.0


def main(folder: Path, shown: str | None) -> None:
    """Print the figures; of a corpus that may be read, also each mark that is judged wrongly."""
    coder, of = open_coder(), {}
    for name in (shown,) if shown else (*READ, *UNREAD):
        articles = read_corpus(folder / "intra_cross-doc_annotation" / name)
        of[name] = [j for article in articles for j in judge(article, coder)]
    if shown in READ:
        for j in (j for j in of[shown] if j.standing != j.mark.standing):
            print(j.mark.standing, j.standing, j.because or "-", " ".join(j.around.split()), sep=" | ")
    for title, names in {"read": READ, "unread": UNREAD, "all": READ + UNREAD}.items():
        judged = [j for name in names for j in of.get(name, ())]
        for key, value in score(judged).items() if judged else ():
            print(f"meantime_{title}_{key} {value:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
