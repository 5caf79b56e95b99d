"""The words that events, speech and actors hang on: triggers, cues, role nouns, word classes and contexts.

The law kept here: a line that breaks the codebook is never read past. An unknown type, mode, frame, class or sector,
or a line told twice, raises CodebookError with its file and line.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from foreshock.codebook.base import event_types, sectors, stand_ins
from foreshock.errors import CodebookError

HERE = Path(__file__).parent

FRAMES = frozenset({"on", "at", "ask", "give", "mutual", "split", "from", "alone", "undergo"})
TRIGGER_POS = frozenset({"verb", "noun", "adj"})
CUE_POS = frozenset({"verb", "noun", "phrase"})
STANCES = frozenset({"asserts", "denies", "doubts"})
AGENT_KINDS = frozenset({"role", "anonymous", "document", "instrument"})
CUE_KINDS = frozenset(
    "say warn predict deny praise estimate explain promise urge accuse threaten".split(),
)
WHEN_KEYS = frozenset(
    "obj subj prt mod xcomp ccomp word "
    "about across after against along alongside amid among around as at before behind between beyond by despite during "
    "for from in inside into near of off on onto out over since through to toward towards under until upon with within "
    "without".split(),
)
NOTHING = "NONE"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One condition of a reading: the words at `key` must be among `values`, or be there at all when `any`."""

    key: str
    values: frozenset[str]
    any: bool = False
    negated: bool = False

    def holds(self, found: frozenset[str]) -> bool:
        """True when the lemmas `found` at the key meet this condition."""
        met = bool(found) if self.any else not found.isdisjoint(self.values)
        return met != self.negated


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reading of a word or words in a row; `type` NONE blocks a use that is no event."""

    lemma: str
    pos: str
    type: str
    mode: str | None
    frame: str
    when: tuple[Constraint, ...]
    line: int
    note: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The lemmas in a row."""
        return tuple(self.lemma.split())

    @property
    def blocks(self) -> bool:
        """True when the reading says that the use is no event."""
        return self.type == NOTHING


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that introduces what somebody says, with the kind of saying and the speaker's stance."""

    lemma: str
    pos: str
    kind: str
    stance: str
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A noun that can stand for an actor without a name, or for a document or instrument that tells something."""

    noun: str
    sector: str
    kind: str
    line: int
    note: str = ""


def triggers(extra: Path | None = None) -> tuple[Trigger, ...]:
    """Every reading, in file order; lines of `extra` follow and replace shipped lines with the same word and when."""
    return _with_extra(_shipped_triggers(), extra, _read_triggers)


def cues(extra: Path | None = None) -> tuple[Cue, ...]:
    """Every cue, in file order; lines of `extra` follow and replace shipped lines with the same word."""
    return _with_extra(_shipped_cues(), extra, _read_cues)


def agents(extra: Path | None = None) -> tuple[Agent, ...]:
    """Every role noun, in file order; lines of `extra` follow and replace shipped lines with the same noun."""
    return _with_extra(_shipped_agents(), extra, _read_agents)


@cache
def classes(file: Path = HERE / "classes.toml") -> Mapping[str, frozenset[str]]:
    """Word classes by name, with classes named inside others written out."""
    told = _toml(file).get("classes", {})
    return {name: frozenset(_expanded(name, told, file, ())) for name in told}


@cache
def contexts(file: Path = HERE / "contexts.toml") -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Contexts by code, each with the words in a row that mark a sentence."""
    return {name: frozenset(tuple(words.split()) for words in told["words"]) for name, told in _toml(file).items()}


@cache
def _shipped_triggers() -> tuple[Trigger, ...]:
    return _read_triggers(HERE / "triggers.csv")


@cache
def _shipped_cues() -> tuple[Cue, ...]:
    return _read_cues(HERE / "cues.csv")


@cache
def _shipped_agents() -> tuple[Agent, ...]:
    return _read_agents(HERE / "agents.csv")


class _Lined(Protocol):
    @property
    def line(self) -> int: ...


L = TypeVar("L", bound=_Lined)


def _with_extra(shipped: tuple[L, ...], extra: Path | None, read: Callable[[Path], tuple[L, ...]]) -> tuple[L, ...]:
    if extra is None:
        return shipped
    added = read(extra)
    replaced = {_key(entry) for entry in added}
    return (*(entry for entry in shipped if _key(entry) not in replaced), *added)


def _key(entry: object) -> tuple[object, ...]:
    match entry:
        case Trigger():
            return entry.lemma, entry.pos, frozenset(entry.when)
        case Cue():
            return entry.lemma, entry.pos
        case Agent():
            return (entry.noun,)
    raise TypeError(f"no key for {entry!r}")


def _read_triggers(file: Path) -> tuple[Trigger, ...]:
    modes = _modes_by_type()
    return _once(file, (_trigger(row, line, file, modes) for line, row in _rows(file, "lemma,pos,type,mode,frame,when")))


