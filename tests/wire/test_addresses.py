"""An address is read into one plain form or refused, and what is not public is refused however it is written."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreshock.wire.addresses import (
    Allowed,
    RefusedAddress,
    joined,
    not_public,
    read_address,
    read_allowed,
    read_ip,
    why_port_refused,
    why_refused,
)

SAME_PLACE = [
    ("HTTP://News.Example./a#top", "http://news.example/a"),
    ("http://news.example:80", "http://news.example/"),
    ("https://news.example:443/?q=1", "https://news.example/?q=1"),
    ("http://bücher.example/ü?ü=ü", "http://xn--bcher-kva.example/%C3%BC?%C3%BC=%C3%BC"),
    ("http://2130706433/", "http://127.0.0.1/"),
    ("http://0x7f000001/", "http://127.0.0.1/"),
    ("http://0x7f.1/", "http://127.0.0.1/"),
    ("http://0177.0.0.01/", "http://127.0.0.1/"),
    ("http://127.1/", "http://127.0.0.1/"),
    ("http://127.0.0.1./", "http://127.0.0.1/"),
    ("http://１２７.０.０.１/", "http://127.0.0.1/"),
    ("http://127。0。0。1/", "http://127.0.0.1/"),
    ("http://ⓛocalhost/", "http://localhost/"),
    ("http://[0:0:0:0:0:0:0:1]/", "http://[::1]/"),
    ("http://[::ffff:127.0.0.1]:8080/x", "http://[::ffff:7f00:1]:8080/x"),
]


@pytest.mark.parametrize(("told", "plain"), SAME_PLACE)
def test_one_place_has_one_form(told: str, plain: str) -> None:
    assert str(read_address(told)) == plain
    assert str(read_address(plain)) == plain


NO_PLACE = [
    ("ftp://news.example/", "only http and https"),
    ("file:///etc/passwd", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("gopher://127.0.0.1:25/", "only http and https"),
    ("//news.example/", "no scheme"),
    ("http://public.example@127.0.0.1/", "user or password"),
    ("http://user:secret@news.example/", "user or password"),
    ("http://news.example\\@127.0.0.1/", "backslashes"),
    ("http://news.example/\r\nHost: other", "control characters"),
    ("http://news.example\t.evil/", "blanks"),
    ("http:///path", "no name of a host"),
    ("http://a..b/", "no name of a host"),
    ("http://-a.example/", "no name of a host"),
    ("http://a%2eb/", "no name of a host"),
    ("http://news.example:0/", "no such port"),
    ("http://news.example:/", "no such port"),
    ("http://news.example:70000/", "no address"),
    ("http://[fe80::1%25eth0]/", "zone"),
    ("http://[fe80::1%eth0]/", "zone"),
    ("http://[::1]news.example/", "no (IPv6 )?address"),
    ("http://[127.0.0.1]/", "no (IPv6 )?address"),
    ("http://[::1/", "no address"),
    ("http://256.0.0.1/", "no IPv4 address"),
    ("http://1.2.3.4.5/", "no IPv4 address"),
    ("http://0x1ffffffff/", "no IPv4 address"),
    ("http://09.0.0.1/", "no IPv4 address"),
    ("http://news.0x1/", "no IPv4 address"),
    (f"http://{'a' * 64}.example/", "no name of a host"),
    (f"http://news.example/{'a' * 5000}", "letters"),
]


@pytest.mark.parametrize(("told", "why"), NO_PLACE)
def test_what_is_no_plain_address_of_the_web_is_refused_with_its_reason(told: str, why: str) -> None:
    with pytest.raises(RefusedAddress, match=why):
        read_address(told)


def test_a_refusal_shows_no_password() -> None:
    with pytest.raises(RefusedAddress) as fault:
        read_address("http://user:secret@news.example/")
    assert "secret" not in str(fault.value)


@given(
    st.text(max_size=60) | st.text(max_size=40).map("http://{}".format) | st.text(max_size=30).map("http://[{}".format)
)
def test_any_text_is_a_plain_address_or_refused(told: str) -> None:
    try:
        place = read_address(told)
    except RefusedAddress:
        return
    assert str(place).isascii() and place.scheme in ("http", "https")
    assert read_address(str(place)) == place


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_the_same_in_every_way_of_writing(ip: IPv4Address) -> None:
    number = int(ip)
    a, b, c, d = ip.packed
    forms = [str(number), hex(number), f"0{number:o}", f"{a}.{number & 0xFFFFFF}", f"0x{a:x}.0{b:o}.{c << 8 | d}"]
    assert {read_address(f"http://{form}/").host for form in forms} == {str(ip)}


NOT_PUBLIC = [
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.1.1", "169.254.169.254"),
    *("172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7"),
    *("203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "100.100.100.200"),
    *("::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
    *("64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2002:7f00:1::"),
    *("fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "4000::1", "::ffff:0:127.0.0.1"),
]


@pytest.mark.parametrize("told", NOT_PUBLIC)
def test_what_is_not_public_is_refused_in_words(told: str) -> None:
    place = read_address("http://news.example/")
    why = why_refused(read_ip(told), place, frozenset())
    assert why and why.startswith(f"leads to {ip_address(told)}, ")


@pytest.mark.parametrize("told", ["8.8.8.8", "1.1.1.1", "151.101.1.69", "2606:4700::1111", "64:ff9b::808:808"])
def test_a_public_address_is_asked(told: str) -> None:
    assert not_public(read_ip(told)) is None


@given(st.ip_addresses(v=6) | st.ip_addresses(v=4))
def test_nothing_that_python_calls_private_is_public(ip: IPv4Address | IPv6Address) -> None:
    if not_public(ip) is None:
        assert ip.is_global or str(ip).startswith("64:ff9b::")
        assert not (ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified)


def test_the_users_word_lifts_the_refusal_for_that_host_and_port_only() -> None:
    inside, home = read_ip("10.0.0.7"), read_address("http://wiki.home:8080/feed")
    assert why_refused(inside, home, read_allowed(["wiki.home:8080"])) is None
    assert why_refused(inside, home, read_allowed(["wiki.home"])) is None
    assert why_refused(inside, home, read_allowed(["10.0.0.7"])) is None
    assert why_refused(inside, home, read_allowed(["wiki.home:80", "other.home"]))
    assert why_refused(inside, read_address("http://a.wiki.home/"), read_allowed(["wiki.home"]))


def test_an_allowed_name_does_not_open_the_metadata_of_a_cloud() -> None:
    home = read_address("http://wiki.home/")
    for told in ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "0.0.0.0", "::ffff:10.0.0.1"):
        assert why_refused(read_ip(told), home, read_allowed(["wiki.home"]))
        assert why_refused(read_ip(told), home, read_allowed([f"[{told}]" if ":" in told else told])) is None


def test_an_allowed_host_is_read_in_each_of_its_forms() -> None:
    told = ["LOCALHOST:80", "127.1", "::1", "[::1]:8080", "wiki.home", " "]
    assert read_allowed(told) == {
        Allowed("localhost", 80),
        Allowed("127.0.0.1"),
        Allowed("::1"),
        Allowed("::1", 8080),
        Allowed("wiki.home"),
    }
    with pytest.raises(RefusedAddress):
        read_allowed(["no host"])


def test_a_port_below_1024_that_is_none_of_the_web_is_refused() -> None:
    assert why_port_refused(read_address("http://news.example:25/"), frozenset())
    assert why_port_refused(read_address("http://news.example:25/"), read_allowed(["news.example:25"])) is None
    assert why_port_refused(read_address("http://news.example:8080/"), frozenset()) is None


def test_a_link_is_joined_to_its_page_and_judged_anew() -> None:
    page = read_address("https://news.example/a/b")
    assert str(joined(page, " ../c d?e ")) == "https://news.example/c%20d?e"
    assert str(joined(page, "//other.example/x")) == "https://other.example/x"
    for told in ("javascript:alert(1)", "http://user@other.example/", "http://[::1", "data:text/html,x"):
        with pytest.raises(RefusedAddress):
            joined(page, told)


def test_an_address_with_a_zone_is_none_that_a_resolver_may_tell() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_ip("fe80::1%eth0")
