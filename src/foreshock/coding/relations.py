"""Relations: standing ties between two actors, told by nouns, participles, prefixes and verbs.

The law: one row a report for the same tie, at its first mention, and both ends are actors with words of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import toml_file
from foreshock.codebook.registry import State
from foreshock.coding import sides, syntax
from foreshock.coding.agreements import agreements
from foreshock.coding.allegiance import allegiances, ends
from foreshock.coding.apposed import after_such_as, group_end, name_before, right_behind
from foreshock.coding.bonds import bonds
from foreshock.coding.identity import row_id
from foreshock.coding.leaders import Tie, led, of_party, own_party, seated
from foreshock.coding.tie_words import kind_of
from foreshock.coding.verb_ties import told_by_verbs
from foreshock.records import Actor, Relation, Span
from foreshock.records.relation import RelationKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

MUTUAL = frozenset({"ally", "opposes", "agreement"})


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
    yield from allegiances(scene, token)
    yield from bonds(scene, token)
    if token.pos_ in ("NOUN", "PROPN") or _whole(token) != lemma or _is_owned(token):
        kind = kind_of("noun").get(_whole(token)) or kind_of("backed").get(_whole(token))
        if kind == "agreement":
            yield from agreements(scene, token)
        elif kind == "leads":
            yield from led(scene, token)
        elif kind:
            yield from _of_noun(scene, token, kind)
        yield from own_party(scene, token)
        yield from of_party(scene, token)
        yield from seated(scene, token)
        yield from _quarrel(scene, token)
    if token.pos_ == "ADJ" and (kind := kind_of("adjective").get(lemma)):
        yield from _of_adjective(scene, token, kind)
    if token.text == "-" and token.i:
        yield from _hyphened(scene, token)
    if syntax.is_verb(token):
        yield from told_by_verbs(scene, token)


def _is_owned(token: Token) -> bool:
    """True of a noun that the parser took for an adjective: "Iran's proxy X"."""
    holders = [*token.children, *(token.head.children if _titled(token) else ())]
    return token.pos_ == "ADJ" and any(c.dep_ == "poss" for c in holders)


def _whole(token: Token) -> str:
    """The lemma, with what a hyphen joins to it: "secretary-general"."""
    if token.i < 2 or token.nbor(-1).text != "-" or token.nbor(-1).whitespace_:
        return token.lemma_.lower()
    whole = f"{token.nbor(-2).lower_}-{token.lower_}"
    return whole if whole in kind_of("noun") else token.lemma_.lower()


def _quarrel(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "the feud between X and Y"."""
    if noun.lemma_.lower() in toml_file("ties.toml")["quarrel"]["nouns"]:
        sides = [a for a in scene.cast.actors(syntax.objects_of(noun, frozenset({"between"}))) if a.kind == "named"]
        yield "opposes", sides[:1], sides[1:2], _span(scene, noun)


def _of_adjective(scene: Scene, adjective: Token, kind: str) -> Iterator[Tie]:
    """ "units loyal to X", "the brigade, which is loyal to X"."""
    rights = scene.cast.actors([_name_beside(t) for t in syntax.objects_of(adjective, frozenset({"to", "with"}))])
    verb = adjective.head
    held = syntax.surface_subjects(verb) if adjective.dep_ == "acomp" else [verb]
    if rights and not any(c.dep_ == "neg" for c in (*verb.children, *adjective.children)):
        yield kind, [a for t in held for a in group_end(scene, t)], rights, _span(scene, adjective)


def _name_beside(noun: Token) -> Token:
    """Of "the kingpin, X" the X."""
    named = (c for c in noun.children if c.dep_ == "appos" and c.pos_ == "PROPN")
    return next(named, noun) if noun.pos_ == "NOUN" else noun


def _span(scene: Scene, token: Token) -> Span:
    return scene.page.char_span(token, token)


def _of_noun(scene: Scene, noun: Token, kind: str) -> Iterator[Tie]:
    """ "two allies of the US, namely X and Y"; "X, a member of Y"; "sees X as an ally"."""
    anchors = _anchors(scene, noun, kind)
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        anchors = anchors or sides.party(syntax.surface_subjects(noun.head.head), scene.cast)
    named = _named(scene, noun, kind)
    if not named and kind == "ally" and syntax.owners(noun):
        named = syntax.objects_of(noun, frozenset({"of"}))
    members = scene.cast.actors(named)
    if not members and kind != "member-of":
        group = scene.cast.modifier_group(noun)
        members = [group] if group else []
    if anchors and members:
        by_owner = kind not in ("member-of", "backs") or _whole(noun) in kind_of("backed")
        lefts, rights = (anchors, members) if by_owner else (members, anchors)
        yield kind, lefts, rights, _span(scene, noun)


def _named(scene: Scene, noun: Token, kind: str) -> list[Token]:
    """Who is called so: by what the parser joins to the noun, or else by place."""
    named = _joined(noun)
    if not any(t.pos_ == "PROPN" for t in named):
        named += _before(scene, noun, kind)
    named = named or [t for t in [right_behind(noun)] if t is not None]
    return named or after_such_as(noun) or _listed_before(scene, noun) or [t for t in [name_before(noun)] if t]


