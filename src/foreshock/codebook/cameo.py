"""CAMEO codes and the PLOVER acts they stand for, and the way back, read from `cameo.csv`.

The law: a code leads to one act of the codebook, or to none (NONE) where the codebook has no such act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from foreshock.codebook.base import event_types
from foreshock.codebook.lexicon import NOTHING
from foreshock.codebook.lines import Place, csv_lines, told_once
from foreshock.errors import CodebookError

FILE = Path(__file__).with_name("cameo.csv")
STANDINGS = frozenset({"actual", "historical", "future", "hypothetical", "negated"})
_HEADER = "code,name,type,mode,standing,goldstein,back,note"
_NO_MODE = "-"


@dataclass(frozen=True, slots=True)
class Cameo:
    """One CAMEO code of two to four digits; `type` is None where PLOVER has no such act.

    `goldstein` runs from -10 to 10 and is the value that GDELT gives the code, None where it gives none. `back` are the
    modes of its type that this code says best on the way back, "-" for none told.
    """

    code: str
    name: str
    type: str | None
    mode: str | None
    standing: str | None
    goldstein: float | None
    back: tuple[str, ...]
    note: str
    line: int


@cache
def cameo_codes() -> Mapping[str, Cameo]:
    """Every code of the file by its digits; raises CodebookError for a line that breaks the codebook."""
    told = (_cameo(here, row) for here, row in csv_lines(FILE, _HEADER))
    return MappingProxyType({one.code: one for one in told_once(FILE, told, lambda one: one.code)})


@cache
def cameo_names() -> Mapping[str, Cameo]:
    """The codes by their English names in small letters; of two codes with one name, the longer code."""
    by_length = sorted(cameo_codes().values(), key=lambda one: (len(one.code), one.code))
    return MappingProxyType({one.name.lower(): one for one in by_length})


@cache
def cameo_of(type_: str, mode: str | None) -> Cameo:
    """The CAMEO code, of three digits or more, that says an act best: the one told as `back`, or the first of its mode.

    A mode that CAMEO does not know is said as none. Raises CodebookError where the file has no code of the type.
    """
    of_type = [one for one in cameo_codes().values() if one.type == type_ and len(one.code) > 2]
    for wanted in (mode, None):
        told = [one for one in of_type if (wanted or _NO_MODE) in one.back]
        if found := told or [one for one in of_type if one.mode == wanted]:
            return found[0]
    raise CodebookError(FILE, 0, f"no CAMEO code stands for {type_}")


def _cameo(here: Place, row: dict[str, str]) -> Cameo:
    code, kind, mode, standing = row["code"], row["type"], row["mode"], row["standing"]
    if not (code.isdigit() and 2 <= len(code) <= 4):
        raise here.fault(f"{code!r} is no CAMEO code of two to four digits")
    here.check("type", kind, {NOTHING, *event_types()})
    if kind == NOTHING:
        if mode or standing:
            raise here.fault("a code without an act has neither mode nor standing")
        return Cameo(code, row["name"], None, None, None, _number(here, row["goldstein"]), (), row["note"], here.line)
    if mode:
        here.check(f"mode of {kind}", mode, event_types()[kind].modes)
    here.check("standing", standing, STANDINGS)
    back = tuple(row["back"].split("|")) if row["back"] else ()
    for one in back:
        here.check(f"mode of {kind}", one, {_NO_MODE, *event_types()[kind].modes})
    goldstein = _number(here, row["goldstein"])
    return Cameo(code, row["name"], kind, mode or None, standing, goldstein, back, row["note"], here.line)


def _number(here: Place, told: str) -> float | None:
    try:
        return float(told) if told else None
    except ValueError as fault:
        raise here.fault(f"{told!r} is no number") from fault
