"""The reader of pairs says the same from either side, depends on the two passages alone, and knows town from town."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreshock.coding.encoder import WEIGHTS
from foreshock.coding.pair_reader import MOST, PairReader, load_pair_reader
from foreshock.errors import StudentMissing
from foreshock.records.passage import Passage

DAY = date(2024, 11, 4).toordinal()


def told(text: str, *words: str, report: str = "r1", later: int = 0) -> Passage:
    acts = [(text.index(word), text.index(word) + len(word)) for word in words]
    return Passage(report, DAY + later, 0, text, tuple(acts))


RAID = told("Gunmen attacked a police station in Hadera on Monday and killed four officers.", "attacked", "killed")
RECALL = told("The governor visited the wounded of Monday's attack on the Hadera police post.", "attack", report="r2")
ELSEWHERE = told("Gunmen attacked a school in Sokorro on Friday and took nine.", "attacked", "took", report="r3")


@pytest.fixture(scope="module")
def reader() -> PairReader:
    return load_pair_reader()


def test_a_recall_is_likelier_the_raid_than_a_raid_elsewhere(reader: PairReader) -> None:
    assert reader(RAID, RECALL)[0, 0] > reader(RAID, ELSEWHERE)[0, 0]


def test_each_act_of_the_one_is_compared_with_each_of_the_other(reader: PairReader) -> None:
    assert reader(RAID, ELSEWHERE).shape == (2, 2)
    assert reader(RAID, RECALL).shape == (2, 1)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=400), st.text(min_size=1, max_size=30), st.text(max_size=400))
def test_any_text_is_read_the_same_from_either_side(before: str, words: str, after: str) -> None:
    strange = Passage("r9", None, 0, before + words + after, ((len(before), len(before) + len(words)),))
    found = load_pair_reader()(RAID, strange)
    assert np.array_equal(found, load_pair_reader()(strange, RAID).T)
    assert np.isfinite(found).all()


def test_an_act_far_into_a_long_passage_is_read_where_it_stands(reader: PairReader) -> None:
    filler = "The council met on Tuesday to speak of roads and schools. " * (2 * MOST // 12)
    late = told(filler + RECALL.text, "attack", report="r2")
    assert reader(RAID, late)[0, 0] > reader(RAID, ELSEWHERE)[0, 0]


def test_a_file_that_was_changed_is_not_read(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))
    about = json.loads((folder / "reader.json").read_text("utf8"))
    about["files"]["reader.onnx"] = "0" * 64
    (folder / "reader.json").write_text(json.dumps(about), "utf8")
    with pytest.raises(StudentMissing, match=r"reader\.onnx"):
        PairReader(folder)
