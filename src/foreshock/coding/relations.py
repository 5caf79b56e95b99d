"""Relations: standing ties between two actors, told by nouns, participles, prefixes and verbs.

The law: one row a report for the same tie, at its first mention, and both ends are actors with words of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import toml_file
from foreshock.coding import frames, roles, syntax
from foreshock.coding.identity import row_id
from foreshock.records import Actor, Relation, Span
from foreshock.records.relation import RelationKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

Tie = tuple[str, list[Actor], list[Actor], Span]
MUTUAL = frozenset({"ally", "opposes", "agreement"})


@cache
def _kind_of(table: str) -> dict[str, str]:
    return {word: kind for kind, words in toml_file("ties.toml")[table].items() for word in words}


def find_relations(scene: Scene) -> list[Relation]:
    """The ties of the page in text order, each pair and kind once."""
    found: dict[tuple[object, ...], Relation] = {}
    for token in scene.page.tokens():
        for kind, lefts, rights, span in _ties(scene, token):
            for left in lefts:
                for right in rights:
                    if left.name == right.name or "document" in (left.kind, right.kind):
                        continue
                    pair = frozenset({left.name, right.name}) if kind in MUTUAL else (left.name, right.name)
                    row = _row(scene, kind, left, right, span)
                    found.setdefault((kind, pair), row)
    return sorted(found.values(), key=lambda r: r.span)


def _row(scene: Scene, kind: str, left: Actor, right: Actor, span: Span) -> Relation:
    whole = Span(min(span.start, left.span.start, right.span.start), max(span.end, left.span.end, right.span.end))
    near = whole if whole.end - whole.start < 400 else span
    return Relation(
        id=row_id("r", scene.page.report.id, span, kind, left.name, right.name),
        kind=cast("RelationKind", kind),
        left=left,
        right=right,
        span=near,
        chain=scene.voices.chain(span),
    )


def _ties(scene: Scene, token: Token) -> Iterator[Tie]:
    lemma = token.lemma_.lower()
    if token.pos_ in ("NOUN", "PROPN"):
        kind = _kind_of("noun").get(lemma)
        if kind == "agreement":
            yield from _agreement(scene, token)
        elif kind == "leads":
            yield from _leader(scene, token)
        elif kind:
            yield from _of_noun(scene, token, kind)
    if token.text == "-" and token.i:
        yield from _hyphened(scene, token)
    if syntax.is_verb(token):
        yield from _of_participle(scene, token)
        yield from _under_banner(scene, token)
        yield from _of_verb(scene, token)


def _span(scene: Scene, token: Token) -> Span:
    return scene.page.char_span(token, token)


def _of_noun(scene: Scene, noun: Token, kind: str) -> Iterator[Tie]:
    """ "two allies of the US, namely X and Y"; "X, a member of Y"; "sees X as an ally"."""
    anchors = scene.cast.actors([*syntax.owners(noun), *syntax.objects_of(noun, frozenset({"of", "with", "to"}))])
    if kind == "member-of":
        anchors = [a for t in syntax.objects_of(noun, frozenset({"of"})) for a in _group(scene, t)]
    named = [t for c in noun.children if c.dep_ == "appos" for t in syntax.expand(c)]
    if noun.dep_ == "appos":
        named.extend(syntax.expand(noun.head))
    if noun.dep_ == "attr":
        named.extend(syntax.surface_subjects(noun.head))
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        named.extend(syntax.done_to(noun.head.head))
        anchors = anchors or frames.party(syntax.surface_subjects(noun.head.head), scene.cast)
    named.extend(c for c in noun.children if c.dep_ == "compound" and c.i in scene.cast.hit_at and noun.tag_ == "NN")
    named = named or _after_such_as(noun) or _listed_before(scene, noun)
    members = scene.cast.actors(named)
    if not members and kind != "member-of":
        group = scene.cast.modifier_group(noun)
        members = [group] if group else []
    if anchors and members:
        lefts, rights = (members, anchors) if kind == "member-of" else (anchors, members)
        yield kind, lefts, rights, _span(scene, noun)


def _listed_before(scene: Scene, noun: Token) -> list[Token]:
    """ "X and Y, two founding members of the bloc" where the parser hangs the noun elsewhere."""
    comma = noun.left_edge.i - 1
    doc = scene.page.doc
    while comma > 0 and doc[comma].is_punct:
        comma -= 1
    if comma <= 0 or not any(c.dep_ == "nummod" for c in noun.children):
        return []
    head = doc[comma]
    found = [head]
    while head.dep_ == "conj" or (head.dep_ in ("compound", "amod", "pobj") and head.head.dep_ == "conj"):
        head = head.head if head.dep_ == "conj" else head.head.head
        found.append(head)
        if len(found) > 5:
            break
    return found


def _after_such_as(noun: Token) -> list[Token]:
    return syntax.objects_of(noun, frozenset({"as", "like", "including"}))


def _group(scene: Scene, token: Token) -> list[Actor]:
    """An alliance or group by its name, known or only written: "Iran's axis of resistance"."""
    known = scene.cast.members(token)
    if known:
        return known
    if token.lemma_.lower() in ("axis", "alliance", "coalition", "bloc", "front", "group", "network", "camp"):
        first, last = roles.words_of(token)
        span = scene.page.char_span(scene.page.doc[first], scene.page.doc[last])
        text = span.of(scene.page.text)
        return [Actor(text, text, None, None, span, "role")]
    return []


def _leader(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "Israeli Prime Minister Benjamin Netanyahu"; "X, leader of Y"."""
    person = _person_titled(scene, noun)
    led = scene.cast.led_by(noun) or (scene.cast.led_in_office(noun, person) if person else None)
    if (
        person
        and led
        and not any(m.lower_ in ("former", "ex", "deputy", "vice", "late", "incoming") for m in roles.modifiers(noun))
    ):
        yield "leads", [person], [led], _span(scene, noun)


