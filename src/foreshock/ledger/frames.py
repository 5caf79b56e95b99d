"""From rows to polars frames, one function a table, with the columns that records/columns.py names.

The law: a frame holds the columns of its table, in that order and of those kinds, even where it holds no row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, Table, func, select

from foreshock.codebook.base import event_types
from foreshock.ledger import schema, schema_more
from foreshock.ledger.scope import Scope
from foreshock.records import columns
from foreshock.records.columns import Column

Row = dict[str, Any]
Place = tuple[int, int]

_KINDS: dict[str, Any] = {
    "text": pl.String,
    "whole": pl.Int64,
    "number": pl.Float64,
    "day": pl.Date,
    "moment": pl.Datetime("us", "UTC"),
    "texts": pl.List(pl.String),
    "wholes": pl.List(pl.Int64),
}


def frame(table: tuple[Column, ...], rows: Iterable[Row]) -> pl.DataFrame:
    """The rows as a frame of exactly these columns; keys that are no column are left aside."""
    kept: dict[str, list[Any]] = {column.name: [] for column in table}
    for row in rows:
        for name, values in kept.items():
            values.append(row[name])
    return pl.DataFrame(kept, schema={column.name: _KINDS[column.kind] for column in table})


@dataclass
class Page:
    """What is read of the ledger at one moment: the rows of the selected codings, over one connection."""

    connection: Connection
    codings: Select[Any]
    _chains: dict[str, dict[Place, list[Row]]] = field(default_factory=dict)

    @cached_property
    def heads(self) -> dict[int, Row]:
        """By coding: the report it read, its text, and who read it."""
        told, coding = schema.reports.c, schema.codings.c
        wanted = select(*told, coding.seq.label("coding"), coding.learned.label("coded"), *_coder())
        joined = wanted.join_from(schema.codings, schema.reports).where(coding.seq.in_(self.codings))
        found = self.connection.execute(joined.order_by(coding.seq)).mappings()
        return {row["coding"]: dict(row) | {"learned": row["coded"].replace(tzinfo=UTC)} for row in found}

    @cached_property
    def origins(self) -> dict[int, Row]:
        """By coding: the columns that say where a row is from and who made it."""
        names = [column.name for column in (*columns.ORIGIN, *columns.CODER)]
        return {coding: {name: head[name] for name in names} for coding, head in self.heads.items()}

    def rows(self, kind: str) -> Iterator[Row]:
        """The rows of a kind with origin, coder, quoted words and chain, by coding and place in it."""
        table, chains, none = schema.KINDS[kind], self.links(kind), list[Row]()
        spans = _spans(table)
        for row in self.found(table, table.c.position):
            origin, text = self.origins[row["coding"]], self.heads[row["coding"]]["text"]
            row.update(origin)
            for name, start, end in spans:
                row[name] = _words(text, row[start], row[end])
            row.update(_chain(chains.get((row["coding"], row["position"]), none), text))
            yield row

    def links(self, kind: str) -> dict[Place, list[Row]]:
        """The chain of every row of a kind, outermost link first."""
        if kind not in self._chains:
            self._chains[kind] = self._placed(schema.links, kind, schema.links.c.depth)
        return self._chains[kind]

    def parties(self, kind: str) -> dict[Place, list[Row]]:
        """Everyone who takes part in every row of a kind, in the order told."""
        return self._placed(schema.participants, kind, schema.participants.c.position)

    def _placed(self, table: Table, kind: str, order: Any) -> dict[Place, list[Row]]:
        placed: dict[Place, list[Row]] = defaultdict(list)
        for row in self.found(table, order, table.c.row_kind == kind):
            placed[row["coding"], row["row_position"]].append(row)
        return placed

    def found(self, table: Table, order: Any, *more: Any) -> Iterator[Row]:
        """The rows of a table that belong to the selected codings, in order."""
        names = [column.name for column in table.columns]
        wanted = select(table).where(table.c.coding.in_(self.codings), *more)
        for row in self.connection.execute(wanted.order_by(table.c.coding, order)):
            yield dict(zip(names, row, strict=True))


def reports(page: Page, scope: Scope) -> pl.DataFrame:
    """One row a report, with what the scope knows of its family and of what became of it."""
    counts = {kind: _counts(page, kind) for kind in schema.KINDS}
    first, states, kin = _first_learned(page), _states(page.connection, scope), families(page.connection, scope)
    rows = (
        head
        | states.get(head["report_id"], _CURRENT)
        | {"family": kin.get(head["report_id"]), "flags": head["flags"] or []}
        | {"characters": len(head["text"]), "learned": first[head["report_id"]].replace(tzinfo=UTC)}
        | {table.name: counts[kind].get(coding, 0) for kind, table in schema.KINDS.items()}
        for coding, head in page.heads.items()
    )
    return frame(columns.REPORTS, rows)


def copies(connection: Connection, scope: Scope) -> pl.DataFrame:
    """One row a copy that the scope knows, in the order of learning."""
    told = schema_more.copies
    found = connection.execute(scope.known(select(told).order_by(told.c.seq), told)).mappings()
    return frame(columns.COPIES, (dict(row) | {"learned": row["learned"].replace(tzinfo=UTC)} for row in found))


def families(connection: Connection, scope: Scope) -> dict[str, str]:
    """By report: its family, for reports that have copies or are one."""
    told = schema_more.copies
    found = connection.execute(scope.known(select(told.c.report_id, told.c.family), told)).all()
    return {family: family for _, family in found} | {row[0]: row[1] for row in found}


def events(page: Page) -> pl.DataFrame:
    """One row an event."""
    parties = page.parties("event")
    rows = (
        row
        | _group("actor", "actors", parties.get((row["coding"], row["position"]), []))
        | _group("recipient", "recipients", parties.get((row["coding"], row["position"]), []))
        | {"score": _score(row["type"], row["mode"]), "event_id": row["id"]}
        | {"start": row["when_start"], "end": row["when_end"]}
        for row in page.rows("event")
    )
    return frame(columns.EVENTS, rows)


def statements(page: Page) -> pl.DataFrame:
    """One row a statement."""
    return frame(columns.STATEMENTS, _with_parties(page, "statement", ("source", "addressee")))


def figures(page: Page) -> pl.DataFrame:
    """One row a figure."""
    rows = (
        row | {"figure_id": row["id"], "start": row["when_start"], "end": row["when_end"]}
        for row in page.rows("figure")
    )
    return frame(columns.FIGURES, rows)


def relations(page: Page) -> pl.DataFrame:
    """One row a relation."""
    return frame(columns.RELATIONS, _with_parties(page, "relation", ("left", "right")))


def outlooks(page: Page) -> pl.DataFrame:
    """One row an outlook."""
    return frame(columns.OUTLOOKS, (row | {"outlook_id": row["id"]} for row in page.rows("outlook")))


def consequences(page: Page) -> pl.DataFrame:
    """One row a consequence."""
    return frame(columns.CONSEQUENCES, (row | {"consequence_id": row["id"]} for row in page.rows("consequence")))


def left_out(page: Page) -> pl.DataFrame:
    """One row a stretch that was not coded."""
    return frame(columns.LEFT_OUT, page.rows("left_out"))


def mentions(page: Page) -> pl.DataFrame:
    """One row a mention of an actor, in whatever part it plays."""
    return frame(columns.MENTIONS, _mentions(page))


def actors(page: Page) -> pl.DataFrame:
    """One row an actor: a name with its country and sector, by how many reports mention it, most first."""
    role, kind = pl.col("role"), pl.col("row_kind")
    told = (
        mentions(page)
        .group_by("name", "country", "sector")
        .agg(
            reports=pl.col("report_id").n_unique().cast(pl.Int64),
            as_actor=(role == "actor").sum().cast(pl.Int64),
            as_recipient=(role == "recipient").sum().cast(pl.Int64),
            as_source=((role == "source") & (kind == "statement")).sum().cast(pl.Int64),
            as_voucher=(role == "voucher").sum().cast(pl.Int64),
            first_published=pl.col("published").min(),
            last_published=pl.col("published").max(),
        )
    )
    order = [pl.col("reports") * -1, pl.col("name"), pl.col("country"), pl.col("sector")]
    return told.sort(order).select([column.name for column in columns.ACTORS])


def _mentions(page: Page) -> Iterator[Row]:
    for kind, table in schema.KINDS.items():
        if kind == "left_out":
            continue
        ids = {(row["coding"], row["position"]): row["id"] for row in page.found(table, table.c.position)}
        for placed in (page.parties(kind), page.links(kind)):
            for place, found in sorted(placed.items()):
                for row in found:
                    told = {"row_id": ids[place], "role": row.get("role", "voucher"), "kind": row["actor_kind"]}
                    yield row | page.origins[place[0]] | told | {"mention_text": row["text"]}


def _with_parties(page: Page, kind: str, roles: tuple[str, ...]) -> Iterator[Row]:
    parties = page.parties(kind)
    for row in page.rows(kind):
        found = {party["role"]: party for party in parties.get((row["coding"], row["position"]), [])}
        told: Row = {f"{kind}_id": row["id"]}
        for role in roles:
            party = found.get(role)
            told[role] = party["name"] if party else None
            told[f"{role}_country"] = party["country"] if party else None
            told[f"{role}_sector"] = party["sector"] if party else None
        yield row | told


def _group(role: str, many: str, parties: list[Row]) -> Row:
    found = [party for party in parties if party["role"] == role]
    return {
        many: [party["name"] for party in found],
        f"{role}_countries": [party["country"] for party in found],
        f"{role}_sectors": [party["sector"] for party in found],
    }


def _score(type_: str, mode: str | None) -> float | None:
    known = event_types().get(type_)
    return known.score_of(mode) if known else None


def _coder() -> tuple[Any, ...]:
    told = schema.codings.c
    return told.coder, told.coder_version, told.model, told.model_version


def _spans(table: Table) -> list[tuple[str, str, str]]:
    told = [column.name for column in table.columns]
    names = [name.removesuffix("_start") for name in told if name.endswith("_start")]
    return [(f"{name}_text", f"{name}_start", f"{name}_end") for name in names if name not in ("when", "when_words")]


def _chain(links: list[Row], text: str) -> Row:
    return {"chain": [link["name"] for link in links], "chain_text": " > ".join(_link(link, text) for link in links)}


def _link(link: Row, text: str) -> str:
    stance = "" if link["stance"] == "asserts" else f" ({link['stance']})"
    return f"{link['name']}: {text[link['cue_start'] : link['cue_end']]}{stance}"


def _words(text: str, start: int | None, end: int | None) -> str | None:
    """The words quoted; None where nothing is, or where the report was taken down and its words are gone."""
    return None if start is None or end is None or end > len(text) else text[start:end]


def _counts(page: Page, kind: str) -> dict[int, int]:
    table = schema.KINDS[kind]
    counted = select(table.c.coding, func.count()).where(table.c.coding.in_(page.codings)).group_by(table.c.coding)
    return {row[0]: row[1] for row in page.connection.execute(counted)}


_CURRENT = {"version": 1, "state": "current", "state_because": None}


def _states(connection: Connection, scope: Scope) -> dict[str, Row]:
    """By report: its version, its state and why, as its last row tells."""
    told = schema_more.states
    found = connection.execute(scope.known(select(told).order_by(told.c.seq), told)).mappings()
    return {row["report_id"]: {**row, "state_because": _because(row)} for row in found}


def _because(row: Any) -> str | None:
    day, by = (f"on {row['day']}" if row["day"] else ""), (f"by {row['who']}" if row["who"] else "")
    told = " ".join(
        filter(None, ("replaced by", row["replaced_by"]) if row["replaced_by"] else (row["state"], day, by))
    )
    return f"{told}: {row['why']}" if row["why"] else (None if row["state"] == "current" else told)


def _first_learned(page: Page) -> dict[str, Any]:
    told = schema.reports.c
    found = page.connection.execute(select(told.report_id, func.min(told.learned)).group_by(told.report_id))
    return {row[0]: row[1] for row in found}