def _joined(noun: Token) -> list[Token]:
    named = [t for c in noun.children if c.dep_ == "appos" for t in syntax.expand(c)]
    if noun.dep_ == "appos":
        named.extend(syntax.expand(noun.head))
        named.extend(_all_before(noun))
    if noun.head.dep_ == "relcl" and noun.head.lemma_ in toml_file("ties.toml")["naming"]["verbs"]:
        named.extend(_so_called(noun.head))
    if noun.dep_ == "attr":
        named.extend(syntax.surface_subjects(noun.head))
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        named.extend(syntax.done_to(noun.head.head))
    if noun.dep_ == "pobj" and noun.head.head.lower_ == "one":
        named.extend(c for c in noun.head.head.children if c.dep_ == "appos")
    return [*named, noun.head] if _titled(noun) else named


def _all_before(noun: Token) -> Iterator[Token]:
    """Of "X and Y, both members of Z" the X."""
    head = noun.head
    while noun.tag_ == "NNS" and head.dep_ == "conj" and head.head.pos_ == "PROPN":
        head = head.head
        yield head


def _so_called(verb: Token) -> list[Token]:
    """Of "X, which Y calls an ally", the X."""
    called = any(c.dep_ == "dobj" and c.tag_ in ("WDT", "WP") for c in verb.children)
    return [verb.head] if called else []


def _titled(noun: Token) -> bool:
    """True of "NATO member Poland", where the noun stands before the name."""
    return noun.dep_ in ("compound", "amod", "nmod") and noun.head.pos_ == "PROPN" and noun.i < noun.head.i


def _before(scene: Scene, noun: Token, kind: str) -> list[Token]:
    if kind == "member-of" or noun.tag_ != "NN":
        return []
    return [c for c in noun.children if c.dep_ == "compound" and c.i in scene.cast.hit_at]


def _anchors(scene: Scene, noun: Token, kind: str) -> list[Actor]:
    """Whose ally, backer or member: of "the RSF and its ally", the RSF's."""
    owners = syntax.owners(noun)
    names = {"of"} if kind == "member-of" else {"with", "to"} if owners else {"of", "with", "to"}
    through = syntax.objects_of(noun, frozenset(names))
    titled = noun.head if _titled(noun) else noun
    if titled.i != noun.i or any(c.dep_ == "appos" and c.i == noun.i + 1 for c in noun.children):
        owners += syntax.owners(titled) if titled.i != noun.i else []
        before = [c for t in (titled, noun) for c in t.children if c.dep_ == "compound" and c.i < noun.i]
        owners += [c for c in before if c.i in scene.cast.hit_at]
    if kind == "member-of":
        return [a for t in (*through, *_bodies_before(scene, noun, owners)) for a in group_end(scene, t)]
    if any(o.tag_ == "PRP$" for o in owners):
        owners = [t for t in [_joined_before(scene, titled)] if t is not None] or owners
    return [a for t in (*owners, *through) for a in group_end(scene, t)]


def _joined_before(scene: Scene, noun: Token) -> Token | None:
    """Of "X and its ally" the X: the name right before "and", or else what the parser joins."""
    first = noun.left_edge
    if first.i > 1 and first.nbor(-1).lower_ == "and" and first.nbor(-2).i in scene.cast.hit_at:
        return first.nbor(-2)
    return noun.head if noun.dep_ == "conj" else None


def _bodies_before(scene: Scene, noun: Token, owners: list[Token]) -> list[Token]:
    """Of "X's armed wing" and "an X affiliate" the X, which is a body and no state."""
    before = [c for c in noun.children if c.dep_ in ("compound", "nmod") and c.i in scene.cast.hit_at]
    found = [] if noun.lemma_.lower() == "part" else [*owners, *before]
    return [t for t in found if t.i not in scene.cast.hit_at or not scene.cast.hit_at[t.i].is_state]


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


def _hyphened(scene: Scene, hyphen: Token) -> Iterator[Tie]:
    """ "Iran-backed militias", "pro-Iranian groups"."""
    doc = hyphen.doc
    if hyphen.i + 1 >= len(doc):
        return
    before, after = doc[hyphen.i - 1], doc[hyphen.i + 1]
    kind = kind_of("participle").get(after.lower_)
    if kind and before.i in scene.cast.hit_at:
        yield from _tie_to_noun(scene, kind, before, after)
        yield from _in_name(scene, kind, before)
    kind = kind_of("prefix").get(before.lower_)
    if kind and (after.i in scene.cast.hit_at or after.lower_ == "government"):
        yield from _tie_to_noun(scene, kind, after, after)


def _tie_to_noun(scene: Scene, kind: str, name: Token, modifier: Token) -> Iterator[Tie]:
    noun = modifier
    for _ in range(3):
        if noun.pos_ in ("NOUN", "PROPN") and noun.i > modifier.i:
            break
        noun = noun.head
    left, rights = scene.cast.actor(name), ends(scene, [noun])
    outlet = noun.lemma_.lower() in toml_file("ties.toml")["no_side"]["nouns"]
    if left and rights and noun.i != name.i and not outlet:
        yield kind, [left], rights, scene.page.char_span(name, modifier)


def _in_name(scene: Scene, kind: str, name: Token) -> Iterator[Tie]:
    """Of "the US-led coalition", which the lists know as a whole, the state within the name."""
    hit, reading = scene.cast.hit_at[name.i], scene.cast.registry.read(name.text)
    if hit.first < hit.last and reading is not None and isinstance(reading.of, State):
        state = scene.cast.state(reading.of.country, name)
        yield kind, [state] if state else [], [scene.cast.from_hit(name)], scene.page.char_span(name, name)
