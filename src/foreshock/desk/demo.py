"""The demonstration: the packaged example reports, collected, coded and briefed. The law: no network, no key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from foreshock.desk.brief import write_page
from foreshock.desk.code import Codes, Uncodable, code
from foreshock.desk.collect import Found, collect
from foreshock.errors import UnreadableReport
from foreshock.records import CodedReport

_SIGNS = re.compile(r"^[-#>|*\s]+|\*\*| ?`[0-9a-f]{6,}:\d+-\d+`")


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the page lies, the first lines of what was found, and what could not be read or coded."""

    path: Path
    coded: tuple[CodedReport, ...]
    findings: tuple[str, ...]
    faults: tuple[UnreadableReport | Uncodable, ...]


def demo(
    out: Path,
    made: date,
    coder: Codes,
    watch: Callable[[Iterable[Found]], Iterable[Found]] = iter,
) -> Demo:
    """The brief over the example reports, written to `out`; `watch` sees the reports go by."""
    from foreshock.brief import compose, render_html, render_markdown

    told = list(code(watch(collect([examples()])), coder))
    coded = tuple(x for x in told if isinstance(x, CodedReport))
    brief = compose(coded, made)
    write_page(render_html(brief), out, "html brief")
    return Demo(
        path=out,
        coded=coded,
        findings=first_findings(render_markdown(brief)),
        faults=tuple(x for x in told if isinstance(x, UnreadableReport | Uncodable)),
    )


def examples() -> Path:
    """The folder of example reports that ships with the package."""
    return Path(str(files("foreshock") / "examples"))


def first_findings(markdown: str, most: int = 14) -> tuple[str, ...]:
    """The first lines of a brief's first section, without Markdown signs and places in reports."""
    _, _, told = markdown.partition("\n## ")
    lines = [_SIGNS.sub("", line).strip() for line in (told or markdown).splitlines()]
    return tuple(line for line in lines if line)[:most]
