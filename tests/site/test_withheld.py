"""P5: a draft never leaves your machine; a future post neither."""

from __future__ import annotations

import base64
import io
import itertools
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from voicebuilder.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Output, Site

PUBLIC = {
    "posts/2026-01-01-open.md": "---\ntags: [boats]\n---\n# Open\n\nAll may read this.\n",
    "posts/2026-02-01-second.md": "---\ntags: [boats]\n---\n# Second\n\nAnd this.\n",
    "notes/2026-01-02-0900.md": "A note.\n",
    "pages/about.md": "# About\n\nMe.\n",
}
# What holds an entry back: a line of front matter, and the folder of its file.
WITHHELD = {
    "draft": ("draft: true", "posts"),
    "draft note": ("draft: yes", "notes"),
    "draft page": ("draft: on", "pages"),
    "drafts folder": ("language: en", "posts/drafts"),
    "deep drafts folder": ("language: en", "notes/2026/drafts/later"),
    "scheduled": ("date: 2026-11-24 12:00:01", "posts"),
    "scheduled note": ("date: 2031-01-01", "notes"),
    "scheduled page": ("date: 2031-01-01", "pages"),
    "expired": ("expires: 2026-11-24 12:00", "posts"),
    "published: false, as Jekyll has it": ("published: false", "posts"),
    "private, as WordPress has it": ("status: private", "posts"),
}


class Canaries:
    """256 random bits a place: found anywhere, in whatever spelling, they came from there."""

    def __init__(self) -> None:
        self.sung: dict[str, str] = {}

    def __getitem__(self, place: str) -> str:
        return self.sung.setdefault(place, secrets.token_hex(32))

    def found(self, output: Output) -> list[tuple[str, str]]:
        everything = {path: path.encode() + b"\n" + data for path, data in output.files.items()}
        spellings = {place: set(_spellings(secret)) for place, secret in self.sung.items()}
        return [
            (place, path)
            for (place, forms), (path, data) in itertools.product(spellings.items(), everything.items())
            if any(secret in data for secret in forms)
        ]


