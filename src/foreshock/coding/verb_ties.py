"""Ties told by verbs: "backed by X", "which X leads", "X includes Y".

The law: the verb stands in the present, or tells of nothing but an office or of steering.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.coding import syntax
from foreshock.coding.allegiance import ends
from foreshock.coding.apposed import after_such_as, group_end, name_before, named_by
from foreshock.coding.leaders import Tie
from foreshock.coding.tie_words import kind_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene


def told_by_verbs(scene: Scene, verb: Token) -> Iterator[Tie]:
    """The ties that a verb tells in any of its forms."""
    yield from _of_participle(scene, verb)
    yield from _under_banner(scene, verb)
    yield from _of_verb(scene, verb)


def _of_participle(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "groups supported by the Quds Force", "groups allied with Iran"."""
    held = verb.head if verb.dep_ == "acl" else name_before(verb) if verb.dep_ == "advcl" else None
    if held is None or verb.tag_ != "VBN":
        return
    kind = kind_of("participle").get(verb.lemma_.lower()) or kind_of("participle").get(verb.lower_)
    if kind is None:
        return
    through = frozenset({"by"}) if kind in ("backs", "leads") else frozenset({"with", "to", "by"})
    lefts = scene.cast.actors(syntax.objects_of(verb, through))
    if kind == "ally" and (bodies := [t for t in syntax.objects_of(verb, frozenset({"in"})) if _is_body(scene, t)]):
        members, span = scene.cast.actors(syntax.expand(held)), scene.page.char_span(verb, verb)
        yield "member-of", members, [a for t in bodies for a in group_end(scene, t)], span
    rights = scene.cast.members(named_by(held)) + scene.cast.actors(after_such_as(held))
    yield kind, lefts, rights, scene.page.char_span(verb, verb)


def _under_banner(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "fighters marching under the flag of X"."""
    if verb.dep_ != "acl" or verb.tag_ != "VBG":
        return
    under = syntax.objects_of(verb, frozenset({"under"}))
    named = [t for u in under for t in (syntax.objects_of(u, frozenset({"of"})) if _is_banner(u) else [])]
    yield "member-of", scene.cast.members(verb.head), scene.cast.actors(named), scene.page.char_span(verb, verb)


def _is_banner(noun: Token) -> bool:
    return noun.lemma_.lower() in toml_file("ties.toml")["banner"]["nouns"]


def _of_passive(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "which is backed by X", "is linked to X", "was directed by X"."""
    kind = kind_of("participle").get(verb.lower_)
    present = any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in verb.children)
    present = present or any(c.dep_ == "auxpass" and c.lower_ == "been" for c in verb.children)
    if kind in ("backs", "leads") and (present or verb.lower_ in kind_of("steering")):
        done = [_of_same_number(verb, t) for t in syntax.done_to(verb)]
        yield kind, scene.cast.actors(syntax.agents(verb)), ends(scene, done), scene.page.char_span(verb, verb)
    elif kind == "ally" and present:
        others = syntax.objects_of(verb, frozenset({"to", "with"}))
        yield kind, ends(scene, syntax.done_to(verb)), scene.cast.actors(others), scene.page.char_span(verb, verb)


def _of_same_number(verb: Token, told: Token) -> Token:
    """Of "the party of the Serbs, which is backed by X" the party: "is" is not said of many."""
    single = verb.dep_ == "relcl" and any(c.dep_ == "auxpass" and c.tag_ == "VBZ" for c in verb.children)
    many = told.tag_ in ("NNS", "NNPS") and told.dep_ == "pobj" and told.head.lower_ == "of"
    return told.head.head if single and many and told.head.head.tag_ in ("NN", "NNP") else told


