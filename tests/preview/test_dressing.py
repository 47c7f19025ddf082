"""What the preview adds to a page's bytes: in the right place, escaped, and nothing else is touched."""

from __future__ import annotations

import re
import time

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicebuilder.errors import Problem, Severity
from voicebuilder.preview.dressing import ACTION_FIELD, Dressing, dress, page
from voicebuilder.preview.excerpts import Excerpt, Line

PLAIN = Dressing()
SCRIPT = re.compile(
    rb'<script type="module" src="/_preview/live.js" data-print="([0-9a-f]{24})"( data-follow)?></script>\n'
)
ACTION = "https://buttondown.com/api/?a=1&b=2"
LED = (
    b' action="/_preview/signup" method="get"><input type="hidden" name="_preview_action"'
    b' value="https://buttondown.com/api/?a=1&amp;b=2">'
)


def problem(**changes: object) -> Excerpt:
    values = {"message": "wrong", "hint": "Right it.", "path": "posts/a.md", "line": 7, "column": 3, **changes}
    return Excerpt(Problem(**values), (Line(6, "six"), Line(7, "seven")), 3, "/site/posts/a.md")


def parsed(html: bytes):
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<!doctype html><body><p>Words</p>", b"</body></html>\n"),
        (b"<p>Words", b""),
        (b"", b""),
        (b"<body>", b"</BODY\n>"),
        (b"<body></body> late", b"</body>"),
        (b"<p>&lt;/body> <b title='</body>'>b</b> it's", b"</body><!-- </body> -->"),
        (b"", b"</body><script>'</body>'</script>"),
        (b"<textarea></body></textarea>", b""),
        (b"<!--></body>", b""),
        (b"<p <b>", b"</body>"),
    ],
)
def test_it_stands_before_the_end_of_the_body_and_all_else_stays(before, after):
    dressed = dress(before + after, Dressing((problem(),)))
    if before == b"<!--></body>":
        before, after = b"<!-->", b"</body>"
    assert dressed.startswith(before + b"<voicebuilder-preview>")
    assert dressed.endswith(b"></script>\n" + after)


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                "</body>",
                "<!--",
                "-->",
                "<form",
                " action=",
                '"',
                "'",
                ">",
                "x",
                "</script>",
                "<script",
                " ",
                "/",
                "é",
                ACTION,
            ]
        ),
        max_size=40,
    )
    .map("".join)
    .map(str.encode)
    | st.binary()
)
@example(b"<form action='" + ACTION.encode() + b"'></body><form action='" + ACTION.encode() + b"'>")
def test_any_bytes_come_through(html):
    dressed = dress(html, Dressing(form_action=ACTION))
    assert len(SCRIPT.findall(dressed)) == 1
    if b"_preview_action" not in dressed:
        assert SCRIPT.sub(b"", dressed) == html
    assert SCRIPT.sub(b"", dress(html, PLAIN)) == html


