"""Parses mended where the form of a word, or the word it hangs on, cannot bear the reading the parser gave.

The law: a mended parse is still a tree over the same sentence; where no rule speaks the parser is believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foreshock.codebook.base import word_set
from foreshock.codebook.lexicon import cue_lemmas, needs_patient
from foreshock.coding.roles import role_of
from foreshock.coding.syntax import SUBJECTS, has_that

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Mended = dict[int, tuple[int, str]]
"""By place in the document, the head and the label that a word gets instead of the parser's."""
SAID_MORE = frozenset("dobj aux auxpass ccomp xcomp attr oprd acomp dative".split())
BOTH_FORMS = frozenset("shot held hit hurt sent caught struck".split())
"""Pasts that are their own participles and do not end in "ed"."""
BY_MEANS = frozenset({"in", "on", "at", "during", "through", "via"})


def mended(doc: Doc, told: frozenset[int] = frozenset()) -> Mended:
    """The words of a parsed text that hang elsewhere than the parser has them; `told` are its `taken_for_nouns`."""
    hung = {place: hung for token in doc if token.pos_ in ("VERB", "AUX") for place, hung in _of(token)}
    return hung | {i - 1: (i, "nsubj") for i in told}


def taken_for_nouns(doc: Doc) -> frozenset[int]:
    """The verbs of "X have fled, UNHCR estimates": a plural of which a clause hangs before the comma."""
    return frozenset(token.i for token in doc if token.tag_ == "NNS" and token.dep_ == "ROOT" and _tells_before(token))


def _tells_before(noun: Token) -> bool:
    told = [c for c in noun.children if c.dep_ == "ccomp" and c.i < noun.i]
    last = noun.nbor(-1) if noun.i else noun
    named = last.dep_ == "compound" and last.head.i == noun.i
    parted = named and last.left_edge.i > 1 and _comma_before(noun)
    return bool(told) and parted and _speaks(noun) and all(c.is_punct for c in noun.children if c.i > noun.i)


def _comma_before(noun: Token) -> bool:
    """True where nothing but the name of who speaks stands between the comma and the word."""
    comma = next((t for t in reversed(noun.doc[noun.sent.start : noun.i]) if t.text == ","), None)
    return comma is not None and all(t.head.i == noun.i or t.dep_ == "compound" for t in noun.doc[comma.i + 1 : noun.i])


