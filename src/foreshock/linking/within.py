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
    found["sentence_joined"] = float(joined and alike)
    found["sentence_light"] = float(joined and first.led_in)
    found["sentence_refused"] = float(first.type == "REJECT" and between == ["to"])
    found["sentence_toll"] = float(alike and one.toll != other.toll)
    found["sentence_tolls"] = float(alike and one.toll and other.toll)


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
