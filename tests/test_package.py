"""The package as a user gets it: one wheel that holds everything the commands need.

The law: every file of the house that is no source is in the wheel, byte for byte, and nothing else is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
HOUSE = TOP / "src" / "foreshock"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this tree with what is installed here, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    script = f"import hatchling.build as b; print(b.build_wheel({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def held(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as files:
        return {name: files.read(name) for name in files.namelist()}


def test_the_wheel_holds_the_house_byte_for_byte_and_nothing_else(wheel: Path) -> None:
    hoped = {p.relative_to(HOUSE.parent).as_posix(): p for p in HOUSE.rglob("*") if p.is_file() and _shipped(p)}
    seen = {name: told for name, told in held(wheel).items() if ".dist-info/" not in name}
    assert sorted(seen) == sorted(hoped)
    assert all(seen[name] == path.read_bytes() for name, path in hoped.items())


def _shipped(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.suffix != ".pyc"


@pytest.mark.parametrize(
    "pattern",
    [
        r"foreshock/py\.typed",
        r"foreshock/codebook/types\.toml",
        r"foreshock/codebook/triggers\.csv",
        r"foreshock/codebook/cues\.csv",
        r"foreshock/codebook/agents\.csv",
        r"foreshock/codebook/actors/states\.csv",
        r"foreshock/brief/templates/brief\.html",
        r"foreshock/brief/templates/brief\.css",
        r"foreshock/examples/.+\.txt",
        r".*\.dist-info/licenses/LICENSE",
        r".*\.dist-info/licenses/NOTICE",
        r".*\.dist-info/entry_points\.txt",
    ],
)
def test_the_wheel_holds_what_a_command_needs(wheel: Path, pattern: str) -> None:
    assert any(re.fullmatch(pattern, name) for name in held(wheel))


def test_twelve_reports_or_more_are_packaged() -> None:
    reports = [p for p in (HOUSE / "examples").iterdir() if p.suffix in (".txt", ".md") and p.name != "README.md"]
    assert len(reports) >= 12


def test_the_house_read_from_the_wheel_alone_knows_its_codebook_and_examples(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        files.extractall(tmp_path)
    script = (
        "import foreshock, foreshock.codebook.base as b, foreshock.codebook.lexicon as l, foreshock.desk.demo as d\n"
        f"assert foreshock.__file__.startswith({str(tmp_path)!r}), foreshock.__file__\n"
        "assert len(b.event_types()) == 16 and l.triggers() and l.cues() and l.agents() and d.examples().is_dir()\n"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_same_tree_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    script = f"import hatchling.build as b; print(b.build_wheel({str(tmp_path)!r}))"
    subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, check=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def locked(name: str) -> dict[str, str]:
    """Package and version line of every entry of a lock, each with its hashes checked to be there."""
    text = (TOP / "requirements" / name).read_text("utf8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert all(re.match(r"[a-z0-9._-]+==\S+( ;.*?)?\s+--hash=sha256:[0-9a-f]{64}", line) for line in entries)
    return {line.split("--hash")[0].strip(): line for line in entries}


def test_the_locks_pin_every_package_with_hashes_and_agree() -> None:
    run, test = locked("run.txt"), locked("test.txt")
    assert set(run) <= set(test)
    assert all(test[entry] == line for entry, line in run.items())


def test_the_locks_hold_all_that_is_required() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf8"))
    groups = project["dependency-groups"]
    for file, wanted in (
        ("run.txt", [*project["project"]["dependencies"], *groups["build"]]),
        ("test.txt", [*groups["test"], *groups["lint"]]),
    ):
        names = {re.split(r"[=;\s]", entry)[0] for entry in locked(file)}
        assert {re.split(r"[=<>~!\[;\s]", told)[0].lower() for told in wanted} <= names


def test_the_version_is_told_once_and_the_same_everywhere() -> None:
    version = tomllib.loads((TOP / "pyproject.toml").read_text("utf8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (TOP / "CITATION.cff").read_text("utf8")
    assert f"\n## {version}" in (TOP / "CHANGELOG.md").read_text("utf8")
