"""The files of a site folder, by what they are.

In: nothing. Out: `Sources`, made by `content.read`, and the addresses of files that lie beside entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from voicebuilder.errors import Problem
    from voicebuilder.model.document import Document
    from voicebuilder.model.library import Library
    from voicebuilder.model.media import Medium, Shown

STATIC_FOLDER = "static"
# Inside a kind's folder, at any depth.
DRAFTS_FOLDER = "drafts"


@dataclass(frozen=True, slots=True)
class Sources:
    """What lies in the site folder; every path is relative to it, "/"-separated, NFC.

    Attributes:
        documents: Content files that could be read, by path.
        unreadable: Paths of content files that could not; a link to one is not a broken link.
        media: Other files in the folders of kinds.
        static: Files to copy as they are, with their paths below `static/`.
        looks: Path -> what a picture, a sound, a film or a file of captions says of itself.
        on_disk: Path -> the name as the disk spells it, where that is not NFC.
        problems: Path -> what is wrong in a content file itself, of those that have something.
    """

    documents: tuple[Document, ...]
    unreadable: frozenset[str] = frozenset()
    media: tuple[str, ...] = ()
    static: tuple[str, ...] = ()
    looks: Mapping[str, Medium] = field(default_factory=dict)
    on_disk: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)

    def file(self, site: Path, path: str) -> Path:
        """The file on disk of a source path."""
        return site / self.on_disk.get(path, path)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file beside entries.

    Attributes:
        path: Source path.
        url: Site path at which it is published, if it is.
        bundle: Source path of the published entry whose bundle it belongs to; "" when none.
    """

    path: str
    url: str
    bundle: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a site that are neither texts nor the theme's, and how they are published.

    Attributes:
        beside: Those beside entries, by source path.
        urls: Source path -> site path, of these and of static ones.
        looks: Source path -> what a picture, a sound, a film or a file of captions says of itself.
        shown: Source path -> how a picture is shown.
    """

    beside: Mapping[str, MediaFile]
    urls: Mapping[str, str]
    looks: Mapping[str, Medium]
    shown: Mapping[str, Shown]

    def picture(self, url: str) -> Shown | None:
        """How the picture at a decoded site path is shown; None when there is none of ours."""
        return next((self.shown.get(path) for path, one in self.urls.items() if one == url), None)


def static_files(sources: Sources) -> dict[str, str]:
    """Source path -> site path."""
    return {path: path.removeprefix(STATIC_FOLDER) for path in sources.static}


def media_files(sources: Sources, library: Library, *, with_drafts: bool) -> dict[str, MediaFile]:
    """Where each file beside entries would be published: below its bundle's own URL, else at its source path.

    What lies in the bundle of an entry that has no page is not published at all, nor what lies in a `drafts/` folder
    unless drafts take part: even its name would tell of them.
    """
    entries = {entry.path: entry for entry in library.entries}
    bundles = {document.folder: entries.get(document.path) for document in sources.documents if document.is_bundle}
    found = {}
    for path in sources.media:
        folder = path.rpartition("/")[0]
        if not with_drafts and DRAFTS_FOLDER in folder.split("/"):
            continue
        while folder and folder not in bundles:
            folder = folder.rpartition("/")[0]
        entry = bundles.get(folder)
        if entry is not None:
            below = entry.url if entry.url.endswith("/") else entry.url.rpartition("/")[0] + "/"
            found[path] = MediaFile(path, below + path.removeprefix(folder + "/"), entry.path)
        elif not folder:
            found[path] = MediaFile(path, f"/{path}")
    return found
