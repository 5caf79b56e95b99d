"""Who says what, over Universal Dependencies: verbs of saying before, behind and amid what is said, "selon".

The law: source, cue and content are words of the text; the outlet is never a source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from foreshock.codebook.lexicon import Cue
from foreshock.coding.claims import Claim, vouches
from foreshock.coding.universal.grammar import CLAUSES, OBJECTS, Grammar
from foreshock.records import Actor, Span
from foreshock.records.attribution import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.codebook.language import LanguageBook
    from foreshock.coding.sentences import Page, Sentence
    from foreshock.coding.universal.cast import Cast

SPEAKING_ON = frozenset({"urge", "threaten", "promise", "accuse", "warn"})
"""Kinds of saying whose content is told by nouns and infinitives as well as by clauses."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a language by their first word, longest first, and its phrases."""

    verbs: dict[str, list[Cue]]
    phrases: list[tuple[tuple[str, ...], Cue]]
    vouching: frozenset[str]
    accusing: frozenset[str]
    describing: frozenset[str]
    no_saying: frozenset[str]

    @classmethod
    def of(cls, book: LanguageBook) -> Cues:
        """The cues of a language."""
        verbs: dict[str, list[Cue]] = {}
        for cue in book.cues:
            if cue.pos == "verb":
                verbs.setdefault(cue.lemma.split()[0], []).append(cue)
        for told in verbs.values():
            told.sort(key=lambda c: -len(c.lemma.split()))
        phrases = [(tuple(c.lemma.replace("'", "' ").split()), c) for c in book.cues if c.pos == "phrase"]
        phrases.sort(key=lambda pair: -len(pair[0]))
        kinds = ("vouches_for_object", "accusing", "describing", "no_saying")
        return cls(verbs, phrases, *(book.words("speech", kind) for kind in kinds))


