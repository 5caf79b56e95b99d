"""Who stands with whom: standing ties and acts between parties, drawn as one graph and listed as told.

The law: every line on the drawing leads to the words of the rows it stands for; nothing is inferred from nearness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from foreshock.brief.evidence import Cite, Leaf, Shown, counted
from foreshock.brief.layout import Box, arrange, between
from foreshock.brief.phrasing import clip, names, sentence_of, told, voices
from foreshock.brief.tree import Drawing, Edge, Node, Tie
from foreshock.records import Relation

DRAWN_PARTIES = 12
LONGEST_NAME = 24
WIDE, NARROW = (640, 400), (340, 520)
CHARACTER, PADDING = 6.6, 18.0
TIE_WEIGHT = 2
LINE_GAP = 8.0
MUTUAL = ("ally", "agreement", "opposes")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One row that joins two parties: how it looks, what it says, and where it stands."""

    left: Shown
    right: Shown
    form: str
    kind: str
    cite: Cite


def ties(leaves: Sequence[Leaf]) -> tuple[Tie, ...]:
    """Every standing tie as told, in order of the texts."""
    return tuple(_tie(leaf, row) for leaf in leaves for row in leaf.coded.relations)


def _tie(leaf: Leaf, row: Relation) -> Tie:

    left, right = names(leaf, [row.left])[0], leaf.backed(row.right.name, "name", row.right.span)
    quote = leaf.quote(clip(leaf.text, sentence_of(leaf, row.span), row.span, 160))
    return Tie(row.kind, left, right, quote, voices(leaf, row.chain))


def drawings(leaves: Sequence[Leaf]) -> tuple[Drawing, ...]:
    """The graph laid out for a wide and for a narrow page; nothing where fewer than two parties meet."""
    meetings = [m for leaf in leaves for m in _meetings(leaf) if m.left.key != m.right.key]
    most = {p.key for p in _parties(meetings)}
    held = [m for m in meetings if m.left.key in most and m.right.key in most]
    parties = _parties(held)
    if not parties:
        return ()
    return tuple(_drawing(parties, held, size) for size in (WIDE, NARROW))


def _meetings(leaf: Leaf) -> Iterator[Meeting]:
    for row in leaf.coded.relations:
        form = "opposes" if row.kind == "opposes" else "tie"
        left, right = (leaf.backed(a.name, "name", a.span) for a in (row.left, row.right))
        yield Meeting(left, right, form, row.kind, leaf.cite(row.span))
    for event in leaf.coded.events:
        if event.standing in ("actual", "historical"):
            act = told(leaf, event)
            form = "conflict" if act.conflict else "cooperation"
            for actor in act.actors:
                for recipient in act.recipients:
                    yield Meeting(actor, recipient, form, "", leaf.cite(event.trigger))


def _parties(meetings: Iterable[Meeting]) -> list[Shown]:
    """The most met parties, each backed by all its mentions here, in order of weight."""
    weight: Counter[str] = Counter()
    mentions: dict[str, list[Shown]] = {}
    for meeting in meetings:
        for party in (meeting.left, meeting.right):
            weight[party.key] += TIE_WEIGHT if meeting.kind else 1
            mentions.setdefault(party.key, []).append(party)
    heaviest = sorted(mentions, key=lambda k: (-weight[k], k))[:DRAWN_PARTIES]
    return [_named(mentions[key]) for key in heaviest]


def _named(mentions: list[Shown]) -> Shown:
    name = mentions[0].text
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    return Shown(short, "name", tuple(dict.fromkeys(c for m in mentions for c in m.cites)), name)


def _drawing(parties: list[Shown], meetings: list[Meeting], size: tuple[int, int]) -> Drawing:
    place = {p.key: i for i, p in enumerate(parties)}
    pairs = sorted({tuple(sorted((place[m.left.key], place[m.right.key]))) for m in meetings})
    widths = [len(p.text) * CHARACTER + PADDING for p in parties]
    boxes = arrange(widths, [(a, b) for a, b in pairs], *size)
    nodes = tuple(Node(p, b.x, b.y, b.width) for p, b in zip(parties, boxes, strict=True))
    return Drawing(*size, nodes, tuple(_edges(meetings, place, boxes)))


def _edges(meetings: list[Meeting], place: dict[str, int], boxes: list[Box]) -> Iterator[Edge]:
    """One line for each pair and look; lines of the same pair run side by side."""
    pairs: dict[tuple[int, int], dict[str, list[Meeting]]] = {}
    for m in meetings:
        a, b = place[m.left.key], place[m.right.key]
        pairs.setdefault((min(a, b), max(a, b)), {}).setdefault(m.form, []).append(m)
    for (a, b), forms in sorted(pairs.items()):
        for number, (form, rows) in enumerate(sorted(forms.items())):
            line = between(boxes[a], boxes[b], (number - (len(forms) - 1) / 2) * LINE_GAP)
            onward = any(place[m.left.key] == a for m in rows if m.kind not in MUTUAL)
            back = any(place[m.left.key] == b for m in rows if m.kind not in MUTUAL)
            kind = next((m.kind for m in rows if m.kind), "")
            weight = round(min(1.0 + 0.4 * len(rows), 3.4), 1)
            yield Edge(form, kind, *line, onward, back, weight, counted([m.cite for m in rows]))
