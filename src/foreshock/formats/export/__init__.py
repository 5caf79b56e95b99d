"""Exports: frames of the ledger to the bytes of files that others read.

The law: the same tables and the same moment give the same bytes, and every table is cut before a writer sees it.
"""

from __future__ import annotations

from collections.abc import Callable

from foreshock.errors import NoSuchFormat
from foreshock.formats.export.annotation import write_annotations
from foreshock.formats.export.atom import write_atom
from foreshock.formats.export.event_tables import write_gdelt, write_icews, write_polecat
from foreshock.formats.export.ftm import write_ftm
from foreshock.formats.export.geojson import write_geojson
from foreshock.formats.export.graph import write_gexf, write_graphml
from foreshock.formats.export.packages import write_csv, write_parquet
from foreshock.formats.export.prov import write_prov
from foreshock.formats.export.stix import write_stix
from foreshock.formats.export.tables import Asked, Exported, Tables

_WRITERS: dict[str, Callable[[Tables, Asked], Exported]] = {
    "annotations": write_annotations,
    "atom": write_atom,
    "csv": write_csv,
    "ftm": write_ftm,
    "gdelt": write_gdelt,
    "geojson": write_geojson,
    "gexf": write_gexf,
    "graphml": write_graphml,
    "icews": write_icews,
    "parquet": write_parquet,
    "polecat": write_polecat,
    "prov": write_prov,
    "stix": write_stix,
}
EXPORT_FORMATS = tuple(_WRITERS)
"""The names of the formats that can be written."""

FOLDERS = frozenset({"csv", "parquet"})
"""Those that are several files in a folder."""

FILES = {
    "annotations": "annotations.jsonld",
    "atom": "feed.atom",
    "ftm": "entities.ftm.json",
    "gdelt": "gdelt.export.csv",
    "geojson": "events.geojson",
    "gexf": "actors.gexf",
    "graphml": "actors.graphml",
    "icews": "icews.tab",
    "polecat": "polecat.txt",
    "prov": "prov.json",
    "stix": "bundle.stix.json",
}
"""The name of the one file of all others."""

__all__ = ["EXPORT_FORMATS", "FILES", "FOLDERS", "Asked", "Exported", "Tables", "check_format", "export"]


def export(format: str, tables: Tables, asked: Asked) -> Exported:
    """The tables as the files of a format; raises NoSuchFormat for one that is none of EXPORT_FORMATS."""
    check_format(format)
    return _WRITERS[format](tables.cut(), asked)


def check_format(format: str) -> None:
    """Raise NoSuchFormat for a format that is none of EXPORT_FORMATS."""
    if format not in _WRITERS:
        raise NoSuchFormat(format, EXPORT_FORMATS)
