"""Names beside a noun phrase, found by place: "X, the leader of Y" and "the leader of Y, X".

The law: only a comma lies between the two, and the parse is asked first; where it hangs one elsewhere, the place tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreshock.codebook.base import toml_file
from foreshock.coding import roles, syntax
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

REACH = 14
"""Tokens over which the phrase may run on to the comma behind it."""


def name_before(noun: Token) -> Token | None:
    """Of "X (XY), a branch of Z" the last word of X, or of what is bracketed behind it."""
    doc, first = noun.doc, noun.left_edge
    if first.i > 1 and first.nbor(-1).text == "-":
        first = first.nbor(-2).left_edge
    at = first.i - 1
    if at < 1 or doc[at].text != "," or first.is_sent_start:
        return None
    at -= 1
    if doc[at].text == ")":
        at -= 1
    return doc[at] if doc[at].pos_ == "PROPN" else None


def name_behind(noun: Token) -> Token | None:
    """Of "the head of Y (YZ), General X, said" the last word of X: nothing but a name stands between two commas."""
    doc = noun.doc
    end = min(noun.i + REACH, syntax.sentence_of(noun).end - 1)
    comma = next((i for i in range(noun.i + 1, end) if doc[i].text == "," or doc[i].pos_ in ("VERB", "AUX")), None)
    if comma is None or doc[comma].text != ",":
        return None
    last = comma
    while last + 1 < syntax.sentence_of(noun).end and (doc[last + 1].pos_ == "PROPN" or doc[last + 1].text == "-"):
        last += 1
    goes_on = last + 1 < len(doc) and doc[last + 1].text[0].isalpha()
    return doc[last] if last > comma and not goes_on else None


def named_by(token: Token) -> Token:
    """Of "X, the party backed by Y" the name X that the common noun stands beside, or right behind."""
    common = token.dep_ == "appos" and token.pos_ == "NOUN" and token.head.pos_ == "PROPN" and token.i > token.head.i
    beside = name_before(token) if token.pos_ == "NOUN" and not common and token.dep_ in ("dobj", "pobj") else None
    return token.head if common else beside or token


def after_such_as(noun: Token) -> list[Token]:
    """Those named as examples: "groups such as X", "groups including Y"."""
    return syntax.objects_of(noun, frozenset({"as", "like", "including"}))


def right_behind(noun: Token) -> Token | None:
    """Of "the ally X" and "its ally the X" the last word of X, which stands behind the noun without a comma."""
    last = noun.i
    if noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ == "the" and syntax.owners(noun):
        last += 1
    while last + 1 < len(noun.doc) and (noun.doc[last + 1].pos_ == "PROPN" or noun.doc[last + 1].text == "-"):
        last += 1
    return noun.doc[last] if last > noun.i and noun.doc[last].pos_ == "PROPN" else None


def group_end(scene: Scene, token: Token) -> list[Actor]:
    """The group at a noun, known to the lists or only written: "the rebel coalition", "Iran's axis of resistance"."""
    known = scene.cast.members(token)
    group = token.lemma_.lower() in toml_file("ties.toml")["group"]["nouns"] and token.i not in scene.cast.hit_at
    if any(a.kind == "named" for a in known) or not (group or token.pos_ == "PROPN"):
        return known
    return [roles.unlisted(scene.page, token)]
