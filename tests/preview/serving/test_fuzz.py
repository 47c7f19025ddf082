"""Whatever comes in over a socket: known bytes go out, or a refusal, or the connection ends; and it goes on.

The requests are made from a grammar whose every part is sometimes wrong, and cut, joined and changed at random.
"""

from __future__ import annotations

import random
import re
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import CANARY, LIMIT

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Connection, Served

STATUSES = {100, 200, 206, 301, 304, 400, 403, 404, 405, 416}
# Seconds without a byte after which a client that is owed nothing says that it is done.
QUIET = 0.02
# Ends the connection at once, unless it is taken for the rest of what came before.
LAST = b"GET /empty.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

METHODS = (
    [b"GET"] * 6 + [b"HEAD"] * 2 + [b"POST", b"PUT", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT", b"get", b"M-SEARCH"]
)
METHODS += [b"", b"G\x00T", b"\xff", b"PRI", b"GET " * 3, b"A" * 300]
TARGETS = [b"/"] * 4 + [b"/posts/h%C3%A9llo/", b"/photo.bin", b"/empty.txt", b"/old", b"/gone.bin", b"/nowhere"]
TARGETS += [
    b"*",
    b"",
    b"http://localhost/",
    b"http://evil.example/",
    b"//evil.example/",
    b"localhost:80",
    b"/../secret.txt",
]
TARGETS += [
    b"/%00",
    b"/%",
    b"/%ff",
    b"/?\xff",
    b"/\x00",
    b"/\t",
    b"/" + b"%2e" * 9000,
    b"/" + b"a" * 70000,
    b"/?" + b"&" * 5000,
]
VERSIONS = [b"HTTP/1.1"] * 8 + [b"HTTP/1.0", b"HTTP/2.0", b"HTTP/0.9", b"HTTP/1.1 ", b"http/1.1", b"", b"HTTP/9.99"]
HOSTS = [b"Host: localhost"] * 8 + [
    b"Host: evil.example",
    b"Host:",
    b"Host: a b",
    b"host:127.0.0.1:1",
    b"Host: [::1]:99",
]
HOSTS += [b"X: y", b"Host : localhost", b"Host: localhost\r\nHost: localhost", b"Host: localhost\r\nHost: evil.example"]
HEADERS = [
    b"Origin: http://localhost", b"Referer: http://evil.example/", b"Range: bytes=0-5", b"Range: bytes=-1",
    b"Range: bytes=999999999-", b"Range: bytes=,", b"Range: bytes=1-2,4-5",
    b"If-None-Match: *", b'If-None-Match: "x", W/"y"', b"If-Range: x", b"Expect: 100-continue", b"Connection: close",
    b"Origin: http://evil.example", b"Origin: null", b"Range: \xff", b"Sec-Fetch-Site: cross-site",
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13",
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA",
    b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: x", b"Transfer-Encoding: chunked", b"Content-Length: 0",
    b"Content-Length: 5\r\nContent-Length: 6", b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    b"Content-Length: 99999999999999", b"Content-Length: 5", b"Content-Length: -1", b"Connection: keep-alive",
    b"Cookie: " + b"a=b; " * 1000, b"X: " + b"y" * 70000, b"X-\xff: y", b"X: \x00", b"X: a\r\n b", b": x", b" folded",
    b"Accept-Encoding: gzip, br, \xff", b"X-Forwarded-For: 1.2.3.4", b"X-Forwarded-Host: evil.example", b"no colon",
]  # fmt: skip
BODIES = [b""] * 6 + [
    b"hello",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"0\r\n\r\n",
    b"zz\r\n",
    b"5\r\nhel",
    b"FFFFFFFFFFFFFFFFF\r\n",
    b"x" * 70000,
]
BODIES += [
    b"5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n",
    b"5\r\nhelloGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"-1\r\n\r\n",
]


def request(chance: random.Random) -> bytes:
    """One request; half of them are in order, whatever they ask."""
    if chance.random() < 0.5:
        parts, ends = (METHODS[:8], TARGETS[:10], VERSIONS[:8], HOSTS[:8], HEADERS[:11], BODIES[:6]), b"\r\n"
    else:
        parts, ends = (METHODS, TARGETS, VERSIONS, HOSTS, HEADERS, BODIES), chance.choice([b"\r\n", b"\n", b"\r"])
    method, target, version, host, _, body = map(chance.choice, parts)
    headers = chance.choices(parts[4], k=chance.choice([0, 0, 1, 1, 2, 5]))
    return ends.join([b" ".join([method, target, version]), host, *headers, b"", b""]) + body


def spoilt(chance: random.Random, raw: bytes) -> bytes:
    """Some bytes lost, doubled, changed or put in between."""
    for _ in range(chance.choice([0, 0, 0, 1, 3])):
        at, to = sorted(chance.choices(range(len(raw) + 1), k=2))
        put = chance.choice([b"", raw[at:to], bytes([chance.randrange(256)]), b"\r\n", b"\x00", chance.randbytes(20)])
        raw = raw[:at] + put + raw[chance.choice([at, at + 1, to]) :]
    return raw[:300_000]


def exchange(connection: Connection, raw: bytes) -> bytes:
    """Everything that comes back until the server ends the connection, which it must."""
    with suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent
        connection.send(raw)
    end = time.monotonic() + LIMIT
    connection.socket.settimeout(QUIET)
    try:
        while connection.more():
            assert time.monotonic() < end, f"no end to {raw[:200]!r}"
    except TimeoutError:
        connection.socket.settimeout(LIMIT)
        with suppress(OSError):  # the server was quicker
            connection.socket.shutdown(socket.SHUT_WR)
        while connection.more():
            pass
    return connection.rest


def check(raw: bytes, got: bytes, known: list[bytes]) -> set[int]:
    """Look at what came back: responses in a row, each of them known; returns their statuses."""
    assert CANARY not in got
    assert b"access-control" not in got.lower()
    assert b"Traceback" not in got
    statuses = set()
    while got:
        head, separator, got = got.partition(b"\r\n\r\n")
        found = re.match(rb"HTTP/1\.1 ([0-9]{3}) ", head)
        assert separator, f"{head!r} after {raw[:500]!r}"
        assert found, f"{head!r} after {raw[:500]!r}"
        head = head.lower()
        statuses.add(int(found[1]))
        assert int(found[1]) in STATUSES, f"{found[1]!r} after {raw[:500]!r}"
        if found[1] == b"100":
            continue
        assert b"cross-origin-resource-policy: same-origin" in head
        length = re.search(rb"\r\ncontent-length: ([0-9]+)", head)
        if found[1] == b"304" or got == b"" or got.startswith(b"HTTP/1.1 "):  # the latter two: a HEAD's
            continue
        assert length, head
        body, got = got[: int(length[1])], got[int(length[1]) :]
        is_text = b"content-type: text/plain" in head and re.fullmatch(rb"[A-Za-z :,./-]{1,120}", body)
        assert is_text or any(body in one for one in known), f"{body[:200]!r} after {raw[:500]!r}"
    return statuses


def bodies(served: Served) -> list[bytes]:
    pages = [page.body for page in served.answers.pages.values()]
    files = [page for page in pages if not isinstance(page, bytes)]
    texts = [page for page in pages if isinstance(page, bytes)]
    return [b"<h1>Not here</h1>", *texts, *(file.read_bytes() for file in files if file.exists())]


def fuzz(served: Served, seed: int, rounds: int) -> set[int]:
    chance = random.Random(seed)  # noqa: S311 -- to be repeated
    # The big file would only take time.
    served.answers.pages["/photo.bin"].body.write_bytes(bytes(range(256)) * 20)
    known, statuses = bodies(served), set()
    for _ in range(rounds):
        raw = b"".join(spoilt(chance, request(chance)) for _ in range(chance.choice([1, 1, 1, 2, 4])))
        raw += LAST * (chance.random() < 0.9)
        connection = served.connect()
        statuses |= check(raw, exchange(connection, raw), known)
        served.hang_up(connection)
    assert served.ask("/").status == 200
    assert served.server.fault is None
    return statuses


def test_p9_requests_of_a_grammar(served: Served) -> None:
    assert fuzz(served, 4, 3000) >= {200, 206, 301, 304, 400, 403, 404, 405, 416}


@pytest.mark.slow
def test_p9_many_requests_of_a_grammar(served: Served) -> None:
    fuzz(served, 5, 15000)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"GET ", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\n"]),
)
def test_p9_any_bytes(served: Served, raw: bytes, start: bytes) -> None:
    connection = served.connect()
    check(start + raw, exchange(connection, start + raw), bodies(served))
    served.hang_up(connection)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
    st.sampled_from(["GET", "HEAD", "POST"]),
    st.sampled_from(["localhost", "evil.example"]),
)
def test_p9_what_is_in_order_is_answered(served: Served, target: str, method: str, host: str) -> None:
    reply = served.ask(f"/{target}", method=method, host=host)
    if host == "evil.example":
        assert reply.status == 403
    elif method == "POST":
        assert reply.status == 405
    else:
        assert reply.status in (200, 400, 404)


def test_a_file_of_the_site_is_known_by_its_bytes(served: Served, tmp_path: Path) -> None:
    """The judge itself: it must object to what it does not know."""
    known = bodies(served)
    head = b"HTTP/1.1 200 OK\r\ncross-origin-resource-policy: same-origin\r\ncontent-length: 6\r\n\r\n"
    assert check(b"", head + b"<p>hom", known) == {200}
    for wrong in (
        head + CANARY,
        head + b"<p>fom",
        head.replace(b"200", b"500"),
        head[:-2],
        head.replace(b"policy", b"p"),
    ):
        with pytest.raises(AssertionError):
            check(b"", wrong, known)
