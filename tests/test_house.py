"""The house keeps its floor plan: who may import whom, who touches the network, the clock and the dice.

The law: the table below is the plan, as data. A wrong import is named with its file and line, and the watchman is
himself watched on small bad sources.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "src" / "foreshock"
NAME = "foreshock"
ROOT = "__init__"

GROUND = frozenset({"records", "codebook", "errors"})
DATABASES = frozenset({"sqlalchemy", "sqlite3", "psycopg", "psycopg2", "asyncpg", "duckdb", "alembic"})
MODELS = frozenset({"spacy", "torch", "transformers", "onnxruntime", "sklearn", "thinc", "fasttext"})
PLOTTING = frozenset({"matplotlib", "plotly", "seaborn", "bokeh", "altair", "pygal"})
ARRAYS = frozenset({"numpy", "scipy"})
FRONTS = frozenset({"typer", "click", "fastapi", "starlette", "uvicorn", "flask"})
NETWORK = frozenset(
    {"socket", "ssl", "http", "urllib3", "requests", "httpx", "httpcore", "aiohttp", "ftplib", "smtplib", "websockets"}
)
NETWORK_PARTS = frozenset({"urllib.request", "urllib.error"})
NETWORK_DOOR = "wire/fetch.py"


@dataclass(frozen=True, slots=True)
class Room:
    """What a room may import: `ours` of this house beside itself, and of others all that is not in `never`.

    With `plain` nothing but the standard library, and what is in `also`, may come from outside.
    """

    ours: frozenset[str] = GROUND
    never: frozenset[str] = frozenset()
    plain: bool = False
    also: frozenset[str] = frozenset()


PYDANTIC = frozenset({"pydantic", "pydantic_settings"})
BELOW = FRONTS | PYDANTIC
REASONING = Room(never=BELOW | DATABASES | MODELS | PLOTTING)
OUTSIDE = frozenset({"desk", "brief", "settings"}) | GROUND
INNER = frozenset(  # every room below desk
    "settings wire coding ledger formats linking gauge scoring forecast scenario brief engines".split()
)
ROOMS = {
    "errors": Room(ours=frozenset(), plain=True),
    "codebook": Room(ours=frozenset({"errors"}), plain=True),
    "records": Room(ours=frozenset({"codebook", "errors"}), never=BELOW | DATABASES | MODELS | ARRAYS | {"polars"}),
    "settings": Room(ours=frozenset({"errors"}), plain=True, also=PYDANTIC),
    "wire": Room(never=BELOW | DATABASES | {"spacy"}),
    "coding": Room(never=BELOW | DATABASES),
    "ledger": Room(never=BELOW | MODELS),
    "formats": Room(never=BELOW | DATABASES | MODELS | ARRAYS | PLOTTING),
    "linking": REASONING,
    "gauge": REASONING,
    "scoring": REASONING,
    "forecast": REASONING,
    "scenario": Room(ours=GROUND | {"forecast"}, never=(BELOW | DATABASES | MODELS) - PYDANTIC),
    "brief": Room(never=BELOW | DATABASES | MODELS | ARRAYS | PLOTTING),
    "engines": Room(never=BELOW | DATABASES),
    "desk": Room(ours=GROUND | INNER, never=FRONTS),
    "cli": Room(ours=OUTSIDE, never=(DATABASES | MODELS | ARRAYS | FRONTS) - {"typer", "click"}),
    "web": Room(ours=OUTSIDE, never=DATABASES | MODELS | ARRAYS | {"typer", "click"}),
    ROOT: Room(ours=GROUND | INNER | {"desk"}, plain=True),
}
FURNITURE = frozenset({"examples"})
CLOCK_KEEPERS = frozenset({"desk", "cli", "web"})

CLOCK = frozenset(
    {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "time.localtime",
        "time.gmtime",
        "time.ctime",
        "time.strftime",
    }
)
DICE = frozenset({"os.urandom", "uuid.uuid1", "uuid.uuid4"})
DICE_ROOTS = ("random.", "secrets.", "numpy.random.")
SEEDED = frozenset({"random.Random", "numpy.random.default_rng", "numpy.random.SeedSequence", "numpy.random.PCG64"})
TYPES = frozenset({"numpy.random.Generator", "random.Random"})


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"src/{NAME}/{self.file}:{self.line}: {self.what}"


def faults(file: str, source: str) -> list[Fault]:
    """All breaches of the plan in one file, given by its path inside the house."""
    tree, room = ast.parse(source, file), room_of(file)
    found = [Fault(file, line, what) for line, name in imports(tree, file) if (what := wrong_import(room, name, file))]
    if room not in CLOCK_KEEPERS:
        found += [Fault(file, line, what) for line, what in chances(tree)]
    return sorted(found)


def room_of(file: str) -> str:
    return file.split("/")[0].removesuffix(".py")


def imports(tree: ast.AST, file: str) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything imported, wherever in the file it stands."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(names=names):
                start = _from(node, file)
                yield from ((node.lineno, f"{start}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def _from(node: ast.ImportFrom, file: str) -> str:
    if not node.level:
        return node.module or ""
    package = [NAME, *file.removesuffix(".py").split("/")]
    above = package[: len(package) - node.level]
    return ".".join([*above, *([node.module] if node.module else [])])


def wrong_import(room: str, name: str, file: str) -> str | None:
    """Why the import breaks the plan, or None."""
    top = name.split(".")[0]
    if top == NAME:
        return wrong_room(room, name)
    rule = ROOMS[room]
    if (top in NETWORK or _within(name, NETWORK_PARTS)) and file != NETWORK_DOOR:
        return f"{top} touches the network, which only {NETWORK_DOOR} does"
    if top in rule.never:
        return f"{room} never imports {top}"
    if rule.plain and top not in sys.stdlib_module_names and top not in rule.also:
        return f"{room} stands on the standard library alone, not on {top}"
    return None


def wrong_room(room: str, name: str) -> str | None:
    parts = name.split(".")
    other = parts[1] if len(parts) > 1 and parts[1] in ROOMS else ROOT
    if other == room or other in ROOMS[room].ours:
        return None
    return f"{room} may not import {other if other != ROOT else 'the package itself'}"


def _within(name: str, wanted: frozenset[str]) -> bool:
    return any(name == one or name.startswith(one + ".") for one in wanted)


def chances(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every use of the clock or of unseeded dice."""
    aliases = dict(_aliases(tree))
    seeded = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and (node.args or node.keywords)}
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name | ast.Attribute):
            continue
        name = _dotted(node, aliases)
        if name in CLOCK:
            yield node.lineno, f"reads the clock: {name}"
        elif name in DICE or (name and name.startswith(DICE_ROOTS)):
            harmless = (name in SEEDED and id(node) in seeded) or (name in TYPES and id(node) not in called)
            if not harmless and not any(kept.startswith(f"{name}.") for kept in SEEDED):
                yield node.lineno, f"throws unseeded dice: {name}"


