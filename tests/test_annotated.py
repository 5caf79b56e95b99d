"""What annotators write becomes rows, or a fault that names its line. The law: a file with a fault gives no row."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.annotated import Block, Fault, blocks, row, rows

TEXT = "Kandor says that its troops shelled Velin on Monday and shelled it again. Velin denies it."


def told(*lines: str, text: str = TEXT) -> tuple[dict, list[str]]:  # type: ignore[type-arg]
    return row(Block("2019-05-02", text, list(enumerate(lines, 1))))


def test_words_become_their_places() -> None:
    found, faults = told(
        "E|ASSAULT|heavy-weapons|actual|shelled~2|troops=-/MIL|Velin=-/GOV|on Monday||a1",
        "A|a1|Kandor=-/GOV|says|its troops ... again|asserts",
        "F|towns|1||Velin|1",
    )
    assert not faults
    (event,), (claim,), (figure,) = found["events"], found["claims"], found["figures"]
    assert event["trigger"] == [56, 63] and event["chain"] == [0] and event["where"] is None
    assert event["actors"] == [[21, 27, None, "MIL"]]
    assert TEXT[slice(*claim["content"])] == "its troops shelled Velin on Monday and shelled it again"
    assert (figure["low"], figure["high"], figure["events"]) == (1, None, [0])


@pytest.mark.parametrize(
    "line",
    [
        "E|STRIKE||actual|shelled||||||",
        "E|ASSAULT|visit|actual|shelled|||||",
        "E|ASSAULT||perhaps|shelled|||||",
        "E|ASSAULT||actual|bombed|||||",
        "E|ASSAULT||actual|shelled~3|||||",
        "E|ASSAULT||actual|shelled|troops=QQQ/MIL||||",
        "E|ASSAULT||actual|shelled|troops=-/ARMY||||",
        "E|ASSAULT||actual|shelled|troops||||",
        "E|ASSAULT||actual|shelled|||||a9",
        "E|ASSAULT||actual",
        "A|a1|Kandor=-/GOV|says|again ... Kandor|asserts",
        "A|a1|Kandor=-/GOV|says||wonders",
        "F|towns|one||Velin|",
        "F|towns|1||Velin|2",
        "X|ASSAULT",
    ],
)
def test_what_the_text_or_the_codebook_does_not_bear_out_is_a_fault(line: str) -> None:
    _, faults = told(line)
    assert len(faults) == 1 and faults[0].startswith("1: ")


def test_a_file_is_read_block_by_block(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("#a1 2019-05-02\nOne.\n\nTwo.\n--\nN\n#a2\nVelin is shelled.\n--\nE|ASSAULT||actual|shelled|||||\n")
    found, faults = rows(file)
    assert not faults and [one["text"] for one in found] == ["One.\n\nTwo.", "Velin is shelled."]
    assert found[1]["date"] == "2019-05-02" and len(found[1]["events"]) == 1


@pytest.mark.parametrize(
    "text", ["#a1 2019-05-02\nNo line of dashes.\n", "#a1\nNo day.\n--\nN\n", "#a1 2019-13-02\nNo such day.\n--\nN\n"]
)
def test_a_block_without_rows_or_day_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "one.txt"
    file.write_text(text)
    with pytest.raises(Fault, match=r"one\.txt"):
        list(blocks(file))
