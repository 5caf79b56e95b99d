"""What a user sets once: the ledger's place, the model, their own actors and trigger words.

The law: the environment and one file, `foreshock.toml` in the working folder, are read here and nowhere else; the
environment goes before the file, and a command's own option before both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from foreshock.errors import CodebookError

FILE = "foreshock.toml"
LEDGER = "foreshock.db"
_KEYS = ("ledger", "model", "actors", "triggers", "coder", "learned", "allow_private", "link")


@dataclass(frozen=True, slots=True)
class Settings:
    """`ledger` is a path or database URL; `model` None is the best installed; `actors` and `triggers` add own ones.

    `coder` is both, rules or student; `learned` is a file that `foreshock learn` wrote. `allow_private` are the hosts
    that may be asked although they are not public, HOST or HOST:PORT, and `link` is told to every site with our name.
    """

    ledger: str = LEDGER
    model: str | None = None
    actors: Path | None = None
    triggers: Path | None = None
    coder: str = "both"
    learned: Path | None = None
    allow_private: tuple[str, ...] = ()
    link: str | None = None


def read_settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings of the environment over those of the folder's file; raises CodebookError for a broken file."""
    told = _file(folder / FILE)
    told |= {key: value for key in _KEYS if (value := environment.get(f"FORESHOCK_{key.upper()}"))}
    return Settings(
        ledger=told.get("ledger", LEDGER),
        model=told.get("model"),
        actors=_path(told.get("actors")),
        triggers=_path(told.get("triggers")),
        coder=told.get("coder", "both"),
        learned=_path(told.get("learned")),
        allow_private=tuple(told.get("allow_private", "").replace(",", " ").split()),
        link=told.get("link"),
    )


def _path(told: str | None) -> Path | None:
    return Path(told).expanduser() if told else None


def _file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        told = tomllib.loads(path.read_text("utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CodebookError(path, 1, f"cannot be read: {fault}") from fault
    for key, value in told.items():
        if key not in _KEYS:
            raise CodebookError(path, 0, f"{key!r} is no setting; known are {', '.join(_KEYS)}")
        if not isinstance(value, str):
            raise CodebookError(path, 0, f"{key!r} is set to {value!r}, which is no text; put it in quotes")
    return told
