"""PROV: which coder, of which version, with which model, made which row from which report.

The law: every row goes back to the report it was read in, the run that read it and the coder that ran, as PROV-JSON.
"""

from __future__ import annotations

import json
from typing import Any

from foreshock.formats.export.tables import Asked, Exported, Tables

Row = dict[str, Any]
_KINDS = (
    ("events", "event_id"),
    ("statements", "statement_id"),
    ("figures", "figure_id"),
    ("relations", "relation_id"),
)
_SPANS = {"events": "sentence", "statements": "content", "figures": "figure", "relations": "relation"}


def write_prov(tables: Tables, asked: Asked) -> Exported:
    """PROV-JSON: reports and rows are entities, each reading of a report an activity, coders and outlets agents."""
    made = _Document()
    for row in tables.reports.iter_rows(named=True):
        made.report(row)
    for name, id_ in _KINDS:
        for row in getattr(tables, name).iter_rows(named=True):
            made.row(name.removesuffix("s"), row[id_], row, _SPANS[name])
    told = json.dumps(made.parts, ensure_ascii=False, indent=1) + "\n"
    return Exported({"prov.json": told.encode()})


class _Document:
    """The parts of a PROV-JSON document while they are gathered."""

    def __init__(self) -> None:
        prefix = {"fs": "urn:foreshock:", "prov": "http://www.w3.org/ns/prov#"}
        names = "entity activity agent used wasGeneratedBy wasAssociatedWith wasAttributedTo wasDerivedFrom".split()
        self.parts: dict[str, Row] = {"prefix": prefix, **{name: {} for name in names}}

    def report(self, row: Row) -> None:
        """A report, who published it, and the run that read it."""
        report, run, coder = _report(row), _run(row), _coder(row)
        self.parts["entity"][report] = {"prov:label": row["title"] or row["report_id"], "prov:type": "report"}
        self.parts["activity"][run] = {"prov:endTime": row["learned"].isoformat(), "prov:label": "coding"}
        version = f"{row['coder']} {row['coder_version']}, {row['model']} {row['model_version']}"
        self.parts["agent"][coder] = {"prov:type": "prov:SoftwareAgent", "prov:label": version}
        self._tie("used", run, report, {"prov:activity": run, "prov:entity": report})
        self._tie("wasAssociatedWith", run, coder, {"prov:activity": run, "prov:agent": coder})
        if row["outlet"]:
            outlet = f"fs:outlet/{_local(row['outlet'])}"
            self.parts["agent"][outlet] = {"prov:type": "prov:Organization", "prov:label": row["outlet"]}
            self._tie("wasAttributedTo", report, outlet, {"prov:entity": report, "prov:agent": outlet})

    def row(self, kind: str, id_: str, row: Row, span: str) -> None:
        """A coded row: made by the run, derived from the report, with the place of its words."""
        report, run = _report(row), _run(row)
        name = f"fs:{kind}/{_local(row['report_id'])}/{_local(id_)}"
        place = f"char={row[f'{span}_start']},{row[f'{span}_end']}"
        self.parts["entity"][name] = {"prov:type": kind, "prov:value": row[f"{span}_text"] or "", "fs:place": place}
        self._tie("wasGeneratedBy", name, run, {"prov:entity": name, "prov:activity": run})
        self._tie("wasDerivedFrom", name, report, {"prov:generatedEntity": name, "prov:usedEntity": report})

    def _tie(self, kind: str, one: str, other: str, told: Row) -> None:
        self.parts[kind][f"_:{kind}{len(self.parts[kind])}"] = told


def _report(row: Row) -> str:
    return f"fs:report/{_local(row['report_id'])}"


def _run(row: Row) -> str:
    return f"fs:run/{_local(row['report_id'])}"


def _coder(row: Row) -> str:
    return f"fs:coder/{'/'.join(_local(row[x]) for x in ('coder', 'coder_version', 'model', 'model_version'))}"


def _local(told: str | None) -> str:
    """The words as part of a name: letters, digits, dot and hyphen; all else as its number."""
    return "".join(x if x.isascii() and (x.isalnum() or x in ".-") else f"_{ord(x):x}_" for x in told or "none")
