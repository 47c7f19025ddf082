from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.memo import Recorder, Traces, fingerprint

from .damage import some_damage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FACTS = {name: fingerprint(name) for name in ("colour", "size", "weight")}
MADE = {"chair": ("colour", "size"), "table": ("weight",), "air": ()}


def results(path: Path, facts: Mapping[str, bytes], version: str = "1") -> dict[str, bytes | None]:
    traces = Traces(path, version)
    traces.face(facts)
    return {name: traces.result(name) for name in MADE}


NONE = dict.fromkeys(MADE)
ALL = {name: fingerprint(name) for name in MADE}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "traces"
    traces = Traces(made, "1")
    traces.face(FACTS)
    for name, read in MADE.items():
        traces.record(name, read, fingerprint(name))
    traces.save()
    return made


def test_a_recorder_notes_each_fact_once_in_order() -> None:
    recorder = Recorder()
    assert recorder.end() == ()
    for fact in ("b", "a", "b"):
        recorder.note(fact)
    assert recorder.end() == recorder.end() == ("b", "a")
    recorder.begin()
    recorder.note("c")
    assert recorder.end() == ("c",)


def test_what_was_made_of_equal_facts_holds(path: Path) -> None:
    assert results(path, FACTS) == ALL
    # Facts that were not read do not count, nor does their order.
    assert results(path, {"new": b"", **dict(reversed(FACTS.items()))}) == ALL


def test_nothing_holds_that_was_not_made(path: Path, tmp_path: Path) -> None:
    traces = Traces(path, "1")
    traces.face(FACTS)
    assert traces.result("ghost") is None
    assert results(tmp_path / "none", FACTS) == NONE
    assert Traces(tmp_path / "none", "1").notice == ""


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("value", [fingerprint("another"), b"", None, "that of another fact"])
def test_one_other_fact_is_enough(path: Path, fact: str, value: bytes | str | None) -> None:
    other = fingerprint("size" if fact == "colour" else "colour") if isinstance(value, str) else value
    facts = {name: print_ for name, print_ in {**FACTS, fact: other}.items() if print_ is not None}
    assert results(path, facts) == {name: None if fact in read else ALL[name] for name, read in MADE.items()}


def test_two_facts_that_change_places_do_not_hold(path: Path) -> None:
    swapped = {**FACTS, "colour": FACTS["size"], "size": FACTS["colour"]}
    assert results(path, swapped)["chair"] is None


def test_facts_are_not_joined_without_a_seam(tmp_path: Path) -> None:
    """Prints of other lengths than ours must not run into one another."""
    traces = Traces(tmp_path / "traces", "1")
    traces.face({"one": b"ab", "two": b"c"})
    traces.record("chair", ("one", "two"), b"")
    traces.save()
    for facts in ({"one": b"a", "two": b"bc"}, {"one": b"abc", "two": b""}, {"one": b"abc"}, {"two": b"abc"}):
        assert results(tmp_path / "traces", facts)["chair"] is None


def test_a_fact_that_was_not_told_cannot_be_recorded(path: Path) -> None:
    traces = Traces(path, "1")
    traces.face(FACTS)
    with pytest.raises(KeyError, match="unknown"):
        traces.record("chair", ("colour", "unknown"), b"")


def test_what_a_run_does_not_stand_on_is_forgotten(path: Path) -> None:
    traces = Traces(path, "1")
    traces.face(FACTS)
    traces.keep("air")
    traces.record("table", ("size",), fingerprint("new"))
    traces.save()
    assert results(path, FACTS) == {"chair": None, "table": fingerprint("new"), "air": ALL["air"]}
    assert b"weight" not in path.read_bytes()
    assert b"colour" not in path.read_bytes()


def test_it_says_whether_there_is_anything_to_save(path: Path) -> None:
    traces = Traces(path, "1")
    traces.face(FACTS)
    complete = [traces.is_complete]
    for name in MADE:
        traces.keep(name)
    complete.append(traces.is_complete)
    traces.record("sofa", (), b"")
    complete.append(traces.is_complete)
    assert complete == [False, True, False]
    assert Traces(path.with_name("none"), "1").is_complete


def test_what_cannot_be_used_makes_room(path: Path) -> None:
    """Also when a run has nothing to keep: or the next one would say so again."""
    traces = Traces(path, "2")
    traces.face({})
    assert not traces.is_complete
    traces.save()
    assert Traces(path, "2").notice == ""


def test_no_damage_goes_unseen(path: Path) -> None:
    for damaged in some_damage(path.read_bytes(), one_in=5):
        path.write_bytes(damaged)
        traces = Traces(path, "1")
        assert traces.notice in {"the cache is damaged", "the cache is of another version"}
        assert "\n" not in traces.notice
        traces.face(FACTS)
        assert {name: traces.result(name) for name in MADE} == NONE


@pytest.mark.parametrize("version", ["0", "2", "", "11"])
def test_an_older_or_newer_versions_traces_do_not_hold(path: Path, version: str) -> None:
    assert results(path, FACTS, version) == NONE
    assert Traces(path, version).notice == "the cache is of another version"
    # And after a run of that version ours are gone as well: there is one file.
    other = Traces(path, version)
    other.face(FACTS)
    other.record("chair", (), b"theirs")
    other.save()
    assert results(path, FACTS) == NONE
    assert Traces(path, "1").notice == "the cache is of another version"


@st.composite
def runs(draw: st.DrawFn) -> list[tuple[dict[str, int], dict[str, tuple[list[str], bool]]]]:
    """For each run the value of each fact that there is; and for each result what is read, and if it must be made."""
    names = st.sampled_from("abcde")
    told = []
    for _ in range(draw(st.integers(1, 5))):
        facts = draw(st.dictionaries(names, st.integers(0, 1)))
        read = st.lists(st.sampled_from(sorted(facts)), unique=True) if facts else st.just([])
        told.append((facts, draw(st.dictionaries(st.sampled_from("xyz"), st.tuples(read, st.booleans())))))
    return told


@given(runs())
def test_a_result_holds_when_all_that_it_read_is_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[dict[str, int], dict[str, tuple[list[str], bool]]]]
) -> None:
    """Against a model that remembers the values themselves."""
    path = tmp_path_factory.getbasetemp() / "traces"
    path.unlink(missing_ok=True)
    known: dict[str, tuple[dict[str, int], bytes]] = {}
    for number, (facts, made) in enumerate(told):
        traces = Traces(path, "1")
        assert traces.notice == ""
        traces.face({name: fingerprint(value) for name, value in facts.items()})
        after: dict[str, tuple[dict[str, int], bytes]] = {}
        for name, (read, anew) in made.items():
            values, result = known.get(name, ({}, None))
            holds = all(facts.get(fact) == value for fact, value in values.items())
            assert traces.result(name) == (result if holds else None)
            if result is not None and holds and not anew:
                traces.keep(name)
                after[name] = known[name]
            else:
                after[name] = ({fact: facts[fact] for fact in read}, fingerprint(name, number))
                traces.record(name, tuple(read), after[name][1])
        traces.save()
        known = after
