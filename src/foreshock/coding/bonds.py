"""Ties told by what a body is made of, by what two sides keep between them, and by whose unit or government one is.

The law: both ends are told in the words themselves, and what may be or is denied is no tie.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.coding import syntax
from foreshock.coding.allegiance import ends
from foreshock.coding.apposed import group_end, name_before
from foreshock.coding.leaders import Tie
from foreshock.coding.tie_words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene


def bonds(scene: Scene, token: Token) -> Iterator[Tie]:
    """The ties that a verb or a noun tells in one of these ways."""
    if syntax.is_verb(token) and not any(c.dep_ == "neg" or c.tag_ == "MD" for c in token.children):
        yield from _made_of(scene, token)
        yield from _kept(scene, token)
        yield from _beside(scene, token)
    if token.pos_ in ("NOUN", "PROPN"):
        yield from _unit_of(scene, token)
        yield from _rule_of(scene, token)


def _made_of(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "the group, made up of X and Y", "a committee that consists of X and Y"."""
    if verb.lemma_.lower() not in words("made_of", "verbs"):
        return
    members = scene.cast.actors(syntax.objects_of(verb, frozenset({"of"})))
    before = name_before(verb)
    whole = [verb.head] if verb.dep_ == "acl" else syntax.surface_subjects(verb) or ([before] if before else [])
    if len(members) > 1:
        yield "member-of", members, [a for t in whole for a in group_end(scene, t)], scene.page.char_span(verb, verb)


def _kept(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "X maintains close ties with Y"."""
    if verb.lemma_.lower() not in words("kept", "verbs"):
        return
    for noun in (t for t in syntax.done_to(verb) if t.lemma_.lower() in words("kept", "nouns")):
        if any(c.lemma_.lower() in words("kept", "close") for c in noun.children):
            others = [o for t in (noun, verb) for o in syntax.objects_of(t, frozenset({"with", "to"}))]
            lefts, rights = ends(scene, syntax.doers(verb)), scene.cast.actors(others)
            yield "ally", lefts, rights, scene.page.char_span(noun, noun)


def _beside(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "the militia, which fights alongside the army"."""
    if verb.lemma_.lower() in words("fighting", "verbs") and verb.tag_ in ("VBZ", "VBP", "VBG"):
        others = syntax.objects_of(verb, words("fighting", "beside"))
        doers = [verb.head] if verb.dep_ == "acl" else syntax.surface_subjects(verb)
        yield "ally", ends(scene, doers), ends(scene, others), scene.page.char_span(verb, verb)


def _unit_of(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "Hezbollah's elite Radwan force", "the 33rd Front of the dissidents": a unit with a name, of a group."""
    named = any(c.pos_ == "PROPN" or c.tag_ == "CD" or c.lower_[:1].isdigit() for c in noun.children if c.i < noun.i)
    if not named or noun.lemma_.lower() not in words("unit", "nouns"):
        return
    wholes = [*syntax.owners(noun), *syntax.objects_of(noun, frozenset({"of"}))]
    groups = [a for t in wholes for a in group_end(scene, t) if a.sector in words("party_of", "sectors")]
    yield "member-of", group_end(scene, noun), groups, scene.page.char_span(noun, noun)


def _rule_of(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "the regime of X", whose head X is."""
    if noun.lemma_.lower() not in words("rule", "nouns"):
        return
    persons = [t for t in syntax.objects_of(noun, frozenset({"of"})) if t.pos_ == "PROPN" and scene.cast.is_person(t)]
    for head in scene.cast.actors(persons)[:1]:
        state = scene.cast.state(head.country, noun) if head.country else None
        yield "leads", [head], [state] if state is not None else [], scene.page.char_span(noun, noun)
