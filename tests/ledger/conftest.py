"""Where the ledger's tests keep their ledgers: a file, and a database of a PostgreSQL server that they start."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ledger.server import Server, installed

Places = Callable[[], str]
"""Gives the address of a new place for a ledger each time it is called."""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if not installed():
        if os.environ.get("FORESHOCK_NO_SKIP") == "1":
            pytest.fail("no PostgreSQL is installed, and no test may be skipped")
        pytest.skip("no PostgreSQL is installed; on Debian: apt-get install postgresql")
    made = Server()
    yield made
    made.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Places:
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("server")
        return server.address
    return lambda: str(tmp_path_factory.mktemp("ledger") / "a.db")


@pytest.fixture
def place(places: Places) -> str:
    return places()


def file_of(place: str) -> Path:
    """The file of a ledger that lies in one."""
    return Path(place)
