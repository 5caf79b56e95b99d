"""A page: one report parsed, as one document whose token offsets are offsets into the report's text.

The law: nothing is inserted, dropped or moved; typographic marks and what does not show are mapped one character for
one, for the parser only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import tee
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from foreshock.codebook.lexicon import verbs
from foreshock.coding.mending import mended, taken_for_nouns
from foreshock.coding.syllables import second_syllables
from foreshock.records import Part, Report, Span
from foreshock.records.report import JOINERS, UNSEEN

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from foreshock.coding.student import Marks, Student

PLAIN = str.maketrans("“”„«»‘’‚`–—‑…\u00a0\u202f\u2009", '"""""\'\'\'\'---.   ')
PLAIN |= dict.fromkeys(map(ord, UNSEEN - JOINERS), ord(" "))
"""Typographic marks to the plain ones that the parser knows, and what does not show to a space, one for one."""

LOOSE = re.compile(rf"(?<!\w)[{''.join(sorted(JOINERS))}]|[{''.join(sorted(JOINERS))}](?!\w)")
"""A joiner that joins no letters: the parser reads a space."""

CODED_PARTS = frozenset({"title", "heading", "body"})
BATCH = 32
"""Parts parsed at once; single sentences gain most by it, and larger batches only take more memory."""


LONGEST = 20_000
"""Characters parsed as one text; the parser itself refuses a million, and slows down long before."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its tokens, the part and paragraph it stands in, and its characters without space around it."""

    index: int
    tokens: DocSpan
    part: Part
    paragraph: int
    span: Span


@dataclass(slots=True)
class Page:
    """A parsed report. `doc[i].idx` is an offset into `report.text`; `sentences` are those of the coded parts."""

    report: Report
    doc: Doc
    sentences: list[Sentence] = field(default_factory=list)
    sentence_at: dict[int, Sentence] = field(default_factory=dict)
    quotes: list[Span] = field(default_factory=list)
    titles: list[Span] = field(default_factory=list)
    """The sentences of the title."""
    passed: list[Part] = field(default_factory=list)
    """What the scan found to hold nothing codable; it is tokenised, not parsed."""
    marks: Marks | None = None
    word_at: dict[int, int] = field(default_factory=dict)
    """The student's marks, and the row of the word that starts at a character."""

    @property
    def text(self) -> str:
        """The unaltered text of the report."""
        return self.report.text

    def sentence_of(self, token: Token) -> Sentence | None:
        """The coded sentence that holds the token, if its part is coded."""
        return self.sentence_at.get(token.i)

    def tokens(self) -> Iterator[Token]:
        """The tokens of all coded sentences, in order."""
        for sentence in self.sentences:
            yield from sentence.tokens

    def over(self, tokens: Sequence[Token]) -> Span:
        """The characters of the tokens and of all below them, without the stop at the end."""
        first, last = self._edges(tokens)
        return self.char_span(self.doc[first], self.doc[last])

    def bare(self, tokens: Sequence[Token], passed: frozenset[str] = frozenset()) -> Span:
        """As `over`, without marks at the start and without the words `passed` there."""
        first, last = self._edges(tokens)
        while first < last and (_is_mark(self.doc[first]) or self.doc[first].lower_ in passed):
            first += 1
        return self.char_span(self.doc[first], self.doc[last])

    def _edges(self, tokens: Sequence[Token]) -> tuple[int, int]:
        first = min(t.left_edge.i for t in tokens)
        last = max(t.right_edge.i for t in tokens)
        while last > first and _is_mark(self.doc[last]):
            last -= 1
        return first, last

    def words(self, span: Span) -> DocSpan | None:
        """The tokens that the characters touch."""
        return self.doc.char_span(span.start, span.end, alignment_mode="expand")

    def char_span(self, first: Token, last: Token) -> Span:
        """The characters from one token to another."""
        return Span(first.idx, last.idx + len(last))


def _is_mark(token: Token) -> bool:
    return bool(token.is_punct or token.is_space)


def in_title(page: Page, span: Span) -> bool:
    """True of words in the title of a report that has a body, which tells them again and in full."""
    return any(t.covers(span) for t in page.titles) and any(s.part.kind == "body" for s in page.sentences)


def read_page(report: Report, nlp: Language, student: Student | None = None) -> Page:
    """The report parsed, part by part, into one document."""
    return read_pages([report], nlp, student)[0]


def read_pages(reports: Sequence[Report], nlp: Language, student: Student | None = None) -> list[Page]:
    """Several reports parsed together, each into one document; with a student, only what it finds worth parsing."""
    with ThreadPoolExecutor(1) as beside:
        return list(pages_of(begin(reports, nlp, student, beside), nlp))


