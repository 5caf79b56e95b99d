"""Where accounts differ: figures for the same thing that cannot both hold, and acts that one side denies.

The law: the sides stand next to each other in their own words; nobody is declared right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foreshock.brief.evidence import Leaf
from foreshock.brief.phrasing import clip, openness, sentence_of, told, voices, when_shown
from foreshock.brief.series import Row, also_in, merged, value_of
from foreshock.brief.tree import Dispute, Side
from foreshock.brief.voices import outlet_at, outlet_name
from foreshock.records import Event, Figure, Span, When

SIDE_QUOTE = 200
MOST_SIDES = 4
SHARED_NAMES = 2
CLOSE_DAYS = 7
ALIKE = ({"AID", "MOBILIZE"},)
LONG = re.compile(r"\b[a-z]{5,}\b")
COMMON = frozenset(
    "about after again against along among because before being between could country denied every first government "
    "group groups having military minister ministry official officials other people president report reported "
    "reports should since spokesman state stated still their there these those three through under until where which "
    "while within without would".split()
)
NAME = re.compile(r"(?<=[a-z,;’”\"]\s)[A-Z][\w’'-]{2,}")
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)

Account = tuple[Leaf, Event]


def disputes(leaves: Sequence[Leaf]) -> tuple[Dispute, ...]:
    """Differing figures first, then denials."""
    return (*_figures(leaves), *_denials(leaves))


def _figures(leaves: Sequence[Leaf]) -> Iterator[Dispute]:
    groups: dict[str, list[Row]] = {}
    for leaf in leaves:
        for figure in leaf.coded.figures:
            groups.setdefault(figure.what.casefold(), []).append((leaf, figure))
    for rows in groups.values():
        differing = [r for r in rows if any(_differ(r, other) for other in rows)]
        if differing:
            leaf, figure = differing[0]
            yield Dispute(leaf.backed(figure.what, "name", figure.span), True, tuple(map(_counting, merged(differing))))


def _differ(one: Row, other: Row) -> bool:
    """True where the two are by different voices, count the same as far as the words tell, and share no number."""
    (leaf, a), (other_leaf, b) = one, other
    same_voice = leaf == other_leaf and [x.source.name for x in a.chain] == [x.source.name for x in b.chain]
    if same_voice or a.unit != b.unit or not _apart(a, b) or not _same_time(a.when, b.when):
        return False
    needed = SHARED_NAMES - (" " in a.what) - _close(leaf, other_leaf)
    return len(_named(leaf, a.span) & _named(other_leaf, b.span)) >= needed


def _close(one: Leaf, other: Leaf) -> bool:
    """True where both days of publication are known and lie within a week."""
    a, b = one.coded.report.published, other.coded.report.published
    return a is not None and b is not None and abs((a - b).days) <= CLOSE_DAYS


def _named(leaf: Leaf, span: Span) -> set[str]:
    """The capitalised words of the sentence, but for its first and for days and months."""
    sentence = sentence_of(leaf, span).of(leaf.text)
    words = {w.removesuffix("’s").removesuffix("'s") for w in NAME.findall(sentence)}
    return {w for w in words if w not in CALENDAR}


def _apart(a: Figure, b: Figure) -> bool:
    inf = float("inf")
    a_low, a_high = a.low if a.low is not None else -inf, a.high if a.high is not None else inf
    b_low, b_high = b.low if b.low is not None else -inf, b.high if b.high is not None else inf
    return a_high < b_low or b_high < a_low


def _same_time(a: When | None, b: When | None) -> bool:
    """True unless both are dated and lie apart."""
    if a is None or b is None or a.start is None or b.start is None:
        return True
    return (b.end is None or a.start <= b.end) and (a.end is None or b.start <= a.end)


def _counting(rows: list[Row]) -> Side:
    leaf, figure = rows[0]
    return Side(
        quote=leaf.quote(clip(leaf.text, sentence_of(leaf, figure.span), figure.span, SIDE_QUOTE)),
        value=value_of(rows),
        open=openness(figure.low, figure.high),
        when=when_shown(leaf, figure.when, figure.span),
        voices=voices(leaf, figure.chain),
        denies=False,
        outlet=outlet_name(leaf),
        also=also_in(rows),
    )


def _denials(leaves: Sequence[Leaf]) -> Iterator[Dispute]:
    accounts = [(leaf, event) for leaf in leaves for event in leaf.coded.events]
    for denials in _alike([a for a in accounts if a[1].standing == "negated"]):
        leaf, event = denials[0]
        against = _alike([a for a in accounts if _contradicts(denials[0], a)])
        if against:
            sides = tuple(_telling(group) for group in (denials, *against[:MOST_SIDES]))
            yield Dispute(told(leaf, event).act, False, sides)


def _alike(accounts: Sequence[Account]) -> list[list[Account]]:
    """The accounts, those together that tell the same act of the same parties by the same voices in the same words."""
    groups: dict[tuple[object, ...], list[Account]] = {}
    for leaf, event in accounts:
        parties = tuple(a.name for a in event.actors), tuple(r.name for r in event.recipients)
        chain = tuple(link.source.name for link in event.chain)
        key = (event.type, event.mode, parties, chain, event.trigger.of(leaf.text).casefold())
        groups.setdefault(key, []).append((leaf, event))
    return list(groups.values())


def _contradicts(denial: Account, account: Account) -> bool:
    """True where the account tells the denied kind of act by the same party, and in part with the same words."""
    (leaf, denied), (other_leaf, other) = denial, account
    if other.standing != "actual" or not _same_kind(denied, other):
        return False
    actors = {a.name for a in denied.actors} & {a.name for a in other.actors}
    mine, theirs = {r.name for r in denied.recipients}, {r.name for r in other.recipients}
    if not actors or (mine and theirs and not mine & theirs) or not _same_time(denied.when, other.when):
        return False
    return bool(_matter(leaf, denied) & _matter(other_leaf, other))


def _same_kind(denied: Event, other: Event) -> bool:
    """True for one type and no two modes, and for types that reports use for the same act."""
    if denied.type == other.type:
        return not denied.mode or not other.mode or denied.mode == other.mode
    return any({denied.type, other.type} == pair for pair in ALIKE)


def _matter(leaf: Leaf, event: Event) -> set[str]:
    """The longer words of the sentence that are neither names nor words of every report."""
    words = set(LONG.findall(event.sentence.of(leaf.text)))
    return {w for w in words if w not in COMMON}


def _telling(accounts: list[Account]) -> Side:
    leaf, event = accounts[0]
    shown = told(leaf, event)
    others = {held.number: outlet_at(held, e.trigger) for held, e in reversed(accounts) if held.number != leaf.number}
    return Side(
        quote=shown.quote,
        value=None,
        open="",
        when=shown.when,
        voices=shown.voices,
        denies=event.standing == "negated",
        outlet=outlet_name(leaf),
        also=tuple(others[number] for number in sorted(others)),
    )
