"""Speech that runs on: sentences without a cue of their own that go on retelling one source.

The law: a source is inherited only from a sentence that marks it, and only until another source or the outlet's own
voice is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.coding import syntax
from foreshock.coding.claims import Claim, nested, same_voice, speaks_for
from foreshock.coding.sentences import Page, Sentence
from foreshock.coding.sources import Sources, speech
from foreshock.records import Actor, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def retellings(page: Page, claims: list[Claim], sources: Sources) -> dict[int, Claim]:
    """By sentence, the source whose words the sentence retells."""
    outer = _outer(claims)
    issuer = _issuer(page, outer, sources)
    if issuer is not None:
        return {s.index: replace(issuer, content=s.span, inherited=True) for s in page.sentences if _is_body(s)}
    return dict(_passages(page, claims, outer, sources))


def _passages(page: Page, claims: list[Claim], outermost: list[Claim], sources: Sources) -> Iterator[tuple[int, Claim]]:
    """Sentence by sentence, the source whose words a passage goes on retelling.

    Where a source frames most paragraphs the report is its account, others speak within it, and a paragraph without a
    mark is its as well; elsewhere its words end with the paragraph, and where another source speaks.
    """
    alone = _commentator(page, outermost)
    unframed = set(outermost)
    retold = claims if alone else [c for c in claims if _can_be_retold(c)]
    often = alone or _often(retold)
    framing = set() if alone else _framing(page, [c for c in outermost if c.source.name in often])
    throughout, often = bool(alone or framing), framing or often
    marked = _by_sentence(page, claims)
    current, paragraph = None, -1
    for sentence in filter(_is_body, page.sentences):
        own = marked.get(sentence.index, [])
        outer = [c for c in own if c.source.name in often and c in unframed]
        other = bool(own) and not outer and all(c in unframed for c in own)
        if not throughout and (other or sentence.paragraph != paragraph):
            current = None
        paragraph = sentence.paragraph
        if outer:
            current = outer[0]
        elif current is not None and _is_own(page, sentence, sources):
            current = None
        if current is not None:
            yield sentence.index, _here(current, sentence, bool(outer), throughout)


def _is_own(page: Page, sentence: Sentence, sources: Sources) -> bool:
    """True where the outlet tells what it was told or found: "told this agency", "the Post could not verify"; and where
    somebody answers what a document says: "rejected the findings"."""
    parts = [t for t in sentence.tokens if t.dep_ in ("nsubj", "dobj", "dative")]
    return any(_is_outlet(page, t) for t in parts) or any(
        _is_answered(t) or _is_asking(t, sources) for t in sentence.tokens
    )


def _is_answered(noun: Token) -> bool:
    verbs, nouns = speech("answered", "verbs"), speech("answered", "nouns")
    answered = noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_ in verbs and noun.lemma_.lower() in nouns
    return answered and syntax.determined(noun, ("the", "this", "that", "these", "those"))


def _is_asking(noun: Token, sources: Sources) -> bool:
    """True of the medium in "told Reuters" and "speaking to Reuters"."""
    spoken = noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.lemma_ == "speak"
    told = noun.dep_ in ("dobj", "dative") and noun.head.lemma_ == "tell"
    medium = sources.cast.actor(noun) if spoken or told else None
    return medium is not None and medium.sector == "JRN"


def _is_outlet(page: Page, noun: Token) -> bool:
    near = any(c.lower_ in speech("own_voice", "pointing") for c in noun.children)
    if near and noun.lemma_.lower() in speech("own_voice", "nouns"):
        return True
    named = page.doc[noun.left_edge.i : noun.i + 1].text.lower().removeprefix("the ")
    return bool(page.report.outlet) and named == (page.report.outlet or "").lower().removeprefix("the ")


def quoted_on(page: Page, claims: list[Claim]) -> Iterator[Claim]:
    """Of `He told us X. "Y."`, Y with the speaker of X: a quotation with no mark of its own goes on where one stood."""
    marked = _by_sentence(page, claims)
    for quote in page.quotes:
        here = next((s for s in page.sentences if s.span.start <= quote.start < s.span.end), None)
        if here is None or quote.start - here.span.start > 1 or _is_marked(quote, claims):
            continue
        speaker = max(marked.get(here.index - 1, []), key=lambda c: c.content.end, default=None)
        last = page.sentences[here.index - 1] if here.index else here
        if speaker is not None and last.paragraph == here.paragraph:
            yield replace(speaker, content=quote, stance="asserts", inherited=True, asserted=True, aside=None)


def _is_marked(quote: Span, claims: list[Claim]) -> bool:
    """True where a cue in or beside the quotation tells whose it is."""
    return any(c.content.meets(quote) for c in claims)


def _here(claim: Claim, sentence: Sentence, marked: bool, throughout: bool) -> Claim:
    """The source as the sentence retells it; where the sentence marks it, it goes on behind its clause: "but X did"."""
    if marked and throughout:
        return claim
    start = min(claim.content.end, sentence.span.end - 1) if marked else sentence.span.start
    return replace(claim, content=Span(start, sentence.span.end), inherited=True)


def _by_sentence(page: Page, claims: list[Claim]) -> dict[int, list[Claim]]:
    """The claims by the number of the sentence that marks them, in their order."""
    found: dict[int, list[Claim]] = {}
    for claim in claims:
        if (sentence := page.sentence_at.get(claim.cue_token)) is not None:
            found.setdefault(sentence.index, []).append(claim)
    return found


def _framing(page: Page, outermost: list[Claim]) -> set[str]:
    """The names of the one source that most paragraphs of the body quote or name again, where there is one."""
    paragraphs = {s.paragraph for s in page.sentences if _is_body(s)}
    named, told = _naming(page), toml_file("speech.toml")["retold"]
    for claim in {(c.source.name, c.source.kind): c for c in outermost}.values():
        voice = [c for c in outermost if same_voice(c.source, claim.source)]
        marked = {s.paragraph for c in voice if (s := page.sentence_at.get(c.cue_token)) is not None}
        quoted, framed = (len(some) / len(paragraphs) for some in (marked, marked | named))
        if quoted >= told["quoted_share"] and framed >= told["share"]:
            return {c.source.name for c in voice}
    return set()


def _naming(page: Page) -> set[int]:
    """The paragraphs that point back to a document, to a part, the authors or the house of one."""
    words = frozenset().union(
        *(speech("documents", key) for key in ("research", "parts", "authors", "scholars", "houses"))
    )
    named = (t for t in page.tokens() if t.lemma_.lower() in words and _is_definite(t))
    return {s.paragraph for t in named if (s := page.sentence_of(t)) is not None and _is_body(s)}


def _is_definite(noun: Token) -> bool:
    """True of "the brief", "the authors", and of "a second chapter", which is one of a document told before."""
    return noun.lemma_.lower() in speech("documents", "parts") or syntax.determined(noun, ("the", "this", "that"))


def _outer(claims: list[Claim]) -> list[Claim]:
    inside = nested(claims)
    return [c for c in claims if c not in inside]


def _commentator(page: Page, outermost: list[Claim]) -> set[str]:
    """The names of the one scholar whom a report retells in the present tense throughout: "an economist writes"."""
    outer = [c for c in outermost if c.kind in ("say", "estimate", "predict", "explain")]
    present = [c for c in outer if page.doc[c.cue_token].tag_ in ("VBZ", "VBP")]
    if not present or any(not same_voice(c.source, present[0].source) for c in outer):
        return set()
    return {c.source.name for c in outer} if _can_be_retold(present[0]) else set()


def _issuer(page: Page, outermost: list[Claim], sources: Sources) -> Claim | None:
    """The body that issues the report itself: an official statement, told in the present tense of the act of speech."""
    body = [s for s in page.sentences if _is_body(s)]
    if len(body) < 2:
        return None
    root = body[0].tokens.root
    issued = _issued_by(root)
    source = sources.actor(issued) if issued is not None else None
    if source is None or not _is_official(source) or not _is_alone(outermost, source):
        return None
    return Claim(source, page.char_span(root, root), root.i, body[0].span, "asserts", "say", inherited=True)


def _issued_by(root: Token) -> Token | None:
    """The subject of "announces", or X in the heading "Statement by X"."""
    if root.lemma_.lower() in speech("performing", "headings"):
        return next(iter(syntax.objects_of(root, frozenset({"by", "of", "from"}))), None)
    return next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass") and _performs(root)), None)


def _performs(verb: Token) -> bool:
    """True where the verb is the act of speech itself: "announces", "has learned with concern", "is following"."""
    if verb.lemma_ not in speech("performing", "verbs"):
        return False
    present = [c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("has", "have", "is", "are")]
    return verb.tag_ in ("VBZ", "VBP") or bool(present)


def _is_official(source: Actor) -> bool:
    body = source.sector in speech("performing", "sectors") or source.country in speech("performing", "countries")
    return body and source.kind != "document" and " " in source.text


def _is_alone(outermost: list[Claim], source: Actor) -> bool:
    """True where nobody else's words frame a sentence."""
    return all(speaks_for(c.source, [source]) or c.kind not in ("say", "explain") for c in outermost)


def _is_body(sentence: Sentence) -> bool:
    return sentence.part.kind not in ("title", "heading")


def _often(retold: list[Claim]) -> set[str]:
    least = toml_file("speech.toml")["retold"]["least"]
    return {c.source.name for c in retold if sum(same_voice(c.source, o.source) for o in retold) >= least}


def _can_be_retold(claim: Claim) -> bool:
    """True for a research document, and for sources of the sectors that reports retell at length."""
    head = re.split(r" (?:for|of|by|on|from) ", claim.source.text.lower())[0].split()
    research = claim.source.kind in ("document", "role") and head[-1:] and head[-1] in speech("documents", "research")
    listed = claim.source.sector in speech("retold", "sectors") or claim.source.country in speech("retold", "countries")
    return bool(research or listed)
