"""Whether coded rows obey the codebook. The law: a fault names its row, and what the codebook knows instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Any, get_args

from foreshock.codebook.base import event_types, sectors
from foreshock.codebook.registry import countries
from foreshock.errors import BadCorrection
from foreshock.records.actor import ActorKind
from foreshock.records.attribution import Stance
from foreshock.records.coded import CodedReport
from foreshock.records.event import Event, Precision, Standing
from foreshock.records.span import Span

_VALUES: dict[str, tuple[str, ...]] = {
    "standing": get_args(Standing),
    "precision": get_args(Precision),
    "stance": get_args(Stance),
}


def check_rows(coded: CodedReport, touched: frozenset[str]) -> None:
    """The rows with the ids of `touched` obey the codebook and lie in the text, and no id is told twice.

    Raises BadCorrection at the first fault.
    """
    rows = (coded.events, coded.statements, coded.figures, coded.relations, coded.outlooks, coded.consequences)
    seen: set[str] = set()
    for row in (row for some in rows for row in some):
        if row.id in seen:
            raise BadCorrection(row.id, "two rows have this id")
        seen.add(row.id)
        for record in _records(row) if row.id in touched else ():
            _check(row.id, record, len(coded.report.text))
    for event in coded.events:
        if event.id in touched:
            _check_event(event, {figure.id for figure in coded.figures})


def _check(row: str, record: Any, length: int) -> None:
    if isinstance(record, Span):
        if not 0 <= record.start < record.end <= length:
            raise BadCorrection(row, f"characters {record.start} to {record.end} are no words of the report")
        return
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in _VALUES and value is not None:
            _known(row, field.name, value, _VALUES[field.name])
        elif field.name == "sector" and value is not None:
            _known(row, "sector", value, tuple(sectors()))
        elif field.name == "country" and value is not None:
            if not (len(value) == 3 and value.isupper()):
                raise BadCorrection(row, f"country {value!r} is no code of three capitals, such as IRQ")
            _known(row, "country code", value, tuple(sorted(countries())))
        elif field.name == "kind" and type(record).__name__ == "Actor":
            _known(row, "kind", value, get_args(ActorKind))


def _check_event(event: Event, figures: set[str]) -> None:
    _known(event.id, "type", event.type, tuple(event_types()))
    if event.mode is not None:
        _check_mode(event.id, event.type, event.mode)
    for name in event.figures:
        _known(event.id, "figure", name, tuple(sorted(figures)))
    if event.when.start and event.when.end and event.when.start > event.when.end:
        raise BadCorrection(event.id, f"it ends on {event.when.end}, before it starts on {event.when.start}")


def _check_mode(row: str, type_: str, mode: str) -> None:
    modes = tuple(event_types()[type_].modes)
    if mode not in modes:
        told = f"set mode to {' or '.join(modes)}, or to null" if modes else "set mode=null"
        raise BadCorrection(row, f"{mode!r} is no mode of {type_}; {told}, in the same correction")


def _records(row: Any) -> Iterator[Any]:
    """The row and every record inside it."""
    yield row
    if isinstance(row, Span):
        return
    for field in fields(row):
        value = getattr(row, field.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if is_dataclass(inner) and not isinstance(inner, type):
                yield from _records(inner)


def _known(row: str, name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        near = get_close_matches(str(value), known, n=1, cutoff=0.0)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise BadCorrection(row, f"{value!r} is no {name} of the codebook{hint}")
