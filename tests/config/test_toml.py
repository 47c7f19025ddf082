from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.config.toml import parse
from voicebuilder.config.yaml import Mapping, Scalar, plain

ZOLA = '''title = "Hello"
date = 2024-01-05
draft = false

[taxonomies]
tags = ["a", "b"]

[extra]
deep.er = 1.10
text = """
[not.a.table]
no = "key"
"""
list = [ # a bracket ] in a comment
  1,
  2]
"quoted key" = 0x10
at = 2024-01-05T10:00:00-04:00
clock = 10:30:00

[[people]]
name = 'A'
[[people]]
name = "B"
'''


def test_values_are_text() -> None:
    mapping, faults = parse(ZOLA)
    assert faults == ()
    assert plain(mapping) == {
        "title": "Hello",
        "date": "2024-01-05",
        "draft": "false",
        "taxonomies": {"tags": ["a", "b"]},
        "extra": {
            "deep": {"er": "1.10"},
            "text": '[not.a.table]\nno = "key"\n',
            "list": ["1", "2"],
            "quoted key": "16",
            "at": "2024-01-05T10:00:00-04:00",
            "clock": "10:30:00",
        },
        "people": [{"name": "A"}, {"name": "B"}],
    }


def test_places_are_those_of_the_file() -> None:
    mapping, _ = parse(ZOLA, first_line=2)
    lines = ZOLA.split("\n")

    def at(line: str) -> tuple[int, int]:
        return lines.index(line) + 2, 1

    assert mapping.positions["title"] == (2, 1)
    assert mapping.positions["taxonomies"] == at("[taxonomies]")
    assert mapping.positions["people"] == at("[[people]]")
    extra = mapping.items["extra"]
    assert isinstance(extra, Mapping)
    assert extra.positions["deep"] == at("deep.er = 1.10")
    assert extra.positions["list"] == at("list = [ # a bracket ] in a comment")
    assert extra.positions["quoted key"] == at('"quoted key" = 0x10')
    assert extra.positions["clock"] == at("clock = 10:30:00")
    assert mapping.items["title"] == Scalar("Hello", 2, 1, quoted=True)


def test_empty_text_in_quotes_is_not_null() -> None:
    node = parse('a = ""')[0].items["a"]
    assert isinstance(node, Scalar)
    assert not node.is_null


@pytest.mark.parametrize("text", ["", "\n\n", "# comment"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    assert parse(text, 2) == (Mapping({}, {}, 2, 1), ())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\na = 2", 2, "Remove one"),
        ("a = 1\n[a]", 2, "Remove one"),
        ("a = {b = 1, b = 2}", 1, "Remove one"),
        ("a = 1\ntitle: foo", 2, '`title = "foo"`'),
        ("title = foo", 1, '`title = "foo"`'),
        ("a = 1\n\ndate = 1979-13-45", 3, '`date = "1979-13-45"`'),
        ('title = "foo\nb = 1', 1, "Close the text"),
        ("x = [1, 2", 1, "Close it with ]"),
        ("[x", 1, '`key = "value"`'),
        ("=", 1, '`key = "value"`'),
        ('a = "\\u0007"', 1, "escape"),
        ("a = " + "[" * 3000, 1, "flatter"),
        ("a = " + "[" * 30 + "]" * 30, 1, "flatter"),
        ("b = 1\n" + ".".join("a" * 20_000) + " = 1", 2, "flatter"),
        ("a = " + "1" * 10_000, 1, "shorter"),
        ("a = 0x" + "f" * 20_000, 1, "quotes"),
        ("a = b" + " " * 60_000 + "c", 1, "Put quotes"),
        ("a = '" + "x" * 66_000 + "'", 1, "below"),
    ],
)
def test_p7_a_fault_names_the_line_and_what_to_type(text: str, line: int, words: str) -> None:
    begin = time.process_time()
    _, faults = parse(text, first_line=2)
    assert time.process_time() - begin < 2
    assert len(faults) == 1
    assert faults[0].line == line + 1
    assert words in faults[0].hint


@given(st.text(alphabet=st.sampled_from("ab=.[]{}\"'\\#, \n0x-:é"), max_size=120))
def test_no_text_raises_and_places_lie_within_it(text: str) -> None:
    mapping, faults = parse(text, 3)
    last = 3 + text.count("\n")
    for line in [fault.line for fault in faults] + [line for line, _ in mapping.positions.values()]:
        assert 3 <= line <= last


_KEY = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=6)
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=20
)


@given(st.dictionaries(_KEY, _TEXT | st.lists(_TEXT, max_size=3), max_size=6))
def test_every_key_is_found_in_its_line(tree: dict[str, object]) -> None:
    text = "".join(f"{_quoted(key)} = {_quoted(value)}\n" for key, value in tree.items())
    mapping, faults = parse(text)
    assert faults == ()
    assert plain(mapping) == tree
    assert [line for line, _ in mapping.positions.values()] == list(range(1, len(tree) + 1))


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
