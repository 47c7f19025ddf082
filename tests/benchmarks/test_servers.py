from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest
from benchmarks.meter import RunError
from benchmarks.servers import serving

from benchmarks import servers

if TYPE_CHECKING:
    from pathlib import Path

# Serves the file `page` a while after it was written; each part of an address that is not there is shown, as error 404.
SERVER = """
import http.server, os, pathlib, signal, sys, time
LATE, STUBBORN = float(sys.argv[1]), sys.argv[2] == "stubborn"

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        page = pathlib.Path("page")
        there = self.path == "/page/" and page.exists() and time.time() - page.stat().st_mtime >= LATE
        text = page.read_bytes() if there else self.path.encode()
        self.send_response(200 if there else 404)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass

if STUBBORN:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
held = bytearray(30_000_000)
held[::512] = bytes(len(held[::512]))
del held
print("hello from the server", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[-1])), Handler).serve_forever()
"""


def server(late: float = 0, manner: str = "polite") -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", SERVER, str(late), manner)


def test_the_wait_is_as_long_as_the_server_takes(tmp_path: Path) -> None:
    with serving(server(late=0.3), tmp_path) as running:
        began = time.perf_counter()
        (tmp_path / "page").write_text("a MARK here", "utf-8")
        running.wait("/page/", "mark")
        assert time.perf_counter() - began >= 0.3
        began = time.perf_counter()
        running.wait("/page/", "mark")
        assert time.perf_counter() - began < 0.2


def test_what_an_error_shows_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(server(), tmp_path) as running:
        (tmp_path / "page").write_text("mark", "utf-8")
        running.wait("/page/", "mark")
        monkeypatch.setattr(servers, "_LONGEST_WAIT", 0.2)
        with pytest.raises(RunError, match=r"did not show zmark at /zmark/ in 0\.2 s:\nhello from the server"):
            running.wait("/zmark/", "zmark")


def test_an_old_page_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page").write_text("zmark1", "utf-8")
    with serving(server(), tmp_path) as running:
        running.wait("/page/", "zmark1")
        monkeypatch.setattr(servers, "_LONGEST_WAIT", 0.2)
        with pytest.raises(RunError, match="did not show zmark2"):
            running.wait("/page/", "zmark2")


def test_a_server_that_ends_tells_what_it_said(tmp_path: Path) -> None:
    broken = (sys.executable, "-c", "import sys; print('no port'); sys.exit(3)")
    with serving(broken, tmp_path) as running, pytest.raises(RunError, match=r"ended with 3:\nno port"):
        running.wait("/")


@pytest.mark.parametrize("manner", ["polite", "stubborn"])
def test_no_server_is_left(manner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_LONGEST_END", 0.5)
    (tmp_path / "page").write_text("mark", "utf-8")
    with serving(server(manner=manner), tmp_path) as running:
        running.wait("/page/", "mark")
    assert running.process.returncode == (-9 if manner == "stubborn" else -15)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell")
def test_the_peak_of_memory_is_of_the_past_too(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("mark", "utf-8")
    with serving(server(), tmp_path) as running:
        running.wait("/page/")
        assert 30_000_000 < running.peak() < 70_000_000


def test_a_proxy_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    (tmp_path / "page").write_text("mark", "utf-8")
    with serving(server(), tmp_path) as running:
        running.wait("/page/", "mark")
