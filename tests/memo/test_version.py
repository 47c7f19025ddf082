from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import msgspec
import pytest

from voicebuilder.memo import code_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "room").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "room/one.py").write_text("VALUE = 1\n")
    (folder / "room/two.py").write_text("")
    return folder


def test_the_same_code_has_the_same_version(package: Path, tmp_path: Path) -> None:
    first = code_version(package, ["msgspec"])
    assert code_version(package, ["msgspec"]) == first
    # Where it lies does not count.
    assert code_version(package.rename(tmp_path / "elsewhere"), ["msgspec"]) == first


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte": lambda package: (package / "room/one.py").write_text("VALUE = 2\n"),
    "a line end": lambda package: (package / "room/one.py").write_bytes(b"VALUE = 1\r\n"),
    "a new file": lambda package: (package / "room/three.py").write_text(""),
    "a file less": lambda package: (package / "room/two.py").unlink(),
    "another name": lambda package: (package / "room/two.py").rename(package / "room/three.py"),
    "another folder": lambda package: (package / "room/two.py").rename(package / "two.py"),
    "contents exchanged": lambda package: (
        (package / "room/one.py").write_text(""),
        (package / "room/two.py").write_text("VALUE = 1\n"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_code_changes_it(package: Path, change: str) -> None:
    before = code_version(package, [])
    CHANGES[change](package)
    assert code_version(package, []) != before


def test_what_is_no_code_does_not_change_it(package: Path) -> None:
    before = code_version(package, [])
    (package / "room/one.pyc").write_bytes(b"")
    (package / "notes.txt").write_text("")
    assert code_version(package, []) == before


def test_a_library_of_another_version_changes_it(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_version(package, ["msgspec"])
    assert code_version(package, []) != before
    assert code_version(package, ["msgspec", "no-such-library"]) != before
    monkeypatch.setattr("voicebuilder.memo.version.version", lambda name: version(name) + ".1")
    assert code_version(package, ["msgspec"]) != before


def test_another_python_changes_it(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code_version(package, [])
    monkeypatch.setattr("sys.version", "3.99")
    assert code_version(package, []) != before


def test_it_is_a_plain_word(package: Path) -> None:
    word = code_version(package, ["msgspec"])
    assert word.isalnum()
    assert word.isascii()
    assert msgspec.__version__ not in word
