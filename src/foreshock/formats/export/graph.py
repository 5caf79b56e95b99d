"""The graph of actors, as GEXF (with days, for Gephi's timeline) and GraphML.

The law: an edge is a kind of act from one to another that did happen, and its weight the number of events in shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from foreshock.formats.export.cells import xml_text
from foreshock.formats.export.tables import Asked, Exported, Tables, pairs

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NODE = (("country", "string"), ("sector", "string"))
_EDGE = (("type", "string"), ("quad", "string"), ("events", "double"), ("score", "double"))


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes (name, country, sector, first and last day) and edges between them, in the order of their names."""

    nodes: pl.DataFrame
    edges: pl.DataFrame


def graph_of(tables: Tables) -> Graph:
    """The graph of the actual acts that have both an actor and a recipient."""
    acts = pairs(tables.events.filter(pl.col("standing") == "actual"))
    acts = acts.filter(pl.col("actor").is_not_null() & pl.col("recipient").is_not_null())
    days = (pl.col("day").min().alias("first"), pl.col("day").max().alias("last"))
    sides = [
        acts.select(name=side, country=f"{side}_country", sector=f"{side}_sector", day="day")
        for side in ("actor", "recipient")
    ]
    code = [pl.col(name).drop_nulls().mode().sort().first() for name in ("country", "sector")]
    nodes = pl.concat(sides).group_by("name").agg(*code, *days).sort("name").with_row_index("id")
    sums = (pl.col("share").sum().alias("events"), pl.col("score").mean())
    edges = acts.group_by("actor", "recipient", "type", "quad").agg(*sums, *days)
    edges = edges.sort("actor", "recipient", "type", "quad").with_row_index("id")
    for side, end in (("actor", "source"), ("recipient", "target")):
        edges = edges.join(
            nodes.select(pl.col("name").alias(side), pl.col("id").alias(end)), on=side, maintain_order="left"
        )
    return Graph(nodes, edges)


def write_gexf(tables: Tables, asked: Asked) -> Exported:
    """GEXF 1.2 with the first and last day of nodes and edges."""
    return Exported({"actors.gexf": (_HEAD + "\n".join(_gexf(graph_of(tables), asked)) + "\n").encode()})


def write_graphml(tables: Tables, asked: Asked) -> Exported:
    """GraphML with days as text."""
    return Exported({"actors.graphml": (_HEAD + "\n".join(_graphml(graph_of(tables))) + "\n").encode()})


def _gexf(graph: Graph, asked: Asked) -> Iterator[str]:
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
    yield f'<meta lastmodifieddate="{asked.made:%Y-%m-%d}"><creator>foreshock</creator></meta>'
    yield '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">'
    for kind, names in (("node", _NODE), ("edge", _EDGE)):
        yield f'<attributes class="{kind}" mode="static">'
        yield from (f'<attribute id="{kind}-{name}" title="{name}" type="{type_}"/>' for name, type_ in names)
        yield "</attributes>"
    yield "<nodes>"
    for row in graph.nodes.iter_rows(named=True):
        head = f'id="n{row["id"]}" label="{xml_text(row["name"])}"{_days(row)}'
        yield f"<node {head}>{_values('node', _NODE, row)}</node>"
    yield "</nodes>"
    yield "<edges>"
    for row in graph.edges.iter_rows(named=True):
        ends = f'id="e{row["id"]}" source="n{row["source"]}" target="n{row["target"]}"'
        told = f'label="{row["type"]}" weight="{row["events"]:.6g}"{_days(row)}'
        yield f"<edge {ends} {told}>{_values('edge', _EDGE, row)}</edge>"
    yield from ("</edges>", "</graph>", "</gexf>")


def _graphml(graph: Graph) -> Iterator[str]:
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    days = (("first", "string"), ("last", "string"))
    for kind, names in (("node", (("name", "string"), *_NODE, *days)), ("edge", (*_EDGE, ("weight", "double"), *days))):
        for name, type_ in names:
            yield f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>'
    yield '<graph id="actors" edgedefault="directed">'
    for row in graph.nodes.iter_rows(named=True):
        yield f'<node id="n{row["id"]}">{_data("node", ("name", "country", "sector", "first", "last"), row)}</node>'
    for row in graph.edges.iter_rows(named=True):
        told = _data(
            "edge", ("type", "quad", "events", "score", "weight", "first", "last"), row | {"weight": row["events"]}
        )
        yield f'<edge id="e{row["id"]}" source="n{row["source"]}" target="n{row["target"]}">{told}</edge>'
    yield from ("</graph>", "</graphml>")


def _values(kind: str, names: tuple[tuple[str, str], ...], row: dict[str, object]) -> str:
    told = "".join(f'<attvalue for="{kind}-{n}" value="{xml_text(row[n])}"/>' for n, _ in names if row[n] is not None)
    return f"<attvalues>{told}</attvalues>"


def _data(kind: str, names: tuple[str, ...], row: dict[str, object]) -> str:
    return "".join(f'<data key="{kind}-{n}">{xml_text(row[n])}</data>' for n in names if row[n] is not None)


def _days(row: dict[str, object]) -> str:
    return f' start="{row["first"]}" end="{row["last"]}"' if row["first"] is not None else ""
