"""Did it happen: actual, historical, future, hypothetical or negated, as the words around a trigger tell.

The law: standing is judged inside the words of the innermost speaker; the nearest word above the trigger decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from foreshock.codebook.base import toml_file
from foreshock.coding import frames, syntax
from foreshock.records import When
from foreshock.records.event import Standing

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from foreshock.coding.attribution import Claim
    from foreshock.coding.scene import Scene
    from foreshock.coding.sentences import Sentence

Verdict = Standing | Literal["weak"] | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """The cue of the innermost claim: the climb stops there and takes its colour."""

    token: int
    kind: str
    stance: str
    lemma: str


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(toml_file("standing.toml")[table].get(key, ()))


def standing_of(trigger: Token, boundary: Boundary | None, when: When, published: date | None) -> tuple[Standing, str]:
    """The standing of the act at the trigger, and the word that decided it."""
    verdict, word = _climb(trigger, boundary)
    if verdict == "actual" and boundary is not None and boundary.stance == "denies":
        return "negated", boundary.lemma
    if verdict == "actual":
        return _by_time(trigger, when, published)
    return verdict, word


def innermost(claims: Sequence[Claim], doc: Doc) -> Boundary | None:
    """The cue of the innermost claim that is marked in words of the sentence; `claims` are outermost first."""
    marked = [c for c in claims if not c.inherited]
    if not marked:
        return None
    cue = doc[marked[-1].cue_token]
    return Boundary(cue.i, marked[-1].kind, marked[-1].stance, cue.lemma_.lower())


def passage_period(scene: Scene, sentence: Sentence) -> When:
    """The period that a sentence tells, or an old one that its paragraph goes on telling of."""
    return scene.period_of(sentence)


def threat_words() -> frozenset[str]:
    """Words under which a speaker's own future act of force is a threat."""
    return _words("threat", "words")


def _climb(trigger: Token, boundary: Boundary | None) -> tuple[Standing, str]:
    kept: tuple[Standing, str] | None = None
    at, checked = trigger, True
    for _ in range(24):
        verdict, word = _at_node(at) if checked else (None, "")
        if verdict is None and at.head.i != at.i and not _is_boundary(at.head, boundary):
            verdict, word = _at_edge(at)
        if verdict in ("weak", "future"):
            kept = kept or ("hypothetical" if verdict == "weak" else "future", word)
        elif verdict in ("negated", "hypothetical") or (verdict and not kept):
            return cast("Standing", verdict), word
        if at.head.i == at.i or _independent(at) or _presupposed(at):
            break
        if _is_boundary(at.head, boundary) and boundary is not None:
            coloured = _colour(boundary)
            return kept or ((coloured, boundary.lemma) if coloured else ("actual", ""))
        checked = not (at.dep_ == "conj" and _has_own_subject(at))
        at = at.head
    if kept:
        return kept
    if trigger.sent.text.rstrip().endswith("?"):
        return "hypothetical", "?"
    return "actual", ""


def _presupposed(at: Token) -> bool:
    """True for a deed that is named under a verb which neither carries it nor tells that it occurs."""
    if syntax.is_verb(at) or not syntax.is_verb(at.head):
        return False
    if at.dep_ in ("nsubj", "nsubjpass"):
        passive_support = at.dep_ == "nsubjpass" and at.head.lemma_ in frames.support_verbs()
        return not passive_support and at.head.lemma_ not in _words("occurs", "verbs")
    return at.dep_ in ("dobj", "dative") and at.head.lemma_ not in frames.support_verbs() | frames.undergone_verbs()


def _is_boundary(token: Token, boundary: Boundary | None) -> bool:
    return boundary is not None and token.i == boundary.token


def _colour(boundary: Boundary) -> Standing | None:
    if boundary.stance == "denies" or boundary.lemma in _words("cue", "negated_verbs"):
        return "negated"
    if boundary.lemma in _words("cue", "future_verbs"):
        return "future"
    if boundary.kind in _words("cue", "hypothetical_kinds") or boundary.lemma in _words("cue", "hypothetical_verbs"):
        return "hypothetical"
    return None


