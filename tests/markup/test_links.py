"""Every address goes through the resolver once, in order, with its line."""

from __future__ import annotations

import pytest

from voicebuilder.markup import MarkupSettings, Source, convert

SETTINGS = MarkupSettings()


def keep(href: str, line: int, *, image: bool) -> str:
    return href


def seen(text: str, first_line: int = 1, settings: MarkupSettings = SETTINGS) -> list[tuple[str, int, bool]]:
    calls: list[tuple[str, int, bool]] = []

    def resolve(href: str, line: int, *, image: bool) -> str:
        calls.append((href, line, image))
        return href

    convert(Source(text, first_line), settings, resolve)
    return calls


def to(answer: str | None, text: str) -> str:
    def resolve(href: str, line: int, *, image: bool) -> str | None:
        return answer if href != "yes" else href

    return convert(Source(text), SETTINGS, resolve).html


def test_addresses_come_in_order_each_once_with_their_lines() -> None:
    text = (
        "[a](a.md) and\n`code\nspan` [b](b.md\n'title') ![c](c.png)\n\n"
        "> - [d](d.md)\n>   [![e](e.png)](f.md) <https://g.example>\n\n"
        "| [h](h.md) |\n|---|\n| ![i](i.png) |\n\nhttps://j.example\n\n[k]\n\n[k]: k.md\n"
    )
    assert seen(text, first_line=10) == [
        ("a.md", 10, False),
        ("b.md", 12, False),
        ("c.png", 13, True),
        ("d.md", 15, False),
        ("f.md", 16, False),
        ("e.png", 16, True),
        ("https://g.example", 16, False),
        ("h.md", 18, False),
        ("i.png", 20, True),
        ("https://j.example", 22, False),
        ("k.md", 24, False),
    ]


def test_addresses_in_running_text_have_exact_lines() -> None:
    assert seen("a `x\ny` b\nwww.example.com\nme@example.com") == [
        ("http://www.example.com", 3, False),
        ("mailto:me@example.com", 4, False),
    ]


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("<my file.md>", "my file.md"),
        ("é.md", "é.md"),
        ("a%20b.md", "a%20b.md"),
        ("a&amp;b.md", "a&b.md"),
        (r"a\_b.md", "a_b.md"),
        ("HTTPS://Example.COM/A", "HTTPS://Example.COM/A"),
        ("#part", "#part"),
        ("<>", ""),
    ],
)
def test_the_resolver_gets_what_the_writer_wrote(written: str, href: str) -> None:
    assert seen(f"[x]({written})") == [(href, 1, False)]


def test_footnotes_come_last_with_their_own_lines() -> None:
    assert seen("[^1] [a](a.md)\n\n[^1]: [b](b.md)\n\n[c](c.md)") == [
        ("a.md", 1, False),
        ("c.md", 5, False),
        ("b.md", 3, False),
    ]


def test_addresses_in_an_alt_text_are_not_on_the_page() -> None:
    assert seen("![a [b](b.md) ![c](c.png)](d.png)") == [("d.png", 1, True)]


def test_the_answer_is_written_encoded_and_escaped() -> None:
    assert to('/ü/?a="b"&c=<d>', "[x](y)") == '<p><a href="/%C3%BC/?a=%22b%22&amp;c=%3Cd%3E">x</a></p>\n'


def test_without_an_answer_the_text_stays() -> None:
    assert (
        to(None, "[*x*](y) ![z *t*](w) <https://a.example> *e*")
        == "<p><em>x</em> z t https://a.example <em>e</em></p>\n"
    )


def test_a_dropped_link_does_not_take_the_next_with_it() -> None:
    assert to(None, "[a](no) [b](yes)") == '<p>a <a href="yes">b</a></p>\n'


REFUSED = [
    "javascript:alert(1)",
    "JAVASCRIPT:x",
    "&#x6A;avascript:x",
    "<java&#9;script:x>",
    "<java&Tab;script:x>",
    "vbscript:x",
    "file:///etc/passwd",
    "data:text/html,x",
    "data:image/svg+xml,x",
    "blob:https://a.example/1",
]


@pytest.mark.parametrize("href", REFUSED)
@pytest.mark.parametrize("mark", ["", "!"])
def test_a_dangerous_address_is_an_error_and_never_written(href: str, mark: str) -> None:
    text = f"ok\n\nx {mark}[text]({href}) y"
    result = convert(Source(text), SETTINGS, keep)
    assert result.html == "<p>ok</p>\n<p>x text y</p>\n"
    assert [(fault.line, fault.is_error) for fault in result.faults] == [(3, True)]
    assert seen(text) == []


def test_a_dangerous_address_has_its_column() -> None:
    (fault,) = convert(Source("\n> a [b](javascript:c)"), SETTINGS, keep).faults
    assert (fault.line, fault.column) == (2, 9)


@pytest.mark.parametrize(
    "href", ["data:image/png;base64,AA", "https://a.example/javascript:x", "mailto:a@b.c", "tel:+1"]
)
def test_other_schemes_pass(href: str) -> None:
    assert seen(f"[x]({href})") == [(href, 1, False)]
