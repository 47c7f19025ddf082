"""Sites with a search page, served below `/blog/` under the policy that the guide names."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Site

BASE = "/blog/"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'"


class _Handler(SimpleHTTPRequestHandler):
    """Every answer carries the policy, the worker's script too, for a worker obeys its own."""

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + urlsplit(path).path.removeprefix(BASE))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class Served:
    """A site with a search page.

    Attributes:
        address: Of its front page.
        out: Its files.
    """

    address: str
    out: Path

    @property
    def search(self) -> str:
        return f"{self.address}search/"


def add_search(site: Site, *, drafts: bool = False) -> None:
    """Build a site with its search page and index."""
    written = (site.folder / "voicebuilder.yaml").read_text("utf-8")
    site.write({"voicebuilder.yaml": f"{written}\nsearch: true\n"})
    site.build(base=f"https://me.example{BASE}", drafts=drafts)


@pytest.fixture(scope="session")
def serve_search() -> Iterator[Callable[[Site], Served]]:
    servers: list[ThreadingHTTPServer] = []

    def start(site: Site) -> Served:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site.out)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return Served(f"http://127.0.0.1:{server.server_port}{BASE}", site.out)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
