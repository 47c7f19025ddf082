"""A folder to publish into, and what lies in it."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voicebuilder.output import MANIFEST, Claim, Laid, Outcome, claim, guard
from voicebuilder.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


RESTING = {"site.record", "spare", "spare.record"}
MEMORY = Path("/dev/shm")  # noqa: S108 -- a disk in memory, where Linux has one


def laid(claimed: Claim, files: Mapping[str, bytes | Path]) -> Iterator[tuple[str, Laid]]:
    """Lay files one by one, as they are asked for."""
    return ((path, claimed.lay(path, content)) for path, content in files.items())


@dataclass
class Desk:
    """A site folder with its output."""

    site: Path
    report: Report = field(default_factory=Report)

    @property
    def output(self) -> Path:
        return self.site / "_site"

    @property
    def work(self) -> Path:
        return self.site / "._site.voicebuilder"

    def publish(self, files: Mapping[str, bytes | Path], keep: Sequence[str] = ()) -> Outcome:
        with claim(guard(self.output, self.site, []), keep, self.report) as claimed:
            return claimed.publish(laid(claimed, files))

    def at_rest(self) -> bool:
        """Whether nothing is left beside the output but what the next publication begins with."""
        beside = {path.name for path in self.site.iterdir()}
        return beside == {"_site", self.work.name} and {path.name for path in self.work.iterdir()} <= RESTING

    def put(self, path: str, content: bytes = b"foreign") -> Path:
        """A foreign file."""
        file = self.output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def tree(self) -> dict[str, bytes | str | None]:
        """Files with their bytes, symlinks with their target, folders with None; without the manifest."""
        found: dict[str, bytes | str | None] = {}
        for path in self.output.rglob("*"):
            name = path.relative_to(self.output).as_posix()
            if path.is_symlink():
                found[name] = str(path.readlink())
            elif name != MANIFEST:
                found[name] = path.read_bytes() if path.is_file() else None
        return found

    def files(self) -> dict[str, bytes | str]:
        return {name: content for name, content in self.tree().items() if content is not None}

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Inode and mtime of everything, the folder itself too."""
        paths = [self.output, *self.output.rglob("*")]
        return {str(path): (os.lstat(path).st_ino, os.lstat(path).st_mtime_ns) for path in paths}


@pytest.fixture
def memory_path(tmp_path: Path) -> Iterator[Path]:
    """A folder for tests that make and remove thousands of trees."""
    if not os.access(MEMORY, os.W_OK | os.X_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    site = tmp_path / "my-site"
    site.mkdir()
    return Desk(site)
