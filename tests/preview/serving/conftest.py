"""A server with a table of its own for every test that asks for `served`, and what a hostile client sends."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from voicebuilder.preview.serving.answer import Answer
from voicebuilder.preview.serving.ports import bind
from voicebuilder.preview.serving.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

HTML = "text/html; charset=utf-8"
# Stands in files that lie near those that are served, and must never be sent.
CANARY = b"canary-7f3a9c"
# Seconds; what takes longer hangs, on however busy a machine.
LIMIT = 10.0


class Table:
    """Answers from a dict."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        self.wakes: list[Callable[[], None]] = []
        self.begin(pages)

    def begin(self, pages: Mapping[str, Answer]) -> None:
        self.pages = dict(pages)
        self.counter = 1
        self.asked: list[tuple[str, dict[str, str]]] = []

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        self.asked.append((path, dict(query)))
        return self.pages.get(path) or Answer(b"<h1>Not here</h1>", HTML, 404, "default-src 'none'")

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        self.wakes.append(wake)
        return lambda: self.wakes.remove(wake)

    def change(self) -> None:
        self.counter += 1
        for wake in tuple(self.wakes):
            wake()


@dataclass(frozen=True)
class Reply:
    """What came back: one response."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Connection:
    """A socket to the server, and what came over it that was not read yet."""

    socket: socket.socket
    rest: bytes = b""

    def send(self, raw: bytes) -> Connection:
        self.socket.sendall(raw)
        return self

    def more(self) -> bool:
        """Read what comes next; false at the end."""
        try:
            chunk = self.socket.recv(1 << 16)
        except ConnectionResetError:
            chunk = b""
        self.rest += chunk
        return bool(chunk)

    def until(self, mark: bytes) -> bytes:
        while mark not in self.rest:
            assert self.more(), f"closed after {self.rest!r}"
        found, _, self.rest = self.rest.partition(mark)
        return found

    def reply(self, method: str = "GET") -> Reply:
        """Read one response, by its length."""
        head, *lines = self.until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        version, status, *_ = head.split(" ")
        assert version == "HTTP/1.1"
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            assert name.lower() not in headers, f"{name} twice"
            headers[name.lower()] = value
        length = 0 if method == "HEAD" or status == "304" else int(headers.get("content-length", 0))
        while len(self.rest) < length:
            assert self.more(), "closed too early"
        body, self.rest = self.rest[:length], self.rest[length:]
        return Reply(int(status), headers, body)


@dataclass
class Served:
    """A running server, and a client of it."""

    answers: Table
    server: Server
    port: int
    family: int = socket.AF_INET
    _open: list[socket.socket] = field(default_factory=list)

    def connect(self) -> Connection:
        made = socket.socket(self.family)
        made.settimeout(LIMIT)
        made.connect(("127.0.0.1" if self.family == socket.AF_INET else "::1", self.port))
        self._open.append(made)
        return Connection(made)

    def ask(self, target: str | bytes = "/", *headers: str, method: str = "GET", host: str | None = None) -> Reply:
        """One request on a connection of its own; the target and headers go as they are."""
        raw = target.encode("latin-1") if isinstance(target, str) else target
        lines = [f"Host: {host or f'localhost:{self.port}'}", *headers, "Connection: close"]
        connection = self.connect()
        connection.send(method.encode() + b" " + raw + b" HTTP/1.1\r\n" + "\r\n".join(lines).encode() + b"\r\n\r\n")
        reply = connection.reply(method)
        self.hang_up(connection)
        return reply

    def stream(self) -> Connection:
        """An open reload stream, its head read."""
        connection = self.connect().send(b"GET /_preview/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.until(b"\r\n\r\n")
        return connection

    def hang_up(self, connection: Connection) -> None:
        connection.socket.close()
        self._open.remove(connection.socket)

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """A few pages, a file of the disk, a redirect; and secrets beside that file."""
    site = tmp_path / "site"
    for folder in (site, site / "sub", tmp_path / "site-secret", site / ".git"):
        folder.mkdir()
    for secret in ("secret.txt", "site/secret.txt", "site/.env", "site-secret/secret.txt", "site/.git/config"):
        (tmp_path / secret).write_bytes(CANARY)
    (site / "photo.bin").write_bytes(bytes(range(256)) * 4000)
    pages = {
        "/": Answer(b"<p>home</p>" * 100, HTML),
        "/posts/h\u00e9llo/": Answer("<p>h\u00e9llo</p>".encode(), HTML),
        "/empty.txt": Answer(b"", "text/plain; charset=utf-8"),
        "/photo.bin": Answer(site / "photo.bin", "application/octet-stream"),
        "/gone.bin": Answer(site / "gone.bin", "application/octet-stream"),
        "/_preview/desk": Answer(b"desk", HTML, policy="default-src 'none'; style-src 'self'"),
        "/old": Answer(b"", HTML, 301, location="/posts/h\u00e9llo/?a=1#b"),
    }
    return Table(pages)


@contextmanager
def running(answers: Any, host: str = "127.0.0.1", hosts: tuple[str, ...] = ()) -> Iterator[Served]:
    listener = bind(host, 0)
    port, family = listener.getsockname()[1], listener.family
    server = Server(answers, listener, hosts)
    thread = threading.Thread(target=server.run)
    thread.start()
    served = Served(answers, server, port, family)
    try:
        yield served
    finally:
        served.close()
        began = time.monotonic()
        server.stop()
        thread.join(LIMIT)
        assert not thread.is_alive(), "the server did not stop"
        assert time.monotonic() - began < LIMIT / 2


@pytest.fixture
def serve() -> Callable[..., Any]:
    """`with serve(answers, host, hosts) as served:`."""
    return running


@pytest.fixture(scope="module")
def _shared_server() -> Iterator[Served]:
    with running(Table({})) as one:
        yield one


@pytest.fixture
def served(_shared_server: Served, table: Table) -> Iterator[Served]:
    """A running server of that table; starting one for each test would take longer than the tests."""
    _shared_server.answers.begin(table.pages)
    yield _shared_server
    _shared_server.close()
