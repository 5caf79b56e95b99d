"""What a file of other people's events becomes: the columns of acts, and the count of rows that gave none.

The law: every row of the file is an act, part of one, or counted under a reason; ids are theirs, and where theirs
repeat or are missing the made ones are counted too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from foreshock.codebook.base import event_types
from foreshock.codebook.cameo import cameo_codes, cameo_names
from foreshock.formats.packed import Packed
from foreshock.formats.rows import LINE
from foreshock.records.columns import ACTS, PARTICULARS, Column

HISTORY: tuple[Column, ...] = tuple(column for column in ACTS if column.name not in ("learned", "incident", "family"))
"""The columns of acts, without those that the ledger adds."""

KINDS: dict[str, Any] = {
    "text": pl.String,
    "whole": pl.Int64,
    "number": pl.Float64,
    "day": pl.Date,
    "moment": pl.Datetime("us", "UTC"),
    "texts": pl.List(pl.String),
    "wholes": pl.List(pl.Int64),
}
"""The polars type of each kind of column."""

PARTY = ("actor", "actor_country", "actor_sector", "recipient", "recipient_country", "recipient_sector")
NO_ACT = "says something without an act of PLOVER (CAMEO 01)"
TWICE = "the same row stands in the file already"
_SAME_ACT = ("event_id", "day", "type", "mode")


@dataclass(frozen=True, slots=True)
class History:
    """The acts of one file: `frame` has the columns HISTORY, sorted as the file is.

    `particulars` has those of `PARTICULARS` but the origin, one row an event that has any. `rows` of the file gave it;
    `left_out` counts those that gave no act, by reason; `said` are remarks in plain words.
    """

    format: str
    name: str
    digest: str
    frame: pl.DataFrame
    rows: int
    left_out: tuple[tuple[str, int], ...] = ()
    said: tuple[str, ...] = ()
    particulars: pl.DataFrame = field(default_factory=lambda: _particulars(pl.DataFrame({"event_id": []})))

    def both_sides(self) -> float:
        """The share of pairs with a country, or a code in its place, on both sides."""
        both = self.frame["actor_country"].is_not_null() & self.frame["recipient_country"].is_not_null()
        return float(both.mean() or 0.0)  # type: ignore[arg-type]

    def told(self) -> tuple[str, ...]:
        """The reading in plain lines, for a person."""
        acts = self.frame["event_id"].n_unique()
        lines = [f"{self.rows:,} rows, {acts:,} acts in {len(self.frame):,} directed pairs"]
        lines += [f"{count:,} rows left out: {reason}" for reason, count in self.left_out]
        return (*lines, *self.said, f"both sides have a country in {self.both_sides():.1%} of the pairs")


@dataclass
class Making:
    """A file on its way to a history: rows with `line`, of which some are left out on the way."""

    packed: Packed
    format: str
    frame: pl.DataFrame
    rows: int
    left_out: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, packed: Packed, format: str, frame: pl.DataFrame) -> Making:
        """The rows just read."""
        made = cls(packed, format, frame, len(frame))
        if packed.encoding != "UTF-8":
            made.said.append(f"the file is not in UTF-8; it was read as {packed.encoding}")
        if "event_id" in frame.columns:
            made._leave_repeats()
        return made

    def leave(self, reason: str, rows: pl.Expr) -> None:
        """Leave out the rows for which the expression is true, and count them under the reason."""
        kept = self.frame.filter(~rows.fill_null(False))
        if lost := len(self.frame) - len(kept):
            self.left_out[reason] = self.left_out.get(reason, 0) + lost
        self.frame = kept

    def done(self, pairs_share_ids: bool = False) -> History:
        """The history. With `pairs_share_ids` rows of one id, day and act are pairs of one event."""
        self._make_ids(pairs_share_ids)
        frame, more = _finished(self.frame, self.format), _particulars(self.frame)
        left_out = tuple(sorted(self.left_out.items(), key=lambda one: (-one[1], one[0])))
        named = (self.format, self.packed.name, self.packed.digest)
        return History(*named, frame, self.rows, left_out, tuple(self.said), more)

    def _leave_repeats(self) -> None:
        twice = pl.col("event_id").is_duplicated() & pl.col("event_id").is_not_null()
        if self.frame.select(twice.any()).item():
            told = [name for name in self.frame.columns if name != LINE]
            self.leave(TWICE, twice & ~pl.struct(told).is_first_distinct())

    def _make_ids(self, pairs_share_ids: bool) -> None:
        missing = self.frame["event_id"].null_count()
        by_line = pl.format("line-{}", pl.col(LINE))
        frame = self.frame.with_columns(pl.coalesce("event_id", by_line).alias("event_id"))
        if "share" not in frame.columns:
            frame = frame.with_columns(share=pl.lit(1.0))
        many = frame.filter(pl.col("event_id").is_duplicated())
        if len(many):
            one = frame.filter(pl.col("event_id").is_unique())
            many, repeated = _told_apart(many, pairs_share_ids)
            frame = pl.concat([one, many]).sort(LINE, maintain_order=True)
            if repeated:
                self.said.append(f"{repeated:,} rows repeat an id for another event; theirs is made unique (ID#2)")
        self.frame = frame
        if missing:
            self.said.append(f"{missing:,} rows have no id; theirs is made of the line (line-7)")


def _told_apart(many: pl.DataFrame, pairs_share_ids: bool) -> tuple[pl.DataFrame, int]:
    """Rows that repeat an id, with ids of their own and shares; and how many ids had to be made.

    The second event of an id is ID#2. With `pairs_share_ids` rows of one id, day and act are one event.
    """
    event = list(_SAME_ACT) if pairs_share_ids else ["event_id", LINE]
    first = pl.col(LINE).min().over(event)
    nth = first.rank("dense").over("event_id").cast(pl.Int64)
    many = many.with_columns(_nth=nth)
    made = pl.when(pl.col("_nth") > 1).then(pl.format("{}#{}", "event_id", "_nth")).otherwise("event_id")
    repeated = int((many["_nth"] > 1).sum())
    many = many.with_columns(event_id=made).drop("_nth")
    return many.with_columns(share=pl.col("share") / pl.col("share").sum().over("event_id")), repeated


def by_code(column: str) -> tuple[pl.DataFrame, str]:
    """A table from CAMEO codes to acts, to be joined on `column`."""
    return _acts({code: (one.type, one.mode, one.standing) for code, one in cameo_codes().items()}, column), column


def by_name(column: str) -> tuple[pl.DataFrame, str]:
    """A table from CAMEO names in small letters to acts, to be joined on `column`."""
    return _acts({name: (one.type, one.mode, one.standing) for name, one in cameo_names().items()}, column), column


def with_scores(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `quad` and `score`, by type and mode."""
    types = event_types()
    told = [
        (name, mode, kind.quad, float(kind.score_of(mode)))
        for name, kind in types.items()
        for mode in (None, *kind.modes)
    ]
    table = pl.DataFrame(
        told, schema={"type": pl.String, "mode": pl.String, "quad": pl.String, "score": pl.Float64}, orient="row"
    )
    return frame.join(table, on=["type", "mode"], how="left", nulls_equal=True, maintain_order="left")