def _aliases(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (
                (a.asname or a.name.split(".")[0], a.name if a.asname else a.name.split(".")[0]) for a in node.names
            )
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _dotted(node: ast.expr, aliases: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return aliases.get(node.id)
    if isinstance(node, ast.Attribute) and (start := _dotted(node.value, aliases)):
        return f"{start}.{node.attr}"
    return None


def circle(graph: dict[str, set[str]]) -> list[str]:
    """One circle in a graph, as the names along it, or nothing."""

    def walk(at: str, path: list[str]) -> list[str]:
        if at in path:
            return [*path[path.index(at) :], at]
        return next((found for to in sorted(graph.get(at, ())) if (found := walk(to, [*path, at]))), [])

    return next((found for start in sorted(graph) if (found := walk(start, []))), [])


@cache
def sources() -> dict[str, str]:
    return {path.relative_to(HOUSE).as_posix(): path.read_text("utf8") for path in sorted(HOUSE.rglob("*.py"))}


def test_every_file_keeps_the_floor_plan() -> None:
    found = [fault for file, source in sources().items() for fault in faults(file, source)]
    assert not found, "\n" + "\n".join(map(str, found))


def test_every_room_stands_in_the_table() -> None:
    rooms = {room_of(file) for file in sources()}
    assert rooms - FURNITURE <= set(ROOMS), f"not in the table: {sorted(rooms - FURNITURE - set(ROOMS))}"


def test_the_plan_itself_has_no_circle() -> None:
    assert circle({room: set(rule.ours) for room, rule in ROOMS.items()}) == []


def test_errands_are_not_made_of_each_other_in_a_circle() -> None:
    desk: dict[str, set[str]] = {}
    for file, source in sources().items():
        if room_of(file) == "desk":
            told = (name.split(".") for _, name in imports(ast.parse(source), file))
            desk[Path(file).stem] = {parts[2] for parts in told if parts[:2] == [NAME, "desk"] and len(parts) > 2}
    assert circle({name: {to for to in others if to in desk} for name, others in desk.items()}) == []


BAD = [
    ("records/event.py", "\nimport spacy", 2, "records never imports spacy"),
    ("records/event.py", "from numpy import array", 1, "records never imports numpy"),
    ("records/event.py", "import sqlalchemy.orm as orm", 1, "records never imports sqlalchemy"),
    ("records/event.py", "from foreshock.ledger import Ledger", 1, "records may not import ledger"),
    ("records/event.py", "import pydantic", 1, "records never imports pydantic"),
    ("codebook/base.py", "from foreshock.records import Event", 1, "codebook may not import records"),
    ("codebook/base.py", "import polars", 1, "codebook stands on the standard library alone, not on polars"),
    ("errors.py", "from foreshock import records", 1, "errors may not import records"),
    ("errors.py", "import foreshock.codebook.base", 1, "errors may not import codebook"),
    ("settings.py", "from .wire import read_text", 1, "settings may not import wire"),
    ("wire/text.py", "from foreshock.coding import open_coder", 1, "wire may not import coding"),
    ("wire/text.py", "from ..coding import open_coder", 1, "wire may not import coding"),
    ("wire/text.py", "from .. import ledger", 1, "wire may not import ledger"),
    ("wire/text.py", "import requests", 1, "requests touches the network, which only wire/fetch.py does"),
    ("wire/text.py", "from urllib.request import urlopen", 1, "urllib touches the network, which only"),
    ("wire/text.py", "from urllib import request", 1, "urllib touches the network, which only"),
    ("coding/coder.py", "def f():\n    import sqlite3", 2, "coding never imports sqlite3"),
    (
        "coding/coder.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from foreshock.wire import x",
        3,
        "wire",
    ),
    ("coding/coder.py", "import importlib\nimportlib.import_module('foreshock.ledger')", 2, "may not import ledger"),
    ("coding/coder.py", "import foreshock", 1, "coding may not import the package itself"),
    ("coding/coder.py", "from foreshock import code", 1, "coding may not import the package itself"),
    ("ledger/ledger.py", "import spacy", 1, "ledger never imports spacy"),
    ("ledger/ledger.py", "from foreshock.brief import compose", 1, "ledger may not import brief"),
    ("formats/gdelt.py", "from foreshock.ledger import Ledger", 1, "formats may not import ledger"),
    ("formats/gdelt.py", "from foreshock.coding import open_coder", 1, "formats may not import coding"),
    ("formats/export/stix.py", "from uuid import uuid4\nx = uuid4()", 2, "throws unseeded dice: uuid.uuid4"),
    ("formats/export/graph.py", "import sqlalchemy", 1, "formats never imports sqlalchemy"),
    ("linking/same.py", "import matplotlib.pyplot", 1, "linking never imports matplotlib"),
    ("gauge/tension.py", "from foreshock.wire import read_text", 1, "gauge may not import wire"),
    ("scoring/scores.py", "from foreshock.ledger import Ledger", 1, "scoring may not import ledger"),
    ("forecast/hawkes.py", "from foreshock.gauge import tension", 1, "forecast may not import gauge"),
    ("scenario/play.py", "from foreshock.ledger import Ledger", 1, "scenario may not import ledger"),
    ("brief/render.py", "import numpy", 1, "brief never imports numpy"),
    ("brief/render.py", "from foreshock.ledger import Ledger", 1, "brief may not import ledger"),
    ("engines/local.py", "from foreshock.ledger import Ledger", 1, "engines may not import ledger"),
    ("desk/add.py", "import typer", 1, "desk never imports typer"),
    ("desk/add.py", "from foreshock.cli import app", 1, "desk may not import cli"),
    ("cli/reports.py", "from foreshock.coding import open_coder", 1, "cli may not import coding"),
    ("cli/reports.py", "from foreshock.ledger import Ledger", 1, "cli may not import ledger"),
    ("cli/reports.py", "import spacy", 1, "cli never imports spacy"),
    ("cli/reports.py", "from sqlalchemy import text", 1, "cli never imports sqlalchemy"),
    ("web/app.py", "from foreshock.coding import open_coder", 1, "web may not import coding"),
    ("wire/text.py", "from datetime import datetime\nx = datetime.now()", 2, "reads the clock: datetime.datetime.now"),
    ("gauge/tension.py", "import datetime as dt\nx = dt.date.today()", 2, "reads the clock: datetime.date.today"),
    ("gauge/tension.py", "from datetime import date\nf(clock=date.today)", 2, "reads the clock: datetime.date.today"),
    ("ledger/ledger.py", "import time\nx = time.time()", 2, "reads the clock: time.time"),
    ("forecast/hawkes.py", "import random\nx = random.random()", 2, "throws unseeded dice: random.random"),
    ("forecast/hawkes.py", "from random import shuffle\nshuffle(x)", 2, "throws unseeded dice: random.shuffle"),
    ("forecast/hawkes.py", "import random\nx = random.Random()", 2, "throws unseeded dice: random.Random"),
    ("forecast/hawkes.py", "import numpy as np\nx = np.random.normal()", 2, "unseeded dice: numpy.random.normal"),
    ("forecast/hawkes.py", "import numpy as np\nx = np.random.default_rng()", 2, "numpy.random.default_rng"),
    ("coding/coder.py", "from uuid import uuid4\nx = uuid4()", 2, "throws unseeded dice: uuid.uuid4"),
]

GOOD = [
    ("records/event.py", "from foreshock.codebook.base import event_types\nfrom foreshock.records.span import Span"),
    ("codebook/base.py", "import csv, tomllib\nfrom foreshock.errors import CodebookError"),
    ("wire/fetch.py", "import httpx\nfrom urllib.request import urlopen"),
    ("wire/text.py", "from urllib.parse import urlsplit\nfrom . import files\nfrom ..records import Report"),
    ("coding/coder.py", "import spacy\nfrom foreshock import records\nfrom foreshock.coding import syntax"),
    ("scenario/play.py", "from foreshock.forecast import simulate\nimport pydantic"),
    ("forecast/simulate.py", "import random\ndef f(seed: int, dice: random.Random): return random.Random(seed)"),
    ("forecast/simulate.py", "import numpy as np\nx = np.random.default_rng(7)\ndef f(g: np.random.Generator): ..."),
    ("desk/demo.py", "from foreshock import coding\nfrom foreshock.desk.code import code"),
    (
        "cli/reports.py",
        "import typer\nfrom datetime import datetime\nx = datetime.now()\nfrom foreshock.desk import add",
    ),
    ("ledger/ledger.py", "from datetime import datetime\nx = datetime(2024, 11, 27)\nimport time\ntime.monotonic()"),
]


@pytest.mark.parametrize(("file", "source", "line", "told"), BAD)
def test_a_bad_source_is_found_with_its_line(file: str, source: str, line: int, told: str) -> None:
    found = faults(file, source)
    assert [fault.line for fault in found] == [line]
    assert told in str(found[0])
    assert str(found[0]).startswith(f"src/foreshock/{file}:{line}: ")


@pytest.mark.parametrize(("file", "source"), GOOD)
def test_a_good_source_has_no_fault(file: str, source: str) -> None:
    assert faults(file, source) == []


def test_a_circle_is_found() -> None:
    assert circle({"demo": {"code"}, "code": {"brief"}, "brief": {"code"}}) == ["brief", "code", "brief"]
    assert circle({"demo": {"code", "brief"}, "code": set(), "brief": set()}) == []
