"""Sites with a search page, served below `/blog/` under the policy that the guide names."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from voicebuilder import build, config, content, search
from voicebuilder.model.page import Page
from voicebuilder.model.phrase import Phrase
from voicebuilder.model.route import Route
from voicebuilder.report import Report

from ..conftest import NOW

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
    """Build a site, and add the search page and its index."""
    base = f"https://me.example{BASE}"
    site.build(base=base, drafts=drafts)
    asked = config.load(site.folder, config.Overrides(base, site.out))
    cache = site.folder / ".voicebuilder" / "cache"
    memory = content.Memory(cache, "search", asked.settings.timezone)
    plan = build.plan(asked, build.Options(NOW, drafts, 1), memory, Report())
    page = Page("/search/", ("search.html",), Phrase("search"), is_indexed=False)
    html, _ = plan.renderers.make(Route(page.url, "page", page, "the search page"))
    language, entries = asked.settings.language, search.findable(plan.facts.library)
    made = search.key(entries, lambda entry: plan.facts.contents[entry.path].print, language)
    records = partial(search.records, entries, lambda entry: plan.facts.text(entry).html, language)
    found = search.index(records, made, language, cache / "search")
    files = {f"{page.url}index.html": html, **{path: file.path.read_bytes() for path, file in found.items()}}
    for path, data in files.items():
        target = site.out / path.removeprefix("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


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
