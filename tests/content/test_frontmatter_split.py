from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.content.frontmatter_split import Parts, split

if TYPE_CHECKING:
    from voicebuilder.errors import Problem


def error_of(text: str) -> Problem:
    parts = split(text, "posts/a.md")
    assert (parts.block, parts.body) == ("", "")
    assert len(parts.problems) == 1
    return parts.problems[0]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: b\n---\nText\n", Parts("yaml", "a: b\n", 2, "Text\n", 4)),
        ("+++\na = 1\n+++\nText\n", Parts("toml", "a = 1\n", 2, "Text\n", 4)),
        ("---\na: b\n...\nText\n", Parts("yaml", "a: b\n", 2, "Text\n", 4)),
        ("---  \na: b\n--- \t\nText", Parts("yaml", "a: b\n", 2, "Text", 4)),
        ("\n \n---\na: b\n---\nText", Parts("yaml", "a: b\n", 4, "Text", 6)),
        ("---\na: b\n---", Parts("yaml", "a: b\n", 2, "", 4)),
        ("---\u00a0\na: b\n---\u200b\nText", Parts("yaml", "a: b\n", 2, "Text", 4)),
        ("---\n---\nText", Parts("yaml", "", 2, "Text", 3)),
        ("---\na: |\n  ---\n---\n---\n", Parts("yaml", "a: |\n  ---\n", 2, "---\n", 5)),
        ("+++\na = '---'\n---\n+++\n", Parts("toml", "a = '---'\n---\n", 2, "", 5)),
        ("", Parts(None, "", 1, "", 1)),
        ("\n\nText", Parts(None, "", 1, "\n\nText", 1)),
        ("# Title\n\n---\n\ntext\n", Parts(None, "", 1, "# Title\n\n---\n\ntext\n", 1)),
    ],
)
def test_parts(text: str, parts: Parts) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "----\n\nA rule of four dashes.\n",
        "Note: this is a heading\n---\n\nText\n",
        "Title: Dune\nAuthor: Frank Herbert\n\nRead again.\n",
        "date: a word's history\n\nText\n",
        "title: the name of a thing, and then more\nof the same text\n\nmore\n",
        "{{ braces }}\n",
        '{"a quotation in braces"}\n',
        "— a dash\n",
        "—\nWilliam\n",
        "+++ not a fence\n",
        "--- not a fence\n",
        "https://example.com/\n---\n",
    ],
)
def test_text_that_is_no_front_matter(text: str) -> None:
    assert split(text) == Parts(None, "", 1, text, 1)


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("---\ntitle: x\n\nText\n", 1, "opened on line 1 is never closed", "Add a line `---`"),
        ("\n\n---\ntitle: x\n", 3, "opened on line 3 is never closed", "Add a line `---`"),
        ("+++\ntitle = 1\n", 1, "opened on line 1 is never closed", "Add a line `+++`"),
        ("---", 1, "never closed", "`***`"),
        ("---\n\nProse below a rule.\n", 1, "never closed", "`***`"),
        ("---\ntitle: x\n----\nText", 1, "never closed", "in line 3: it has `----`"),
        ("---\ntitle: x\n ---\nText", 1, "never closed", "in line 3"),
        ("---\ntitle: x\n—-\n", 1, "never closed", "in line 3"),
        ("---\ntitle: x\n+++\n", 1, "never closed", "in line 3"),
        ("---js\nmodule.exports = 1\n---\n", 1, "a language's name", "between two lines `---`"),
        ("--- yaml\na: b\n---\n", 1, "a language's name", "between two lines `---`"),
        ("---toml\na = 1\n---\n", 1, "a language's name", "between two lines `---`"),
        (";;;\n{}\n;;;\n", 1, "JSON", "between two lines `---`"),
        ('{\n  "title": "x"\n}\n\nText', 1, "JSON", "between two lines `---`"),
        ("—-\ntitle: x\n—-\n", 1, "long dash", "between two lines `---`"),
        ("———\ntitle: x\n———\n", 1, "long dash", "between two lines `---`"),
        ("--- # a comment\ntitle: x\n---\n", 1, "a comment", "between two lines `---`"),
        ("<!-- a\ncomment -->\n---\ntitle: x\n---\n", 1, "a comment", "between two lines `---`"),
        (" ---\ntitle: x\n---\n", 1, "an invisible character", "between two lines `---`"),
        ("\u200b---\ntitle: x\n---\n", 1, "an invisible character", "between two lines `---`"),
        ("title: x\n---\nText", 1, "never opened", "Add a line `---` above it."),
        ("\ntitle: x\ntags:\n  - a\n- b\n---\nText", 2, "never opened", "Add a line `---` above it."),
        ("title = 'x'\n+++\nText", 1, "never opened", "Add a line `+++` above it."),
        ("Title: x\nDate: 2024-01-05\nStatus: draft\n\nText", 1, "never opened", "below its last key (status)"),
        ("title: x\ndraft: true", 1, "never opened", "below its last key (draft)"),
    ],
)
def test_p5_what_looks_like_front_matter_is_never_taken_for_text(text: str, line: int, message: str, hint: str) -> None:
    problem = error_of(text)
    assert (problem.path, problem.line, problem.column) == ("posts/a.md", line, 1)
    assert message in problem.message
    assert hint in problem.hint


@given(
    st.lists(st.sampled_from(["---", "+++", "...", "", "a: b", "- c", " d", "Text", "---js", "—-", "{"])).map("\n".join)
)
def test_the_lines_are_those_of_the_file(text: str) -> None:
    parts = split(text)
    lines = text.split("\n")
    if parts.problems:
        assert 1 <= parts.problems[0].line <= len(lines)
        return
    assert "\n".join(lines[parts.body_line - 1 :]) == parts.body
    block = parts.block.split("\n")[:-1]
    assert lines[parts.block_line - 1 : parts.block_line - 1 + len(block)] == block
