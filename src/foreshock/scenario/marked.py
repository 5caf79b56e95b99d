"""YAML with its line numbers: plain values on one side, the line of every field on the other.

The law: a file that is too big, too deep, says one key twice or multiplies itself by aliases is refused before it is
built; values are words and numbers only, so that NO is a word and not a falsehood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from foreshock.errors import ScenarioError
from foreshock.scenario.limits import in_file

Place = tuple[str | int, ...]
WHOLE, NUMBER, NULL = (f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "null"))


@dataclass(slots=True)
class Marked:
    """The value of a file, and the line (from 1) of every place in it; a place is its keys and positions."""

    file: str
    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int | None:
        """The line of the place, or of the nearest one around it."""
        return next((self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines), None)

    def fault(self, place: Place, what: str) -> ScenarioError:
        """The error to raise for what is wrong at a place."""
        return ScenarioError(self.file, self.line(place), spelt(place), what)


def spelt(place: Place) -> str:
    """The place as a person would write it: pathways.militia-route.stages[2].lag."""
    told = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return told.removeprefix(".")


def read_marked(text: str, file: str) -> Marked:
    """The text's one document; ScenarioError where it is no YAML or breaks a bound."""
    if len(text) > in_file("most_characters"):
        raise ScenarioError(file, None, "", f"{len(text):,} characters; {in_file('most_characters'):,} are the most")
    try:
        _check_depth(text, file)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        told = wrong.problem or wrong.context or "no YAML"
        raise ScenarioError(file, mark.line + 1 if mark else None, "", f"no YAML: {told}") from wrong
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise ScenarioError(file, None, "", f"no YAML: {str(wrong).splitlines()[0]}") from wrong
    if node is None:
        raise ScenarioError(file, None, "", "an empty file; a scenario begins with `scenario: NAME`")
    marked = Marked(file)
    marked.value = _built(node, (), marked, iter(range(in_file("most_nodes"))))
    return marked


def _check_depth(text: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > in_file("deepest"):
            line = event.start_mark.line + 1 if event.start_mark else None
            raise ScenarioError(file, line, "", f"lists and mappings lie more than {in_file('deepest')} deep")


def _built(node: yaml.Node, place: Place, marked: Marked, budget: Iterator[int]) -> Any:
    line = node.start_mark.line + 1
    marked.lines.setdefault(place, line)
    if len(place) > in_file("deepest"):
        raise ScenarioError(marked.file, line, "", f"lists and mappings lie more than {in_file('deepest')} deep")
    if next(budget, None) is None:
        raise ScenarioError(marked.file, line, "", f"more than {in_file('most_nodes'):,} values, aliases written out")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, marked, budget)
    if isinstance(node, yaml.SequenceNode):
        return [_built(one, (*place, n), marked, budget) for n, one in enumerate(node.value)]
    return _scalar(node, place, marked)


def _mapping(node: yaml.MappingNode, place: Place, marked: Marked, budget: Iterator[int]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ScenarioError(marked.file, line, spelt(place), "a key is a word, not a list or mapping")
        if key.value in built:
            raise ScenarioError(marked.file, line, spelt((*place, key.value)), "told twice")
        marked.lines[(*place, key.value)] = line
        built[key.value] = _built(value, (*place, key.value), marked, budget)
    return built


def _scalar(node: yaml.Node, place: Place, marked: Marked) -> str | int | float | None:
    word = str(node.value)
    if len(word) > in_file("longest_word"):
        raise marked.fault(place, f"{len(word):,} characters; {in_file('longest_word'):,} are the most")
    if node.tag == NULL:
        return None
    try:
        if node.tag == WHOLE:
            return int(word)
        if node.tag == NUMBER:
            return float(word)
    except ValueError:
        return word
    return word
