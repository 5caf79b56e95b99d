"""Laws of agreement: known answers, and that what only one saw is a disagreement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.scoring.agreement import agreement, cohens_kappa, krippendorffs_alpha, matched
from tests.ledger.made import at, coded, event

YES_AND_NO = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15


def test_kappa_and_alpha_have_the_values_worked_out_by_hand() -> None:
    # seen .7; chance .5 * .6 + .5 * .4 = .5
    assert cohens_kappa(YES_AND_NO) == pytest.approx(0.4)
    # Krippendorff (2011), example B, nominal data of two observers: 12 units, alpha .692
    one, other = "aabbdcccedda", "babbbccceddd"
    assert krippendorffs_alpha(list(zip(one, other, strict=True))) == pytest.approx(0.692, abs=0.001)
    # the same, example C: four observers, values missing, alpha .743
    units = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11"]
    assert krippendorffs_alpha([tuple(unit) for unit in units]) == pytest.approx(0.743, abs=0.001)


def test_where_only_one_value_is_ever_given_chance_tells_all_and_the_figures_nothing() -> None:
    assert cohens_kappa([("a", "a")] * 3) is None
    assert krippendorffs_alpha([("a", "a")] * 3) is None
    assert cohens_kappa([]) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30))
def test_figures_are_one_only_where_all_is_equal_and_do_not_care_who_is_first(pairs: list[tuple[str, str]]) -> None:
    turned = [(b, a) for a, b in pairs]
    for figure in (cohens_kappa, krippendorffs_alpha):
        value = figure(pairs)
        assert (value is None) == (figure(turned) is None)
        if value is not None:
            assert value == pytest.approx(figure(turned))
            assert (value == pytest.approx(1)) == all(a == b for a, b in pairs)


def test_what_only_one_saw_counts_against_the_agreement_on_types() -> None:
    other = replace(event(), id="e2", type="ACCUSE", trigger=at("noted"))
    told = agreement([replace(coded(), events=(event(), other))], [coded()])
    assert [(a.layer, a.units, a.equal) for a in told][:3] == [("type", 2, 0.5), ("mode", 1, 1.0), ("standing", 1, 1.0)]
    assert matched((event(), other), (event(),)) == [(event(), event()), (other, None)]
    assert agreement([coded(1)], [coded(2)])[0].units == 0
