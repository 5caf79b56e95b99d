"""How a time or place hangs on an event in the parse.

The law: what modifies one clause never dates or places another across a word of reporting.
"""

from __future__ import annotations

from spacy.tokens import Token

from foreshock.coding.time_hosts import is_timeless

_CLAUSES = frozenset({"ccomp", "parataxis", "relcl", "nsubj", "mark", "csubj"})
_INSIDE = frozenset(
    {"acl", "agent", "advcl", "xcomp", "pcomp", "prep", "pobj", "dobj", "conj", "compound", "poss", "nmod"}
)
_GROUPED = frozenset({"dobj", "nsubjpass", "attr", "oprd", "aux", "prt", "prep", "agent"})
_HAPPENS = frozenset({"occur", "happen", "take", "come", "begin", "start"})
_HARMS = frozenset(
    {"kill", "wound", "injure", "destroy", "damage", "hit", "leave", "displace", "claim", "strike", "target"}
)
_AIMED = frozenset({"to", "for", "against", "after", "over", "about", "of", "by", "since", "following"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def steps_between(event: Token, modifier: Token, governor: Token) -> int | None:
    """0 where the modifier is the event's own, more where a governing clause lends it, None where it is another's."""
    if _belongs_to_noun(event, modifier, governor):
        return None
    node, steps = event, 0
    for _ in range(8):
        if governor.i == node.i or (governor.head.i == node.i and governor.dep_ in _GROUPED):
            return steps
        if steps == 0 and (near := _sideways(node, governor, modifier)) is not None:
            return near
        if node.head.i == node.i or not _lends(node):
            return None
        node, steps = node.head, steps + 1
    return None


def governor_of(modifier: Token) -> Token:
    """The verb or noun that a time or place hangs on, past prepositions and its own words."""
    node = modifier
    while node.head.i != node.i and (
        node.head.pos_ in ("ADP", "SCONJ", "NUM", "ADV", "PART") or node.head.ent_type_ in ("DATE", "TIME")
    ):
        node = node.head
    return node.head


def owned_by_noun(modifier: Token) -> bool:
    """ "to respond to the strikes on October 26": the words right before own the modifier, whatever the parse says."""
    while modifier.head.ent_type_ in ("DATE", "TIME") and modifier.head.i != modifier.i:
        modifier = modifier.head
    link = modifier.head if modifier.head.pos_ == "ADP" else modifier
    before = link.nbor(-1) if link.i else link
    if before.pos_ == "NOUN" and link.lower_ == "of":
        return True
    if is_timeless(before):
        return False
    return before.pos_ == "NOUN" and before.dep_ == "pobj" and before.head.lower_ in _AIMED


def _belongs_to_noun(event: Token, modifier: Token, governor: Token) -> bool:
    return event.tag_ == "VB" and governor.i == event.i and modifier.i > event.i and owned_by_noun(modifier)


def _sideways(node: Token, governor: Token, modifier: Token) -> int | None:
    """Modifiers shared with a joined verb, a participle of the event noun, or the noun that does the harm."""
    if governor.head.i != node.i or governor.i == node.i:
        return None
    if governor.dep_ == "conj" and modifier.i > governor.i:
        return None if any(c.dep_ in ("nsubj", "nsubjpass") for c in governor.children) else 3
    if governor.dep_ == "acl" or (governor.dep_ == "relcl" and governor.lemma_ in _HAPPENS):
        return 1
    return 4 if governor.dep_ == "nsubj" and node.lemma_ in _HARMS else None


def _lends(node: Token) -> bool:
    """True where what modifies the governing clause holds for this too: participles and nominals inside it."""
    if node.dep_ in _CLAUSES or node.dep_ not in _INSIDE:
        return False
    return node.tag_ not in _FINITE and not any(c.dep_ in ("aux", "auxpass") for c in node.children)
