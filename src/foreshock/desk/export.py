"""What the ledger holds into a file, or a folder of files, that others read.

The law: an export is written whole or not at all, and over nothing but a former export of
its format.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from foreshock.desk.place import Output, check_place
from foreshock.errors import NotWritable

if TYPE_CHECKING:
    from foreshock.formats.export import Exported
    from foreshock.formats.export.tables import Shows


def made(view: Shows, format: str, now: datetime, evidence: bool = False) -> Exported:
    """The files of a format over all that a view shows; raises NoSuchFormat and LedgerError."""
    from foreshock.formats.export import Asked, Tables, check_format, export

    check_format(format)
    return export(format, Tables.of(view), Asked(now, evidence))


def place_of(format: str, told: Path | None) -> Path:
    """Where an export goes: where told, else a name of the format in the working folder; raises NoSuchFormat."""
    from foreshock.formats.export import FILES, FOLDERS, check_format

    check_format(format)
    return told or Path(f"foreshock-{format}" if format in FOLDERS else FILES[format])


def check(format: str, place: Path, keep: Iterable[Path] = ()) -> None:
    """Raise NotWritable where the export of a format cannot go, before long work is done."""
    from foreshock.formats.export import FOLDERS

    if format not in FOLDERS:
        check_place(place, cast("Output", format), keep)
    elif place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise NotWritable(
            place, "it is there already; name a new folder" if place.is_dir() else "it is a file; name a folder"
        )
    elif not place.parent.is_dir():
        raise NotWritable(place, f"there is no folder {place.parent}")


def write(exported: Exported, format: str, place: Path, keep: Iterable[Path] = ()) -> Path:
    """The place, now holding the export; raises NotWritable and leaves what was there."""
    from foreshock.formats.export import FOLDERS

    check(format, place, keep)
    try:
        _write_folder(exported, place) if format in FOLDERS else _write_file(exported, place)
    except OSError as fault:
        raise NotWritable(place, fault.strerror or str(fault)) from fault
    return place


def _write_file(exported: Exported, place: Path) -> None:
    (content,) = exported.files.values()
    if place.exists() and not place.is_file():
        place.write_bytes(content)
        return
    beside = _beside(place)
    try:
        beside.write_bytes(content)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _write_folder(exported: Exported, place: Path) -> None:
    beside = _beside(place)
    try:
        beside.mkdir()
        for name, content in exported.files.items():
            (beside / name).write_bytes(content)
        if place.exists():
            place.rmdir()
        beside.rename(place)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.{os.getpid()}.part")
