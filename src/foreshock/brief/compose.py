"""From coded reports to a brief: every section made, and every report's origin.

The law: the same reports and day give the same brief; a row that cannot be backed stops it with UnsupportedStatement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from foreshock.brief.acts import DONE, POSSIBLE, acts
from foreshock.brief.disputes import disputes
from foreshock.brief.evidence import Cite, Leaf, Shown, counted, reason_head
from foreshock.brief.happenings import happenings
from foreshock.brief.lanes import lanes
from foreshock.brief.phrasing import clip, day
from foreshock.brief.prognosis import prognosis
from foreshock.brief.prospects import coming, outlooks, paths
from foreshock.brief.series import series
from foreshock.brief.ties import drawings, ties
from foreshock.brief.tree import Aside, Brief, Origin, Tally, Unread
from foreshock.brief.voices import outlet_name, published_day, report_title, shared_voices, voice_tree
from foreshock.brief.worst import bottom_line
from foreshock.records import CodedReport, LeftOut, Span
from foreshock.records.prognosis import PrognosisTold
from foreshock.records.retold import Linkage

ASIDE_QUOTE = 160


def compose(
    coded: Sequence[CodedReport], made: date, told: PrognosisTold | None = None, linkage: Linkage | None = None
) -> Brief:
    """One brief over all the reports, earliest published first; `made` is the day shown as its own.

    What a model tells of the days ahead stands in a section of its own, where it is `told`, and so does what several
    outlets tell of one happening, where the reports were linked.
    """
    leaves = [Leaf(n, c) for n, c in enumerate(sorted(coded, key=_published), start=1)]
    drawn, ticks = lanes(leaves)
    runs, alone = series(leaves)
    bringing, holding = paths(leaves)
    tree = voice_tree(leaves)
    origins = tuple(_origin(leaf) for leaf in leaves)
    read = [Cite(leaf.number) for leaf in leaves if not leaf.coded.uncoded]
    return Brief(
        made=Shown(day(made), "made", ()),
        title=report_title(leaves[0]) if len(leaves) == 1 else None,
        reports=counted([Cite(leaf.number) for leaf in leaves]),
        tallies=tuple(_tallies(leaves)),
        bottom=bottom_line(leaves),
        lanes=drawn,
        ticks=ticks,
        series=runs,
        counts=alone,
        drawings=drawings(leaves),
        ties=ties(leaves),
        voices=tree,
        shared=shared_voices(tree),
        outlooks=outlooks(leaves),
        coming=coming(leaves),
        bringing=bringing,
        holding=holding,
        disputes=disputes(leaves),
        asides=_asides(leaves),
        origins=origins,
        leaves=tuple(leaves),
        read=counted(read) if read else None,
        unread=_unread(leaves, origins),
        prognosis=None if told is None else prognosis(told, leaves),
        happenings=() if linkage is None else happenings(leaves, linkage),
    )


def _published(coded: CodedReport) -> tuple[date, str]:
    return (coded.report.published or date.max, coded.report.id)


def _tallies(leaves: Sequence[Leaf]) -> list[Tally]:
    """How many rows of each kind there are; kinds without rows are left away."""
    done = [act for leaf in leaves for act in acts(leaf, DONE)]
    possible = [act for leaf in leaves for act in acts(leaf, POSSIBLE)]
    cites = {
        "acts-done": [act.act.cites[0] for act in done if act.standing != "negated"],
        "acts-not-done": [act.act.cites[0] for act in done if act.standing == "negated"],
        "acts-possible": [act.act.cites[0] for act in possible],
        "statements": [leaf.cite(s.cue) for leaf in leaves for s in leaf.coded.statements],
        "figures": [leaf.cite(f.span) for leaf in leaves for f in leaf.coded.figures],
        "judgements": [leaf.cite(o.cue) for leaf in leaves for o in leaf.coded.outlooks],
    }
    return [Tally(word, counted(places)) for word, places in cites.items() if places]


def _unread(leaves: Sequence[Leaf], origins: Sequence[Origin]) -> tuple[Unread, ...]:
    """The reports that nobody read, by the reason, those of most reports first."""
    groups: dict[str, list[Origin]] = {}
    for leaf, origin in zip(leaves, origins, strict=True):
        if leaf.coded.uncoded:
            groups.setdefault(reason_head(leaf.coded.left_out[0]), []).append(origin)
    made = []
    for reason, held in groups.items():
        places = tuple(Cite(origin.number) for origin in held)
        made.append(Unread(Shown(reason, "record", places), counted(places), tuple(held)))
    return tuple(sorted(made, key=lambda one: (-len(one.count.cites), one.reason.text)))


def _asides(leaves: Sequence[Leaf]) -> tuple[Aside, ...]:
    groups: dict[str, list[tuple[Leaf, LeftOut]]] = {}
    for leaf in leaves:
        for row in leaf.coded.left_out:
            groups.setdefault(reason_head(row), []).append((leaf, row))
    asides = [_aside(reason, rows) for reason, rows in groups.items()]
    return tuple(sorted(asides, key=lambda a: (-len(a.count.cites), a.reason.text)))


def _aside(reason: str, rows: list[tuple[Leaf, LeftOut]]) -> Aside:
    places = tuple(_place(leaf, row.span) for leaf, row in rows)
    quotes = tuple(
        leaf.quote(clip(leaf.text, row.span, most=ASIDE_QUOTE)) for leaf, row in rows if _has_words(leaf, row.span)
    )
    return Aside(Shown(reason, "record", places), counted(places), quotes)


def _has_words(leaf: Leaf, span: Span) -> bool:
    return bool(span.of(leaf.text).strip())


def _place(leaf: Leaf, span: Span) -> Cite:
    return leaf.cite(span) if _has_words(leaf, span) else Cite(leaf.number)


def _origin(leaf: Leaf) -> Origin:
    report, coder = leaf.coded.report, leaf.coded.coder
    return Origin(
        number=leaf.number,
        label=outlet_name(leaf),
        outlet=outlet_name(leaf) if report.outlet else None,
        title=report_title(leaf),
        published=published_day(leaf),
        found=report.published_found,
        language=leaf.recorded(report.language) if report.language else None,
        url=leaf.recorded(report.url) if report.url else None,
        hash=leaf.recorded(report.id),
        coder=leaf.recorded(f"{coder.name} {coder.version}"),
        model=leaf.recorded(f"{coder.model} {coder.model_version}"),
        read=not leaf.coded.uncoded,
        flags=tuple(leaf.recorded(flag) for flag in report.flags),
    )
