"""The index, made when something changed and kept until then.

In: records, asked for only when they are needed; their key; a cache folder. Out: the index's files, by site path.

    <folder>/<key>/files       what belongs to it: written last, so an index without it is none
    <folder>/<key>/pagefind/   the files
"""

from __future__ import annotations

import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder.errors import MachineError, Problem
from voicebuilder.memo import Table, fingerprint, of_bytes
from voicebuilder.search import indexer
from voicebuilder.search.record import Record, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FOLDER = "/pagefind/"
# What a search fetches; the program also writes interfaces of its own, which our page has no use for.
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "pagefind.*.pf_meta", "wasm.*.pagefind",
           "index/*.pf_index", "fragment/*.pf_fragment")  # fmt: skip
_FORM = "1"
_FILES = "files"
_KEPT = 2
_DRAFT = "new-"
# Seconds after which a draft is taken for one that a killed build left behind.
_STALE = 3_600


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the index.

    Attributes:
        path: Where it lies in the cache.
        print: Fingerprint of its bytes.
    """

    path: Path
    print: bytes


# Path below the index's folder -> fingerprint of the bytes, and their number.
_Listing = dict[str, tuple[bytes, int]]


def index(records: Callable[[], Iterable[Record]], key: bytes, language: str, folder: Path) -> Mapping[str, IndexFile]:
    """The files of the search index, by site path (`/pagefind/pagefind.js`).

    Args:
        records: Gives all that can be found; called only when the key is a new one, and read one by one.
        key: Fingerprint of all records.
        language: The site's, as a BCP 47 tag.
        folder: In the cache, for this alone; it may be deleted at any time.

    Returns:
        Nothing where there are no records.

    Raises:
        MachineError: pagefind is not installed or fails, or the cache cannot be written.
    """
    whole = fingerprint(key, language, indexer.installed(), _FORM).hex()
    place = folder / whole
    try:
        listing = _listing(place, whole)
        if listing is None:
            listing = _make(records, language, place)
        _prune(folder, place)
    except OSError as error:
        message = f"the search index cannot be written to {folder.name} in the cache ({error.strerror})"
        raise MachineError(Problem(message, "Make room on the disk, or give yourself the right to write.")) from error
    files = place / FOLDER.strip("/")
    return {FOLDER + name: IndexFile(files / name, print_) for name, (print_, _) in sorted(listing.items())}


def _table(place: Path, whole: str) -> Table[_Listing]:
    return Table(place / _FILES, whole, _Listing)


def _listing(place: Path, whole: str) -> _Listing | None:
    """What belongs to an index that was made before; None when it is not there, or not as it was made."""
    listing = _table(place, whole).load()
    if listing is None:
        return None
    files = place / FOLDER.strip("/")
    sizes = {path.relative_to(files).as_posix(): path.stat().st_size for path in files.rglob("*") if path.is_file()}
    return listing if sizes == {name: size for name, (_, size) in listing.items()} else None


def _make(records: Callable[[], Iterable[Record]], language: str, place: Path) -> _Listing:
    """Make an index in a folder of another name, so that under its own it is always whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=place.parent))
    try:
        listing = _filled(records, language, draft)
        table = _table(draft, place.name)
        table.save(listing)
        if table.load() is None:
            raise OSError(0, table.notice or "its list of files was not kept")
        # Another build may have made the same one meanwhile, and be reading it.
        if _listing(place, place.name) is None:
            _remove(place)
            draft.rename(place)
    finally:
        _remove(draft)
    return listing


def _filled(records: Callable[[], Iterable[Record]], language: str, draft: Path) -> _Listing:
    pages, output = draft / "pages", draft / FOLDER.strip("/")
    suffixes = {_write(record, pages) for record in records()}
    if suffixes:
        indexer.run(pages, output, language.partition("-")[0].lower(), suffixes)
        _remove(pages)
    files = _needed(output)
    for path in [path for path in output.rglob("*") if path.is_file() and path not in files]:
        path.unlink()
    listing = {}
    for path in sorted(files):
        data = path.read_bytes()
        listing[path.relative_to(output).as_posix()] = of_bytes(data), len(data)
    return listing


def _needed(output: Path) -> set[Path]:
    found = {path for pattern in _NEEDED for path in output.glob(pattern)}
    # For languages whose words the program does not know how to shorten; there is one language.
    unknown = output / "wasm.unknown.pagefind"
    return found - {unknown} if any(path.match("wasm.*") for path in found - {unknown}) else found


def _write(record: Record, pages: Path) -> str:
    """Write a record where the indexer takes its address from.

    Returns:
        The file's suffix, without the dot.
    """
    name = f"{record.url}index.html" if record.url.endswith("/") else record.url
    path = pages / name.removeprefix("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(record), "utf-8")
    return path.suffix.removeprefix(".")


def _prune(folder: Path, place: Path) -> None:
    """Keep this index and the one before it: who goes back and forth between two states has both."""
    others = [path for path in folder.iterdir() if path != place]
    drafts = [path for path in others if path.name.startswith(_DRAFT)]
    made = sorted((path for path in others if path not in drafts), key=_changed, reverse=True)
    stale = [path for path in drafts if _changed(path) < time.time() - _STALE]
    for path in [*made[_KEPT - 1 :], *stale]:
        _remove(path)


def _remove(folder: Path) -> None:
    """Take a folder away as far as it goes: what stays is in nobody's way, and tried again by the next build.

    By whole paths, so that a hook that watches what a build changes can tell that it stays in the cache.
    """
    with suppress(OSError):
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()
        folder.rmdir()


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
