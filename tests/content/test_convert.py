from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from voicebuilder import content, markup
from voicebuilder.config import Settings
from voicebuilder.config.schema import Markdown
from voicebuilder.errors import MachineError
from voicebuilder.media import shown
from voicebuilder.model.library import Library, Rules
from voicebuilder.model.sources import Files, media_files, static_files
from voicebuilder.report import Report
from voicebuilder.text.urls import Base

from ..conftest import png

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from voicebuilder.model.content import Content

SETTINGS = Settings(title="T", url="https://example.org/")


class Converted(NamedTuple):
    library: Library
    contents: Mapping[str, Content]
    html: Mapping[str, str]
    said: list[str]


@pytest.fixture
def convert(tmp_path: Path) -> Callable[..., Converted]:
    """Convert a site of these files."""

    def run(written: Mapping[str, str | bytes], settings: Settings = SETTINGS, jobs: int = 1) -> Converted:
        for path, text in written.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        report = Report()
        memory = content.Memory(tmp_path / "cache", "1", "UTC")
        folder = content.Folder(tmp_path, ZoneInfo("UTC"))
        sources = content.read(folder, memory, jobs, report)
        library = Library.of(sources.documents, Rules(datetime(2026, 11, 24, tzinfo=UTC)), report)
        beside = media_files(sources, library, with_drafts=False)
        urls = {path: file.url for path, file in beside.items()} | static_files(sources)
        files = Files(beside, urls, sources.looks, shown(sources.looks, urls, settings.pictures))
        job = content.Job(library, sources, files, Base.of("https://me.github.io/blog/"), settings, folder)
        contents = content.Contents(job, memory)
        contents.convert(library.entries, jobs, report)
        html = {entry.path: contents.text(entry).html for entry in library.entries}
        return Converted(
            library, contents.by_path, html, [str(problem) for problem in (*report.errors, *report.warnings)]
        )

    return run


def test_a_worker_that_dies_names_its_entry(convert: Callable[..., Converted], monkeypatch: pytest.MonkeyPatch) -> None:
    real = markup.convert

    def deadly(source: markup.Source, *others: Any) -> markup.Markup:
        if source.prefix == "b":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(source, *others)

    monkeypatch.setattr(markup, "convert", deadly)
    with pytest.raises(MachineError, match=r"a worker process died at posts/b\.md"):
        convert({f"posts/{name}.md": "---\ndate: 2026-01-01\n---\ntext" for name in "abc"}, jobs=2)


def test_a_text(convert: Callable[..., Converted]) -> None:
    body = "First *word*, [about](../pages/about.md) ![A cat](cat.jpg)\n\n## Part\n\nMore.\n"
    found = convert({"posts/a.md": f"---\ntitle: A\n---\n{body}", "posts/cat.jpg": png(), "pages/about.md": ""})
    made = found.contents["posts/a.md"]
    assert 'href="/blog/about/"' in found.html["posts/a.md"]
    assert 'src="/blog/posts/cat.jpg"' in found.html["posts/a.md"]
    assert made.pictures == ("posts/cat.jpg",)
    assert [(heading.level, heading.text) for heading in made.headings] == [(2, "Part")]
    assert made.summary.startswith("First word, about")
    assert made.has_more
    assert made.words == 5
    assert found.said == []


def test_every_entry_is_converted_and_nothing_else(convert: Callable[..., Converted]) -> None:
    found = convert({"posts/a.md": "a", "notes/b.md": "b", "posts/draft.md": "---\ndraft: true\n---\n[x](gone.md)"})
    assert set(found.contents) == {"posts/a.md", "notes/b.md"}
    assert found.said == []


def test_the_same_with_any_number_of_processes(convert: Callable[..., Converted]) -> None:
    files = {
        f"posts/{number:03}.md": f"# N {number}\n\n[next](gone-{number}.md) text[^1]\n\n[^1]: note"
        for number in range(70)
    }
    alone, spread = convert(files, jobs=1), convert(files, jobs=2)
    assert spread == alone
    assert list(spread.contents) == list(alone.contents)
    assert len(alone.said) == 70


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("cat.jpg", "/posts/cat.jpg"),
        ("../static/x.png", "/x.png"),
        ("/x.png", "/x.png"),
        ("https://example.com/x.png", "https://example.com/x.png"),
        ("", ""),
    ],
)
def test_the_picture_of_an_entry(convert: Callable[..., Converted], written: str, image: str) -> None:
    found = convert({"posts/a.md": f"---\nimage: {written}\n---\n", "posts/cat.jpg": png(), "static/x.png": png()})
    assert found.contents["posts/a.md"].image == image
    source = {"cat.jpg": ("posts/cat.jpg",), "../static/x.png": ("static/x.png",), "/x.png": ("static/x.png",)}
    assert found.contents["posts/a.md"].pictures == source.get(written, ())
    assert found.said == []


def test_p7_a_picture_of_an_entry_that_is_not_there(convert: Callable[..., Converted]) -> None:
    (said,) = convert({"posts/a.md": "---\ntitle: A\nimage: cta.jpg\n---\n", "posts/cat.jpg": png()}).said
    assert said == "posts/a.md:3: error: this picture names a file that is not there: cta.jpg. Did you mean `cat.jpg`?"


def test_p7_lines_are_those_of_the_file(convert: Callable[..., Converted]) -> None:
    files = {
        "posts/a.md": "---\ntitle: A\n---\n\none\n\n[two](gone.md)\n",
        # The heading that became the title still counts.
        "posts/b.md": "# B\n\n- one\n- [two](gone.md)\n",
        "posts/c.md": "[one](gone.md)",
    }
    assert [said.partition(": ")[0] for said in convert(files).said] == ["posts/a.md:7", "posts/b.md:4", "posts/c.md:1"]


def test_broken_links_can_be_warnings(convert: Callable[..., Converted]) -> None:
    settings = Settings(title="T", url="https://example.org/", broken_links="warn")
    (said,) = convert({"posts/a.md": "[x](gone.md)"}, settings).said
    assert said.startswith("posts/a.md:1: warning: this link names a file that is not there")


def test_how_text_is_read_is_the_writers_choice(convert: Callable[..., Converted]) -> None:
    files = {"posts/a.md": 'say "<b>hi</b>"'}
    plain = Settings(title="T", url="https://example.org/", markdown=Markdown(raw_html=False, smart_punctuation=False))
    assert "<b>hi</b>" in convert(files).html["posts/a.md"]
    assert "<p>say &quot;&lt;b&gt;hi&lt;/b&gt;&quot;</p>" in convert(files, plain).html["posts/a.md"]


def test_punctuation_is_that_of_the_entrys_language(convert: Callable[..., Converted]) -> None:
    found = convert({"posts/a.md": '"x"', "posts/b.md": '---\nlanguage: de\n---\n"x"'})
    assert "“x”" in found.html["posts/a.md"]
    assert "„x“" in found.html["posts/b.md"]


def test_p7_site_links_that_nothing_answers(convert: Callable[..., Converted]) -> None:
    found = convert({"posts/a.md": "[home](/) [x](/about/)\n\n[y](/gone/?q#f)", "notes/b.md": "[z](/Gone)"})
    problems = content.unserved(found.library.entries, found.contents, {"/", "/about/"}.__contains__)
    hint = "Correct the address, or put the file in static/."
    assert sorted(map(str, problems)) == [
        f"notes/b.md:1: warning: nothing on this site answers at /Gone. {hint}",
        f"posts/a.md:3: warning: nothing on this site answers at /gone/. {hint}",
    ]
