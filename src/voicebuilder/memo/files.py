"""Cache files: written whole or not at all, and believed only when they are what was written.

In: a payload and the version that it is good for. Out: the same payload later, or why not.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from voicebuilder.memo.prints import SIZE, of_bytes

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"vbmemo1\n"
_HEAD = len(_MAGIC) + 2 * SIZE


def read(path: Path, version: str) -> tuple[bytes | None, str]:
    """Read a cache file.

    Returns:
        Its payload, or None; and why it is not to be used, "" when it simply is not there.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"the cache cannot be read ({error.strerror})"
    payload = data[_HEAD:]
    if not data.startswith(_MAGIC) or of_bytes(payload) != data[len(_MAGIC) + SIZE : _HEAD]:
        return None, "the cache is damaged"
    if data[len(_MAGIC) : len(_MAGIC) + SIZE] != of_bytes(version.encode()):
        return None, "the cache is of another version"
    return payload, ""


def write(path: Path, version: str, payload: bytes) -> None:
    """Write a cache file; a folder that cannot be written only means that the next run is not helped."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.tmp")
        # Of a run that was killed; or of one beside this one, and two must not write into one file.
        draft.unlink(missing_ok=True)
        try:
            with draft.open("xb") as file:
                file.write(b"".join((_MAGIC, of_bytes(version.encode()), of_bytes(payload), payload)))
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
