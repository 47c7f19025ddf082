"""Which folder may be the output: none that holds what a writer wrote.

In: the output folder that was asked for, the site, and the folders it is made from. Out: the real folder. Places are
compared by identity where they exist, never as strings: symlinks, "..", and disks that ignore case cannot fool it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from voicebuilder.errors import MachineError, Problem, UsageError
from voicebuilder.output.faults import refusals, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HINT = "Choose a folder of its own with --output or `output:` in voicebuilder.yaml, like _site."


def guard(output: Path, site: Path, sources: Sequence[Path]) -> Path:
    """Approve an output folder; call it before any work.

    Args:
        output: The folder that was asked for; need not exist. A symlink to a folder stands for that folder.
        site: The site folder.
        sources: Folders that the site is made from: content, static, theme. Those that do not exist do no harm.

    Returns:
        The folder with symlinks and ".." resolved.

    Raises:
        UsageError: The folder is or holds what must not be replaced, or is a file.
        MachineError: It is a mount point, which cannot be swapped, or cannot be looked at.
    """
    with refusals(str(output)):
        real = Path(os.path.realpath(output))
        for reason in _dangers(real, site, sources):
            raise UsageError(Problem(f'the output folder "{shown(str(output))}" {reason}', _HINT))
        mounts = [mount for mount in _mount_points(real) if f"{mount}/".startswith(f"{real}/")]
    if mounts:
        problem = Problem(
            f'the output folder "{shown(str(output))}" is a mount point or holds one ({shown(mounts[0])})',
            f"Use a folder inside it: --output {real / 'site'}",
        )
        raise MachineError(problem)
    return real


def _dangers(real: Path, site: Path, sources: Sequence[Path]) -> Iterator[str]:
    if real == real.parent:
        yield "is the whole disk"
    for folder in (real, *real.parents):
        if os.path.lexists(folder) and not folder.is_dir():
            yield "is a file" if folder == real else f'is inside "{shown(folder.name)}", which is a file'
    home = _home()
    if home and _within(home, real):
        yield "is your home folder or holds it"
    if _within(site, real):
        yield "is the site folder or holds it: your writing would be in it"
    for source in sources:
        if _within(real, source):
            yield f'is inside "{shown(source.name)}", from which the site is made'
        if _within(source, real):
            yield f'holds "{shown(source.name)}", from which the site is made'


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # no HOME and no such user, as in some containers
        return None


def _within(inner: Path, outer: Path) -> bool:
    """Whether a place is another, or in it."""
    inner, outer = Path(os.path.realpath(inner)), Path(os.path.realpath(outer))
    if inner.is_relative_to(outer):
        return True
    if not outer.exists():
        return False
    return any(place.exists() and place.samefile(outer) for place in (inner, *inner.parents))


def _mount_points(folder: Path) -> Iterator[str]:
    """Mount points: on Linux all, bind mounts too (proc(5), mountinfo, field 5); elsewhere the folder, if it is one."""
    try:
        lines = Path("/proc/self/mountinfo").read_bytes().splitlines()
    except OSError:
        if folder.is_mount():
            yield str(folder)
        return
    for line in lines:
        field = line.split(b" ")[4]
        yield os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8)]), field))
