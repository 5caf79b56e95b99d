"""A real server on this machine that answers as it is told, well or badly, and keeps what it was asked.

The law: it listens on loopback only, and every answer is bytes that the test can read.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

TLS = Path(__file__).parent / "tls"


@dataclass(frozen=True)
class Request:
    """What was asked: the path, and the headers by their names in small letters."""

    path: str
    headers: dict[str, str]


Answer = bytes | Iterable[bytes] | Callable[[Request], "bytes | Iterable[bytes]"]


def answer(body: bytes | str = b"", status: int = 200, kind: str = "text/html", **headers: str) -> bytes:
    """A whole answer; underscores in the names of headers are hyphens."""
    raw = body.encode("utf8") if isinstance(body, str) else body
    told = {"Content-Type": kind, "Content-Length": str(len(raw))}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + raw


def to(place: str, status: int = 302) -> bytes:
    """An answer that leads on."""
    return answer(status=status, Location=place)


@dataclass
class Server:
    """The server: `routes` by path, changed at will; `asked` is every request with its moment (monotonic seconds)."""

    port: int = 0
    routes: dict[str, Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    at: list[float] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]


@contextlib.contextmanager
def serving(routes: dict[str, Answer] | None = None, tls: bool = False) -> Iterator[Server]:
    """The server, listening until the block ends."""
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "news.pem", TLS / "key.pem")
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        server = Server(listener.getsockname()[1], dict(routes or {}))
        threading.Thread(target=_accept, args=(listener, server, context), daemon=True).start()
        yield server


def trusting() -> ssl.SSLContext:
    """TLS that trusts the certificate of the server, which is for the name news.test."""
    return ssl.create_default_context(cafile=str(TLS / "news.pem"))


def drip(head: bytes, piece: bytes, seconds: float) -> Callable[[Request], Iterator[bytes]]:
    """A head, then the piece again and again, with a wait between."""

    def told(_: Request) -> Iterator[bytes]:
        yield head
        while True:
            time.sleep(seconds)
            yield piece

    return told


def http_date(moment: datetime) -> str:
    """The moment as headers write it."""
    return moment.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")


def _accept(listener: socket.socket, server: Server, context: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError):
        while True:
            came, _ = listener.accept()
            threading.Thread(target=_serve, args=(came, server, context), daemon=True).start()


def _serve(came: socket.socket, server: Server, context: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError), came:
        came.settimeout(30)
        line = context.wrap_socket(came, server_side=True) if context else came
        raw = b""
        while b"\r\n\r\n" not in raw and (piece := line.recv(65536)):
            raw += piece
        if not raw:
            return
        first, *rest = raw.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (told.partition(":") for told in rest)}
        request = Request(first.split(" ")[1], headers)
        server.asked.append(request)
        server.at.append(time.monotonic())
        told = server.routes.get(request.path, answer("no such page", 404))
        told = told(request) if callable(told) else told
        for piece in [told] if isinstance(told, bytes) else told:
            line.sendall(piece)
        with contextlib.suppress(OSError):
            if isinstance(line, ssl.SSLSocket):
                line.unwrap()
            line.shutdown(socket.SHUT_WR)
            line.recv(1)