def _of(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    if verb.dep_ == "conj" and (other := _joined_elsewhere(verb)) is not None:
        yield verb.i, (other.i, "conj")
    elif verb.dep_ == "amod" and (denial := _denied_in_gerund(verb)) is not None:
        yield verb.i, (denial.i, "xcomp")
        yield verb.head.i, (verb.i, "dobj")
    elif verb.dep_ == "amod" and (perfect := _told_in_perfect(verb)) is not None:
        yield verb.i, (verb.head.head.i, "ccomp")
        yield verb.head.i, (verb.i, "dobj")
        yield from ((c.i, (verb.i, c.dep_)) for c in perfect.children)
    elif verb.dep_ in ("ccomp", "acl", "relcl") and (spoken := _said_in_what_was_seen(verb)) is not None:
        yield verb.i, (spoken.i, "ccomp")
    elif verb.dep_ == "relcl" and (person := _who_is_told_of(verb)) is not None:
        yield verb.i, (person.i, "relcl")
    elif verb.dep_ == "advcl" and _is_said_at_end(verb):
        yield verb.i, (verb.head.i, "ccomp")
    elif verb.dep_ in ("acl", "relcl") and (spoken := _said_by_means(verb)) is not None:
        yield verb.i, (spoken.i, "ccomp")
    elif verb.dep_ == "acl" and (subject := _taken_for_participle(verb)) is not None:
        yield verb.i, (verb.i, "ROOT")
        yield subject.i, (verb.i, "nsubj")
        yield from ((c.i, (verb.i, "ccomp")) for c in subject.children if _is_told(c, verb))
        yield from ((c.i, (verb.i, "conj")) for c in subject.children if c.dep_ == "conj" and c.tag_ == "VBD")
    elif (short := _cut_short(verb)) is not None:
        yield short.i, (verb.i, "advcl")
        yield from ((c.i, (short.i, c.dep_)) for c in verb.children if c.i != short.i and c.i <= short.i + 1)
    elif (denial := _not_of_aside(verb)) is not None:
        yield denial.i, (denial.i - 1, "neg")
    elif verb.dep_ == "relcl" and (parted := _said_by_others(verb)) is not None:
        relative, subject, said = parted
        yield said.i, (verb.head.i, "relcl")
        yield verb.i, (said.i, "ccomp")
        yield subject.i, (said.i, "nsubj")
        yield relative.i, (verb.i, "nsubj")
    elif verb.dep_ == "advcl" and (above := _hung_elsewhere(verb)) is not None:
        yield verb.i, (above.i, "advcl")
    elif verb.dep_ == "ROOT" and (main := _main_before(verb)) is not None:
        said = next((c for c in verb.children if c.dep_ == "parataxis" and main.i < c.i < verb.i and _speaks(c)), main)
        yield main.i, (said.i, "ccomp")
        yield said.i, (said.i, "ROOT")
        yield verb.i, (said.i, "advcl")
    elif verb.dep_ == "ROOT" and (opening := _taken_for_subject(verb)) is not None:
        gerund, speaker = opening
        yield gerund.i, (verb.i, "advcl")
        yield gerund.head.i, (gerund.i, "dobj")
        yield speaker.i, (verb.i, "nsubj")
    elif (teller := _taken_for_modifier(verb)) is not None:
        yield teller.i, (verb.i, "nsubj")
        yield from ((c.i, (teller.i, "det")) for c in verb.children if c.dep_ == "det" and c.i < teller.i)
    elif verb.dep_ == "ROOT" and (subject := _taken_for_list(verb) or _taken_into_aside(verb)) is not None:
        yield subject.i, (verb.i, "nsubj")
    elif verb.dep_ == "ROOT" and (patient := _done_to_in_headline(verb)) is not None:
        yield patient.i, (verb.i, "nsubjpass")


def _done_to_in_headline(verb: Token) -> Token | None:
    """Of "Pupils abducted in Nigeria" the pupils: a headline tells in the present what somebody does, and in the past,
    with no object, what is done to them."""
    children = {child.dep_ for child in verb.children if child.lower_ != "dead"}
    participle = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and (verb.text.endswith("ed") or verb.lower_ in BOTH_FORMS))
    headline = not verb.sent[-1].is_punct and verb.sent[0].text[:1].isupper()
    if not (participle and headline and verb.lemma_ in needs_patient()) or children & SAID_MORE:
        return None
    return next((c for c in verb.children if c.dep_ == "nsubj" and c.pos_ in ("NOUN", "PROPN")), None)


def _told_in_perfect(verb: Token) -> Token | None:
    """The "had" of "denied that it had targeted civilians", where the parser has the targeted civilians denied."""
    noun = verb.head
    if verb.tag_ != "VBN" or noun.dep_ != "dobj" or not _speaks(noun.head):
        return None
    has = (c for c in verb.children if c.dep_ == "aux" and c.lemma_ == "have")
    return next((c for c in has if any(s.dep_ in SUBJECTS for s in c.children)), None)


def _taken_for_modifier(verb: Token) -> Token | None:
    """The think-tank of "a blockade is likely, the think-tank wrote", taken for the first part of a compound."""
    finite = verb.tag_ in ("VBD", "VBZ") and _speaks(verb) and verb.i > 0
    if not finite or any(c.dep_ in (*SUBJECTS, "csubj") for c in verb.children):
        return None
    before = verb.nbor(-1)
    part = before.dep_ == "compound" and before.head.i == verb.i and before.pos_ in ("NOUN", "PROPN")
    return before if part else None


def _speaks(verb: Token) -> bool:
    return verb.lemma_ in cue_lemmas("verb")


def _joined_elsewhere(verb: Token) -> Token | None:
    """The verb that a verb is joined to, where it is not the one before it."""
    return _joined_outside(verb) or _told_on(verb) or _told_past(verb) or _going_with(verb)


def _joined_outside(verb: Token) -> Token | None:
    """Of "said that a mission would go but ruled out" the saying: "ruled" cannot follow "would"; and of "said they had
    brought food, and accused" as well, since who speaks goes on speaking; and of "has urged that X pay but has ruled
    out" the urging, which has the same tense."""
    inner = verb.head
    outer = inner.head
    if inner.dep_ != "ccomp" or outer.i > inner.i or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    if _has_done(verb):
        return outer if _has_done(outer) and not _has_done(inner) else None
    if verb.tag_ != "VBD" or outer.tag_ != "VBD" or any(c.dep_ == "aux" for c in verb.children):
        return None
    modal = any(c.tag_ == "MD" for c in inner.children)
    passive = any(c.dep_ == "auxpass" for c in inner.children)
    perfect = inner.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in inner.children)
    speaks = _speaks(verb) and (perfect or passive or _is_thing(inner))
    return outer if modal or speaks else None


