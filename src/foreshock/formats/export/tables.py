"""The tables an export is made of, and how much of a report's text they may show.

The law: what leaves has been cut. No cell holds more of a report's text than the span of `limits.toml`, and a cut span
says so with its own end, so that `text[start:end]` is still what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Protocol

import polars as pl

from foreshock.formats.limits import limits
from foreshock.records.columns import IMPORTED

_ADDRESSES = frozenset({"url", "report_id"})


class Shows(Protocol):
    """Whatever gives the frames of the ledger, as it is now or as it was on a day."""

    def reports(self) -> pl.DataFrame:
        """One row a report."""

    def events(self) -> pl.DataFrame:
        """One row an event."""

    def statements(self) -> pl.DataFrame:
        """One row a statement."""

    def figures(self) -> pl.DataFrame:
        """One row a figure."""

    def relations(self) -> pl.DataFrame:
        """One row a standing tie."""

    def acts(self) -> pl.DataFrame:
        """One row a directed pair, imported histories included."""

    def particulars(self) -> pl.DataFrame:
        """One row an imported event of which deaths, a place or coordinates are told."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The frames of the ledger that are exported, with the columns of records/columns.py."""

    reports: pl.DataFrame
    events: pl.DataFrame
    statements: pl.DataFrame
    figures: pl.DataFrame
    relations: pl.DataFrame
    imported: pl.DataFrame

    @classmethod
    def of(cls, view: Shows) -> Tables:
        """The frames of a view, without reports that were replaced or withdrawn: their rows do not count."""
        reports = view.reports().filter(pl.col("state") == "current")
        acts = view.acts().filter(pl.col("origin") != "coded")
        imported = acts.join(view.particulars(), on=["origin", "event_id"], how="left", maintain_order="left")
        told = (reports, view.events(), view.statements(), view.figures(), view.relations())
        return cls(*told, imported.select(column.name for column in IMPORTED))

    def cut(self) -> Tables:
        """The same tables with no more of a report's text in any cell than a span."""
        return replace(self, **{field.name: cut(getattr(self, field.name)) for field in fields(self)})

    def named(self) -> dict[str, pl.DataFrame]:
        """The frames by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export needs beside the tables: the moment it is `made` (UTC), and whether evidence columns go along."""

    made: datetime
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The files of an export by name, and remarks in plain words on what does not fit the format."""

    files: Mapping[str, bytes]
    said: tuple[str, ...] = ()


def cut(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every text cut to a span; the sentence of an event is cut around the words of the act."""
    most = limits().span_letters
    frame = _around_trigger(frame, most) if {"sentence_text", "trigger_end"} <= set(frame.columns) else frame
    texts = [n for n, kind in frame.schema.items() if kind == pl.String and n not in _ADDRESSES]
    lists = [n for n, kind in frame.schema.items() if kind == pl.List(pl.String)]
    spans = [n.removesuffix("_text") for n in texts if n.endswith("_text") and f"{n[:-5]}_start" in frame.columns]
    ends = [pl.min_horizontal(f"{n}_end", pl.col(f"{n}_start") + most).alias(f"{n}_end") for n in spans]
    return frame.with_columns(
        *ends,
        pl.col(texts).str.slice(0, most),
        pl.col(lists).list.eval(pl.element().str.slice(0, most)),
    )


def _around_trigger(frame: pl.DataFrame, most: int) -> pl.DataFrame:
    """Long sentences as the stretch of `most` characters that has the act in its middle."""
    length, start = pl.col("sentence_text").str.len_chars().cast(pl.Int64), pl.col("sentence_start")
    middle = (pl.col("trigger_start") + pl.col("trigger_end")) // 2 - start
    skipped = pl.max_horizontal(pl.lit(0), pl.min_horizontal(middle - most // 2, length - most)).fill_null(0)
    return frame.with_columns(
        sentence_text=pl.col("sentence_text").str.slice(skipped, most),
        sentence_start=start + skipped,
        sentence_end=pl.min_horizontal(pl.col("sentence_end"), start + skipped + most),
    )


def title_of(row: Mapping[str, Any]) -> str:
    """An event in a few words: who did what to whom."""
    who, whom = (", ".join(filter(None, row[side])) for side in ("actors", "recipients"))
    return one_span(" ".join(x for x in (who, row["type"], row["mode"], whom) if x))


def one_span(words: str) -> str:
    """The words, no longer than a span: what is put together of several cells must not let out more than one."""
    return words[: limits().span_letters]


def pairs(events: pl.DataFrame) -> pl.DataFrame:
    """One row a directed pair of an actor and a recipient, either null where the event has none, with its share."""
    frame = events.with_row_index("_event")
    for side, many in (("actor", "actors"), ("recipient", "recipients")):
        names = {many: side, f"{side}_countries": f"{side}_country", f"{side}_sectors": f"{side}_sector"}
        frame = frame.explode(*names, empty_as_null=True).rename(names)
    day = pl.coalesce("start", "published").alias("day")
    return frame.with_columns(day, share=1 / pl.len().over("_event")).drop("_event")


def with_reports(frame: pl.DataFrame, reports: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The frame with some columns of the report that each row is from."""
    told = reports.select("report_id", *columns).unique("report_id", keep="last", maintain_order=True)
    return frame.join(told, on="report_id", how="left", maintain_order="left")
