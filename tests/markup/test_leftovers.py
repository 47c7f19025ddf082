"""What the writer is told, and where."""

from __future__ import annotations

import pytest

from voicebuilder.markup import Fault, MarkupSettings, Source, convert


def keep(href: str, line: int, *, image: bool) -> str:
    return href


def faults(text: str, first_line: int = 1) -> tuple[Fault, ...]:
    return convert(Source(text, first_line), MarkupSettings(), keep).faults


def places(text: str) -> list[tuple[int, int]]:
    return [(fault.line, fault.column) for fault in faults(text)]


@pytest.mark.parametrize(
    "command", ["{% raw %}", "{{ page.url }}", '{{< figure src="a" >}}', "{{% note %}}", "{%- if x -%}", "{{site.url}}"]
)
def test_commands_of_other_generators_warn_on_their_line(command: str) -> None:
    (fault,) = faults(f"a\n\nb\nc {command} d", first_line=10)
    assert (fault.line, fault.column, fault.is_error) == (13, 3, False)
    assert command in fault.message


def test_a_line_warns_once() -> None:
    assert places("{{ a }} {{ b }}\n{{ c }}") == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    "text", ["`{{ a }}`", "```\n{{ a }}\n```", "    {{ a }}", "a `` ` {% b %} `` c", "{ {a} }", "{{ a"]
)
def test_commands_in_code_do_not_warn(text: str) -> None:
    assert places(text + "\n") == []


def test_commands_in_raw_html_links_and_tables_warn() -> None:
    text = '<img src="{{ a }}" alt="">\n\n[x]({{b}})\n\n| {{ c }} |\n|---|\n| {% d %} |\n'
    assert places(text) == [(1, 11), (3, 5), (5, 3), (7, 3)]


def test_footnotes_that_lose_text_warn() -> None:
    text = "a[^1] b[^x]\nc[^x] `[^y]` \\[^z] [^l](m)\n\n[^1]: one\n[^1]: again\n[^2]: unused"
    found = faults(text)
    assert [(fault.line, fault.column) for fault in found] == [(1, 8), (2, 2), (5, 1), (6, 1)]
    assert ["not defined" in found[0].message, "twice" in found[2].message, "never" in found[3].message] == [True] * 3
    assert not any(fault.is_error for fault in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\na", [(1, 1)]),
        ("```\na\n", [(1, 1)]),
        ("x\n\n~~~~ py\na\n~~~\n", [(3, 1)]),
        ("> ```\n> a\n\nb", [(1, 3)]),
        ("- ```\n  a\n\nb", [(1, 3)]),
        ("```", [(1, 1)]),
        ("```\na\n```", []),
        ("```\n```", []),
        ("> ```\n> a\n> ```\n", []),
        ("```\n\n\n```\n\n", []),
    ],
)
def test_a_fence_without_end_warns(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(text) == expected


def test_attributes_that_are_not_allowed_warn() -> None:
    (fault,) = faults('a\n![b](c.png){onerror="x"} d')
    assert fault.line == 2
    assert '"onerror"' in fault.message


def test_control_characters_warn_and_are_replaced() -> None:
    result = convert(Source("a\n\x00b\x07 \ud800 \uffff"), MarkupSettings(), keep)
    assert result.html == "<p>a\n\ufffdb\ufffd \ufffd \ufffd</p>\n"
    assert [(fault.line, fault.column) for fault in result.faults] == [(2, 1)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(ending: str) -> None:
    (fault,) = faults(ending.join(["a", "b", "", "c {{ d }}", ""]))
    assert (fault.line, fault.column) == (4, 3)


def test_clean_text_has_no_faults() -> None:
    assert faults("# A\n\n[b](c) ![d](e) [^1]\n\n[^1]: f\n\n```\ng\n```\n") == ()
