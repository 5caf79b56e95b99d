"""The claims of a page, cue by cue: verbs, nouns and phrases that introduce what somebody says.

The law: a cue without a source or without a content is no claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

from foreshock.codebook.lexicon import Cue, cues
from foreshock.coding import syntax
from foreshock.coding.claims import ASSERTING, Claim
from foreshock.coding.clauses import denies_all_before
from foreshock.coding.contents import Contents
from foreshock.coding.phrases import Phrases
from foreshock.coding.sentences import Page, Sentence
from foreshock.coding.sources import Sources, speech
from foreshock.coding.unsaid import is_sought, is_unsaid, lays_down
from foreshock.records.attribution import Stance

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast
    from foreshock.records import Actor, Span


@cache
def _cues() -> dict[str, dict[str, Cue]]:
    by_pos: dict[str, dict[str, Cue]] = {"verb": {}, "noun": {}, "phrase": {}}
    for cue in cues():
        by_pos[cue.pos][cue.lemma] = cue
    return by_pos


@cache
def _cue_phrases() -> Phrases:
    return Phrases(_cues()["phrase"])


@cache
def _longer() -> dict[str, list[tuple[list[str], Cue]]]:
    """The verb cues of several words, by the first, longest first: "call for", "claim responsibility"."""
    found: dict[str, list[tuple[list[str], Cue]]] = {}
    for lemma, cue in _cues()["verb"].items():
        first, *rest = lemma.split()
        if rest:
            found.setdefault(first, []).append((rest, cue))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in found.items()}


def verb_cue(verb: Token) -> tuple[Cue, Token] | None:
    """The cue that a verb makes with the words right behind it, and its last word."""
    for rest, cue in _longer().get(verb.lemma_.lower(), ()):
        last = _last_of(verb, rest)
        if last is not None:
            return cue, last
    single = _cues()["verb"].get(verb.lemma_.lower())
    return (single, verb) if single else None


def cue_at(token: Token) -> Cue | None:
    """The line of cues.csv that makes the word a cue: as a verb, a noun, or the start of a phrase."""
    if syntax.is_verb(token) and (found := verb_cue(token)):
        return found[0]
    words = [t.lower_ for t in token.doc[token.i : token.i + 6]]
    phrase = next(_cue_phrases().at(words, 0), None)
    return _cues()["phrase"][" ".join(phrase)] if phrase else _cues()["noun"].get(token.lemma_.lower())


def _last_of(verb: Token, rest: list[str]) -> Token | None:
    if len(rest) == 1 and (parted := _parted_by_time(verb, rest[0])) is not None:
        return parted
    behind = list(verb.doc[verb.i + 1 : verb.i + 1 + len(rest)])
    if len(behind) < len(rest) or not all(w in (t.lower_, t.lemma_) for w, t in zip(rest, behind, strict=True)):
        return None
    return behind[-1] if behind[-1].head.i in (verb.i, behind[0].i, behind[-1].i - 1) else None


def _parted_by_time(verb: Token, word: str) -> Token | None:
    """The "for" of "called last month for a truce" and "appealed on Monday for help"."""
    found = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == word and c.i > verb.i + 1), None)
    between = verb.doc[verb.i + 1 : found.i] if found is not None else ()
    timely = all(
        t.ent_type_ in ("DATE", "TIME") or t.dep_ in ("npadvmod", "advmod") or t.lower_ == "on" for t in between
    )
    return found if timely else None


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
            cued = verb_cue(token)
            if cued:
                yield from self._of_verb(token, *cued, sentence, phrases)
        elif token.pos_ == "NOUN":
            cue = _cues()["noun"].get(token.lemma_.lower())
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
        source = phrases[0].source if phrases and _goes_on(verb) else self.sources.of_verb(_teller(verb))
        if source is None or lays_down(source):
            return
        made = Claim(
            source=source,
            cue=self.page.char_span(verb, last),
            cue_token=verb.i,
            content=self.contents.without_others(self.contents.with_quote(content, sentence), sentence),
            stance=_stance(verb, cue),
            kind=cue.kind,
            addressee=self.sources.addressee(verb),
            asserted=told or ((cue.kind in ASSERTING or _blames(verb)) and not denies_all_before(verb)),
        )
        head = self._head_of(source)
        relayed = list(self._relayed(head, made)) if head is not None else []
        yield from relayed
        yield from self._passed_on(verb, made)
        aside = self.contents.between_quotes(made.content, made.cue)
        if aside is None and head is not None:
            aside = self._aside(head, made)
        yield replace(made, inner=bool(relayed), aside=aside)

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
        cue = _cues()["verb"].get(verb.lemma_.lower())
        if noun.dep_ in ("dobj", "pobj") and cue is not None and cue.kind == "deny":
            return syntax.owners(noun) or syntax.objects_of(noun, frozenset({"of", "by", "from"}))
        return syntax.holders(noun)

    def _phrases(self, sentence: Sentence) -> Iterator[Claim]:
        words = [t.lower_ for t in sentence.tokens[:-1]]
        for at, phrase in _cue_phrases().find(words):
            yield from self._of_phrase(sentence, at, at + len(phrase) - 1, _cues()["phrase"][" ".join(phrase)])

    def _of_phrase(self, sentence: Sentence, first: int, last: int, cue: Cue) -> Iterator[Claim]:
        head, end = sentence.tokens[first], sentence.tokens[last]
        governed = [t for w in {end.i, head.i} for t in syntax.prepositional_objects(self.page.doc[w])]
        governed = (
            [t for t in governed if t.i > end.i]
            or _tellers(end)
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


def _tellers(preposition: Token) -> list[Token]:
    """Of "according to what X reported" and "according to what was quoted by X", X."""
    told = [c for c in preposition.children if c.dep_ == "pcomp" and syntax.is_verb(c)]
    doers = [t for verb in told for t in syntax.doers(verb)]
    return [t for t in doers if t.tag_ not in ("WP", "WDT")]


def _blames(verb: Token) -> bool:
    """True of "blamed the raid on X" and "attributed the hack to X": who did it is told."""
    return verb.lemma_ in speech("charging", "blaming") and syntax.is_verb(verb)


def _teller(verb: Token) -> Token:
    """Of "said that the raid had killed ten, adding that ...", the saying, whose speaker adds: a raid
    does not, but one who did something does."""
    above = verb.head
    if _is_joined_above(verb):
        return above.head
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or above.i > verb.i:
        return verb
    if (answered := _who_answered(verb)) is not None:
        return answered
    if cue_at(above) is not None:
        return verb
    if (nearer := _who_did(verb)) is not None:
        return nearer
    if above.lemma_ in speech("unsaid", "under") and any(t.pos_ == "PROPN" for t in syntax.doers(above)):
        return verb
    while above.dep_ in ("ccomp", "xcomp", "conj", "advcl") and cue_at(above) is None:
        above = above.head
    return above if cue_at(above) is not None and above.i < verb.i and above.i != verb.head.i else verb


def _is_joined_above(verb: Token) -> bool:
    """True of "hoped that X would help, and did not exclude Y" where the parser joins the verb to "help"."""
    if verb.dep_ != "conj" or any(c.dep_ in syntax.SUBJECTS for c in verb.children):
        return False
    finite = verb.tag_ == "VBD" or any(c.dep_ == "aux" and c.tag_ in ("VBD", "VBZ", "VBP") for c in verb.children)
    inner = verb.head.dep_ == "ccomp" and verb.head.tag_ in ("VB", "VBG") and cue_at(verb.head.head) is not None
    opened = verb.left_edge.i
    parted = opened > 1 and verb.doc[opened - 1].lower_ in ("and", "but") and verb.doc[opened - 2].text == ","
    return finite and inner and parted and verb.head.head.i < verb.i


def _who_answered(verb: Token) -> Token | None:
    """Of "Y accused X of theft, which was rejected by X, stressing that ..." the rejecting, right before."""
    before = [t for t in syntax.sentence_of(verb) if verb.head.i < t.i < verb.i and t.dep_ == "relcl"]
    last = before[-1] if before else None
    if last is None or not syntax.agents(last) or cue_at(last) is None:
        return None
    return last if verb.i - last.right_edge.i <= 2 else None


def _who_did(verb: Token) -> Token | None:
    """Of "a call from X, who apologized, stressing that ..." the apology, the last thing told before."""
    told = [t for t in syntax.sentence_of(verb) if t.i < verb.i and t.tag_ in ("VBD", "VBZ", "VBP")]
    last = next((t for t in reversed(told) if t.dep_ != "pcomp" and t.head.lower_ != "what"), None)
    who = last is not None and any(c.lower_ == "who" and c.dep_ in syntax.SUBJECTS for c in last.children)
    return last if who and last is not None and last.dep_ == "relcl" else None


def _goes_on(verb: Token) -> bool:
    """True of "According to the report, X happened, adding that ...": the report adds."""
    participle = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.lemma_ in speech("after_quote", "verbs")
    return participle and verb.head.lemma_.lower() not in _cues()["verb"]


def _is_motive(noun: Token) -> bool:
    """True of "for fear that": why something was done, which nobody says."""
    return noun.head.lower_ in ("for", "in", "out") and not any(c.dep_ in ("det", "poss") for c in noun.children)


def _stance(verb: Token, cue: Cue) -> Stance:
    negated = any(c.dep_ == "neg" for c in verb.children)
    if negated and cue.stance == "asserts" and cue.kind in ("say", "estimate"):
        return "doubts"
    if negated and cue.stance == "denies":
        return "asserts"
    return cast("Stance", cue.stance)
