"""How a server ends: at once, whoever is connected, and nothing is left."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Any

import pytest

from voicebuilder.preview.serving.ports import bind
from voicebuilder.preview.serving.server import Server

from .conftest import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import Table


PROGRAM = """
import resource, sys, threading
from pathlib import Path
from voicebuilder.preview.serving.answer import Answer
from voicebuilder.preview.serving.ports import bind
from voicebuilder.preview.serving.server import serve

big, soft, hard = sys.argv[1:]
if soft != "0":
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(soft), int(hard)))

class Answers:
    counter = 1
    def answer(self, path, query):
        return Answer(Path(big), "video/mp4") if path == "/big" else Answer(b"home", "text/plain")
    def subscribe(self, wake):
        return lambda: print("left")

listener = bind("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
serve(Answers(), listener, ())
print(threading.active_count(), listener.fileno())
"""
LAST_WORDS = "left\n1 -1\n"


class Process:
    """A server in a process of its own."""

    def __init__(self, big: Path, soft: int, hard: int) -> None:
        words = [sys.executable, "-W", "error", "-c", PROGRAM, big, soft, hard]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self._process = subprocess.Popen(list(map(str, words)), text=True, **pipes)
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())
        self._clients: list[socket.socket] = []

    def ask(self, start: bytes) -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self._port), LIMIT)
        self._clients.append(client)
        client.sendall(start + b" HTTP/1.1\r\nHost: localhost\r\n\r\n" if b"/" in start else start)
        return client

    def end(self, number: int = signal.SIGINT) -> tuple[str, str, int]:
        """What it said at the end, on both streams, and its exit code."""
        self._process.send_signal(number)
        return *self._process.communicate(timeout=LIMIT), self._process.returncode

    def close(self) -> None:
        for client in self._clients:
            client.close()
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """`start(soft, hard)`: with limits to the number of its open files, or without."""
    with (tmp_path / "big").open("wb") as big:
        big.truncate(1 << 30)
    with ExitStack() as stack:
        yield lambda soft=0, hard=0: stack.enter_context(closing(Process(tmp_path / "big", soft, hard)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_it_at_once_whoever_is_connected(start: Callable[..., Process], number: int) -> None:
    process = start()
    for _ in range(15):
        for request in (b"GET /_preview/live", b"GET /big", b"GET /"):
            assert process.ask(request).recv(100).startswith(b"HTTP/1.1 200")
        process.ask(b"GE")
    began = time.monotonic()
    assert process.end(number) == (LAST_WORDS, "", 0)
    assert time.monotonic() - began < 3


def test_it_allows_itself_as_many_connections_as_it_may(start: Callable[..., Process]) -> None:
    process = start(50, 500)
    for _ in range(200):
        assert process.ask(b"GET /_preview/live").recv(100).startswith(b"HTTP/1.1 200")
    assert process.end() == (LAST_WORDS, "", 0)


def test_more_connections_than_it_may_have_wait(start: Callable[..., Process]) -> None:
    process = start(50, 50)
    crowd = [process.ask(b"GE") for _ in range(100)]
    for client in crowd:
        client.close()
    assert process.ask(b"GET /").recv(100).startswith(b"HTTP/1.1 200")
    assert process.end() == (LAST_WORDS, "", 0)


def test_no_thread_outlives_the_server(table: Table, serve: Callable[..., Any]) -> None:
    before = set(threading.enumerate())
    with serve(table) as served:
        for _ in range(30):
            served.ask("/photo.bin")
        assert set(threading.enumerate()) > before
    assert set(threading.enumerate()) == before
    assert table.wakes == []


def test_a_server_can_be_stopped_before_it_runs(table: Table) -> None:
    listener = bind("127.0.0.1", 0)
    server = Server(table, listener, ())
    server.stop()
    thread = threading.Thread(target=server.run)  # the main thread may be a browser's
    thread.start()
    thread.join(LIMIT)
    assert not thread.is_alive()
    assert listener.fileno() == -1
