"""Who may ask, and what for.

In: the method, the headers and the path of a request. Out: nothing when it may pass, else `Refused`.

Any web page that the writer has open can send requests to this machine. It must learn nothing: not by a name of its
own that leads here (DNS rebinding: the Host names it), not by a script (the Origin names its page), not by a picture,
a script or a frame that it includes (`Sec-Fetch-Site` tells, where a browser sends it; `SHIELD` forbids the use).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

Headers = Iterable[tuple[bytes, bytes]]

# What every answer carries.
SHIELD: Mapping[str, str] = MappingProxyType(
    {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
)
# Only our own pages show a page of ours in a frame.
FRAMES = "frame-ancestors 'self'"
# For what is only read.
NOTHING = "default-src 'none'; frame-ancestors 'none'"

_ALWAYS = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 -- compared with, not bound
# RFC 9110 section 7.2: a name or an address, and a port or none.
_HOST = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[0-9a-z._-]+))(?::[0-9]{0,5})?")
_ADDRESS = re.compile(r"[0-9.]+|[0-9a-f]*:[0-9a-f:.]+")
# No address of ours holds one, whatever an old system might make of it. The backslash is some systems' "/".
_NEVER_IN_PATH = re.compile(r"[\x00-\x1f\x7f\\]")


class Refused(Exception):  # noqa: N818 -- an answer, not an error
    """What is said instead of an answer.

    Attributes:
        status: Of HTTP.
        words: Why, in plain text.
        headers: What goes with it.
    """

    def __init__(self, status: int, words: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(words)
        self.status, self.words, self.headers = status, words, headers


class Guard:
    """Stands before everything else."""

    def __init__(self, hosts: Collection[str]) -> None:
        """Take the names that the writer chose to be known by, beside this machine's own."""
        self._hosts = _ALWAYS | {host.lower().strip("[]") for host in hosts}
        # An address cannot be rebound: only a name can, and a page that was loaded from an address is its own.
        self._any_address = not self._hosts.isdisjoint(_EVERY_ADDRESS)

    def check(self, method: str, headers: Headers) -> None:
        """Let a request pass.

        Raises:
            Refused: 400 for a Host that is none, 403 for a foreign one or for a foreign page that asks, 405 for a
                method other than GET and HEAD.
        """
        host = self._host(headers)
        if method not in ("GET", "HEAD"):
            raise Refused(405, "The preview only shows pages: it answers GET and HEAD.", {"Allow": "GET, HEAD"})
        # A browser's idea of "the same origin" is ours: this very name and port, and nothing else of this machine.
        if any(origin.lower() != f"http://{host}" for origin in _values(headers, b"origin")):
            raise Refused(403, "A page of another site asked for this. The preview answers only its own pages.")
        if _is_fetched_elsewhere(headers):
            raise Refused(403, "A page of another site wants to use this. It may only link to it.")

    def _host(self, headers: Headers) -> str:
        hosts = [host.lower() for host in _values(headers, b"host")]
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if found is None:
            raise Refused(400, "The request must name its host, once.")
        name = found["six"] or found["name"]
        if name not in self._hosts and not (self._any_address and _ADDRESS.fullmatch(name)):
            words = "The preview answers at http://localhost only. To open it under this name, start it with --host."
            raise Refused(403, words)
        return hosts[0]


def decoded(raw: bytes) -> str:
    """Read the path of a request's target: percent-decoded once, from the server's root.

    Raises:
        Refused: 400: it is no path, not UTF-8, or holds what no address of ours does.
    """
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        path = ""
    if not path.startswith("/") or _NEVER_IN_PATH.search(path):
        raise Refused(400, "There can be no such address.")
    return path


def _is_fetched_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that a page of another origin asks, and not to follow a link (W3C Fetch Metadata).

    Browsers leave these headers out towards other machines, so that nothing may rest on them alone.
    """
    if not {"cross-site", "same-site"}.intersection(_values(headers, b"sec-fetch-site")):
        return False
    return _values(headers, b"sec-fetch-mode") != ["navigate"] or _values(headers, b"sec-fetch-dest") != ["document"]


def _values(headers: Headers, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]
