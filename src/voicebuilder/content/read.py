"""Read a site folder: every content file to a `Document`.

In: the folder, the site's zone, what the last build remembers. Out: `Sources`; every problem of every file to the
report, and the reading goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voicebuilder.content.decode import MAX_BYTES
from voicebuilder.content.folder import walk
from voicebuilder.content.frontmatter import load
from voicebuilder.content.memory import FileRecord
from voicebuilder.content.titles import take_title
from voicebuilder.errors import Problem, Severity
from voicebuilder.kinds import BY_FOLDER
from voicebuilder.memo import of_bytes
from voicebuilder.model.document import Document
from voicebuilder.model.sources import Sources

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from voicebuilder.content.memory import Memory
    from voicebuilder.report import Report

DRAFTS_FOLDER = "drafts"


@dataclass(frozen=True, slots=True)
class Folder:
    """Where to read.

    Attributes:
        site: The site folder.
        zone: For dates that name none.
        with_drafts: Drafts' own faults count; else nobody hears of them, for they are not part of the site.
    """

    site: Path
    zone: ZoneInfo
    with_drafts: bool = False


def read(folder: Folder, memory: Memory, report: Report) -> tuple[Sources, dict[str, str]]:
    """Read every content file of a site.

    Returns:
        What lies there; and the Markdown of the files that the last build did not know, by path.
    """
    found = walk(folder.site, report)
    documents: list[Document] = []
    unreadable: list[str] = []
    bodies: dict[str, str] = {}
    with report.step("Reading", len(found.content)) as advance:
        for path in found.content:
            document, problems = _document(folder, found.on_disk.get(path, path), path, memory, bodies)
            if document is not None and not folder.with_drafts and document.is_draft:
                problems = ()
            report.extend(problems)
            if any(problem.severity is Severity.ERROR for problem in problems):
                unreadable.append(path)
            elif document is not None:
                documents.append(document)
            advance()
    sources = Sources(
        documents=tuple(documents),
        unreadable=frozenset(unreadable),
        media=tuple(found.media),
        static=tuple(found.static),
        on_disk=found.on_disk,
    )
    return sources, bodies


def _document(
    folder: Folder, on_disk: str, path: str, memory: Memory, bodies: dict[str, str]
) -> tuple[Document | None, tuple[Problem, ...]]:
    try:
        data = _bytes(folder.site / on_disk)
    except OSError as error:
        hint = "Give yourself the right to read it."
        return None, (Problem(f"this file cannot be read: {error.strerror}", hint, path),)
    digest = of_bytes(data)
    record = memory.file(path, digest)
    if record is None:
        record, bodies[path] = _parse(data, path, folder.zone, digest)
    memory.keep_file(path, record)
    document = Document(
        path=path,
        kind=BY_FOLDER[path.partition("/")[0]],
        front_matter=record.front_matter,
        digest=digest,
        body_line=record.body_line,
        stem=record.stem,
        in_drafts=f"/{DRAFTS_FOLDER}/" in path,
    )
    return document, record.problems


def _bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        # One byte more than may be is enough to see that there are too many.
        return stream.read(MAX_BYTES + 1)


def body(folder: Folder, on_disk: str, document: Document) -> str | None:
    """The Markdown of a document, read once more; None when the file is another by now."""
    try:
        data = _bytes(folder.site / on_disk)
    except OSError:
        return None
    if of_bytes(data) != document.digest:
        return None
    return _parse(data, document.path, folder.zone, document.digest)[1]


def _parse(data: bytes, path: str, zone: ZoneInfo, digest: bytes) -> tuple[FileRecord, str]:
    loaded = load(data, path, zone)
    matter, text = loaded.front_matter, loaded.body
    if BY_FOLDER[path.partition("/")[0]].titled and matter.title is None:
        title, text = take_title(text)
        matter = replace(matter, title=title or _from_name(loaded.stem))
    return FileRecord.of(digest, matter, loaded), text


def _from_name(stem: str) -> str:
    """`first-walk` -> `First walk`."""
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
