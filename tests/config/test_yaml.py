from __future__ import annotations

import json
import time

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.config import yaml
from voicebuilder.config.yaml import Mapping, Scalar, Sequence, parse, plain


def data(text: str) -> object:
    mapping, faults = parse(text)
    assert faults == ()
    return plain(mapping)


def only_fault(text: str, first_line: int = 1) -> yaml.Fault:
    _, faults = parse(text, first_line)
    assert len(faults) == 1, faults
    return faults[0]


def test_text_stays_text() -> None:
    text = "title: No\nslug: 010\ntime: 12:30:45\ntags: [on, 3.10, 2024-01-05]\nnested: {a: 0x10, b: 1_000}\n"
    assert data(text) == {
        "title": "No",
        "slug": "010",
        "time": "12:30:45",
        "tags": ["on", "3.10", "2024-01-05"],
        "nested": {"a": "0x10", "b": "1_000"},
    }


def test_places_are_those_of_the_file() -> None:
    mapping, _ = parse('a: x\nlist:\n  - one\n  - "two"\n', first_line=5)
    assert mapping.positions == {"a": (5, 1), "list": (6, 1)}
    assert mapping.items["a"] == Scalar("x", 5, 4, quoted=False)
    sequence = mapping.items["list"]
    assert isinstance(sequence, Sequence)
    assert sequence.items == (Scalar("one", 7, 5, quoted=False), Scalar("two", 8, 5, quoted=True))


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL", " # a comment"])
def test_null(written: str) -> None:
    node = parse(f"a: {written}\n")[0].items["a"]
    assert isinstance(node, Scalar)
    assert node.is_null
    assert plain(node) == ""


@pytest.mark.parametrize("written", ['""', "'null'", '"~"', "|\n  null", "nULL", "none"])
def test_not_null(written: str) -> None:
    node = parse(f"a: {written}\n")[0].items["a"]
    assert isinstance(node, Scalar)
    assert not node.is_null


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "~", "---\n"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    assert parse(text, 2) == (Mapping({}, {}, 2, 1), ())


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("title: Foo: bar", 1, 11, '`title: "Foo: bar"`'),
        ("a: 1\ntitle: [WIP] Hello\nb: c", 2, 8, '`title: "[WIP] Hello"`'),
        ('title: "Foo" bar\ndate: x', 1, 8, '`title: "\\"Foo\\" bar"`'),
        ("title: 'it's'\nb: c", 1, 8, '`title: "it\'s"`'),
        ("title: @foo", 1, 8, '`title: "@foo"`'),
        ("title: `code`", 1, 8, '"`code`"'),
        ("title: %x", 1, 8, '"%x"'),
        ("title: *bold*\nb: c", 1, 8, '"*bold*"'),
        ("title: & more", 1, 8, '"& more"'),
        ("title: >x", 1, 8, '">x"'),
        ("title: ? foo", 1, 8, '"? foo"'),
        ("title: ]", 1, 8, '"]"'),
        ("title: “Foo: bar”", 1, 12, '"“Foo: bar”"'),
        ("date: 2020-01-01 10:00: 00", 1, 23, "quotes"),
        ("a: b: c: d", 1, 5, '`a: "b: c: d"`'),
        ("é: ü: ä", 1, 5, '`é: "ü: ä"`'),
        ("tags: - a", 1, 7, "`tags: [a]`"),
        ("tags:\n  - @ada\n  - b", 2, 5, '`- "@ada"`'),
        ("tags:\n- *bold*", 2, 3, '`- "*bold*"`'),
        ('tags:\n- "a" b', 2, 3, '`- "\\"a\\" b"`'),
        ('title: "Foo', 1, 8, "Close it"),
        ('title: "foo\ndate: 2020\ntags: [a]\n', 1, 8, "Close it"),
        ('title: "foo\nsummary: "bar"\nx: y', 1, 8, "Close it"),
        ('tags: [a, "b]', 1, 11, "Close it"),
        ("tags: [a, b\ndate: x", 1, 7, "Close it with ]"),
        ("title: {a", 1, 8, "Close it with }"),
        ("tags: [a b, c: d: e]", 1, 17, "comma"),
        ("title: x\n\tfoo: bar", 2, 1, "spaces"),
        ("\ttitle: x", 1, 1, "spaces"),
        ("a:\n\t- b", 2, 1, "spaces"),
        ("a: |\n\tfoo", 2, 1, "spaces"),
        ("title: foo\nkey value\nb: c", 2, 1, "Write `key: value`"),
        ("key value\nb: c", 1, 1, "Write `key: value`"),
        ("title:foo\ndate: x", 1, 6, "`title: foo`"),
        ("title: foo\n  date: bar\n", 2, 3, "start of its line"),
        ("tags:\n- a\n b: c", 3, 2, "start of its line"),
        ("tags:\n  - a\n - b\n", 3, 2, "start of its line"),
        ("title: a\n- b", 2, 1, "start of its line"),
        ("    title: x\ndate: y", 2, 1, "start of its line"),
        ('title: "a\\qb"', 1, 10, "backslash twice"),
        ('a: "\\uD800"', 1, 7, "backslash"),
        ('title: "a\\x07b"', 1, 8, "backslash escape"),
        ("title: \x07", 1, 8, "Remove it"),
        ("a: b\n\na: c", 3, 1, "Remove one"),
        ("a: 1\n---\nb: 2", 2, 1, "`---`"),
        ("- a\n- b", 1, 1, "`key: value`"),
        ("just text", 1, 1, "`key: value`"),
        ("? [a]\n: b", 1, 3, "quotes"),
        ("title: {{ x }}", 1, 9, "quotes"),
        (": x", 1, 1, "`key: value`"),
        ("? \n: x", 1, 2, "`key: value`"),
        ("a: &x 1", 1, 4, "quotes"),
        ("a: *x", 1, 4, "quotes"),
        ("a: !!python/object/apply:os.system [ls]", 1, 4, "quotes"),
        ("<<: {a: b}", 1, 1, "Write the keys out"),
        ("a: " + "[" * 30 + "]" * 30, 1, 23, "flatter"),
        ("[" * 3000, 1, 1001, "flatter"),
        ("%YAML 1.3\n---\na: b", 1, 1, "`key: value`"),
    ],
)
def test_p7_a_fault_names_the_line_and_what_to_type(text: str, line: int, column: int, words: str) -> None:
    fault = only_fault(text, first_line=2)
    assert (fault.line, fault.column) == (line + 1, column)
    assert words in fault.hint
    assert not fault.message.endswith(".")
    assert fault.hint.endswith((".", "?"))


