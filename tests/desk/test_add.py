"""Adding: what is held stays as it is, and is not coded again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from foreshock.desk.add import Added, Retracted, add
from foreshock.desk.brief import page
from foreshock.desk.code import Uncodable
from foreshock.desk.collect import Read
from foreshock.desk.copies import HeldCopies, told_once
from foreshock.errors import UnreadableReport, Withdrawn
from foreshock.ledger import Ledger
from foreshock.wire import read_text
from foreshock.wire.doors import reports
from foreshock.wire.item import Item
from tests.desk.made import NOON, ClumsyCoder, OneVerbCoder, read
from tests.wire.formed import ADDRESS, TITLE, newsml, ninjs


def test_a_report_is_added_once_and_coded_once() -> None:
    coder = OneVerbCoder()
    with Ledger(":memory:") as ledger:
        added = list(add([read(), read()], coder, ledger, lambda: NOON))
        assert [(x.new, x.events) for x in added if isinstance(x, Added)] == [(True, 1), (False, 0)]
        assert len(coder.seen) == 1
        assert len(ledger.events()) == 1


def test_an_error_is_handed_on_and_the_rest_is_added() -> None:
    fault = UnreadableReport("a.txt", "empty", "hoped for text")
    with Ledger(":memory:") as ledger:
        added = list(add([fault, read()], OneVerbCoder(), ledger, lambda: NOON))
        assert added[0] is fault
        assert len(ledger.reports()) == 1


def test_a_report_that_breaks_the_coder_is_named_and_the_rest_is_added() -> None:
    with Ledger(":memory:") as ledger:
        added = list(add([read("They stumble.", "bad.txt"), read()], ClumsyCoder(), ledger, lambda: NOON))
        assert [type(x) for x in added] == [Uncodable, Added]
        assert len(ledger.reports()) == 1


def test_the_clock_tells_when_a_report_was_learned() -> None:
    with Ledger(":memory:") as ledger:
        list(add([read()], OneVerbCoder(), ledger, lambda: NOON))
        assert len(ledger.as_of(NOON.date()).reports()) == 1
        assert len(ledger.as_of(NOON.date().replace(day=26)).reports()) == 0


WIRE = (
    "Envoys at odds\n\nHARBOUR (Levant Wire) - The army struck the town on Monday, and its envoy said that the talks "
    "in Kelmare would go on all the same. Two ministers of the neighbouring state left the hall before the end, and a "
    "third called the strike the gravest since the truce of last spring. Nobody was hurt, the mayor said, but the "
    "bridge by the mill can be crossed on foot only and the school stays closed for the rest of the week.\n"
)


def test_the_text_of_another_outlet_is_added_as_its_copy_and_said_to_be_one() -> None:
    other = (
        WIRE.replace("Envoys at odds", "Talks go on").replace("Levant Wire", "Gulf Courier")
        + "\nMore to follow soon.\n"
    )
    with Ledger(":memory:") as ledger:
        first, second, again = add([read(WIRE), read(other, "b.txt"), read(WIRE)], OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(first, Added) and isinstance(second, Added) and isinstance(again, Added)
        assert (first.state, again.state) == ("new, 1 event", "held before")
        assert second.state == f"new, 1 event, copy of {first.report.id} in Levant Wire, 100% of its words"
        assert ledger.families() == dict.fromkeys((first.report.id, second.report.id), first.report.id)
        assert len(ledger.events()) == 2, "nothing is thrown away"
        assert ledger.acts()["incident"].n_unique() == 1
        assert ledger.verify().fault is None


def test_a_copy_is_found_in_a_ledger_that_another_writer_filled_or_an_older_foreshock() -> None:
    other = WIRE.replace("Levant Wire", "Gulf Courier")
    with Ledger(":memory:") as ledger:
        for text in (WIRE, WIRE.replace("Levant Wire", "Tigris Post")):
            ledger.add(OneVerbCoder().code(read(text).report), NOON)
        assert ledger.families() == {}
        [told] = add([read(other)], OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(told, Added) and told.copy is not None
        assert told.copy.kind == "exact"
        assert len(ledger.families()) == 3, "those that were held without being looked up are looked up"
        assert len(ledger.copies()) == 2


def test_what_another_writer_adds_meanwhile_is_known_before_the_next_report() -> None:
    with Ledger(":memory:") as ledger:
        copies = HeldCopies(ledger, lambda: NOON)
        ledger.add(OneVerbCoder().code(read(WIRE).report), NOON, sketch=copies.sketch(read(WIRE).report))
        assert copies.find(read(WIRE.replace("Levant Wire", "Gulf Courier")).report) is not None


def test_one_text_is_told_once_by_its_longest_report_which_names_the_outlets() -> None:
    longer, alone = WIRE + "\nMore follows in the evening.\n", "The army struck the town on Friday."
    coded = [OneVerbCoder().code(read(t).report) for t in (WIRE, longer.replace("Levant Wire", "Gulf Courier"), alone)]
    first, second, third = (held.report.id for held in coded)
    told = told_once(coded, {first: first, second: first})
    assert [held.report.id for held in told] == [second, third]
    assert told[0].report.flags == ("the same text in 2 outlets: Levant Wire, Gulf Courier",)
    assert told[1] == coded[2]
    assert "the same text in 2 outlets: Levant Wire, Gulf Courier" in page(told, NOON.date(), "md")
    assert "the same text in 2 outlets: Levant Wire, Gulf Courier" in page(told, NOON.date())


def test_of_a_text_and_its_copy_that_differ_in_the_outlet_alone_the_first_is_told() -> None:
    told = f"HARBOUR (Post) - {WIRE}"
    reports = [read(told).report, read(told.replace("(Post)", "(Evening Post)")).report]
    named = [replace(r, outlet=o) for r, o in zip(reports, ("Post", "Evening Post"), strict=True)]
    coded = [OneVerbCoder().code(report) for report in named]
    (kept,) = told_once(coded, dict.fromkeys((r.id for r in named), "family"))
    assert kept.report.outlet == "Post"


GRAVE = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='http://purl.org/atompub/tombstones/1.0'><title>Levant Wire"
    "</title><id>f</id><updated>2024-11-28T12:00:00Z</updated><at:deleted-entry ref='{ref}' "
    "when='2024-11-28T09:00:00Z'>{more}<at:comment>Wrong town</at:comment></at:deleted-entry></feed>"
)


def opened(raw: bytes) -> Iterator[Read | UnreadableReport]:
    for one in reports(Item("message", raw)):
        yield one if isinstance(one, UnreadableReport) else Read("message", one)


@pytest.mark.parametrize(
    "message",
    [
        ninjs("canceled"),
        ninjs("withheld", 3),
        newsml("canceled"),
        newsml("withheld", True),
        GRAVE.format(ref=ADDRESS, more="").encode(),
        GRAVE.format(ref="urn:1", more=f"<link href='{ADDRESS}'/>").encode(),
    ],
)
def test_a_message_of_withdrawal_retracts_the_report_held_under_its_address(message: bytes) -> None:
    with Ledger(":memory:") as ledger:
        [first] = add(opened(ninjs()), OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(first, Added)
        [told] = add(opened(message), OneVerbCoder(), ledger, lambda: NOON.replace(day=28))
        assert isinstance(told, Retracted) and told.reports == ((first.report.id, True),)
        assert "withdrawn, counts no more" in told.lines()[0]
        assert ledger.reports()["state"].to_list() == ["withdrawn"]
        assert ledger.as_of(NOON.date()).reports()["state"].to_list() == ["current"]
        [again] = add(opened(message), OneVerbCoder(), ledger, lambda: NOON.replace(day=29))
        assert isinstance(again, Retracted) and "was withdrawn before" in again.lines()[0]
        assert ledger.verify().fault is None


@pytest.mark.parametrize("message", [newsml("canceled"), GRAVE.format(ref="urn:1", more="").encode()])
def test_a_withdrawal_of_what_is_not_held_says_so_and_changes_nothing(message: bytes) -> None:
    with Ledger(":memory:") as ledger:
        list(add([read()], OneVerbCoder(), ledger, lambda: NOON))
        head = ledger.verify()
        [told] = add(opened(message), OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(told, Retracted) and not told.reports
        assert told.lines()[0].endswith("nothing is withdrawn") and ledger.verify() == head


def test_a_message_of_another_outlet_withdraws_nothing() -> None:
    with Ledger(":memory:") as ledger:
        held = replace(read(), report=replace(read().report, outlet="Gulf Courier", url=ADDRESS))
        list(add([held], OneVerbCoder(), ledger, lambda: NOON))
        [message] = opened(ninjs("canceled"))
        assert isinstance(message, Withdrawn) and message.outlet not in (None, "Gulf Courier")
        [told] = add([message], OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(told, Retracted) and not told.reports
        assert ledger.reports()["state"].to_list() == ["current"]


def test_a_message_withdraws_no_version_that_another_replaced() -> None:
    with Ledger(":memory:") as ledger:
        [older, newer] = add([*opened(ninjs()), read()], OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(older, Added) and isinstance(newer, Added) and older.report.title == TITLE
        ledger.add_version(newer.report.id, older.report.id, NOON)
        [told] = add(opened(ninjs("canceled")), OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(told, Retracted) and not told.reports


def test_a_changed_article_at_its_address_takes_the_place_of_the_older_and_no_other_report_does() -> None:
    def told(text: str, day: int = 4, title: str | None = "Envoys at odds", outlet: str = "Levant Wire") -> Read:
        report = read_text(text, outlet=outlet, published=date(2024, 11, day), url=ADDRESS, title=title)
        return Read("page.html", replace(report, language="en"))

    first, changed = told("The army struck the town."), told("The army struck the town and the bridge.", 5)
    other_title, other_outlet = told("The navy sank a boat.", title="Boat sunk"), told("The army fled.", outlet="Wire")
    earlier = told("The army struck.", 3)
    with Ledger(":memory:") as ledger:
        found = list(add([first, changed, other_title, other_outlet, earlier], OneVerbCoder(), ledger, lambda: NOON))
        assert [one.replaces for one in found if isinstance(one, Added)] == [None, first.report.id, None, None, None]
        assert isinstance(found[4], Added) and found[4].replaced_by == changed.report.id
        assert f"an older version of {changed.report.id}, counts no more" in found[4].state
        assert isinstance(found[1], Added) and f"a new version of {first.report.id}" in found[1].state
        state = dict(ledger.reports().select("report_id", "state").iter_rows())
        assert [state[one.report.id] for one in (first, changed, earlier)] == ["replaced", "current", "replaced"]
        assert first.report.id not in set(ledger.events()["report_id"])
        (again,) = add([first], OneVerbCoder(), ledger, lambda: NOON)
        assert isinstance(again, Added) and again.state == "held before"
