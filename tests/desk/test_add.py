"""Adding: what is held stays as it is, and is not coded again."""

from __future__ import annotations

from foreshock.desk.add import Added, add
from foreshock.desk.code import Uncodable
from foreshock.errors import UnreadableReport
from foreshock.ledger import Ledger
from tests.desk.made import NOON, ClumsyCoder, OneVerbCoder, read


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
