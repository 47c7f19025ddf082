from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.memo import Pack
from voicebuilder.memo import pack as pack_module

from .damage import every_damage, some_damage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

VALUES = {b"one": b"first", b"two": b"", b"three": b"\0third"}


def save(folder: Path, values: Mapping[bytes, bytes], use: Iterable[bytes] = (), version: str = "1") -> None:
    """A run that makes some values and stands on them and on some of the last."""
    pack = Pack(folder, version)
    for key in (*values, *use):
        pack.use(key)
    for key, value in values.items():
        pack.put(key, value)
    pack.save()
    pack.close()


def load(folder: Path, keys: Collection[bytes], version: str = "1") -> dict[bytes, bytes | None]:
    pack = Pack(folder, version)
    found = {key: pack.get(key) for key in keys}
    pack.close()
    return found


@pytest.fixture(autouse=True, params=[8 << 20, 0], ids=["in memory", "at once"])
def most_in_memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values go to the disk when the run is over, or as soon as they come."""
    monkeypatch.setattr(pack_module, "_MOST_IN_MEMORY", request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path / "pack", VALUES)
    return tmp_path / "pack"


def test_values_come_back_in_this_run_and_the_next(tmp_path: Path) -> None:
    pack = Pack(tmp_path / "pack", "1")
    pack.put(b"one", b"first")
    assert b"one" in pack
    assert pack.get(b"one") == b"first"
    pack.save()
    pack.close()
    again = Pack(tmp_path / "pack", "1")
    assert b"one" in again
    assert b"two" not in again
    assert again.get(b"one") == b"first"
    assert again.get(b"two") is None
    assert again.notice == ""
    again.close()
    again.close()


def test_the_last_of_two_values_counts(folder: Path) -> None:
    pack = Pack(folder, "1")
    for value in (b"second", b"third"):
        pack.put(b"one", value)
        pack.use(b"one")
        assert pack.get(b"one") == value
    pack.save()
    pack.close()
    assert load(folder, [b"one"]) == {b"one": b"third"}


def test_a_run_that_changes_nothing_writes_nothing(folder: Path) -> None:
    before = {file.name: file.stat() for file in folder.iterdir()}
    save(folder, {}, VALUES)
    after = {file.name: file.stat() for file in folder.iterdir()}
    assert {name: (info.st_ino, info.st_mtime_ns) for name, info in before.items()} == {
        name: (info.st_ino, info.st_mtime_ns) for name, info in after.items()
    }


def test_what_no_run_asks_for_is_forgotten(folder: Path) -> None:
    save(folder, {b"four": b"4"}, [b"one"])
    assert load(folder, [*VALUES, b"four"]) == {b"one": b"first", b"two": None, b"three": None, b"four": b"4"}
    save(folder, {})
    assert load(folder, [*VALUES, b"four"]) == dict.fromkeys([*VALUES, b"four"])


def test_what_is_forgotten_does_not_fill_the_disk(tmp_path: Path) -> None:
    for number in range(40):
        save(tmp_path / "pack", {b"%d" % number: b"x" * 100, b"last": b"y" * 100})
    assert sum(file.stat().st_size for file in (tmp_path / "pack").iterdir()) < 1000


def test_a_run_beside_another_reads_what_it_saw(folder: Path) -> None:
    reader = Pack(folder, "1")
    assert reader.get(b"one") == b"first"
    save(folder, {b"one": b"other " * 9})
    assert reader.get(b"three") in {b"\0third", None}
    assert reader.get(b"one") == b"first"
    reader.close()


def test_two_runs_that_save_at_once_mix_nothing_up(folder: Path) -> None:
    first, second = Pack(folder, "1"), Pack(folder, "1")
    for number, pack in enumerate((first, second)):
        for key in VALUES:
            pack.use(key)
        pack.put(b"%d" % number, b"from %d" % number * (number + 1))
    first.save()
    second.save()
    first.close()
    second.close()
    for key, value in load(folder, [*VALUES, b"0", b"1"]).items():
        assert value in {VALUES.get(key), {b"0": b"from 0", b"1": b"from 1from 1"}.get(key), None}


@pytest.mark.parametrize("version", ["0", "2", "", "11"])
def test_an_older_or_newer_versions_values_are_not_read(folder: Path, version: str) -> None:
    assert Pack(folder, version).notice == "the cache is of another version"
    assert load(folder, VALUES, version) == dict.fromkeys(VALUES)
    save(folder, {b"one": b"theirs"}, version=version)
    assert load(folder, VALUES) == dict.fromkeys(VALUES)


def test_no_damage_of_the_index_goes_unseen(folder: Path) -> None:
    for damaged in some_damage((folder / "index").read_bytes(), one_in=5):
        (folder / "index").write_bytes(damaged)
        assert Pack(folder, "1").notice in {"the cache is damaged", "the cache is of another version"}
        assert load(folder, VALUES) == dict.fromkeys(VALUES)


def test_no_damage_of_the_data_gives_another_value(folder: Path) -> None:
    for damaged in every_damage((folder / "data").read_bytes()):
        (folder / "data").write_bytes(damaged)
        for key, value in load(folder, VALUES).items():
            assert value in {VALUES[key], None}, damaged


@pytest.mark.parametrize("lost", ["data", "index"])
def test_half_a_pack_is_none(folder: Path, lost: str) -> None:
    (folder / lost).unlink()
    assert not {b"first", b"\0third"} & set(load(folder, VALUES).values())
    save(folder, {b"four": b"4"}, VALUES)
    assert load(folder, [b"four"]) == {b"four": b"4"}


def test_halves_of_two_runs_give_no_wrong_value(folder: Path) -> None:
    older = {file.name: file.read_bytes() for file in folder.iterdir()}
    save(folder, {b"one": b"newer"})
    newer = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert older["data"] != newer["data"]
    (folder / "data").write_bytes(older["data"])
    assert load(folder, VALUES)[b"one"] in {b"newer", None}
    (folder / "data").write_bytes(newer["data"])
    (folder / "index").write_bytes(older["index"])
    for key, value in load(folder, VALUES).items():
        assert value in {VALUES[key], None}


def test_a_file_where_the_folder_should_be_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pack").write_text("mine")
    assert Pack(tmp_path / "pack", "1").notice == "the cache cannot be read (Not a directory)"
    save(tmp_path / "pack", VALUES)
    assert (tmp_path / "pack").read_text() == "mine"


RUN = st.tuples(
    st.dictionaries(st.sampled_from([b"a", b"b", b"c", b"d"]), st.binary(max_size=30)),
    st.sets(st.sampled_from([b"a", b"b", b"c", b"d"])),
)


@given(st.lists(RUN, max_size=6))
def test_a_pack_is_a_dict_that_forgets_what_is_not_used(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[dict[bytes, bytes], set[bytes]]]
) -> None:
    folder = tmp_path_factory.mktemp("pack")
    known: dict[bytes, bytes] = {}
    for made, used in told:
        save(folder, made, used)
        known = {key: value for key, value in known.items() if key in used} | made
        assert load(folder, [b"a", b"b", b"c", b"d"]) == {key: known.get(key) for key in (b"a", b"b", b"c", b"d")}
