"""The list of the files that we made, kept inside the published folder so that it changes together with it.

In: paths, or a folder. Out: the manifest's bytes, or the paths it names. Plain text: one header line, then one path
a line, sorted; the same paths give the same bytes. Paths in it are only ever *looked up* while a folder is walked,
never joined to anything: a forged line cannot reach outside.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from io import FileIO
from typing import TYPE_CHECKING

from voicebuilder.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

MANIFEST = ".voicebuilder-manifest"
_TITLE = "voicebuilder manifest "
_VERSION = "1"
_NO_PLAIN_FILE = {errno.ENOENT, errno.ELOOP, errno.ENXIO}  # missing; a symlink; a socket


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder's manifest says.

    Attributes:
        content: Its bytes; empty when the folder has none that can be read.
        paths: The files we made, "/"-separated.
    """

    content: bytes = b""
    paths: frozenset[str] = frozenset()


def encode(paths: Iterable[str]) -> bytes:
    """The manifest of these paths."""
    return "\n".join((_TITLE + _VERSION, *sorted(paths), "")).encode()


def read(folder: str) -> Manifest:
    """The manifest in a folder; an empty one when there is none, or when it is damaged: then no file counts as ours.

    Raises:
        UsageError: A newer voicebuilder wrote it.
        OSError: It cannot be read.
    """
    try:
        handle = os.open(f"{folder}/{MANIFEST}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in _NO_PLAIN_FILE:
            return Manifest()
        raise
    try:
        is_file = stat.S_ISREG(os.fstat(handle).st_mode)
        content = FileIO(handle, closefd=False).readall() if is_file else b""
    finally:
        os.close(handle)
    header, _, lines = content.decode("utf-8", "replace").partition("\n")
    version = header.removeprefix(_TITLE)
    if version == header or lines[-1:] not in {"", "\n"}:
        return Manifest()
    if version != _VERSION:
        problem = Problem(
            f'"{folder}" was written by another version of voicebuilder', "Update, or choose another --output."
        )
        raise UsageError(problem)
    return Manifest(content, frozenset(lines.split("\n")) - {""})
