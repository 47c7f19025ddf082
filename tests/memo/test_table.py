"""A table, and with it the form of every cache file: what was not written whole by this version is not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicebuilder.memo import Table

from .damage import every_damage

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Shape:
    name: str
    parts: tuple[bytes, ...]


VALUE = {"one": Shape("Ünï", (b"\0", b"")), "two": Shape("", ())}


def table(path: Path, version: str = "1") -> Table[dict[str, Shape]]:
    return Table(path, version, dict[str, Shape])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    saved = tmp_path / "cache/table"
    table(saved).save(VALUE)
    return saved


def load(path: Path, version: str = "1") -> tuple[dict[str, Shape] | None, str]:
    found = table(path, version)
    return found.load(), found.notice


def test_a_value_comes_back(path: Path) -> None:
    assert load(path) == (VALUE, "")
    table(path).save({})
    assert load(path) == ({}, "")
    assert [file.name for file in path.parent.iterdir()] == ["table"]


def test_nothing_is_not_worth_a_word(tmp_path: Path) -> None:
    assert load(tmp_path / "cache/table") == (None, "")


@given(st.text(max_size=40), st.text(max_size=40))
@example("1", "")
@example("1", "10")
@example("1", "1\0")
def test_another_version_is_not_read(tmp_path_factory: pytest.TempPathFactory, one: str, other: str) -> None:
    path = tmp_path_factory.getbasetemp() / "table"
    table(path, one).save(VALUE)
    assert load(path, other) == ((VALUE, "") if one == other else (None, "the cache is of another version"))


def test_another_shape_is_not_read(path: Path) -> None:
    other = Table(path, "1", dict[str, int])
    assert other.load() is None
    assert other.notice == "the cache is of another shape"


def test_no_damage_goes_unseen(path: Path) -> None:
    whole = path.read_bytes()
    for damaged in every_damage(whole):
        path.write_bytes(damaged)
        value, notice = load(path)
        assert value is None, damaged
        assert notice in {"the cache is damaged", "the cache is of another version"}, damaged


@given(st.binary(max_size=200))
def test_no_other_file_is_taken_for_one(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "other"
    path.write_bytes(data)
    assert load(path) == (None, "the cache is damaged")


def test_a_folder_in_the_way_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.mkdir()
    assert load(path) == (None, "the cache cannot be read (Is a directory)")
    table(path).save(VALUE)
    assert [file.name for file in tmp_path.iterdir()] == ["table"]
    assert path.is_dir()


def test_a_file_where_the_folder_should_be_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine")
    assert load(tmp_path / "cache/table") == (None, "the cache cannot be read (Not a directory)")
    table(tmp_path / "cache/table").save(VALUE)
    assert (tmp_path / "cache").read_text() == "mine"
