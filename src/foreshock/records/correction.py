"""Corrections: a coded report as a person says it should read, and what was changed in it.

The law: nothing is lost. A correction says who, when and why, holds the row before and after, and a row that is
rejected leaves its words behind in `left_out`. What comes out is a coded report that obeys the codebook, or an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from foreshock.codebook.base import event_types
from foreshock.errors import BadCorrection
from foreshock.records.checked import check_rows
from foreshock.records.coded import REVIEW, CodedReport, Coder
from foreshock.records.exchange import coded as read
from foreshock.records.exchange import exchange

Json = dict[str, Any]
Op = Literal["accept", "set", "split", "merge", "reject", "add"]
OPS: tuple[str, ...] = get_args(Op)
KINDS = {
    "event": "events",
    "statement": "statements",
    "figure": "figures",
    "relation": "relations",
    "outlook": "outlooks",
    "consequence": "consequences",
}
_SHOWN = 12
"""Ids of rows that an error lists."""
_STEP = re.compile(r"([A-Za-z_]+)((?:\[\d+\])*)")


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing a person says of a row: the row's id, what is done, and the fields with their new values.

    `fields` go by their path in the exchange format ("type", "actors[0].country", "when.start"); a span is a pair of
    numbers or the words themselves. With `merge` they name the other row as `with`; with `add` they are the row,
    and `row` is its kind.
    """

    op: Op
    row: str
    fields: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction did: the rows before and after, as in the exchange format; either may be empty."""

    correction: Correction
    before: tuple[Json, ...]
    after: tuple[Json, ...]


def corrected(base: CodedReport, asked: Sequence[Correction], who: str, turn: int) -> tuple[CodedReport, list[Change]]:
    """The coded report with all that was asked, and the changes; raises BadCorrection.

    Its coder is the person, with `turn` as the version: the number of this review of the report.
    """
    told = exchange(base)
    changes = [_DO[correction.op](told, correction, who) for correction in asked]
    told["coder"] = exchange(replace(base, coder=reviewer(base.coder, who, turn)))["coder"]
    try:
        made = read(told)
    except KeyError as fault:
        raise BadCorrection(
            "the corrected row", f"{fault.args[0]!r} is missing, which the exchange format has"
        ) from fault
    except (ValueError, TypeError, AttributeError) as fault:
        raise BadCorrection("the corrected row", f"a value is not of the exchange format ({fault})") from fault
    _check_shapes(changes, exchange(made))
    check_rows(made, frozenset(row["id"] for change in changes for row in change.after))
    return made, changes


def reviewer(coder: Coder, who: str, turn: int) -> Coder:
    """The coder of a reviewed coding: the person, over the model that was read."""
    return replace(coder, name=f"{REVIEW}{who}", version=str(turn))


def _accept(told: Json, asked: Correction, who: str) -> Change:
    _check_no_fields(asked)
    row = deepcopy(_row(told, asked.row)[1])
    return Change(asked, (row,), (row,))


def _set(told: Json, asked: Correction, who: str) -> Change:
    if not asked.fields:
        raise BadCorrection(asked.row, "no field=value is told")
    _, row = _row(told, asked.row)
    before = deepcopy(row)
    for path, value in asked.fields:
        _put(row, path, value, told["report"]["text"])
    _follow(row)
    return Change(asked, (before,), (deepcopy(row),))


def _split(told: Json, asked: Correction, who: str) -> Change:
    rows, row = _row(told, asked.row)
    before, other = deepcopy(row), deepcopy(row)
    other["id"] = _new_id(rows, row["id"])
    for path, value in asked.fields:
        _put(other, path, value, told["report"]["text"])
    _follow(other)
    rows.insert(rows.index(row) + 1, other)
    return Change(asked, (before,), (deepcopy(row), deepcopy(other)))


def _merge(told: Json, asked: Correction, who: str) -> Change:
    rows, row = _row(told, asked.row)
    names = [str(value) for path, value in asked.fields if path == "with"]
    _check_no_fields(asked, "with")
    others = [_row(told, name) for name in names]
    if not others or any(found is not rows or other is row for found, other in others):
        raise BadCorrection(asked.row, "name with=ID, another row of the same kind")
    before = (deepcopy(row), *(deepcopy(other) for _, other in others))
    for _, other in others:
        for name, held in other.items():
            if isinstance(held, list) and name not in ("chain",) and isinstance(row[name], list) and not _is_span(held):
                row[name] += [value for value in held if value not in row[name]]
        rows.remove(other)
    return Change(asked, before, (deepcopy(row),))


def _reject(told: Json, asked: Correction, who: str) -> Change:
    _check_no_fields(asked)
    rows, row = _row(told, asked.row)
    rows.remove(row)
    told["left_out"].append({"span": _words_of(row), "reason": f"rejected by {who}"})
    return Change(asked, (deepcopy(row),), ())


def _add(told: Json, asked: Correction, who: str) -> Change:
    if asked.row not in KINDS:
        raise BadCorrection(asked.row, f"is no kind of row; known are {', '.join(KINDS)}")
    rows = told[KINDS[asked.row]]
    row = deepcopy(_EMPTY[asked.row]) | {"id": _new_id(rows, f"{asked.row[0]}{len(rows) + 1}")}
    for path, value in asked.fields:
        _put(row, path, value, told["report"]["text"])
    _follow(row)
    rows.append(row)
    rows.sort(key=_words_of)
    return Change(asked, (), (deepcopy(row),))


_DO: dict[str, Callable[[Json, Correction, str], Change]] = {
    "accept": _accept,
    "set": _set,
    "split": _split,
    "merge": _merge,
    "reject": _reject,
    "add": _add,
}
_NO_TIME = {"start": None, "end": None, "precision": "unknown", "text": None, "span": None}
_EMPTY: dict[str, Json] = {
    "event": {
        **dict.fromkeys(("mode", "where")),
        **{name: [] for name in ("contexts", "actors", "recipients", "chain", "figures", "because")},
        "standing": "actual",
        "when": _NO_TIME,
        "quad": None,
    },
    "statement": {"addressee": None, "chain": []},
    "figure": {**dict.fromkeys(("low", "high", "unit", "when")), "chain": []},
    "relation": {"chain": []},
    "outlook": {**dict.fromkeys(("low", "high")), "chain": []},
    "consequence": {"chain": []},
}
"""What a row that is added holds where nothing is told."""


def _check_no_fields(asked: Correction, *known: str) -> None:
    if unused := [path for path, _ in asked.fields if path not in known]:
        raise BadCorrection(asked.row, f"{asked.op} changes no field, so {', '.join(unused)} would be lost; use set")


def _check_shapes(changes: Sequence[Change], made: Json) -> None:
    """Every field told was read: a name the format does not have, or an object for a list, would be lost in silence."""
    rows = {row["id"]: row for many in KINDS.values() for row in made[many]}
    for row in (row for change in changes for row in change.after):
        for name, held in row.items():
            if row["id"] in rows and (lost := _lost(held, rows[row["id"]].get(name, _NOTHING), name)):
                raise BadCorrection(row["id"], f"{lost} is no field of the exchange format, or not of that form")


_NOTHING = object()


def _lost(told: Any, made: Any, path: str) -> str | None:
    """The path of something told that was not read; a plain value may have become another, such as a number."""
    if told is None:
        return None
    if made is _NOTHING:
        return path
    if isinstance(told, dict) and isinstance(made, dict):
        pairs = [(f"{path}.{name}", held, made.get(name, _NOTHING)) for name, held in told.items()]
    elif isinstance(told, list) and isinstance(made, list) and len(told) == len(made):
        pairs = [(f"{path}[{n}]", held, made[n]) for n, held in enumerate(told)]
    else:
        return path if isinstance(told, dict | list) or isinstance(made, dict | list) else None
    return next((lost for name, held, seen in pairs if (lost := _lost(held, seen, name))), None)


def _row(told: Json, name: str) -> tuple[list[Json], Json]:
    known = []
    for rows in (told[many] for many in KINDS.values()):
        for row in rows:
            if row["id"] == name:
                return rows, row
            known.append(row["id"])
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    raise BadCorrection(name, f"the report has no such row; it has {', '.join(known[:_SHOWN]) or 'none'}{more}")


def _put(row: Json, path: str, value: Any, text: str) -> None:
    """The value stands at the path; words in the place of a span become the span where they stand once."""
    steps: list[str | int] = []
    for part in path.split("."):
        found = _STEP.fullmatch(part)
        if not found:
            raise BadCorrection(path, "is no path such as type, actors[0].country or when.start")
        steps += [found[1], *(int(number) for number in re.findall(r"\d+", found[2]))]
    if steps == ["id"]:
        raise BadCorrection(path, "the id of a row stays, so that what names it finds it")
    held: Any = row
    for step in steps[:-1]:
        held = _inside(held, step, path)
        if held is None:
            raise BadCorrection(path, "nothing is held there; set the whole of it")
    last = steps[-1]
    _check_day(value, path, last)
    if isinstance(last, int):
        _inside(held, last, path)
    elif not isinstance(held, dict):
        raise BadCorrection(path, "there is no such field")
    held[last] = _spanned(value, text, str(last))


def _check_day(value: Any, path: str, name: str | int) -> None:
    if name in _DAYS and value is not None:
        try:
            date.fromisoformat(value)
        except (ValueError, TypeError):
            raise BadCorrection(path, f"{value!r} is no day such as 2024-11-04") from None


def _inside(held: Any, step: str | int, path: str) -> Any:
    try:
        return held[step]
    except (KeyError, IndexError, TypeError):
        raise BadCorrection(path, "there is no such field") from None


_DAYS = frozenset({"start", "end"})
_SPANS = frozenset({"trigger", "sentence", "cue", "content", "span", "cause", "effect"})


def _spanned(value: Any, text: str, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _spanned(held, text, key) for key, held in value.items()}
    if isinstance(value, list) and name not in _SPANS:
        return [_spanned(held, text, "") for held in value]
    if name not in _SPANS or not isinstance(value, str):
        return value
    if (count := text.count(value)) != 1 or not value:
        raise BadCorrection(name, f"{value!r} stands {count} times in the report; tell first and last character")
    start = text.index(value)
    return [start, start + len(value)]


def _follow(row: Json) -> None:
    """What follows from other fields is told by them: the quad by the type."""
    if "quad" in row and (known := event_types().get(row.get("type", ""))):
        row["quad"] = known.quad


def _new_id(rows: list[Json], name: str) -> str:
    taken = {row["id"] for row in rows}
    return next(told for n in range(1, len(rows) + 2) if (told := name if n == 1 else f"{name}-{n}") not in taken)


def _words_of(row: Json) -> list[int]:
    for name in ("sentence", "span", "content", "cause", "cue"):
        if _is_span(row.get(name)):
            return list(row[name])
    return [0, 0]


def _is_span(held: Any) -> bool:
    return isinstance(held, list) and len(held) == 2 and all(isinstance(x, int) for x in held)
