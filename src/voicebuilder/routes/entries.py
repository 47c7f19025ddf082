"""Routes of entries: their pages, the files beside them, their old addresses.

In: the library and what Markdown became. Out: routes rendered by `page`, `copy`, `variant` and `redirect`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.model.page import Page
from voicebuilder.model.route import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from voicebuilder.model.content import Content
    from voicebuilder.model.entry import Entry
    from voicebuilder.model.library import Library
    from voicebuilder.model.media import Shown
    from voicebuilder.model.sources import Files, MediaFile


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


def media(library: Library, contents: Mapping[str, Content], files: Files, *, originals: bool) -> Iterator[Route]:
    """The files beside entries: all of a published bundle, elsewhere those that a published entry shows or links to.

    A picture that pages show in sizes of ours, and that nobody links to, is not published as it is unless asked for.

    Args:
        library: Entries with a page; what belongs to others stays unpublished.
        contents: For the files that texts use.
        files: What there is.
        originals: Pictures are published as they are too, not only as they are shown.
    """
    used = [contents[entry.path] for entry in library.entries if entry.path in contents]
    linked = dict.fromkeys(path for content in used for path in content.media)
    pictures = [path for content in used for path in content.pictures]
    bundled = (file.path for file in files.beside.values() if file.bundle)
    for path in dict.fromkeys((*bundled, *linked, *pictures)):
        file = files.beside.get(path)
        if file is not None and (originals or path in linked or _is_shown(file, files.shown.get(path))):
            yield Route(file.url, "copy", path, path, path)


def _is_shown(file: MediaFile, shown: Shown | None) -> bool:
    """Whether pages show the file itself: it is then the largest of its sizes, or has no other."""
    return shown is None or file.url == shown.src


def variants(paths: Iterable[str], shown: Mapping[str, Shown]) -> Iterator[Route]:
    """The sizes and formats in which pictures are shown.

    Args:
        paths: Source paths of pictures that pages show.
        shown: How each is shown.
    """
    found = {variant.url: variant for path in paths if path in shown for variant in shown[path].variants}
    for variant in found.values():
        yield Route(variant.url, "variant", variant, variant.path, variant.path)
