"""Relations: standing ties between two actors, told by nouns, participles, prefixes and verbs.

The law: one row a report for the same tie, at its first mention, and both ends are actors with words of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import toml_file
from foreshock.coding import frames, roles, syntax
from foreshock.coding.apposed import group_end, name_before
from foreshock.coding.identity import row_id
from foreshock.coding.leaders import Tie, led, own_party
from foreshock.records import Actor, Relation, Span
from foreshock.records.relation import RelationKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

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
    if token.pos_ in ("NOUN", "PROPN") or _whole(token) != lemma:
        kind = _kind_of("noun").get(_whole(token))
        if kind == "agreement":
            yield from _agreement(scene, token)
        elif kind == "leads":
            yield from led(scene, token)
        elif kind:
            yield from _of_noun(scene, token, kind)
        yield from own_party(scene, token)
    if token.pos_ == "ADJ" and (kind := _kind_of("adjective").get(lemma)):
        yield from _of_adjective(scene, token, kind)
    if token.text == "-" and token.i:
        yield from _hyphened(scene, token)
    if syntax.is_verb(token):
        yield from _of_participle(scene, token)
        yield from _under_banner(scene, token)
        yield from _of_verb(scene, token)


def _whole(token: Token) -> str:
    """The lemma, with what a hyphen joins to it: "secretary-general"."""
    before = token.doc[max(token.i - 2, 0) : token.i]
    joined = len(before) == 2 and before[1].text == "-" and not before[1].whitespace_
    whole = f"{before[0].lower_}-{token.lower_}" if joined else ""
    return whole if whole in _kind_of("noun") else token.lemma_.lower()


def _of_adjective(scene: Scene, adjective: Token, kind: str) -> Iterator[Tie]:
    """ "units loyal to X", "the brigade, which is loyal to X"."""
    rights = scene.cast.actors(syntax.objects_of(adjective, frozenset({"to", "with"})))
    verb = adjective.head
    held = syntax.surface_subjects(verb) if adjective.dep_ == "acomp" else [verb]
    if rights and not any(c.dep_ == "neg" for c in (*verb.children, *adjective.children)):
        yield kind, [a for t in held for a in group_end(scene, t)], rights, _span(scene, adjective)


def _span(scene: Scene, token: Token) -> Span:
    return scene.page.char_span(token, token)


def _of_noun(scene: Scene, noun: Token, kind: str) -> Iterator[Tie]:
    """ "two allies of the US, namely X and Y"; "X, a member of Y"; "sees X as an ally"."""
    anchors = _anchors(scene, noun, kind)
    named = [t for c in noun.children if c.dep_ == "appos" for t in syntax.expand(c)]
    if noun.dep_ == "appos":
        named.extend(syntax.expand(noun.head))
    if noun.dep_ == "attr":
        named.extend(syntax.surface_subjects(noun.head))
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        named.extend(syntax.done_to(noun.head.head))
        anchors = anchors or frames.party(syntax.surface_subjects(noun.head.head), scene.cast)
    named.extend(c for c in noun.children if c.dep_ == "compound" and c.i in scene.cast.hit_at and noun.tag_ == "NN")
    named = named or _after_such_as(noun) or _listed_before(scene, noun) or [t for t in [name_before(noun)] if t]
    members = scene.cast.actors(named)
    if not members and kind != "member-of":
        group = scene.cast.modifier_group(noun)
        members = [group] if group else []
    if anchors and members:
        lefts, rights = (members, anchors) if kind in ("member-of", "backs") else (anchors, members)
        yield kind, lefts, rights, _span(scene, noun)


def _anchors(scene: Scene, noun: Token, kind: str) -> list[Actor]:
    """Whose ally, backer or member: of "the RSF and its ally", the RSF's."""
    through = syntax.objects_of(noun, frozenset({"of"} if kind == "member-of" else {"of", "with", "to"}))
    if kind == "member-of":
        return [a for t in through for a in group_end(scene, t)]
    owners = syntax.owners(noun)
    if noun.dep_ == "conj" and any(o.tag_ == "PRP$" for o in owners):
        owners = [noun.head]
    return [a for t in (*owners, *through) for a in group_end(scene, t)]


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


def _agreement(scene: Scene, noun: Token) -> Iterator[Tie]:
    words = {m.lower_ for m in roles.modifiers(noun)} | {noun.lower_}
    standing = frozenset(toml_file("ties.toml")["agreement"]["standing"])
    if not words & standing and not _signing(noun):
        return
    sides = _sides(scene, noun)
    if len(sides) < 2:
        sides += [a for m in roles.modifiers(noun) if (a := scene.cast.modifier(m))]
    if len(sides) >= 2:
        yield "agreement", sides[:1], sides[1:], _span(scene, noun)


def _signing(noun: Token) -> list[Token]:
    """The verbs by which it came about where that is told in passing: "after signing an accord", "the accord they
    announced"; a signing that is the news is an act and no tie."""
    above = [noun.head] if noun.dep_ == "dobj" and noun.head.tag_ == "VBG" else []
    told = [*above, *(c for c in noun.children if c.dep_ == "relcl")]
    return [v for v in told if v.lemma_ in toml_file("ties.toml")["signing"]["verbs"]]


def _sides(scene: Scene, noun: Token) -> list[Actor]:
    """Those between whom it is; the one with whom it is, and those who signed it."""
    sides = scene.cast.actors(syntax.objects_of(noun, frozenset({"between", "among"})))
    if len(sides) >= 2:
        return sides
    signers = [t for verb in _signing(noun) for t in syntax.doers(verb)]
    others = syntax.objects_of(noun, frozenset({"with"}))
    others += [t for verb in _signing(noun) for t in syntax.objects_of(verb, frozenset({"with"}))]
    return scene.cast.actors([*signers, *others])


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
    if kind and (after.i in scene.cast.hit_at or after.lower_ == "government"):
        yield from _tie_to_noun(scene, kind, after, after)


def _tie_to_noun(scene: Scene, kind: str, name: Token, modifier: Token) -> Iterator[Tie]:
    noun = modifier
    for _ in range(3):
        if noun.pos_ in ("NOUN", "PROPN") and noun.i > modifier.i:
            break
        noun = noun.head
    left, rights = scene.cast.actor(name), group_end(scene, noun)
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
    if verb.lemma_ == "include":
        yield from _included(scene, verb)
    kind = _kind_of("verb").get(verb.lemma_.lower())
    if kind is None:
        return
    if kind == "member-of" and verb.dep_ == "relcl":
        yield kind, scene.cast.actors(syntax.doers(verb)), group_end(scene, verb.head), _span(scene, verb)
        return
    lefts = scene.cast.actors(syntax.doers(verb))
    rights = scene.cast.actors(syntax.done_to(verb) or syntax.objects_of(verb, frozenset({"with", "to"})))
    yield kind, lefts, rights, _span(scene, verb)


def _included(scene: Scene, verb: Token) -> Iterator[Tie]:
    """ "an alliance of gangs that includes X"."""
    bodies, doers = toml_file("ties.toml")["group"]["nouns"], syntax.doers(verb)
    wholes = [t.head.head for t in doers if t.dep_ == "pobj" and t.head.lower_ == "of"] + doers
    rights = [a for t in [t for t in wholes if t.lemma_.lower() in bodies][:1] for a in group_end(scene, t)]
    yield "member-of", scene.cast.actors(syntax.done_to(verb)), rights, _span(scene, verb)
