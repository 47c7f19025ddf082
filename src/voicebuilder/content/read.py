"""Read a site folder: every content file to a `Document`.

In: the folder, the site's zone, what the last build remembers. Out: `Sources`; every problem of every file to the
report, and the reading goes on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from voicebuilder.content.attachments import Beside, name_in_words
from voicebuilder.content.decode import MAX_BYTES, decode
from voicebuilder.content.folder import walk
from voicebuilder.content.frontmatter import load
from voicebuilder.content.frontmatter_split import split
from voicebuilder.content.memory import FileRecord
from voicebuilder.content.titles import take_title
from voicebuilder.errors import Problem, Severity
from voicebuilder.kinds import BY_FOLDER
from voicebuilder.memo import of_bytes
from voicebuilder.model.document import Document
from voicebuilder.model.sources import DRAFTS_FOLDER, Sources
from voicebuilder.workers import spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from voicebuilder.content.folder import Found
    from voicebuilder.content.memory import Memory
    from voicebuilder.model.document import FrontMatter
    from voicebuilder.model.kind import Kind
    from voicebuilder.report import Report

_EXAMPLES = {"address": "https://…", "number": "3", "flag": "true"}


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


def read(folder: Folder, memory: Memory, jobs: int, report: Report) -> Sources:
    """Read every content file of a site.

    Args:
        folder: Where.
        memory: Told of every file; what it knows is not parsed again.
        jobs: Processes to spread the work over; 0 for as many as pays.
        report: Told of every problem, and of progress.
    """
    found = walk(folder.site, report)
    looks = memory.looks.of((*found.media, *found.static), partial(_place, folder, found), jobs, report)
    beside = Beside(found.media, looks, folder.zone)
    documents, unreadable, faulty = [], [], {}
    for path, record in _records(found, _Reader(folder, found.on_disk), memory, (jobs, report)):
        document, problems = _judged(path, record, folder)
        if problems:
            faulty[path] = problems
        if document is None:
            unreadable.append(path)
            continue
        document, more = beside.joined(document)
        documents.append(document)
        if more and (folder.with_drafts or not document.is_draft):
            faulty[path] = (*problems, *more)
    for document, problems in beside.alone(documents, with_drafts=folder.with_drafts):
        documents.append(document)
        if problems:
            faulty[document.path] = problems
    for problems in faulty.values():
        report.extend(problems)
    return Sources(
        documents=tuple(documents),
        unreadable=frozenset(unreadable),
        media=tuple(found.media),
        static=tuple(found.static),
        looks=looks,
        on_disk=found.on_disk,
        problems=faulty,
    )


def reread(folder: Folder, sources: Sources, memory: Memory, path: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """One content file as it is now, among the others as they were; what is wrong with it, and None if all is."""
    reader = _Reader(folder, sources.on_disk)
    made = reader.known(path, memory) or reader(path)
    record = FileRecord.decoded(made) if isinstance(made, bytes) else made
    if isinstance(record, FileRecord):
        memory.keep_file(path, record)
    document, problems = _judged(path, record, folder)
    if document is None:
        return None, problems
    document, more = Beside(sources.media, sources.looks, folder.zone).joined(document)
    return document, (*problems, *(more if folder.with_drafts or not document.is_draft else ()))


def _place(folder: Folder, found: Found, path: str) -> Path:
    return folder.site / found.on_disk.get(path, path)


def _judged(path: str, record: FileRecord | Problem, folder: Folder) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, if it can be one, and what its writer should hear."""
    if isinstance(record, Problem):
        return None, (record,)
    document = _document(path, record)
    if document.is_draft and not folder.with_drafts:
        return document, ()
    has_errors = any(problem.severity is Severity.ERROR for problem in record.problems)
    return None if has_errors else document, record.problems


