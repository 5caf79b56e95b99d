"""Verbs that join a cause to an effect: by themselves, with a word behind them, or by what they are said of.

The law: a verb that no list tells joins only under a judging modal, and only where a deed is its subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.base import kind_by_word, toml_file
from foreshock.coding import roles, syntax
from foreshock.coding.conditions import Link, modals, words
from foreshock.coding.cue_words import cue_at

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene


def _verbs() -> dict[str, str]:
    return kind_by_word("links.toml", "verb")


def _ways() -> dict[str, str]:
    return kind_by_word("links.toml", "way", "nouns")


def joining(verb: Token) -> str | None:
    """The kind of link that the verb makes, with the particle behind it or alone: "holds off", "leads"."""
    part = parted(verb)
    if part is not None:
        return _verbs()[f"{verb.lemma_.lower()} {part.lower_}"]
    if verb.lemma_ == "keep" and any(c.dep_ == "dobj" and c.lemma_ in words("kept", "nouns") for c in verb.children):
        return None
    way = _way(verb)
    return _ways()[way.lemma_.lower()] if way is not None else _verbs().get(verb.lemma_.lower())


def parted(verb: Token) -> Token | None:
    """The particle with which the verb joins."""
    behind = (c for c in verb.children if c.dep_ in ("prt", "prep", "advmod") and c.i > verb.i)
    near = (c for c in behind if c.dep_ == "prt" or c.i == verb.i + 1 or c.nbor(-1).dep_ == "dobj")
    return next((c for c in near if f"{verb.lemma_.lower()} {c.lower_}" in _verbs()), None)


def _way(verb: Token) -> Token | None:
    """Of "opens the way for X", "deals a blow to X", the noun that is no effect by itself."""
    if verb.lemma_.lower() not in words("way", "verbs"):
        return None
    return next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _ways()), None)


def way_to(verb: Token) -> list[Token]:
    """What the way is opened to, or the blow dealt to."""
    way = _way(verb)
    if way is None:
        return []
    behind = [c for t in (way, verb) for c in t.children if c.i > way.i]
    through = [c for c in behind if c.dep_ in ("prep", "dative") and c.lower_ in words("way", "through")]
    inside = [g for c in through for g in c.children if g.dep_ in ("pobj", "pcomp")]
    return inside or [c for c in behind if c.dep_ in ("acl", "relcl", "advcl", "xcomp") and c.tag_ == "VB"]


def told_behind(verb: Token) -> list[Token]:
    """All that the verb tells behind it, as its effect."""
    part = parted(verb)
    if part is not None and part.dep_ == "prep" and joining(verb) == "prevents":
        return syntax.prepositional_objects(part)
    told = ("prt", "dobj", "dative", "attr", "prep", "xcomp", "oprd", "acomp")
    return [c for c in verb.children if c.i > verb.i and c.dep_ in told]


def joined_to(verb: Token) -> list[Token]:
    """The verb that a joined verb takes its subject from; of "X would cut it, they write, and could send Y", "cut"."""
    own = any(c.dep_ in syntax.SUBJECTS for c in verb.children)
    if verb.dep_ != "conj" or own or not (syntax.is_verb(verb.head) or verb.head.dep_ == "ROOT"):
        return []
    said = [c for c in verb.head.children if c.dep_ == "ccomp" and c.i < verb.head.i]
    said += [verb.head.head] if verb.head.dep_ == "parataxis" else []
    return said[:1] if said and cue_at(verb.head) is not None else [verb.head]


def told_subjects(verb: Token) -> list[Token]:
    """The subject in the clause, a gerund or clause included; of joined verbs, that of the first."""
    found = [c for t in (verb, *joined_to(verb)) for c in t.children if c.dep_ in syntax.SUBJECTS]
    if found:
        return found
    ahead = (c for t in (verb, *joined_to(verb)) for c in t.children if c.dep_ == "advcl" and c.tag_ == "VBG")
    return [c for c in ahead if c.i < verb.i and modals(verb)][:1]


def judged(scene: Scene, verb: Token) -> str | None:
    """ "a mistake could undo years of work", "closing the strait would cut off the oil"."""
    if verb.lemma_.lower() in words("judged", "never") or syntax.is_passive(verb):
        return None
    surely = any(c.lower_ in words("judged", "surely") for c in verb.children if c.dep_ == "advmod")
    if not any(m.lower_ in words("judged", "modals") or (surely and m.lower_ == "will") for m in modals(verb)):
        return None
    told = ("dobj", "attr") if verb.lemma_.lower() in words("becoming", "verbs") else ("dobj",)
    if any(c.dep_ == "neg" for c in verb.children) or not any(c.dep_ in told for c in verb.children):
        return None
    subjects = [_stood_for(verb, s) for s in told_subjects(verb)]
    return "leads-to" if subjects and all(is_deed(scene, s) for s in subjects) else None


def _stood_for(verb: Token, subject: Token) -> Token:
    """Of "a step that would sink the currency" the step; "any action that would" is none that is told."""
    told = verb.dep_ == "relcl" and not any(c.lower_ in words("judged", "any") for c in verb.head.children)
    return verb.head if told and subject.tag_ in ("WDT", "WP") else subject


def is_deed(scene: Scene, subject: Token) -> bool:
    """True of what is done or befalls: a gerund, a noun made of a verb, a noun of the lexicon of acts."""
    lemma = subject.lemma_.lower()
    only = subject.left_edge.lower_ == "only"
    if (lemma in words("judged", "texts") and not only) or subject.pos_ in ("PROPN", "PRON"):
        return False
    made = subject.pos_ == "NOUN" and lemma.endswith(tuple(words("judged", "endings")))
    return (
        made
        or subject.tag_ == "VBG"
        or lemma in words("judged", "deeds")
        or scene.triggers.reading(subject) is not None
    )


def is_turned(verb: Token) -> bool:
    """True of "results from X", which tells the effect first."""
    from_what = syntax.objects_of(verb, frozenset({"from"}))
    return bool(from_what) and verb.lemma_.lower() in words("turned", "from")


def turned(scene: Scene, verb: Token) -> Iterator[Link]:
    """Links told from the effect: "X stems from Y", "blamed X on Y", "X was the result of Y"."""
    cue = scene.page.char_span(verb, verb)
    lemma = verb.lemma_.lower()
    if lemma in words("turned", "from"):
        causes = syntax.objects_of(verb, frozenset({"from"}))
        yield "leads-to", causes, syntax.surface_subjects(verb), cue
    if lemma in words("turned", "blaming"):
        through = syntax.objects_of(verb, frozenset({"on", "to"}))
        causes = [t for t in through if t.pos_ in ("NOUN", "VERB") and not _is_party(scene, t)]
        effects = [_counted_out(scene, t) for t in syntax.done_to(verb)]
        yield "leads-to", causes, [t for t in effects if not _is_party(scene, t)], cue
    for noun in (c for c in verb.children if c.dep_ == "attr" and lemma == "be"):
        ends = [c for c in verb.children if c.dep_ in syntax.SUBJECTS], syntax.objects_of(noun, frozenset({"of"}))
        if noun.lemma_.lower() in words("turned", "nouns"):
            yield "leads-to", ends[1], ends[0], scene.page.char_span(noun, noun)
        elif noun.lemma_.lower() in words("turned", "causes"):
            yield "leads-to", ends[0], ends[1], scene.page.char_span(noun, noun)


def _counted_out(scene: Scene, told: Token) -> Token:
    """Of "the halving of rations, which they attribute to" the halving."""
    of = told.dep_ == "pobj" and told.head.lower_ == "of"
    return told.head.head if of and is_deed(scene, told.head.head) else told


def _is_party(scene: Scene, token: Token) -> bool:
    known = scene.cast.actor(token)
    if token.lemma_.lower() in toml_file("ties.toml")["group"]["nouns"]:
        return True
    return (known is not None and known.kind != "instrument") or roles.is_person_role(token)
