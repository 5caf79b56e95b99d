"""Did it happen: actual, historical, future, hypothetical or negated, as the words around a trigger tell.

The law: standing is judged inside the words of the innermost speaker; the nearest word above the trigger decides, but
for a plan or a "willing", which yield to a denial or a doubt further up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from foreshock.codebook.base import toml_file
from foreshock.codebook.lexicon import cue_lemmas
from foreshock.coding import standing_joins as joins
from foreshock.coding import standing_signs as signs
from foreshock.coding import syntax
from foreshock.coding.clauses import hangs_behind
from foreshock.coding.standing_signs import NOTHING, Sign, words
from foreshock.records import When
from foreshock.records.event import Standing

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from foreshock.coding.attribution import Claim

Decided = tuple[Standing, str]
ANNIVERSARY = "anniversary"
"""What decided where the sentence only speaks of remembering."""
STEPS = 24
"""Words climbed at most: no sentence of a report is deeper."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """The cue of the innermost claim: the climb stops there and takes its colour."""

    token: int
    kind: str
    stance: str
    lemma: str


def standing_of(trigger: Token, boundary: Boundary | None, when: When, published: date | None) -> Decided:
    """The standing of the act at the trigger, and the word that decided it."""
    verdict, word = _climb(trigger, boundary)
    if verdict == "actual" or (verdict == "future" and _lies_behind(trigger, when, published)):
        return _by_time(trigger, when, published)
    return verdict, word


def innermost(claims: Sequence[Claim], doc: Doc) -> Boundary | None:
    """The cue of the innermost claim that is marked in words of the sentence; `claims` are outermost first."""
    marked = [c for c in claims if not c.inherited]
    if not marked:
        return None
    cue = doc[marked[-1].cue_token]
    return Boundary(cue.i, marked[-1].kind, marked[-1].stance, cue.lemma_.lower())


def threat_words() -> frozenset[str]:
    """Words under which a speaker's own future act of force is a threat."""
    return words("threat", "words")


def _climb(trigger: Token, boundary: Boundary | None) -> Decided:
    kept: Decided | None = None
    at, node_counts = trigger, True
    for _ in range(STEPS):
        own = _is_boundary(at.head, boundary) or (at.dep_ == "ccomp" and _is_cut_off(at))
        edged = at.head.i != at.i and not own and not joins.is_done_by_trying(trigger, at)
        for sign in (_at_node(trigger, at) if node_counts else NOTHING, joins.at_edge(at) if edged else NOTHING):
            if sign[0] in ("negated", "hypothetical", "actual"):
                return cast("Decided", sign)
            kept = kept or _as_kept(sign)
        if at.head.i == at.i:
            return kept if kept and kept[0] != "future" else _asked(trigger, kept)
        if boundary is not None and (_is_boundary(at.head, boundary) or _is_asked_for(at, boundary)):
            return _under(boundary, at, kept)
        if _independent(at) or joins.is_presupposed(at):
            return kept or ("actual", "")
        node_counts = not _stands_apart(at)
        at = at.head
    return kept or ("actual", "")


def _at_node(trigger: Token, at: Token) -> Sign:
    """What the word itself says; of "enrichment has not been resumed, he replied, accusing X" the "not" denies no
    accusing."""
    sign = signs.at_node(at)
    beside = trigger.dep_ == "advcl" and trigger.tag_ == "VBG" and trigger.head.i == at.i and at.i < trigger.i
    return NOTHING if sign[0] == "negated" and beside and joins.behind_comma(trigger) else sign


def _as_kept(sign: Sign) -> Decided | None:
    """A plan, a date past or a mere readiness: kept, until a stronger word is found above."""
    verdict, word = sign
    if verdict is None:
        return None
    return ("hypothetical" if verdict == "weak" else verdict), word


def _under(boundary: Boundary, at: Token, kept: Decided | None) -> Decided:
    """The colour of the cue: a doubt or a denial outweighs a plan, and a plan outweighs a plain saying."""
    if untrue := joins.called_untrue(at.head) or (at.dep_ in ("ccomp", "acl") and joins.unseen_by(at.head)):
        return "negated", untrue
    if at.dep_ == "dobj" and at.lemma_.lower() in words("uttered", "nouns"):
        return kept or ("actual", at.lower_)
    unsaid = signs.negation(at.head) if boundary.lemma in words("cue", "affirming_verbs") else ""
    if unsaid:
        return ("negated" if at.dep_ == "dobj" else "hypothetical"), f"{unsaid} {boundary.lemma}"
    coloured = _colour(boundary, at)
    if coloured is None and kept and kept[0] == "future" and boundary.kind in words("cue", "doubting_kinds"):
        return "hypothetical", kept[1]
    if coloured is None:
        return kept or ("actual", "")
    return kept if kept and coloured[0] not in ("negated", "hypothetical") else coloured


def _colour(boundary: Boundary, at: Token) -> Decided | None:
    if boundary.stance == "denies":
        return "negated", boundary.lemma
    if boundary.lemma in words("cue", "negated_verbs"):
        return "hypothetical", f"not {boundary.lemma}"
    if at.dep_ == "ccomp" and (phrase := joins.denying_phrase(at.head)):
        return joins.ruled_out(at.head), phrase
    if boundary.lemma in words("cue", "future_verbs"):
        return "future", boundary.lemma
    if boundary.kind in words("cue", "hypothetical_kinds") or boundary.lemma in words("cue", "hypothetical_verbs"):
        return "hypothetical", boundary.lemma
    meant = at.dep_ == "advcl" and signs.is_infinitive(at)
    if at.dep_ in ("dobj", "nsubjpass", "xcomp") or meant or _is_wished(at):
        verdict, word = ("hypothetical", boundary.lemma) if _is_wished(at) else joins.at_edge(at)
        return _as_kept((verdict, word))
    return None


