"""Origins: how many reports of an incident stand on their own, and which pass on the word of another.

The law: reports are one origin only for a reason that can be read; without one they stand apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl

from foreshock.codebook.linking import agencies, copy_rule, nameless
from foreshock.linking.copies import copies
from foreshock.records.incident import Incident
from foreshock.records.origin import Origin, OriginKind, Origins

UNTOLD = "outlet not told"
NONE: Mapping[str, str] = MappingProxyType({})
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """One report of an incident: whom it has its word from (None in its own voice), and the words that tell it."""

    report: str
    outlet: str | None
    published: date | None
    source: str | None
    agency: str | None
    text: str
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two accounts of one origin, by position, and why."""

    one: int
    other: int
    because: str


def origins(
    incident: Incident, rows: Sequence[Row], texts: Mapping[str, str], families: Mapping[str, str] = NONE
) -> Origins:
    """The origins of the incident whose events are `rows` (of the table `EVENTS`).

    Two reports share an origin where one outlet made both, one text is a near copy of the other, their chains end in
    the same named source within a few days, or they name the same news agency. `texts` holds the text by report;
    of a report without one, the sentences that tell the incident are compared. `families` names the reports that are
    known to be copies of one text: they are one origin.
    """
    accounts = [replace(account, family=families.get(account.report)) for account in _accounts(rows, texts)]
    groups, ties = _joined(len(accounts), _ties(accounts))
    made = [_origin([accounts[n] for n in group], [t for t in ties if t.one in group]) for group in groups]
    return Origins(incident.id, tuple(sorted(made, key=lambda o: (-len(o.reports), o.name, o.reports))))


def all_origins(
    incidents: Iterable[Incident],
    events: pl.DataFrame,
    texts: Mapping[str, str] | None = None,
    families: Mapping[str, str] = NONE,
) -> Iterator[Origins]:
    """The origins of each incident, in order."""
    rows = {(row["report_id"], row["event_id"]): row for row in events.iter_rows(named=True)}
    for incident in incidents:
        yield origins(incident, [rows[member] for member in incident.members], texts or {}, families)


def _accounts(rows: Sequence[Row], texts: Mapping[str, str]) -> list[Account]:
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        by_report.setdefault(row["report_id"], []).append(row)
    return [_account(report, told, texts) for report, told in by_report.items()]


def _account(report: str, told: Sequence[Row], texts: Mapping[str, str]) -> Account:
    """What the report's mentions rest on; one in the outlet's own voice makes the report its own origin."""
    own_voice = any(not row["chain"] for row in told)
    sources = [row["chain"][-1] for row in told if row["chain"]]
    named = [name for row in told for name in [row["outlet"], *(row["chain"] or ())]]
    sentences = dict.fromkeys(row["sentence_text"] or "" for row in told)
    return Account(
        report=report,
        outlet=told[0]["outlet"],
        published=told[0]["published"],
        source=None if own_voice else next(filter(_is_named, sources), None),
        agency=next(filter(None, map(agency, named)), None),
        text=texts.get(report) or "\n".join(sentences),
    )


def _is_named(source: str | None) -> bool:
    """True for a source that is one and the same wherever it is named, false for "officials" or "witnesses"."""
    return bool(source) and not set((source or "").casefold().split()) <= nameless()


def agency(name: str | None) -> str | None:
    """The news agency that a name means, None for anything else."""
    low = (name or "").casefold().strip()
    return next((called for called, names in agencies() if low == called.casefold() or low in names), None)


def _ties(accounts: Sequence[Account]) -> Iterator[Tie]:
    places = {account.report: n for n, account in enumerate(accounts)}
    yield from _shared(accounts, lambda a: a.outlet and a.outlet.casefold(), "another report of {0.outlet}")
    yield from _shared(accounts, lambda a: a.agency, "passes on {0.agency}")
    yield from _printed(accounts)
    yield from _cited(accounts)
    for (one, other), share in copies({a.report: a.text for a in accounts}).items():
        a, b = sorted((places[one], places[other]))
        outlets = " and ".join(accounts[n].outlet or UNTOLD for n in (a, b))
        yield Tie(a, b, f"{outlets} share {share:.0%} of the runs of words of the shorter text")


def _shared(accounts: Sequence[Account], key: Any, because: str) -> Iterator[Tie]:
    first: dict[str, int] = {}
    for n, account in enumerate(accounts):
        if told := key(account):
            if told in first:
                yield Tie(first[told], n, because.format(account))
            first.setdefault(told, n)


def _printed(accounts: Sequence[Account]) -> Iterator[Tie]:
    """Accounts that are copies of one text, each with the first of them."""
    first: dict[str, int] = {}
    for n, account in enumerate(accounts):
        if account.family:
            start = first.setdefault(account.family, n)
            if start != n:
                outlets = (account.outlet or UNTOLD, accounts[start].outlet or UNTOLD)
                yield Tie(start, n, "{} prints the text of {}".format(*outlets))


def _cited(accounts: Sequence[Account]) -> Iterator[Tie]:
    """Accounts that rest on the same named source, each with the last one before it that is close enough in time."""
    last: dict[str, int] = {}
    for n, account in enumerate(accounts):
        if account.source:
            key = account.source.casefold()
            if key in last and _close(accounts[last[key]], account):
                yield Tie(last[key], n, f"its word, too, is from {account.source}")
            last[key] = n


def _close(one: Account, other: Account) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= copy_rule().origin_days


def _joined(size: int, ties: Iterable[Tie]) -> tuple[list[list[int]], list[Tie]]:
    """The groups, and the ties that made them: one that joins what is joined says nothing more."""
    group, made = list(range(size)), list[Tie]()
    for tie in ties:
        a, b = sorted((group[tie.one], group[tie.other]))
        if a != b:
            group = [a if g == b else g for g in group]
            made.append(tie)
    return [[n for n in range(size) if group[n] == first] for first in sorted(set(group))], made


def _origin(accounts: Sequence[Account], ties: Sequence[Tie]) -> Origin:
    kind, name = _called(accounts)
    outlets = dict.fromkeys(a.outlet or UNTOLD for a in accounts)
    because = tuple(dict.fromkeys(tie.because for tie in ties))
    return Origin(kind, name, tuple(a.report for a in accounts), tuple(outlets), because)


def _called(accounts: Sequence[Account]) -> tuple[OriginKind, str]:
    """The agency where one is named, else the source that all rest on, else the outlet that was first."""
    named = next((a.agency for a in accounts if a.agency), None)
    if named:
        return "agency", named
    sources = {a.source.casefold() if a.source else None for a in accounts}
    if len(sources) == 1 and accounts[0].source:
        return "source", accounts[0].source
    return "outlet", accounts[0].outlet or UNTOLD
