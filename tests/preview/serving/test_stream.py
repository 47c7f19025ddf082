"""The reload stream: every change is told, once, and nothing else."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING, Any

from voicebuilder.preview.serving import stream

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from .conftest import Served, Table


def wait_for(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def test_the_stream_tells_the_counter_at_once_and_at_each_change(served: Served) -> None:
    connection = served.connect().send(b"GET /_preview/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head = connection.until(b"\r\n\r\n").lower()
    assert b"content-type: text/event-stream" in head
    assert b"cache-control: no-store" in head
    assert b"access-control" not in head
    connection.until(b"data: 1\n\n")
    for counter in range(2, 20):
        served.answers.change()
        connection.until(b"data: %d\n\n" % counter)
    assert re.fullmatch(rb"[\r\n0-9a-f]*", connection.rest), "nothing but the counter"


def test_a_stream_is_woken_in_the_thread_of_the_server(monkeypatch: pytest.MonkeyPatch, served: Served) -> None:
    """From another thread a sleeping event loop hears nothing until it looks around by itself."""
    woken_in = set()
    wake = stream.Streams.wake

    def watched(streams: stream.Streams) -> None:
        woken_in.add(threading.get_ident())
        wake(streams)

    monkeypatch.setattr(stream.Streams, "wake", watched)
    page = served.stream()
    page.until(b"data: 1\n\n")  # it sleeps now
    served.answers.change()
    page.until(b"data: 2\n\n")
    assert woken_in
    assert threading.get_ident() not in woken_in


def test_the_head_of_a_stream_ends(served: Served) -> None:
    raw = b"HEAD /_preview/live HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    connection = served.connect().send(raw)
    assert connection.reply("HEAD").headers["content-type"] == "text/event-stream; charset=utf-8"
    assert connection.reply().body == b"<p>home</p>" * 100


def test_no_change_is_missed_and_none_told_twice(served: Served) -> None:
    pages = [served.stream() for _ in range(5)]
    lock = threading.Lock()

    def change() -> None:
        for _ in range(300):
            with lock:
                served.answers.change()

    threads = [threading.Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for page in pages:
        heard = page.until(b"data: 1201\n\n")
        told = [int(one) for one in re.findall(rb"data: (\d+)", heard)]
        assert told == sorted(set(told))


def test_the_stream_beats(monkeypatch: pytest.MonkeyPatch, table: Table, serve: Callable[..., Any]) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.02)
    with serve(table) as served:
        page = served.stream()
        page.until(b"data: 1\n\n")
        for _ in range(3):
            page.until(b":\n\n")


def test_a_page_that_leaves_costs_nothing_more(served: Served) -> None:
    connections = served.server._uvicorn.server_state.connections
    pages = [served.stream() for _ in range(20)]
    wait_for(lambda: len(connections) == 20)
    for page in pages:
        served.hang_up(page)
    wait_for(lambda: not connections and not served.server._uvicorn.server_state.tasks)
