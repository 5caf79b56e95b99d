"""Conditions: "if X, Y would", "were X to happen", "not Y until X", "without X no Y".

The law: a condition belongs to the clause that tells what would follow, and never to the saying between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.base import word_set
from foreshock.coding import syntax
from foreshock.coding.cue_words import cue_at
from foreshock.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.scene import Scene

Link = tuple[str, list["Token"], list["Token"], Span]
"""Kind, cause, effect, and the words that join them."""


def words(table: str, key: str) -> frozenset[str]:
    """The words of one key of links.toml."""
    return word_set("links.toml", table, key)


def _has_modal(clause: Token) -> bool:
    return any(c.tag_ == "MD" for c in clause.children)


def modals(clause: Token) -> list[Token]:
    """The modal verbs of a clause; of joined verbs, those of the first."""
    own = [c for c in clause.children if c.tag_ == "MD"]
    return own if own or clause.dep_ != "conj" or not syntax.is_verb(clause.head) else modals(clause.head)


def conditions(scene: Scene, token: Token) -> Iterator[Link]:
    """The links of the condition that the token is the verb of, or opens."""
    if token.lower_ == "without":
        yield from _of_lack(scene, token)
    yield from _of_given(scene, token)
    if not syntax.is_verb(token) and token.dep_ != "advcl":
        return
    opened = _inverted(token)
    if opened is not None:
        yield from _of_inversion(scene, token, opened)
    mark = next((c for c in token.children if c.dep_ in ("mark", "advmod") and c.lower_ in words("if", "marks")), None)
    if mark is not None and token.dep_ == "advcl" and opened is None and not _is_aside(token):
        for head in _what_follows(token):
            yield "leads-to", [token], [head], scene.page.char_span(mark, mark)
    yield from _of_hold(scene, token)


def _is_aside(condition: Token) -> bool:
    """True of "the order, if it comes, will", which only says that what is told of may not come about."""
    told = [t for t in condition.subtree if not t.is_punct]
    again = any(c.dep_ in syntax.SUBJECTS and c.lower_ in words("if", "again") for c in condition.children)
    within = any(c.dep_ in syntax.SUBJECTS and c.i < condition.i for c in condition.head.children)
    return again and within and len(told) <= 4 and condition.i < condition.head.i


def _what_follows(condition: Token) -> list[Token]:
    """The clause on which the condition hangs, with those joined to it that tell a further thing to come."""
    head = condition.head
    if not syntax.is_verb(head):
        return []
    head = _past_saying(head)
    if head.dep_ in ("advcl", "xcomp") and syntax.is_verb(head.head) and _is_told_beside(head):
        head = head.head
    joined = (c for c in head.children if c.dep_ == "conj" and _has_modal(c) and not _has_own(c, condition))
    return [head, *joined]


def _has_own(clause: Token, condition: Token) -> bool:
    """True of the second clause in "if X, Y will fall; and if Z, W will", which hangs on Z alone."""
    own = (c for c in clause.children if c.dep_ == "advcl" and c.i != condition.i)
    return any(m.lower_ in words("if", "marks") for c in own for m in c.children if m.dep_ in ("mark", "advmod"))


def _past_saying(head: Token) -> Token:
    """Of "if X, he said, Y would", the clause of Y."""
    return head.head if head.dep_ == "parataxis" and syntax.is_verb(head.head) else head


def _is_told_beside(head: Token) -> bool:
    """True of a participle or infinitive that hangs on what would happen: "could be pushed to attack if"."""
    bare = head.tag_ in ("VBG", "VB") or not any(c.dep_ in ("mark", *syntax.SUBJECTS) for c in head.children)
    return not modals(head) and bool(modals(head.head)) and bare


def past_saying(scene: Scene, effect: Span) -> Span:
    """Of "he said, the war will resume" the words behind the saying put in between."""
    said = scene.page.doc.char_span(effect.start, effect.end, alignment_mode="expand")
    if said is None:
        return effect
    for verb in (t for t in said if t.dep_ in ("parataxis", "advcl") and cue_at(t) is not None):
        first = min((c.left_edge.i for c in verb.children if c.dep_ in syntax.SUBJECTS), default=verb.i)
        if first == said.start and verb.nbor().text == "," and verb.i + 2 < said.end:
            return Span(verb.nbor(2).idx, effect.end)
    return effect


def _inverted(verb: Token) -> Token | None:
    """The word that opens a condition without a mark: "should X fail", "were X to fail", "had X failed"."""
    first = verb.left_edge
    asked = verb.lower_ == "were" and any(_is_infinitive(c) for c in verb.children)
    if first.i != verb.i:
        asked = first.lower_ in words("if", "opening") and first.head.i == verb.i and first.dep_ == "aux"
    elif verb.tag_ == "MD" and verb.dep_ == "advcl" and verb.lower_ in words("if", "opening"):
        asked = any(c.dep_ in (*syntax.SUBJECTS, "dep") for c in verb.children)
    held = verb.dep_ == "advcl" or any(c.i > first.i and c.dep_ in _HELD for c in verb.children)
    return first if asked and held else None


_HELD = frozenset({*syntax.SUBJECTS, "attr", "ccomp", "dobj"})


def _is_infinitive(verb: Token) -> bool:
    inside = [verb, *(c for c in verb.children if c.dep_ in ("acl", "relcl", "xcomp"))]
    return any(c.lower_ == "to" and c.dep_ == "aux" for t in inside for c in t.children)


def _of_inversion(scene: Scene, verb: Token, opened: Token) -> Iterator[Link]:
    """ "Should X hold, Y might follow", also where the parser took X for the main clause."""
    cue = scene.page.char_span(opened, opened)
    said = [c for c in verb.children if c.dep_ == "parataxis" and cue_at(c) is not None]
    behind = [c for t in (verb, *said) for c in t.children if c.i > verb.i]
    heads = [c for c in behind if syntax.is_verb(c) and _has_modal(c)]
    if verb.dep_ == "ROOT" and heads:
        end = min(t.left_edge.i for t in (heads[0], *said))
        causes = [c for c in verb.children if c.i < end and not c.is_punct]
        joined = [c for h in heads for c in h.children if c.dep_ == "conj" and _has_modal(c)]
        for head in (*heads, *joined):
            yield "leads-to", causes, [head], cue
    elif verb.dep_ in ("advcl", "ccomp", "dep", "conj"):
        for head in _would_follow(verb, opened):
            yield "leads-to", [verb], [head], cue


def _would_follow(condition: Token, opened: Token) -> list[Token]:
    """What hangs on the condition: the clause above it, or the one beside it, where that tells what would be; behind
    "should X fail" also "there is a risk"."""
    above = _past_saying(condition.head)
    if not _has_modal(above) and above.dep_ == "advcl" and cue_at(above) is not None and _has_modal(above.head):
        above = above.head
    beside = [c for c in above.children if syntax.is_verb(c) and (c.i < condition.i or c.dep_ == "ccomp")]
    beside = [c for c in beside if c.i != condition.i]
    would = [t for t in (above, *beside) if _has_modal(t)]
    return (would or [above for _ in [opened] if opened.lower_ == "should" and syntax.is_verb(above)])[:1]


def _of_hold(scene: Scene, verb: Token) -> Iterator[Link]:
    """ "X will not Y until Z", "refuses to Y as long as Z": what is held off."""
    marks = [c for c in verb.children if c.dep_ in ("mark", "advmod")]
    mark = next((c for c in marks if c.lower_ in words("hold", "marks") or _is_as_long_as(c)), None)
    above = verb.head.head if verb.head.lower_ == "long" else verb.head
    while above.dep_ in ("prep", "pcomp", "dobj") and not syntax.is_verb(above):
        above = above.head
    if mark is None or verb.dep_ != "advcl":
        return
    if not syntax.is_verb(above):
        if above.lower_ in words("hold", "none"):
            yield "prevents", [verb], [above], scene.page.char_span(mark, mark)
        return
    head = _past_saying(above)
    if head.dep_ == "xcomp" and syntax.is_verb(head.head):
        head = head.head
    if excluded := _ruled_out(head):
        yield "prevents", [verb], excluded, scene.page.char_span(mark, mark)
        return
    if is_denied(head) and head.tag_ != "VBD" and not any(c.lower_ == "did" for c in head.children):
        first = mark.nbor(-2) if _is_as_long_as(mark) else mark
        yield "prevents", [verb], [head], scene.page.char_span(first, mark)
    elif _is_as_long_as(mark) and modals(head):
        yield "requires", [verb], [head], scene.page.char_span(mark.nbor(-2), mark)


def _of_given(scene: Scene, token: Token) -> Iterator[Link]:
    """ "Y will be paid, provided that X", "Y, on condition that X": Y requires X."""
    held, given = token.head, token
    if token.lower_ in words("given", "nouns") and token.dep_ == "pobj" and held.lower_ in words("given", "before"):
        held = held.head
    elif token.lower_ not in words("given", "words"):
        return
    clause = next((c for c in given.children if any(m.dep_ == "mark" for m in c.children)), None)
    if clause is not None and syntax.is_verb(clause) and syntax.is_verb(syntax.clause_of(held)):
        yield "requires", [clause], [syntax.clause_of(held)], scene.page.char_span(given, given)


def _ruled_out(verb: Token) -> list[Token]:
    """What somebody "rules out"."""
    out = verb.lemma_.lower() in words("hold", "out") and any(c.dep_ == "prt" for c in verb.children)
    return [c for c in verb.children if out and c.dep_ == "dobj"]


def _is_as_long_as(mark: Token) -> bool:
    before = [t.lower_ for t in mark.doc[max(mark.i - 2, 0) : mark.i]]
    return mark.lower_ == "as" and before in (["as", "long"], ["so", "long"])


def is_denied(clause: Token) -> bool:
    """True where nothing comes of it: "will not go", "no aid can enter", "is impossible", "refuses"."""
    told = [c for c in clause.children if c.dep_ in ("acomp", "attr", "nsubj", "nsubjpass", "dobj", "neg")]
    none = any(c.lower_ in words("hold", "none") for t in told for c in (t, *t.children))
    return none or clause.lemma_.lower() in words("hold", "refusing")


def _of_lack(scene: Scene, token: Token) -> Iterator[Link]:
    """ "without X, Y could be lost", "no Y without X": that X is lacking leads to what is told of Y."""
    clause = syntax.clause_of(token.head)
    if token.dep_ != "prep" or not syntax.is_verb(clause):
        return
    judged = any(c.tag_ == "MD" and c.lower_ != "can" for c in clause.children)
    present = clause.tag_ not in ("VBD", "VBN", "VBG") or bool(modals(clause))
    if clause.lemma_.lower() in words("lack", "never") and token.head.i == clause.i < token.i:
        return
    ahead = token.i < clause.i and token.head.i == clause.i and judged
    unlikely = clause.dep_ == "xcomp" and clause.head.lower_ in words("hold", "none")
    if ahead or unlikely or (present and is_denied(clause)):
        yield "leads-to", [token], [clause], scene.page.char_span(token, token)
