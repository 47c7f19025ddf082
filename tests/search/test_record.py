"""What the indexer reads of an entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voicebuilder.search import record
from voicebuilder.search.record import Record, page

SCRIPT = Path(__file__).resolve().parents[2] / "themes" / "base" / "assets" / "search.js"
HAIR = "\u200a"


def body(html: str) -> str:
    return page(Record("/a/", html)).partition("</i>")[2].replace(HAIR, "|")


def test_a_record_is_a_page() -> None:
    made = page(Record("/a/", "<p>Text</p>", 'Ships & "boats"', "2026-11-22", "de", ("sea", "R&B")))
    assert made == (
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta data-pagefind-meta="title[content]" content="Ships &amp; &quot;boats&quot;">'
        '<meta data-pagefind-meta="tags[content]" content="sea, R&amp;B">'
        '</head><body><i id="2026-11-22/de"></i><p>Text</p>'
    )


def test_what_is_not_there_is_not_said() -> None:
    assert page(Record("/a/", "<p>Text</p>")).count("<meta") == 1


@pytest.mark.parametrize(
    ("html", "cut"),
    [
        ("<p>plain words</p>", "<p>plain words</p>"),
        ("<p>Größe, Привет, שלום</p>", "<p>Größe, Привет, שלום</p>"),
        ("<p>東京都</p>", "<p>東|京|都</p>"),
        ("港の話。次は、海", "港|の|話。|次|は、|海"),
        ("「港」と海", "「港」|と|海"),
        ("PCを2台", "PC|を|2|台"),
        ("港<em>の</em>話", "港|<em>の|</em>話"),
        ("港 町", "港 町"),
        ("한국어 안녕", "한국어 안녕"),
        ("𠮷野", "𠮷|野"),
    ],
)
def test_scripts_without_spaces_are_cut(html: str, cut: str) -> None:
    assert body(html) == cut


@pytest.mark.parametrize(
    ("html", "spoken"),
    [
        ('<p>A <img src="dsc1.jpg" alt="red boat" width="3"> lies</p>', "<p>A  red boat  lies</p>"),
        ("<img src=a.png alt='two &amp; three'>", " two &amp; three "),
        ('<IMG src="dsc1.jpg">', '<IMG src="dsc1.jpg">'),
        ('<img src="dsc1.jpg" alt="">', "  "),
    ],
)
def test_a_picture_is_its_alt_text(html: str, spoken: str) -> None:
    assert body(html) == spoken


def test_the_page_cuts_what_is_typed_at_the_same_letters() -> None:
    written = re.search(r'LETTER = "\[(.*)\]"', SCRIPT.read_text("utf-8"))
    assert written is not None
    bounds = re.sub(r"\\\\u(?:\{(\w+)\}|(\w{4}))", lambda code: chr(int(code[1] or code[2], 16)), written[1])
    assert bounds == record.LETTERS
