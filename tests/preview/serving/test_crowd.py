"""A thousand open pages, slow readers and slow senders: the next request is answered as if it were the first."""

from __future__ import annotations

import threading
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from voicebuilder.preview.serving.answer import Answer

from .conftest import LIMIT, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .conftest import Served

OPEN_PAGES = 1000
# Seconds: what the writer may wait for a page whoever else is connected.
PROMPT = 0.1


def ask(served: Served) -> float:
    """How long a page takes; seconds, the median of some, so that one hiccup of a busy machine is not ours."""
    took = []
    for _ in range(15):
        began = time.perf_counter()
        assert served.ask("/").status == 200
        took.append(time.perf_counter() - began)
    return median(took)


def test_a_crowd_keeps_nobody_waiting(served: Served, tmp_path: Path) -> None:
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(1 << 30)
    served.answers.pages["/film.mp4"] = Answer(tmp_path / "film.mp4", "video/mp4")

    streams = [served.stream() for _ in range(OPEN_PAGES)]
    for _ in range(50):  # more than there are threads to read files with
        served.connect().send(b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n").until(b"\r\n\r\n")
    loris = [served.connect().send(b"GET / HTTP/1.1\r\nHost: local") for _ in range(50)]
    bodies = [
        served.connect().send(b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
        for _ in range(50)
    ]
    for slow in loris:
        slow.send(b"h")
    assert min(ask(served) for _ in range(3)) < PROMPT

    served.answers.change()
    for stream in streams:
        stream.until(b"data: 2\n\n")
    assert min(ask(served) for _ in range(3)) < PROMPT

    for slow in loris:
        assert slow.send(b"ost\r\n\r\n").reply().status == 200
    for slow in bodies:
        assert slow.reply().status == 404


def test_a_page_that_takes_long_keeps_nobody_waiting(table: Table, serve: Callable[..., Any]) -> None:
    begun, others_are_served = threading.Event(), threading.Event()

    class Slow(Table):
        def answer(self, path: str, query: Mapping[str, str]) -> Answer:
            if path == "/slow":
                begun.set()
                assert others_are_served.wait(LIMIT)
            return super().answer(path, query)

    with serve(Slow(table.pages)) as served:
        slow = served.connect().send(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert begun.wait(LIMIT)
        assert served.ask("/").status == 200
        assert served.ask("/photo.bin").status == 200
        others_are_served.set()
        assert slow.reply().status == 404
        assert served.server.fault is None


def test_a_slow_reader_gets_it_all(served: Served, tmp_path: Path) -> None:
    content = bytes(range(251)) * 40_000
    (tmp_path / "song.mp3").write_bytes(content)
    served.answers.pages["/song.mp3"] = Answer(tmp_path / "song.mp3", "audio/mpeg")
    reader = served.connect().send(b"GET /song.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    reader.until(b"\r\n\r\n")
    while len(reader.rest) < len(content):
        assert reader.more()
        served.ask("/empty.txt")
    assert reader.rest == content
