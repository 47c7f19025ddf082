"""A parser that looks its rules up parses what one parses that tries them all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicebuilder.markup.contract import MarkupSettings
from voicebuilder.markup.parser import full_parser, parser_for

if TYPE_CHECKING:
    from voicebuilder.markup.engine import MarkdownIt

FIXTURES = Path(__file__).parent.parent / "fixtures"
PLAIN, LEAN = full_parser(True, "en"), parser_for(MarkupSettings(raw_html=True, typographer=True), "en")

# Lines that begin, continue or end each other.
LINES = st.sampled_from(
    [
        "", "", "word", "word _a_ *b* **c** ~~d~~", "# h", "h", "===", "---", "***", "- a", "* b", "+ c",
        "1. d", "2) e", "> q", "```", "~~~", " code", "\tcode", "| a | b |", "|---|---|", "--|--", "[a]: /u",
        "[^n]: note", "text[^n] [a] [b](/c)", ": means", "~ means", "<!-- more -->", "<!-- MORE -->", "<div>",
        "</div>", "<b>x</b>", "![p](a.jpg){.w}", "## h {#i}", "https://a.example/*b* www.a.example",
        "a@b.example", "`co*de*`", "\\*no\\* &amp; &copy; &", "- [x] done", "> [!NOTE]", "it's -- \"so\"...",
        "a\\", "a ", "café ]", "]", "0", "-", "\u00a0", "{x}", "^", "&", "=", "|", ":", "10000000000. x",
    ]
)  # fmt: skip
INDENTS = st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "> ", "- ", "  > ", "1. "])
TEXTS = st.lists(st.tuples(INDENTS, LINES).map("".join), max_size=14).map("\n".join)


def parsed(parser: MarkdownIt, text: str) -> tuple[list[dict[str, Any]], object]:
    env: dict[str, Any] = {}
    tokens = [token.as_dict() for token in parser.parse(text, env)]
    notes = {name: found for name, found in env.get("footnotes", {}).items() if found}
    return tokens, (env.get("references"), env.get("lost_notes", []), notes)


@given(TEXTS)
@example("term\n\n: definition")
@example("- a\n\n  b\n- c")
@example("head | er\n---|---\ncell | s")
def test_lines_in_any_order(text: str) -> None:
    assert parsed(LEAN, text) == parsed(PLAIN, text)


@given(st.text(st.sampled_from("ab 1\n\t*_~`[]()<>!#|:-=+\\&{}^.'\"/@é"), max_size=60))
def test_signs_in_any_order(text: str) -> None:
    assert parsed(LEAN, text) == parsed(PLAIN, text)


@pytest.mark.parametrize("file", sorted(FIXTURES.rglob("*.md")), ids=lambda file: file.name)
def test_the_fixtures(file: Path) -> None:
    text = file.read_text()
    assert parsed(LEAN, text) == parsed(PLAIN, text)
