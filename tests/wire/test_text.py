"""What a text tells of itself: title, outlet, publication, language, and the law that it is never altered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.errors import UnreadableReport
from foreshock.records import Part, Report
from foreshock.wire import NoReportDay, read_text
from foreshock.wire.words import words

LINES = st.sampled_from(
    [
        "Envoys meet in the capital",
        "# Envoys meet in the capital",
        "2024-11-27 04:12",
        "Updated 28 November 2024, 10:00 GMT",
        "Harbour Times/ The envoys met on Monday. They left at noon.",
        "BAGHDAD, Nov 27 (Levant Wire) - The army moved two brigades, officials said.",
        "**KYIV** — The mayor spoke. He urged calm.",
        "Why it matters",
        "## What comes next?",
        "> “We saw nothing,” he said.",
        "- A list of things, told in one line.",
        "Read more: Another story",
        "Related stories",
        "(Reporting by A. Writer; editing by B. Reader)",
        "harbourtimes.example",
        "https://harbourtimes.example/a/b",
        "---",
        "*Harbour Times, 3 May 2024*",
        "![a map](map.png)",
        "STATEMENT",
        "a line that runs on over the end of its line and is",
        "",
        "   ",
        "\ufeff",
        "عقد المبعوثون اجتماعا في العاصمة.",
    ]
)
BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n", "\r", "\u2028"])
PAGES = st.lists(st.tuples(LINES, BREAKS), min_size=1, max_size=14).map(lambda x: "".join(a + b for a, b in x))
TEXTS = PAGES | st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def kinds(report: Report) -> list[tuple[str, str]]:
    return [(part.kind, part.span.of(report.text)) for part in report.parts]


def of_kind(report: Report, kind: str) -> list[str]:
    return [words for found, words in kinds(report) if found == kind]


def readable(text: str) -> bool:
    return any(x.isalnum() for x in text)


@given(TEXTS.filter(readable))
def test_a_text_is_kept_letter_for_letter(text: str) -> None:
    assert read_text(text).text == text


@given(TEXTS.filter(readable))
def test_parts_stand_in_order_and_never_overlap(text: str) -> None:
    spans = [part.span for part in read_text(text).parts]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(TEXTS.filter(readable))
def test_every_letter_lies_in_exactly_one_part(text: str) -> None:
    covered = [0] * len(text)
    for part in read_text(text).parts:
        for place in range(part.span.start, part.span.end):
            covered[place] += 1
    assert all(covered[i] == 1 for i, x in enumerate(text) if x.isalpha())


@given(TEXTS.filter(readable))
def test_the_same_text_gives_the_same_report(text: str) -> None:
    assert read_text(text) == read_text(text)


@given(TEXTS.filter(readable))
def test_a_day_is_found_in_the_text_or_unknown(text: str) -> None:
    report = read_text(text)
    assert (report.published is None) == (report.published_found == "unknown")
    assert report.published_at is None or report.published_at.date() == report.published


@given(TEXTS.filter(readable), st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_what_the_caller_tells_goes_before_the_text(text: str, day: date) -> None:
    report = read_text(text, published=day, outlet="A Paper Of Ours", title="A title", url="https://x.example/1")
    told = (report.published, report.published_found, report.outlet, report.title, report.url)
    assert told == (day, "given", "A Paper Of Ours", "A title", "https://x.example/1")


@pytest.mark.parametrize("text", ["", "  \n\t", "...\n---\n", "\x00\x00", "half a pair \ud83d"])
def test_a_text_without_words_or_with_half_characters_is_refused(text: str) -> None:
    with pytest.raises(UnreadableReport):
        read_text(text)


def test_a_title_told_twice_is_one_title_and_one_repeat() -> None:
    report = read_text("Envoys meet\nEnvoys meet\n2024-11-27 04:12\nHarbour Times/ They met. They left.\n")
    assert kinds(report) == [
        ("title", "Envoys meet"),
        ("repeat", "Envoys meet"),
        ("time", "2024-11-27 04:12"),
        ("outlet", "Harbour Times/"),
        ("body", "They met. They left."),
    ]
    assert (report.title, report.outlet) == ("Envoys meet", "Harbour Times")
    assert report.published_at == datetime(2024, 11, 27, 4, 12)


def test_a_dateline_is_its_own_part_and_names_the_outlet() -> None:
    report = read_text("Army moves\n\nBAGHDAD, Nov 27, 2024 (Levant Wire) - The army moved. It said so.\n")
    assert of_kind(report, "dateline") == ["BAGHDAD, Nov 27, 2024 (Levant Wire) -"]
    assert of_kind(report, "body") == ["The army moved. It said so."]
    assert (report.outlet, report.published, report.published_found) == ("Levant Wire", date(2024, 11, 27), "text")


@pytest.mark.parametrize(
    "dateline",
    [
        "July 21, 2025 (NAIROBI) – ",
        "(NAIROBI) July 21, 2025 - ",
        "KHARTOUM – July 21, 2025 – ",
        "21 July 2025, Nairobi – ",
        "NAIROBI, Kenya (July 21, 2025) — ",
        "[Nairobi, 21.07.2025] ",
        "Geneva/Nairobi | 21 July 2025 – ",
        "Nairobi, July 21st, 2025: ",
    ],
)
def test_place_and_day_make_a_dateline_in_any_order(dateline: str) -> None:
    report = read_text(f"Convoy is hit in Tine\n\n{dateline}Five people were killed on Saturday, the UN said.")
    assert of_kind(report, "dateline") == [dateline.strip()]
    assert (str(report.published), report.published_found, report.outlet) == ("2025-07-21", "text", None)


@pytest.mark.parametrize("start", ["On July 21, 2025: ", "July 21, 2025 – ", "Gunmen came on July 21, 2025. "])
def test_a_sentence_or_a_bare_day_is_no_dateline(start: str) -> None:
    report = read_text(f"A chronology of the war\n\n{start}Five people were killed in Tine, the UN said.")
    assert report.published is None and not of_kind(report, "dateline")


def test_a_dateline_without_a_year_tells_no_day() -> None:
    report = read_text("Army moves\n\nBAGHDAD, Nov 27 (Levant Wire) - The army moved. It said so.\n")
    assert (report.published, report.published_found) == (None, "unknown")


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("KYIV — ", "dateline"),
        ("KYIV, Ukraine (AP) — ", "dateline"),
        ("JERUSALEM/TEHRAN, Oct 2 (Levant Wire) - ", "dateline"),
        ("Beirut/ ", "dateline"),
        ("Baghdad, Iraq – ", "dateline"),
        ("JEDDAH: ", "dateline"),
        ("MOSCOW, November 27. /TASS/. ", "dateline"),
        ("**BEIRUT** — ", "dateline"),
        ("AFP - ", "outlet"),
        ("(Reuters) - ", "dateline"),
        ("Levant Wire/ ", "outlet"),
        ("BREAKING: ", "furniture"),
    ],
)
def test_the_sentence_begins_after_the_mark(mark: str, kind: str) -> None:
    report = read_text(f"Army moves\n\n{mark}The army moved on Monday. It said so.\n")
    assert kinds(report)[1:] == [(kind, mark.strip()), ("body", "The army moved on Monday. It said so.")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The group's leader — who was ill — said nothing on Monday.",
        "NATO-led troops left the town. They went home.",
        "NATO — which runs the mission — left the town.",
        "Israel/Palestine talks began on Monday. They ended soon.",
        "Air/ground links were cut. Nobody knew why.",
        "Envoys (from five states) met on Monday.",
    ],
)
def test_a_sentence_keeps_its_first_words(sentence: str) -> None:
    assert of_kind(read_text(f"Army moves\n\n{sentence}\n"), "body") == [sentence]


def test_short_lines_between_paragraphs_are_headings() -> None:
    report = read_text("Army moves\n\nIt moved. It left.\n\nWhy now\n\nNobody knows. It may be the rain.\n")
    assert of_kind(report, "heading") == ["Why now"]


def test_the_last_line_may_be_the_outlets_domain() -> None:
    report = read_text("Army moves\nIt moved. It left.\nharbourtimes.example\n")
    assert of_kind(report, "outlet") == ["harbourtimes.example"]
    assert report.outlet == "harbourtimes.example"


def test_a_domain_takes_the_name_that_the_page_spells() -> None:
    report = read_text("Army moves\n\nOSLO (Harbour Times) - It moved. It left.\n\nharbour-times.example\n")
    assert report.outlet == "Harbour Times"


@pytest.mark.parametrize(
    "line",
    [
        "Previous",
        "Next",
        "[Previous: A story](a) | [Next](b)",
        "Share this story | Print",
        "Related: Another story",
        "Read more: Another story",
        "(c) Harbour Times 2024",
        "© 2024 Harbour Times. All rights reserved.",
        "Reporting by A. Writer; editing by B. Reader",
        "(Reporting by A. Writer in Oslo; Editing by B. Reader)",
        "Advertisement",
        "Sign up for our morning letter",
    ],
)
def test_page_furniture_is_no_body(line: str) -> None:
    report = read_text(f"Army moves\n\nThe army moved. It left.\n\n{line}\n\nMore of it. And more.\n")
    assert of_kind(report, "furniture") == [line]


def test_lines_under_related_stories_are_furniture_until_the_text_goes_on() -> None:
    report = read_text("Army moves\n\nIt moved. It left.\n\nRelated stories\nOne story\nTwo stories\n\nIt came back.\n")
    assert of_kind(report, "furniture") == ["Related stories", "One story", "Two stories"]
    assert of_kind(report, "body")[-1] == "It came back."


@pytest.mark.parametrize(
    "sentence",
    [
        "Share prices fell after the raid. Traders fled.",
        "Support US troops, he said. They did.",
        "Drones crossed without permission, the ministry said.",
        "Next, the army moved south. It met nobody.",
        "Watch towers were built along the border. They are tall.",
        "Follow US sanctions or face them, the envoy said.",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_body(sentence: str) -> None:
    assert of_kind(read_text(f"Army moves\n\n{sentence}\n"), "body") == [sentence]


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "Army moves\n\nThe army, which had waited in the hills for\nweeks, moved south on Monday morning and met\n"
        "nobody on the road to the coast.\n\nIt went home.\n"
    )
    assert of_kind(read_text(text), "body") == [text[12:133].strip(), "It went home."]


def test_markdown_signs_are_in_no_part() -> None:
    report = read_text("# Army moves\n\n## Why\n\n> “We left,” he said.\n\n- The army moved. It left.\n")
    assert [words for _, words in kinds(report)] == [
        "Army moves",
        "Why",
        "“We left,” he said.",
        "The army moved. It left.",
    ]


def test_front_matter_tells_title_day_and_outlet() -> None:
    front = '---\ntitle: "Army moves"\ndate: 2024-11-27\noutlet: Harbour Times\nauthor: A. Writer\n---\n'
    report = read_text(front + "\nIt moved. It left.\n")
    assert (report.title, report.outlet, report.published) == ("Army moves", "Harbour Times", date(2024, 11, 27))
    assert of_kind(report, "body") == ["It moved. It left."]


def test_the_hours_of_a_live_blog_are_times_and_no_publication() -> None:
    report = read_text(
        "Live: raid\nUpdated 28 September 2024 19:30 GMT\n\n19:30\nIt ended. All left.\n\n18:05\nIt began. So.\n"
    )
    assert of_kind(report, "time")[1:] == ["19:30", "18:05"]
    assert report.published_at == datetime(2024, 9, 28, 19, 30, tzinfo=UTC)


def test_a_lone_sentence_is_body() -> None:
    assert kinds(read_text("Iran attacked Israel")) == [("body", "Iran attacked Israel")]


def test_languages_are_told_and_short_text_has_none() -> None:
    assert read_text("The army moved south on Monday, officials said.").language == "en"
    assert read_text("قالت وزارة الدفاع إن الجيش تحرك جنوبا يوم الاثنين.").language == "ar"
    assert read_text("It left.").language is None


def test_the_part_kinds_are_those_of_the_record() -> None:
    report = read_text("Army moves\n\nIt moved. It left.\n")
    assert all(isinstance(part, Part) for part in report.parts)


def test_a_speaker_of_a_transcript_is_no_dateline() -> None:
    report = read_text("What is next?\nMINISTER: We want peace.\nQUESTION: When?\nMINISTER: Soon, I hope.\n")
    assert of_kind(report, "title") == ["What is next?"]
    assert of_kind(report, "body")[0] == "MINISTER: We want peace."


@pytest.mark.parametrize("day", [date.min, date.max, date(1799, 12, 31), date(2201, 1, 1)])
def test_a_day_on_which_nothing_was_published_is_refused(day: date) -> None:
    with pytest.raises(NoReportDay, match="between 1800 and 2200"):
        read_text("The army moved.", published=day)


@pytest.mark.parametrize(
    ("line", "time", "body"),
    [
        ("**15:12** The army moved.", "**15:12**", "The army moved."),
        ("*15:12 GMT* - The army moved.", "*15:12 GMT* -", "The army moved."),
        ("**9.05pm:** The army moved.", "**9.05pm:**", "The army moved."),
        ("15:12: The army moved.", "15:12:", "The army moved."),
    ],
)
def test_the_hour_of_a_live_blog_is_a_time_whatever_stars_it_wears(line: str, time: str, body: str) -> None:
    report = read_text(f"# Live: the army\n\nIt began at dawn, officials said.\n\n{line}\n")
    assert kinds(report)[-2:] == [("time", time), ("body", body)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Qais al-Khazali (قيس الخزعلي) met Hadi al-Amiri (هادي العامري) in Baghdad on Monday.", "en"),
        ("قالت وزارة الدفاع إن الجيش تحرك جنوبا يوم الاثنين بعد الغارة الجوية (Reuters).", "ar"),
        ("軍隊は月曜日に南へ動いた。政府がそう発表した。市民は避難した。", "ja"),
    ],
)
def test_names_in_another_script_do_not_make_another_language(text: str, language: str) -> None:
    assert read_text(text).language == language


def test_one_line_wrapped_by_hand_is_enough_to_read_on() -> None:
    text = (
        "Army moves\n\nBAGHDAD, Nov 26 2024 (Harbour Times) - The army said on Tuesday that it had moved two brigades"
        "\nto the south. It gave no reason.\n\nNobody was seen there.\n"
    )
    report = read_text(text)
    assert (report.outlet, report.published) == ("Harbour Times", date(2024, 11, 26))
    assert [len(words.splitlines()) for words in of_kind(report, "body")] == [2, 1]


def test_a_text_over_the_limit_is_refused_and_its_size_never_reads_as_the_limit() -> None:
    most = words().limits.report_bytes
    for over, told in ((1, "3,000,001 bytes"), (200_000, "3.2 MB")):
        with pytest.raises(UnreadableReport, match=rf"too large \({told}\); hoped for a report of at most 3 MB"):
            read_text("The army. " * (most // 10) + "a" * over)


@pytest.mark.parametrize(
    ("byline", "outlet"),
    [
        ("By Ana Reyes, Visayas Courier", "Visayas Courier"),
        ("By Marko Ilic, Danube Policy Brief", "Danube Policy Brief"),
        ("By Marko Ilic | Reuters", "Reuters"),
        ("By Marko Ilic, Chief Correspondent", None),
        ("By Marko Ilic and Ana Reyes", None),
    ],
)
def test_a_byline_names_the_outlet_where_nothing_else_does(byline: str, outlet: str | None) -> None:
    body = "BELGRADE, 4 November 2024 - The army struck the town on Monday. It left.\n"
    assert read_text(f"Army strikes town\n{byline}\n\n{body}").outlet == outlet
    assert read_text(f"Harbour Times\nArmy strikes town\n{byline}\n\n{body}").outlet == "Harbour Times"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Israel \u202ebombed\u202c Beirut. \u200bHezbollah fired.", 3),
        ("\u00adHezbollah fired.", 1),
        ("\ufeffThe manifes\u00adtation began.", 0),
        ("\u0645\u06cc\u200c\u0631\u0648\u062f \u200fNATO\u200f", 0),
        ("The army moved.", 0),
    ],
)
def test_a_text_kept_as_it_came_says_that_it_holds_what_does_not_show(text: str, count: int) -> None:
    report = read_text(text)
    assert report.text == text
    flag = f"holds characters that do not show, or turn what is shown ({count})"
    assert report.flags == ((flag,) if count else ())