def _who_is_told_of(verb: Token) -> Token | None:
    """Of "from Juba, X, who heads the mission", the X, where the parser hangs the clause on the place."""
    who = next((c for c in verb.children if c.lower_ == "who" and c.dep_ in SUBJECTS), None)
    if who is None or who.i < verb.sent.start + 2 or who.nbor(-1).text != ",":
        return None
    named = who.nbor(-2)
    return named if named.ent_type_ == "PERSON" and verb.head.ent_type_ in ("GPE", "LOC") else None


def _taken_for_subject(verb: Token) -> tuple[Token, Token] | None:
    """The gerund of "Briefing ambassadors from Juba, X said", whose object the parser took for who said it, and X."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i]
    opens = [c for s in subjects for c in s.children if c.tag_ == "VBG" and c.dep_ in ("compound", "amod")]
    first = next((c for c in opens if c.is_sent_start), None)
    speaker = _named_behind(first.head, verb) if first is not None and _speaks(verb) else None
    return (first, speaker) if first is not None and speaker is not None else None


def _named_behind(noun: Token, verb: Token) -> Token | None:
    """The person named behind a comma between the noun and the verb."""
    between = verb.doc[noun.i + 1 : verb.i]
    comma = next((t.i for t in between if t.text == ","), None)
    named = [t for t in between if comma is not None and t.i > comma and t.ent_type_ == "PERSON" and t.pos_ == "PROPN"]
    return next((t for t in named if t.nbor(1).ent_type_ != "PERSON"), None)


def _is_thing(verb: Token) -> bool:
    """True of "the allegations were absurd": what is told of is no speaker."""
    told = [c for c in verb.children if c.dep_ in SUBJECTS]
    return verb.lemma_ == "be" and all(c.pos_ == "NOUN" and role_of(c) is None for c in told)


def _has_done(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ in ("has", "have") for c in verb.children)


def _going_with(verb: Token) -> Token | None:
    """Of "denying that arms had been sent and calling on X", the denying: no "calling" goes on from "had been sent"."""
    inner = verb.head
    outer = inner.head
    finite = any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in inner.children)
    alone = verb.tag_ == "VBG" and not any(c.dep_ == "aux" for c in verb.children)
    return outer if alone and finite and inner.tag_ != "VBG" and inner.dep_ == "ccomp" and outer.tag_ == "VBG" else None


def _told_on(verb: Token) -> Token | None:
    """Of "X had moved, he said, and had fired" the moving: what follows a saying set in between goes on telling."""
    tag = verb.head
    told = [c for c in tag.children if c.dep_ == "ccomp" and c.i < tag.i]
    if not told or not _speaks(tag) or any(c.dep_ == "ccomp" and c.i > tag.i for c in tag.children):
        return None
    own = any(c.dep_ in SUBJECTS or (c.dep_ == "aux" and c.lower_ == "had") for c in verb.children)
    return told[0] if own else None


def _told_past(verb: Token) -> Token | None:
    """Of "X denied it, the report noted, and described the letter" the denying, past what is set in between."""
    aside = verb.head
    own = any(c.dep_ in SUBJECTS for c in verb.children)
    if own or aside.dep_ != "parataxis" or aside.head.i > aside.i or not _speaks(aside):
        return None
    told = any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in aside.children)
    return None if told or aside.tag_ != verb.tag_ or verb.left_edge.nbor(-1).text not in ("and", ",") else aside.head


def _denied_in_gerund(verb: Token) -> Token | None:
    """Of "has denied harboring rebels" the denying: the rebels are not what harbors."""
    noun = verb.head
    denial = noun.head
    opens = verb.tag_ == "VBG" and noun.left_edge.i == verb.i and verb.i == denial.i + 1
    denies = noun.dep_ == "dobj" and denial.lemma_ in word_set("speech.toml", "of_gerund", "verbs")
    return denial if opens and denies else None


def _cut_short(verb: Token) -> Token | None:
    """The "does" of "If it does not, hospitals may close", a clause of its own whose verb was told before."""
    first = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ in ("if", "unless")), None)
    told = first is not None and first.is_sent_start and sum(c.dep_ in SUBJECTS for c in verb.children) > 1
    helper = next((c for c in verb.children if c.dep_ == "aux" and c.lemma_ in ("do", "have")), None) if told else None
    if helper is None or helper.i + 2 >= verb.i:
        return None
    ends = [t.text for t in verb.doc[helper.i + 1 : helper.i + 3]]
    return helper if ends[0] == "," or (ends[0] in ("not", "n't") and ends[1] == ",") else None


def _not_of_aside(verb: Token) -> Token | None:
    """The "not" of "If it does not, hospitals may close", where the parser has it deny the closing."""
    denials = (c for c in verb.children if c.dep_ == "neg" and not c.is_sent_start)
    asides = (c for c in denials if c.nbor(-1).dep_ == "advcl" and c.nbor(-1).lemma_ in ("do", "have", "be"))
    return next((c for c in asides if c.nbor(-1).head.i == verb.i), None)


def _said_by_others(verb: Token) -> tuple[Token, Token, Token] | None:
    """Of "X, which officers say bombed Y": which, the officers and the saying, which the parser has as a mere helper of
    the bombing."""
    said = verb.nbor(-1) if verb.i > verb.sent.start else verb
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < said.i), None)
    relative = verb.left_edge
    helps = said.head.i == verb.i and said.dep_ == "aux" and said.tag_ in ("VBP", "VBZ", "VBD") and _speaks(said)
    if subject is None or not helps or relative.lower_ not in ("which", "who", "that") or relative.i >= subject.i:
        return None
    return relative, subject, said


def _told_by_agent(verb: Token) -> Token | None:
    """Of "X accused Y of Z, which was rejected by W, stressing", the rejecting: W stresses."""
    above = verb.head
    before = verb.nbor(-1) if verb.i > verb.sent.start else verb
    if verb.tag_ != "VBG" or not _speaks(verb) or before.text != "," or not above.i < before.i - 1:
        return None
    last = before.nbor(-1)
    passives = (t for t in last.ancestors if t.dep_ == "agent" and t.head.dep_ == "relcl" and t.head.i > above.i)
    return next((t.head for t in passives), None)


def _hung_elsewhere(verb: Token) -> Token | None:
    """The verb on which a clause hangs that the parser hung on another."""
    return _told_by_agent(verb) or _made_to_hang(verb) or _cited_for(verb)


def _made_to_hang(verb: Token) -> Token | None:
    """Of "threatened to burn every truck that enters Gao unless the junta pays", the burning: it hangs on the pay."""
    marked = any(c.dep_ == "mark" and c.lower_ == "unless" for c in verb.children)
    noun = verb.head.head
    if not marked or verb.head.dep_ != "relcl" or noun.dep_ != "dobj" or verb.i < verb.head.i:
        return None
    return noun.head if noun.head.pos_ == "VERB" else None


def _cited_for(verb: Token) -> Token | None:
    """Of "reported, citing officials, that X had halted it" the reporting: the citing stands before the "that"."""
    told = verb.head
    that = next((c for c in told.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    between = that is not None and told.dep_ == "ccomp" and told.head.i < verb.i < that.i
    return told.head if between and verb.tag_ == "VBG" and _speaks(told.head) else None


def _said_by_means(verb: Token) -> Token | None:
    """Of "denied in a statement that it had fired", the denying: the clause is what is denied."""
    noun = verb.head
    above = noun.head.head
    means = noun.head.lower_ in BY_MEANS or noun.lemma_ not in cue_lemmas("noun")
    that = has_that(verb) or any(c.lower_ == "that" and c.dep_ == "advmod" for c in verb.children)
    if not that or noun.dep_ != "pobj" or not means or not _speaks(above):
        return None
    filled = {"ccomp"} if above.lemma_ in word_set("speech.toml", "addressed", "verbs") else {"ccomp", "dobj"}
    return None if any(c.dep_ in filled for c in above.children) else above


def _said_in_what_was_seen(verb: Token) -> Token | None:
    """Of "said in a brief that was seen by W that X had fired" the saying: nobody sees a clause in a passive."""
    seen = verb.head.head.head if verb.head.head.dep_ == "agent" else verb.head
    if seen.dep_ != "relcl" or not has_that(verb) or not any(c.dep_ == "auxpass" for c in seen.children):
        return None
    above = seen.head.head.head
    means = seen.head.dep_ == "pobj" and seen.head.head.lower_ in BY_MEANS and _speaks(above)
    return above if means and not any(c.dep_ in ("ccomp", "dobj") for c in above.children) else None


def _is_said_at_end(told: Token) -> bool:
    """True of "If X falls, Y could flee, an envoy warned": an "if" clause with two subjects is two, of which one
    follows from the other, and the saying behind the comma tells both."""
    said = told.head
    subjects = [c for c in said.children if c.dep_ in SUBJECTS]
    doubled = sum(c.dep_ in SUBJECTS and c.i < told.i for c in told.children) > 1
    if not doubled or not _speaks(said) or not subjects or not told.i < subjects[0].i < said.i:
        return False
    return _behind_comma(subjects[0]) and all(c.is_punct for c in said.children if c.i > said.i)


def _main_before(verb: Token) -> Token | None:
    """Of "police fired on Sunday, hours after X ruled out a vote" the firing: the ruling out only dates it."""
    marks = [c for c in verb.children if c.dep_ == "mark" and c.lower_ in word_set("standing.toml", "marks", "beside")]
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    if not marks or not subjects or not marks[0].i < subjects[0].i < verb.i:
        return None
    told = [c for c in verb.children if c.dep_ == "ccomp" and c.i < marks[0].i]
    return told[0] if told and any(c.dep_ in SUBJECTS for c in told[0].children) else None


def _taken_for_list(verb: Token) -> Token | None:
    """Of "In a video on W, the leader, X, boasted" the leader, whom the parser joined to W."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or any(c.dep_ in SUBJECTS or c.dep_ == "expl" for c in verb.children):
        return None
    fronted = [t for c in verb.children if c.dep_ == "prep" and c.i < verb.i for t in c.subtree]
    joined = [t for t in fronted if t.dep_ in ("conj", "appos") and t.pos_ in ("NOUN", "PROPN") and _behind_comma(t)]
    return joined[0] if joined else None


