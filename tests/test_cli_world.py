"""The commands watch and feeds, and an address among the paths, on a real server of this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.test_watch import entry, page, rss
from tests.wire.servers import Server, answer, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as served:
        served.routes |= {"/feed": rss(entry(1)), "/page/1": page(1), "/shut": answer(status=403)}
        yield served


def foreshock(folder: Path, *told: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FORESHOCK")}
    return subprocess.run(
        [sys.executable, "-m", "foreshock.cli", *told],
        cwd=folder,
        env=kept | {"PYTHONPATH": ":".join(sys.path)} | settings,
        capture_output=True,
        text=True,
        timeout=300,
    )


def listed(folder: Path, server: Server, *paths: str) -> str:
    told = "".join(f'[[feeds]]\nname = "Wire {path}"\naddress = "{server.url(path)}"\n' for path in paths)
    (folder / "feeds.toml").write_text(told, "utf8")
    return "feeds.toml"


def test_sources_are_watched_once_and_their_health_is_told(tmp_path: Path, server: Server) -> None:
    feeds = listed(tmp_path, server, "/feed", "/shut")
    done = foreshock(tmp_path, "watch", feeds, "--once", "--coder", "rules", "--allow-private", "127.0.0.1")
    assert done.returncode == 3, done.stderr
    assert "new, " in done.stdout and server.url("/page/1") in done.stdout
    assert "foreshock: Wire /shut: forbidden: the site answers 403" in done.stderr
    shown = foreshock(tmp_path, "feeds", "--json")
    assert shown.returncode == 3
    told = {one["name"]: one for one in map(json.loads, shown.stdout.splitlines())}
    assert (told["Wire /feed"]["state"], told["Wire /feed"]["counts"]) == ("ok", {"held": 1})
    assert (told["Wire /shut"]["fails"], told["Wire /shut"]["last_success"]) == (True, None)
    table = foreshock(tmp_path, "feeds", feeds)
    assert table.returncode == 3 and "forbidden" in table.stdout


@pytest.mark.parametrize("command", [("code",), ("add",), ("brief", "-o", "-", "--format", "md")])
def test_a_private_address_among_the_paths_is_read_where_its_host_is_told(
    tmp_path: Path, server: Server, command: tuple[str, ...]
) -> None:
    asked = (*command, server.url("/page/1"), "--coder", "rules")
    refused = foreshock(tmp_path, *asked)
    assert refused.returncode == 3 and "this machine" in refused.stderr and not server.paths()
    done = foreshock(tmp_path, *asked, "--allow-private", server.url("/").removeprefix("http://").strip("/"))
    assert done.returncode == 0 and "Army strikes town" in done.stdout, done.stderr


def test_a_region_told_of_a_source_is_shown_with_it(tmp_path: Path, server: Server) -> None:
    feeds = listed(tmp_path, server, "/feed")
    (tmp_path / feeds).write_text((tmp_path / feeds).read_text("utf8") + 'region = "Middle East"\n', "utf8")
    assert foreshock(tmp_path, "watch", feeds, "--once", "--allow-private", "127.0.0.1").returncode == 0
    shown = foreshock(tmp_path, "feeds", feeds, "--json")
    assert json.loads(shown.stdout)["region"] == "Middle East"


def test_a_private_host_is_not_watched_unless_it_is_told(tmp_path: Path, server: Server) -> None:
    done = foreshock(tmp_path, "watch", listed(tmp_path, server, "/feed"), "--once", "--coder", "rules")
    assert done.returncode == 3 and "refused: this machine" in done.stderr and "--allow-private" in done.stderr
    assert server.asked == []


def test_a_source_that_failed_ends_the_next_run_too_although_it_is_not_asked_again(
    tmp_path: Path, server: Server
) -> None:
    told = ("watch", listed(tmp_path, server, "/shut"), "--once", "--coder", "rules", "--allow-private", "127.0.0.1")
    assert foreshock(tmp_path, *told).returncode == 3
    asked = len(server.asked)
    again = foreshock(tmp_path, *told)
    assert again.returncode == 3 and "no source is due before" in again.stderr and len(server.asked) == asked


def test_an_address_among_the_paths_is_read_and_one_that_is_not_public_is_refused(
    tmp_path: Path, server: Server
) -> None:
    url = server.url("/page/1")
    refused = foreshock(tmp_path, "code", url, "--coder", "rules")
    assert refused.returncode == 3 and "this machine" in refused.stderr and server.asked == []
    done = foreshock(tmp_path, "code", url, "--coder", "rules", "--json", FORESHOCK_ALLOW_PRIVATE="127.0.0.1")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["report"]["url"] == url


def test_two_ends_are_one_too_many_and_a_time_that_is_none_is_refused(tmp_path: Path, server: Server) -> None:
    feeds = listed(tmp_path, server, "/feed")
    assert foreshock(tmp_path, "watch", feeds, "--once", "--for", "1h").returncode == 2
    assert foreshock(tmp_path, "watch", feeds, "--for", "soon").returncode == 2
    assert foreshock(tmp_path, "watch", "nowhere.toml", "--once").returncode == 5
