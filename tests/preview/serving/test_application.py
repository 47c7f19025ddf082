"""What goes over the wire, on real sockets: addresses, refusals, headers, parts of files."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicebuilder.preview import serving
from voicebuilder.preview.serving.answer import Answer

from .conftest import CANARY, HTML, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Reply, Served

SRC = Path(serving.__file__).parent


def test_p9_no_hostile_target_leads_anywhere(served: Served, hostile_targets: tuple[str, ...], tmp_path: Path) -> None:
    bodies = [page.body for page in served.answers.pages.values() if page.body != tmp_path / "site/gone.bin"]
    known = {body if isinstance(body, bytes) else body.read_bytes() for body in bodies}
    for target in hostile_targets:
        reply = served.ask(target)
        assert reply.status in (200, 301, 400, 404), target
        assert CANARY not in reply.body, target
        assert b"root:" not in reply.body, target
        assert reply.status != 200 or reply.body in known, target
        assert "x-injected" not in reply.headers
        assert "set-cookie" not in reply.headers
        assert not reply.headers.get("location", "").startswith("//")
    assert served.ask("/").status == 200
    assert served.server.fault is None


def test_an_address_is_asked_for_decoded_and_with_its_query(served: Served) -> None:
    assert served.ask("/posts/h%C3%A9llo/?a=1&b=&a=%C3%A9&=x").body == "<p>h\u00e9llo</p>".encode()
    assert served.answers.asked == [("/posts/h\u00e9llo/", {"a": "\u00e9", "b": "", "": "x"})]


def test_one_function_of_the_server_opens_files() -> None:
    rooms = {file.stem: file.read_text() for file in SRC.glob("*.py")}
    opening = r"\bopen\(|\.read_(?:bytes|text)|FileResponse|StaticFiles|sendfile"
    assert {name: len(re.findall(opening, text)) for name, text in rooms.items() if re.search(opening, text)} == {
        "body": 1
    }


ROUTES = ("/", "/photo.bin", "/empty.txt", "/old", "/nowhere", "/gone.bin", "/_preview/desk", "/_preview/live", "/%00")


def refusals(served: Served, target: str) -> list[tuple[Reply, int]]:
    origin = "Origin: http://evil.example"
    return [
        (served.ask(target, host="evil.example"), 403),
        (served.ask(target, host="evil.example", method="HEAD"), 403),
        (served.ask(target, host="bad host"), 400),
        (served.ask(target, "Host: evil.example"), 400),
        (served.ask(target, origin), 403),
        (served.ask(target, "Origin: null"), 403),
        (served.ask(target, "Origin: http://localhost:3000"), 403),
        (served.ask(target, origin, f"Referer: http://localhost:{served.port}/"), 403),
        (served.ask(target, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"), 403),
        (served.ask(target, method="POST"), 405),
        (served.ask(target, "Content-Length: 3", method="PUT"), 405),
        (served.ask(target, method="OPTIONS"), 405),
        (served.ask(target, "no header"), 400),
        (served.connect().send(f"GET {target} HTTP/1.0\r\n\r\n".encode()).reply(), 400),
        (served.connect().send(f"GET {target} HTTP/1.1\r\n\r\n".encode()).reply(), 400),
    ]


@pytest.mark.parametrize("target", ROUTES)
def test_p9_every_route_refuses_who_may_not_ask(served: Served, target: str) -> None:
    for reply, status in refusals(served, target):
        assert reply.status == status
        assert reply.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        assert reply.headers["cache-control"] == "no-store"
        assert status != 405 or reply.headers["allow"] == "GET, HEAD"
        check_shield(reply)
    assert served.answers.asked == []


def check_shield(reply: Reply) -> None:
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    assert reply.headers["cross-origin-opener-policy"] == "same-origin"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors" in reply.headers["content-security-policy"]
    assert not [name for name in reply.headers if name.startswith("access-control-")]
    assert "server" not in reply.headers


@pytest.mark.parametrize("target", ROUTES[:7])
def test_p9_every_answer_carries_the_shield(served: Served, target: str) -> None:
    own = f"Origin: http://localhost:{served.port}"
    replies = [served.ask(target), served.ask(target, own), served.ask(target, method="HEAD")]
    if etag := replies[0].headers.get("etag"):
        replies += [served.ask(target, f"If-None-Match: {etag}"), served.ask(target, "Range: bytes=0-0")]
        replies.append(served.ask(target, "Range: bytes=99999999-"))
    for reply in replies:
        check_shield(reply)
    assert {reply.status for reply in replies} <= {200, 206, 301, 304, 404, 416}


def test_p9_a_page_of_ours_may_be_shown_in_a_frame_by_us_only(served: Served) -> None:
    assert served.ask("/").headers["content-security-policy"] == "frame-ancestors 'self'"
    policy = served.ask("/_preview/desk").headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'self'; frame-ancestors 'self'"


def test_names_that_the_writer_chose(table: Table, serve: Callable[..., Any]) -> None:
    with serve(table, hosts=("Studio.local",)) as served:
        assert served.ask("/", host="studio.local:8000").status == 200
        assert served.ask("/", host="studio.example").status == 403


def test_ipv6(table: Table, serve: Callable[..., Any]) -> None:
    with serve(table, "::1") as served:
        assert served.ask("/", host=f"[::1]:{served.port}").status == 200
        assert served.ask("/", f"Origin: http://[::1]:{served.port}", host=f"[::1]:{served.port}").status == 200


def test_a_fault_of_ours_is_said_and_the_preview_goes_on(table: Table, serve: Callable[..., Any]) -> None:
    class Faulty(Table):
        def answer(self, path: str, query: Any) -> Answer:
            if path == "/fault":
                raise KeyError("<b>")
            return super().answer(path, query)

    with serve(Faulty(table.pages)) as served:
        reply = served.ask("/fault")
        assert reply.status == 500
        assert "KeyError" in reply.body.decode()
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
        check_shield(reply)
        assert served.ask("/").status == 200
        assert isinstance(served.server.fault, KeyError)


@pytest.mark.parametrize("target", ROUTES[:7])
def test_head_is_get_without_the_body(served: Served, target: str) -> None:
    head = served.ask(target, method="HEAD")
    get = served.ask(target)
    for reply in (head, get):
        reply.headers.pop("date")
    assert (head.status, head.headers) == (get.status, get.headers)


def test_a_redirect_is_not_kept(served: Served) -> None:
    reply = served.ask("/old")
    assert reply.status == 301
    assert reply.headers["location"] == "/posts/h%C3%A9llo/?a=1#b"
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("target", ["/", "/photo.bin", "/empty.txt"])
def test_what_a_browser_has_is_not_sent_again(served: Served, target: str) -> None:
    reply = served.ask(target)
    etag = reply.headers["etag"]
    assert re.fullmatch(r'"[0-9a-f-]+"', etag)
    assert reply.headers["cache-control"] == "no-cache"
    for known in (etag, f"W/{etag}", f'"x", {etag}', f'{etag},"y"', "*"):
        again = served.ask(target, f"If-None-Match: {known}", "Range: bytes=0-0")
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    for unknown in ('"x"', etag[1:-1], ""):
        assert served.ask(target, f"If-None-Match: {unknown}").body == reply.body
    assert "etag" not in served.ask("/nowhere").headers


def test_what_changed_has_another_etag(served: Served, tmp_path: Path) -> None:
    photo = tmp_path / "site/photo.bin"
    before = served.ask("/photo.bin").headers["etag"]
    (tmp_path / "new").write_bytes(photo.read_bytes()[::-1])
    times = photo.stat()
    os.utime(tmp_path / "new", ns=(times.st_atime_ns, times.st_mtime_ns))
    (tmp_path / "new").rename(photo)
    assert served.ask("/photo.bin", f"If-None-Match: {before}").status == 200
    page = served.ask("/").headers["etag"]
    served.answers.pages["/"] = Answer(b"<p>home</p>" * 99 + b"<p>nome</p>", HTML)
    assert served.ask("/", f"If-None-Match: {page}").status == 200


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["/", "/photo.bin"]), st.integers(0, 1_100_000), st.integers(0, 1_100_000), st.booleans())
def test_any_part_of_anything(served: Served, target: str, first: int, last: int, is_small: bool) -> None:
    body = served.answers.pages[target].body
    whole = body if isinstance(body, bytes) else body.read_bytes()
    if is_small:
        first, last = first % (len(whole) + 2), last % (len(whole) + 2)
    for wanted, part in (
        (f"{first}-{last}", whole[first : last + 1] if first <= last else None),
        (f"{first}-", whole[first:]),
        (f"-{last}", whole[max(len(whole) - last, 0) :] if last else b""),
    ):
        reply = served.ask(target, f"Range: bytes={wanted}")
        if part is None:
            assert (reply.status, reply.body) == (200, whole)
        elif part == b"":
            assert (reply.status, reply.headers["content-range"]) == (416, f"bytes */{len(whole)}")
        else:
            start = len(whole) - last if wanted.startswith("-") else first
            start = max(start, 0)
            assert (reply.status, reply.body) == (206, part)
            assert reply.headers["content-range"] == f"bytes {start}-{start + len(part) - 1}/{len(whole)}"


def test_a_part_of_another_copy_is_not_sent(served: Served) -> None:
    etag = served.ask("/photo.bin").headers["etag"]
    for copy, status in ((etag, 206), (f"W/{etag}", 200), ('"x"', 200), ("Wed, 25 Nov 2026 00:00:00 GMT", 200)):
        assert served.ask("/photo.bin", "Range: bytes=0-9", f"If-Range: {copy}").status == status


@pytest.mark.parametrize(
    "wanted",
    ["bytes=", "bytes=-", "bytes", "lines=0-1", "bytes=a-b", "bytes=0-1,4-5", "bytes=1-0", "bytes=0--1", "=0-1", "0-1",
     "bytes=+1-2", "bytes=0x1-2", "bytes=" + "9" * 5000 + "-", "bytes=0-" + ",0-" * 3000, "bytes=\xb2-\xb3"],
)  # fmt: skip
def test_a_range_that_is_none_asks_for_the_whole(served: Served, wanted: str) -> None:
    reply = served.ask("/", f"Range: {wanted}")
    assert (reply.status, len(reply.body)) == (200, 1100)


@pytest.mark.parametrize("target", ["/", "/photo.bin"])
def test_a_head_has_no_parts(served: Served, target: str) -> None:
    assert served.ask(target, "Range: bytes=0-0", method="HEAD").status == 200


def test_a_file_that_is_none_is_not_found(served: Served, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nothing")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "dangling", tmp_path / ("n" * 300)):
        served.answers.pages["/file"] = Answer(path, "application/octet-stream")
        assert served.ask("/file").status == 404
    assert served.ask("/gone.bin").status == 404


def test_a_file_that_shrinks_while_it_is_sent_ends_the_connection(served: Served, tmp_path: Path) -> None:
    photo = tmp_path / "site/photo.bin"
    with photo.open("wb") as file:
        file.truncate(200_000_000)
    connection = served.connect().send(b"GET /photo.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
    connection.until(b"\r\n\r\n")
    os.truncate(photo, 10)
    while connection.more():
        connection.rest = connection.rest[-1:]
    assert served.ask("/photo.bin").body == bytes(10)


def test_a_body_that_turns_out_to_be_none_does_not_spoil_the_answer(served: Served, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"x" * 30_000_000)
    served.answers.pages["/film"] = Answer(tmp_path / "film", "video/mp4")
    connection = served.connect()
    connection.send(b"GET /film HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    connection.until(b"\r\n\r\n")
    connection.send(b"no chunk\r\n")
    while connection.more():
        pass
    assert set(connection.rest) <= {ord("x")}


def test_requests_follow_each_other_on_one_connection(served: Served) -> None:
    one = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /photo.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"
    connection = served.connect().send(one * 20)
    for _ in range(20):
        assert connection.reply().body == b"<p>home</p>" * 100
        assert connection.reply("HEAD").headers["content-length"] == "1024000"
