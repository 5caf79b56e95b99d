"""Who says so: claims with source, cue and content, and the chain that vouches for any place in the text.

The law: source, cue and content are spans of the text; a chain is nested contents, outermost first, and nothing is
attributed to anyone whom no words mark as the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import Cue, cues
from foreshock.coding import roles, syntax
from foreshock.coding.sentences import Page, Sentence
from foreshock.records import Actor, Chain, Link, Span
from foreshock.records.attribution import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast

VERBAL = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done by speaking: the speaker is the actor, not a link."""


ASSERTING = frozenset({"say", "explain", "estimate", "deny"})
"""Kinds of saying that vouch for what they only name: "reported two attacks"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One marked attribution. `asserted` is False where the content is asked, promised or warned against."""

    source: Actor
    cue: Span
    cue_token: int
    content: Span
    stance: Stance
    kind: str
    addressee: Actor | None = None
    asserted: bool = True
    inherited: bool = False

    def link(self) -> Link:
        """The claim as a link of a chain."""
        return Link(self.source, self.cue, self.content, self.stance)


@cache
def _speech(table: str, key: str) -> frozenset[str]:
    return frozenset(toml_file("speech.toml")[table][key])


@cache
def _cues() -> dict[str, dict[str, Cue]]:
    by_pos: dict[str, dict[str, Cue]] = {"verb": {}, "noun": {}, "phrase": {}}
    for cue in cues():
        by_pos[cue.pos][cue.lemma] = cue
    return by_pos


