"""Who stands with whom: standing ties and acts between parties, drawn as one graph and listed as told.

The law: every line on the drawing leads to the words of the rows it stands for; nothing is inferred from nearness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from foreshock.brief.acts import acts
from foreshock.brief.evidence import Cite, Leaf, Shown, counted
from foreshock.brief.layout import LINE, Box, arrange, between, label_place
from foreshock.brief.phrasing import excerpt, names, sentence_of, voices
from foreshock.brief.tree import Drawing, Edge, Line, Node, Tie
from foreshock.brief.words import WORDS
from foreshock.records import Relation

DRAWN_PARTIES = 14
LONGEST_LINE, MOST_LINES = 16, 2
WIDE, NARROW = (640, 460), (340, 640)
CHARACTER, PADDING = 7.9, 18.0
LABEL_CHARACTER = 6.2
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
    quote = excerpt(leaf, sentence_of(leaf, row.span), row.span, 160)
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
    for act in acts(leaf, ("actual", "historical")):
        if act.tone != "neither":
            for actor in act.actors:
                for recipient in act.recipients:
                    yield Meeting(actor, recipient, act.tone, "", act.act.cites[0])


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
    return Shown(mentions[0].text, "name", tuple(dict.fromkeys(c for m in mentions for c in m.cites)))


def name_lines(name: str) -> tuple[str, ...]:
    """The name in lines that fit a box; what does not fit is cut, and a mark says so."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LONGEST_LINE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + "…"]
    return tuple(x if len(x) <= LONGEST_LINE else x[: LONGEST_LINE - 1].rstrip(" …") + "…" for x in lines)


def _drawing(parties: list[Shown], meetings: list[Meeting], size: tuple[int, int]) -> Drawing:
    place = {p.key: i for i, p in enumerate(parties)}
    pairs = sorted({tuple(sorted((place[m.left.key], place[m.right.key]))) for m in meetings})
    lines = [name_lines(p.text) for p in parties]
    sizes = [(max(map(len, told)) * CHARACTER + PADDING, LINE * len(told) + LINE - 2) for told in lines]
    boxes = arrange(sizes, [(a, b) for a, b in pairs], *size)
    nodes = tuple(_node(*told) for told in zip(parties, lines, boxes, strict=True))
    return Drawing(*size, nodes, tuple(_labelled(list(_edges(meetings, place, boxes)), boxes)))


def _node(party: Shown, lines: tuple[str, ...], box: Box) -> Node:
    top = box.y - LINE * (len(lines) - 1) / 2 + 4
    shown = [Shown(text, "name", party.cites, party.text) for text in lines]
    return Node(
        tuple(Line(words, round(top + LINE * n, 1)) for n, words in enumerate(shown)),
        box.x,
        box.y,
        box.width,
        box.height,
    )


def _labelled(edges: list[Edge], boxes: list[Box]) -> Iterator[Edge]:
    """The lines, their ties named where a name covers no box and no other name."""
    taken = list(boxes)
    for edge in edges:
        width = len(WORDS[edge.kind]) * LABEL_CHARACTER + 8
        place = label_place((edge.x1, edge.y1, edge.x2, edge.y2), width, taken) if edge.kind else None
        if place:
            taken.append(Box(place[0], place[1] - 3, width, LINE))
        yield replace(edge, label=place)


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
            yield Edge(form, kind, *line, onward, back, weight, counted([m.cite for m in rows]), None)
