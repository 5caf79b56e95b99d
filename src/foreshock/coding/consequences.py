"""Consequences: claims that one thing would bring about, risk, hold off or require another.

The law: both ends are words of the text, and the word that joins them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import toml_file
from foreshock.coding import roles, syntax
from foreshock.coding.conditions import Link, conditions, modals, past_saying, words
from foreshock.coding.cue_words import cue_at
from foreshock.coding.identity import row_id
from foreshock.coding.joining import (
    is_deed,
    is_turned,
    joined_to,
    joining,
    judged,
    parted,
    told_behind,
    told_subjects,
    turned,
    way_to,
)
from foreshock.coding.phrases import Phrases
from foreshock.coding.sentences import in_title
from foreshock.records import Consequence, Span
from foreshock.records.consequence import ConsequenceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene


DANGLING = re.compile(
    r"(?: and|[ ,]+(?:that|which)(?: (?:would|could|might|may|will|can|has|have))?| for (?:as|so) long)$"
)
"""Words at the end of what is told that join it to what was cut off."""


@cache
def _because() -> Phrases:
    return Phrases(toml_file("links.toml")["because"]["leads-to"])


def find_consequences(scene: Scene) -> list[Consequence]:
    """The consequences of the page in text order."""
    found: dict[tuple[Span, Span], Consequence] = {}
    for token in scene.page.tokens():
        for kind, causes, effects, cue in _links(scene, token):
            if not causes or not effects or in_title(scene.page, cue):
                continue
            cause, effect = scene.page.bare(causes), _whole(scene, scene.page.bare(effects), token, cue)
            if cause.meets(effect):
                cause, effect = _apart(scene.page.text, (cause, causes[0].idx), (effect, effects[0].idx), cue)
            effect = _up_to_semicolon(scene.page.text, past_saying(scene, effect), effects[0].idx)
            cause, effect = _behind_colon(scene, causes, (cause, effect))
            if not cause.meets(effect) and cause.start < cause.end and effect.start < effect.end:
                found.setdefault((cause, effect), _row(scene, kind, cause, effect, cue))
    rows = sorted(found.values(), key=lambda c: c.cue)
    return [r for r in rows if not any(_holds(o, r) for o in rows if o is not r)]


def _up_to_semicolon(text: str, effect: Span, head: int) -> Span:
    """The effect up to the semicolon behind its head word, where another clause begins."""
    at = text.find(";", max(head, effect.start), effect.end)
    return effect if at < 0 else Span(effect.start, at)


def _behind_colon(scene: Scene, causes: list[Token], ends: tuple[Span, Span]) -> tuple[Span, Span]:
    """Of "Two things hold it off: X and Y" the X and Y as cause, which are what the things are."""
    (_, effect), here = ends, scene.page.sentence_of(causes[0])
    counted = causes[0].lemma_.lower() in words("counted", "nouns")
    if here is None or not counted or not any(c.dep_ in ("nummod", "det") for c in causes[0].children):
        return ends
    at = scene.page.text.find(":", effect.start, here.span.end)
    told = scene.page.text[at + 1 : here.span.end]
    if at < 0 or at > effect.end:
        return ends
    start = at + 1 + len(told) - len(told.lstrip())
    return Span(start, at + 1 + len(told.rstrip(' .”"'))), Span(effect.start, at)


def _holds(outer: Consequence, row: Consequence) -> bool:
    """True where the effect of another row with the same cause tells the joining words as well."""
    return outer.cause == row.cause and outer.effect.covers(row.cue)


def _whole(scene: Scene, effect: Span, verb: Token, cue: Span) -> Span:
    """The effect with the verb that is part of it: "deprive millions of food"."""
    if not syntax.is_verb(verb) or cue.start != verb.idx or cue.end > effect.start:
        return effect
    part = verb.lemma_.lower() in words("part_of_effect", "verbs")
    part = part or (joining(verb) == "leads-to" and parted(verb) is not None)
    part = part or (joining(verb) is None and judged(scene, verb) is not None)
    return Span(cue.start, effect.end) if part else effect


def _row(scene: Scene, kind: str, cause: Span, effect: Span, cue: Span) -> Consequence:
    return Consequence(
        id=row_id("c", scene.page.report.id, cue, kind, str(cause.start), str(effect.start)),
        kind=cast("ConsequenceKind", kind),
        cause=cause,
        effect=effect,
        cue=cue,
        chain=scene.voices.chain(cue),
    )


def _links(scene: Scene, token: Token) -> Iterator[Link]:
    if syntax.is_verb(token) or _is_taken_for_noun(token):
        yield from _of_verb(scene, token)
    if token.lemma_.lower() in words("cited", "verbs") and token.tag_ == "VBG" and token.dep_ == "advcl":
        yield from _of_cited(scene, token)
    if token.dep_ in ("prep", "mark", "advmod", "amod") or token.pos_ in ("ADP", "SCONJ"):
        yield from _of_because(scene, token)
    yield from conditions(scene, token)
    yield from _of_then(scene, token)


def _is_taken_for_noun(token: Token) -> bool:
    """True of "a vote, they write, risks halting the talks"."""
    subject = any(c.dep_ == "nsubj" and c.i < token.i for c in token.children)
    behind = any(c.dep_ in ("xcomp", "dobj") and c.i > token.i for c in token.children)
    return token.dep_ == "ROOT" and token.tag_ == "NNS" and subject and behind and joining(token) is not None


def _of_cited(scene: Scene, citing: Token) -> Iterator[Link]:
    """ "refused, citing secrecy": what is cited is why."""
    reasons = [c for c in citing.children if c.dep_ == "dobj"]
    sourced = any(c.lower_ == "as" for t in (citing, *reasons) for c in t.children)
    if not sourced and all(scene.cast.actor(t) is None and not roles.is_person_role(t) for t in reasons):
        yield "leads-to", reasons, [citing.head], scene.page.char_span(citing, citing)


def _of_then(scene: Scene, token: Token) -> Iterator[Link]:
    """Of "X could send Y, and Z would then have to step in", what is told first brings about the second."""
    clause = token.head
    if token.lower_ != "then" or token.dep_ != "advmod" or clause.dep_ != "conj":
        return
    first = clause.head
    if first.dep_ == "parataxis":
        first = next((c for c in first.head.children if c.dep_ == "ccomp" and c.i < first.i), first)
    own = any(c.dep_ in syntax.SUBJECTS for c in clause.children)
    if own and modals(first) and any(c.lower_ in words("judged", "modals") for c in clause.children):
        yield "leads-to", [first], [clause], scene.page.char_span(token, token)


def _of_verb(scene: Scene, verb: Token) -> Iterator[Link]:
    cue = scene.page.char_span(verb, verb)
    if verb.lemma_.lower() in words("carries", "verbs"):
        yield from _carried(scene, verb, cue)
    yield from turned(scene, verb)
    kind = joining(verb) or judged(scene, verb) or _having(verb)
    if kind is None or verb.dep_ == "amod" or is_turned(verb) or _is_told_by_head(verb):
        return
    if _is_aim(verb) or _is_asked(verb) or _is_ground(verb):
        return
    causes = _causes(scene, verb)
    if not causes or _only_ceases(scene, verb, causes):
        return
    for effects in _effects(verb):
        if not _is_only_moved(scene, verb, effects):
            yield kind, causes, effects, cue


def _having(verb: Token) -> str | None:
    """ "will have consequences"."""
    told = verb.lemma_.lower() in words("having", "verbs") and modals(verb)
    objects = (c.lemma_.lower() in words("having", "nouns") for c in verb.children if c.dep_ == "dobj")
    return "leads-to" if told and any(objects) else None


def _is_aim(verb: Token) -> bool:
    """True of "in order to starve the town", "failed to deter them", "is led by X" and "threatened that", which tell no
    effect."""
    above = verb.head.lemma_.lower()
    if verb.lemma_ == "threaten":
        return any(m.dep_ == "mark" for c in verb.children if c.dep_ == "ccomp" for m in c.children)
    if verb.lemma_ in ("lead", "mean"):
        return verb.tag_ == "VBN"
    return (verb.dep_ == "xcomp" and above in words("unmet", "verbs")) or (verb.dep_ == "acl" and above == "order")


def _only_ceases(scene: Scene, verb: Token, causes: list[Token]) -> bool:
    """True of "two mines halted work", which tells of their own work."""
    own = verb.lemma_.lower() in words("ceasing", "verbs") and not modals(verb)
    return own and not any(is_deed(scene, c) for c in causes)


def _is_told_by_head(verb: Token) -> bool:
    """True of "risks halting the talks", which tells what is risked."""
    return verb.dep_ == "xcomp" and verb.tag_ == "VBG" and joining(verb.head) == "risks"


def _is_ground(verb: Token) -> bool:
    """True of "the conclusion rested on intercepts" and "a law curbing courts", which tell what a text holds."""
    provisions = toml_file("speech.toml")["provisions"]["nouns"]
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.lemma_.lower() in provisions:
        return True
    enables = bool(modals(verb)) and verb.lemma_.lower() in words("with_modal", "verbs")
    if verb.lemma_.lower() in words("with_clause", "verbs") and not enables:
        return any(s.lemma_.lower() in provisions for s in syntax.surface_subjects(verb))
    claimed = any(s.lemma_.lower() in words("claimed", "nouns") for s in syntax.surface_subjects(verb))
    return claimed and joining(verb) == "requires"


def _is_asked(verb: Token) -> bool:
    """True of what somebody is called on to do: "urged both sides to open a road"."""
    cue = cue_at(verb.head) if verb.dep_ == "xcomp" else None
    return cue is not None and cue.kind == "urge"


def _is_only_moved(scene: Scene, verb: Token, effects: list[Token]) -> bool:
    """True of persons and counts that are brought or driven somewhere, and of "brought little relief"."""
    if verb.lemma_ == "mean" and len(effects) == 1 and effects[0].lower_ in words("moving", "least"):
        return True
    if verb.lemma_.lower() not in words("moving", "verbs") or len(effects) != 1:
        return False
    moved = effects[0]
    scant = any(c.lower_ in words("moving", "least") for c in moved.children)
    people = scene.cast.actor(moved) is not None and scene.triggers.reading(moved) is None
    return scant or moved.pos_ == "NUM" or (people and not syntax.is_verb(moved))


def _carried(scene: Scene, verb: Token, cue: Span) -> Iterator[Link]:
    """ "carries a danger of unrest and the prospect of splitting the party"."""
    causes = [c for c in verb.children if c.dep_ in syntax.SUBJECTS]
    objects = [t for c in verb.children if c.dep_ in ("dobj", "attr") for t in syntax.expand(c)]
    for noun in [*objects, *(c for c in verb.children if objects and c.dep_ == "conj" and c.pos_ == "NOUN")]:
        if noun.lemma_.lower() in words("carries", "nouns"):
            to = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "to", "for", "that", "about")]
            inside = [g for c in to for g in c.children if g.dep_ in ("pobj", "pcomp")]
            if inside:
                yield "risks", causes, inside, cue


def _behind_what(verb: Token) -> list[Token]:
    """Of "what has kept X from marching is the presence of Y", the presence."""
    what = any(c.dep_ in syntax.SUBJECTS and c.lower_ == "what" for c in verb.children)
    if not what or verb.dep_ != "csubj" or verb.head.lemma_ != "be" or any(c.dep_ == "neg" for c in verb.head.children):
        return []
    return [c for c in verb.head.children if c.dep_ in ("attr", "ccomp", "xcomp") and c.i > verb.head.i]


def _causes(scene: Scene, verb: Token) -> list[Token]:
    """The deed or thing that is the subject; a person or state that acts is none, unless what it does is told."""
    if cleft := _behind_what(verb):
        return cleft
    if syntax.is_passive(verb):
        subjects = syntax.agents(verb)
    else:
        subjects = syntax.surface_subjects(verb)
        clauses = [c for c in told_subjects(verb) if c.dep_ in ("csubj", "advcl")]
        subjects = clauses if any(c.head.i == verb.i for c in clauses) else [*subjects, *clauses]
        if not subjects or any(first.i != verb.head.i for first in joined_to(verb)):
            subjects = told_subjects(verb)
    if verb.dep_ == "relcl" and (deed := _deed_before(scene, verb)) is not None:
        return [deed]
    if verb.dep_ == "relcl" and _is_of_all_before(scene, verb):
        clause = syntax.clause_of(verb.head)
        while clause.dep_ in ("prep", "advcl", "acl") and not _is_told(clause):
            clause = syntax.clause_of(clause.head)
        return [clause]
    return [_meant(scene, s) for s in subjects if _can_cause(scene, s, verb)]


def _meant(scene: Scene, subject: Token) -> Token:
    """Of "this would bring strikes", what was told before the colon, or in the sentence before."""
    here = scene.page.sentence_of(subject)
    if subject.lower_ not in ("this", "that") or here is None:
        return subject
    before = [t for t in here.tokens if t.i < subject.i]
    colon = next((t for t in reversed(before) if t.text == ":"), None)
    if colon is None:
        ahead = scene.page.sentences[here.index - 1] if here.index and not before else None
        near = ahead is not None and ahead.paragraph == here.paragraph
        before = list(ahead.tokens) if ahead is not None and near else []
    verb = next((t for t in before if syntax.is_verb(t) and (t.dep_ == "ROOT" or t.head.i >= subject.i)), None)
    if verb is None:
        return subject
    return next((c for c in verb.children if verb.lemma_ == "be" and c.dep_ == "attr" and c in before), verb)


def _deed_before(scene: Scene, verb: Token) -> Token | None:
    """Of "a quarantine enforced by the coast guard, which could cut off the island", the quarantine."""
    top = verb.head
    while top.dep_ in ("pobj", "prep", "agent", "acl") and (not syntax.is_verb(top.head) or top.head.dep_ == "acl"):
        top = top.head
    return top if top.i != verb.head.i and top.dep_ in syntax.SUBJECTS and is_deed(scene, top) else None


def _is_of_all_before(scene: Scene, verb: Token) -> bool:
    """True of "..., which led to", and of "..., which could open the door" behind what is no deed: the relative stands
    for the clause and not for its last noun."""
    which = next((c for c in verb.children if c.lower_ == "which" and c.dep_ in syntax.SUBJECTS), None)
    comma = which is not None and which.i > 0 and which.nbor(-1).text == ","
    would = bool(modals(verb)) and joining(verb) is not None and not is_deed(scene, verb.head)
    return comma and (verb.lemma_.lower() in words("which", "verbs") or would)


def _can_cause(scene: Scene, subject: Token, verb: Token) -> bool:
    """True of a deed, a thing or a means; "it" is one where the verb is said of what would be."""
    if subject.pos_ == "PRON":
        return subject.lower_ in ("it", "this", "that") and any(c.tag_ == "MD" for c in verb.children)
    if roles.is_person_role(subject) and subject.head.i == verb.i:
        return False
    found = scene.cast.actor(subject) or next(iter(scene.cast.members(subject)), None)
    lemma = subject.lemma_.lower()
    if lemma in toml_file("ties.toml")["group"]["nouns"] or lemma in words("claimed", "states"):
        return False
    return found is None or found.kind == "instrument" or scene.triggers.reading(subject) is not None


def _effects(verb: Token) -> Iterator[list[Token]]:
    if syntax.is_passive(verb):
        yield syntax.surface_subjects(verb)
        return
    if (way := way_to(verb)) or joining(verb) is None:
        yield way or told_behind(verb)
        return
    clauses = [
        c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "oprd") and c.lower_ not in words("toll", "words")
    ]
    through = [
        g
        for c in (*verb.children, *(g for c in verb.children if c.dep_ == "advmod" for g in c.children))
        if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "in", "into", "on", "about", "from", "toward", "towards")
        for g in c.children
        if g.dep_ in ("pobj", "pcomp")
    ]
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"]
    if verb.lemma_ == "cost":
        yield told_behind(verb) if len([*objects, *(c for c in verb.children if c.dep_ == "npadvmod")]) > 1 else []
        return
    more = toml_file("links.toml")["with_more"].get(verb.lemma_)
    if verb.lemma_ in words("with_clause", "verbs"):
        more = []
    if more is not None and not (objects and modals(verb) and verb.lemma_ in words("with_modal", "verbs")):
        behind = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in more]
        if (clauses and not _goes_on(clauses, more)) or (objects and behind):
            yield [*objects, *behind, *clauses]
    elif verb.lemma_ in ("lead", "result", "contribute", "depend", "hinge", "rest") and through:
        yield through
    elif clauses and objects:
        yield [*objects, *clauses]
    elif clauses:
        yield clauses
    elif objects and (of := [c for c in _behind(verb) if c.dep_ == "prep" and c.lower_ in _through(verb)]):
        yield [*objects, *of]
    elif parted(verb) is not None and not objects:
        yield told_behind(verb)
    elif objects and through and verb.lemma_ in ("drag", "push", "plunge", "turn", "draw", "pull", "bring"):
        yield [*objects, *through]
    elif objects and verb.lemma_ != "lead":
        yield objects


def _behind(verb: Token) -> list[Token]:
    """What hangs on the verb, or on the word behind it: of "hold X back from Y" the "from"."""
    return [c for t in (verb, *(c for c in verb.children if c.dep_ == "advmod")) for c in t.children]


def _through(verb: Token) -> frozenset[str]:
    """What stands behind an object of the verb that belongs to it: "rob of X", "prevent it from X"."""
    return frozenset({"of", "from"} if joining(verb) == "prevents" else {"of"})


def _goes_on(clauses: list[Token], more: list[str]) -> bool:
    """True of "kept paying"."""
    return bool(more) and all(c.dep_ == "xcomp" and c.tag_ == "VBG" for c in clauses)


def _of_because(scene: Scene, token: Token) -> Iterator[Link]:
    """ "Y because of X", "Y in light of X": X leads to Y."""
    behind = [t.lower_ for t in token.doc[token.i : token.i + 4]]
    for phrase in _because().at(behind, 0):
        yield from _because_of(scene, token, token.doc[token.i + len(phrase) - 1])
        return
    if token.lower_ in words("because", "conjunctions") and token.dep_ == "mark":
        clause = token.head
        if clause.dep_ == "advcl" and syntax.is_verb(clause.head):
            yield "leads-to", [clause], [clause.head], scene.page.char_span(token, token)


def _because_of(scene: Scene, first: Token, last: Token) -> Iterator[Link]:
    causes = [g for g in last.children if g.dep_ in ("pobj", "pcomp")]
    causes = causes or [
        g for t in last.doc[first.i : last.i + 1] for g in t.children if g.dep_ in ("pobj", "pcomp") and g.i > last.i
    ]
    clause = syntax.clause_of(first.head)
    if [c.tag_ for c in causes] == ["WDT"] and last.head.dep_ == "relcl" and syntax.is_verb(clause):
        yield "leads-to", [clause], [last.head], scene.page.char_span(first, last)
    elif clause.dep_ == "relcl" and [c.tag_ for c in causes] == ["WDT"]:
        yield "leads-to", [clause.head], [clause], scene.page.char_span(first, last)
    elif causes and syntax.is_verb(clause):
        while clause.dep_ in ("acl", "relcl") and not _is_told(clause) and clause.head.dep_ != "ROOT":
            clause = syntax.clause_of(clause.head)
        yield "leads-to", causes, [clause], scene.page.char_span(first, last)


def _is_told(clause: Token) -> bool:
    """False for a bare participle inside a noun phrase, to which a reason is seldom given."""
    return clause.tag_ not in ("VBG", "VBN")


def _apart(text: str, cause: tuple[Span, int], effect: tuple[Span, int], cue: Span) -> tuple[Span, Span]:
    """Where one end lies inside the other, the outer one is cut off at the inner one and the joining words.

    Each end comes with the place of its head word, which the part that is kept holds.
    """
    (first, at), (second, head) = cause, effect
    if second.covers(first):
        return first, _rest(text, second, Span(min(first.start, cue.start), max(first.end, cue.end)), head)
    if first.covers(second):
        return _rest(text, first, Span(min(second.start, cue.start), max(second.end, cue.end)), at), second
    return first, second


def _rest(text: str, outer: Span, inner: Span, head: int) -> Span:
    before = Span(outer.start, max(outer.start, inner.start))
    behind = Span(min(inner.end, outer.end), outer.end)
    longer = before if before.end - before.start >= behind.end - behind.start else behind
    kept = next((part for part in (before, behind) if part.start <= head < part.end), longer)
    told = kept.of(text)
    start = kept.start + len(told) - len(told.lstrip(" ,;"))
    return Span(start, max(start, kept.start + len(DANGLING.sub("", told.rstrip(" ,;")).rstrip(" ,;"))))
