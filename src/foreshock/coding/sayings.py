"""The claims of a page, cue by cue: verbs, nouns and phrases that introduce what somebody says.

The law: a cue without a source or without a content is no claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from foreshock.codebook.lexicon import Cue
from foreshock.coding import syntax
from foreshock.coding.claims import ASSERTING, Claim
from foreshock.coding.clauses import denies_all_before
from foreshock.coding.contents import Contents
from foreshock.coding.cue_words import chance_told, cue_phrases, cues_by_kind, verb_cue
from foreshock.coding.sentences import Page, Sentence
from foreshock.coding.sources import Sources, speech
from foreshock.coding.tellers import blames, goes_on, teller, tellers
from foreshock.coding.unsaid import is_sought, is_unsaid, lays_down
from foreshock.records import Span
from foreshock.records.attribution import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast
    from foreshock.records import Actor


class Sayings:
    """Finds the claims of a page."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page, self.cast = page, cast
        self.sources, self.contents = Sources(page, cast), Contents(page)

    def find(self) -> Iterator[Claim]:
        """Every claim that a cue of the page marks, in text order of sentences."""
        for sentence in self.page.sentences:
            phrases = list(self._phrases(sentence))
            yield from phrases
            for token in sentence.tokens:
                yield from self._at(token, sentence, phrases)

    def _at(self, token: Token, sentence: Sentence, phrases: list[Claim]) -> Iterator[Claim]:
        if syntax.is_verb(token):
            cued, chance = verb_cue(token), chance_told(token)
            if chance is not None:
                yield from self._of_chance(token, chance)
            elif cued:
                yield from self._of_verb(token, *cued, sentence, phrases)
        elif token.pos_ == "NOUN":
            cue = cues_by_kind()["noun"].get(token.lemma_.lower())
            if cue:
                yield from self._of_noun(token, cue)

    def _of_verb(self, verb: Token, cue: Cue, last: Token, sentence: Sentence, phrases: list[Claim]) -> Iterator[Claim]:
        cited = self._cited(verb, sentence)
        if cited is not None:
            yield cited
            return
        content, told = self.contents.of_verb(verb, sentence, last, cue.kind)
        if content is None or is_unsaid(verb, cue, last):
            return
        source = phrases[0].source if phrases and goes_on(verb) else self.sources.of_verb(teller(verb))
        if source is None or lays_down(source):
            return
        stance = _stance(verb, cue)
        made = Claim(
            source=source,
            cue=self.page.char_span(_quoting(verb), last),
            cue_token=verb.i,
            content=self.contents.without_others(self.contents.with_quote(content, sentence), sentence),
            stance=stance,
            kind="say" if cue.kind == "deny" and stance == "asserts" else cue.kind,
            addressee=self.sources.addressee(verb),
            asserted=told or ((_asserts(cue) or blames(verb)) and not denies_all_before(verb)),
        )
        head = self._head_of(source)
        relayed = list(self._relayed(head, made)) if head is not None else []
        yield from relayed
        yield from self._passed_on(verb, made)
        aside = self.contents.between_quotes(made.content, made.cue)
        if aside is None and head is not None:
            aside = self._aside(head, made)
        yield replace(made, inner=bool(relayed), aside=aside)

    def _of_chance(self, verb: Token, chance: Token) -> Iterator[Claim]:
        """Of "put the chance of an attack at ten percent", who says how likely it is."""
        source = self.sources.of_verb(teller(verb))
        if source is not None and not lays_down(source):
            content = Span(self.page.over([chance]).start, self.page.over([verb]).end)
            yield Claim(source, self.page.char_span(verb, verb), verb.i, content, "asserts", "estimate")

    def _head_of(self, source: Actor) -> Token | None:
        """The head word of what the text calls the source."""
        words = self.page.doc.char_span(source.span.start, source.span.end, alignment_mode="expand")
        return words.root if words is not None else None

    def _aside(self, head: Token, claim: Claim) -> Span | None:
        """The words that tell who the source is, where they are no part of the clause that it says."""
        words = self.page.over([head])
        return None if words.meets(claim.cue) else words

    def _relayed(self, head: Token, claim: Claim) -> Iterator[Claim]:
        """Of "an assessment described by two people says that ...", the two people, who vouch for what it says."""
        for told in head.children:
            if told.dep_ not in ("acl", "relcl") or told.lemma_ not in speech("relayed", "verbs"):
                continue
            source = self._unnamed(syntax.agents(told))
            if source is not None:
                cue = self.page.char_span(told, told)
                yield Claim(source, cue, told.i, claim.content, "asserts", "say", asserted=claim.asserted)

    def _passed_on(self, verb: Token, claim: Claim) -> Iterator[Claim]:
        """Of "the report conveyed from an officer", the officer, who vouches for what the report conveys."""
        origins = syntax.objects_of(verb, frozenset({"from"})) if verb.lemma_ in speech("relayed", "from") else []
        if (source := self._unnamed(origins)) is not None:
            yield replace(claim, source=source, inner=True, aside=self.page.over(origins), addressee=None)

    def _unnamed(self, tokens: list[Token]) -> Actor | None:
        return next((found for t in tokens if (found := self.sources.actor(t)) is not None), None)

    def _cited(self, verb: Token, sentence: Sentence) -> Claim | None:
        """Of "the agency said, citing a source, that ...", the source, who vouches for what the agency says."""
        above = verb_cue(verb.head)
        if verb.lemma_ != "cite" or verb.tag_ != "VBG" or verb.dep_ != "advcl" or above is None:
            return None
        named = [c for c in verb.children if c.dep_ == "dobj"]
        source = self.sources.actor(named[0]) if named else None
        content, _ = self.contents.of_verb(verb.head, sentence, above[1])
        if source is None or content is None or source.kind == "instrument":
            return None
        cue = self.page.char_span(verb, verb)
        return Claim(source, cue, verb.i, content, "asserts", "say", inner=True)

    def _of_noun(self, noun: Token, cue: Cue) -> Iterator[Claim]:
        """ "Israel's claim that ...", "the warning by officials that ..."."""
        hosts = [noun, *syntax.objects_of(noun, frozenset({"of", "by", "from"}))]
        clauses = [c for t in hosts for c in t.children if c.dep_ in ("acl", "ccomp", "relcl") and syntax.has_that(c)]
        none = any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)
        if not clauses or none or _is_motive(noun) or is_sought(noun):
            return
        for source in self.cast.actors(self._holders(noun)):
            if source.kind in ("document", "instrument"):
                continue
            yield Claim(
                source=source,
                cue=self.page.char_span(noun, noun),
                cue_token=noun.i,
                content=self.page.over(clauses),
                stance=cast("Stance", cue.stance),
                kind=cue.kind,
            )
            return

    def _holders(self, noun: Token) -> list[Token]:
        """Whose claim it is; of "X rejected the claim", not X's."""
        verb = syntax.clause_of(noun.head)
        cue = cues_by_kind()["verb"].get(verb.lemma_.lower())
        if noun.dep_ in ("dobj", "pobj") and cue is not None and cue.kind == "deny":
            return syntax.owners(noun) or syntax.objects_of(noun, frozenset({"of", "by", "from"}))
        return syntax.holders(noun)

    def _phrases(self, sentence: Sentence) -> Iterator[Claim]:
        words = [t.lower_ for t in sentence.tokens[:-1]]
        for at, phrase in cue_phrases().find(words):
            yield from self._of_phrase(sentence, at, at + len(phrase) - 1, cues_by_kind()["phrase"][" ".join(phrase)])
        if words and words[0] == "for":
            yield from self._for_house(sentence)

    def _for_house(self, sentence: Sentence) -> Iterator[Claim]:
        """Of "For the institute, a strike is unlikely", the institute, whose judgement the sentence is."""
        head = sentence.tokens[0]
        named = syntax.prepositional_objects(head)
        source = self.sources.actor(named[0]) if named and head.dep_ == "prep" else None
        parted = named and any(t.text == "," for t in sentence.tokens[named[0].i - head.i + 1 :][:2])
        if source is not None and parted and (source.sector == "EDU" or source.country == "NGO"):
            content = self.contents.beside_phrase(head, named[0], sentence)
            yield Claim(source, self.page.char_span(head, head), head.i, content, "asserts", "estimate")

    def _of_phrase(self, sentence: Sentence, first: int, last: int, cue: Cue) -> Iterator[Claim]:
        head, end = sentence.tokens[first], sentence.tokens[last]
        governed = [t for w in {end.i, head.i} for t in syntax.prepositional_objects(self.page.doc[w])]
        governed = (
            [t for t in governed if t.i > end.i]
            or tellers(end)
            or [t for t in sentence.tokens[last + 1 : last + 8] if t.dep_ == "pobj"]
        )
        source = self.sources.actor(governed[0]) if governed else None
        if source is None:
            return
        yield Claim(
            source=source,
            cue=self.page.char_span(head, end),
            cue_token=head.i,
            content=self.contents.beside_phrase(head, governed[0], sentence),
            stance=cast("Stance", cue.stance),
            kind=cue.kind,
        )


def _asserts(cue: Cue) -> bool:
    """False of "referred to the decision", which only points to what everybody knows."""
    return cue.kind in ASSERTING and cue.lemma not in speech("pointed", "verbs")


def _is_motive(noun: Token) -> bool:
    """True of "for fear that": why something was done, which nobody says."""
    return noun.head.lower_ in ("for", "in", "out") and not any(c.dep_ in ("det", "poss") for c in noun.children)


def _quoting(verb: Token) -> Token:
    """Where a cue begins: of "was quoted as saying" with the quoting, else with the verb itself."""
    above = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else verb
    together = above.i == verb.i - 2
    return above if together and above.lemma_ in speech("quoting", "verbs") and syntax.is_passive(above) else verb


def _stance(verb: Token, cue: Cue) -> Stance:
    negated = any(c.dep_ == "neg" for c in verb.children)
    if negated and cue.stance == "asserts" and cue.kind in ("say", "estimate"):
        return "doubts"
    if negated and cue.stance == "denies":
        return "asserts"
    return cast("Stance", cue.stance)
