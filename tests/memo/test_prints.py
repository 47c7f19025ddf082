from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicebuilder.memo import fingerprint, of_bytes
from voicebuilder.memo.prints import SIZE

# Few of each, so that equal values are drawn as often as different ones; those that Python or a reader could take for
# one another stand side by side.
_SCALARS = st.sampled_from(
    (None, "", "None", b"", 0, False, 0.0, -0.0, 1, True, 1.0, "1", b"1", "True", "ab", "a", "b")
)
_KEYS = st.sampled_from(("", "a", "1", 1, "b"))


def _more(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(values, max_size=3)
    return lists | lists.map(tuple) | st.dictionaries(_KEYS, values, max_size=2)


PLAIN = st.recursive(_SCALARS, _more, max_leaves=4)


def _spelled(value: object) -> object:
    """A value that is equal to that of another value when their fingerprints must be."""
    if isinstance(value, list | tuple):
        return ("sequence", *map(_spelled, value))
    if isinstance(value, dict):
        return ("mapping", *((_spelled(key), _spelled(one)) for key, one in value.items()))
    return type(value), repr(value)


@dataclass(frozen=True)
class Point:
    x: int
    y: int


@given(PLAIN, PLAIN)
@example(1, True)
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
@example([[1], 2], [1, [2]])
@example([], {})
@example([[]], [])
def test_fingerprints_are_equal_when_values_are(one: object, other: object) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (_spelled(one) == _spelled(other))
    assert len(fingerprint(one)) == SIZE


@given(st.lists(st.text("ab", max_size=3), max_size=4), st.lists(st.text("ab", max_size=3), max_size=4))
@example(["ab", "c"], ["a", "bc"])
@example(["a", ""], ["", "a"])
@example(["a"], ["a", ""])
def test_where_one_value_ends_and_the_next_begins_counts(one: list[str], other: list[str]) -> None:
    assert (fingerprint(*one) == fingerprint(*other)) == (one == other)
    data = [value.encode() for value in one]
    assert (fingerprint(*data) == fingerprint(*(value.encode() for value in other))) == (one == other)
    assert fingerprint(*one) != fingerprint(*data) or not one


def test_several_values_are_not_one_sequence_of_them() -> None:
    assert fingerprint(1, 2) != fingerprint((1, 2))
    assert fingerprint() != fingerprint(None) != fingerprint(None, None)


def test_a_dataclass_and_a_read_only_view_are_mappings() -> None:
    assert fingerprint(Point(1, 2)) == fingerprint({"x": 1, "y": 2}) == fingerprint(MappingProxyType({"x": 1, "y": 2}))
    assert fingerprint(Point(1, 2)) != fingerprint(Point(2, 1))


@pytest.mark.parametrize("value", [object(), len, iter(()), {"key": object()}, [Point]])
def test_what_is_not_plain_is_refused(value: object) -> None:
    with pytest.raises(NotImplementedError, match="no plain value"):
        fingerprint(value)


@given(st.binary(max_size=4), st.binary(max_size=4))
def test_the_fingerprint_of_a_file_is_that_of_its_bytes(one: bytes, other: bytes) -> None:
    assert (of_bytes(one) == of_bytes(other)) == (one == other)
    assert len(of_bytes(one)) == SIZE


def test_fingerprints_are_the_same_in_every_run() -> None:
    """A cache outlives the process: no hash seed, no address, no clock may have a part in them."""
    assert fingerprint("a", (1, None), {"b": 2.5}).hex() == "08dabef651a432f551c3a8f9b62a0650"
    assert of_bytes(b"").hex() == "cae66941d9efbd404e4d88758ea67670"
