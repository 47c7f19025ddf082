"""What content leaves behind for the next build: front matter by file, HTML by what it was made from.

In: records of this run. Out: those of the last run, by content: a file's bytes, never its times, say what still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem  # noqa: TC001 -- read when records come back from the cache
from voicebuilder.markup import Fault, Picture  # noqa: TC001 -- as above
from voicebuilder.media import Looks
from voicebuilder.memo import Pack, Table, decoder, encode, fingerprint
from voicebuilder.model.content import Heading, Text
from voicebuilder.model.document import FrontMatter  # noqa: TC001 -- as above

if TYPE_CHECKING:
    from pathlib import Path


# No HTML of ours has it: a file with one is refused.
_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What reading a file gave.

    Attributes:
        digest: Of the file's bytes.
        front_matter: Typed, with the title that its text gave.
        body_line: As in `Document`.
        stem: As in `Document`.
        title_in_text: As in `Document`.
        problems: Of the file.
    """

    digest: bytes
    front_matter: FrontMatter
    body_line: int
    stem: str
    title_in_text: bool
    problems: tuple[Problem, ...]

    def encoded(self) -> bytes:
        """The record on its way from a worker."""
        return encode(self)

    @staticmethod
    def decoded(data: bytes) -> FileRecord:
        """A record that has come."""
        return _decode(data)


_decode = decoder(FileRecord)


@dataclass(frozen=True, slots=True)
class TextRecord:
    """What converting a text gave, but for the HTML.

    Attributes:
        links: Each link within the site as written, its line, whether it is shown in the page, and the href that was
            written.
        pictures: Each picture of the site as written, its line, and how it was shown.
        faults: Of the text.
        has_more: As in `Content`, like those that follow.
        was_cut: …
        summary: …
        headings: …
        words: …
    """

    links: tuple[tuple[str, int, bool, str | None], ...]
    pictures: tuple[tuple[str, int, Picture | None], ...]
    faults: tuple[Fault, ...]
    has_more: bool
    was_cut: bool
    summary: str
    headings: tuple[Heading, ...]
    words: int

    def print(self, key: bytes) -> bytes:
        """Fingerprint of the HTML: of what it was made from, and of where its links lead."""
        return fingerprint(key, self.links, self.pictures)


class Memory:
    """The records of the last run and of this one."""

    def __init__(self, folder: Path, version: str, zone: str) -> None:
        """Open the cache in a folder; what is missing or damaged is empty, and `notice` may say why.

        Args:
            folder: Where.
            version: What of our own the records are good for.
            zone: The site's time zone, in which dates are read that name none.
        """
        self._zone = zone
        self._files = Table(folder / "files", version, tuple[str, dict[str, FileRecord]])
        self._texts = Table(folder / "texts", version, dict[bytes, TextRecord])
        self._html = Pack(folder / "html", version)
        self.looks = Looks(folder, version)
        its_zone, records = self._files.load() or (zone, {})
        self._old_files = records if its_zone == zone else {}
        self._old_texts = self._texts.load() or {}
        self._new_files: dict[str, FileRecord] = {}
        self._new_texts: dict[bytes, TextRecord] = {}
        self.notice = self._files.notice or self._texts.notice or self._html.notice or self.looks.notice

    def has_file(self, path: str) -> bool:
        """Whether the last run read a file at this path."""
        return path in self._old_files

    def file(self, path: str, digest: bytes) -> FileRecord | None:
        """What the last run read from a file of these bytes at this path."""
        record = self._old_files.get(path)
        return record if record is not None and record.digest == digest else None

    def turn(self) -> None:
        """Begin a further run in this process: what the last one stood on is remembered now."""
        self._old_files |= self._new_files
        self._old_texts |= self._new_texts
        self._new_files, self._new_texts = {}, {}

    def keep_file(self, path: str, record: FileRecord) -> None:
        """This run stands on a record."""
        self._new_files[path] = record

    def text(self, key: bytes) -> tuple[TextRecord, bytes] | None:
        """What converting gave, and the print of its HTML, if that is there too."""
        record = self._old_texts.get(key)
        if record is None or (name := record.print(key)) not in self._html:
            return None
        return record, name

    def keep_text(self, key: bytes, record: TextRecord, name: bytes) -> None:
        """This run stands on a record, and on the HTML of this print."""
        self._new_texts[key] = record
        self._html.use(name)

    def keep_html(self, name: bytes, text: Text) -> None:
        """New HTML."""
        self._html.put(name, f"{text.html}{_BETWEEN}{text.excerpt}".encode())

    def html(self, name: bytes) -> Text | None:
        """The HTML of this print; None when the cache has lost it."""
        data = self._html.get(name)
        if data is None:
            return None
        html, _, excerpt = data.decode().partition(_BETWEEN)
        return Text(html, excerpt)

    def save(self) -> None:
        """Write what this run stands on for the next."""
        # A file that is not to be used must make room, or each run would say so again.
        if self._files.notice or self._new_files != self._old_files:
            self._files.save((self._zone, self._new_files))
        if self._texts.notice or self._new_texts.keys() != self._old_texts.keys() or self._new_texts != self._old_texts:
            self._texts.save(self._new_texts)
        self.looks.save()
        self._html.save()
        self._html.close()
