"""Where accounts differ: figures for the same thing that cannot both hold, and acts that one side denies.

The law: the sides stand next to each other in their own words; nobody is declared right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from foreshock.brief.acts import in_title
from foreshock.brief.evidence import Leaf, Shown
from foreshock.brief.phrasing import counted_thing, excerpt, openness, sentence_of, told, voices, when_shown
from foreshock.brief.series import Row, also_in, value_of
from foreshock.brief.tolls import CLOSE_DAYS, differing, thing
from foreshock.brief.tree import Dispute, Side
from foreshock.brief.voices import outlet_at, outlet_name
from foreshock.records import Actor, Event, When

SIDE_QUOTE = 200
MOST_SIDES = 4
LONG = re.compile(r"\b[a-z]{5,}\b")
COMMON = frozenset(
    "about after again against along among because before being between could country denied every first government "
    "group groups having military minister ministry official officials other people president report reported "
    "reports should since spokesman state stated still their there these those three through under until where which "
    "while within without would".split()
)

Account = tuple[Leaf, Event]


def disputes(leaves: Sequence[Leaf]) -> tuple[Dispute, ...]:
    """Differing figures first, then denials."""
    return (*map(_figures, differing(leaves)), *_denials(leaves))


def _figures(rows: list[Row]) -> Dispute:
    leaf, figure = rows[0]
    return Dispute(
        leaf.backed(counted_thing(leaf, figure), "name", figure.span), True, tuple(map(_counting, _sides(rows)))
    )


def _sides(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows, those together that tell the same number of the same thing, a title's last."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for leaf, figure in rows:
        groups.setdefault((thing(figure.what), figure.low, figure.high), []).append((leaf, figure))
    return [sorted(same, key=lambda row: in_title(row[0], row[1].span)) for same in groups.values()]


def _counting(rows: list[Row]) -> Side:
    leaf, figure = rows[0]
    return Side(
        quote=excerpt(leaf, sentence_of(leaf, figure.span), figure.span, SIDE_QUOTE),
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
        against = _alike([a for a in accounts if any(_contradicts(d, a) for d in denials)])
        if against:
            sides = tuple(_telling(group) for group in (denials, *against[:MOST_SIDES]))
            yield Dispute(told(leaf, event).act, False, sides)


def _alike(accounts: Sequence[Account]) -> list[list[Account]]:
    """The accounts, those together that tell the same act of the same parties by the same voices in the same words."""
    groups: dict[tuple[object, ...], list[Account]] = {}
    for leaf, event in accounts:
        parties = tuple(a.name for a in event.actors), tuple(r.name for r in event.recipients)
        key = (event.type, event.mode, parties, _tellers(event), event.trigger.of(leaf.text).casefold())
        groups.setdefault(key, []).append((leaf, event))
    return list(groups.values())


def _contradicts(denial: Account, account: Account) -> bool:
    """True where the account tells the denied kind of act by the same party near the same day.

    Unless both name the same recipient or both are dated, the two sentences must share a longer word. Nobody
    contradicts oneself in one report.
    """
    (leaf, denied), (other_leaf, other) = denial, account
    if other.standing != "actual" or not _same_kind(denied, other) or not _near(denial, account):
        return False
    if leaf.number == other_leaf.number and _tellers(denied) == _tellers(other):
        return False
    actors = _named(denied.actors) & _named(other.actors)
    mine, theirs = _named(denied.recipients), _named(other.recipients)
    if not actors or (mine and theirs and not mine & theirs):
        return False
    sure = bool(mine & theirs) or bool(denied.when.start and other.when.start)
    return sure or bool(_matter(leaf, denied) & _matter(other_leaf, other))


def _tellers(event: Event) -> tuple[str, ...]:
    return tuple(link.source.name for link in event.chain)


def _named(actors: Sequence[Actor]) -> set[str]:
    return {a.name.casefold() for a in actors}


def _same_kind(denied: Event, other: Event) -> bool:
    """True for one type and no two modes."""
    return denied.type == other.type and (not denied.mode or not other.mode or denied.mode == other.mode)


def _near(denial: Account, account: Account) -> bool:
    """True where the days told are no more than a week apart; where one is not told, within one report."""
    (leaf, denied), (other_leaf, other) = denial, account
    if denied.when.start is None or other.when.start is None:
        return leaf.number == other_leaf.number
    return _gap(denied.when, other.when) <= CLOSE_DAYS


def _gap(one: When, other: When) -> int:
    """How many days lie between the two periods; none where they meet."""
    early, late = sorted((one, other), key=lambda w: w.start.toordinal() if w.start else 0)
    if early.end is None or late.start is None:
        return 0
    return max(0, (late.start - early.end).days)


def _matter(leaf: Leaf, event: Event) -> set[str]:
    """The longer words of the sentence that are neither names nor words of every report."""
    words = set(LONG.findall(event.sentence.of(leaf.text)))
    return {w for w in words if w not in COMMON}


def _telling(accounts: list[Account]) -> Side:
    leaf, event = accounts[0]
    others = {held.number: outlet_at(held, e.trigger) for held, e in reversed(accounts) if held.number != leaf.number}
    also = tuple(others[number] for number in sorted(others))
    return account_of(leaf, event, event.standing == "negated", also)


def account_of(leaf: Leaf, event: Event, denies: bool, also: tuple[Shown, ...] = ()) -> Side:
    """The act in the report's own words, for it or against."""
    shown = told(leaf, event)
    return Side(
        quote=shown.quote,
        value=None,
        open="",
        when=shown.when,
        voices=shown.voices,
        denies=denies,
        outlet=outlet_name(leaf),
        also=also,
    )