def _taken_into_aside(verb: Token) -> Token | None:
    """Of "the brief, a copy of which was seen by W, argued", the brief: the aside has a subject of its own."""
    if any(c.dep_ in SUBJECTS or c.dep_ == "expl" for c in verb.children):
        return None
    asides = [c for c in verb.children if c.dep_ == "advcl" and c.i < verb.i]
    doubled = [[c for c in aside.children if c.dep_ in SUBJECTS and c.i < aside.i] for aside in asides]
    return next((subjects[0] for subjects in doubled if len(subjects) > 1), None)


def _behind_comma(noun: Token) -> bool:
    """True where a comma and no "and" joins the noun to the one before."""
    first = noun.left_edge
    return first.i > 0 and first.nbor(-1).text == "," and not any(c.dep_ == "cc" for c in noun.head.children)


def _behind_aside(name: Token, verb: Token) -> bool:
    """True where an apposition between two commas parts the two, and nobody is said to have done it."""
    aside = next((c for c in name.children if c.dep_ == "appos" and c.i < verb.i), None)
    commas = aside is not None and aside.left_edge.nbor(-1).text == "," == verb.left_edge.nbor(-1).text
    return commas and not any(c.dep_ in ("agent", "auxpass") for c in verb.children)


def _is_told(clause: Token, verb: Token) -> bool:
    """True of a clause behind the verb that "that" opens and that has all it needs."""
    return clause.i > verb.i and (clause.dep_ == "ccomp" or (clause.dep_ in ("relcl", "acl") and has_that(clause)))


def _taken_for_participle(verb: Token) -> Token | None:
    """Of "sources familiar with the file revealed to X that ...", the sources, and of "X, the head of Y, offered to
    talk", X: the sentence has no other verb."""
    root = verb.sent.root
    if verb.tag_ != "VBN" or root.pos_ not in ("NOUN", "PROPN", "PRON") or root.i > verb.i:
        return None
    if root.pos_ == "PROPN" and verb.head.i == root.i and _behind_aside(root, verb):
        return root
    if not _speaks(verb):
        return None
    clause = any(_is_told(c, verb) for c in (*verb.children, *root.children))
    return root if clause and not any(c.dep_ in SUBJECTS or c.dep_ == "agent" for c in verb.children) else None
