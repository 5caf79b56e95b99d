"""Drafting a scenario from reports: the worst case they name, as a file to edit.

The law: the worst case is the one the brief puts in its bottom line; the draft adds nothing that no sentence says.
"""

from __future__ import annotations

from collections.abc import Sequence

from foreshock.errors import NoDraft
from foreshock.records import CodedReport


def draft(coded: Sequence[CodedReport]) -> str:
    """The text of the scenario file; NoDraft where the reports name no worst case, or no two sides to it."""
    from foreshock.brief.evidence import Leaf
    from foreshock.brief.worst import bottom_line
    from foreshock.scenario.draft import Worst
    from foreshock.scenario.draft import draft as drafted
    from foreshock.scenario.written import written

    leaves = [Leaf(number, one) for number, one in enumerate(coded, 1)]
    line = bottom_line(leaves)
    if line is None:
        raise NoDraft("the reports say nothing of what may come", "give one that names a worst case")
    cite = line.worst.quote.cites[0]
    report = leaves[cite.report - 1].coded.report
    if cite.span is None:
        raise NoDraft("the worst case has no words of its own", "give a report that names it")
    return written(drafted(coded, Worst(report.id, cite.span)))