class Voices:
    """All claims of a page, and the chains made of them."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page, self.cast = page, cast
        self._author: Actor | None = None
        self.claims = sorted(self._find(), key=lambda c: (c.content.start, -c.content.end, c.cue.start))
        self._retold = dict(self._retellings())

    def chain(self, at: Span, cue_token: int | None = None) -> Chain:
        """The links that vouch for the words `at`, outermost first, but for the claim whose cue is at `cue_token`."""
        return tuple(c.link() for c in self.claims_at(at, cue_token))

    def claims_at(self, at: Span, cue_token: int | None = None) -> list[Claim]:
        """The claims whose content holds the words `at`, outermost first, the same source once."""
        around = [c for c in self.claims if _vouches(c, at) and c.cue_token != cue_token]
        around.sort(key=lambda c: (-(c.content.end - c.content.start), c.cue.start))
        retold = self._retold.get(self._sentence_index(at))
        if retold is not None and not any(_same_voice(c.source, retold.source) for c in around):
            around.insert(0, retold)
        kept: list[Claim] = []
        for claim in around:
            if not any(_same_voice(claim.source, k.source) for k in kept):
                kept.append(claim)
        return kept

    def _sentence_index(self, at: Span) -> int:
        for sentence in self.page.sentences:
            if sentence.span.start <= at.start < sentence.span.end:
                return sentence.index
        return -1

    def _find(self) -> Iterator[Claim]:
        for sentence in self.page.sentences:
            for token in sentence.tokens:
                yield from self._at(token, sentence)
            yield from self._phrases(sentence)

    def _at(self, token: Token, sentence: Sentence) -> Iterator[Claim]:
        if syntax.is_verb(token):
            cue = _cues()["verb"].get(token.lemma_.lower())
            if cue:
                yield from self._of_verb(token, cue, sentence)
        elif token.pos_ == "NOUN":
            cue = _cues()["noun"].get(token.lemma_.lower())
            if cue:
                yield from self._of_noun(token, cue)

    def _of_verb(self, verb: Token, cue: Cue, sentence: Sentence) -> Iterator[Claim]:
        content, clause = self._content_of(verb, sentence)
        if content is None:
            return
        for source in self._sources(verb):
            actor = self._source(source)
            if actor is None:
                continue
            self._remember(actor)
            yield Claim(
                source=actor,
                cue=self.page.char_span(verb, verb),
                cue_token=verb.i,
                content=self._with_quote(content, sentence),
                stance=self._stance(verb, cue),
                kind=cue.kind,
                addressee=self._addressee(verb),
                asserted=clause or cue.kind in ASSERTING,
            )
            return

    def _sources(self, verb: Token) -> list[Token]:
        if verb.dep_ == "amod":
            return []
        passive = syntax.is_passive(verb)
        if passive and verb.lemma_ == "quote":
            return syntax.surface_subjects(verb)
        return [t for t in syntax.doers(verb) if not (passive and t.i == verb.i)]

    def _stance(self, verb: Token, cue: Cue) -> Stance:
        negated = any(c.dep_ == "neg" for c in verb.children)
        if negated and cue.stance == "asserts" and cue.kind in ("say", "estimate"):
            return "doubts"
        if negated and cue.stance == "denies":
            return "asserts"
        return cast("Stance", cue.stance)

    def _source(self, token: Token) -> Actor | None:
        actor = self.cast.actor(token)
        if token.lemma_.lower() in _speech("documents", "authors") and self._author is not None:
            named = actor or self._unlisted(token)
            return (
                replace(named, name=self._author.name, country=self._author.country, sector=self._author.sector)
                if named
                else None
            )
        if actor is None:
            return self._unlisted(token)
        if actor.kind == "document":
            return self._document(token, actor)
        return actor

    def _unlisted(self, token: Token) -> Actor | None:
        """A source that no list knows, by its own words; pronouns without a referent are none."""
        if token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT"):
            return None
        first, last = roles.words_of(token)
        span = self.page.char_span(self.page.doc[first], self.page.doc[last])
        text = span.of(self.page.text)
        return Actor(text, text, None, None, span, "role")

    def _document(self, token: Token, actor: Actor) -> Actor:
        """A document stands for its author: the one named with it, or the one whose research was quoted before."""
        named = self.cast.actors([*syntax.owners(token), *syntax.objects_of(token, frozenset({"by", "from", "of"}))])
        author = named[0] if named else None
        if author is None and _points_back(token) and token.lemma_.lower() in _speech("documents", "research"):
            author = self._author
        if author is None:
            if token.lemma_.lower() in _speech("documents", "research") and self._author is None:
                self._author = actor
            return actor
        noun = token.lemma_.lower()
        name = author.name if author.name.lower().endswith(noun) else f"{author.name} {noun}"
        return replace(actor, name=name, country=author.country, sector=author.sector)

    def _remember(self, actor: Actor) -> None:
        research = actor.sector in _speech("retold", "sectors") or actor.country in _speech("retold", "countries")
        if research and (actor.kind != "document" or self._author is None):
            self._author = actor

    def _addressee(self, verb: Token) -> Actor | None:
        found: list[Token] = []
        if verb.lemma_ in _speech("addressed", "verbs"):
            found = [t for c in verb.children if c.dep_ in ("dobj", "dative") for t in syntax.expand(c)]
            if syntax.is_passive(verb):
                found = syntax.surface_subjects(verb)
        found += syntax.objects_of(verb, _speech("addressed", "through"))
        actors = self.cast.actors(found)
        return actors[0] if actors else None

    def _content_of(self, verb: Token, sentence: Sentence) -> tuple[Span | None, bool]:
        """The words vouched for, and whether they make a finite clause or quotation."""
        clauses = [c for c in verb.children if c.dep_ == "ccomp"]
        clauses += [c for c in verb.children if c.dep_ == "conj" and _has_that(c) and clauses]
        if not clauses and verb.lemma_ in _speech("infinitive_claims", "verbs"):
            clauses = [c for c in verb.children if c.dep_ == "xcomp"]
        if clauses:
            return self._over(clauses), clauses[0].dep_ != "xcomp"
        if verb.dep_ in ("parataxis", "ccomp", "conj", "ROOT") and self._interrupts(verb):
            return self._around_tag(verb, sentence), True
        quote = self._quote_beside(verb, sentence)
        if quote is not None:
            return quote, True
        if verb.lemma_ not in _speech("object_content", "verbs") or verb.dep_ in ("amod", "acl"):
            return None, False
        objects = [
            c
            for c in verb.children
            if c.dep_ == "dobj" or (c.dep_ == "prep" and c.lower_ in _speech("object_content", "through"))
        ]
        objects += [c for c in verb.children if c.dep_ in ("prep", "oprd") and c.lower_ == "as" and objects]
        return (self._over(objects), False) if objects else (None, False)

    def _over(self, tokens: list[Token]) -> Span:
        first = min(t.left_edge.i for t in tokens)
        last = max(t.right_edge.i for t in tokens)
        doc = self.page.doc
        while last > first and (doc[last].is_space or doc[last].is_punct):
            last -= 1
        return self.page.char_span(doc[first], doc[last])

    def _interrupts(self, verb: Token) -> bool:
        """True for "X, the report added, Y": a short clause of subject and cue set off in a sentence of more."""
        return verb.dep_ == "parataxis"

    def _around_tag(self, verb: Token, sentence: Sentence) -> Span:
        """The host clause of an interrupting cue."""
        host = verb.head
        return self._over([host]) if host.i != verb.i else sentence.span

    def _quote_beside(self, verb: Token, sentence: Sentence) -> Span | None:
        """The quotation that stands in the cue's sentence or ends right before it."""
        here = sentence.span
        inside = [
            q for q in self.page.quotes if q.meets(here) and not q.start <= verb.idx < q.end and q.end - q.start > 12
        ]
        if inside:
            return max(inside, key=lambda q: q.end - q.start)
        if verb.lemma_ in _speech("after_quote", "verbs") and verb.dep_ == "ROOT" and len(sentence.tokens) <= 9:
            before = [q for q in self.page.quotes if 0 <= here.start - q.end <= 3]
            return before[-1] if before else None
        return None

    def _with_quote(self, content: Span, sentence: Sentence) -> Span:
        """The content drawn out to the end of a quotation that begins in it and runs on."""
        for quote in self.page.quotes:
            begins = content.start - 2 <= quote.start < content.end
            if begins and quote.end > content.end and (quote.end > sentence.span.end or quote.end - content.end < 400):
                return Span(content.start, quote.end)
        return content

    def _of_noun(self, noun: Token, cue: Cue) -> Iterator[Claim]:
        """ "Israel's claim that ...", "the warning by officials that ..."."""
        clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and _has_that(c)]
        if not clauses:
            return
        for source in self.cast.actors(syntax.holders(noun)):
            if source.kind in ("document", "instrument"):
                continue
            yield Claim(
                source=source,
                cue=self.page.char_span(noun, noun),
                cue_token=noun.i,
                content=self._over(clauses),
                stance=cast("Stance", cue.stance),
                kind=cue.kind,
            )
            return

    def _phrases(self, sentence: Sentence) -> Iterator[Claim]:
        words = [t.lower_ for t in sentence.tokens]
        for phrase, cue in _cues()["phrase"].items():
            told = phrase.split()
            for n in range(len(words) - len(told)):
                if words[n : n + len(told)] == told:
                    yield from self._of_phrase(sentence, n, n + len(told) - 1, cue)

    def _of_phrase(self, sentence: Sentence, first: int, last: int, cue: Cue) -> Iterator[Claim]:
        head, end = sentence.tokens[first], sentence.tokens[last]
        governed = [t for w in {end.i, head.i} for t in syntax.prepositional_objects(self.page.doc[w])]
        governed = [t for t in governed if t.i > end.i] or [
            t for t in sentence.tokens[last + 1 : last + 8] if t.dep_ == "pobj"
        ][:1]
        for token in governed[:1]:
            source = self._source(token)
            if source is None:
                continue
            self._remember(source)
            yield Claim(
                source=source,
                cue=self.page.char_span(head, end),
                cue_token=head.i,
                content=self._beside_phrase(head, token, sentence),
                stance=cast("Stance", cue.stance),
                kind=cue.kind,
            )

    def _beside_phrase(self, head: Token, source: Token, sentence: Sentence) -> Span:
        """The clause that an "according to" phrase vouches for; at an edge of the sentence, all the rest of it."""
        clause = syntax.clause_of(head.head)
        tail = sentence.span.end - (source.right_edge.idx + len(source.right_edge)) <= 3
        edge = tail or head.idx - sentence.span.start <= 3
        span = sentence.span if edge or clause.dep_ == "ROOT" else self._over([clause])
        end = source.right_edge.idx + len(source.right_edge)
        if head.idx - span.start <= 3 and end < span.end:
            return Span(end, span.end)
        if span.end - end <= 3 and head.idx > span.start:
            return Span(span.start, head.idx)
        return span

    def _retellings(self) -> Iterator[tuple[int, Claim]]:
        """Sentence by sentence, the source whose words a passage goes on retelling."""
        retold = [c for c in self.claims if self._can_be_retold(c)]
        often = {
            c.source.name
            for c in retold
            if sum(_same_voice(c.source, o.source) for o in retold) >= toml_file("speech.toml")["retold"]["least"]
        }
        current: Claim | None = None
        for sentence in self.page.sentences:
            if sentence.part.kind in ("title", "heading"):
                continue
            own = [c for c in retold if sentence.span.start <= c.cue.start < sentence.span.end]
            outer = [c for c in own if c.source.name in often and not self._nested(c)]
            if own and not outer and not any(self._nested(c) for c in own):
                current = None
            if outer:
                current = outer[0]
            if current is not None:
                yield (
                    sentence.index,
                    replace(current, content=current.content if outer else sentence.span, inherited=not outer),
                )

    def _can_be_retold(self, claim: Claim) -> bool:
        research = claim.source.text.lower().split()[-1:] and claim.source.text.lower().split()[-1] in _speech(
            "documents", "research"
        )
        listed = claim.source.sector in _speech("retold", "sectors") or claim.source.country in _speech(
            "retold", "countries"
        )
        return bool(research and claim.source.kind == "document") or bool(listed)

    def _nested(self, claim: Claim) -> bool:
        return any(c is not claim and c.content.covers(claim.cue) for c in self.claims)


