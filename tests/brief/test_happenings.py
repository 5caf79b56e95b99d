"""What several tell of one happening: outlets and origins are counted where the brief holds the words they rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from foreshock.brief import Brief, compose, render_html, render_markdown
from foreshock.brief.happenings import MOST_SIDES
from foreshock.records import CodedReport
from foreshock.records.incident import Incident, Member
from foreshock.records.origin import Origin, Origins
from foreshock.records.retold import Linkage, Retold
from tests.factory import denial, strait, toll

MADE = date(2024, 11, 25)
RAID = ((strait().report.id, "e3"), (toll().report.id, "e1"))


def retold(*members: Member, contested: bool = False, happened: bool = True, copies: tuple[str, ...] = ()) -> Retold:
    """An incident of these mentions, each report an origin of its own; further outlets copied the first."""
    outlets = {coded.report.id: coded.report.outlet or "" for coded in (strait(), toll(), denial())}
    told = Incident("i-1", members, None, "ASSAULT", None, (), (), None, happened, ())
    reports = list(dict.fromkeys(report for report, _ in members))
    origins = [Origin("outlet", outlets[report], (report,), (outlets[report],)) for report in reports]
    of_copies = tuple(f"{n}" * 16 for n in range(len(copies)))
    first = replace(origins[0], reports=(*origins[0].reports, *of_copies), outlets=(*origins[0].outlets, *copies))
    return Retold(told, Origins("i-1", (first, *origins[1:])), contested)


def brief(one: Retold, *coded: CodedReport) -> Brief:
    family = dict.fromkeys(one.origins.origins[0].reports, "family") if len(one.origins.origins[0].reports) > 1 else {}
    return compose(coded or [strait(), toll(), denial()], MADE, None, Linkage((one,), family))


def test_two_outlets_that_tell_of_one_raid_stand_side_by_side() -> None:
    page = brief(retold(*RAID))
    (row,) = page.happenings
    assert (row.outlets.text, row.origins.text, row.contested) == ("2", "2", False)
    assert {side.outlet.text for side in row.sides} == {"Harbour Wire", "Lorvik Courier"}
    assert "Told by several" in render_html(page) and "2 outlets, 2 independent origins" in render_markdown(page)


def test_outlets_that_copied_a_text_count_by_its_words_and_are_one_origin() -> None:
    (row,) = brief(retold(*RAID, copies=("Copy Post", "Copy Times"))).happenings
    assert (row.outlets.text, row.origins.text) == ("4", "2")
    assert len(row.outlets.cites) == 4 and len(set(row.outlets.cites)) == 2


def test_what_one_asserts_and_another_denies_is_contested_and_both_are_quoted() -> None:
    (row,) = brief(retold(RAID[1], (denial().report.id, "e1"), contested=True)).happenings
    assert row.contested and [side.denies for side in row.sides] == [False, True]
    assert row.told.standing != "negated"


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(retold(RAID[0]), id="told by one outlet"),
        pytest.param(retold(RAID[0], copies=("Copy Post",)), id="told by one text and its copy"),
        pytest.param(retold(*RAID, happened=False), id="only planned or feared"),
        pytest.param(retold((strait().report.id, "e999"), (toll().report.id, "e999")), id="of rows that are gone"),
    ],
)
def test_not_shown_as_told_by_several(one: Retold) -> None:
    page = brief(one)
    assert page.happenings == () and "Told by several" not in render_html(page)


def test_what_one_outlet_tells_in_two_reports_is_not_told_by_several() -> None:
    again = replace(toll(), report=replace(toll().report, outlet=strait().report.outlet))
    one = retold(*RAID)
    outlet = strait().report.outlet or ""
    origin = Origin("outlet", outlet, tuple(report for report, _ in RAID), (outlet,))
    page = brief(replace(one, origins=Origins("i-1", (origin,))), strait(), again)
    assert page.happenings == ()


def test_one_sentence_that_tells_a_refusal_and_what_was_refused_is_not_contested() -> None:
    coded = toll()
    (done,) = (event for event in coded.events if event.id == RAID[1][1])
    refusal, undone = replace(done, type="REJECT", mode=None), replace(done, id="e-not", standing="negated")
    coded = replace(coded, events=(refusal, undone))
    members = (RAID[1], (coded.report.id, "e-not"))
    assert brief(retold(*members, contested=True), coded).happenings == ()
    (row,) = brief(retold(*members, RAID[0], contested=True), coded, strait()).happenings
    assert row.contested and [side.denies for side in row.sides].count(True) == 1
    (row,) = brief(retold(*members, RAID[0]), coded, strait()).happenings
    assert not row.contested and len(row.sides) == 2


def test_a_report_that_the_brief_does_not_hold_is_not_counted() -> None:
    assert brief(retold(*RAID), strait()).happenings == ()


def test_the_accounts_beyond_the_first_are_named() -> None:
    many = [replace(toll(), report=replace(toll().report, id=f"{n:016x}", outlet=f"Paper {n}")) for n in range(9)]
    origins = [Origin("outlet", f"Paper {n}", (c.report.id,), (f"Paper {n}",)) for n, c in enumerate(many)]
    members = tuple((c.report.id, "e1") for c in many)
    told = Incident("i-2", members, None, "ASSAULT", None, (), (), None, True, ())
    page = compose(many, MADE, None, Linkage((Retold(told, Origins("i-2", tuple(origins)), False),), {}))
    (row,) = page.happenings
    assert (len(row.sides), row.outlets.text) == (MOST_SIDES, "9")
    named = {name.text for name in row.also} | {side.outlet.text for side in row.sides}
    assert named == {f"Paper {n}" for n in range(9)}
