"""content-example in each theme, with hard texts added, served on loopback under a Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import threading
import time
from dataclasses import dataclass
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from .texts import FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element as Element
    from playwright.sync_api import Browser, Page

    from conftest import Output, Site

THEMES = ("letter", "stream", "poster")
STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


class _Server(ThreadingHTTPServer):
    """Pages leave with the strictest policy that their own sheet allows; pictures after a delay, in seconds."""

    delay = 0.0

    def handle_error(self, request: object, client_address: object) -> None:
        # A browser that goes on to the next page hangs up.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # With an answer's head and body in two packets, each would wait for the other's receipt.
    wbufsize = -1
    disable_nagle_algorithm = True

    def end_headers(self) -> None:
        path = self.translate_path(self.path)
        page = path + "index.html" if path.endswith("/") else path
        if page.endswith(".html"):
            self.send_header("Content-Security-Policy", policy(_read(page)))
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        if self.path.endswith((".png", ".jpg", ".webp", ".avif")):
            time.sleep(self.server.delay)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 -- the base class speaks in strings
        return file.read()


def policy(page: bytes) -> str:
    """Of a page with its sheet inline: `'sha256-…'` is what CSP Level 3, 2.3.1 takes the hash of."""
    hashes = [base64.b64encode(hashlib.sha256(style).digest()).decode() for style in STYLE.findall(page)]
    return " ".join(["default-src 'self'; style-src 'self'", *(f"'sha256-{one}'" for one in hashes)])


@dataclass(frozen=True)
class Themed:
    """A built site in one theme, and where it is served (without a slash at the end)."""

    theme: str
    output: Output
    address: str
    server: _Server

    @cached_property
    def trees(self) -> dict[str, Element]:
        """Of every page, by its output path."""
        return {page: self.output.parsed(page) for page in self.output.pages}


@pytest.fixture(scope="session")
def themed(sample: Callable[[str], Site]) -> Iterator[Callable[[str], Themed]]:
    """The example in a theme, drafts and all; built and served once."""
    made: dict[str, Themed] = {}

    def get(theme: str) -> Themed:
        if theme not in made:
            site = sample("content-example").write(FILES)
            settings = (site.folder / "voicebuilder.yaml").read_text("utf-8")
            site.write({"voicebuilder.yaml": f"{settings}\npaginate: 5\ntheme: {theme}\n"})
            output = site.build(drafts=True)
            server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(site.out)))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            made[theme] = Themed(theme, output, f"http://127.0.0.1:{server.server_port}", server)
        return made[theme]

    yield get
    for one in made.values():
        one.server.shutdown()
        one.server.server_close()


@pytest.fixture(params=THEMES)
def site(request: pytest.FixtureRequest, themed: Callable[[str], Themed]) -> Themed:
    return themed(request.param)


@pytest.fixture(scope="session")
def shared_tab(browser: Browser) -> Iterator[Page]:
    # What a test adds to a page is not the page's doing: the policy has its own test.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(shared_tab: Page) -> Page:
    """A tab as a new one: on screen, light, 1280 px wide."""
    shared_tab.set_viewport_size({"width": 1280, "height": 900})
    shared_tab.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    return shared_tab
