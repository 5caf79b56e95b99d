"""Who is meant by "he", "it", "they", "we", "it added".

The law: a pronoun stands for a mention of the same report before it, and for none where none agrees.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import cues
from foreshock.coding import roles, syntax
from foreshock.coding.roles import GROUPS
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast, Mention

PERSONAL = {"he": "person", "she": "person", "him": "person", "her": "person", "his": "person", "hers": "person",
            "it": "thing", "its": "thing", "they": "many", "them": "many", "their": "many", "who": "who"}  # fmt: skip
FIRST = frozenset({"we", "us", "our", "i", "me", "my", "ours", "ourselves"})
REFLEXIVE = {"himself": "person", "herself": "person", "itself": "thing", "themselves": "many"}
BODIES, BLOCS = frozenset({"EDU", "SOC"}), frozenset({"UNO", "NGO", "IGO", "EUR"})
"""Sectors and codes of bodies whose texts are retold."""
NEAR, NEAR_TEXT = 3, 5
"""Sentences that a pronoun reaches back over, and to a text or a body that is told from."""


def pronoun(cast: Cast, token: Token) -> Actor | None:
    """The actor a pronoun stands for, in its own words."""
    if token.lower_ == "whose" or (token.lower_ == "whom" and token.head.lower_ == "of"):
        told = syntax.antecedent(token)
        return cast.actor(told) if told is not None else None
    if token.lower_ in FIRST:
        speaker = _speaker(cast, token)
        return replace(speaker, text=token.text, span=cast.page.char_span(token, token)) if speaker else None
    kind = PERSONAL.get(token.lower_) or REFLEXIVE.get(token.lower_)
    if kind is None:
        return None
    meant = (
        _document(cast, token)
        or _teller(cast, token, kind)
        or _speaker_of_clause(cast, token, kind)
        or _nearest(cast, token, kind)
    )
    if meant is None:
        return None
    return replace(meant, text=token.text, span=cast.page.char_span(token, token))


def _document(cast: Cast, token: Token) -> Actor | None:
    """The report that "it added" goes on to tell of, where a report was what the sentence before was about."""
    if token.lower_ != "it" or token.dep_ != "nsubj" or token.head.lemma_ not in _telling():
        return None
    for mention in cast.before(token, reach=1):
        head = cast.page.doc[mention.token]
        if head.dep_ in syntax.SUBJECTS and head.head.dep_ == "ROOT":
            return mention.actor if mention.actor.kind == "document" else None
    return None


def _teller(cast: Cast, token: Token, kind: str) -> Actor | None:
    """Whom "it added", "she noted" go on to tell from: the last one who told anything and agrees."""
    if token.dep_ not in syntax.SUBJECTS or not _goes_on(token.head) or _is_quoted(cast, token):
        return None
    here, reach = cast.page.sentence_of(token), NEAR_TEXT if kind == "thing" else NEAR
    if (person := _before_colon(cast, token, kind)) is not None:
        return person
    for other in reversed(cast.page.doc[: token.i]):
        there = cast.page.sentence_of(other)
        if here is None or (there is not None and here.index - there.index > reach):
            return None
        if _tells(other) and other.head.i < token.i and not _is_quoted(cast, other):
            plain = roles.unlisted(cast.page, other) if other.pos_ in ("NOUN", "PROPN") else None
            actor, same = cast.actor(other) or plain, PERSONAL.get(other.lower_)
            if actor is not None and (same == kind if same else _told_by(cast, other, actor, kind)):
                return _since(cast, token, other, kind) or _by_whom(cast, other, kind) or actor
    return None


def _by_whom(cast: Cast, teller: Token, kind: str) -> Actor | None:
    """Of "according to the diplomat, X replied that" the diplomat, who tells what X replied."""
    here = [t for t in syntax.sentence_of(teller) if t.dep_ == "pobj" and t.i < teller.i and _tells(t)]
    found = ((t, cast.actor(t)) for t in here)
    return next((a for t, a in found if a is not None and _told_by(cast, t, a, kind)), None)


def _before_colon(cast: Cast, token: Token, kind: str) -> Actor | None:
    """Of "a diplomat was less hopeful: no treaty, he said, will pass" the diplomat."""
    before = [t for t in syntax.sentence_of(token) if t.i < token.i]
    colon = next((t for t in before if t.text == ":"), None)
    if kind != "person" or colon is None:
        return None
    subjects = [t for t in before if t.i < colon.i and t.dep_ in syntax.SUBJECTS]
    told = next((t for t in subjects if not _is_quoted(cast, t)), None)
    actor = cast.actor(told) if told is not None else None
    return actor if told is not None and actor is not None and _agrees(cast, told, actor, kind) else None


def _since(cast: Cast, token: Token, teller: Token, kind: str) -> Actor | None:
    """The person whom the sentence before is about, where the teller spoke before that: who acted last goes on; and the
    body, where the teller spoke before the paragraph."""
    here, there = cast.page.sentence_of(token), cast.page.sentence_of(teller)
    if here is None or there is None or here.index - there.index < 2:
        return None
    if kind == "thing" and here.paragraph == there.paragraph:
        return None
    last = (m for m in cast.before(token, reach=1) if m.subject and m.token > there.tokens[-1].i)
    heads = ((m, cast.page.doc[m.token]) for m in last)
    found = (m.actor for m, t in heads if t.head.dep_ == "ROOT" and mention_fits(m, kind))
    return next((a for a in found if kind == "person" or a.sector in BODIES or a.country in BLOCS), None)


def _goes_on(verb: Token) -> bool:
    """True of a verb of telling that is no part of what another clause tells."""
    top = verb
    while top.dep_ == "conj":
        top = top.head
    aside = top.dep_ == "parataxis" or (top.dep_ == "ccomp" and top.i < top.head.i)
    return verb.lemma_ in _telling() and (top.dep_ == "ROOT" or aside)


def _tells(token: Token) -> bool:
    """True of the subject of a verb of telling, and of whom something is said to be according to."""
    if token.dep_ == "pobj":
        return token.head.lower_ == "to" and token.head.head.lower_ == "according"
    return token.dep_ in syntax.SUBJECTS and token.head.lemma_ in _telling()


def _is_quoted(cast: Cast, token: Token) -> bool:
    return any(quote.start <= token.idx < quote.end for quote in cast.page.quotes)


def _told_by(cast: Cast, token: Token, actor: Actor, kind: str) -> bool:
    return _agrees(cast, token, replace(actor, kind="role"), kind) or (kind == "many" and actor.sector in GROUPS)


@cache
def _telling() -> frozenset[str]:
    """Verbs by which somebody goes on telling: those after a quotation, and all that attribute."""
    told = (cue.lemma for cue in cues() if cue.pos == "verb")
    return frozenset(toml_file("speech.toml")["after_quote"]["verbs"]).union(told)


def _speaker(cast: Cast, token: Token) -> Actor | None:
    """Who says "we": the subject of a verb of saying in the sentence, else the last one who was a subject."""
    for verb in syntax.sentence_of(token):
        if verb.lemma_ in ("say", "tell", "add", "write", "warn", "declare", "state") and verb.i != token.i:
            for subject in syntax.surface_subjects(verb):
                if subject.pos_ != "PRON" or subject.lower_ in PERSONAL:
                    actor = cast.actor(subject)
                    if actor:
                        return actor
    quoted = _speaker_of_quotation(cast, token)
    if quoted:
        return quoted
    return next((m.actor for m in cast.before(token, reach=6) if m.subject and m.actor.kind != "document"), None)


def _speaker_of_quotation(cast: Cast, token: Token) -> Actor | None:
    """Who says a quotation of several sentences: the subject of the saying right behind it, or before it."""
    quote = next((q for q in cast.page.quotes if q.start <= token.idx < q.end), None)
    if quote is None:
        return None
    words = quote.of(cast.page.text)
    edges = (quote.end - 1 - len(words) + len(words.rstrip()), quote.start + len(words) - len(words.lstrip()))
    for end in (cast.page.doc.char_span(at, at + 1, alignment_mode="expand") for at in edges):
        for verb in syntax.sentence_of(end[0]) if end else ():
            outside = not quote.start <= verb.idx < quote.end
            subjects = syntax.surface_subjects(verb) if outside and verb.lemma_ in _telling() else []
            found = [actor for t in subjects if t.lower_ not in FIRST and (actor := cast.actor(t))]
            if found:
                return found[0]
    return None


def _speaker_of_clause(cast: Cast, token: Token, kind: str) -> Actor | None:
    """In "Israel said it would", the subject of the clause above, where it agrees."""
    clause = syntax.clause_of(token)
    for child, head in syntax.ancestors_with_edges(clause):
        if child.dep_ not in ("ccomp", "advcl", "xcomp", "relcl", "acl", "pcomp", "conj", "prep", "pobj", "dobj"):
            return None
        if syntax.is_verb(head):
            for subject in syntax.surface_subjects(head):
                if subject.i < token.i and subject.pos_ != "PRON":
                    if served := _served(cast, subject, kind):
                        return served
                    actor = cast.actor(subject)
                    if actor and _agrees(cast, subject, actor, kind):
                        return actor
    return None


def _served(cast: Cast, subject: Token, kind: str) -> Actor | None:
    """Of "his lawyer says that he was beaten", whose lawyer it is."""
    owners = (t for t in syntax.owners(subject) if PERSONAL.get(t.lower_) == kind == "person")
    return next((a for t in owners if (a := cast.actor(t)) is not None), None)


def _agrees(cast: Cast, token: Token, actor: Actor, kind: str) -> bool:
    plural = token.tag_ in ("NNS", "NNPS") or bool([c for c in token.children if c.dep_ == "conj"])
    hit = cast.hit_at.get(token.i)
    person = token.ent_type_ == "PERSON" or roles.is_person_role(token)
    if hit is not None and not hit.is_state:
        person = getattr(hit.reading.of, "kind", "") == "person"
    if hit is not None and hit.is_state:
        person = False
    if kind == "person":
        return person and not plural
    if kind == "thing":
        return not person and not plural and actor.kind != "document"
    return kind == "many" and plural


def _nearest(cast: Cast, token: Token, kind: str) -> Actor | None:
    """The nearest fitting mention, subjects of the same and the last sentence first."""
    own = {t.i for t in syntax.surface_subjects(syntax.clause_of(token))} if token.dep_ in ("dobj", "pobj") else set()
    ours = _whose_side(cast, token)
    fits = [m for m in cast.before(token) if m.token not in own and mention_fits(m, kind)]
    fits = [m for m in fits if ours is None or m.actor.country != ours]
    here = cast.page.sentence_of(token)
    index = here.index if here else 0
    plural_here = [m for m in fits if kind == "many" and m.plural and m.sentence == index]
    if plural_here:
        return plural_here[0].actor
    for near in (0, 1):
        for mention in fits:
            if mention.subject and index - mention.sentence == near:
                return mention.actor
        if kind == "many":
            break
    return fits[0].actor if fits else None


def _whose_side(cast: Cast, token: Token) -> str | None:
    """Of "they rammed us" the country of the one who speaks, of which "they" are not."""
    acts = token.dep_ in syntax.SUBJECTS and token.lower_ in ("they", "he", "she", "it")
    done = [c for c in token.head.children if acts and c.lower_ in FIRST and c.dep_ in ("dobj", "dative")]
    speaker = _speaker(cast, done[0]) if done else None
    return speaker.country if speaker is not None else None


def mention_fits(mention: Mention, kind: str) -> bool:
    """True where a mention agrees in number and kind: a person, a thing, many."""
    if kind == "person":
        return mention.kind == "person" and not mention.plural
    if kind == "thing":
        return mention.kind in ("state", "group") and not mention.plural
    if kind == "many":
        return mention.plural or mention.kind == "group"
    return False
