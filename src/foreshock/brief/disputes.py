"""Where accounts differ: figures for the same thing that cannot both hold, and acts that one side denies.

The law: the sides stand next to each other in their own words; nobody is declared right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foreshock.brief.evidence import Leaf, Shown
from foreshock.brief.phrasing import amount, clip, openness, sentence_of, told, voices, when_shown
from foreshock.brief.series import Row
from foreshock.brief.tree import Dispute, Side
from foreshock.brief.voices import outlet_name
from foreshock.records import Event, Figure, When

SIDE_QUOTE = 200

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
            yield Dispute(leaf.backed(figure.what, "name", figure.span), True, tuple(map(_counting, differing)))


def _differ(one: Row, other: Row) -> bool:
    """True where the two are by different voices, may count the same, and share no number."""
    (leaf, a), (other_leaf, b) = one, other
    same_voice = leaf == other_leaf and [x.source.name for x in a.chain] == [x.source.name for x in b.chain]
    return not same_voice and _apart(a, b) and _same_time(a.when, b.when)


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


def _counting(row: Row) -> Side:
    leaf, figure = row
    return Side(
        quote=leaf.quote(clip(leaf.text, sentence_of(leaf, figure.span), figure.span, SIDE_QUOTE)),
        value=leaf.backed(amount(figure.low, figure.high), "number", figure.span),
        open=openness(figure.low, figure.high),
        when=when_shown(leaf, figure.when, figure.span),
        voices=voices(leaf, figure.chain),
        denies=False,
        outlet=outlet_name(leaf),
    )


def _denials(leaves: Sequence[Leaf]) -> Iterator[Dispute]:
    accounts = [(leaf, event) for leaf in leaves for event in leaf.coded.events]
    for denial in (a for a in accounts if a[1].standing == "negated"):
        against = [a for a in accounts if _contradicts(denial[1], a[1])]
        if against:
            leaf, event = denial
            what = told(leaf, event).act
            yield Dispute(what, False, tuple(map(_telling, [denial, *against[:4]])))


def _contradicts(denied: Event, other: Event) -> bool:
    if other.standing != "actual" or other.type != denied.type:
        return False
    if denied.mode and other.mode and denied.mode != other.mode:
        return False
    actors = {a.name for a in denied.actors} & {a.name for a in other.actors}
    mine, theirs = {r.name for r in denied.recipients}, {r.name for r in other.recipients}
    return bool(actors) and (not mine or not theirs or bool(mine & theirs)) and _same_time(denied.when, other.when)


def _telling(account: Account) -> Side:
    leaf, event = account
    shown = told(leaf, event)
    value: Shown | None = None
    return Side(shown.quote, value, "", shown.when, shown.voices, event.standing == "negated", outlet_name(leaf))
