"""Reports without a coder, from file to ledger: kept, found again, said to be uncoded, coded when a coder comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from foreshock.coding import EventCoder, open_coder
from foreshock.desk.add import Added, add
from foreshock.desk.brief import page
from foreshock.desk.collect import Told, collect
from foreshock.desk.draft import draft
from foreshock.desk.recode import recode
from foreshock.desk.show import Filters, show
from foreshock.desk.terminal import heading
from foreshock.desk.uncoded import uncoded_line
from foreshock.errors import NoDraft
from foreshock.ledger import Ledger
from tests.desk.made import OneVerbCoder

NOON = datetime(2024, 11, 27, 12, tzinfo=UTC)
RUSSIAN = "Министерство обороны сообщило в понедельник, что его войска отошли от реки Хабур."
OTHER = "Турция обстреляла Сирию в понедельник, сообщила армия. Переговоры продолжатся в пятницу."
THREE = (
    "The army pulled back from the river on Monday, officials said, and talks will resume soon. L'armée s'est retirée "
    "du fleuve lundi, selon des responsables, et les pourparlers reprendront bientôt. El ejército se retiró del río el "
    "lunes, según funcionarios, y las conversaciones se reanudarán pronto."
)


@pytest.fixture(scope="module")
def coder() -> EventCoder:
    return open_coder(kind="rules")


@pytest.fixture
def book(tmp_path: Path, coder: EventCoder) -> Iterator[Ledger]:
    for name, text in (
        ("a.txt", RUSSIAN),
        ("b.txt", OTHER),
        ("c.txt", THREE),
        ("d.txt", "Iran shelled Iraq on Monday."),
    ):
        (tmp_path / name).write_text(text, encoding="utf8")
    with Ledger(tmp_path / "ledger.db") as ledger:
        added = list(
            add(collect([tmp_path / f"{x}.txt" for x in "abcd"], Told(None, None, None)), coder, ledger, lambda: NOON)
        )
        assert [(a.new, bool(a.uncoded)) for a in added if isinstance(a, Added)] == [(True, True)] * 3 + [(True, False)]
        yield ledger


def test_they_are_counted_by_language_in_one_line(book: Ledger) -> None:
    kept = [c.report for c in book.all_coded() if c.uncoded]
    assert uncoded_line(kept) == "3 reports kept uncoded: 2 Russian, 1 unknown"
    assert uncoded_line([]) is None


def test_they_are_shown_searched_and_told_in_the_brief(book: Ledger) -> None:
    reports = show(book, "reports", Filters())
    assert sorted(str(x) for x in reports["language"].to_list()) == ["en", "ru", "ru", "und"]
    reasons = show(book, "left_out", Filters())["reason"].to_list()
    assert "no coder for the language 'ru' (Russian)" in reasons and "its language is not known" in reasons
    assert "Хабур" in page(list(book.all_coded()), NOON.date(), "md") or "(Russian)" in page(
        list(book.all_coded()), NOON.date(), "md"
    )
    assert all("kept uncoded" in heading(c) for c in book.all_coded() if c.uncoded)


def test_a_draft_claims_nothing_of_a_report_that_nobody_read(book: Ledger) -> None:
    kept = list(book.all_coded())
    with pytest.raises(NoDraft, match=r"no report was read \(3 of 3 not read: .*\(Russian\)"):
        draft([c for c in kept if c.uncoded])
    with pytest.raises(NoDraft, match=r"the reports that were read say nothing of what may come \(3 of 4 not read"):
        draft(kept)


def test_the_same_file_again_changes_nothing(book: Ledger, tmp_path: Path, coder: EventCoder) -> None:
    [again] = add(collect([tmp_path / "a.txt"], Told(None, None, None)), coder, book, lambda: NOON)
    assert isinstance(again, Added) and not again.new


def test_a_later_coder_takes_them_up(book: Ledger) -> None:
    assert {told.report_id for told in recode(book, OneVerbCoder(), lambda: NOON)} == {  # type: ignore[union-attr]
        c.report.id for c in book.all_coded()
    }
    assert not [c for c in book.all_coded() if c.uncoded]
