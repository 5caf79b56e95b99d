"""Drafting a scenario from reports: the worst case they name, as a file to edit.

The law: the worst case is the one the brief puts in its bottom line, or, where that names no two sides, the next that
the reports call their worst case; the draft adds nothing that no sentence says, and claims nothing of a report that
nobody read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from foreshock.errors import NoDraft
from foreshock.records import CodedReport


def draft(coded: Sequence[CodedReport]) -> str:
    """The text of the scenario file; NoDraft where the reports name no worst case, or no two sides to it."""
    from foreshock.brief.evidence import Leaf
    from foreshock.brief.worst import worst_cases
    from foreshock.scenario.draft import Worst
    from foreshock.scenario.draft import draft as drafted
    from foreshock.scenario.written import written

    leaves = [Leaf(number, one) for number, one in enumerate(coded, 1)]
    cites = worst_cases(leaves)
    if not cites:
        raise NoDraft(_nothing(coded), "give one that names a worst case")
    refusals = []
    for cite in cites:
        if cite.span is None:
            raise NoDraft("the worst case has no words of its own", "give a report that names it")
        try:
            return written(drafted(coded, Worst(leaves[cite.report - 1].coded.report.id, cite.span)))
        except NoDraft as refused:
            refusals.append(refused)
    raise refusals[0]


def _nothing(coded: Sequence[CodedReport]) -> str:
    """That nothing may come, of the reports that were read; which were not, and why."""
    why = Counter(one.uncoded for one in coded if one.uncoded)
    if not why:
        return "the reports say nothing of what may come"
    unread = f"{why.total():,} of {len(coded):,} not read: {', '.join(why)}"
    if why.total() == len(coded):
        return f"no report was read ({unread})"
    return f"the reports that were read say nothing of what may come ({unread})"