@pytest.mark.parametrize(
    "piece",
    [b"<form ", b"<form a=", b"<!--", b"<script>", b"<a b='", b'<a b="c" ', b"<", b"</body", b"<p " + b"a" * 50],
)
def test_no_page_is_slow(piece):
    html = piece * (400_000 // len(piece))
    begin = time.perf_counter()
    dress(html, Dressing(form_action=ACTION))
    assert time.perf_counter() - begin < 5  # what is quadratic takes minutes


def test_the_print_tells_pages_apart():
    prints = {
        SCRIPT.search(dress(*page))[1]
        for page in (
            (b"<p>a", PLAIN),
            (b"<p>b", PLAIN),
            (b"<p>a", Dressing((problem(),))),
            (b"<p>a", Dressing((problem(hint=""),))),
            (b"<p>a", Dressing(label="Draft")),
        )
    }
    assert len(prints) == 5
    assert dress(b"<p>a", PLAIN) == dress(b"<p>a", PLAIN)


def test_following_is_said_only_when_it_is_asked_for():
    assert SCRIPT.search(dress(b"", Dressing(follow=True)))[2]
    assert not SCRIPT.search(dress(b"", PLAIN))[2]


@pytest.mark.parametrize(
    ("form", "led"),
    [
        (
            b'<form method="post" action="https://buttondown.com/api/?a=1&amp;b=2" target="_blank" rel="noopener">',
            b'<form rel="noopener"' + LED,
        ),
        (
            b"<FORM\nclass=a ACTION='https://buttondown.com/api/?a=1&b=2' novalidate enctype=text/plain>",
            b"<form class=a novalidate" + LED,
        ),
        (b"<form action=https://buttondown.com/api/?a=1&amp;b=2 data-x='>'>", b"<form data-x='>'" + LED),
        (b'<form action = "https://buttondown.com/api/?a=1&amp;b=2"/>', b"<form" + LED),
    ],
)
def test_the_sign_up_form_leads_to_the_stub(form, led):
    html = b"<body><p>" + form + b"<input></form></p></body>"
    dressed = SCRIPT.sub(b"", dress(html, Dressing(form_action=ACTION)))
    assert dressed == b"<body><p>" + led + b"<input></form></p></body>"
    fields = {one.get("name"): one.get("value") for one in parsed(dressed).iter("input") if one.get("name")}
    assert fields == {ACTION_FIELD: ACTION}


@pytest.mark.parametrize(
    "html",
    [
        b'<form action="/search/"><input></form>',
        b"<form><input></form>",
        b"<form action><input></form>",
        b'<form data-action="https://buttondown.com/api/?a=1&amp;b=2">',
        b'<form action="/search/" action="https://buttondown.com/api/?a=1&amp;b=2">',
        b'<formula action="https://buttondown.com/api/?a=1&amp;b=2">',
        b'<!-- <form action="https://buttondown.com/api/?a=1&amp;b=2"> -->',
        b"<script>'<form action=\"https://buttondown.com/api/?a=1&amp;b=2\">'</script>",
        b'&lt;form action="https://buttondown.com/api/?a=1&amp;b=2">',
    ],
)
def test_other_forms_stay(html):
    assert SCRIPT.sub(b"", dress(html, Dressing(form_action=ACTION))) == html
    assert SCRIPT.sub(b"", dress(html, PLAIN)) == html


def test_the_overlay_says_it_all():
    warning = Excerpt(Problem("odd", severity=Severity.WARNING))
    html = dress(b"", Dressing((problem(), problem(line=0), warning), label="Draft")).decode()
    assert "2 errors, 1 warning" in html
    assert '<a href="file:///site/posts/a.md">posts/a.md:7:3</a>' in html
    assert '<p class="message">wrong.</p><p class="hint">Right it.</p>' in html
    assert 'aria-current="true"><span class="number">7</span>se<mark>v</mark>en\n</span>' in html
    assert '<span class="line"><span class="number">6</span>six\n</span>' in html
    assert '<a class="pill" href="/_preview/" title="Open the writer’s desk">Draft</a>' in html
    assert html.count("<li ") == 3


def test_a_column_past_the_end_marks_an_empty_place():
    found = Excerpt(Problem("wrong", path="a", line=1, column=4), (Line(1, "abc"),), 4)
    assert b"abc<mark> </mark>" in dress(b"", Dressing((found,)))


@pytest.mark.parametrize(
    ("editor", "link"),
    [
        ("", "file:///a/%7Bline%7D%20%C3%A9%22.md"),
        ("vscode://file{path}:{line}:{column}", "vscode://file/a/%7Bline%7D%20%C3%A9%22.md:7:1"),
        ("x://{path}?{line}&{line}", "x:///a/%7Bline%7D%20%C3%A9%22.md?7&amp;7"),
        (" JavaScript:alert(1)//{path}", "file:///a/%7Bline%7D%20%C3%A9%22.md"),
    ],
)
def test_the_link_to_the_editor(editor, link):
    found = Excerpt(Problem("wrong", path="a", line=7), (), 0, '/a/{line} é".md')
    assert f'<a href="{link}">a:7</a>'.encode() in dress(b"", Dressing((found,), editor=editor))


def test_a_file_outside_of_the_site_has_no_link():
    assert b"<bdi>themes/default/a.html:1</bdi>" in dress(
        b"", Dressing((Excerpt(Problem("w", path="themes/default/a.html", line=1)),))
    )


def test_names_that_are_no_unicode_are_shown():
    html = dress(b"", Dressing((Excerpt(Problem("w", path="\udce9.md", line=1), (), 0, "/a/\udce9.md"),)))
    assert b'<a href="file:///a/%E9.md">?.md:1</a>' in html


@given(text=st.text(), action=st.text())
@example('"><script>alert(1)</script>', '"><script>')
@example("</template></voicebuilder-preview><img src=x onerror=alert(1)>", "'")
def test_content_is_data(text, action):
    found = Excerpt(Problem(text, text, text, 1, 2), (Line(1, text),), 2, f"/{text}")
    dressed = dress(b"", Dressing((found,), action, label=text))
    root = parsed(dressed)
    harmless = parsed(
        dress(
            b"",
            Dressing(
                (Excerpt(Problem("a", text and "a", text and "a", 1, 2), (Line(1, "a"),), 2, "/a"),), label=text and "a"
            ),
        )
    )
    assert [one.tag for one in root.iter() if one.tag != "mark"] == [
        one.tag for one in harmless.iter() if one.tag != "mark"
    ]
    assert {name for one in root.iter() for name in one.keys()} <= {  # noqa: SIM118  lxml
        "shadowrootmode",
        "rel",
        "href",
        "class",
        "popover",
        "title",
        "role",
        "aria-labelledby",
        "id",
        "type",
        "data-hide",
        "tabindex",
        "aria-current",
        "src",
        "data-print",
    }


def test_a_page_of_the_previews_own_has_nothing_inline():
    html = page("There is no page at /<script>/", Dressing((problem(),), label="Draft"))
    root = parsed(html)
    assert root.findtext("head/title") == root.findtext("body/main/h1") == "There is no page at /<script>/"
    assert [one.get("src") for one in root.iter("script")] == ["/_preview/live.js"]
    assert not list(root.iter("style"))
    assert not [name for one in root.iter() for name in one.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118
    assert b"<voicebuilder-preview>" in html
