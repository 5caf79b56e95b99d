"""A file of the user's own that is not there, or is no TOML, is told in one line that names it once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from foreshock.codebook.actor_files import user_entries
from foreshock.codebook.gauges import theatres, weights_from
from foreshock.codebook.grades import read_letters
from foreshock.errors import CodebookError

READERS: list[Callable[[Path], object]] = [read_letters, weights_from, theatres, lambda path: list(user_entries(path))]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("held", "told"),
    [(None, "there is no such file"), (b"a = [", "cannot be read as TOML: "), (b"\xff", "not in UTF-8: ")],
)
def test_one_line_names_the_file_once_and_says_what_is_wrong(
    read: Callable[[Path], object], held: bytes | None, told: str, tmp_path: Path
) -> None:
    place = tmp_path / "mine.toml"
    if held is not None:
        place.write_bytes(held)
    with pytest.raises(CodebookError) as fault:
        read(place)
    assert str(fault.value).startswith(f"{place}: {told}")
    assert str(fault.value).count("mine.toml") == 1 and "\n" not in str(fault.value)
