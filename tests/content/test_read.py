from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from voicebuilder.content import Folder, Memory, read
from voicebuilder.content.decode import MAX_BYTES
from voicebuilder.content.read import body
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voicebuilder.model.document import Document
    from voicebuilder.model.sources import Sources

    Read = Callable[..., tuple[Sources, list[str]]]

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def reading(tmp_path: Path) -> Read:
    """Read a site of these files; what was found, and what was said."""

    def run(files: dict[str, str | bytes], *, with_drafts: bool = False) -> tuple[Sources, list[str]]:
        for path, content in files.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        report = Report()
        folder = Folder(tmp_path, TOKYO, with_drafts)
        sources = read(folder, Memory(tmp_path / "cache", "1", "UTC"), 1, report)
        run.bodies = {d.path: body(folder, sources.on_disk.get(d.path, d.path), d) for d in sources.documents}
        return sources, [str(problem) for problem in (*report.errors, *report.warnings)]

    return run


def one(reading: Read, path: str, content: str | bytes) -> Document:
    sources, said = reading({path: content})
    assert said == []
    (document,) = sources.documents
    return document


def test_a_document(reading: Read) -> None:
    document = one(reading, "posts/2026-01-02-hello.md", "---\ntitle: Hello, you\ntags: [a]\n---\n\nText.\n")
    assert (document.path, document.kind.name, document.stem) == ("posts/2026-01-02-hello.md", "post", "hello")
    assert (document.front_matter.title, document.front_matter.tags) == ("Hello, you", ("a",))
    assert (reading.bodies[document.path], document.body_line) == ("\nText.\n", 5)
    date = document.front_matter.date
    assert date is not None
    assert (date.at.isoformat(), date.has_time) == ("2026-01-02T00:00:00+09:00", False)


@pytest.mark.parametrize(
    ("path", "content", "title"),
    [
        ("posts/a.md", "---\ntitle: Front\n---\n# Heading\n", "Front"),
        ("posts/a.md", "---\ndate: 2026-01-01\n---\n# Heading\n", "Heading"),
        ("posts/a.md", "# Heading\n", "Heading"),
        ("posts/a.md", "---\ntitle:\n---\n# Heading\n", "Heading"),
        ("posts/2026-01-02-first_walk-home.md", "text", "First walk home"),
        ("posts/first-walk/index.md", "text", "First walk"),
        ("posts/日本語.md", "text", "日本語"),
        ("pages/about.md", "", "About"),
    ],
)
def test_titles(reading: Read, path: str, content: str, title: str) -> None:
    assert one(reading, path, content).front_matter.title == title


def test_a_heading_that_became_the_title_is_not_shown_twice_and_lines_stay(reading: Read) -> None:
    document = one(reading, "posts/a.md", "---\ndate: 2026-01-01\n---\n\n# Heading\n\ntext\n")
    assert (reading.bodies[document.path], document.body_line) == ("\n\n\ntext\n", 4)


def test_a_heading_stays_when_the_title_is_given(reading: Read) -> None:
    document = one(reading, "posts/a.md", "---\ntitle: T\n---\n# Heading\n")
    assert reading.bodies[document.path] == "# Heading\n"


def test_a_note_keeps_its_heading(reading: Read) -> None:
    document = one(reading, "notes/2026-01-02-1530.md", "# Heading\n")
    assert (document.front_matter.title, reading.bodies[document.path]) == (None, "# Heading\n")


@pytest.mark.parametrize("path", ["posts/drafts/a.md", "posts/2026/drafts/deep/a.md", "notes/drafts/a/index.md"])
def test_a_drafts_folder(reading: Read, path: str) -> None:
    assert one(reading, path, "text").in_drafts


@pytest.mark.parametrize("path", ["posts/drafts.md", "posts/my-drafts/a.md"])
def test_no_drafts_folder(reading: Read, path: str) -> None:
    assert not one(reading, path, "text").in_drafts


def test_p7_every_file_is_read_whatever_is_wrong_with_others(reading: Read) -> None:
    sources, said = reading(
        {
            "posts/a.md": "---\ndraft: maybe\ndate: 2024-02-30\n---\n",
            "posts/b.md": b"caf\xe9\n",
            "posts/c.md": "---\ntitle: never closed\n",
            "posts/d.md": "fine",
            "posts/e.md": b"x" * (MAX_BYTES + 1),
            "posts/f.md": "---\ntitle: a\ntitle: b\n---\n",
        }
    )
    assert [document.path for document in sources.documents] == ["posts/d.md"]
    assert sources.unreadable == {f"posts/{name}.md" for name in "abcef"}
    assert [line.partition(" error: ")[0] for line in said] == [
        "posts/a.md:2:8:", "posts/a.md:3:7:", "posts/b.md:1:4:", "posts/c.md:1:1:", "posts/e.md:", "posts/f.md:3:1:",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["posts/a.md", "posts/drafts/a.md"])
def test_what_is_wrong_in_a_draft_is_told_when_drafts_take_part(reading: Read, path: str) -> None:
    files = {path: "---\ndraft: true\ndate: tomorrow\n---\ntext"}
    sources, said = reading(files)
    assert [document.path for document in sources.documents] == [path]
    assert said == []
    sources, (error,) = reading(files, with_drafts=True)
    assert sources.unreadable == {path}
    assert error.startswith(f"{path}:3:7: error: ")


def test_a_file_that_may_be_a_draft_is_no_document(reading: Read) -> None:
    # Its front matter does not end, so nobody knows.
    sources, (said,) = reading({"posts/a.md": "---\ndraft: true\ntext\n"})
    assert sources.documents == ()
    assert " error: " in said


def test_a_link_to_a_file_that_went_away(reading: Read, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.md").symlink_to("gone.md")
    sources, (said,) = reading({"posts/b.md": "text"})
    assert [document.path for document in sources.documents] == ["posts/b.md"]
    assert said.startswith("posts/a.md: error: this link leads nowhere.")


def test_names_with_decomposed_accents_are_found(reading: Read) -> None:
    document = one(reading, "posts/cafe\u0301.md", "text")
    assert (document.path, document.stem, reading.bodies[document.path]) == ("posts/caf\u00e9.md", "caf\u00e9", "text")
