"""Reports that were kept and not coded, in one line: how many, in which languages.

The law: nothing is dropped silently; a report in a language without a coder is kept, searchable, and said to be so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from foreshock.coding.languages import UNKNOWN, language_name
from foreshock.desk.terminal import counted
from foreshock.records import Report


def uncoded_line(reports: Iterable[Report]) -> str | None:
    """ "3 reports kept uncoded: 2 Russian, 1 unknown" for the uncoded reports, None where there are none."""
    counts = Counter(report.language or UNKNOWN for report in reports)
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda pair: (pair[0] == UNKNOWN, -pair[1], pair[0]))
    total = sum(counts.values())
    kinds = ", ".join(f"{number:,} {language_name(code)}" for code, number in ordered)
    return f"{counted(total, 'report')} kept uncoded: {kinds}"
