"""A PostgreSQL server of the tests' own: made in a temporary folder and reached by its socket there only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path

import psycopg

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def installed() -> bool:
    """True where PostgreSQL is installed as Debian does it."""
    return bool(_PROGRAMS)


class Server:
    """A running server with no data; `stop` and `start` are what an administrator does."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="ledger-"))
        self._as, self._user = [], pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            self._as, self._user = ["runuser", "-u", "postgres", "--"], "postgres"
            shutil.chown(self._folder, "postgres", "postgres")
        self._call("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D", self._at("data"))
        self.start()

    def start(self) -> None:
        """The server answers."""
        told = f"-c listen_addresses='' -k {self._folder} -c max_connections=50 -c shared_buffers=16MB -c fsync=off"
        self._call("pg_ctl", "-w", "-D", self._at("data"), "-l", self._at("log"), "-o", told, "start")

    def stop(self, mode: str = "fast") -> None:
        """The server answers no more; `immediate` is a crash."""
        self._call("pg_ctl", "-w", "-D", self._at("data"), "-m", mode, "stop")

    def address(self) -> str:
        """The address of a new, empty place: a schema of the one database, which is made faster than a database."""
        name = f"s{uuid.uuid4().hex}"
        with psycopg.connect(self.plain(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"postgresql://{self._user}@/postgres?host={self._folder}&options=-csearch_path%3D{name}"

    def plain(self) -> str:
        """What psycopg itself takes to connect to the database."""
        return f"host={self._folder} user={self._user} dbname=postgres"

    def end(self) -> None:
        """The server and its folder are gone."""
        self.stop("immediate")
        subprocess.run([*self._as, "rm", "-rf", self._at("data")], check=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _at(self, name: str) -> str:
        return str(self._folder / name)

    def _call(self, program: str, *told: str) -> None:
        done = subprocess.run(
            [*self._as, str(_PROGRAMS[-1] / program), *told], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")
