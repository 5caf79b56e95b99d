"""Consequences: claims that one thing would bring about, risk, hold off or require another.

The law: both ends are words of the text, and the word that joins them is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import toml_file
from foreshock.coding import syntax
from foreshock.coding.identity import row_id
from foreshock.coding.phrases import Phrases
from foreshock.coding.sayings import cue_at
from foreshock.coding.sentences import in_title
from foreshock.records import Consequence, Span
from foreshock.records.consequence import ConsequenceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

Link = tuple[str, list["Token"], list["Token"], Span]


@cache
def _verbs() -> dict[str, str]:
    return {word: kind for kind, words in toml_file("links.toml")["verb"].items() for word in words}


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(toml_file("links.toml")[table][key])


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
            cause, effect = scene.page.bare(causes), _whole(scene.page.bare(effects), token, cue)
            if cause.meets(effect):
                cause, effect = _apart(scene.page.text, cause, effect, cue)
            if not cause.meets(effect):
                found.setdefault((cause, effect), _row(scene, kind, cause, effect, cue))
    rows = sorted(found.values(), key=lambda c: c.cue)
    return [r for r in rows if not any(o is not r and o.cause == r.cause and o.effect.covers(r.cue) for o in rows)]


def _whole(effect: Span, verb: Token, cue: Span) -> Span:
    """The effect with the verb that is part of it: "deprive millions of food"."""
    part = verb.lemma_.lower() in _words("part_of_effect", "verbs") and cue.end <= effect.start
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
    if syntax.is_verb(token):
        yield from _of_verb(scene, token)
        yield from _of_condition(scene, token)
    if token.dep_ in ("prep", "mark", "advmod", "amod") or token.pos_ in ("ADP", "SCONJ"):
        yield from _of_because(scene, token)
    if token.lower_ == "without":
        yield from _of_lack(scene, token)


def _of_verb(scene: Scene, verb: Token) -> Iterator[Link]:
    lemma = verb.lemma_.lower()
    cue = scene.page.char_span(verb, verb)
    if lemma in _words("carries", "verbs"):
        yield from _carried(scene, verb, cue)
    kind = _verbs().get(lemma)
    if kind is None or verb.dep_ == "amod" or _is_asked(verb):
        return
    causes = _causes(scene, verb)
    if not causes:
        return
    for effects in _effects(verb):
        if not _is_only_moved(scene, verb, effects):
            yield kind, causes, effects, cue


def _is_asked(verb: Token) -> bool:
    """True of what somebody is called on to do: "urged both sides to open a road"."""
    cue = cue_at(verb.head) if verb.dep_ == "xcomp" else None
    return cue is not None and cue.kind == "urge"


def _is_only_moved(scene: Scene, verb: Token, effects: list[Token]) -> bool:
    """True of persons and counts that are brought or driven somewhere, and of "brought little relief"."""
    if verb.lemma_.lower() not in _words("moving", "verbs") or len(effects) != 1:
        return False
    moved = effects[0]
    scant = any(c.lower_ in _words("moving", "least") for c in moved.children)
    people = scene.cast.actor(moved) is not None and scene.triggers.reading(moved) is None
    return scant or moved.pos_ == "NUM" or (people and not syntax.is_verb(moved))


def _carried(scene: Scene, verb: Token, cue: Span) -> Iterator[Link]:
    """ "carries a danger of unrest and the prospect of splitting the party"."""
    causes = [c for c in verb.children if c.dep_ in syntax.SUBJECTS]
    objects = [t for c in verb.children if c.dep_ in ("dobj", "attr") for t in syntax.expand(c)]
    for noun in [*objects, *(c for c in verb.children if objects and c.dep_ == "conj" and c.pos_ == "NOUN")]:
        if noun.lemma_.lower() in _words("carries", "nouns"):
            to = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "to", "for", "that", "about")]
            inside = [g for c in to for g in c.children if g.dep_ in ("pobj", "pcomp")]
            if inside:
                yield "risks", causes, inside, cue


def _causes(scene: Scene, verb: Token) -> list[Token]:
    """The deed or thing that is the subject; a person or state that acts is none, unless what it does is told."""
    if syntax.is_passive(verb):
        subjects = syntax.agents(verb)
    else:
        subjects = syntax.surface_subjects(verb)
        subjects += [c for c in verb.children if c.dep_ == "csubj"]
    if verb.dep_ == "relcl" and _is_of_all_before(verb):
        clause = syntax.clause_of(verb.head)
        while clause.dep_ in ("prep", "advcl", "acl") and not _is_told(clause):
            clause = syntax.clause_of(clause.head)
        return [clause]
    return [s for s in subjects if _can_cause(scene, s, verb)]


def _is_of_all_before(verb: Token) -> bool:
    """True of "..., which led to": the relative stands for the clause and not for its last noun."""
    which = next((c for c in verb.children if c.lower_ == "which" and c.dep_ in syntax.SUBJECTS), None)
    comma = which is not None and which.i > 0 and which.nbor(-1).text == ","
    return comma and verb.lemma_.lower() in _words("which", "verbs")


def _can_cause(scene: Scene, subject: Token, verb: Token) -> bool:
    """True of a deed, a thing or a means; "it" is one where the verb is said of what would be."""
    if subject.pos_ == "PRON":
        return subject.lower_ in ("it", "this", "that") and any(c.tag_ == "MD" for c in verb.children)
    if scene.cast.is_person_role(subject) and subject.head.i == verb.i:
        return False
    found = scene.cast.actor(subject) or next(iter(scene.cast.members(subject)), None)
    return found is None or found.kind == "instrument" or scene.triggers.reading(subject) is not None


def _effects(verb: Token) -> Iterator[list[Token]]:
    if syntax.is_passive(verb):
        yield syntax.surface_subjects(verb)
        return
    clauses = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp")]
    through = [
        g
        for c in verb.children
        if c.dep_ in ("prep", "dative") and c.lower_ in ("to", "in", "into", "on", "about", "from")
        for g in c.children
        if g.dep_ in ("pobj", "pcomp")
    ]
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"]
    if (more := toml_file("links.toml")["with_more"].get(verb.lemma_)) is not None:
        behind = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in more]
        if clauses or (objects and behind):
            yield [*objects, *behind, *clauses]
    elif verb.lemma_ in ("lead", "result", "contribute", "depend", "hinge", "rest") and through:
        yield through
    elif clauses and objects:
        yield [*objects, *clauses]
    elif clauses:
        yield clauses
    elif objects and (of := [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "of"]):
        yield [*objects, *of]
    elif objects and through and verb.lemma_ in ("drag", "push", "plunge", "turn", "draw", "pull", "bring"):
        yield [*objects, *through]
    elif objects:
        yield objects


def _of_condition(scene: Scene, verb: Token) -> Iterator[Link]:
    """ "if X, Y might": X leads to Y; "unless X, Y": X prevents Y."""
    marks = [c for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in _words("if", "marks")]
    asked = [c for c in verb.children if c.lower_ == "should" and c.i == verb.left_edge.i]
    if asked and verb.dep_ == "ROOT":
        yield from _of_inversion(scene, verb, asked[0])
    marks = marks or asked
    if not marks or verb.dep_ != "advcl":
        return
    head = verb.head
    if not syntax.is_verb(head):
        return
    kind = "prevents" if marks[0].lower_ == "unless" else "leads-to"
    yield kind, [verb], [head], scene.page.char_span(marks[0], marks[0])
    for also in (c for c in head.children if c.dep_ == "conj" and any(t.tag_ == "MD" for t in c.children)):
        yield kind, [verb], [also], scene.page.char_span(marks[0], marks[0])


def _of_inversion(scene: Scene, verb: Token, should: Token) -> Iterator[Link]:
    """ "Should X hold, Y might follow", where the parser took X for the main clause."""
    heads = [c for c in verb.children if c.i > verb.i and syntax.is_verb(c) and any(t.tag_ == "MD" for t in c.children)]
    if not heads:
        return
    causes = [c for c in verb.children if c.i < heads[0].left_edge.i and not c.is_punct]
    joined = [c for h in heads for c in h.children if c.dep_ == "conj" and any(t.tag_ == "MD" for t in c.children)]
    for head in (*heads, *joined):
        yield "leads-to", causes, [head], scene.page.char_span(should, should)


def _of_lack(scene: Scene, token: Token) -> Iterator[Link]:
    """ "without X, Y could be lost": that X is lacking leads to Y."""
    clause = token.head
    judged = any(c.tag_ == "MD" and c.lower_ != "can" for c in clause.children)
    if token.dep_ == "prep" and syntax.is_verb(clause) and token.i < clause.i and judged:
        yield "leads-to", [token], [clause], scene.page.char_span(token, token)


def _of_because(scene: Scene, token: Token) -> Iterator[Link]:
    """ "Y because of X", "Y in light of X": X leads to Y."""
    words = [t.lower_ for t in token.doc[token.i : token.i + 4]]
    for phrase in _because().at(words, 0):
        yield from _because_of(scene, token, token.doc[token.i + len(phrase) - 1])
        return
    if token.lower_ in _words("because", "conjunctions") and token.dep_ == "mark":
        clause = token.head
        if clause.dep_ == "advcl" and syntax.is_verb(clause.head):
            yield "leads-to", [clause], [clause.head], scene.page.char_span(token, token)


def _because_of(scene: Scene, first: Token, last: Token) -> Iterator[Link]:
    causes = [g for g in last.children if g.dep_ in ("pobj", "pcomp")]
    causes = causes or [
        g for t in last.doc[first.i : last.i + 1] for g in t.children if g.dep_ in ("pobj", "pcomp") and g.i > last.i
    ]
    clause = syntax.clause_of(first.head)
    if causes and syntax.is_verb(clause):
        while clause.dep_ in ("acl", "relcl") and not _is_told(clause) and clause.head.dep_ != "ROOT":
            clause = syntax.clause_of(clause.head)
        yield "leads-to", causes, [clause], scene.page.char_span(first, last)


def _is_told(clause: Token) -> bool:
    """False for a bare participle inside a noun phrase, to which a reason is seldom given."""
    return clause.tag_ not in ("VBG", "VBN")


def _apart(text: str, cause: Span, effect: Span, cue: Span) -> tuple[Span, Span]:
    """Where one end lies inside the other, the outer one is cut off at the inner one and the joining words."""
    if effect.covers(cause):
        return cause, _longer_rest(text, effect, Span(min(cause.start, cue.start), max(cause.end, cue.end)))
    if cause.covers(effect):
        return _longer_rest(text, cause, Span(min(effect.start, cue.start), max(effect.end, cue.end))), effect
    return cause, effect


def _longer_rest(text: str, outer: Span, inner: Span) -> Span:
    before = Span(outer.start, max(outer.start, inner.start))
    behind = Span(min(inner.end, outer.end), outer.end)
    longer = before if before.end - before.start >= behind.end - behind.start else behind
    words = longer.of(text)
    start = longer.start + len(words) - len(words.lstrip(" ,;"))
    return Span(start, max(start, longer.start + len(words.rstrip(" ,;"))))
