"""Routes of entries: their pages, the files beside them, their old addresses.

In: the library and what Markdown became. Out: routes rendered by `page`, `copy` and `redirect`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.page import Page
from voicebuilder.model.route import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from voicebuilder.model.content import Content
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.library import Library
    from voicebuilder.model.sources import MediaFile


def entries(library: Library) -> Iterator[Route]:
    """A page for every entry."""
    for entry in library.entries:
        is_listed = not entry.front_matter.unlisted
        page = Page(
            url=entry.url,
            templates=_templates(entry),
            entry=entry,
            feed=f"/{entry.kind.folder}/" if entry.kind.dated else "",
            is_indexed=is_listed,
        )
        key = "permalink" if entry.front_matter.permalink is not None else "slug"
        yield Route(
            url=entry.url,
            renderer="page",
            subject=page,
            asker=entry.path,
            path=entry.path,
            line=entry.front_matter.line(key) or 1,
            modified=entry.updated,
            in_sitemap=is_listed,
        )


def _templates(entry: Entry) -> tuple[str, ...]:
    own = (entry.front_matter.template,) if entry.front_matter.template else ()
    return (*own, f"{entry.kind.name}.html", "entry.html")


def aliases(library: Library) -> Iterator[Route]:
    """A redirect from every old address."""
    for entry in library.entries:
        for alias in entry.aliases:
            line = entry.front_matter.line("aliases")
            yield Route(alias, "redirect", entry.url, f"an alias of {entry.path}", entry.path, line)


def media(library: Library, contents: Mapping[str, Content], files: Mapping[str, MediaFile]) -> Iterator[Route]:
    """The files beside entries: all of a published bundle, elsewhere those that a published entry shows or links to.

    Args:
        library: Entries with a page; what belongs to others stays unpublished.
        contents: For the files that texts use.
        files: Every file beside entries, by source path.
    """
    used = (path for entry in library.entries if entry.path in contents for path in contents[entry.path].media)
    bundled = (file.path for file in files.values() if file.bundle)
    for path in dict.fromkeys((*bundled, *used)):
        yield Route(files[path].url, "copy", path, path, path)