def _person_titled(scene: Scene, noun: Token) -> Actor | None:
    outer = noun.head.head if noun.dep_ == "pobj" else None
    of_other = outer is not None and scene.cast.is_person_role(outer)  # "adviser to the Leader, X": X is the adviser
    candidates = [] if of_other else [c for c in noun.children if c.dep_ == "appos"]
    if noun.dep_ in ("compound", "appos", "nmod"):
        candidates.append(noun.head)
    for candidate in candidates:
        actor = scene.cast.actor(candidate)
        if actor and candidate.pos_ == "PROPN" and actor.kind == "named" and scene.cast.is_person(candidate):
            return actor
    return None


def _agreement(scene: Scene, noun: Token) -> Iterator[Tie]:
    words = {m.lower_ for m in roles.modifiers(noun)} | {noun.lower_}
    standing = frozenset(toml_file("ties.toml")["agreement"]["standing"])
    if not words & standing:
        return
    sides = scene.cast.actors(syntax.objects_of(noun, frozenset({"between", "with", "among"})))
    if len(sides) < 2:
        sides += [a for m in roles.modifiers(noun) if (a := scene.cast.modifier(m))]
    if len(sides) >= 2:
        yield "agreement", sides[:1], sides[1:], _span(scene, noun)


def _hyphened(scene: Scene, hyphen: Token) -> Iterator[Tie]:
    """ "Iran-backed militias", "pro-Iranian groups"."""
    doc = hyphen.doc
    if hyphen.i + 1 >= len(doc):
        return
    before, after = doc[hyphen.i - 1], doc[hyphen.i + 1]
    kind = _kind_of("participle").get(after.lower_)
    if kind and before.i in scene.cast.hit_at:
        yield from _tie_to_noun(scene, kind, before, after)
    kind = _kind_of("prefix").get(before.lower_)
    if kind and after.i in scene.cast.hit_at:
        yield from _tie_to_noun(scene, kind, after, after)


def _tie_to_noun(scene: Scene, kind: str, name: Token, modifier: Token) -> Iterator[Tie]:
    noun = modifier
    for _ in range(3):
        if noun.pos_ in ("NOUN", "PROPN") and noun.i > modifier.i:
            break
        noun = noun.head
    left, rights = scene.cast.actor(name), scene.cast.members(noun)
    if left and rights and noun.i != name.i:
        yield kind, [left], rights, scene.page.char_span(name, modifier)


def _of_participle(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "groups supported by the Quds Force", "groups allied with Iran"."""
    if verb.dep_ != "acl" or verb.tag_ != "VBN":
        return
    kind = _kind_of("participle").get(verb.lemma_.lower()) or _kind_of("participle").get(verb.lower_)
    if kind is None:
        return
    through = frozenset({"by"}) if kind in ("backs", "leads") else frozenset({"with", "to", "by"})
    lefts = scene.cast.actors(syntax.objects_of(verb, through))
    rights = scene.cast.members(verb.head) + scene.cast.actors(_after_such_as(verb.head))
    yield kind, lefts, rights, _span(scene, verb)


def _under_banner(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "fighters marching under the flag of X"."""
    if verb.dep_ != "acl" or verb.tag_ != "VBG":
        return
    under = syntax.objects_of(verb, frozenset({"under"}))
    named = [t for u in under for t in (syntax.objects_of(u, frozenset({"of"})) if _is_banner(u) else [])]
    yield "member-of", scene.cast.members(verb.head), scene.cast.actors(named), _span(scene, verb)


def _is_banner(noun: Token) -> bool:
    return noun.lemma_.lower() in toml_file("ties.toml")["banner"]["nouns"]


def _of_verb(scene: Scene, verb: Token) -> Iterator[Tie]:
    if any(c.dep_ in ("aux", "neg") for c in verb.children):
        return
    if verb.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in verb.children):
        kind = _kind_of("participle").get(verb.lower_)
        if kind in ("backs", "leads"):
            yield (
                kind,
                scene.cast.actors(syntax.agents(verb)),
                scene.cast.actors(syntax.done_to(verb)),
                _span(scene, verb),
            )
        return
    if verb.tag_ not in ("VBZ", "VBP"):
        return
    kind = _kind_of("verb").get(verb.lemma_.lower())
    if kind is None:
        return
    lefts = scene.cast.actors(syntax.doers(verb))
    rights = scene.cast.actors(syntax.done_to(verb) or syntax.objects_of(verb, frozenset({"with", "to"})))
    yield kind, lefts, rights, _span(scene, verb)
