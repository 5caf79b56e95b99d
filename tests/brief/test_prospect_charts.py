"""Charts of forecasts draw the numbers they are given."""

from __future__ import annotations

from xml.etree import ElementTree

from foreshock.brief.prospect_charts import Fan, fan_chart, reliability_chart


def test_a_fan_has_a_bar_for_each_day_seen_and_bands_that_hold_each_other() -> None:
    fan = Fan([1, 0, 4], (0.05, 0.25, 0.5, 0.75, 0.95), [[0, 1, 2, 3, 6], [0, 1, 2, 4, 8]], "A & B")
    tree = ElementTree.fromstring(fan_chart(fan))
    assert tree.get("aria-label") == "A & B"
    assert [t.findtext("title") for t in tree.iter("rect")] == ["1", "0", "4"]
    wide, narrow = ([float(p.split(",")[1]) for p in b.attrib["points"].split()] for b in tree.iter("polygon"))
    assert min(wide) < min(narrow) and max(wide) >= max(narrow)
    assert [b.findtext("title") for b in tree.iter("polygon")] == ["90% of paths", "50% of paths"]


def test_a_right_probability_lies_on_the_line_of_truth() -> None:
    tree = ElementTree.fromstring(reliability_chart([0.2, 0.7], [0.2, 0.7], [10, 1000], "r"))
    dots = list(tree.iter("circle"))
    assert all(abs(float(d.attrib["cx"]) + float(d.attrib["cy"]) - 300) < 0.11 for d in dots)
    assert float(dots[0].attrib["r"]) < float(dots[1].attrib["r"])
    assert dots[0].findtext("title") == "told 0.20, seen 0.20, 10 cases"
