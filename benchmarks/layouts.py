"""One corpus as a site of each generator. All make a page for each entry and tag, a paged home, a feed and a sitemap.

In: the entries, and the skeletons in `sites/` (config and templates). Out: site folders, and what a build made there.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.corpus import Entry

_SKELETONS = Path(__file__).parent / "sites"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a generator wants its things.

    Attributes:
        folder: Of an entry, below the site.
        head: What stands above an entry's text.
        output: The built site, below the site.
        leftovers: What else a build leaves, caches among it.
        address: Of an entry's page.
    """

    folder: Callable[[Entry], str]
    head: Callable[[Entry], str]
    output: str
    leftovers: tuple[str, ...] = ()
    address: Callable[[Entry], str] = lambda entry: f"/{entry.slug}/"


def _front_matter(**values: object) -> str:
    """YAML: what JSON writes is YAML too."""
    lines = (f"{key}: {json.dumps(value)}" for key, value in values.items() if value is not None)
    return "\n".join(["---", *lines, "---", ""])


def _hugo_head(entry: Entry) -> str:
    return _front_matter(title=entry.title, date=entry.date.isoformat(), slug=entry.slug, tags=entry.tags)


def _eleventy_head(entry: Entry) -> str:
    return _front_matter(title=entry.title, date=entry.date.isoformat(), topics=entry.tags)


def _pelican_head(entry: Entry) -> str:
    """Pelican takes no entry without a title."""
    title, date = entry.title or entry.slug, f"{entry.date:%Y-%m-%d %H:%M}"
    return f"Title: {title}\nDate: {date}\nSlug: {entry.slug}\nTags: {', '.join(entry.tags)}\n\n"


def _kind(entry: Entry) -> str:
    return "posts" if entry.title else "notes"


def _by_kind(entry: Entry) -> str:
    return f"/{_kind(entry)}/{entry.slug}/"


OURS = "voicebuilder"
FLOOR = "floor"
LAYOUTS = {
    OURS: Layout(_kind, _hugo_head, "_site", (".voicebuilder", "._site.voicebuilder"), _by_kind),
    FLOOR: Layout(_kind, _hugo_head, "_site"),
    "hugo": Layout(lambda _: "content/posts", _hugo_head, "public", ("resources", ".hugo_build.lock")),
    "pelican": Layout(lambda _: "content", _pelican_head, "output", ("cache", "__pycache__")),
    "eleventy": Layout(lambda _: "posts", _eleventy_head, "_site", (".cache",)),
}


def source(name: str, site: Path, entry: Entry) -> Path:
    """The file of an entry."""
    return site / LAYOUTS[name].folder(entry) / f"{entry.slug}.md"


def address(name: str, entry: Entry) -> str:
    """Where the entry's page is served."""
    return LAYOUTS[name].address(entry)


def text(name: str, entry: Entry) -> str:
    """What the file of an entry holds."""
    return LAYOUTS[name].head(entry) + entry.body


def lay_out(name: str, site: Path, entries: Iterable[Entry]) -> None:
    """Make a generator's site, in place of what was in the folder."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(_SKELETONS / name, site)
    for entry in entries:
        path = source(name, site, entry)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(name, entry), "utf-8")


def wipe(name: str, site: Path) -> None:
    """Remove all that builds made, so that the next one is cold."""
    for made in (LAYOUTS[name].output, *LAYOUTS[name].leftovers):
        path = site / made
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def built(name: str, site: Path) -> tuple[int, int]:
    """How many files a build published, and how many of them are entries' pages."""
    files = pages = 0
    for folder, _, names in os.walk(site / LAYOUTS[name].output):
        files += len(names)
        pages += Path(folder).name.startswith("entry-") and "index.html" in names
    return files, pages
