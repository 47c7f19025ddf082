"""content-example in a theme, built with a fixed clock, and served as a good host does.

In: a theme's name, and a folder that may be deleted at any time. Out: the output's folder; an address on loopback.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from benchmarks.meter import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

THEMES = ("letter", "stream", "poster")
# Of the example's last entry; later ones are to come.
NOW = "2026-11-24T12:00"
# A page of each kind.
PAGES = {
    "home": "/",
    "post": "/posts/a-shed-with-a-letterbox/",
    "post-pictures": "/posts/the-walk-around-the-edge/",
    "note": "/notes/2026-07-11-2018/",
    "photo": "/notes/2024-07-14-1015/",
    "page": "/about/",
    "posts": "/posts/",
    "notes": "/notes/",
    "tags": "/tags/",
    "tag": "/tags/boats/",
    "archive": "/archive/",
    "year": "/archive/2024/",
    "subscribe": "/subscribe/",
    "thanks": "/subscribe/thanks/",
    "lost": "/404.html",
}
_EXAMPLE = Path(__file__).resolve().parent.parent / "content-example"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
}
# What is packed already is not packed again.
_PACKED = (".png", ".jpg", ".webp")


def built(theme: str, folder: Path, base: str = "") -> Path:
    """Build the example in a theme; what stood there of an earlier build is written anew.

    Args:
        theme: Its name.
        folder: For the copy of the example, and its output.
        base: Where it will live; else at the example's own address.

    Returns:
        The output's folder.

    Raises:
        RunError: With what the build said.
    """
    site = folder / theme
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(_EXAMPLE, site, ignore=shutil.ignore_patterns("_site", "._site*", ".voicebuilder"))
    config = site / "voicebuilder.yaml"
    settings = re.sub(r"(?m)^theme:.*\n", "", config.read_text("utf-8"))
    config.write_text(f"{settings}\ntheme: {theme}\n", "utf-8")
    command = [sys.executable, "-m", "voicebuilder", "build", str(site), "--now", NOW]
    done = subprocess.run(  # noqa: S603 -- fixed words
        [*command, "--base-url", base] if base else command, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RunError(f"the example does not build in {theme}:\n{done.stderr}")
    return site / "_site"


def chromium() -> str | None:
    """The program of the system's Chromium, if it has one."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, which may be filled later, at a free port; yields the address without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """A static host: packed text, right types, pages fresh, all else kept for a year."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, folder: Path, *rest: object) -> None:
        self._folder = folder
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a file, or with the page that says that there is none."""
        path = unquote(self.path.partition("?")[0]).lstrip("/")
        file = (self._folder / path / "index.html") if path.endswith("/") or not path else self._folder / path
        status = HTTPStatus.OK
        if not file.resolve().is_relative_to(self._folder.resolve()) or not file.is_file():
            file, status = self._folder / "404.html", HTTPStatus.NOT_FOUND
        self._send(file, status)

    def _send(self, file: Path, status: HTTPStatus) -> None:
        packs = file.suffix not in _PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
        data = _packed(file, file.stat().st_mtime_ns) if packs else file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache" if file.suffix == ".html" else "max-age=31536000, immutable")
        if packs:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@lru_cache(maxsize=256)
def _packed(file: Path, changed: int) -> bytes:  # noqa: ARG001 -- a file that changed is another one
    return gzip.compress(file.read_bytes(), 9, mtime=0)
