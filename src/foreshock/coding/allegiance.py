"""Ties of who obeys, arms or stands by whom, told by clauses and by place.

The law: a tie stands; what was done once is an act, and only belonging is a tie in any tense.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.coding import syntax
from foreshock.coding.apposed import group_end, named_by
from foreshock.coding.leaders import Tie
from foreshock.coding.tie_words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.records import Actor

REACH = 7
"""Tokens between a party and the name of the one who leads it: "the party of former president X"."""


def allegiances(scene: Scene, token: Token) -> Iterator[Tie]:
    """The ties that the token tells as a verb, as "under", "allied" or "of", or by its place in a relative clause."""
    if syntax.is_verb(token):
        yield from _obeying(scene, token)
    if token.lower_ == "under":
        yield from _under(scene, token)
    if token.lower_ in ("which", "who", "whom", "that"):
        yield from _by_place(scene, token)
    if token.lower_ in words("beside", "words"):
        yield from _beside(scene, token)
    if token.lower_ == "of":
        yield from _party_of(scene, token)


def ends(scene: Scene, tokens: list[Token]) -> list[Actor]:
    """The parties at the tokens, known or only written; an apposition stands for the name before it."""
    return [a for t in tokens for a in group_end(scene, named_by(t))]


def _obeying(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "answers to X", "takes its orders from X", "sides with X", "belonged to X"."""
    for kind, rows in toml_file("ties.toml")["obeying"].items():
        for lemma, through, noun in (row.split("|") for row in rows):
            if verb.lemma_.lower() != lemma or not _holds(verb, kind):
                continue
            told = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() == noun]
            if noun and not told:
                continue
            rights = [o for t in (verb, *told) for o in syntax.objects_of(t, frozenset({through}))]
            subjects = syntax.surface_subjects(verb) or [c for c in verb.children if c.dep_ == "compound"]
            sides = ends(scene, subjects), ends(scene, rights)
            ordered = sides if kind in ("member-of", "ally") else sides[::-1]
            yield kind, *ordered, scene.page.char_span(verb, verb)


def _holds(verb: Token, kind: str) -> bool:
    """False of what is denied or only may be, and of a past that may have passed."""
    denied = any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children)
    return not denied and (kind == "member-of" or verb.tag_ in ("VBZ", "VBP", "VBG", "NNS", "NNP"))


def _under(scene: Scene, under: Token) -> Iterator[Tie]:
    """ "is under the command of X", "fighting under the orders of X"."""
    verb, held = under.head, [c for c in under.children if c.dep_ == "pobj"]
    stands = verb.pos_ in ("NOUN", "PROPN") or verb.lemma_.lower() in words("under", "verbs")
    if stands and held and held[0].lemma_.lower() in words("under", "nouns"):
        led = verb if verb.pos_ in ("NOUN", "PROPN") else verb.head if verb.dep_ == "acl" else None
        leds = ends(scene, [led] if led is not None else syntax.surface_subjects(verb))
        over = ends(scene, syntax.objects_of(held[0], frozenset({"of"}))) or scene.cast.actors(syntax.owners(held[0]))
        yield "leads", over, leds, scene.page.char_span(under, held[0])


def _by_place(scene: Scene, relative: Token) -> Iterator[Tie]:
    """ "the rebels, whom X arms and trains", "X, which arms Y", where the parser took the verb for a noun."""
    doc, at = relative.doc, relative.i
    if at < 1 or at + 2 >= len(doc):
        return
    before = doc[at - 2] if doc[at - 1].text == "," and at > 1 else doc[at - 1]
    first, second = doc[at + 1], doc[at + 2]
    backing = words("standing", "verbs")
    if second.lower_ in backing and first.i in scene.cast.hit_at and doc[at + 3 : at + 4].text in (",", "and", "."):
        yield "backs", ends(scene, [first]), ends(scene, [before]), scene.page.char_span(second, second)
    elif first.lower_ in backing and second.i in scene.cast.hit_at and before.i in scene.cast.hit_at:
        yield "backs", ends(scene, [before]), ends(scene, [second]), scene.page.char_span(first, first)


def _beside(scene: Scene, allied: Token) -> Iterator[Tie]:
    """ "the army and allied rebels", "the army and its allied militias"."""
    doc = allied.doc
    group = next((t for t in doc[allied.i + 1 : allied.i + 4] if t.pos_ in ("NOUN", "PROPN")), None)
    joint = next((t for t in doc[max(allied.i - 2, 0) : allied.i] if t.lower_ in ("and", "with", "plus")), None)
    if group is None or joint is None or joint.i < 1:
        return
    yield "ally", ends(scene, [doc[joint.i - 1]]), ends(scene, [group]), scene.page.char_span(allied, allied)


def _party_of(scene: Scene, of: Token) -> Iterator[Tie]:
    """ "the party X of former president Y": who is told with it leads it."""
    party = of.nbor(-1) if of.i else of
    known = scene.cast.actor(party) if party.i in scene.cast.hit_at else None
    if known is None or known.sector not in words("party_of", "sectors"):
        return
    for token in of.doc[of.i + 1 : of.i + 1 + REACH]:
        person = scene.cast.actor(token) if token.pos_ == "PROPN" and scene.cast.is_person(token) else None
        if person is not None and person.kind == "named":
            yield "leads", [person], [known], scene.page.char_span(of, of)
            return
        if token.is_punct or token.pos_ in ("ADP", "DET", "AUX"):
            return
