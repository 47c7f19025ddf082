"""Read a site folder: every content file to a `Document`.

In: the folder, the site's zone. Out: `Sources`; every problem of every file to the report, and the reading goes on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voicebuilder.content.decode import MAX_BYTES
from voicebuilder.content.folder import walk
from voicebuilder.content.frontmatter import load
from voicebuilder.content.titles import take_title
from voicebuilder.errors import Problem, Severity
from voicebuilder.kinds import BY_FOLDER
from voicebuilder.model.document import Document
from voicebuilder.model.sources import DRAFTS_FOLDER, Sources

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from voicebuilder.report import Report


def read(site: Path, zone: ZoneInfo, report: Report, *, with_drafts: bool) -> Sources:
    """Read every content file of a site.

    Args:
        site: The site folder.
        zone: For dates that name none.
        report: Told of every problem.
        with_drafts: Drafts' own faults count; else nobody hears of them, for they are not part of the site.
    """
    found = walk(site, report)
    documents: list[Document] = []
    unreadable: list[str] = []
    with report.step("Reading", len(found.content)) as advance:
        for path in found.content:
            document, problems = _document(site / found.on_disk.get(path, path), path, zone)
            if document is not None and not with_drafts and document.is_draft:
                problems = ()
            report.extend(problems)
            if any(problem.severity is Severity.ERROR for problem in problems):
                unreadable.append(path)
            elif document is not None:
                documents.append(document)
            advance()
    return Sources(
        documents=tuple(documents),
        unreadable=frozenset(unreadable),
        media=tuple(found.media),
        static=tuple(found.static),
        on_disk=found.on_disk,
    )


def _document(file: Path, path: str, zone: ZoneInfo) -> tuple[Document | None, tuple[Problem, ...]]:
    try:
        with file.open("rb") as stream:
            # One byte more than may be is enough to see that there are too many.
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "Give yourself the right to read it."
        return None, (Problem(f"this file cannot be read: {error.strerror}", hint, path),)
    kind = BY_FOLDER[path.partition("/")[0]]
    loaded = load(data, path, zone)
    matter, body = loaded.front_matter, loaded.body
    if kind.titled and matter.title is None:
        title, body = take_title(body)
        matter = replace(matter, title=title or _from_name(loaded.stem))
    in_drafts = DRAFTS_FOLDER in path.split("/")[1:-1]
    return Document(path, kind, matter, body, loaded.body_line, loaded.stem, in_drafts), loaded.problems


def _from_name(stem: str) -> str:
    """`first-walk` -> `First walk`."""
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
