"""The door to pagefind: the one program that a build may run, and only where the config asks for search.

In: a folder of HTML. Out: a folder with an index of it. The program is the one in the `pagefind_bin` package, never one
that lies elsewhere on the machine; it is given no environment, so none of its settings can come from there, and makes
no connection.
"""

from __future__ import annotations

import os
import subprocess
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from voicebuilder.errors import MachineError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PACKAGE = "pagefind_bin"
INSTALL = 'Type `pip install "voicebuilder[search]"`, or take `search: true` out of voicebuilder.yaml.'
# Windows starts no program without the first; the others are where it may put what it writes for itself.
_NEEDED = ("SYSTEMROOT", "TEMP", "TMP")
_SAID = 400


def installed() -> str:
    """The indexer's version.

    Raises:
        MachineError: It is not installed.
    """
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        raise MachineError(Problem("search needs pagefind, which is not installed", INSTALL)) from None


def run(pages: Path, output: Path, language: str, suffixes: Iterable[str]) -> None:
    """Make an index.

    Args:
        pages: HTML files; where one lies is the address of its result.
        output: A folder that is not there yet.
        language: Whose endings of words are taken off, for all pages: they are one index, so a reader who searches
            finds entries in every language. A primary language subtag, such as `en`.
        suffixes: Of the files that are pages: `html`.

    Raises:
        MachineError: The program is not there, does not start, or fails; says what it said.
    """
    program = _program()
    words = ["--site", str(pages), "--output-path", str(output), "--force-language", language]
    pattern = f"**/*.{{{','.join(sorted(suffixes))}}}"
    environment = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 -- our own dependency's program, and no shell
            [program, *words, "--glob", pattern, "--silent"],
            # It would take settings from a file in the folder where it runs.
            cwd=pages.parent,
            env=environment,
            input=b"",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        message = f"pagefind, which makes the search index, did not start ({error.strerror})"
        hint = "To install it anew, type `pip install --force-reinstall pagefind_bin`."
        raise MachineError(Problem(message, hint)) from error
    if done.returncode != 0 or not (output / "pagefind.js").is_file():
        raise MachineError(_failed(done.returncode, done.stdout.decode(errors="replace")))


def _program() -> str:
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 -- only those who want search need it

        return str(get_executable())
    except (ImportError, FileNotFoundError):
        raise MachineError(Problem("search needs pagefind, which is not installed", INSTALL)) from None


def _failed(code: int, output: str) -> Problem:
    how = f"was ended by signal {-code}" if code < 0 else f"failed with exit code {code}"
    said = " ".join(output.split())[-_SAID:]
    message = f"pagefind {how} while it made the search index" + (f"; it said: {said}" if said else "")
    hint = "Build again; if it fails again, take `search: true` out of voicebuilder.yaml and tell us what it said."
    return Problem(message.removesuffix("."), hint)
