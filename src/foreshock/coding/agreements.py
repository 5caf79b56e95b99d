"""Agreements between sides that stand: a pact that they have, or whose signing is told in passing.

The law: a signing that is the news is an act and no tie, and an agreement has two sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file, word_set
from foreshock.coding import roles, syntax
from foreshock.coding.leaders import Tie

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene
    from foreshock.records import Actor


def agreements(scene: Scene, noun: Token) -> Iterator[Tie]:
    """ "the defence pact between X and Y", "X has a security agreement with Y"."""
    words = {m.lower_ for m in roles.modifiers(noun)} | {noun.lower_}
    standing = word_set("ties.toml", "agreement", "standing")
    lasting = noun.lemma_.lower() in word_set("ties.toml", "agreement", "lasting")
    told = words & standing or _signing(noun) or lasting
    if any(c.lower_ == "no" for c in noun.children) or not told or _is_new(scene, noun):
        return
    sides = _sides(scene, noun)
    if len(sides) < 2:
        sides += [a for m in roles.modifiers(noun) if (a := scene.cast.modifier(m))]
    if len(sides) >= 2:
        yield "agreement", sides[:1], sides[1:], scene.page.char_span(noun, noun)


def _is_new(scene: Scene, noun: Token) -> bool:
    """True where the signing is the news: an act and no tie, unless a year tells that it lies back."""
    main = [verb for verb in _main_signing(noun) if verb.tag_ != "VBG"]
    if not main:
        return False
    year = scene.page.report.published.year if scene.page.report.published else None
    told = (t.text for t in main[0].subtree if t.like_num and len(t.text) == 4 and t.text.isdigit())
    return year is None or not any(1900 < int(y) < year for y in told)


def _verbs() -> frozenset[str]:
    return word_set("ties.toml", "signing", "verbs")


def _main_signing(noun: Token) -> list[Token]:
    """The verb of signing that the noun is the object of."""
    return [noun.head] if noun.dep_ == "dobj" and noun.head.lemma_ in _verbs() else []


def _signing(noun: Token) -> list[Token]:
    """The verbs by which it came about where that is told in passing: "after signing an accord", "the accord they
    announced"; a signing that is the news is an act and no tie."""
    above = [noun.head] if noun.dep_ == "dobj" and noun.head.tag_ == "VBG" else []
    told = [*above, *(c for c in noun.children if c.dep_ == "relcl")]
    return [v for v in told if v.lemma_ in _verbs()]


def _sides(scene: Scene, noun: Token) -> list[Actor]:
    """Those between whom it is; the one with whom it is, and those who signed it."""
    sides = scene.cast.actors(syntax.objects_of(noun, frozenset({"between", "among"})))
    if len(sides) >= 2:
        return sides
    verbs = _signing(noun) or _main_signing(noun)
    signers = [t for verb in verbs for t in syntax.doers(verb)]
    if not signers:
        signers = syntax.owners(noun) or _havers(noun)
    others = syntax.objects_of(noun, frozenset({"with"}))
    others += [t for verb in verbs for t in syntax.objects_of(verb, frozenset({"with"}))]
    return scene.cast.actors([*signers, *others]) if signers else _at_home(scene, noun, scene.cast.actors(others))


def _at_home(scene: Scene, noun: Token, others: list[Actor]) -> list[Actor]:
    """Of "the peace treaty with X", told of a country, that country and X."""
    home = scene.cast.home(noun) if others else None
    state = scene.cast.state(home, noun) if home else None
    return [state, *others] if state and all(a.country != home for a in others) else others


def _havers(noun: Token) -> list[Token]:
    """ "X has a pact with Y", "X and Y, which have a pact"."""
    verb = noun.head
    held = noun.dep_ == "dobj" and verb.lemma_ in toml_file("ties.toml")["signing"]["having"]
    return syntax.doers(verb) if held and not any(c.dep_ == "neg" or c.tag_ == "MD" for c in verb.children) else []
