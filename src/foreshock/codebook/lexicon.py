"""The words that events, speech and actors hang on: triggers, cues, role nouns, word classes and contexts.

The law kept here: a line that breaks the codebook is never read past. An unknown type, mode, frame, class or sector,
or a line told twice, raises CodebookError with its file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from foreshock.codebook.base import event_types, sectors, stand_ins, toml_file
from foreshock.codebook.lines import L, Place, csv_lines, told_once, toml_tables
from foreshock.errors import CodebookError

HERE = Path(__file__).parent
NOTHING = "NONE"
SET_PHRASE = "set phrase"

FRAMES = frozenset({"on", "at", "ask", "give", "mutual", "split", "from", "alone", "undergo"})
TRIGGER_POS = frozenset({"verb", "noun", "adj"})
CUE_POS = frozenset({"verb", "noun", "phrase"})
CUE_KINDS = frozenset("say warn predict deny praise estimate explain promise urge accuse threaten".split())
STANCES = frozenset({"asserts", "denies", "doubts"})
AGENT_KINDS = frozenset({"role", "anonymous", "document", "instrument"})
WORD_KEYS = frozenset("obj subj prt mod xcomp ccomp word".split())
WHEN_KEYS = WORD_KEYS | frozenset(
    "about across after against along alongside amid among around as at before behind between beyond by despite during "
    "for from in inside into near of off on onto out over since through to toward towards under until upon with within "
    "without".split()
)


@dataclass(frozen=True, slots=True)
class Language:
    """What a list of triggers is read with: the keys that a condition may have, and the word classes."""

    keys: frozenset[str]
    classes: Mapping[str, frozenset[str]]


@cache
def _english() -> Language:
    return Language(WHEN_KEYS, classes())


@dataclass(frozen=True, slots=True)
class Constraint:
    """One condition of a reading: the words at `key` must be among `values`, or be there at all when `any`.

    `told` is the condition as it is written in the file.
    """

    key: str
    values: frozenset[str]
    any: bool = False
    negated: bool = False
    told: str = field(default="", compare=False)

    @property
    def demand(self) -> int:
        """How much the condition asks: 2 when words must be there, 1 when any word or none of some words will do."""
        return 1 if self.any or self.negated else 2

    def holds(self, found: frozenset[str]) -> bool:
        """True when the lemmas `found` at the key meet this condition."""
        met = bool(found) if self.any else not found.isdisjoint(self.values)
        return met != self.negated


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reading of a word or words in a row; `type` NONE blocks a use that is no event.

    `by` says who else gave it its type: empty for what the file says; with no line, nobody but them.
    """

    lemma: str
    pos: str
    type: str
    mode: str | None
    frame: str
    when: tuple[Constraint, ...]
    line: int
    note: str = ""
    file: str = "triggers.csv"
    by: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The lemmas in a row."""
        return tuple(self.lemma.split())

    @property
    def blocks(self) -> bool:
        """True when the reading says that the use is no event."""
        return self.type == NOTHING

    @property
    def is_set(self) -> bool:
        """True of a set phrase, whose words tell the act whatever the student holds of one of them."""
        return self.note == SET_PHRASE

    @property
    def rank(self) -> tuple[int, int, bool, int]:
        """Which reading wins, highest first: more words in a row, more demands, a block, fewer words allowed."""
        breadth = sum(len(one.values) for one in self.when)
        return len(self.words), sum(one.demand for one in self.when), self.blocks, -breadth

    def holds(self, found: Callable[[str], frozenset[str]]) -> bool:
        """True when every condition is met; `found` gives the lemmas at a key, empty where there are none."""
        return all(one.holds(found(one.key)) for one in self.when)


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
    return _with_extra(_read_triggers(extra), _shipped_triggers(), _trigger_key) if extra else _shipped_triggers()


@cache
def _shipped_triggers() -> tuple[Trigger, ...]:
    return _read_triggers(HERE / "triggers.csv")


def triggers_in(folder: Path, keys: Collection[str]) -> tuple[Trigger, ...]:
    """The readings of another language: `triggers.csv` and `classes.toml` of its folder, `keys` its prepositions."""
    language = Language(WORD_KEYS | frozenset(keys), classes(folder / "classes.toml"))
    return _read_triggers(folder / "triggers.csv", language)


def cues_in(folder: Path) -> tuple[Cue, ...]:
    """The cues of another language."""
    return _read_cues(folder / "cues.csv")


def agents_in(folder: Path) -> tuple[Agent, ...]:
    """The role nouns of another language."""
    return _read_agents(folder / "agents.csv")


@cache
def verbs() -> frozenset[str]:
    """The dictionary form of every verb that the lists know: of triggers, of cues, and those that carry a noun."""
    told = [(t.lemma, t.pos) for t in triggers()] + [(c.lemma, c.pos) for c in cues()]
    carrying = toml_file("frames.toml")["support"]["verbs"]
    return frozenset({*(lemma.split()[0] for lemma, pos in told if pos == "verb"), *carrying})


@cache
def needs_patient() -> frozenset[str]:
    """The verbs that, whatever stands beside them, tell of an act done to somebody."""
    return frozenset(t.lemma for t in _shipped_triggers() if t.pos == "verb" and t.frame == "on" and not t.when)


@cache
def cues(extra: Path | None = None) -> tuple[Cue, ...]:
    """Every cue, in file order; lines of `extra` follow and replace shipped lines with the same word."""
    return _with_extra(_read_cues(extra), cues(), _cue_key) if extra else _read_cues(HERE / "cues.csv")


@cache
def cue_lemmas(pos: str, *kinds: str) -> frozenset[str]:
    """The shipped cues of a part of speech, those of the kinds named where any is."""
    return frozenset(cue.lemma for cue in cues() if cue.pos == pos and (not kinds or cue.kind in kinds))


@cache
def agents(extra: Path | None = None) -> tuple[Agent, ...]:
    """Every role noun, in file order; lines of `extra` follow and replace shipped lines with the same noun."""
    return _with_extra(_read_agents(extra), agents(), _agent_key) if extra else _read_agents(HERE / "agents.csv")


@cache
def classes(file: Path = HERE / "classes.toml") -> Mapping[str, frozenset[str]]:
    """Word classes by name, with classes named inside others written out."""
    told = toml_tables(file).get("classes", {})
    return {name: frozenset(_expanded(name, told, file, ())) for name in told}


@cache
def contexts(file: Path = HERE / "contexts.toml") -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Contexts by code, each with the words in a row that mark a sentence."""
    return {
        name: frozenset(tuple(words.split()) for words in told["words"]) for name, told in toml_tables(file).items()
    }


