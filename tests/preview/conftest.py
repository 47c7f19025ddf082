"""What a hostile client asks for."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def hostile_targets() -> tuple[str, ...]:
    """Targets of requests that have led out of other servers' folders, to a file `secret.txt` or `/etc/passwd`.

    The past faults of MkDocs, Zola, Ghost, Gatsby, Nuxt, Lektor, Vite and webpack's server, and their variants.
    """
    ups = ("../", "..%2f", "..%2F", "%2e%2e/", "%2e%2e%2f", "%252e%252e%252f", "..%5c", "..\\", "..%255c", "....//")
    ups += ("..%c0%af", "%c0%ae%c0%ae/", "..%e0%80%af", "..%ef%bc%8f", "..;/", "./../", ".%2e/", "..%00/", "..%0d/")
    climbing = [f"/{up * depth}{end}" for up in ups for depth in (1, 2, 8) for end in ("secret.txt", "etc/passwd")]
    below = [f"/photo.bin/{up}secret.txt" for up in ups] + [f"/sub/{up * 2}secret.txt" for up in ups]
    absolute = [
        "//etc/passwd",
        "///etc/passwd",
        "/%2fetc/passwd",
        "/%2Fetc%2Fpasswd",
        "/./etc/passwd",
        "/.//etc/passwd",
    ]
    absolute += ["/etc/passwd", "/file:///etc/passwd", "file:///etc/passwd", "http://localhost/../secret.txt"]
    absolute += ["http://evil.example/", "//evil.example/", "etc/passwd", "*", "localhost:80", "/@fs/etc/passwd", "@/"]
    windows = ["/C:/secret.txt", "/C:%5csecret.txt", "/c|/secret.txt", "/NUL", "/CON", "/nul.txt", "/COM1", "/aux/"]
    windows += [
        "/secret.txt.",
        "/secret.txt%20",
        "/secret.txt::$DATA",
        "\\\\host\\share",
        "/%5c%5chost%5cshare",
        "/a\\",
    ]
    queries = ["/secret.txt?raw??", "/secret.txt?import&raw??", "/?/../secret.txt", "/#/../secret.txt", "/secret.txt#"]
    queries += ["/photo.bin?raw=../secret.txt", "/?%00", "/?" + "a=b&" * 2000, "/photo.bin#/../secret.txt", "/.", "/.."]
    odd = ["/%00", "/photo.bin%00.html", "/secret.txt%00", "/%", "/%zz", "/%u002e%u002e/secret.txt", "/%ff%fe", "/%80"]
    odd += ["/%ed%a0%80", "/%f4%90%80%80", "/.env", "/.git/config", "/.voicebuilder/", "/voicebuilder.yaml", "/%7f"]
    odd += [
        "/%0d%0aX-Injected:%20yes",
        "/%0aSet-Cookie:a=b",
        "/site-secret/secret.txt",
        "/" + "a" * 8192,
        "/" + "../" * 2700,
    ]
    return tuple(climbing + below + absolute + windows + queries + odd)
