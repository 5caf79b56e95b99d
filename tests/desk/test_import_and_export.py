"""Laws of the two errands: a file is kept whole or not at all, an export is written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from foreshock.desk import export, importing
from foreshock.errors import NoSuchFormat, NotWritable, UnreadableHistory
from foreshock.formats.export import EXPORT_FORMATS, FOLDERS
from foreshock.ledger import Ledger
from tests.formats.made import file, mentions
from tests.ledger.made import MONDAY, coded

NOON = datetime(2024, 12, 1, 12, tzinfo=UTC)


@dataclass
class Shelf:
    """A ledger that only knows histories."""

    held: dict[str, tuple[pl.DataFrame, str, str, datetime]] = field(default_factory=dict)

    def add_history(
        self,
        frame: pl.DataFrame,
        format: str,
        digest: str,
        name: str,
        learned: datetime,
        particulars: pl.DataFrame | None = None,
    ) -> bool:
        if digest in self.held:
            return False
        self.held[digest] = (frame, format, name, learned)
        return True


def test_a_file_is_kept_under_its_format_name_digest_and_moment(tmp_path: Path) -> None:
    (tmp_path / "march.tab").write_bytes(file("icews"))
    shelf = Shelf()
    done = importing.import_history(tmp_path / "march.tab", "icews", shelf, lambda: NOON)
    ((frame, format, name, learned),) = shelf.held.values()
    assert done.new and (format, name, learned) == ("icews", "march.tab", NOON) and len(frame) == 1
    assert done.told()[:2] == ("march.tab: now held", "1 rows, 1 acts in 1 directed pairs")
    again = importing.import_history(tmp_path / "march.tab", "icews", shelf, lambda: NOON)
    assert not again.new and "held before" in again.told()[0]


def test_of_a_broken_file_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "broken.tab").write_bytes(file("icews", {}, {}, {"Event Date": "soon"}))
    shelf = Shelf()
    with pytest.raises(UnreadableHistory, match="line 4"):
        importing.import_history(tmp_path / "broken.tab", "icews", shelf, lambda: NOON)
    assert not shelf.held


def test_a_file_of_statements_only_is_said_to_hold_no_act(tmp_path: Path) -> None:
    (tmp_path / "talk.csv").write_bytes(file("triples", {"relation": "Make statement"}))
    shelf = Shelf()
    done = importing.import_history(tmp_path / "talk.csv", "triples", shelf, lambda: NOON)
    assert not shelf.held and not done.new and "no act to keep" in done.told()[0]


def test_mentions_go_with_gdelt_only(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(file("gdelt"))
    (tmp_path / "m.csv").write_bytes(mentions())
    shelf = Shelf()
    importing.import_history(tmp_path / "e.csv", "gdelt", shelf, lambda: NOON, tmp_path / "m.csv")
    ((frame, *_),) = shelf.held.values()
    assert frame["outlet"].to_list() == ["caspian.example"]
    with pytest.raises(NoSuchFormat):
        importing.import_history(tmp_path / "e.csv", "icews", shelf, lambda: NOON, tmp_path / "m.csv")


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_every_format_is_written_and_nothing_is_left_beside_it(format: str, tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as book:
        book.add(coded(), learned=MONDAY)
        found = export.made(book.as_of(MONDAY.date()), format, NOON)
    place = tmp_path / export.place_of(format, None)
    assert export.write(found, format, place) == place
    assert {x.name for x in tmp_path.iterdir() if not x.name.startswith("a.db")} == {place.name}
    assert place.is_dir() == (format in FOLDERS)
    if format not in FOLDERS:
        assert [place.read_bytes()] == list(found.files.values()) and list(found.files) == [place.name]
    else:
        assert {x.name: x.read_bytes() for x in place.iterdir()} == found.files


def test_an_export_never_goes_over_a_ledger_an_input_or_a_full_folder(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db") as book:
        found = {format: export.made(book, format, NOON) for format in ("atom", "csv")}
    (tmp_path / "report.txt").write_text("a report")
    for place, keep in ((tmp_path / "a.db", ()), (tmp_path / "report.txt", (tmp_path / "report.txt",)), (tmp_path, ())):
        before = place.read_bytes() if place.is_file() else b""
        with pytest.raises(NotWritable):
            export.write(found["atom"], "atom", place, keep)
        assert not place.is_file() or place.read_bytes() == before
    for place in (tmp_path, tmp_path / "report.txt", tmp_path / "none" / "folder"):
        with pytest.raises(NotWritable):
            export.write(found["csv"], "csv", place)
    assert (tmp_path / "report.txt").read_text() == "a report"


def test_an_empty_folder_may_be_filled_and_a_file_written_anew(tmp_path: Path) -> None:
    with Ledger(":memory:") as book:
        found = {format: export.made(book, format, NOON) for format in ("atom", "csv")}
    (tmp_path / "out").mkdir()
    export.write(found["csv"], "csv", tmp_path / "out")
    assert (tmp_path / "out" / "datapackage.json").is_file()
    for _ in range(2):
        export.write(found["atom"], "atom", tmp_path / "feed.atom")


def test_an_unknown_format_is_told_before_the_ledger_is_read() -> None:
    with pytest.raises(NoSuchFormat, match="'xlsx' is no format"):
        export.place_of("xlsx", None)
