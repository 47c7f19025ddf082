from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.content.decode import MAX_BYTES, decode
from voicebuilder.errors import Problem, Severity


def text_of(data: bytes) -> str:
    text, problems = decode(data)
    assert problems == ()
    return text


def error_of(data: bytes) -> Problem:
    text, problems = decode(data, "posts/a.md")
    assert text == ""
    assert len(problems) == 1
    assert problems[0].severity is Severity.ERROR
    assert problems[0].path == "posts/a.md"
    return problems[0]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_encodings_that_say_what_they_are(encoding: str, mark: bytes) -> None:
    text = "---\ntitle: Ünïcödé 🎉\n---\n"
    assert text_of(mark + text.encode(encoding)) == text


def test_line_ends_become_lf() -> None:
    assert text_of(b"a\r\nb\rc\nd\r\r\n") == "a\nb\nc\nd\n\n"


def test_two_byte_order_marks_are_none() -> None:
    assert text_of(codecs.BOM_UTF8 * 2 + b"---\n") == "---\n"


def test_tabs_stay_and_a_form_feed_is_a_space() -> None:
    assert text_of(b"a\tb\fc") == "a\tb c"


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"abc\nd\xe9f", 2, 2, "byte 5 (0xE9) is not UTF-8; the file looks like Latin-1 or Windows-1252"),
        (b"a\r\nb\rc\n\x93quoted\x94", 4, 1, "byte 7 (0x93) is not UTF-8; the file looks like Windows-1252"),
        ("é\xff".encode("latin-1"), 1, 1, "Latin-1"),
        (b"\xc3\xa9\xff", 1, 2, "byte 2 (0xFF)"),
        (b"caf\xc3", 1, 4, "byte 3 (0xC3)"),
        (b"\xed\xa0\x80", 1, 1, "byte 0 (0xED)"),  # a lone surrogate
        (b"\xc0\xaf", 1, 1, "byte 0 (0xC0)"),  # overlong
        (b"\x81\x8d\x8f", 1, 1, "a file that is no text"),
        ("title: hello\n".encode("utf-16-le"), 1, 2, "UTF-16 without a byte order mark"),
        ("title: hello\n".encode("utf-16-be"), 1, 1, "UTF-16 without a byte order mark"),
        ("title: héllo, and more of it\n".encode("utf-16-le"), 1, 17, "UTF-16 without a byte order mark"),
        (codecs.BOM_UTF16_LE + b"a\x00b", 1, 2, "UTF-16"),
        (codecs.BOM_UTF32_LE + b"\xff\xff\xff\xff", 1, 1, "UTF-32"),
        (b"a\nb\x00c", 2, 2, "U+0000"),
        (b"\x07", 1, 1, "U+0007"),
        (b"a\x0b", 1, 2, "U+000B"),
        (b"a\x7f", 1, 2, "U+007F"),
        ("é\n\x85".encode(), 2, 1, "U+0085"),
        ("a\ufffe".encode(), 1, 2, "U+FFFE"),
        ("é\uffff".encode(), 1, 2, "U+FFFF"),
        (codecs.BOM_UTF16_LE + "a\x07".encode("utf-16-le"), 1, 2, "U+0007"),
        (b"x" * (MAX_BYTES + 1), 0, 0, "5,000,000 bytes"),
    ],
)
def test_p7_what_is_no_text_is_named(data: bytes, line: int, column: int, words: str) -> None:
    problem = error_of(data)
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message
    assert problem.hint


def test_a_control_character_of_windows_is_shown_as_what_was_meant() -> None:
    assert "`“`" in error_of("say \x93hello".encode()).hint


@pytest.mark.parametrize("char", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
def test_a_change_of_direction_is_a_warning(char: str) -> None:
    text, problems = decode(f"a\nb{char}c".encode(), "posts/a.md")
    assert text == f"a\nb{char}c"
    assert [(p.severity, p.line, p.column) for p in problems] == [(Severity.WARNING, 2, 2)]
    assert f"U+{ord(char):04X}" in problems[0].message


@pytest.mark.parametrize("char", "\u200e\u202c\u2069\u200d\u00ad")
def test_harmless_invisible_characters_are_let_be(char: str) -> None:
    assert text_of(f"a{char}".encode()) == f"a{char}"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff\ufeff")))
def test_text_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode())[0] == text


@given(st.binary(max_size=60), st.sampled_from([b"", *(mark for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE))]))
def test_no_bytes_raise_and_errors_lie_within_them(data: bytes, mark: bytes) -> None:
    text, problems = decode(mark + data)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
    assert not any(ord(char) < 32 and char not in "\t\n" for char in text)
