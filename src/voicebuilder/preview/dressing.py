"""What the preview adds to a page on its way out; nothing of it is ever written to a disk.

In: a page's bytes as a build makes them, and what there is to say of it. Out: the same bytes and, before `</body>`, the
script that keeps the page fresh, an overlay of problems, a badge; the sign-up form leads to the preview's own stub.
The page's style cannot touch the overlay, nor the overlay the page: it lives in a declarative shadow root
(WHATWG HTML section 4.12.3), which browsers show with scripts off too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from html import escape, unescape
from typing import TYPE_CHECKING

from voicebuilder.errors import Severity
from voicebuilder.preview.editor import editor_link
from voicebuilder.preview.words import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voicebuilder.preview.excerpts import Excerpt, Line

DESK = "/_preview/"
SIGNUP = "/_preview/signup"
SCRIPT = "/_preview/live.js"
STYLE = "/_preview/live.css"
# The field that tells the stub where the form would have gone.
ACTION_FIELD = "_preview_action"


# Tags as the tokenizer of WHATWG HTML section 13.2.5 sees them. What is not closed goes on to the end, and no step is
# taken back: each byte is looked at once, whatever the page.
_ATTRIBUTE = (
    rb"[\s/]*+(?P<name>[^\s/>][^\s/>=]*+)"
    rb"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)(?:\"|\Z)|'(?P<single>[^']*+)(?:'|\Z)|(?P<bare>[^\s>\"'][^\s>]*+)))?+"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_REST = rb"(?=[\s/>]|\Z)(?:" + re.sub(rb"\?P<\w+>", b"?:", _ATTRIBUTE) + rb")*+[\s/]*+(?:>|\Z)"
_TOKEN = re.compile(
    rb"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rb"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)" + _REST + rb".*?(?:</(?P=raw)(?=[\s/>])|\Z)"
    rb"|<form(?P<form>" + _REST + rb")"
    rb"|(?P<end></body(?=[\s/>])[^>]*+(?:>|\Z))"
    rb"|</?[a-z][^\s/>]*+" + _REST,
    re.IGNORECASE | re.DOTALL,
)
_OWN = {b"action", b"method", b"target", b"enctype"}


@dataclass(frozen=True, slots=True)
class Dressing:
    """What there is to say of a page.

    Attributes:
        problems: What is wrong with the site now, each with its source lines.
        form_action: The sign-up provider's address as this site's forms have it; "" when there is none.
        follow: Whether a list of entries scrolls to the one that changed.
        editor: Pattern of links to the editor, with {path}, {line} and {column}; "" for plain file links.
        label: What the badge says: "Draft", "Scheduled for 24 December 2026, 09:00"; "" for no badge.
    """

    problems: tuple[Excerpt, ...] = ()
    form_action: str = ""
    follow: bool = False
    editor: str = ""
    label: str = ""


def dress(html: bytes, dressing: Dressing) -> bytes:
    """Add what the preview has to say to a page; bytes elsewhere stay as they are."""
    pieces: list[bytes] = []
    done, last_end = 0, -1
    for token in _TOKEN.finditer(html):
        if token["end"]:
            last_end = token.start()
        elif token["form"] and dressing.form_action and (form := _led_to_stub(token["form"], dressing.form_action)):
            pieces += html[done : token.start()], form
            done = token.end()
    # A form after the last `</body>` is one in a page that nobody can put right; what we add goes after it.
    cut = last_end if last_end >= done else len(html)
    overlay = _bytes(_overlay(dressing))
    return b"".join((*pieces, html[done:cut], overlay, _script(html + overlay, dressing), html[cut:]))


def page(title: str, dressing: Dressing) -> bytes:
    """Make a whole page of the preview's own, for an address that has none: no script or style stands in it."""
    text = escape(title)
    desk = f'<a href="{DESK}">The writer’s desk</a> shows every page that there is.'
    return dress(
        _bytes(
            '<!doctype html>\n<html lang="en" class="voicebuilder-page">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            f'<title>{text}</title>\n<link rel="stylesheet" href="{STYLE}">\n</head>\n<body>\n<main>\n<h1>{text}</h1>\n'
            f"<p>{desk}</p>\n</main>\n</body>\n</html>\n"
        ),
        dressing,
    )


