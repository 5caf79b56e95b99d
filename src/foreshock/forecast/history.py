"""History: acts as daily counts of marks, with the volume of all that was told as exposure.

The law: a count holds only what was known on the day of the cut and told as having happened; what is left out is
counted by reason; a history from which nothing can be learnt is refused with NoForecast.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foreshock.errors import NoForecast
from foreshock.forecast.model import Settings, settings
from foreshock.forecast.network import Mark

Level = Literal["country", "actor"]
CLASSES = {"VC": "cooperation", "MC": "cooperation", "VX": "conflict", "MX": "conflict"}
QUADS = {quad: quad for quad in CLASSES}


@dataclass(frozen=True, slots=True)
class History:
    """Daily counts (days, marks) from `first` on, and `volume` (days,): all acts or reports of each day.

    `left_out` counts acts that are in no mark, by reason. Every day of the span is there, also where nothing happened.
    """

    first: date
    marks: tuple[Mark, ...]
    counts: NDArray[np.int64]
    volume: NDArray[np.float64]
    left_out: MappingProxyType[str, int]

    @property
    def days(self) -> int:
        """Days of the span."""
        return int(self.counts.shape[0])

    @property
    def end(self) -> date:
        """The day after the last, on which a forecast starts."""
        return self.first + timedelta(days=self.days)

    def until(self, days: int) -> History:
        """Its first so many days."""
        return replace(self, counts=self.counts[:days], volume=self.volume[:days])

    def index(self, actor: str, recipient: str, kind: str) -> int:
        """The place of a mark; NoForecast where the history does not hold it often enough to be one."""
        wanted = Mark(actor, recipient, kind)
        if wanted not in self.marks:
            known = {a for m in self.marks for a in (m.actor, m.recipient)}
            strange = [a for a in (actor, recipient) if a not in known]
            seen = f"{strange[0]} is in no modelled dyad" if strange else f"{wanted} is no modelled mark"
            raise NoForecast(seen, f"the history has {len(self.marks)} marks, see `marks`")
        return self.marks.index(wanted)


def history_of(
    acts: pl.DataFrame,
    end: date,
    reports: pl.DataFrame | None = None,
    *,
    since: date | None = None,
    marks_until: date | None = None,
    level: Level = "country",
    quads: bool = False,
    model: Settings | None = None,
) -> History:
    """The history known at the start of `end`, which is not in it.

    `acts` has the columns of records.columns.ACTS; `reports` a `day` and the number of `reports` of each, the exposure
    (acts of each day where it is None). Marks are those with at least `least_events` acts, before `marks_until` where
    it is given. An event that several rows tell counts once a mark and day. Raises NoForecast where acts are none,
    one, all of one day, or span less than the least number of days.
    """
    model = model or settings()
    rows, left_out = _usable(acts, end, since, level, quads)
    if rows.is_empty():
        raise NoForecast(*_why_none(left_out, end, since))
    first = since or rows["day"].min()
    assert isinstance(first, date)
    days = (end - first).days
    _enough(rows, days, model)
    cells = rows.group_by("day", "actor", "recipient", "kind").agg(count=pl.col("one").n_unique())
    marks = _marks(cells, marks_until or end, model.least_events)
    if not marks:
        totals = cells.group_by("actor", "recipient", "kind").agg(pl.col("count").sum())["count"]
        most = max(totals.to_list())
        raise NoForecast(f"the most frequent mark has {most} acts", f"a mark needs {model.least_events} to be modelled")
    counts, rare = _counted(cells, marks, first, days)
    left_out["of marks too rare to be modelled"] = rare
    return History(first, marks, counts, _volume(rows, reports, first, days), MappingProxyType(left_out))


def countable(acts: pl.DataFrame, end: date, level: Level = "country", quads: bool = False) -> pl.DataFrame:
    """The acts that count by what is known before `end`: day, actor, recipient, kind, `one` (its incident), `event`."""
    return _usable(acts, end, None, level, quads)[0]


def _usable(
    acts: pl.DataFrame, end: date, since: date | None, level: Level, quads: bool
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Rows that can be counted, with columns day, actor, recipient, kind, one; and the others by reason."""
    kinds = QUADS if quads else CLASSES
    suffix = "_country" if level == "country" else ""
    rows = acts.with_columns(
        actor=pl.col(f"actor{suffix}"),
        recipient=pl.col(f"recipient{suffix}"),
        kind=pl.col("quad").replace_strict(kinds, default=None, return_dtype=pl.String),
        one=pl.coalesce("incident", pl.concat_str("report_id", "event_id"), pl.row_index().cast(pl.String)),
    )
    learned = pl.col("learned").dt.date() >= end
    reasons = {
        "learned on or after the day of the cut": learned.fill_null(False),
        "dated on or after the day of the cut": pl.col("day") >= end,
        "before the history begins": pl.lit(False) if since is None else pl.col("day") < since,
        "not told as having happened": pl.col("standing") != "actual",
        "denied or doubted": pl.col("stance").is_in(["denies", "doubts"]).fill_null(False),
        "without an actor or recipient": pl.col("actor").is_null() | pl.col("recipient").is_null(),
        "of a party towards itself": pl.col("actor") == pl.col("recipient"),
        "of no known class": pl.col("kind").is_null(),
    }
    left_out = {}
    for reason, condition in reasons.items():
        left_out[reason] = rows.filter(condition).height
        rows = rows.filter(~condition)
    return rows.select("day", "actor", "recipient", "kind", "one", event=pl.col("event_id").fill_null("")), left_out


