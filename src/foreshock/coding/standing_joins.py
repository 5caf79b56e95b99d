"""The signs of standing at the join of two words: what the word above says of the one below.

The law: one join is read at a time, by how the two are joined; standing.toml holds every list of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from foreshock.codebook.lexicon import classes
from foreshock.coding import frame_words, syntax
from foreshock.coding.standing_signs import (
    NOTHING,
    PRESENT,
    Sign,
    at_node,
    is_dating_clause,
    is_definite,
    is_headline_infinitive,
    is_infinitive,
    is_past,
    negation,
    noun_above,
    words,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from foreshock.coding.standing_signs import Verdict
    from foreshock.records.event import Standing


def at_edge(at: Token) -> Sign:
    """What the word above says of this one, by how the two are joined."""
    head = at.head
    if instead := _instead(at):
        return instead
    if is_infinitive(at) and at.dep_ in ("xcomp", "acl", "advcl", "ccomp", "relcl"):
        return _above_infinitive(at, head)
    if at.dep_ == "pcomp":
        return _above_gerund(head)
    if at.dep_ in ("xcomp", "ccomp", "acl", "advcl") and syntax.is_verb(at):
        return _above_clause(at, head)
    if at.dep_ == "pobj":
        return _above_object(head, head.head)
    if at.dep_ == "nsubjpass" and (judged := _judged(head)):
        return "hypothetical", judged
    if at.dep_ in ("dobj", "nsubjpass", "dative") and syntax.is_verb(head):
        return _above_noun(head, at)
    if at.dep_ == "nsubj" and syntax.is_verb(head):
        return _above_subject(at, head)
    if at.dep_ == "compound" and not syntax.is_verb(head):
        return noun_above(head)
    return NOTHING


def is_done_by_trying(trigger: Token, at: Token) -> bool:
    """True of "tried to persuade" and "the goal of persuading": whoever tries that has asked."""
    if trigger.lemma_.lower() not in words("by_trying", "verbs"):
        return False
    above = at.head.head if at.dep_ in ("pcomp", "pobj") else at.head
    return above.lemma_.lower() in words("by_trying", "heads")


def behind_comma(verb: Token) -> bool:
    """True of a clause that a comma sets off."""
    first = verb.left_edge
    return first.i > 0 and first.nbor(-1).text == ","


def is_presupposed(at: Token) -> bool:
    """True for a deed that is named under a word which neither carries it nor tells that it occurs."""
    if syntax.is_verb(at):
        return False
    if at.dep_ == "pobj":
        return _presupposed_object(at)
    if not syntax.is_verb(at.head):
        return False
    verb = at.head.lemma_.lower()
    if at.dep_ in ("nsubj", "nsubjpass"):
        carried = at.dep_ == "nsubjpass" and verb in frame_words.support_verbs() | words("brings", "verbs")
        return not carried and verb not in words("occurs", "verbs")
    carriers = frame_words.support_verbs() | frame_words.undergone_verbs() | words("brings", "verbs")
    carriers -= words("ends", "verbs")
    return at.dep_ in ("dobj", "dative") and verb not in carriers


def _presupposed_object(noun: Token) -> bool:
    preposition, governor = noun.head, noun.head.head
    if words("preposition", "presupposing") & {preposition.lower_, governor.lower_}:
        return True
    if governor.lemma_.lower() in words("preposition", "commented"):
        return True
    if governor.lemma_.lower() in words("brings", "verbs") or preposition.lower_ == "of":
        return False
    if preposition.lower_ in ("to", "for", "over") and governor.lemma_.lower() in frame_words.answers():
        return True
    return preposition.lower_ in words("preposition", "presupposing_definite") and is_definite(noun)


def _instead(at: Token) -> Sign | None:
    """What follows "instead of", "rather than", "short of", "far from"."""
    preposition = at.head if at.dep_ in ("pcomp", "pobj") else None
    near = [*at.lefts, *(preposition.lefts if preposition else ())]
    if any(c.lower_ == "than" for c in near) and any(c.lower_ == "rather" for c in near):
        return "negated", "rather than"
    behind = at.i - syntax.sentence_of(at).start
    before = at.nbor(-2).lower_ if behind >= 2 else ""
    if behind >= 2 and f"{before} {at.nbor(-1).lower_}" in words("preposition", "negated_pairs"):
        return "negated", before
    return None


def _above_infinitive(at: Token, head: Token) -> Sign:
    lemma = head.lemma_.lower()
    if is_headline_infinitive(at):
        return "future", "to"
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in at.children) or _is_done_so(at, head):
        return NOTHING
    if at.dep_ == "advcl" and syntax.is_verb(head):
        return "hypothetical", "to"
    if lemma in words("by_saying", "heads") and at.lemma_.lower() in words("by_saying", "verbs"):
        return "actual", f"{head.lower_} to"
    if syntax.is_verb(head) and lemma in ("have", "be"):
        return _above_have_or_be(head)
    if lemma in words("above_infinitive", "done_if_past") and _is_past_state(head):
        return NOTHING
    for kind in ("negated", "weak", "future", "hypothetical", "actual"):
        if lemma in words("above_infinitive", kind):
            if kind == "negated" and negation(head):
                to_come = any(c.tag_ == "MD" for c in head.children)
                return ("hypothetical" if to_come else "actual"), f"not {head.lower_}"
            if kind == "future" and any(c.dep_ == "aux" and c.lower_ == "had" for c in head.children):
                return "hypothetical", f"had {head.lower_}"
            return NOTHING if kind == "actual" else (cast("Verdict", kind), head.lower_)
    if not syntax.is_verb(head):
        if any(c.lower_ in words("adjective", "done") for c in head.children):
            return NOTHING
        verdict, word = noun_above(head)
        return (verdict, word) if verdict else ("hypothetical", f"{head.lower_} to")
    return "hypothetical", f"{head.lower_} to"


def _is_past_state(head: Token) -> bool:
    """True of "was able to" and of "enabled"."""
    verb = head if syntax.is_verb(head) else head.head
    return is_past(verb) and not any(c.tag_ == "MD" for c in verb.children)


def _is_done_so(at: Token, head: Token) -> bool:
    """True of "marched to demand", "used drones to strike" and "fell to close at": the one comes with the other."""
    if not syntax.is_verb(head) or at.dep_ not in ("advcl", "xcomp"):
        return False
    above, below = head.lemma_.lower(), at.lemma_.lower()
    gathered = above in words("by_doing", "gatherings") and below in words("by_doing", "verbs")
    ended = above in words("by_result", "heads") and below in words("by_result", "verbs")
    return above in words("by_doing", "heads") or gathered or ended


def _above_have_or_be(head: Token) -> Sign:
    """ "has yet to attack" denies; "is to attack" foretells, unless an aim or a wish is said to be that."""
    if any(c.lower_ == "yet" for c in head.children):
        return "negated", "yet to"
    if head.lemma_ != "be":
        return NOTHING
    for subject in syntax.surface_subjects(head):
        if (sign := noun_above(subject)) != NOTHING:
            return sign
    return "future", f"{head.lower_} to"


def _above_clause(at: Token, head: Token) -> Sign:
    """Of "fears that", "the risk that", "it is possible that", "considers doing"."""
    lemma = head.lemma_.lower()
    judged = at.dep_ in ("ccomp", "advcl") and not syntax.is_verb(head)
    if judged and lemma in words("above_clause", "hypothetical"):
        return "hypothetical", f"{head.lower_} that"
    if at.dep_ == "advcl":
        return _in_time_clause(at, head)
    if not syntax.is_verb(head):
        return noun_above(head) if _says_that(at) else NOTHING
    if phrase := denying_phrase(head):
        return ruled_out(head), phrase
    if at.dep_ == "xcomp" and at.tag_ == "VBG":
        return _above_noun(head, at)
    if at.dep_ == "xcomp":
        return NOTHING
    if lemma in words("cue", "negated_verbs") and negation(head):
        return "hypothetical", f"not {head.lower_}"
    if lemma in words("above_infinitive", "negated") or lemma in words("cue", "negated_verbs"):
        return "negated", head.lower_
    if unseen := unseen_by(head):
        return "negated", unseen
    if lemma in words("cue", "hypothetical_verbs"):
        return "hypothetical", head.lower_
    if at.tag_ == "VBG" and any(s.lemma_ in words("noun_above", "hypothetical") for s in syntax.surface_subjects(head)):
        return "hypothetical", head.lower_
    if any(
        c.dep_ in ("acomp", "attr", "advmod") and c.lower_ in words("above_clause", "hypothetical")
        for c in head.children
    ):
        return "hypothetical", "possible that"
    return NOTHING


def _says_that(clause: Token) -> bool:
    return clause.dep_ == "acl" and syntax.has_that(clause)


def _in_time_clause(at: Token, head: Token) -> Sign:
    """Of "when talks resume" under "will": what lies ahead with its main clause."""
    if not _is_time_clause(at):
        return NOTHING
    verdict, word = at_node(head)
    return (verdict, word) if verdict in ("future", "hypothetical") else NOTHING


def _is_time_clause(at: Token) -> bool:
    """True for a clause of time that lies ahead: "once the army withdraws", and in a past tense under "would"."""
    tense = {at.tag_} | {c.tag_ for c in at.children if c.dep_ in ("aux", "auxpass")}
    retold = any(c.lower_ in words("modals", "future_if_reported") for c in at.head.children)
    return is_dating_clause(at) and (retold or bool(tense & PRESENT))


def _above_gerund(preposition: Token) -> Sign:
    governor, word = preposition.head, preposition.lower_
    if word in words("preposition", "negated"):
        return "negated", word
    if word in words("preposition", "after_prevention") and governor.lemma_ in words("above_noun", "prevented"):
        return _prevented(governor)
    if word == "to" and governor.lemma_.lower() in words("above_infinitive", "near"):
        return "hypothetical", f"{governor.lower_} to"
    if not syntax.is_verb(governor):
        return noun_above(governor)
    if word == "against":
        return _decided_against(governor)
    if word == "from" and governor.lemma_.lower() in words("above_infinitive", "negated"):
        return ("actual", f"not {governor.lower_}") if negation(governor) else ("negated", governor.lower_)
    if word in ("of", "for", "by", "after", "before", "in", "while"):
        return NOTHING
    return _above_noun(governor, preposition)


def _decided_against(verb: Token) -> Sign:
    """Of "decided against suspending aid" and "warned against attacking": it did not come, or had not."""
    for kind in ("negated", "hypothetical"):
        if verb.lemma_.lower() in words("against", kind):
            return cast("Verdict", kind), f"{verb.lower_} against"
    return NOTHING


def _above_object(preposition: Token, governor: Token) -> Sign:
    word = preposition.lower_
    if word in words("preposition", "negated"):
        return "negated", word
    if word in words("feared", "prepositions") and words("feared", "words") & {
        governor.lower_,
        governor.lemma_.lower(),
    }:
        known = any(is_definite(c) for c in preposition.children)
        return NOTHING if known else ("hypothetical", governor.lower_)
    if words("preposition", "presupposing") & {word, governor.lower_} or governor.lemma_ in words(
        "preposition", "commented"
    ):
        return NOTHING
    if syntax.is_verb(governor):
        plain = word in words("preposition", "plain") or governor.lemma_ in words("above_noun", "prevented")
        return NOTHING if plain else _above_noun(governor, preposition)
    told = word in ("of", "for", "about") or (word != "by" and governor.lemma_ in ("threat", "call", "plan", "risk"))
    return noun_above(governor) if told else NOTHING


def _above_noun(verb: Token, at: Token) -> Sign:
    """What a verb says of the noun or gerund that it governs."""
    lemma = verb.lemma_.lower()
    if lemma in words("above_noun", "prevented"):
        return _prevented(verb)
    talked_of = lemma in words("above_noun", "talked_of") and at.lemma_.lower() in words("above_noun", "plans")
    if lemma in words("above_noun", "known_if_definite") and is_definite(at) and not talked_of:
        return NOTHING
    if lemma in words("above_noun", "through_preposition") and at.dep_ not in ("prep", "pcomp"):
        return NOTHING
    if at.lemma_.lower() in words("uttered", "nouns") and lemma in words("above_noun", "negated"):
        return "actual", at.lower_
    if lemma in words("above_noun", "attitude") and not is_definite(at):
        return "hypothetical", verb.lower_
    if talked_of:
        return "hypothetical", verb.lower_
    if phrase := denying_phrase(verb):
        return ruled_out(verb), phrase
    if lemma in words("cue", "negated_verbs") and negation(verb):
        return "hypothetical", f"not {verb.lower_}"
    told_of = at.lemma_.lower() in words("noun_above", "future")
    for kind in ("negated", "future", "hypothetical"):
        if lemma in words("above_noun", kind) and not (told_of and kind == "future"):
            return cast("Verdict", kind), verb.lower_
    return NOTHING


def denying_phrase(verb: Token) -> str:
    """ "Ruled out", "called off"; empty for any other verb."""
    told = {f"{verb.lemma_.lower()} {c.lower_}" for c in verb.children if c.dep_ in ("prt", "advmod")}
    return next(iter(told & words("above_noun", "negated_phrases")), "")


def ruled_out(verb: Token) -> Standing:
    """What is ruled out will not come; what is not ruled out may."""
    return "hypothetical" if negation(verb) else "negated"


def _prevented(verb: Token) -> Sign:
    """What is prevented did not come; what nobody prevented did."""
    failed = is_infinitive(verb) and verb.head.lemma_ in words("above_infinitive", "negated")
    if failed or negation(verb):
        return "actual", f"not {verb.lower_}"
    return "hypothetical", verb.lower_


def unseen_by(head: Token) -> str:
    """The words of "sees little sign", "has no proof" that deny the clause behind them; empty where none do."""
    for noun in (head, *(c for c in head.children if c.dep_ == "dobj")):
        if noun.lemma_.lower() in words("denying", "nouns") and at_node(noun)[0] == "negated":
            return f"no {noun.lower_}"
    return ""


def called_untrue(noun: Token) -> str:
    """The word that calls a claim untrue: "false" of "reports that it had fired are false"; empty where none does."""
    if noun.dep_ not in ("nsubj", "nsubjpass") or not syntax.is_verb(noun.head):
        return ""
    told = [c for c in noun.head.children if c.dep_ in ("acomp", "attr", "oprd")]
    return next((c.lower_ for c in told if c.lemma_.lower() in classes()["untrue"]), "")


def _above_subject(at: Token, verb: Token) -> Sign:
    """Of "an attack would bring": nobody has attacked yet; of "reports of it are false": it did not happen."""
    if untrue := called_untrue(at):
        return ("actual" if negation(verb) else "negated"), untrue
    if weighed := _weighed(verb) or _judged(verb):
        return "hypothetical", weighed
    if is_definite(at) or not any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children):
        return NOTHING
    return "weak", at.lower_


def _judged(verb: Token) -> str:
    """The word of "an invasion is unlikely", "is rated as very likely"; empty where nothing is so judged."""
    rated = [c for p in verb.children if p.lower_ == "as" for c in (*p.children, *verb.children) if c.i > p.i]
    told = [*(c for c in verb.children if c.dep_ in ("acomp", "oprd", "attr")), *rated]
    return next((c.lower_ for c in told if c.lower_ in words("weighed", "judged")), "")


def _weighed(verb: Token) -> str:
    """The noun of "is under study", "remains on the table"; empty where nothing is so weighed."""
    through = (c for c in verb.children if c.dep_ == "prep" and c.lower_ in words("weighed", "prepositions"))
    return next((o.lower_ for c in through for o in c.children if o.lemma_ in words("weighed", "nouns")), "")
