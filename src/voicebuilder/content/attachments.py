"""Which photos, sounds and films are entries, and which files beside them belong to them.

In: documents, the other files in the folders of kinds, what these say of themselves. Out: documents with their files;
documents made of files that have no text; problems.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from voicebuilder.errors import Problem, Severity
from voicebuilder.kinds import BY_FOLDER
from voicebuilder.model.document import Document, FrontMatter, Moment
from voicebuilder.model.media import Attachment, Picture, Recording, Unreadable, sort_of
from voicebuilder.model.sources import DRAFTS_FOLDER
from voicebuilder.text.dated_names import date_from_path
from voicebuilder.text.dates import DateError, moment_of, parse_moment
from voicebuilder.text.spelling import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from voicebuilder.model.kind import Kind
    from voicebuilder.model.media import Medium

Joined: TypeAlias = tuple[Document, tuple[Problem, ...]]
# CommonMark 2.4: any of them after a backslash stands for itself.
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


class Beside:
    """The files beside texts."""

    def __init__(self, paths: Iterable[str], looks: Mapping[str, Medium], zone: tzinfo) -> None:
        """Know them all.

        Args:
            paths: Source paths, in order.
            looks: What those of them say of themselves that are seen or heard.
            zone: The site's, for pictures that know when they were taken, but not where.
        """
        self._looks, self._zone = looks, zone
        self._by_folder: defaultdict[str, list[str]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[str]] = defaultdict(list)
        for path in paths:
            self._by_folder[path.rpartition("/")[0]].append(path)
            self._by_stem[_stem(path)].append(path)
        self._folders = sorted(self._by_folder)
        # Stem of what is heard -> language and path: `ep1.de.vtt` belongs to `ep1`, and `ep1.vtt` too.
        self._captions: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for stem, files in self._by_stem.items():
            own, _, language = stem.rpartition(".")
            for path in (file for file in files if sort_of(file) == "captions"):
                self._captions[stem].append(("", path))
                if own:
                    self._captions[own].append((language, path))

    def joined(self, document: Document) -> Joined:
        """A document with the files that it is, and what these say where its writer said nothing."""
        if not document.kind.made_of:
            return document, ()
        paths, problems = self._files(document)
        media = tuple(self._attachment(path, document.front_matter, len(paths)) for path in paths)
        matter = document.front_matter
        if media:
            matter = self._completed(matter, media[0].path)
            problems += tuple(self._problems(document, media))
        elif not problems:
            problems += (self._nothing(document),)
        matter = _titled(matter, document.kind, document.stem)
        return replace(document, front_matter=matter, media=media), problems

    def alone(self, documents: Iterable[Document], *, with_drafts: bool) -> Iterator[Joined]:
        """A document for each file of a kind that is made of such, if no text speaks of it."""
        told, bundles = set(), set()
        for document in documents:
            told |= {path for one in document.media for path in one.paths}
            if document.is_bundle:
                bundles.add(document.folder)
        for folder, paths in self._by_folder.items():
            kind = BY_FOLDER[folder.partition("/")[0]]
            is_withheld = DRAFTS_FOLDER in folder.split("/") and not with_drafts
            if is_withheld or not kind.made_of or not bundles.isdisjoint(_above(folder)):
                continue
            for path in paths:
                if sort_of(path) == kind.made_of and path not in told:
                    yield self._alone(path)

    def _files(self, document: Document) -> tuple[list[str], tuple[Problem, ...]]:
        """The photos, the sound, the film that a document is: those it names, else by their place and name."""
        named = document.front_matter.extra.get("files") or ()
        if named:
            return self._named(document, named)
        paths = self._inside(document.folder) if document.is_bundle else self._by_stem[_stem(document.path)]
        return [path for path in paths if sort_of(path) == document.kind.made_of], ()

    def _inside(self, folder: str) -> Iterator[str]:
        """The files of a folder and of those in it."""
        for one in self._folders[bisect_left(self._folders, folder) :]:
            if one != folder and not one.startswith(f"{folder}/"):
                if not one.startswith(folder):
                    break
                continue
            yield from self._by_folder[one]

    def _named(self, document: Document, names: Iterable[str]) -> tuple[list[str], tuple[Problem, ...]]:
        found, problems = [], []
        for name in names:
            path = f"{document.folder}/{name}"
            if path in self._looks and sort_of(path) == document.kind.made_of:
                found.append(path)
                continue
            there = [one for one in self._by_folder[document.folder] if sort_of(one) == document.kind.made_of]
            near = closest(name, [one.rpartition("/")[2] for one in there])
            hint = f"Did you mean `{near}`?" if near else f"Put it into {document.folder}/, or correct its name."
            line = document.front_matter.line("files")
            problems.append(Problem(f"`files` names {name}, which is not there", hint, document.path, line))
        return found, tuple(problems)

    def _attachment(self, path: str, matter: FrontMatter, count: int) -> Attachment:
        if sort_of(path) == "picture":
            return Attachment(path, alt=self._alt(path, matter, count))
        stem = _stem(path)
        poster = next((one for one in self._by_stem[stem] if sort_of(one) == "picture"), "")
        return Attachment(path, poster, tuple(sorted(self._captions[stem])))

    def _alt(self, path: str, matter: FrontMatter, count: int) -> str | None:
        """What the picture shows, as its writer says, else as it says itself; None when nobody does."""
        written = matter.extra.get("alt")
        if isinstance(written, Mapping):
            written = written.get(path.rpartition("/")[2])
        elif count > 1:
            written = None
        if isinstance(written, str):
            return written
        medium = self._looks.get(path)
        return (medium.said.alt or None) if isinstance(medium, Picture) else None

    def _completed(self, matter: FrontMatter, path: str) -> FrontMatter:
        medium = self._looks.get(path)
        if isinstance(medium, Recording):
            return replace(matter, title=matter.title or medium.title or None)
        if not isinstance(medium, Picture):
            return matter
        said = medium.said
        date = matter.date
        if date is None and said.date:
            try:
                date = Moment.of(*parse_moment(said.date, self._zone))
            except DateError:
                date = None
        return replace(matter, date=date, title=matter.title or said.title or None, tags=matter.tags or said.keywords)

    def _alone(self, path: str) -> Joined:
        name = date_from_path(path)
        date = None
        if name.day is not None:
            try:
                date = Moment.of(*moment_of(name.day, name.time, self._zone))
            except DateError:
                date = None
        kind = BY_FOLDER[path.partition("/")[0]]
        matter = _titled(self._completed(FrontMatter(date=date, extra={}, lines={}), path), kind, name.stem)
        media = (self._attachment(path, matter, 1),)
        document = Document(
            path=path,
            kind=kind,
            front_matter=matter,
            digest=self._looks[path].digest,
            body_line=1,
            stem=name.stem,
            in_drafts=f"/{DRAFTS_FOLDER}/" in path,
            media=media,
        )
        return document, tuple(self._problems(document, media))

    def _problems(self, document: Document, media: tuple[Attachment, ...]) -> Iterator[Problem]:
        for one in media:
            for path in one.paths:
                medium = self._looks.get(path)
                if isinstance(medium, Unreadable):
                    yield Problem(f"{path} {medium.reason}", medium.hint, document.path, 1)
            if one.alt is None and isinstance(self._looks.get(one.path), Picture):
                yield _no_alt(document, one.path, is_one=len(media) == 1)

    @staticmethod
    def _nothing(document: Document) -> Problem:
        what = {"picture": "a picture", "sound": "a sound file", "film": "a film"}[document.kind.made_of or "picture"]
        place = document.folder if document.is_bundle else f"{_stem(document.path)}.*"
        return Problem(
            f"this {document.kind.name} has no file: {what} beside it, of the same name, is missing",
            f"Put it at {place}, or name it: files: [name].",
            document.path,
            1,
        )


def _no_alt(document: Document, path: str, *, is_one: bool) -> Problem:
    name = path.rpartition("/")[2]
    if document.path == path:
        hint = f'Type: voicebuilder new photo {path} --alt "What it shows"'
    else:
        hint = 'Write alt: "What it shows".' if is_one else f'Write alt: {{{name}: "What it shows"}}.'
        hint = f'{hint[:-1]}, or alt: "" if it only decorates.' if is_one else hint
    line = document.front_matter.line("alt") or 1
    message = f"the picture {name} has no alt text, so who cannot see it learns nothing of it"
    return Problem(message, hint, document.path, line, severity=Severity.WARNING)


def caption(medium: Medium | None) -> str:
    """The text of an entry that is a file alone: what the file says of itself, as Markdown that means just that."""
    said = medium.said.caption if isinstance(medium, Picture) else ""
    return _PUNCTUATION.sub(r"\\\g<0>", said)


def _titled(matter: FrontMatter, kind: Kind, stem: str) -> FrontMatter:
    return matter if matter.title or not kind.named else replace(matter, title=name_in_words(stem))


def name_in_words(stem: str) -> str:
    """`first-walk` -> `First walk`."""
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _stem(path: str) -> str:
    """A path without its suffix."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.rpartition('.')[0] or name}"


def _above(folder: str) -> set[str]:
    parts = folder.split("/")
    return {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
