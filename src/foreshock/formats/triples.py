"""ICEWS as daily triples (date, subject, relation, object), the form in which it goes round for knowledge graphs.

The law: the verb is a CAMEO name and leads to one act; a name nobody knows ends the reading, for a verb lost in silence
would bend every count after it.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foreshock.formats.history import NO_ACT, History, Making, blank_to_null, by_name
from foreshock.formats.packed import unpack
from foreshock.formats.rows import LINE, Layout, checked, rows
from foreshock.formats.who import who

LAYOUT = Layout(
    format="triples",
    columns=("date", "subject", "relation", "object", "split"),
    wanted=("date", "subject", "relation", "object"),
    separators=",\t;",
    quoted=True,
)


def read(source: Path | str | bytes) -> History:
    """The acts of a file of triples; raises UnreadableHistory with the line of the first fault.

    Triples have no ids: an id is the line. They are told once a day, so counts are floors.
    """
    packed = unpack(source)
    frame = blank_to_null(rows(packed, LAYOUT).rename({"subject": "actor", "object": "recipient"}))
    frame = checked(
        frame, packed, "date", lambda day: day.str.to_date("%Y-%m-%d", strict=False), "hoped for 2018-01-31"
    )
    acts, verb = by_name("_verb")
    frame = frame.with_columns(pl.col("relation").str.to_lowercase().alias("_verb"))
    frame = frame.join(acts, on=verb, how="left", maintain_order="left")
    known = pl.when(pl.col("_known")).then(pl.col("relation"))
    frame = checked(frame.with_columns(known.alias("_verb")), packed, "relation", lambda _: pl.col("_verb"), _VERB)
    making = Making.of(packed, LAYOUT.format, frame.rename({"date": "day"}).drop("_verb", "_known"))
    making.leave(NO_ACT, pl.col("type").is_null())
    making.frame = making.frame.with_columns(event_id=pl.col(LINE).cast(pl.String), precision=pl.lit("day"))
    for side in ("actor", "recipient"):
        making.frame = who(making.frame, side)
    return making.done()


_VERB = "hoped for a verb of CAMEO by its English name, such as 'Make a visit'"
