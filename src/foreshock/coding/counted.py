"""What a number counts: the noun after it, the toll it stands for, or the subject of the series it is part of.

The law: what is counted is named in the report's own words, or by the toll they state; else there is no figure.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from foreshock.coding.count_series import has_date, is_dated, is_dated_before, is_step, series_subject, subject_words
from foreshock.coding.count_words import COUNTS, Counted, act_of, before_bounds, number_at, phrase_at, told
from foreshock.coding.figure_words import figure_words
from foreshock.coding.numbers import Number
from foreshock.coding.syntax import sentence_of, surface_subjects
from foreshock.coding.tolls import those, toll_of_noun, toll_of_verb

BACK = 60
"""Tokens over which "the figure" reaches back to what was counted before."""


def counted(doc: Doc, number: Number) -> Counted | None:
    """What the number counts, or None where the text names nothing."""
    ways = (_money, _measure, _times, _noun, _bare)
    return next((thing for way in ways if (thing := way(doc, number)) is not None), None)


def _times(doc: Doc, number: Number) -> Counted | None:
    """Of "was violated 19 times in May and 4 times since" how often it was violated."""
    at = number.last + 1
    if at >= len(doc) or doc[at].lower_ not in figure_words().how_often or not has_date(doc, at):
        return None
    before = doc[sentence_of(doc[at]).start : number.first]
    verb = next((t for t in reversed(before) if t.pos_ == "VERB"), None)
    return Counted(verb.lower_, "times", verb.i, at, verb.i, series=True) if verb is not None else None


def _money(doc: Doc, number: Number) -> Counted | None:
    words = figure_words()
    start = next((i for i in range(number.first, number.last + 1) if doc[i].like_num), number.first)
    sign = doc[start - 1].lower_ if start else ""
    after = doc[number.last + 1].lower_ if number.last + 1 < len(doc) else ""
    unit = words.currencies.get(sign) or (words.units.get(after) if words.units.get(after, "").isupper() else None)
    if unit is None:
        return None
    at = number.last + (after in words.units)
    return _purpose(doc, at, unit, "money")


def _measure(doc: Doc, number: Number) -> Counted | None:
    at = number.last + 1
    if at < len(doc) and doc[at].text == "-" and at + 1 < len(doc) and not doc[at].whitespace_:
        at += 1
    unit = figure_words().units.get(doc[at].lower_) if at < len(doc) else None
    if unit is None or (doc[at].lower_ == "pounds" and doc[number.first].ent_type_ != "MONEY"):
        return None
    return _purpose(doc, at, unit, "share" if unit == "percent" else "amount")


def _purpose(doc: Doc, at: int, unit: str, else_what: str) -> Counted:
    """What the money or measure is of: "$3 billion in aid", "40 percent of voters"."""
    act = act_of(doc[at])
    if (
        at + 1 < len(doc)
        and doc[at + 1].lower_ in ("in", "of", "for", "worth")
        and sentence_of(doc[at + 1]) == sentence_of(doc[at])
    ):
        first = at + 2 if at + 2 < len(doc) and doc[at + 2].lower_ != "of" else at + 3
        phrase = phrase_at(doc, first)
        if phrase and doc[phrase[1]].ent_type_ not in ("DATE", "TIME"):
            return Counted(told(doc, *phrase), unit, phrase[1], phrase[1], act)
    if (before := series_subject(doc, at)) is not None:
        return Counted(before[0], unit, before[1], at, act)
    return Counted(else_what, unit, at, at, act)


def _noun(doc: Doc, number: Number) -> Counted | None:
    """The noun phrase right after the number, with the toll where a verb of loss governs it."""
    at = number.last + 1
    if at < len(doc) and doc[at].text == "-" and not doc[at].whitespace_:
        return None
    if at < len(doc) and doc[at].lower_ == "of":
        at += 1
        whole = number_at(doc, at + 1) if at + 1 < len(doc) and doc[at].pos_ in ("DET", "PRON") else None
        if whole is not None:
            return _noun(doc, whole)
    phrase = _count_of(doc, at) or (None if has_date(doc, number.last) else phrase_at(doc, at))
    if phrase is None or sentence_of(doc[phrase[0]]).start > number.first:
        return None
    first, head = phrase
    if doc[head].tag_ == "NNP" and doc[head].ent_type_ not in ("NORP", "") and not doc[head].text.endswith("s"):
        return None
    words, what = figure_words(), told(doc, first, head)
    if (own := words.toll_words.get(doc[head].lower_)) is not None:
        return Counted(own, "persons", head, head, act_of(doc[head]), toll=True)
    toll, act = toll_of_noun(doc, head)
    if toll is None and what in words.generic:
        many = what in words.people and number.low >= words.least_people
        return Counted("people", "persons", head, head, act) if many else _bare(doc, number)
    if toll is None:
        return Counted(what, None, head, head, act)
    return Counted(toll if what in words.generic else f"{what} {toll}", "persons", head, head, act, toll=True)


def _count_of(doc: Doc, at: int) -> tuple[int, int] | None:
    """Of "brought to 40 the number of prisoners" the prisoners."""
    behind = [t.lower_ for t in doc[at : at + 3]]
    if len(behind) == 3 and behind[0] == "the" and behind[1] in COUNTS and behind[2] == "of":
        return phrase_at(doc, at + 3)
    return None


def _bare(doc: Doc, number: Number) -> Counted | None:
    """A number without a noun: a toll ("killing 12", "12 dead"), or a step of a series ("to 35 in September")."""
    words, last = figure_words(), doc[number.last]
    after = doc[number.last + 1] if number.last + 1 < len(doc) else None
    if after is not None and after.lower_ in words.toll_words:
        return Counted(words.toll_words[after.lower_], "persons", after.i, after.i, after.i, toll=True)
    root = last
    while root.head.i in range(number.first, number.last + 1) and root.head.i != root.i:
        root = root.head
    verb = root.head
    fled = root.dep_ == "nsubj" and verb.lemma_ in ("die", "perish", "flee")
    if (fled or root.dep_ in ("dobj", "nsubjpass")) and (toll := toll_of_verb(verb)):
        return Counted(toll, "persons", number.last, number.last, verb.i, toll=True)
    lead = number.first - 1
    while lead > 0 and doc[lead].pos_ in ("ADV", "ADP", "ADJ", "DET") and number.first - lead < 4:
        lead -= 1
    before = doc[lead] if lead >= 0 else None
    if before is not None and before.tag_ in ("VBG", "VBD", "VBN") and (toll := toll_of_verb(before)):
        return Counted(toll, "persons", number.last, number.last, before.i, toll=True)
    found = _of_whom(doc, number, root) or _put_at(doc, number) or _numbered(doc, number, root) or _against(doc, number)
    if found is not None:
        return found
    subject = series_subject(doc, number.first)
    if subject is None or not (is_step(doc, number) or is_dated(doc, number)):
        return _listed(doc, number)
    if subject[0] in COUNTS:
        return _earlier(doc, number, max(0, number.first - BACK))
    what = words.toll_words.get(subject[0].split()[-1], subject[0])
    unit = "persons" if what in words.toll_words.values() else None
    return Counted(what, unit, subject[1], number.last, subject[2], series=True)


def _of_whom(doc: Doc, number: Number, root: Token) -> Counted | None:
    """Of "214 men, of whom 73 were returned" and "of whom 12 were children" the returned and the children."""
    lead, verb = before_bounds(doc, number, sentence_of(root).start), root.head
    if lead < 1 or doc[lead].lower_ not in ("whom", "them") or doc[lead - 1].lower_ != "of":
        return None
    named = next((c for c in verb.children if c.dep_ == "attr" and c.pos_ == "NOUN"), None)
    if root.dep_ not in ("nsubj", "nsubjpass") or not (named or verb.tag_ == "VBN"):
        return None
    what = named.lower_ if named else toll_of_verb(verb) or verb.lower_
    return Counted(what, "persons", number.last, number.last, verb.i, toll=True)


def _numbered(doc: Doc, number: Number, root: Token) -> Counted | None:
    """Of "the rebels number 2,000" and "newcomers said to number 2,000" the rebels and the newcomers."""
    verb = root.head
    if verb.pos_ != "VERB" or verb.lemma_ not in ("number", "total") or verb.i > root.i:
        return None
    subjects = surface_subjects(verb) or ([verb.head.head] if verb.head.dep_ == "acl" else [])
    if verb.dep_ == "advcl" and verb.head.dep_ == "acl" and (who := those(verb.head.head)):
        return replace(who, last=number.last)
    if not subjects:
        return None
    what, at = subject_words(doc, subjects[0])
    own = next((c for c in subjects[0].children if c.lower_ in figure_words().toll_words), None)
    if own is not None:
        return Counted(figure_words().toll_words[own.lower_], "persons", own.i, number.last, own.i, toll=True)
    return None if subjects[0].pos_ == "PRON" else Counted(what, None, at, number.last, verb.i, series=True)


def _against(doc: Doc, number: Number) -> Counted | None:
    """Of "14 attacks, against five in 2024" and "from 12 tons to 8" the five and the eight: they count the same."""
    start = sentence_of(doc[number.first]).start
    lead = before_bounds(doc, number, start) + 1
    before = " ".join(t.lower_ for t in doc[max(lead - 2, start) : lead])
    against = any(before.endswith(f" {w}") or before == w for w in figure_words().against)
    risen = before.endswith("to") and any(t.lower_ == "from" for t in doc[start:lead])
    return _earlier(doc, number, start) if against or risen else None


def _earlier(doc: Doc, number: Number, start: int) -> Counted | None:
    """What the last number before counts that tells it."""
    for at in range(number.first - 1, start - 1, -1):
        earlier = number_at(doc, at) if not (at and doc[at - 1].like_num) else None
        thing = earlier and (
            _money(doc, earlier)
            or _measure(doc, earlier)
            or _noun(doc, earlier)
            or _put_at(doc, earlier)
            or _numbered(doc, earlier, doc[earlier.last])
        )
        if thing:
            return replace(thing, last=number.last, series=True)
    return None


def _put_at(doc: Doc, number: Number) -> Counted | None:
    """Of "put the death toll at 31", "the number of dead at 22" and "bringing the toll to about 31": the toll."""
    start, words = sentence_of(doc[number.first]).start, figure_words().toll_words
    lead = before_bounds(doc, number, start)
    raised = lead >= start and any(t.lemma_ in figure_words().raising for t in doc[start:lead])
    if lead < start or doc[lead].lower_ not in (("at", "to") if raised else ("at",)):
        return None
    for at in range(lead - 1, start - 1, -1):
        token = doc[at]
        before = doc[at - 1].lower_ if at else ""
        counted_so = token.lower_ == "toll" or (
            token.lower_ in words and before in ("of", "the") and _is_number_of(token)
        )
        if counted_so:
            what = words.get(before, "killed") if token.lower_ == "toll" else words[token.lower_]
            return Counted(what, "persons", at, number.last, at, toll=True)
        if token.lower_ in COUNTS and doc[at + 1].lower_ == "of" and (phrase := phrase_at(doc, at + 2)):
            toll, act = toll_of_noun(doc, phrase[1])
            what = f"{told(doc, *phrase)} {toll}" if toll else told(doc, *phrase)
            return Counted(what, "persons" if toll else None, phrase[1], number.last, act, series=True)
        if token.lower_ in COUNTS and doc[at + 1].lower_ == "of" and (who := those(doc[at + 2])):
            return who
    return None


def _is_number_of(token: Token) -> bool:
    """True of the dead in "the number of dead"."""
    return token.dep_ == "pobj" and token.head.head.lower_ in COUNTS


def _listed(doc: Doc, number: Number) -> Counted | None:
    """Of "nine attacks in August, 34 in September": the 34 counts what the number before it counts."""
    if not (has_date(doc, number.last) or is_dated_before(doc, number)):
        return None
    return _earlier(doc, number, sentence_of(doc[number.first]).start)
