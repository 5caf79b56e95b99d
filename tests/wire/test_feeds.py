"""A list of sources is understood whole, or refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

import foreshock
from foreshock.errors import CodebookError
from foreshock.wire.feeds import Feed, read_feeds

ONE = '[[feeds]]\nname = "A"\naddress = "https://a.example/rss"\n'


def test_a_source_is_read_with_all_that_is_told(tmp_path: Path) -> None:
    place = tmp_path / "feeds.toml"
    place.write_text(ONE + 'outlet = "O"\nregion = "R"\nlanguage = "en"\nfull = false\n', "utf8")
    assert read_feeds(place) == (Feed("A", "https://a.example/rss", "O", "R", "en", False),)


def test_an_opml_list_of_another_reader_does_as_well(tmp_path: Path) -> None:
    place = tmp_path / "list.opml"
    told = '<outline text="World"><outline type="rss" text="A" xmlUrl="https://a.example/rss"/></outline>'
    place.write_text(f'<?xml version="1.0"?><opml version="2.0"><body>{told}</body></opml>', "utf8")
    assert read_feeds(place) == (Feed("A", "https://a.example/rss"),)


@pytest.mark.parametrize(
    ("told", "line", "why"),
    [
        ("", 1, "no [[feeds]]"),
        ("feeds = 3", 1, "no [[feeds]]"),
        ("feeds = []", 1, "no source"),
        ("[[feeds", 1, "cannot be read"),
        ('title = "x"\n' + ONE, 1, "'title' is not known"),
        (ONE + "colour = 1", 1, "'colour' is not known of a source"),
        (ONE + ONE, 1, "one address"),
        (ONE + '\n[[feeds]]\nname = "B"', 5, "without address"),
        (ONE + '\n[[feeds]]\nname = "B"\naddress = "file:///etc/passwd"', 5, "only http and https"),
        (ONE + '\n[[feeds]]\nname = "B"\naddress = "http://a@b/"', 5, "user or password"),
        (ONE + 'full = "yes"', 1, "another kind"),
        (ONE + "every_minutes = true", 1, "another kind"),
        (ONE + "every_minutes = 0.1", 1, "outside"),
        (ONE + 'reliability = "B"', 1, "foreshock link --grades"),
        ("<opml><body/></opml>", 1, "no source"),
        ("<html></html>", 1, "another kind"),
        ('<!DOCTYPE o [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><opml>&c;</opml>', 1, "entities"),
    ],
)
def test_a_list_that_is_not_understood_is_refused_with_its_line(tmp_path: Path, told: str, line: int, why: str) -> None:
    place = tmp_path / "feeds.toml"
    place.write_text(told, "utf8")
    with pytest.raises(CodebookError) as fault:
        read_feeds(place)
    assert why in str(fault.value) and fault.value.line == line


def test_the_example_that_ships_is_of_the_right_form_and_has_every_region() -> None:
    feeds = read_feeds(Path(foreshock.__file__).parent / "examples" / "feeds.toml")
    regions = {feed.region for feed in feeds}
    assert regions == {"World", "Middle East", "Europe", "Africa", "Asia", "Americas"}
    assert all(feed.address.startswith("https://") for feed in feeds)
    assert len({feed.name for feed in feeds}) == len(feeds)
