"""Cells of tables that others open in a spreadsheet, and words inside XML.

The law: a cell that a spreadsheet would take for a formula begins with an apostrophe; a number stays a number.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

import polars as pl

_FORMULA = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def disarmed(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before every text that begins with = + - @, a tab or a carriage return.

    Columns of numbers, and texts that are a number whole, stay as they are.
    """
    told = pl.selectors.string()
    armed = told.str.contains(_FORMULA) & ~told.str.contains(_NUMBER)
    return frame.with_columns(pl.when(armed).then(pl.lit("'") + told).otherwise(told).name.keep())


def tab_separated(frame: pl.DataFrame, header: bool) -> bytes:
    """The frame as lines of cells between tabs, disarmed; tabs and line ends inside a cell are spaces."""
    texts = pl.selectors.string()
    flat = disarmed(frame.with_columns(texts.str.replace_all(r"[\t\r\n\x00]+", " ")))
    told = flat.write_csv(separator="\t", include_header=header, quote_style="never", null_value="")
    return told.encode()


def xml_text(told: object) -> str:
    """The words as the text or attribute of an XML element; characters that XML does not have are spaces."""
    return escape(_NOT_XML.sub(" ", "" if told is None else str(told)), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