def _vouches(claim: Claim, at: Span) -> bool:
    """True where the claim asserts the words `at`; what is only asked, promised or warned against is not asserted."""
    return (
        claim.asserted
        and claim.content.start <= at.start < claim.content.end
        and not claim.cue.meets(at)
        and not claim.source.span.meets(at)
    )


def _same_voice(one: Actor, other: Actor) -> bool:
    if one.name == other.name:
        return True
    return (one.kind == other.kind == "document" and one.name.rsplit(" ", 1)[0] == other.name.rsplit(" ", 1)[0]) or (
        "document" in (one.kind, other.kind) and (one.name.startswith(other.name) or other.name.startswith(one.name))
    )


def without_speaker(claims: list[Claim], event_type: str, actors: list[Actor]) -> list[Claim]:
    """The claims that vouch for an event from outside: of an act of speech, the speaker's own are left off."""
    if event_type not in VERBAL:
        return claims
    return [c for n, c in enumerate(claims) if n < len(claims) - 1 or not speaks_for(c.source, actors)]


def speaks_for(source: Actor, actors: list[Actor]) -> bool:
    """True where the source is one of the actors or speaks for its government."""
    for actor in actors:
        if source.name == actor.name:
            return True
        if (
            source.country
            and source.country == actor.country
            and source.sector in ("GOV", "MIL", "SPY")
            and actor.sector in ("GOV", "MIL")
        ):
            return True
    return False


def _points_back(noun: Token) -> bool:
    """True for "the report" and "this study": one document that was told of before."""
    definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in noun.children)
    return definite and noun.tag_ in ("NN", "NNP")


def _has_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)