def test_all_faults_are_told_and_the_good_keys_stay() -> None:
    mapping, faults = parse("a: 1\na: 2\nb: *x\nc: &y 3\nd: x: y\ne: z\n")
    assert [fault.line for fault in faults] == [2, 3, 4, 5]
    assert plain(mapping) == {"a": "1", "b": "", "c": "3"}


def test_a_key_twice_with_one_value_is_fine() -> None:
    assert data("a: [x]\na:\n  - x\n") == {"a": ["x"]}


def test_duplicate_keys_name_the_first() -> None:
    assert only_fault("a: 1\nb: 2\na: 3", 2).message == 'duplicate key "a" (first at line 2)'


def test_any_line_end_is_a_line() -> None:
    assert [fault.line for fault in parse("a: b\r\nc: d\re: : f")[1]] == [3]


def test_line_separators_of_unicode_are_no_lines() -> None:
    mapping, faults = parse("title: a\u2028b\nc: : d")
    assert plain(mapping) == {"title": "a b"}
    assert [fault.line for fault in faults] == [2]


def test_too_much_yaml() -> None:
    fault = only_fault("a: " + "é" * 33_000)
    assert fault.message == "66,003 bytes of YAML are over 65,536"


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "a: &a {x: y}\n" + "b: {" + "<<: *a, " * 2000 + "}",
        "a: " + "{a: " * 3000,
        "[" * 60_000,
        "a: " + "9" * 60_000,
        "? " * 30_000,
        "- " * 30_000,
        "a: " + '"' * 60_000,
        "a: " + "\\" * 60_000,
        ": " * 30_000,
        "a" + " " * 60_000 + "b\nc: d: e",
        "a: b: c" + " " * 60_000 + "d",
        'a: "b' + " " * 60_000,
        "\n".join(f"a{n}: b" for n in range(5000)),
    ],
)
def test_hostile_yaml_is_quick(text: str) -> None:
    begin = time.process_time()
    parse(text)
    assert time.process_time() - begin < 2


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("[]{}:,-?&*!|>'\"%@`#\n\t \\<~"), max_size=200))
def test_no_text_raises_and_faults_lie_within_it(text: str) -> None:
    mapping, faults = parse(text, 3)
    last = 3 + text.count("\n") + text.count("\r")
    for fault in faults:
        assert 3 <= fault.line <= last
        assert fault.column >= 1
    for line, column in mapping.positions.values():
        assert 3 <= line <= last
        assert column >= 1


_KEYS = st.text(st.characters(codec="ascii", categories=("Ll", "Nd")), min_size=1, max_size=8)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=30)
_TREES = st.recursive(
    _TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(_KEYS.filter(lambda key: key != "null"), _TREES, max_size=5))
def test_what_is_dumped_is_read_again(tree: dict[str, object]) -> None:
    assert data(json.dumps(tree, ensure_ascii=False)) == tree
    dumped = pyyaml.dump(tree, Dumper=pyyaml.SafeDumper, allow_unicode=True, sort_keys=False)
    if "&" not in dumped:  # PyYAML writes what occurs twice as an anchor
        assert data(dumped) == tree


@pytest.mark.skipif(not hasattr(pyyaml, "CBaseLoader"), reason="PyYAML was built without libyaml")
@given(st.lists(st.sampled_from(["a: b", "c: [d, 'e']", "f:", "  - g", "  h: i", "'j': \"k\"", "l: |", "", "# m"])))
def test_both_parsers_of_pyyaml_read_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    fast = parse(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "_LOADER", pyyaml.BaseLoader)
        slow = parse(text)
    assert bool(fast[1]) == bool(slow[1])
    if not fast[1]:
        assert fast == slow