class Voices:
    """All claims of a page."""

    def __init__(self, page: Page, actors: Cast, cues: Cues, grammar: Grammar) -> None:
        self._page, self._cast, self._cues, self._grammar = page, actors, cues, grammar
        self.claims = [c for s in page.sentences if s.part.kind != "heading" for c in self._in(s)]

    def at(self, span: Span, token: int | None = None) -> list[Claim]:
        """The claims that vouch for the words, outermost first."""
        found = [c for c in self.claims if vouches(c, span) and c.cue_token != token]
        found.sort(key=lambda c: (c.content.start - c.content.end, c.cue.start))
        kept: list[Claim] = []
        for claim in found:
            if not kept or kept[-1].source.name != claim.source.name:
                kept.append(claim)
        return kept

    def _in(self, sentence: Sentence) -> Iterator[Claim]:
        for token in sentence.tokens:
            if self._grammar.is_verb(token) and (cue := self._cue(token)) is not None:
                claim = self._told(sentence, token, cue)
            else:
                claim = self._according(sentence, token)
            if claim is not None:
                yield claim

    def _cue(self, verb: Token) -> Cue | None:
        below = {t.lemma_.lower() for c in verb.children for t in (c, *c.children)} | {c.lower_ for c in verb.children}
        for cue in self._cues.verbs.get(verb.lemma_, ()):
            if all(word in below for word in cue.lemma.split()[1:]):
                return cue
        return None

    def _told(self, sentence: Sentence, verb: Token, cue: Cue) -> Claim | None:
        if self._grammar.is_passive(verb):
            return None
        source = self._source(self._grammar.doers(verb))
        if source is None or source.name == self._page.report.outlet:
            return None
        content = self._content(sentence, verb, cue)
        if content is None or content.start >= content.end:
            return None
        addressee = self._addressee(verb, source)
        stance = "denies" if cue.stance == "denies" else cue.stance
        if cue.stance == "asserts" and self._grammar.is_negated(verb):
            return None
        span = self._page.char_span(verb, verb)
        return Claim(source, span, verb.i, content, cast("Stance", stance), cue.kind, addressee)

    def _source(self, tokens: list[Token]) -> Actor | None:
        return next((a for t in tokens if (a := self._cast.actor(t)) is not None), None)

    def _addressee(self, verb: Token, source: Actor) -> Actor | None:
        behind = [*self._grammar.objects(verb), *self._grammar.complements(verb, frozenset({"à", "auprès"}))]
        near = [t for t in behind if t.head.i == verb.i or t.i - verb.i < 6]
        found = [a for t in near if (a := self._cast.actor(t)) is not None and a.name != source.name]
        return found[0] if found else None

    def _content(self, sentence: Sentence, verb: Token, cue: Cue) -> Span | None:
        """The words vouched for: the sentence around a verb that follows it, the clause behind, or what is named."""
        inverted = self._grammar.inverted_subject(verb)
        if inverted is not None:
            return self._around(
                sentence,
                min(t.i for t in verb.children if t.i <= verb.i) if verb.n_lefts else verb.i,
                inverted.right_edge.i,
            )
        that = self._that(verb, sentence)
        if that is not None:
            return self._span(that.i + 1, self._end(verb, that, sentence))
        below = [
            c
            for c in verb.children
            if c.i > verb.i and (c.dep_ in CLAUSES or c.dep_ in OBJECTS or c.dep_.startswith("obl"))
        ]
        inner = [
            c
            for c in below
            if c.dep_ in ("ccomp", "xcomp") or (c.dep_ in ("advcl", "acl") and self._grammar.form(c) == "Inf")
        ]
        if cue.kind in SPEAKING_ON or inner:
            kept = below if cue.kind in SPEAKING_ON else inner
            kept = [c for c in kept if c.dep_ != "conj"]
            return self._over(kept, sentence) if kept else None
        if verb.lemma_ in self._cues.describing:
            told = [c for c in below if c.dep_ != "conj"]
            return self._over(told, sentence) if told else None
        if verb.lemma_ in self._cues.vouching or cue.lemma in self._cues.vouching:
            named = [c for c in below if c.dep_ in OBJECTS or c.dep_ in ("obl:arg",)]
            return self._over(named, sentence) if named else None
        return self._behind_colon(verb, sentence)

    def _behind_colon(self, verb: Token, sentence: Sentence) -> Span | None:
        for token in sentence.tokens:
            if token.i > verb.i and token.text in (":", '"') and token.i + 1 < sentence.tokens.end:
                return self._span(token.i + 1, sentence.tokens.end - 1)
        return None

    def _that(self, verb: Token, sentence: Sentence) -> Token | None:
        """The "que" that opens what is said, right behind the verb or behind whom it was said to."""
        for token in sentence.tokens:
            if token.i <= verb.i or token.lemma_.lower() != "que":
                continue
            between = [t for t in sentence.tokens if verb.i < t.i < token.i]
            if any(self._grammar.is_verb(t) and t.dep_ not in ("acl", "amod") for t in between):
                return None
            if token.nbor(-1).lower_ in self._cues.no_saying:
                return None
            return token
        return None

    def _end(self, verb: Token, that: Token, sentence: Sentence) -> int:
        """Where the clause behind "que" ends: with all below it, or below its own verb."""
        edges = [
            c.right_edge.i
            for c in verb.children
            if c.dep_ in ("ccomp", "conj") and c.left_edge.i <= that.i <= c.right_edge.i
        ]
        edges.append(that.head.right_edge.i)
        edges += [
            c.right_edge.i
            for c in verb.children
            if c.i > that.i and c.dep_ in ("advcl", "ccomp", "parataxis") and not self._grammar.is_inverted(c)
        ]
        return min(max(edges), sentence.tokens.end - 1)

    def _around(self, sentence: Sentence, first: int, last: int) -> Span:
        """The sentence without the insertion: what stands before it, and on to the end where it goes on."""
        start, end = sentence.tokens.start, sentence.tokens.end - 1
        begins = next((i for i in range(first - 1, start, -1) if self._page.doc[i].text in (";", ":")), start)
        return self._span(begins if begins == start else begins + 1, end if last < end - 2 else first - 1)

    def _over(self, tokens: list[Token], sentence: Sentence) -> Span:
        first = min(t.left_edge.i for t in tokens)
        last = max(t.right_edge.i for t in tokens)
        return self._span(first, min(last, sentence.tokens.end - 1))

    def _span(self, first: int, last: int) -> Span:
        doc = self._page.doc
        while last > first and (doc[last].is_punct or doc[last].is_space):
            last -= 1
        return self._page.char_span(doc[first], doc[max(first, last)])

    def _according(self, sentence: Sentence, token: Token) -> Claim | None:
        """ "selon X": the sentence it stands in, or the clause where it is put inside one."""
        doc = self._page.doc
        for words, cue in self._cues.phrases:
            last = token.i + len(words) - 1
            if last >= sentence.tokens.end or any(doc[token.i + n].lower_ != w for n, w in enumerate(words)):
                continue
            head = self._named_behind(last, sentence)
            source = self._cast.actor(head) if head is not None else None
            if head is None or source is None or source.name == self._page.report.outlet:
                return None
            span = self._page.char_span(token, doc[last])
            content = self._beside(sentence, token.i, head)
            return Claim(source, span, token.i, content, cast("Stance", cue.stance), cue.kind)
        return None

    def _named_behind(self, last: int, sentence: Sentence) -> Token | None:
        """The first noun behind the phrase that stands for an actor."""
        for i in range(last + 1, min(last + 5, sentence.tokens.end)):
            token = self._page.doc[i]
            if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and token.lower_ not in (
                "lequel",
                "laquelle",
                "lesquels",
            ):
                actor = self._cast.actor(token)
                if actor is not None:
                    return token
                hit = self._cast.hit_at.get(i)
                return self._page.doc[hit.first : hit.last + 1].root if hit is not None else None
        return None

    def _beside(self, sentence: Sentence, first: int, head: Token) -> Span:
        start, end = sentence.tokens.start, sentence.tokens.end - 1
        last = max(t.i for t in self._grammar.noun_words(head))
        if first - start <= 2:
            return self._span(min(last + 1, end), end)
        clause = self._grammar.clause(head)
        inside = last < end - 2 and clause is not None and clause.dep_ in ("acl:relcl", "ccomp") and clause.i > first
        if inside and clause is not None:
            return self._span(max(clause.left_edge.i, first), clause.right_edge.i)
        return self._span(start, end if last < end - 2 else first - 1)