def _bytes(text: str) -> bytes:
    # A file's name need not be Unicode.
    return text.encode("utf-8", errors="replace")


def _script(content: bytes, dressing: Dressing) -> bytes:
    """The script, which knows by the print whether the page that it fetches is the one that it stands in."""
    mark = blake2b(content, digest_size=12).hexdigest()
    follow = " data-follow" if dressing.follow else ""
    return f'<script type="module" src="{SCRIPT}" data-print="{mark}"{follow}></script>\n'.encode()


def _led_to_stub(attributes: bytes, action: str) -> bytes | None:
    """A form's tag, when it leads to the provider, made to lead to the stub; None for other forms."""
    kept, found = [], None
    for attribute in _ATTRIBUTES.finditer(attributes.rstrip(b">")):
        name = attribute["name"].lower()
        if name == b"action" and found is None:
            found = next((value for value in attribute.group("double", "single", "bare") if value is not None), b"")
        if name not in _OWN:
            kept.append(b" " + attribute[0].lstrip(b" \t\r\n\f/"))
    if found is None or action not in ((text := found.decode(errors="replace")), unescape(text)):
        return None
    field = f'<input type="hidden" name="{ACTION_FIELD}" value="{escape(action)}">'
    return b"<form" + b"".join(kept) + f' action="{SIGNUP}" method="get">{field}'.encode()


def _overlay(dressing: Dressing) -> str:
    if not dressing.problems and not dressing.label:
        return ""
    return "".join(
        (
            f'<voicebuilder-preview><template shadowrootmode="open"><link rel="stylesheet" href="{STYLE}">',
            # The top layer, where nothing of the page is above it; the style shows it with scripts off too.
            '<div class="tray" popover="manual">',
            f'<a class="pill" href="{DESK}" title="Open the writer’s desk">{escape(dressing.label)}</a>'
            if dressing.label
            else "",
            _panel(dressing) if dressing.problems else "",
            "</div></template></voicebuilder-preview>\n",
        )
    )


def _panel(dressing: Dressing) -> str:
    return "".join(
        (
            '<section class="panel" role="alert" aria-labelledby="title">',
            f'<header><h2 id="title">{_count(dressing.problems)}</h2>',
            "<p>Put it right and save: this goes away by itself.</p>",
            '<button type="button" data-hide title="Hide until the next change">Hide <kbd>Esc</kbd></button></header>',
            '<ol tabindex="0" aria-labelledby="title">',
            *(_item(excerpt, dressing.editor) for excerpt in dressing.problems),
            "</ol></section>",
        )
    )


def _count(problems: tuple[Excerpt, ...]) -> str:
    """`1 error, 2 warnings`."""
    severities = [excerpt.problem.severity for excerpt in problems]
    counts = [(severities.count(severity), severity.value) for severity in Severity]
    return ", ".join(f"{number} {word}{'s' if number > 1 else ''}" for number, word in counts if number)


def _item(excerpt: Excerpt, editor: str) -> str:
    problem = excerpt.problem
    where = escape(problem.where)
    if where and (link := editor_link(excerpt, editor)):
        where = f'<a href="{escape(link)}">{where}</a>'
    return "".join(
        (
            f'<li class="{problem.severity.value}"><p class="where">',
            f'<span class="severity">{problem.severity.value}</span> <bdi>{where}</bdi></p>',
            f'<p class="message">{marked(problem.message)}.</p>',
            f'<p class="hint">{marked(problem.hint)}</p>' if problem.hint else "",
            f"<pre><code>{''.join(_lines(excerpt))}</code></pre>" if excerpt.lines else "",
            "</li>",
        )
    )


def _lines(excerpt: Excerpt) -> Iterator[str]:
    for line in excerpt.lines:
        at_fault = line.number == excerpt.problem.line
        tag = '<span class="line fault" aria-current="true">' if at_fault else '<span class="line">'
        text = _marked(line, excerpt.column) if at_fault and excerpt.column else escape(line.text)
        yield f'{tag}<span class="number">{line.number}</span>{text}\n</span>'


def _marked(line: Line, column: int) -> str:
    """The line with the character at the column marked; past its end, the empty place there."""
    text, at = line.text, column - 1
    return f"{escape(text[:at])}<mark>{escape(text[at : at + 1]) or ' '}</mark>{escape(text[at + 1 :])}"