def _spellings(secret: str) -> list[bytes]:
    """Plain, cut short, in capitals, percent-encoded, as HTML character numbers, in base64, and the bits themselves."""
    encoded = base64.b64encode(secret.encode()).rstrip(b"=")[:-1]
    odd = "".join(f"%{ord(char):02X}" for char in secret)
    numbers = "".join(f"&#{ord(char)};" for char in secret)
    half = secret[: len(secret) // 2]  # what a summary or a file name cuts short
    return [*(text.encode() for text in (secret, half, secret.upper(), odd, numbers)), encoded, bytes.fromhex(secret)]


def secret_entry(line: str, folder: str, canaries: Canaries) -> dict[str, str | bytes]:
    """An entry that is held back, with a canary wherever a writer can put text, in a bundle with a picture."""
    picture = io.BytesIO()
    noise = bytes.fromhex(canaries["picture"])
    Image.frombytes("L", (8, 4), noise).save(picture, "BMP")
    front = {
        "title": f"Title {canaries['title']}",
        "slug": f"slug-{canaries['slug']}",
        "tags": f"[boats, {canaries['tag']}]",
        "description": canaries["description"],
        "image": f"{canaries['picture name']}.bmp",
        "image_alt": canaries["image alt"],
        "aliases": f"[/{canaries['alias']}/]",
        "series": canaries["series"],
        "author": canaries["author"],
        "syndication": f"[https://elsewhere.example/{canaries['syndication']}]",
        "id": canaries["id"],
        "extra_thing": canaries["extra"],
    }
    body = (
        f"# {canaries['heading']}\n\n{canaries['body']} [a file]({canaries['file name']}.txt)\n\n"
        f'![{canaries["alt"]}]({canaries["picture name"]}.bmp "{canaries["caption"]}")'
        f"{{credit={canaries['credit']}}}\n\n<!-- {canaries['comment']} -->\n\n[^1]: {canaries['footnote']}\n"
    )
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + f"{line}\n---\n{body}"
    bundle = f"{folder}/{canaries['folder name']}"
    return {
        f"{bundle}/index.md": text,
        f"{bundle}/{canaries['picture name']}.bmp": picture.getvalue() + noise,
        f"{bundle}/{canaries['file name']}.txt": canaries["file"],
    }


@pytest.fixture(scope="module")
def without(make_site: Callable[..., Site]) -> Output:
    return make_site(PUBLIC).build()


@pytest.mark.parametrize("reason", WITHHELD)
def test_p5_a_withheld_entry_changes_no_byte(reason: str, make_site: Callable[..., Site], without: Output) -> None:
    canaries = Canaries()
    site = make_site(PUBLIC | secret_entry(*WITHHELD[reason], canaries))
    output = site.build()
    assert canaries.found(output) == []
    assert output.files == without.files
    assert site.report.errors == []


@pytest.mark.parametrize("reason", ["draft", "drafts folder", "scheduled"])
def test_p5_its_picture_beside_it_without_a_bundle_stays_too(
    reason: str, make_site: Callable[..., Site], without: Output
) -> None:
    line, folder = WITHHELD[reason]
    text = f"---\ntitle: Later\n{line}\n---\n![A](private-picture.png)\n"
    files = {f"{folder}/later.md": text, f"{folder}/private-picture.png": b"PRIVATE"}
    assert make_site(PUBLIC | files).build().files == without.files


def test_p5_the_canaries_sing_when_asked_to(make_site: Callable[..., Site]) -> None:
    """The test of the test: what is looked for above would be found."""
    canaries = Canaries()
    output = make_site(PUBLIC | secret_entry("draft: true", "posts", canaries)).build(drafts=True)
    silent = set(canaries.sung) - {place for place, _ in canaries.found(output)}
    assert silent <= {"comment", "folder name", "extra", "footnote", "id"}, "these are in no page"


@pytest.mark.parametrize("reason", [reason for reason in WITHHELD if reason != "expired"])
def test_p5_with_drafts_they_show(reason: str, make_site: Callable[..., Site], without: Output) -> None:
    line, folder = WITHHELD[reason]
    files = {f"{folder}/later.md": f"---\ntitle: Later on\nslug: later-on\n{line}\n---\nSoon.\n"}
    new = set(make_site(PUBLIC | files).build(drafts=True).files) - set(without.files)
    assert any("later-on/" in path for path in new)


def test_p5_a_build_without_drafts_removes_them_again(make_site: Callable[..., Site], without: Output) -> None:
    site = make_site(PUBLIC | {"posts/later.md": "---\ndraft: true\n---\n# Later\n\nSoon.\n"})
    assert "posts/later/index.html" in site.build(drafts=True).files
    assert site.build().files == without.files


@pytest.mark.parametrize("what", ["draft: true\n", "date: 2031-01-01\n", "expires: 2026-01-01\n"])
def test_p5_a_link_to_a_withheld_entry_is_an_error_that_tells_its_status(
    what: str, make_site: Callable[..., Site], command: Callable
) -> None:
    files = {
        "posts/later.md": f"---\n{what}---\n# Secret title\n",
        "posts/2026-01-01-open.md": "# Open\n\n[soon](later.md)\n",
    }
    ran = command("build", make_site(files).folder, "--now", "2026-11-24")
    assert ran.code == 1
    assert "posts/2026-01-01-open.md:3" in ran.err
    assert "Take the link out" in ran.err


def test_p5_faults_in_a_draft_stop_nobody(make_site: Callable[..., Site], without: Output) -> None:
    site = make_site(PUBLIC | {"posts/later.md": "---\ndraft: true\ndate: 2024-02-30\n---\n![x](gone.png)\n"})
    assert site.build().files == without.files


@pytest.fixture(scope="module")
def unlisted(make_site: Callable[..., Site]) -> Output:
    text = "---\nunlisted: true\ntags: [boats, only-here]\n---\n# Hidden\n\nFor some.\n"
    return make_site(PUBLIC | {"posts/2026-03-01-hidden.md": text}).build()


def test_p5_an_unlisted_entry_is_a_page_and_nothing_else_changes(unlisted: Output, without: Output) -> None:
    changed = {path for path in unlisted.files if unlisted.files[path] != without.files.get(path)}
    assert changed == {"posts/hidden/index.html"}
    assert set(without.files) <= set(unlisted.files)


def test_p5_search_engines_are_asked_to_leave_an_unlisted_entry_out(unlisted: Output) -> None:
    robots = unlisted.parsed("posts/hidden/index.html").xpath('//meta[@name="robots"]/@content')
    assert robots == ["noindex"]
    assert "posts/hidden" not in unlisted.text("sitemap.xml")


LATE = {
    "voicebuilder.yaml": "title: T\nurl: https://example.org/\ntimezone: Asia/Tokyo\n",
    "posts/2026-11-24-late.md": "---\ndate: 2026-11-24 23:30\n---\n# Late\n\nAt night.\n",
}
AT = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # 23:30 in Tokyo


def test_p5_a_scheduled_entry_appears_when_its_time_has_come(make_site: Callable[..., Site]) -> None:
    site = make_site(LATE)
    assert "posts/late/index.html" not in site.build(now=AT - timedelta(seconds=1)).files
    assert "posts/late/index.html" in site.build(now=AT).files


def test_p3_a_late_entry_keeps_the_day_that_its_writer_saw(make_site: Callable[..., Site]) -> None:
    config = LATE["voicebuilder.yaml"] + "permalinks: {posts: '/{year}/{month}/{day}/{slug}/'}\n"
    page = make_site(LATE | {"voicebuilder.yaml": config}).build(now=AT).page("/2026/11/24/late/")
    assert "2026-11-24T23:30:00+09:00" in page
    assert "November 24, 2026" in page


def test_p3_new_year_belongs_to_the_year_as_written(make_site: Callable[..., Site]) -> None:
    files = {"posts/eve.md": "---\ndate: 2025-12-31 23:59 -0800\n---\n# Eve\n"}
    assert "archive/2025/index.html" in make_site(files).build().files


def test_p5_an_entry_goes_when_it_expires(make_site: Callable[..., Site]) -> None:
    site = make_site({"posts/2026-01-01-sale.md": "---\nexpires: 2026-11-24 12:00\n---\n# Sale\n"})
    end = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert "posts/sale/index.html" in site.build(now=end - timedelta(seconds=1)).files
    assert "posts/sale/index.html" not in site.build(now=end).files


def test_p5_a_file_of_a_drafts_bundle_is_not_published_when_it_is_linked_to(make_site) -> None:
    site = make_site(
        {
            "posts/2026-01-02-open.md": "---\ntitle: Open\n---\n![A secret](../posts/hush/secret.png)\n",
            "posts/hush/index.md": "---\ntitle: Hush\ndraft: true\n---\n",
            "posts/hush/secret.png": b"canary",
        }
    )
    with pytest.raises(ContentError) as failure:
        site.build()
    (problem,) = failure.value.problems
    assert problem.where == "posts/2026-01-02-open.md:4"
    assert "leads to posts/hush/secret.png, which belongs to an entry that has no page" in problem.message