def blank_to_null(frame: pl.DataFrame, *words: str) -> pl.DataFrame:
    """The frame with empty cells, and cells that hold one of the words, as null."""
    texts = pl.selectors.string()
    return frame.with_columns(pl.when(~texts.is_in(["", *words])).then(texts).name.keep())


def _acts(told: dict[str, tuple[str | None, str | None, str | None]], column: str) -> pl.DataFrame:
    rows = [(key, *act) for key, act in told.items()]
    schema = {column: pl.String, "type": pl.String, "mode": pl.String, "standing": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.lit(True).alias("_known"))


def _particulars(frame: pl.DataFrame) -> pl.DataFrame:
    """Deaths, place and coordinates by event, where any is told: the columns of PARTICULARS but the origin."""
    told = [column for column in PARTICULARS if column.name != "origin"]
    made = [
        (pl.col(column.name) if column.name in frame.columns else pl.lit(None).alias(column.name)).cast(
            KINDS[column.kind]
        )
        for column in told
    ]
    some = pl.any_horizontal(pl.col(column.name).is_not_null() for column in told if column.name != "event_id")
    return frame.select(made).filter(some).unique("event_id", keep="first", maintain_order=True)


def _finished(frame: pl.DataFrame, format: str) -> pl.DataFrame:
    frame = with_scores(frame.drop("quad", "score", strict=False))
    made = {
        "origin": pl.lit(format),
        "report_id": pl.lit(None, pl.String),
        "stance": pl.when(pl.col("voucher").is_not_null()).then(pl.lit("asserts"))
        if "voucher" in frame.columns
        else pl.lit(None, pl.String),
    }
    frame = frame.with_columns(**made)
    lacking = [pl.lit(None).alias(column.name) for column in HISTORY if column.name not in frame.columns]
    frame = frame.with_columns(lacking)
    return frame.select(pl.col(column.name).cast(KINDS[column.kind]) for column in HISTORY)
