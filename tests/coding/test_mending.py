"""Parses that are mended: the tree stays a tree, and the word hangs where its form lets it hang."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.coding import EventCoder
from foreshock.coding.mending import mended
from foreshock.wire import read_text

WORDS = [
    "officials", "said", "told", "that", "rebels", "would", "had", "fired", "accused", "and", "but", "in", "a",
    "statement", "sources", "revealed", "to", ",", "the", "leader", "denied", "Chad", "which", "it", "hours", "before",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        ("An envoy said that the rebels would leave Chad but accused Sudan of theft.", "accused", "said"),
        ("An official told the paper that planes had carried food, and accused Sudan of theft.", "accused", "told"),
        ("An envoy denied that any rebels were sent to the border, and accused Sudan of theft.", "accused", "denied"),
        ("Chad has urged that the army pay for the mission, but has ruled out a vote.", "ruled", "urged"),
        ("Turkey denied in a statement that it had received any threats.", "received", "denied"),
        (
            "The Centre said in a brief that was seen by the Ledger that, according to envoys, Chad bombed a town.",
            "bombed",
            "said",
        ),
        (
            "Sources familiar with the file revealed to Rafid News that Omani mediators arrived in Sanaa.",
            "revealed",
            "revealed",
        ),
        ("Syria had moved three tanks, he said, and had fired on the town.", "fired", "moved"),
        (
            "Chad rejected the letter, its mission denying that rebels had been sent and calling on Sudan to leave.",
            "calling",
            "denying",
        ),
        ("The brief, a copy of which was obtained by Rafid News, argued that Iran armed rebels.", "brief", "argued"),
        (
            "Chad denied that it had armed rebels, the brief noted, and described it as theft.",
            "described",
            "denied",
        ),
        ("Caracas denied harboring Colombian rebels.", "harboring", "denied"),
        ("Omar Touray, the president of the Commission, offered to resume talks with Mali.", "offered", "offered"),
        ("Rebels threatened to burn every tanker that enters Gao unless the junta frees prisoners.", "frees", "burn"),
        ("Chad wants fuel. If it does not, hospitals in Gao may have to close within weeks.", "not", "does"),
        ("Israel, which Iraqi officers say bombed a militia depot in May, denied the raid.", "bombed", "say"),
        (
            "Britain accused Iran of smuggling weapons, which was rejected by Tehran, stressing that it had sent none.",
            "stressing",
            "rejected",
        ),
        ("Police fired tear gas to disperse crowds in Belgrade, hours after Vucic ruled out a vote.", "fired", "fired"),
    ],
)
def test_a_word_hangs_where_its_form_lets_it_hang(coder: EventCoder, text: str, word: str, head: str) -> None:
    doc = coder._nlp(text)
    hung = {place: doc[place].head.i for place in range(len(doc))} | {p: h for p, (h, _) in mended(doc).items()}
    place = next(token.i for token in doc if token.text == word)
    assert doc[hung[place]].text == head


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=24))
def test_a_mended_parse_is_a_tree_over_each_sentence(coder: EventCoder, words: list[str]) -> None:
    doc = coder._nlp(" ".join(words))
    hung = {token.i: token.head.i for token in doc} | {p: h for p, (h, _) in mended(doc).items()}
    for token in doc:
        seen, place = set(), token.i
        while hung[place] != place:
            assert place not in seen and doc[hung[place]].sent == token.sent
            seen.add(place)
            place = hung[place]


def test_who_tells_last_is_no_first_part_of_a_compound(coder: EventCoder) -> None:
    text = (
        "A full blockade of Gao is likely by December, the think-tank wrote, citing officials in the Alliance of Sahel "
        "States who fear that the capital could run out of diesel."
    )
    voices = [[link.source.name for link in said.chain] for said in coder.code(read_text(text)).outlooks]
    assert voices[0] == ["think-tank", "officials in the Alliance of Sahel States"]