def _records(
    found: Found, reader: _Reader, memory: Memory, run: tuple[int, Report]
) -> Iterator[tuple[str, FileRecord | Problem]]:
    """The record of each content file, in order; those that the last build does not know are read by many."""
    jobs, report = run
    known = {path: reader.known(path, memory) for path in found.content}
    fresh = [path for path, record in known.items() if record is None]
    with report.step("Reading", len(fresh)) as advance:
        read_now = spread(reader, fresh, jobs)
        for path, old in known.items():
            made = old or next(read_now)
            record = FileRecord.decoded(made) if isinstance(made, bytes) else made
            if isinstance(record, FileRecord):
                memory.keep_file(path, record)
            if old is None:
                advance()
            yield path, record


class _Reader:
    """Reads content files, in this process or in a worker."""

    def __init__(self, folder: Folder, on_disk: Mapping[str, str]) -> None:
        self._site, self._zone, self._on_disk = str(folder.site), folder.zone, on_disk

    def known(self, path: str, memory: Memory) -> FileRecord | None:
        """What the last build read, if the file has the same bytes still."""
        if not memory.has_file(path):
            return None
        try:
            return memory.file(path, of_bytes(self._bytes(path)))
        except OSError:
            return None

    def __call__(self, path: str) -> bytes | Problem:
        """The record of a file, encoded; or why it cannot be read."""
        try:
            data = self._bytes(path)
        except OSError as error:
            hint = "Give yourself the right to read it."
            return Problem(f"this file cannot be read: {error.strerror}", hint, path)
        return _record(data, path, self._zone).encoded()

    def _bytes(self, path: str) -> bytes:
        return file_bytes(f"{self._site}/{self._on_disk.get(path, path)}")


def file_bytes(file: str) -> bytes:
    """A content file; of one that is too large, enough to see that it is.

    Raises:
        OSError: It cannot be read.
    """
    # Not Path.open, whose buffer of the size that may be costs more than all the rest.
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        size = min(os.fstat(handle).st_size, MAX_BYTES) + 1
        data = os.read(handle, size)
        while len(data) <= MAX_BYTES and (more := os.read(handle, size)):
            data += more
    finally:
        os.close(handle)
    return data[: MAX_BYTES + 1]


def _record(data: bytes, path: str, zone: ZoneInfo) -> FileRecord:
    kind = BY_FOLDER[path.partition("/")[0]]
    loaded = load(data, path, zone, kind.keys)
    matter, titled = loaded.front_matter, False
    problems = (*loaded.problems, *_missing(kind, matter, path))
    if kind.titled and matter.title is None:
        title, _ = take_title(loaded.body)
        # The file that an entry is may know its name, and says it later.
        fallback = name_in_words(loaded.stem) if kind.named and not kind.made_of else None
        matter, titled = replace(matter, title=title or fallback), title is not None
    return FileRecord(of_bytes(data), matter, loaded.body_line, loaded.stem, titled, problems)


def _missing(kind: Kind, matter: FrontMatter, path: str) -> Iterator[Problem]:
    for key in kind.needs:
        if key not in matter.lines:
            example = _EXAMPLES.get(kind.keys[key], "…")
            yield Problem(f"a {kind.name} needs a `{key}:`", f"Write `{key}: {example}` above the text.", path, 1)


def _document(path: str, record: FileRecord) -> Document:
    return Document(
        path=path,
        kind=BY_FOLDER[path.partition("/")[0]],
        front_matter=record.front_matter,
        digest=record.digest,
        body_line=record.body_line,
        stem=record.stem,
        in_drafts=f"/{DRAFTS_FOLDER}/" in path,
        title_in_text=record.title_in_text,
    )


def body(folder: Folder, on_disk: str, document: Document) -> str | None:
    """The Markdown of a document; None when the file is another by now.

    It is read once more, for to keep ten thousand texts would take more memory than all else.
    """
    try:
        data = file_bytes(f"{folder.site}/{on_disk}")
    except OSError:
        return None
    if of_bytes(data) != document.digest:
        return None
    text = split(decode(data, document.path)[0], document.path).body
    return take_title(text)[1] if document.title_in_text else text
