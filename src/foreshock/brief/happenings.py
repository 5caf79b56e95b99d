"""Told by several: what happened and more than one outlet tells, or one voice asserts and another denies.

The law: an outlet counts where the brief holds its words, or those of the text that it copied; an origin counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foreshock.brief.acts import in_title
from foreshock.brief.disputes import account_of
from foreshock.brief.evidence import Cite, Leaf, Shown, counted
from foreshock.brief.phrasing import told
from foreshock.brief.tree import Happening, Side
from foreshock.records import Event
from foreshock.records.contradiction import Stand, disputed
from foreshock.records.copy import SAME_TEXT
from foreshock.records.incident import Member
from foreshock.records.origin import Origin
from foreshock.records.retold import Linkage, Retold

MOST_SIDES = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """An event of the incident in a report that the brief holds."""

    leaf: Leaf
    event: Event

    @property
    def cite(self) -> Cite:
        """Where its trigger stands."""
        return self.leaf.cite(self.event.trigger)

    @property
    def denies(self) -> bool:
        """True where it is told as not done, or as denied."""
        return self.event.standing == "negated" or any(link.stance == "denies" for link in self.event.chain)

    def stand(self, stands_for: Mapping[str, str]) -> Stand:
        """What it says of the incident: its innermost source, or else the outlet."""
        event, report = self.event, self.leaf.coded.report
        return Stand(
            voice=event.chain[-1].source.name if event.chain else report.outlet or "",
            stance="denies" if self.denies else event.chain[-1].stance if event.chain else "asserts",
            report=stands_for.get(report.id, report.id),
            sentence=(event.sentence.start, event.sentence.end),
            type=event.type,
        )


def happenings(leaves: Sequence[Leaf], linkage: Linkage) -> tuple[Happening, ...]:
    """The incidents, those of most independent origins first, then those that most outlets tell."""
    mentions, stands_for = _mentions(leaves), _stands_for(leaves, linkage)
    made = [_happening(one, mentions, stands_for) for one in linkage.incidents if one.incident.happened]
    kept = [shown for shown in made if shown is not None]
    return tuple(sorted(kept, key=lambda h: (-len(h.origins.cites), -len(h.outlets.cites), not h.contested)))


def _mentions(leaves: Sequence[Leaf]) -> dict[Member, Mention]:
    return {(leaf.coded.report.id, event.id): Mention(leaf, event) for leaf in leaves for event in leaf.coded.events}


def _stands_for(leaves: Sequence[Leaf], linkage: Linkage) -> dict[str, str]:
    """By report the one of its family that the brief holds."""
    family = linkage.families
    held = {family.get(leaf.coded.report.id, leaf.coded.report.id): leaf.coded.report.id for leaf in leaves}
    return {report: held[name] for report, name in family.items() if name in held} | {r: r for r in held.values()}


def _happening(retold: Retold, mentions: dict[Member, Mention], stands_for: dict[str, str]) -> Happening | None:
    """None where one text or outlet alone tells it and nobody denies it, or where the brief holds no words of it."""
    here = [mentions[member] for member in retold.incident.members if member in mentions]
    here.sort(key=lambda m: (m.leaf.number, in_title(m.leaf, m.event.trigger), m.event.trigger.start))
    origins = [(origin, cites) for origin in retold.origins.origins if (cites := _cites(origin, here, stands_for))]
    outlets = [cite for origin, cites in origins for cite in _of_outlets(origin, cites, here)]
    contested = retold.contested and disputed([mention.stand(stands_for) for mention in here])
    sides = tuple(_sides(here, contested))
    several = len(outlets) > 1 and len({mention.leaf.number for mention in here}) > 1
    if not outlets or not (several or contested):
        return None
    first = next((m for m in here if not m.denies), here[0])
    return Happening(
        told=told(first.leaf, first.event),
        outlets=counted(outlets),
        origins=counted([cites[0] for _, cites in origins]),
        contested=contested,
        sides=sides[:MOST_SIDES],
        also=tuple(side.outlet for side in sides[MOST_SIDES:]),
        copied=tuple(dict.fromkeys(flag for mention in here for flag in _copied(mention.leaf))),
    )


def _cites(origin: Origin, here: Sequence[Mention], stands_for: dict[str, str]) -> list[Cite]:
    """Where the brief holds the words of the origin's reports."""
    told_for = {stands_for.get(report) for report in origin.reports}
    return [mention.cite for mention in here if mention.leaf.coded.report.id in told_for]


def _of_outlets(origin: Origin, cites: Sequence[Cite], here: Sequence[Mention]) -> Iterator[Cite]:
    """For each outlet of the origin its own words, or those that it copied."""
    own = {mention.leaf.coded.report.outlet: mention.cite for mention in reversed(here)}
    return (own.get(outlet, cites[0]) for outlet in origin.outlets)


def _copied(leaf: Leaf) -> Iterator[Shown]:
    """What the record says of the outlets that carry the same text."""
    return (leaf.recorded(flag) for flag in leaf.coded.report.flags if flag.startswith(SAME_TEXT))


def _sides(here: Sequence[Mention], contested: bool) -> Iterator[Side]:
    """One account for each report, and where it is contested for each report and stance."""
    seen: set[tuple[int, bool]] = set()
    for mention in here:
        key = mention.leaf.number, contested and mention.denies
        if key not in seen:
            seen.add(key)
            yield account_of(mention.leaf, mention.event, mention.denies)
