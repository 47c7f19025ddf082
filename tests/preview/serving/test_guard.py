"""Who may ask: the table of hosts, origins and addresses (no socket: test_server.py asks over one)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.preview.serving.guard import Guard, Refused, decoded

EVERY = "0.0.0.0"  # noqa: S104 -- nothing is bound here
HOSTS = ("studio.local", "192.168.7.9", "[fe80::1]")


def status(*headers: tuple[str, str], method: str = "GET", hosts: tuple[str, ...] = HOSTS) -> int:
    """200 when a request may pass."""
    try:
        Guard(hosts).check(method, [(name.encode(), value.encode()) for name, value in headers])
    except Refused as refused:
        return refused.status
    return 200


@pytest.mark.parametrize("port", ["", ":", ":80", ":8000", ":65535"])
@pytest.mark.parametrize(
    "name", ["localhost", "LocalHost", "127.0.0.1", "[::1]", "studio.local", "STUDIO.local", "192.168.7.9", "[fe80::1]"]
)
def test_p9_our_own_names_pass_with_any_port(name: str, port: str) -> None:
    assert status(("host", name + port)) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8000", "localhost.evil.example", "evil-localhost", "localhost.", "127.0.0.1.",
        "127.0.0.1.nip.io", "127.0.0.2", "127.1", "2130706433", "0x7f000001", EVERY, "[::]", "[::ffff:127.0.0.1]",
        "10.0.0.1", "192.168.7.90", "studio.locale", "xstudio.local", "sub.localhost", "fe80", "[fe80::2]",
    ],
)  # fmt: skip
def test_p9_a_foreign_host_is_refused(host: str) -> None:
    assert status(("host", host)) == 403


@pytest.mark.parametrize(
    "host",
    [
        "", " ", "localhost:x", "localhost:8000:1", "localhost:123456", "user@localhost", "localhost/", "http://localhost",
        "localhost, evil.example", "localhost evil.example", "localhost:-1", "[::1", "::1", "[::1]x", "l\u00f6calhost",
        "localhost\t", "localhost\x00", "localhost#", "localhost?", "localhost\\", "*",
    ],
)  # fmt: skip
def test_p9_what_is_no_host_is_refused(host: str) -> None:
    assert status(("host", host)) == 400


def test_p9_a_host_must_be_named_once() -> None:
    assert status() == 400
    assert status(("host", "localhost"), ("host", "localhost")) == 400
    assert status(("host", "localhost"), ("host", "evil.example")) == 400


@pytest.mark.parametrize("every", [EVERY, "::"])
def test_p9_who_listens_everywhere_answers_to_addresses_and_to_no_foreign_name(every: str) -> None:
    for host in ("10.0.0.1:8000", "[fe80::2]:8000", "localhost", EVERY):
        assert status(("host", host), hosts=(every,)) == 200
    for host in ("evil.example", "1.2.3.4.evil.example", "abc.def", "cafe"):
        assert status(("host", host), hosts=(every,)) == 403


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126)))
def test_p9_no_other_host_passes(host: str) -> None:
    name = host.lower().rpartition(":")[0] if ":" in host and not host.endswith("]") else host.lower()
    allowed = {"localhost", "127.0.0.1", "[::1]", "studio.local", "192.168.7.9", "[fe80::1]"}
    assert status(("host", host)) != 200 or name in allowed


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "studio.local:8000", "localhost"])
def test_p9_only_the_very_same_origin_passes(host: str) -> None:
    assert status(("host", host), ("origin", f"http://{host}")) == 200
    for origin in (
        "http://evil.example", "http://1.2.3.4", "http://1.2.3.4:8000", "null", "", "*", "file://", f"https://{host}",
        f"http://{host}1", f"http://{host}/", f"http://{host}.evil.example", "http://localhost:3000", f"http://x@{host}",
        "chrome-extension://abc", "http://127.0.0.1:3000", "http://192.168.7.9",
    ):  # fmt: skip
        assert status(("host", host), ("origin", origin)) == 403, origin
        assert status(("host", host), ("origin", f"http://{host}"), ("origin", origin)) == 403


def test_p9_the_host_is_judged_before_the_origin_and_the_method() -> None:
    assert status(("host", "evil.example"), ("origin", "http://evil.example"), method="POST") == 403
    assert status(method="POST") == 400


@pytest.mark.parametrize("referer", ["http://evil.example/", "http://localhost:8000/", "null", ""])
def test_a_referer_neither_opens_nor_closes(referer: str) -> None:
    assert status(("host", "localhost"), ("referer", referer)) == 200
    assert status(("host", "evil.example"), ("referer", referer)) == 403
    assert status(("host", "localhost"), ("origin", "http://evil.example"), ("referer", "http://localhost/")) == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("mode", "kind", "wanted"),
    [
        ("navigate", "document", 200), ("navigate", "iframe", 403), ("navigate", "embed", 403),
        ("no-cors", "script", 403), ("no-cors", "image", 403), ("cors", "empty", 403), ("websocket", "websocket", 403),
        ("no-cors", "document", 403),
    ],
)  # fmt: skip
def test_p9_another_page_may_link_here_and_nothing_else(site: str, mode: str, kind: str, wanted: int) -> None:
    fetch = (("sec-fetch-mode", mode), ("sec-fetch-dest", kind))
    assert status(("host", "localhost"), ("sec-fetch-site", site), *fetch) == wanted
    assert status(("host", "localhost"), ("sec-fetch-site", "same-origin"), *fetch) == 200
    assert status(("host", "localhost"), ("sec-fetch-site", "none"), *fetch) == 200
    assert status(("host", "localhost"), ("sec-fetch-site", site)) == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "HEADX"])
def test_p9_only_get_and_head_pass(method: str) -> None:
    assert status(("host", "localhost"), method=method) == 405
    assert status(("host", "localhost"), method="HEAD") == 200


@given(st.text(st.characters(exclude_characters="\\", exclude_categories=("Cc", "Cs"))))
def test_a_path_is_decoded_once(path: str) -> None:
    raw = "".join(f"%{byte:02x}" for byte in f"/{path}".encode())
    assert decoded(raw.encode()) == f"/{path}"
    assert decoded(f"/{raw.replace('%', '%25')}".encode()) == f"/{raw}"


@given(st.binary())
def test_a_path_is_a_path_or_refused(raw: bytes) -> None:
    try:
        path = decoded(raw)
    except Refused:
        pass
    else:
        assert path.startswith("/")
        assert not set(path) & {*map(chr, range(32)), "\x7f", "\\"}


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"a", b"*", b"http://localhost/", b"%2", b"/%00", b"/%0a", b"/%1f", b"/%7f", b"/\\", b"/%5c", b"/%5C",
        b"/%ff", b"/%c0%af", b"/%e0%80%af", b"/%ed%a0%80", b"/%f4%90%80%80", b"/\xe9",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused):
        decoded(raw)