def _of_verb(scene: Scene, verb: Token) -> Iterator[Tie]:
    if any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children):
        return
    if verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.children):
        yield from _of_passive(scene, verb)
        return
    if verb.tag_ not in ("VBZ", "VBP") and not (_has_led(verb) or _has_long(verb) or _has_since(verb)):
        return
    if verb.lemma_ in toml_file("ties.toml")["group"]["including"]:
        yield from _included(scene, verb)
    if verb.lemma_ == "be":
        yield from _at_odds(scene, verb)
    if verb.lemma_ in toml_file("ties.toml")["group"]["making"] and (wholes := syntax.done_to(verb)):
        rights = [a for t in wholes[:1] if _is_body(scene, t) for a in group_end(scene, t)]
        yield "member-of", scene.cast.actors(syntax.doers(verb)), rights, scene.page.char_span(verb, verb)
    kind = kind_of("verb").get(verb.lemma_.lower())
    if kind is None:
        return
    if kind == "member-of" and verb.dep_ == "relcl":
        yield kind, scene.cast.actors(syntax.doers(verb)), group_end(scene, verb.head), scene.page.char_span(verb, verb)
        return
    lefts = scene.cast.actors(syntax.doers(verb))
    sides = syntax.done_to(verb) or syntax.objects_of(verb, frozenset({"with", "to"}))
    rights = ends(scene, sides) if kind == "leads" else scene.cast.actors(sides)
    rights = rights or scene.cast.actors([o for t in sides for o in syntax.owners(t)])
    yield kind, lefts, rights, scene.page.char_span(verb, verb)


def _at_odds(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "Egypt, which is at odds with Ethiopia"."""
    for noun in syntax.objects_of(verb, frozenset({"at"})):
        if (kind := kind_of("at").get(noun.lower_)) is not None:
            others = syntax.objects_of(noun, frozenset({"with"})) or syntax.objects_of(verb, frozenset({"with"}))
            lefts, rights = scene.cast.actors(syntax.surface_subjects(verb)), scene.cast.actors(others)
            yield kind, lefts, rights, scene.page.char_span(noun, noun)


def _has_led(verb: Token) -> bool:
    """True of "had headed the unit": the verbs that tell of nothing but an office."""
    return verb.lemma_.lower() in kind_of("office") and verb.tag_ in ("VBD", "VBN") and not syntax.is_passive(verb)


def _has_long(verb: Token) -> bool:
    """True of "has long backed"."""
    told = toml_file("ties.toml")["long"]["words"]
    has = any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)
    return has and any(c.dep_ == "advmod" and c.lower_ in told for c in verb.children)


def _has_since(verb: Token) -> bool:
    """True of "has led the country since May", "has armed and trained X for years"."""
    told = toml_file("ties.toml")["long"]["spans"]
    beside = [c for one in (verb, *verb.conjuncts) for c in one.children]
    has = any(c.dep_ == "aux" and c.lower_ in ("has", "have", "had") for c in beside)
    since = (c.lower_ == "since" or any(m.lower_ == "since" and m.dep_ == "mark" for m in c.children) for c in beside)
    spans = (c.lower_ == "for" and any(o.lemma_ in told for o in c.children) for c in beside)
    return has and (any(since) or any(spans))


def _included(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "an alliance of gangs that includes X"."""
    bodies, doers = toml_file("ties.toml")["group"]["nouns"], syntax.doers(verb)
    wholes = [t.head.head for t in doers if t.dep_ == "pobj" and t.head.lower_ == "of"] + doers
    found = [t for t in wholes if t.lemma_.lower() in bodies or _is_body(scene, t)]
    rights = [a for t in found[:1] for a in group_end(scene, _named_as(scene, t))]
    yield "member-of", scene.cast.actors(syntax.done_to(verb)), rights, scene.page.char_span(verb, verb)


def _named_as(scene: Scene, body: Token) -> Token:
    """Of "the Framework, the alliance that includes X", the Framework."""
    named = body.head if body.dep_ == "appos" else body
    return named if named.ent_type_ == "ORG" or named.i in scene.cast.hit_at else body


def _is_body(scene: Scene, token: Token) -> bool:
    """True of a body of states or an alliance that the lists know by name."""
    known = scene.cast.actor(token) if token.i in scene.cast.hit_at else None
    return known is not None and known.country in toml_file("ties.toml")["group"]["countries"]