@dataclass(frozen=True, slots=True)
class Begun:
    """Reports before the parser, and what the student will have said of each."""

    sheets: list[_Sheet]
    marks: Sequence[Future[list[Marks]] | None]


def begin(reports: Sequence[Report], nlp: Language, student: Student | None, beside: Executor) -> Begun:
    """The reports cut into words; the student reads them in order, beside whatever else is done."""
    sheets = [_sheet(report, nlp) for report in reports]
    if student is None:
        return Begun(sheets, [None] * len(sheets))
    return Begun(sheets, [beside.submit(student.read, [[_words(doc) for doc in sheet.docs]]) for sheet in sheets])


def pages_of(begun: Begun, nlp: Language) -> Iterator[Page]:
    """The page of each report, in order. What the student has found empty is not parsed; nobody waits for its word,
    which comes late for the first reports: they are parsed while it reads, and passed over all the same."""
    known = ((sheet, one, _asked(one)) for sheet, one in zip(begun.sheets, begun.marks, strict=True))
    for_pages, for_parser = tee(known)
    parsed = nlp.pipe((doc for sheet, _, asked in for_parser if asked for doc in sheet.docs), batch_size=BATCH)
    for sheet, one, asked in for_pages:
        docs = [next(parsed) for _ in sheet.docs] if asked else []
        marks = None if one is None else one.result()[0]
        yield _page(sheet, nlp, docs if marks is None or marks.worth() else [], marks)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A report before the parser: its plain text, the parts to code, and their pieces, cut into words."""

    report: Report
    plain: str
    coded: list[Part]
    pieces: list[Part]
    docs: list[Doc]


def _sheet(report: Report, nlp: Language) -> _Sheet:
    parts = list(report.parts) or [Part("body", Span(0, len(report.text)))]
    plain = LOOSE.sub(" ", report.text.translate(PLAIN))
    coded = [part for part in parts if part.kind in CODED_PARTS]
    pieces = [piece for part in coded for piece in _cut(plain, part)]
    return _Sheet(report, plain, coded, pieces, [nlp.make_doc(plain[p.span.start : p.span.end]) for p in pieces])


def _words(doc: Doc) -> list[str]:
    return [token.text for token in doc if not token.is_space]


def _asked(read: Future[list[Marks]] | None) -> bool:
    """Whether the report may hold anything codable, as far as the student has read; one that can is parsed whole, so
    that words keep their sense."""
    return read is None or not read.done() or read.result()[0].worth()


def _page(sheet: _Sheet, nlp: Language, parsed: Sequence[Doc], marks: Marks | None) -> Page:
    """The page; where nothing was parsed, its pieces are passed over."""
    by_start = {piece.span.start: doc for piece, doc in zip(sheet.pieces, parsed, strict=False)}
    others = [part for part in sheet.report.parts if part.kind not in CODED_PARTS]
    doc = _joined(sheet.plain, sorted([*sheet.pieces, *others], key=lambda p: p.span), by_start, nlp)
    page = Page(sheet.report, doc, marks=marks)
    page.passed = [piece for piece in sheet.pieces if piece.span.start not in by_start]
    if parsed:
        _number_sentences(page, sheet.coded)
    page.quotes = list(quoted(sheet.report.text, (p.span for p in sheet.coded)))
    if marks is not None:
        pairs = zip(sheet.pieces, sheet.docs, strict=True)
        starts = (piece.span.start + t.idx for piece, doc in pairs for t in doc if not t.is_space)
        page.word_at = {start: n for n, start in enumerate(starts)}
    return page


def _cut(plain: str, part: Part) -> list[Part]:
    """The part itself, or where it is longer than the parser takes at once, pieces of it cut behind a full stop."""
    cuts, at = [part.span.start], part.span.start
    while part.span.end - at > LONGEST:
        stop = max(plain.rfind(mark, at + 1, at + LONGEST) + 2 for mark in (". ", "! ", "? ", ".\n"))
        stop = stop if stop > at + 2 else plain.rfind(" ", at + 1, at + LONGEST) + 1
        at = stop if stop > at + 1 else at + LONGEST
        cuts.append(min(at, part.span.end))
    return [Part(part.kind, Span(a, b)) for a, b in zip(cuts, [*cuts[1:], part.span.end], strict=True) if a < b]


def _joined(plain: str, parts: list[Part], parsed: dict[int, Doc], nlp: Language) -> Doc:
    """One document over the whole text; what stands between and outside the coded parts is tokenised only."""
    pieces = _Pieces()
    at = 0
    for part in parts:
        pieces.add_gap(plain[at : part.span.start], nlp)
        if part.span.start in parsed:
            pieces.add_parsed(parsed[part.span.start])
        else:
            pieces.add_gap(plain[part.span.start : part.span.end], nlp)
        at = part.span.end
    pieces.add_gap(plain[at:], nlp)
    return pieces.doc(nlp)


class _Pieces:
    """The columns of a document in the making."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.spaces: list[bool] = []
        self.tags: list[str] = []
        self.pos: list[str] = []
        self.lemmas: list[str] = []
        self.morphs: list[str] = []
        self.heads: list[int] = []
        self.deps: list[str] = []
        self.starts: list[bool] = []
        self.ents: list[str] = []

    def add_parsed(self, doc: Doc) -> None:
        told = taken_for_nouns(doc)
        base, hung, syllables = len(self.words), mended(doc, told), second_syllables(doc)
        for token in doc:
            head, dep = hung.get(token.i, (token.head.i, token.dep_))
            self._add(token, base + head, dep, bool(token.is_sent_start) or token.i == 0)
            self.ents[-1] = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
            if token.i in told:
                self.pos[-1], self.tags[-1] = "VERB", "VBZ"
            if token.i in syllables:
                self.pos[-1], self.tags[-1], self.ents[-1] = "PROPN", "NNP", "I-PERSON"

    def add_gap(self, text: str, nlp: Language) -> None:
        if text.startswith(" ") and self.words and not self.spaces[-1]:
            self.spaces[-1], text = True, text[1:]
        for n, token in enumerate(nlp.make_doc(text) if text else ()):
            self._add(token, len(self.words), "", n == 0)

    def _add(self, token: Token, head: int, dep: str, start: bool) -> None:
        self.words.append(token.text)
        self.spaces.append(bool(token.whitespace_))
        self.tags.append(token.tag_)
        self.pos.append(token.pos_ or "X")
        self.lemmas.append(_lemma(token))
        self.morphs.append(str(token.morph))
        self.heads.append(head)
        self.deps.append(dep or "dep")
        self.starts.append(start)
        self.ents.append("O")

    def doc(self, nlp: Language) -> Doc:
        for i, head in enumerate(self.heads):
            if head == i:
                self.deps[i] = "ROOT"
        return Doc(
            nlp.vocab,
            words=self.words,
            spaces=self.spaces,
            tags=self.tags,
            pos=self.pos,
            lemmas=self.lemmas,
            morphs=self.morphs,
            heads=self.heads,
            deps=self.deps,
            ents=self.ents,
        )


