"""A site in a table that a test changes, served as the preview serves one: ETags, and a stream of the counter."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from voicebuilder.preview.dressing import Dressing, dress, page

if TYPE_CHECKING:
    from playwright.sync_api import Page

ASSETS = files("voicebuilder.preview") / "assets"
TYPES = {"html": "text/html; charset=utf-8", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
FRAME = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour</title>{head}</head><body>{body}</body></html>"""


@dataclass
class LiveSite:
    """Pages by their path. `put` is what a save does.

    `asked` counts requests as (method, path, status); `hold` keeps the pages' answers back while it is clear.
    """

    dressing: Dressing = field(default_factory=Dressing)
    pages: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    counter: int = 0

    def __post_init__(self) -> None:
        self.changed = threading.Condition()
        self.open = threading.Event()
        self.open.set()
        self.arrived = threading.Event()
        self.streams = 0
        self.port = 0
        for asset in ASSETS.iterdir():
            self.pages[f"/_preview/{asset.name}"] = (200, asset.read_bytes())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = _Server(("127.0.0.1", self.port), partial(_Handler, self))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """As if somebody had typed Ctrl-C."""
        self.server.shutdown()
        self.server.server_close()
        with self.changed:
            self.server.is_over = True
            self.changed.notify_all()
        self.server.hang_up()

    def put(self, path: str, body: str, head: str = "", status: int = 200) -> None:
        self.pages[path] = (status, FRAME.format(head=head, body=body).encode())
        self.tell()

    def file(self, path: str, text: str) -> None:
        self.pages[path] = (200, text.encode())
        self.tell()

    def dress(self, dressing: Dressing) -> None:
        self.dressing = dressing
        self.tell()

    def tell(self) -> None:
        with self.changed:
            self.counter += 1
            self.changed.notify_all()

    def body(self, path: str) -> tuple[int, str, bytes]:
        if path not in self.pages:
            return 404, TYPES["html"], page("Gone", self.dressing)
        status, body = self.pages[path]
        kind = TYPES[path.rpartition(".")[2]] if "." in path else TYPES["html"]
        return status, kind, dress(body, self.dressing) if kind == TYPES["html"] else body


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    is_over = False

    def __init__(self, *arguments: object) -> None:
        self.connections: set[object] = set()
        super().__init__(*arguments)

    def process_request(self, request, client_address) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self.connections):
            self.shutdown_request(connection)

    def handle_error(self, *_: object) -> None:
        """A browser leaves when it likes."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, site: LiveSite, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/_preview/live":
            self.stream()
            return
        status, kind, body = self.site.body(path)
        if not path.startswith("/_preview/"):
            self.site.arrived.set()
            self.site.open.wait()
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if self.headers["If-None-Match"] == etag:
            status, body = 304, b""
        self.site.asked[self.command, path, status] += 1
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Cache-Control", "no-cache"), ("ETag", etag)):
            self.send_header(name, value)
        if b'class="voicebuilder-page"' in body:
            self.send_header("Content-Security-Policy", STRICT)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def stream(self) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"retry: 200\n")
        self.site.streams += 1
        try:
            while not self.server.is_over:
                self.wfile.write(f"data: {(told := self.site.counter)}\n\n".encode())
                while self.site.counter == told and not self.server.is_over:
                    with self.site.changed:
                        self.site.changed.wait(0.2)
                    self.wfile.write(b":\n")  # finds out whether the page has left
        finally:
            self.site.streams -= 1


def until(tab: Page, condition: str, argument: object = None) -> None:
    """Wait for a JavaScript expression to become true; `it` is the argument."""
    tab.wait_for_function(f"it => {condition}", arg=argument, timeout=15_000)


def shadow(selector: str) -> str:
    """JavaScript for what is found in the overlay."""
    return f'document.querySelector("voicebuilder-preview")?.shadowRoot.querySelector({json.dumps(selector)})'