def _trigger_key(entry: Trigger) -> tuple[str, str, frozenset[Constraint]]:
    return entry.lemma, entry.pos, frozenset(entry.when)


def _cue_key(entry: Cue) -> tuple[str, str]:
    return entry.lemma, entry.pos


def _agent_key(entry: Agent) -> str:
    return entry.noun


def _with_extra(added: tuple[L, ...], shipped: tuple[L, ...], key: Callable[[L], object]) -> tuple[L, ...]:
    replaced = {key(entry) for entry in added}
    return (*(entry for entry in shipped if key(entry) not in replaced), *added)


def _read_triggers(file: Path, language: Language | None = None) -> tuple[Trigger, ...]:
    rows = csv_lines(file, "lemma,pos,type,mode,frame,when,note")
    return told_once(file, (_trigger(row, here, language or _english()) for here, row in rows), _trigger_key)


def _read_cues(file: Path) -> tuple[Cue, ...]:
    rows = csv_lines(file, "lemma,pos,kind,stance,note")
    return told_once(file, (_cue(row, here) for here, row in rows), _cue_key)


def _read_agents(file: Path) -> tuple[Agent, ...]:
    rows = csv_lines(file, "noun,sector,kind,note")
    return told_once(file, (_agent(row, here) for here, row in rows), _agent_key)


def _trigger(row: dict[str, str], here: Place, language: Language) -> Trigger:
    kind, mode = row["type"], row["mode"]
    here.check("part of speech", row["pos"], TRIGGER_POS)
    here.check("type", kind, {NOTHING, *event_types()})
    here.check("frame", row["frame"], FRAMES)
    if mode:
        here.check(f"mode of {kind}", mode, () if kind == NOTHING else event_types()[kind].modes)
    when = tuple(_constraint(told, here, language) for told in row["when"].split())
    told = (row["lemma"], row["pos"], kind, mode or None, row["frame"], when, here.line, row["note"])
    return Trigger(*told, file=here.file.name)


def _cue(row: dict[str, str], here: Place) -> Cue:
    here.check("part of speech", row["pos"], CUE_POS)
    here.check("kind", row["kind"], CUE_KINDS)
    here.check("stance", row["stance"], STANCES)
    return Cue(row["lemma"], row["pos"], row["kind"], row["stance"], here.line, row["note"])


def _agent(row: dict[str, str], here: Place) -> Agent:
    here.check("sector", row["sector"], {*sectors(), *stand_ins()})
    here.check("kind", row["kind"], AGENT_KINDS)
    return Agent(row["noun"], row["sector"], row["kind"], here.line, row["note"])


def _constraint(told: str, here: Place, language: Language) -> Constraint:
    key, _, value = told.removeprefix("!").partition("=")
    negated = told.startswith("!")
    here.check("key in when", key, language.keys)
    if not value:
        raise here.fault(f"{told!r} in when has no value; write KEY=WORD, KEY=WORD|WORD, KEY=@class or KEY=*")
    if value == "*":
        return Constraint(key, frozenset(), any=True, negated=negated, told=told)
    values = frozenset().union(*(_words(one, here, language) for one in value.split("|")))
    return Constraint(key, values, negated=negated, told=told)


def _words(told: str, here: Place, language: Language) -> frozenset[str]:
    if not told.startswith("@"):
        return frozenset({told})
    here.check("class", told[1:], language.classes.keys())
    return language.classes[told[1:]]


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