def _read_cues(file: Path) -> tuple[Cue, ...]:
    return _once(file, (_cue(row, line, file) for line, row in _rows(file, "lemma,pos,kind,stance")))


def _read_agents(file: Path) -> tuple[Agent, ...]:
    known = frozenset((*sectors(), *stand_ins()))
    return _once(file, (_agent(row, line, file, known) for line, row in _rows(file, "noun,sector,kind")))


def _trigger(row: dict[str, str], line: int, file: Path, modes: Mapping[str, frozenset[str]]) -> Trigger:
    fault = _Faults(file, line)
    kind, mode = row["type"], row["mode"]
    fault.unless_in("part of speech", row["pos"], TRIGGER_POS)
    fault.unless_in("type", kind, modes.keys())
    if mode:
        fault.unless_in(f"mode of {kind}", mode, modes[kind])
    fault.unless_in("frame", row["frame"], FRAMES)
    when = tuple(_constraint(told, fault) for told in row["when"].split())
    return Trigger(row["lemma"], row["pos"], kind, mode or None, row["frame"], when, line, row["note"])


def _cue(row: dict[str, str], line: int, file: Path) -> Cue:
    fault = _Faults(file, line)
    fault.unless_in("part of speech", row["pos"], CUE_POS)
    fault.unless_in("kind", row["kind"], CUE_KINDS)
    fault.unless_in("stance", row["stance"], STANCES)
    return Cue(row["lemma"], row["pos"], row["kind"], row["stance"], line, row["note"])


def _agent(row: dict[str, str], line: int, file: Path, known: frozenset[str]) -> Agent:
    fault = _Faults(file, line)
    fault.unless_in("sector", row["sector"], known)
    fault.unless_in("kind", row["kind"], AGENT_KINDS)
    return Agent(row["noun"], row["sector"], row["kind"], line, row["note"])


def _constraint(told: str, fault: _Faults) -> Constraint:
    key, equals, value = told.removeprefix("!").partition("=")
    negated = told.startswith("!")
    fault.unless_in("key in when", key, WHEN_KEYS)
    if not (equals and value):
        fault.tell(f"{told!r} in when has no value; write KEY=WORD, KEY=WORD|WORD, KEY=@class or KEY=*")
    if value == "*":
        return Constraint(key, frozenset(), any=True, negated=negated)
    words: set[str] = set()
    for word in value.split("|"):
        if word.startswith("@"):
            fault.unless_in("class", word[1:], classes().keys())
        words |= classes()[word[1:]] if word.startswith("@") else {word}
    return Constraint(key, frozenset(words), negated=negated)


@dataclass(frozen=True, slots=True)
class _Faults:
    file: Path
    line: int

    def tell(self, fault: str) -> None:
        raise CodebookError(self.file, self.line, fault)

    def unless_in(self, what: str, seen: str, known: object) -> None:
        if seen not in known:  # type: ignore[operator]
            self.tell(f"unknown {what} {seen!r}; known are {', '.join(sorted(filter(None, known)))}")  # type: ignore[call-overload]


def _once(file: Path, entries: Iterator[L]) -> tuple[L, ...]:
    seen: dict[tuple[object, ...], L] = {}
    for entry in entries:
        key = _key(entry)
        if key in seen:
            raise CodebookError(file, entry.line, f"told twice: {key[0]!r} stands in line {seen[key].line} already")
        seen[key] = entry
    return tuple(seen.values())


def _rows(file: Path, header: str) -> Iterator[tuple[int, dict[str, str]]]:
    with _opened(file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if ",".join(reader.fieldnames or ()) != f"{header},note":
            raise CodebookError(file, 1, f"the first line must be {header},note")
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                raise CodebookError(file, line, f"{len(reader.fieldnames or ())} cells hoped for")
            cells = {name: cell.strip() for name, cell in row.items()}
            if not cells[header.split(",")[0]]:
                raise CodebookError(file, line, "the word is missing")
            yield line, cells


def _opened(file: Path) -> Path:
    if not file.is_file():
        raise CodebookError(file, 0, "no such file")
    return file


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_opened(file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise CodebookError(file, 0, str(fault)) from fault


@cache
def _modes_by_type() -> Mapping[str, frozenset[str]]:
    return {NOTHING: frozenset(), **{name: frozenset(told.modes) for name, told in event_types().items()}}


def _expanded(name: str, told: Mapping[str, list[str]], file: Path, above: tuple[str, ...]) -> Iterator[str]:
    if name not in told:
        raise CodebookError(file, 0, f"unknown class {name!r} in class {above[-1]!r}")
    if name in above:
        raise CodebookError(file, 0, f"class {name!r} holds itself")
    for word in told[name]:
        if word.startswith("@"):
            yield from _expanded(word[1:], told, file, (*above, name))
        else:
            yield word
