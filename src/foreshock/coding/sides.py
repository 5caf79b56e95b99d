"""The sides of an act: who stands at the words where a frame looks for them.

The law: an actor comes from words of the text, each once; a document acts for nobody but its author.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foreshock.codebook.lexicon import classes
from foreshock.coding import syntax
from foreshock.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.actors import Cast

OWN = ("its ", "their ", "his ", "her ")


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of an act, and the words that say where the frame found them."""

    actors: list[Actor]
    recipients: list[Actor]


def party(tokens: list[Token], cast: Cast) -> list[Actor]:
    """The actors at these words, or the owners of the things they are."""
    return _once(a for token in tokens for a in acting(cast.members(token)) or cast.owner(token) or _held(token, cast))


def doing(tokens: list[Token], cast: Cast) -> list[Actor]:
    """The actors at these words, or those whose thing does it; a place where the thing is does nothing."""
    return _once(
        a
        for token in tokens
        for a in acting(cast.members(token))
        or cast.owner(token, placed=False)
        or _authored(token, cast)
        or _whose_arms(token, cast)
    )


def acting(found: list[Actor]) -> list[Actor]:
    """Those found who can act: no documents and no instruments."""
    return [a for a in found if a.kind not in ("document", "instrument")]


def authors(found: list[Actor]) -> list[Actor]:
    """The documents among them that stand for an author of a country or body."""
    return [a for a in found if a.kind == "document" and a.country]


def others(found: list[Actor], actors: list[Actor]) -> list[Actor]:
    """Those found who are not the actors, nor their own: of "recalled its ambassador", nobody yet."""
    names = {a.name for a in actors}
    countries = {a.country for a in actors}
    own = {a.name for a in found if a.country in countries and a.text.lower().startswith(OWN)}
    return [a for a in found if a.name not in names | own]


def dative(child: Token) -> list[Token]:
    """The words of a dative: "the rebels" of "gave the rebels arms" and of "gave arms to the rebels"."""
    return syntax.prepositional_objects(child) if child.pos_ == "ADP" else syntax.expand(child)


def _held(token: Token, cast: Cast) -> list[Actor]:
    place = cast.held_before(token)
    return [place] if place else []


def _authored(token: Token, cast: Cast) -> list[Actor]:
    """The report that accuses, for its author: where the text tells of what country or body it is."""
    return authors(cast.members(token))


def _whose_arms(token: Token, cast: Cast) -> list[Actor]:
    """Of "they hit a school", "one of them exploded", "two of the Russian drones": whose arms they are, where arms were
    the subject told last."""
    inside = next(iter(syntax.objects_of(token, frozenset({"of"}))), token)
    if inside.pos_ != "PRON":
        return cast.owner(inside, placed=False) if inside is not token and _is_arms(inside) else []
    here = cast.page.sentence_of(token)
    near = [t for s in cast.page.sentences[max(0, here.index - 1) : here.index + 1] for t in s.tokens] if here else []
    before = (t for t in reversed(near) if t.i < token.i and t.dep_ in syntax.SUBJECTS and t.pos_ != "PRON")
    told = next(before, None)
    return cast.owner(told, placed=False) if told is not None and _is_arms(told) else []


def _is_arms(token: Token) -> bool:
    return token.lemma_.lower() in classes()["weapon_system"]


def _once(actors: Iterable[Actor]) -> list[Actor]:
    """Each actor at its first mention."""
    found: dict[str, Actor] = {}
    for actor in actors:
        found.setdefault(actor.name, actor)
    return list(found.values())
