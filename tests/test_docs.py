"""The docs keep up with the code: every command, every room, every link, every example.

The law: what a page says can be checked is checked here; a page that tells of what is not there fails.
"""

from __future__ import annotations

import contextlib
import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.markup import render
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from foreshock.cli import app

TOP = Path(__file__).parent.parent
DOCS = TOP / "docs"
PAGES = sorted([*TOP.glob("*.md"), *DOCS.rglob("*.md")])
OTHERS = [*TOP.glob("requirements/*.txt"), *TOP.glob(".ci/*"), *map(TOP.joinpath, "Makefile pyproject.toml".split())]

PAGE_OF_ROOM = {  # every other room has a page of its own name
    "wire": "reports",
    "records": "codebook",
    "errors": "commands",
    "settings": "commands",
    "desk": "commands",
    "cli": "commands",
    "examples": "first-brief",
}
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.M)
PACKAGE_HOST = re.compile(
    r"pypi\.(?:org|io)|pythonhosted\.|npmjs\.|anaconda\.|conda-forge|huggingface\.|debian\.(?:org|net)|crates\.io"
    r"|--(?:extra-)?index-url|--find-links"
)
MACHINE_PATH = re.compile(r"(?<![\w.~:/-])/(?:root|home|tmp|work|mnt|Users|opt|srv)/")


def commands() -> dict[str, TyperCommand]:
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: command for name, command in group.commands.items() if isinstance(command, TyperCommand)}


def rooms() -> list[str]:
    house = TOP / "src" / "foreshock"
    found = [p.stem for p in house.iterdir() if (p / "__init__.py").is_file() or p.suffix == ".py"]
    return sorted(name for name in found if not name.startswith("__"))


def anchors(text: str) -> set[str]:
    """The anchors that the headings of a page make."""
    plain = FENCED.sub("", text)
    told = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(plain))
    return set(told)


def section(text: str, command: str) -> str:
    """What a page of commands says of one command, empty where it has no section."""
    found = re.search(rf"^(#+) +`?foreshock {re.escape(command)}`?.*?$(.*?)(?=^\1 |\Z)", text, re.M | re.S)
    return found[2] if found else ""


def lost_links(page: Path, text: str) -> Iterator[str]:
    for target in LINK.findall(FENCED.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if (place != page and not place.exists()) or (
            anchor and place.suffix == ".md" and anchor not in anchors(_text(place, page, text))
        ):
            yield target


def _text(place: Path, page: Path, text: str) -> str:
    return text if place == page else place.read_text("utf8")


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_command_has_help_and_so_has_each_of_its_options(name: str) -> None:
    command = commands()[name]
    assert command.help and command.help.strip(), f"foreshock {name} has no help text"
    mute = [p.name for p in command.params if p.name != "help" and not getattr(p, "help", None)]
    assert not mute, f"foreshock {name}: no help text for {mute}"


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_help_text_is_shown_as_it_is_written(name: str) -> None:
    command = commands()[name]
    for written in [command.help, *(getattr(p, "help", None) for p in command.params)]:
        assert render(written or "").plain == (written or "").replace("\\[", "[")


def test_a_word_of_the_glossary_stands_once_and_in_its_place() -> None:
    words = re.findall(r"^\| ([^|]+?) \|", (DOCS / "glossary.md").read_text("utf8"), re.M)[1:]
    assert words == sorted(set(words))


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_command_has_a_section_that_names_its_options(name: str) -> None:
    told = section((DOCS / "commands.md").read_text("utf8"), name)
    assert told.strip(), f"docs/commands.md has no section `foreshock {name}`"
    options = [o for p in commands()[name].params if isinstance(p, TyperOption) and p.name != "help" for o in p.opts]
    untold = [option for option in options if option.startswith("--") and option not in told]
    assert not untold, f"docs/commands.md, foreshock {name}: does not tell of {untold}"


def test_no_section_tells_of_a_command_that_is_not_there() -> None:
    told = re.findall(r"^#+ +`?foreshock ([a-z-]+)", (DOCS / "commands.md").read_text("utf8"), re.M)
    assert set(told) <= set(commands())


@pytest.mark.parametrize("room", rooms())
def test_a_room_has_a_page(room: str) -> None:
    page = DOCS / f"{PAGE_OF_ROOM.get(room, room)}.md"
    assert page.is_file(), f"the room {room} has no page {page.relative_to(TOP)}"


def test_every_file_of_the_codebook_is_told_of() -> None:
    told, folder = (DOCS / "codebook.md").read_text("utf8"), TOP / "src" / "foreshock" / "codebook"
    untold = [path.name for path in folder.iterdir() if path.suffix in (".toml", ".csv") and path.name not in told]
    assert not untold, f"docs/codebook.md does not tell of {untold}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TOP)))
def test_a_link_leads_somewhere(page: Path) -> None:
    lost = list(lost_links(page, page.read_text("utf8")))
    assert not lost, f"{page.relative_to(TOP)} links to {lost}, which is not there"


def test_every_page_is_reached_from_the_index() -> None:
    index = DOCS / "index.md"
    seen = {(index.parent / target.partition("#")[0]).resolve() for target in LINK.findall(index.read_text("utf8"))}
    lonely = [str(p.relative_to(TOP)) for p in DOCS.rglob("*.md") if p != index and p.resolve() not in seen]
    assert not lonely, f"docs/index.md leads to no {lonely}"


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=lambda page: str(page.relative_to(TOP)))
def test_no_page_names_a_package_host_or_a_path_of_one_machine(page: Path) -> None:
    text = page.read_text("utf8")
    found = [hit[0] for pattern in (PACKAGE_HOST, MACHINE_PATH) for hit in pattern.finditer(text)]
    assert not found, f"{page.relative_to(TOP)} names {found}"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>> " in page.read_text("utf8")], ids=lambda page: str(page.relative_to(TOP))
)
def test_the_python_examples_of_a_page_run_and_say_what_the_page_says(page: Path, tmp_path: Path) -> None:
    blocks = [code for kind, code in FENCED.findall(page.read_text("utf8")) if kind in ("python", "pycon")]
    source = "\n".join(code for code in blocks if ">>> " in code)
    told = doctest.DocTestParser().get_doctest(source, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    lines: list[str] = []
    with contextlib.chdir(tmp_path):
        runner.run(told, out=lines.append)
    assert not runner.failures, "".join(lines)


def test_the_watchman_sees_a_lost_link_and_a_lost_anchor() -> None:
    text = "# Here\n[a](#here) [b](#gone) [c](no-such-page.md) [d](index.md) [e](mailto:x@y.org)\n"
    assert list(lost_links(DOCS / "x.md", text)) == ["#gone", "no-such-page.md"]


def test_the_watchman_sees_hosts_and_paths_and_lets_others_be() -> None:
    bad = [".".join(("pypi", "org")), "/" + "home/somebody/x", " /" + "root/x"]
    assert all(PACKAGE_HOST.search(told) or MACHINE_PATH.search(told) for told in bad)
    assert not any(MACHINE_PATH.search(told) for told in ("docs/home/x", "/usr/bin/chromium", "a/opt/x"))


def test_a_section_ends_where_the_next_command_begins() -> None:
    text = "# Commands\n## `foreshock one`\nfirst\n### more\nstill\n## `foreshock two`\nsecond\n"
    assert section(text, "one").split() == ["first", "###", "more", "still"]
    assert section(text, "three") == ""