def _lemma(token: Token) -> str:
    """The dictionary form; of "staged", which the parser takes for a form of "stag", the verb that the lists know."""
    lemma = token.lemma_ or token.text.lower()
    bent = token.tag_ in ("VBD", "VBN", "VBG") and len(lemma) > 2
    if bent and lemma not in verbs() and lemma + "e" in verbs():
        return lemma + "e"
    return lemma


def _number_sentences(page: Page, coded: list[Part]) -> None:
    for paragraph, part in enumerate(coded):
        inside = page.doc.char_span(part.span.start, part.span.end, alignment_mode="contract")
        if inside is None:
            continue
        for tokens in _sentences(inside):
            if all(t.is_space or t.is_punct for t in tokens):
                continue
            words = [t for t in tokens if not t.is_space]
            span = page.char_span(words[0], words[-1])
            sentence = Sentence(len(page.sentences), tokens, part, paragraph, span)
            page.sentences.append(sentence)
            if part.kind == "title":
                page.titles.append(span)
            page.sentence_at.update((t.i, sentence) for t in tokens)


def _sentences(tokens: Any) -> Iterator[DocSpan]:
    """The sentences of a stretch; spaCy offers this, its type stub does not."""
    yield from tokens.sents


CURLY = {"“": "”", "„": "”", "«": "»"}


def quoted(text: str, stretches: Iterable[Span]) -> Iterator[Span]:
    """The outermost quoted stretches, marks excluded; a quotation left open runs to the end of its paragraph."""
    for stretch in stretches:
        opened, depth, plain = -1, 0, False
        for at in range(stretch.start, stretch.end):
            sign = text[at]
            if sign in CURLY and not plain:
                opened, depth = (at, 1) if depth == 0 else (opened, depth + 1)
            elif sign in CURLY.values() and depth and not plain:
                depth -= 1
            elif sign == '"' and not depth:
                opened, depth, plain = at, 1, True
            elif sign == '"' and plain:
                depth, plain = 0, False
            if opened >= 0 and not depth:
                yield Span(opened + 1, at)
                opened = -1
        if opened >= 0:
            yield Span(opened + 1, stretch.end)
