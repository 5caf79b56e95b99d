"""Within one report: what says that two of its mentions tell one act, where shared words and names say little.

The law: a feature here is a thing of wording that anybody can point at: "signs an agreement", "the attack".
"""

from __future__ import annotations

import re

from foreshock.codebook.linking import breath
from foreshock.linking.tellings import Telling

TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[.;:!?,]")
Features = dict[str, float]


def in_one_sentence(one: Telling, other: Telling, found: Features) -> None:
    """Adds how the two stand to each other in their sentence: joined, one told through the other, act and toll."""
    first, second = sorted((one, other), key=lambda t: t.trigger_at)
    between = _between(first, second)
    joined = all(word in breath().small for word in between)
    alike = one.type == other.type
    parted = not breath().apart.isdisjoint(between)
    lead = not breath().apart.isdisjoint(_lead(first))
    found["sentence_joined"] = float(joined and alike)
    found["sentence_light"] = float(joined and first.led_in)
    found["sentence_refused"] = float(first.type == "REJECT" and between == ["to"])
    found["sentence_toll"] = float(alike and one.toll != other.toll)
    found["sentence_tolls"] = float(alike and one.toll and other.toll)
    found["sentence_parted"] = float(parted)
    found["sentence_led"] = float(lead and not parted)
    found["sentence_denied"] = float("REJECT" in (one.type, other.type) and "negated" in (one.standing, other.standing))
    found["sentence_verdict"] = float(_told_by(first, breath().verdict) and _told_by(second, breath().verdict))
    found["sentence_voted"] = float(_told_by(first, breath().vote) and between[-1:] == ["to"])


def _lead(first: Telling) -> list[str]:
    """The words of the sentence before the first of two triggers, in small letters."""
    return [word.casefold() for word in TOKEN.findall(first.text[: max(0, first.trigger_at[0] - first.sentence[0])])]


def _told_by(one: Telling, words: frozenset[str]) -> bool:
    """True where the last word that tells the act is one of these."""
    start = max(0, one.trigger_at[0] - one.sentence[0])
    told = TOKEN.findall(one.text[start : start + one.trigger_at[1] - one.trigger_at[0]])
    return bool(told) and told[-1].casefold() in words


def in_one_report(one: Telling, other: Telling, found: Features) -> None:
    """Adds how the later of two sentences takes up the earlier: by "the attack", or as an answer to it."""
    if one.type != other.type:
        return
    late = max(one, other, key=lambda t: t.trigger_at)
    theirs, mine = one.recipients.names, other.recipients.names
    found["report_type"] = 1.0
    found["report_definite"] = float(late.definite)
    found["report_swapped"] = float(bool(one.actors.names & mine or other.actors.names & theirs))
    found["report_recipients"] = float(bool(mine and theirs and not mine & theirs))


def _between(first: Telling, second: Telling) -> list[str]:
    """The words and stops between two triggers of one sentence, in small letters."""
    start, end = first.trigger_at[1] - first.sentence[0], second.trigger_at[0] - first.sentence[0]
    return [word.casefold() for word in TOKEN.findall(first.text[max(0, start) : max(0, end)])]
