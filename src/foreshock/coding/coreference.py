"""Who is meant by "he", "it", "the group", "both sides", "the report".

The law: a word points back to a mention of the same report, and to none where none fits; it never reaches forward.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.coding import roles, syntax
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast, Mention

PERSONAL = {"he": "person", "she": "person", "him": "person", "her": "person", "his": "person", "hers": "person",
            "it": "thing", "its": "thing", "they": "many", "them": "many", "their": "many", "who": "who"}  # fmt: skip
FIRST = frozenset({"we", "us", "our", "i", "me", "my", "ours", "ourselves"})
REFLEXIVE = {"himself": "person", "herself": "person", "itself": "thing", "themselves": "many"}
NEAR = 3
"""Sentences that a pronoun reaches back over."""


def is_person_role(token: Token) -> bool:
    """True for nouns that stand for one person: minister, spokesman, adviser."""
    return token.lemma_.lower() in roles.role_words().person and token.tag_ in ("NN", "NNP")


def pronoun(cast: Cast, token: Token) -> Actor | None:
    """The actor a pronoun stands for, in its own words."""
    if token.lower_ in FIRST:
        speaker = _speaker(cast, token)
        return replace(speaker, text=token.text, span=cast.page.char_span(token, token)) if speaker else None
    kind = PERSONAL.get(token.lower_) or REFLEXIVE.get(token.lower_)
    if kind is None:
        return None
    meant = _document(cast, token) or _speaker_of_clause(cast, token, kind) or _nearest(cast, token, kind)
    if meant is None:
        return None
    return replace(meant, text=token.text, span=cast.page.char_span(token, token))


def _document(cast: Cast, token: Token) -> Actor | None:
    """The report that "it added" goes on to tell of, where a report was the subject of the sentence before."""
    if token.lower_ != "it" or token.dep_ != "nsubj" or token.head.lemma_ not in _telling():
        return None
    for mention in _before(cast, token, reach=1):
        head = cast.page.doc[mention.token]
        if head.dep_ in syntax.SUBJECTS and head.head.dep_ == "ROOT":
            return mention.actor if mention.actor.kind == "document" else None
    return None


@cache
def _telling() -> frozenset[str]:
    return frozenset(toml_file("speech.toml")["after_quote"]["verbs"])


def _speaker(cast: Cast, token: Token) -> Actor | None:
    """Who says "we": the subject of a verb of saying in the sentence, else the last one who was a subject."""
    for verb in syntax.sentence_of(token):
        if verb.lemma_ in ("say", "tell", "add", "write", "warn", "declare", "state") and verb.i != token.i:
            for subject in syntax.surface_subjects(verb):
                if subject.pos_ != "PRON" or subject.lower_ in PERSONAL:
                    actor = cast.actor(subject)
                    if actor:
                        return actor
    return next((m.actor for m in _before(cast, token, reach=6) if m.subject and m.actor.kind != "document"), None)


def description(cast: Cast, token: Token) -> Actor | None:
    """The actor that "the group", "the country" or "the minister" points back to."""
    words = _definite(token)
    if words is None:
        return None
    for kind, phrases in roles.role_words().points_back.items():
        if words in phrases and kind != "both":
            return _back_to(cast, token, kind)
    return _same_noun(cast, token) if words.startswith(("the ", "these ", "this ", "those ")) else None


def _same_noun(cast: Cast, token: Token) -> Actor | None:
    """Of "the army", the army that was told of before, where its country is known."""
    noun = token.lemma_.lower()
    for mention in _before(cast, token, reach=8):
        if mention.noun == noun and mention.actor.country and roles.role_of(token) and mention.actor.kind != "document":
            return mention.actor
    return None


def both(cast: Cast, token: Token) -> list[Actor]:
    """The two that "both sides" or "the two countries" point back to."""
    words = _definite(token) or token.lower_
    if words not in roles.role_words().points_back["both"] or syntax.objects_of(token, frozenset({"of"})):
        return []
    if any(c.dep_ == "appos" for c in token.children):
        return []
    found: dict[str, Actor] = {}
    for mention in _before(cast, token):
        if mention.kind in ("state", "group"):
            found.setdefault(mention.actor.name, mention.actor)
        if len(found) == 2:
            return list(reversed(found.values()))
    return []


def joined(cast: Cast, token: Token) -> list[Actor]:
    """Those joined by "and" as the last subject, to whom "they" points back."""
    if token.lower_ not in ("they", "them"):
        return []
    for mention in _before(cast, token, reach=2):
        head = cast.page.doc[mention.token]
        if head.dep_ in syntax.SUBJECTS:
            members = syntax.expand(head)
            if len(members) > 1:
                return cast.actors(members)
            if _mention_fits(mention, "many"):
                return []
    return []


def _definite(token: Token) -> str | None:
    """ "the group" where nothing but article and number stand with the noun."""
    left = [
        c
        for c in token.children
        if c.i < token.i and c.dep_ in ("det", "nummod", "amod", "compound", "poss", "nmod", "predet")
    ]
    if any(c.dep_ in ("amod", "compound", "poss", "nmod") and c.lower_ != "prime" for c in left):
        return None
    closed = (
        ("prep", "appos") if any(c.lower_ in ("these", "those") for c in left) else ("prep", "appos", "relcl", "acl")
    )
    if any(c.dep_ in closed and c.i > token.i for c in token.children):
        return None
    words = [c.lower_ for c in sorted(left, key=lambda c: c.i)] + [token.lower_]
    return " ".join(words) if len(words) > 1 else None


def _back_to(cast: Cast, token: Token, kind: str) -> Actor | None:
    for mention in _before(cast, token, reach=8):
        told = {mention.noun, *mention.office.split()}
        if kind == "person" and mention.kind == "person" and token.lemma_.lower() in told:
            return mention.actor
        if (
            kind == "group"
            and mention.kind == "group"
            and mention.actor.sector in ("REB", "PTY", "PRM", "UAF", "CRM", "OPP", "SOC")
        ):
            return mention.actor
        if kind == "state" and mention.kind == "state":
            return mention.actor
    return None


def _before(cast: Cast, token: Token, reach: int = NEAR) -> Iterator[Mention]:
    """Mentions before the token, nearest first."""
    here = cast.page.sentence_of(token)
    index = here.index if here else 0
    for mention in reversed(cast.mentions):
        if mention.token < token.i and index - mention.sentence <= reach:
            yield mention


def _speaker_of_clause(cast: Cast, token: Token, kind: str) -> Actor | None:
    """In "Israel said it would", the subject of the clause above, where it agrees."""
    clause = syntax.clause_of(token)
    for child, head in syntax.ancestors_with_edges(clause):
        if child.dep_ not in ("ccomp", "advcl", "xcomp", "relcl", "acl", "pcomp", "conj", "prep", "pobj", "dobj"):
            return None
        if syntax.is_verb(head):
            for subject in syntax.surface_subjects(head):
                if subject.i < token.i and subject.pos_ != "PRON":
                    actor = cast.actor(subject)
                    if actor and _agrees(cast, subject, actor, kind):
                        return actor
    return None


def _agrees(cast: Cast, token: Token, actor: Actor, kind: str) -> bool:
    plural = token.tag_ in ("NNS", "NNPS") or bool([c for c in token.children if c.dep_ == "conj"])
    hit = cast.hit_at.get(token.i)
    person = token.ent_type_ == "PERSON" or is_person_role(token)
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
    fits = [m for m in _before(cast, token) if m.token not in own and _mention_fits(m, kind)]
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


def _mention_fits(mention: Mention, kind: str) -> bool:
    if kind == "person":
        return mention.kind == "person" and not mention.plural
    if kind == "thing":
        return mention.kind in ("state", "group") and not mention.plural
    if kind == "many":
        return mention.plural or mention.kind == "group"
    return False