def _independent(at: Token) -> bool:
    """True where the clause stands on its own feet: what governs its host says nothing of it."""
    if at.dep_ == "relcl":
        return True
    if at.dep_ == "acl":
        return at.tag_ in ("VBG", "VBN") or _is_finite(at)
    if at.dep_ == "advcl":
        return _is_finite(at)
    return at.dep_ in ("parataxis", "ROOT")


def _is_finite(verb: Token) -> bool:
    if verb.tag_ in ("VBD", "VBP", "VBZ", "MD"):
        return True
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBP", "VBZ", "MD") for c in verb.children)


def _has_own_subject(verb: Token) -> bool:
    return any(c.dep_ in syntax.SUBJECTS for c in verb.children)


def _at_node(token: Token) -> tuple[Verdict, str]:
    """What the word's own auxiliaries, marks, articles and adjectives say."""
    if syntax.is_verb(token):
        return _at_verb(token)
    for child in token.children:
        word = child.lower_
        if child.dep_ == "det" and word in ("no", "neither"):
            denying = token.lemma_ in _words("denying", "nouns")
            return "negated", f"no {token.lower_}" if denying else word
        if child.dep_ in ("amod", "det", "compound") and child.i < token.i:
            for kind in ("hypothetical", "future", "historical", "weak"):
                if word in _words("adjective", kind):
                    return cast("Verdict", kind), word
        if child.dep_ == "neg":
            return "negated", word
    return None, ""


def _at_verb(verb: Token) -> tuple[Verdict, str]:
    children = list(verb.children)
    negations = [c for c in children if c.dep_ == "neg" or c.lower_ in ("never", "neither")]
    negated = bool(negations) and not any(c.lower_ == "only" for n in negations for c in n.children)
    negated = negated and not any(c.lower_ == "only" for c in children)
    for child in children:
        if child.dep_ == "mark" and child.lower_ in _words("marks", "hypothetical"):
            return "hypothetical", child.lower_
        if child.dep_ in ("aux", "auxpass"):
            word = child.lower_
            if word in _words("modals", "hypothetical"):
                return ("negated" if negated and word in ("can", "could") else "hypothetical"), word
            if word in _words("modals", "future"):
                return ("negated" if negated else "future"), word
            if word in _words("modals", "future_if_reported"):
                return ("negated" if negated else _would(verb)), word
    if negated:
        return "negated", negations[0].lower_
    if any(c.dep_ == "nsubj" and c.lower_ in ("nobody", "none", "neither") for c in children):
        return "negated", "none"
    if any(
        c.dep_ in syntax.SUBJECTS and any(d.lower_ in ("no", "neither") and d.dep_ == "det" for d in c.children)
        for c in children
    ):
        return "negated", "no"
    if _is_headline_infinitive(verb):
        return "future", "to"
    return None, ""


def _would(verb: Token) -> Standing:
    """ "would" is the future of reported speech, and hypothetical everywhere else."""
    conditional = any(
        c.dep_ == "advcl" and any(m.lower_ in ("if", "unless") for m in c.children) for c in verb.children
    )
    return "future" if verb.dep_ == "ccomp" and not conditional else "hypothetical"


def _is_headline_infinitive(verb: Token) -> bool:
    return (
        verb.dep_ == "ROOT" and verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    )


