"""The doctor and the settings: a gap is said with the way to close it, a broken setting with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreshock.desk.doctor import examine
from foreshock.errors import CodebookError
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


@pytest.mark.parametrize("told", ["ledger = 5", "colour = 'red'", "ledger = ", b"\xff"])
def test_a_broken_settings_file_is_named(tmp_path: Path, told: str | bytes) -> None:
    (tmp_path / "foreshock.toml").write_bytes(told if isinstance(told, bytes) else told.encode())
    with pytest.raises(CodebookError, match=r"foreshock\.toml"):
        read_settings({}, tmp_path)