def _is_wished(clause: Token) -> bool:
    """True for "insisted that he resign": a clause without a tense."""
    return clause.dep_ == "ccomp" and clause.tag_ == "VB" and not any(c.dep_ == "aux" for c in clause.children)


def _asked(trigger: Token, kept: Decided | None) -> Decided:
    """A question tells nothing, but for one that asks why, how or when."""
    words_said = syntax.sentence_of(trigger).text.strip().lower()
    if words_said.endswith("?") and not words_said.startswith(tuple(words("question", "presupposing"))):
        return "hypothetical", "?"
    return kept or ("actual", "")


def _is_boundary(token: Token, boundary: Boundary | None) -> bool:
    return boundary is not None and token.i == boundary.token


def _is_asked_for(noun: Token, boundary: Boundary) -> bool:
    """True of "insisted on the withdrawal", "called for the release": the preposition is part of the cue."""
    if noun.dep_ != "pobj" or noun.head.head.i != boundary.token:
        return False
    return f"{boundary.lemma} {noun.head.lower_}" in cue_lemmas("verb")


def _independent(at: Token) -> bool:
    """True where the clause stands on its own feet: what governs its host says nothing of it."""
    if at.dep_ == "relcl" or (at.dep_ == "amod" and at.tag_ == "VBN" and signs.is_definite(at.head)):
        return True
    if at.dep_ == "acl":
        return (
            not syntax.has_that(at)
            and not signs.is_infinitive(at)
            and (at.tag_ in ("VBG", "VBN") or signs.is_finite(at))
        )
    if at.dep_ == "ccomp" and (_is_cut_off(at) or at.head.lemma_ in words("preposition", "commented")):
        return True
    if at.dep_ == "ccomp":
        return any(c.lower_ in words("question", "words") and c.i < at.i for c in at.children)
    if at.dep_ == "advcl":
        return signs.is_finite(at)
    return at.dep_ in ("parataxis", "ROOT")


def _is_cut_off(clause: Token) -> bool:
    """True of the first half of "he was seized; nobody has claimed it" and "he fell, hours after X denied it"."""
    if clause.i < clause.head.i and hangs_behind(clause.head):
        return True
    return clause.i < clause.head.i and any(c.text == ";" and clause.i < c.i for c in clause.head.lefts)


def _stands_apart(at: Token) -> bool:
    """True for a joined verb that the auxiliaries and the "not" of its fellow do not reach."""
    if at.dep_ != "conj":
        return False
    if any(c.dep_ in syntax.SUBJECTS for c in at.children):
        return True
    joints = {c.lower_ for c in at.head.children if c.dep_ in ("cc", "preconj") and c.i < at.i}
    if not syntax.is_verb(at) or joints & {"or", "nor"}:
        return False
    own_tense = any(c.dep_ in ("aux", "auxpass") and c.tag_ in signs.FINITE for c in at.children)
    return own_tense or at.tag_ in signs.PRESENT or (at.tag_ == "VBD" and _is_told_apart(at))


def _is_told_apart(verb: Token) -> bool:
    """True for a past form that cannot be a participle under the "has" or "was" of its fellow."""
    bare = any(c.dep_ == "aux" and (c.lemma_ == "do" or c.tag_ == "MD") for c in verb.head.children)
    return bare or not verb.lower_.endswith("ed")


def _by_time(trigger: Token, when: When, published: date | None) -> Decided:
    told = toml_file("standing.toml")["historical"]
    if published is not None and when.start is not None:
        if is_old(when, published):
            return "historical", when.text or "long ago"
        if _has_served(trigger):
            return "historical", "veteran"
        if when.start > published and not _is_state_or_past(trigger):
            return "future", when.text or "later"
        return "actual", ""
    if any(t.lemma_.lower() in told["words"] for t in syntax.sentence_of(trigger)):
        return "historical", ANNIVERSARY
    return ("historical", "veteran") if _has_served(trigger) else ("actual", "")


def _lies_behind(noun: Token, when: When, published: date | None) -> bool:
    """True of "a commander who planned the October 7 attack": a known deed with a day that is over."""
    over = published is not None and when.end is not None and when.end < published
    return over and not syntax.is_verb(noun) and signs.is_definite(noun)


def _is_state_or_past(token: Token) -> bool:
    return syntax.is_verb(token) and (signs.is_past(token) or token.lemma_.lower() in words("state", "verbs"))


def _has_served(verb: Token) -> bool:
    """True of "veterans who fought", and of "some of them fought" where veterans were named before it."""
    if verb.lemma_.lower() not in words("historical", "service"):
        return False
    people = words("historical", "people")
    doers = {t.lemma_.lower() for d in syntax.surface_subjects(verb) for t in d.subtree}
    named = {t.lemma_.lower() for t in syntax.sentence_of(verb) if t.i < verb.i}
    if verb.dep_ == "relcl":
        return bool(people & doers)
    return bool(doers & {"they", "them"} and people & named)


def is_old(when: When, published: date) -> bool:
    """True of a period that ended long before the report."""
    days = toml_file("standing.toml")["historical"]["days"]
    since = bool(when.text) and str(when.text).lower().startswith("since")
    last = when.end or (when.start if when.text and not since else published)
    return last is not None and last < published - timedelta(days=days)