def _why_none(left_out: dict[str, int], end: date, since: date | None) -> tuple[str, str]:
    """What was seen and what is hoped for where no act is left; a day of learning is not a day of happening."""
    late, last = left_out["learned on or after the day of the cut"], end - timedelta(days=1)
    if since is not None and left_out["before the history begins"]:
        return f"no act between two parties is from {since} to {last}", "an earlier first day"
    seen = f"no act that happened between two parties was known by {last}"
    seen += f", {late:,} were learned after it" if late else ""
    return (
        seen,
        "a history needs many, and an imported one is learned on the day of the import, whenever its acts happened",
    )


def _enough(rows: pl.DataFrame, days: int, model: Settings) -> None:
    if rows["one"].n_unique() < 2:
        raise NoForecast("one single act is known", "rates are learnt from many")
    if rows["day"].n_unique() < 2:
        raise NoForecast(f"all {rows.height} acts are of one day", "rates are learnt from many days")
    if days < model.least_days:
        raise NoForecast(f"the history spans {days} days", f"at least {model.least_days} are needed")


def _marks(cells: pl.DataFrame, before: date, least: int) -> tuple[Mark, ...]:
    told = cells.filter(pl.col("day") < before).group_by("actor", "recipient", "kind").agg(pl.col("count").sum())
    often = told.filter(pl.col("count") >= least).sort("actor", "recipient", "kind")
    return tuple(Mark(*row) for row in often.select("actor", "recipient", "kind").iter_rows())


def _counted(cells: pl.DataFrame, marks: tuple[Mark, ...], first: date, days: int) -> tuple[NDArray[np.int64], int]:
    """Counts (days, marks), and the number of acts in no mark."""
    names = ("actor", "recipient", "kind")
    table = pl.DataFrame(
        {name: [getattr(m, name) for m in marks] for name in names} | {"mark": range(len(marks))},
        schema_overrides={"mark": pl.Int64},
    )
    held = cells.join(table, on=names)
    counts = np.zeros((days, len(marks)), np.int64)
    counts[(held["day"] - first).dt.total_days().to_numpy(), held["mark"].to_numpy()] = held["count"].to_numpy()
    return counts, sum(cells["count"].to_list()) - int(counts.sum())


def _volume(rows: pl.DataFrame, reports: pl.DataFrame | None, first: date, days: int) -> NDArray[np.float64]:
    told = rows.group_by("day").agg(reports=pl.len()) if reports is None else reports
    end = first + timedelta(days=days)
    told = told.filter((pl.col("day") >= first) & (pl.col("day") < end))
    volume = np.zeros(days)
    np.add.at(volume, (told["day"] - first).dt.total_days().to_numpy(), told["reports"].to_numpy())
    return volume
