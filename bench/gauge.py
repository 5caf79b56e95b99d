"""Speed of the gauge on a year of a large history: all dyads, every day, both half-lives, rungs and change points.

The law: the seconds are of one process on this machine, reading of the file left out; beside those on the wall stand
those of the processor, which a busy machine moves less. The mapping of verbs to types here is a rough one by the first
word or two, for speed only; nothing is said of quality.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import polars as pl

from foreshock.codebook.actor_files import states
from foreshock.codebook.base import event_types
from foreshock.codebook.gauges import gauge_weights, ladder
from foreshock.gauge import all_change_points, exposure, gauged, history, levels, moved_dyads, rungs, target_of
from foreshock.records.columns import ACTS

FILE = Path("icews18") / "icews18_named_dated.csv.gz"
TARGET = "RUS>UKR"
_VERBS: tuple[tuple[str, str, str | None], ...] = (
    (r"fight with small arms", "ASSAULT", "firearms"),
    (r"fight with artillery", "ASSAULT", "heavy-weapons"),
    (r"employ aerial", "ASSAULT", "aerial"),
    (r"bombing", "ASSAULT", "explosives"),
    (r"abduct|hostage", "ASSAULT", "abduct"),
    (r"weapons of mass|chemical|nuclear", "ASSAULT", "unconventional"),
    (r"assault|kill|assassin|torture|military force|unconventional violence|shield|destroy", "ASSAULT", None),
    (r"threaten with military|ultimatum", "THREATEN", "violence"),
    (r"^threaten", "THREATEN", None),
    (
        r"arrest|expel|confiscate|occupy|coerce|repression|restrict|seize|blockade|curfew|ban |martial|deport",
        "COERCE",
        None,
    ),
    (r"mobiliz|increase (military|police)|demonstrate military", "MOBILIZE", None),
    (r"sanctions|reduce|halt|lawsuit|find guilty|stop", "SANCTION", None),
    (r"demonstrat|protest|strike|riot|obstruct|rally opposition", "PROTEST", None),
    (r"accuse|criticize|denounce|complain|investigate|pessimistic|defy", "ACCUSE", None),
    (r"reject|refuse|veto|deny|decline|defy", "REJECT", None),
    (r"demand|appeal|request", "REQUEST", "change"),
    (r"provide|grant asylum", "AID", None),
    (r"return|release|retreat|truce|ceasefire|ease|demobilize|accede|yield", "RETREAT", None),
    (r"cooperate|share intelligence|material cooperation", "COOPERATE", None),
    (r"express intent|agreement|consider", "AGREE", None),
    (r"praise|endorse|support|recognition|defend|empathetic|optimistic|accord", "SUPPORT", None),
    (r"apologize|forgive", "CONCEDE", None),
    (r"consult|visit|meet|negotiat|telephone|mediate|discuss", "CONSULT", None),
)


def read(path: Path) -> pl.DataFrame:
    """The history with the columns of ACTS."""
    raw = pl.read_csv(path, schema_overrides={"date": pl.Date}).with_row_index("n")
    kinds = pl.DataFrame([_kind(verb) for verb in raw["relation"].unique().sort()], orient="row", schema=_KIND)
    rows = raw.join(kinds, on="relation").sort("n")
    told = {
        "origin": pl.lit("icews"),
        "event_id": pl.col("n").cast(pl.String),
        "day": pl.col("date"),
        "published": pl.col("date"),
        "precision": pl.lit("day"),
        "standing": pl.lit("actual"),
        "actor": pl.col("subject"),
        "actor_country": _country("subject"),
        "recipient": pl.col("object"),
        "recipient_country": _country("object"),
        "stance": pl.lit("asserts"),
        "share": pl.lit(1.0),
        "learned": pl.lit(None, pl.Datetime("us", "UTC")),
        **{name: pl.col(name) for name in ("type", "mode", "quad", "score")},
    }
    return rows.select(told.get(column.name, pl.lit(None, pl.String)).alias(column.name) for column in ACTS)


def score_gauge(data: Path) -> dict[str, float]:
    """Seconds of each step and of all together, and how much was gauged."""
    acts, seconds = read(data / FILE), {}
    clock, worked = time.perf_counter, time.process_time()
    start = clock()
    weights = gauge_weights()
    past = history(acts, exposure(acts, _NO_REPORTS, weights), weights, ladder())
    seconds["history"], start = clock() - start, clock()
    table = levels(past)
    seconds["levels"], start = clock() - start, clock()
    held = rungs(past)
    seconds["rungs"], start = clock() - start, clock()
    points = all_change_points(past)
    seconds["change_points"], start = clock() - start, clock()
    found = {f"{step}_seconds": taken for step, taken in seconds.items()}
    found["gauge_seconds"], found["gauge_cpu_seconds"] = sum(seconds.values()), time.process_time() - worked
    moved = moved_dyads(past, past.last.replace(day=1))
    found["moved_dyads_seconds"], start = clock() - start, clock()
    gauged(past, target_of(TARGET, {}))
    found["one_dyad_seconds"] = clock() - start
    dyads = table.select("actor_country", "recipient_country").n_unique()
    sizes = {"acts": len(acts), "dyads": dyads, "dyad_days": len(table), "rung_days": len(held)}
    found |= sizes | {"change_points": len(points), "moved_dyads": len(moved)}
    return found


def _kind(verb: str) -> tuple[str, str | None, str | None, str | None, float | None]:
    for pattern, name, mode in _VERBS:
        if re.search(pattern, verb.lower()):
            kind = event_types()[name]
            return verb, name, mode, kind.quad, kind.score_of(mode)
    return verb, None, None, None, None


def _country(side: str) -> pl.Expr:
    """The country in brackets, or the state of that name."""
    names = {name: state.country for state in states() for name in (state.name, *state.aliases)}
    inside = pl.col(side).str.extract(r"\(([^()]+)\)\s*$")
    return pl.coalesce(inside, side).replace_strict(names, default=None, return_dtype=pl.String)


_KIND = {"relation": pl.String, "type": pl.String, "mode": pl.String, "quad": pl.String, "score": pl.Float64}
_NO_REPORTS = pl.DataFrame(schema={"report_id": pl.String, "published": pl.Date})


def main() -> None:
    """Print the figures."""
    for name, value in score_gauge(Path(os.environ["FORESHOCK_BENCH_DATA"])).items():
        print(f"{name} {value:,.3f}" if name.endswith("seconds") else f"{name} {value:,.0f}")


if __name__ == "__main__":
    main()