def _at_edge(at: Token) -> tuple[Verdict, str]:
    """What the word above says of this one, by how the two are joined."""
    head = at.head
    if _is_infinitive(at) and at.dep_ in ("xcomp", "acl", "advcl", "ccomp", "conj", "relcl"):
        return _above_infinitive(at, head)
    if at.dep_ == "pcomp":
        return _above_gerund(head)
    if at.dep_ in ("xcomp", "ccomp") and head.lemma_.lower() in _words("above_infinitive", "negated"):
        return "negated", head.lower_
    if at.dep_ == "ccomp" and not syntax.is_verb(at):
        return None, ""
    if at.dep_ == "pobj":
        return _above_object(head, head.head)
    if at.dep_ in ("dobj", "nsubjpass", "dative") and syntax.is_verb(head):
        return _above_noun(head)
    if at.dep_ == "compound" and not syntax.is_verb(head):
        return _noun_above(head)
    return None, ""


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _above_infinitive(at: Token, head: Token) -> tuple[Verdict, str]:
    lemma = head.lemma_.lower()
    if at.dep_ == "conj":
        return None, ""
    if at.dep_ == "advcl" and syntax.is_verb(head):
        return "hypothetical", "to"
    for kind in ("negated", "weak", "future", "hypothetical", "actual"):
        if lemma in _words("above_infinitive", kind):
            if kind == "actual":
                return None, ""
            return cast("Verdict", kind), head.lower_
    if not syntax.is_verb(head):
        verdict, word = _noun_above(head)
        return (verdict, word) if verdict else ("hypothetical", f"{head.lower_} to")
    return "hypothetical", f"{head.lower_} to"


def _above_gerund(preposition: Token) -> tuple[Verdict, str]:
    governor = preposition.head
    if preposition.lower_ in _words("preposition", "negated") or governor.lower_ in _words("preposition", "negated"):
        return "negated", preposition.lower_
    if preposition.lower_ in _words("preposition", "after_prevention") and (
        governor.lemma_ in _words("above_noun", "hypothetical") or governor.lemma_ in ("stop", "keep", "bar", "block")
    ):
        return "hypothetical", f"{governor.lower_} {preposition.lower_}"
    if syntax.is_verb(governor):
        if preposition.lower_ in ("of", "for", "by", "after", "before", "in", "while"):
            return None, ""
        for kind in ("negated", "hypothetical"):
            if governor.lemma_ in _words("above_noun", kind):
                return kind, governor.lower_
        return None, ""
    return _noun_above(governor)


def _above_object(preposition: Token, governor: Token) -> tuple[Verdict, str]:
    word = preposition.lower_
    if word in _words("preposition", "negated") or preposition.head.lower_ in _words("preposition", "negated"):
        return "negated", word
    if syntax.is_verb(governor):
        if word in (
            "after",
            "before",
            "by",
            "during",
            "amid",
            "since",
            "over",
            "despite",
            "following",
            "in",
            "because",
        ):
            return None, ""
        return _above_noun(governor)
    if word in ("of", "for", "to", "about", "on", "in", "against", "from", "over"):
        return (
            _noun_above(governor)
            if word in ("of", "for", "about") or governor.lemma_ in ("threat", "call", "plan", "risk")
            else (None, "")
        )
    return None, ""


def _above_noun(verb: Token) -> tuple[Verdict, str]:
    lemma = verb.lemma_.lower()
    for kind in ("negated", "future", "hypothetical"):
        if lemma in _words("above_noun", kind):
            if lemma == "rule" and not any(c.dep_ == "prt" and c.lower_ == "out" for c in verb.children):
                continue
            return kind, verb.lower_
    return None, ""


def _noun_above(noun: Token) -> tuple[Verdict, str]:
    lemma = noun.lemma_.lower()
    for kind in ("negated", "historical", "hypothetical"):
        if lemma in _words("noun_above", kind):
            return kind, noun.lower_
    return None, ""


def _by_time(trigger: Token, when: When, published: date | None) -> tuple[Standing, str]:
    told = toml_file("standing.toml")["historical"]
    if published is not None and when.start is not None:
        last = when.end or (when.start if when.text and not when.text.lower().startswith("since") else published)
        if last < published - timedelta(days=told["days"]):
            return "historical", when.text or "long ago"
        if when.start > published:
            return "future", when.text or "later"
    if any(t.lemma_.lower() in told["words"] for t in trigger.sent):
        return "historical", "anniversary"
    return "actual", ""
