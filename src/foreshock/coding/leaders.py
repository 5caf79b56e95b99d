"""Who leads what, by the titles told with names, and whose party a party is.

The law: what is led is named with the title; the state that only colours a title comes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.coding import roles, syntax
from foreshock.coding.apposed import group_end, name_before, name_behind
from foreshock.records import Actor, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

Tie = tuple[str, list[Actor], list[Actor], Span]
PAST = ("former", "ex", "deputy", "vice", "late", "incoming")


def led(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "Israeli Prime Minister Benjamin Netanyahu"; "X, leader of Y"; "the mission's commander, X"."""
    person = _person_titled(scene, noun)
    if person is None or any(m.lower_ in PAST for m in roles.modifiers(noun)):
        return
    if any(m.lower_ in toml_file("ties.toml")["camp"]["nouns"] for m in roles.modifiers(noun)):
        return
    bodies = _whose(scene, noun) or _bodies(scene, noun) or _coloured(scene, noun, person)
    yield "leads", [person], bodies, scene.page.char_span(noun, noun)


def _coloured(scene: Scene, noun: Token, person: Actor) -> list[Actor]:
    """What colours the title: a state only where the title is that of who leads one, and not of a minister under it."""
    found = [scene.cast.led_by(noun), scene.cast.led_in_office(noun, person)]
    if not _leads_states(noun):
        found = [a for a in found if a is not None and a.name not in _state_names(scene)]
    return [a for a in found if a is not None][:1]


def _leads_states(noun: Token) -> bool:
    titles = toml_file("ties.toml")["state"]
    before = {m.lower_ for m in roles.modifiers(noun)}
    return noun.lemma_.lower() in titles["titles"] or (
        noun.lemma_.lower() in titles["with_first"] and bool(before & set(titles["first"]))
    )


def _state_names(scene: Scene) -> set[str]:
    return {state.name for state in scene.cast.registry.states}


def _whose(scene: Scene, noun: Token) -> list[Actor]:
    """Of "X, whose leader, Y, ..." the X; of "the junta chief, Y" the junta."""
    first = noun.left_edge
    if first.lower_ == "whose" and (held := _holder(first, noun)) is not None:
        return group_end(scene, held)
    if first.lower_ == "its" and (body := _its_body(scene, first)) is not None:
        return [body]
    groups = toml_file("ties.toml")["group"]["nouns"]
    before = [m for m in roles.modifiers(noun) if m.lemma_.lower() in groups]
    return [a for m in before[:1] for a in group_end(scene, m)]


def _holder(whose: Token, noun: Token) -> Token | None:
    """The X of "X, whose leader, Y, ..." and of "X, which won and whose leader, Y, ..."."""
    if whose.i > 1 and whose.nbor(-1).text == ",":
        return whose.nbor(-2)
    clause = noun.head
    while clause.dep_ == "conj":
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else None


def _its_body(scene: Scene, its: Token) -> Actor | None:
    """Of "its leader, Y": the body or group that is the subject, or told last; a state has its rulers by name."""
    named = [m for m in scene.cast.before(its) if m.kind == "group" and m.actor.kind == "named"]
    bodies = [m for m in named if m.actor.sector != "JRN"]
    here = scene.page.sentence_of(its)
    subjects = [m for m in bodies if m.subject and here is not None and m.sentence == here.index]
    return next((m.actor for m in (*subjects, *bodies)), None)


def _bodies(scene: Scene, noun: Token) -> list[Actor]:
    """What is led where it is named as of or owned by: "head of the office", "the mission's commander"."""
    named = [*syntax.objects_of(noun, frozenset({"of"})), *syntax.owners(noun)]
    bodies = [
        t for t in named if t.lemma_.lower() in toml_file("ties.toml")["group"]["nouns"] or t.i not in _states(scene)
    ]
    if noun.lemma_.lower() in toml_file("ties.toml")["portfolio"]["titles"]:
        bodies = [t for t in bodies if t.i in scene.cast.hit_at or t.pos_ == "NOUN"]
    found = [(t, a) for t in bodies for a in group_end(scene, t)]
    return [a for t, a in found if t.pos_ in ("NOUN", "PROPN") or a.kind == "named"][:1]


def _states(scene: Scene) -> set[int]:
    return {i for i, hit in scene.cast.hit_at.items() if hit.is_state}


def _person_titled(scene: Scene, noun: Token) -> Actor | None:
    outer = noun.head.head if noun.dep_ == "pobj" else None
    of_other = outer is not None and roles.is_person_role(outer)  # "adviser to the Leader, X": X is the adviser
    candidates = [] if of_other else [c for c in noun.children if c.dep_ == "appos"]
    if noun.dep_ in ("compound", "appos", "nmod"):
        candidates.append(noun.head)
    if not of_other:
        candidates += [t for t in (name_behind(noun), name_before(noun)) if t is not None]
    for candidate in candidates:
        actor = scene.cast.actor(candidate)
        if actor and candidate.pos_ == "PROPN" and actor.kind == "named" and scene.cast.is_person(candidate):
            return actor
    return None


def of_party(scene: Scene, name: Token) -> Iterator[Tie]:
    """ "Rep. X of the ruling Y party": X is of Y."""
    if name.pos_ != "PROPN" or not scene.cast.is_person(name):
        return
    parties = [
        a for t in syntax.objects_of(name, frozenset({"of", "from"})) for a in scene.cast.members(t) if _is_party(a)
    ]
    yield "member-of", scene.cast.members(name), parties, scene.page.char_span(name, name)


def seated(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "a Likud lawmaker, X", "one of its deputies, X": X is of the party."""
    if noun.lemma_.lower() not in toml_file("ties.toml")["seat"]["nouns"]:
        return
    one = noun.dep_ == "pobj" and noun.head.head.lower_ == "one"
    named = [c for c in noun.head.head.children if one and c.dep_ == "appos"]
    person = _person_titled(scene, noun) or next(iter(scene.cast.actors(named)), None)
    through = [*syntax.owners(noun), *roles.modifiers(noun), *syntax.objects_of(noun, frozenset({"of", "from"}))]
    parties = [a for t in through for a in scene.cast.members(t) if _is_party(a)]
    if person is not None:
        yield "member-of", [person], parties[:1], scene.page.char_span(noun, noun)


def _is_party(actor: Actor) -> bool:
    return actor.kind == "named" and actor.sector in toml_file("ties.toml")["party_of"]["sectors"]


def own_party(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "X's party, the Y": X is of Y."""
    if noun.lemma_.lower() not in toml_file("ties.toml")["own"]["nouns"]:
        return
    owners = [
        a
        for t in syntax.owners(noun)
        if scene.cast.is_person(t) or roles.is_person_role(t) or t.lower_ in ("his", "her")
        for a in scene.cast.members(t)
    ]
    named = [c for c in noun.children if c.dep_ == "appos" or (c.dep_ == "compound" and c.pos_ == "PROPN")]
    named += [t for t in [name_behind(noun)] if t is not None and not named]
    yield "member-of", owners, [a for t in named[:1] for a in group_end(scene, t)], scene.page.char_span(noun, noun)
