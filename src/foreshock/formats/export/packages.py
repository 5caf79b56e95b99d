"""Tables of our own columns: CSV with a Frictionless data package, and Parquet.

The law: every column is described by the words and units of records/columns.py, and no other column goes out.
"""

from __future__ import annotations

import io
import json

import polars as pl

from foreshock.formats.export.cells import disarmed
from foreshock.formats.export.tables import Asked, Exported, Tables
from foreshock.records import columns
from foreshock.records.columns import Column

SCHEMAS = {
    "reports": columns.REPORTS,
    "events": columns.EVENTS,
    "statements": columns.STATEMENTS,
    "figures": columns.FIGURES,
    "relations": columns.RELATIONS,
    "imported": columns.IMPORTED,
}
_TYPES = {
    "text": "string", "whole": "integer", "number": "number", "day": "date", "moment": "datetime", "texts": "array",
    "wholes": "array",
}  # fmt: skip
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def write_csv(tables: Tables, asked: Asked) -> Exported:
    """A folder of CSV files, one a table, with the `datapackage.json` that describes them; lists are JSON arrays."""
    files = {f"{name}.csv": _csv(frame) for name, frame in tables.named().items()}
    package = {
        "name": "foreshock",
        "title": "Who did, said or threatened what to whom, according to whom",
        "created": asked.made.strftime(_MOMENT),
        "resources": [_resource(name, schema, files[f"{name}.csv"]) for name, schema in SCHEMAS.items()],
    }
    told = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    return Exported({"datapackage.json": told.encode(), **files})


def write_parquet(tables: Tables, asked: Asked) -> Exported:
    """A folder of Parquet files, one a table, with lists as lists."""
    return Exported({f"{name}.parquet": _parquet(frame) for name, frame in tables.named().items()})


def _csv(frame: pl.DataFrame) -> bytes:
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    flat = frame.with_columns(pl.Series(name, [_array(cell) for cell in frame[name]], pl.String) for name in lists)
    told = disarmed(flat).write_csv(datetime_format=_MOMENT, null_value="", quote_style="non_numeric")
    return told.encode()


def _array(cell: pl.Series | None) -> str | None:
    return None if cell is None else json.dumps(cell.to_list(), ensure_ascii=False)


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd", statistics=False)
    return out.getvalue()


def _resource(name: str, schema: tuple[Column, ...], content: bytes) -> dict[str, object]:
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
        "schema": {"fields": [_field(column) for column in schema], "missingValues": [""]},
    }


def _field(column: Column) -> dict[str, str]:
    unit = f" ({column.unit})" if column.unit else ""
    return {"name": column.name, "type": _TYPES[column.kind], "description": column.means + unit}
