"""What was left out of a run, and why, in few words. The law: every report not read is counted under one reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from foreshock.errors import ForeshockError, LeftAside, UnreadableReport, Withdrawn

_PARTICULARS = re.compile(r"\s*\([^()]*\)|\s*'[^']*'|\s*\"[^\"]*\"")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def reasons(faults: Iterable[ForeshockError]) -> Counter[str]:
    """How many texts, or paths, each reason kept out; what differs from one to the next only by a number is one."""
    counted: Counter[str] = Counter()
    for fault in faults:
        if isinstance(fault, LeftAside):
            counted.update(fault.counts)
        elif isinstance(fault, Withdrawn):
            counted["withdrawn by the publisher"] += 1
        elif isinstance(fault, UnreadableReport):
            counted[_NUMBER.sub("…", _PARTICULARS.sub("", fault.seen)).strip() or fault.seen] += 1
        else:
            counted["could not be coded"] += 1
    return counted


def summary(faults: Iterable[ForeshockError]) -> str:
    """One line of all that was left out, the most first."""
    counted = reasons(faults)
    told = "; ".join(f"{number:,} {reason}" for reason, number in counted.most_common())
    return f"{counted.total():,} left out: {told}"
