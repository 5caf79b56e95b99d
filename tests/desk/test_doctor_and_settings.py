"""The doctor and the settings: a gap is said with the way to close it, a broken setting with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreshock.coding.models import load_model, models_installed
from foreshock.coding.pair_reader import PairReader
from foreshock.desk.doctor import examine
from foreshock.desk.link import reader
from foreshock.errors import CodebookError, ModelBroken, ReaderMissing, StudentMissing
from foreshock.settings import Settings, read_settings


def test_the_doctor_finds_all_that_the_tests_run_on() -> None:
    found = {x.what: x for x in examine(Settings())}
    assert all(x.do for x in found.values())
    assert found["models"].seen in found["models"].seen and "full text search there" in found["SQLite"].seen


def test_a_model_that_is_not_there_is_said_with_advice() -> None:
    (used,) = [x for x in examine(Settings(model="no_such_model")) if x.what == "model in use"]
    assert not used.do and "no_such_model" in used.seen and used.advice


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    (tmp_path / "foreshock.toml").write_text('ledger = "war.db"\nmodel = "small"\n')
    told = read_settings({"FORESHOCK_MODEL": "large"}, tmp_path)
    assert told == Settings("war.db", "large", None)
    assert read_settings({}, tmp_path / "none") == Settings()


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (b"ledger = 5", "'ledger' is set to 5, which is no text"),
        (b"colour = 'red'", "'colour' is no setting; known are ledger, "),
        (b"ledger = ", "cannot be read"),
        (b"\xff", "cannot be read"),
    ],
)
def test_a_broken_settings_file_is_named_with_what_is_wrong_in_it(tmp_path: Path, told: bytes, fault: str) -> None:
    (tmp_path / "foreshock.toml").write_bytes(told)
    with pytest.raises(CodebookError, match=r"foreshock\.toml") as raised:
        read_settings({}, tmp_path)
    assert fault in str(raised.value)


def test_a_model_whose_folder_is_gone_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xx_small-1.0.dist-info").mkdir()
    (tmp_path / "xx_small-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: xx-small\nVersion: 1.0\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert models_installed(["xx_small"]) == {}
    (tmp_path / "xx_small.py").write_text("def load(**told): raise OSError\n")
    assert models_installed(["xx_small"]) == {"xx_small": "1.0"}
    with pytest.raises(ModelBroken, match="the parser model xx_small cannot be loaded"):
        load_model("xx_small")


def test_a_reader_of_pairs_that_is_missing_is_not_called_the_student() -> None:
    def gone() -> PairReader:
        raise StudentMissing("FileNotFoundError: reader.onnx")

    with pytest.raises(ReaderMissing, match=r"the reader of pairs cannot be loaded \(FileNotFoundError") as raised:
        reader(gone)
    assert raised.value.exit_code == 4 and "student" not in str(raised.value)
