"""One walk over the tokens of a page, in reading order.

In: parsed tokens. Out: the same tokens ready to be rendered (links resolved, headings named), and what was seen:
headings, the number of words, the place of `<!-- more -->`, faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.markup import leftovers
from voicebuilder.markup.contract import Heading
from voicebuilder.markup.excerpt import MORE
from voicebuilder.markup.links import Links
from voicebuilder.markup.plain import count_words, text_of
from voicebuilder.text.html import one_line
from voicebuilder.text.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.markup.contract import Site, Source
    from voicebuilder.markup.engine import Env, Token
    from voicebuilder.markup.faults import Faults


def _make_room(tokens: Sequence[Token]) -> None:
    """A page has one first heading, its title: in a text that begins with `# …` too, every heading moves one down."""
    if any(token.tag == "h1" for token in tokens):
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"


class Page:
    """What a walk has seen so far."""

    def __init__(self, source: Source, site: Site, faults: Faults) -> None:
        self.headings: list[Heading] = []
        self.words = 0
        self.marker: int | None = None
        self._faults = faults
        self._links = Links(site, source.first_line, faults)
        self._ids: dict[str, int] = {}
        self._line = 0
        self._has_commands = "{%" in source.text or "{{" in source.text
        self._has_marks = "[^" in source.text
        self._notes: set[str] = set()

    def walk(self, tokens: list[Token], env: Env) -> None:
        """Visit every token once."""
        notes = env.get("footnotes", {}).get("refs", {})
        self._notes = {label.removeprefix(":") for label in notes}
        if "too_deep" in env:
            report_depth(env["too_deep"], self._faults)
        for line, label, is_double in env.get("lost_notes", ()):
            leftovers.report_lost_note(line, label, is_double, self._faults)
        _make_room(tokens)
        for index, token in enumerate(tokens):
            if token.map:
                self._line = token.map[0]
            if token.type == "inline":
                self._inline(tokens, index)
            else:
                self._block(tokens, index)

    def _block(self, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        if token.type == "heading_open":
            if "refused" in token.meta:
                leftovers.report_refused(token.meta["refused"], self._line, self._faults)
            self._heading(token, tokens[index + 1])
        elif token.type == "fence":
            leftovers.check_fence(token, self._faults)
        elif token.type == "html_block":
            self._html_block(tokens, index)
        elif token.type == "alert_title_open":
            # The library's title is English; the renderer writes ours.
            tokens[index + 1].children = []
        elif token.type == "more":
            self._more(tokens, index)

    def _heading(self, heading: Token, inline: Token) -> None:
        text = one_line(text_of(inline.children or (), alt=True))
        name = str(heading.attrs.get("id", "")) or slugify(text) or "section"
        if name.startswith(("fn-", "fnref-")):
            # Those belong to footnotes.
            name = f"section-{name}"
        unique = self._unique(name)
        heading.attrs = {"id": unique, **{key: value for key, value in heading.attrs.items() if key != "id"}}
        self.headings.append(Heading(int(heading.tag[1]), unique, text))

    def _unique(self, name: str) -> str:
        unique, count = name, self._ids.get(name, 0)
        while unique in self._ids:
            count += 1
            unique = f"{name}-{count + 1}"
        self._ids[name] = count
        self._ids.setdefault(unique, 0)
        return unique

    def _html_block(self, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        if "<!--" in token.content and MORE.search(token.content):
            token.content = MORE.sub("", token.content)
            self._more(tokens, index)
        if self._has_commands:
            leftovers.find_commands(token.content, self._line, self._faults)
        token.content = self._links.html(token.content, self._line)

    def _more(self, tokens: list[Token], index: int) -> None:
        if self.marker is None and _is_outermost(tokens, index):
            self.marker = index
            return
        hint = "Put it once, on a line of its own, outside of lists and quotes."
        self._faults.add(self._line, "this <!-- more --> has no effect", hint)

    def _inline(self, tokens: list[Token], index: int) -> None:
        inline = tokens[index]
        children = inline.children or []
        self.words += count_words(text_of(children))
        for position, child in enumerate(children):
            if child.type in _VISITED:
                self._child(inline, position)
                if child.type == "more":
                    self._more(tokens, index)
        if self._has_commands or self._has_marks:
            text = leftovers.without_code(inline)
            if self._has_commands:
                leftovers.find_commands(text, self._line, self._faults)
            if self._has_marks:
                leftovers.find_footnote_marks(text, self._line, self._notes, self._faults)

    def _child(self, inline: Token, position: int) -> None:
        children = inline.children or []
        child = children[position]
        line = self._line + self._lines_before(inline.content, children, position)
        if "refused" in child.meta:
            leftovers.report_refused(child.meta["refused"], line, self._faults)
        if child.type == "link_open":
            self._links.link(children, position, line)
        elif child.type == "image":
            self._links.image(child, line)
        elif child.type == "html_inline":
            child.content = self._links.html(child.content, line)

    @staticmethod
    def _lines_before(text: str, children: list[Token], position: int) -> int:
        if "\n" not in text:
            return 0
        child = children[position]
        if "span" in child.meta:
            return text.count("\n", 0, child.meta["span"][0])
        # An address that was found in running text stands in the source as it does on the page.
        place = text.find(children[position + 1].content) if child.type == "link_open" else -1
        return text.count("\n", 0, max(place, 0))


_VISITED = frozenset({"link_open", "image", "html_inline", "code_inline", "more"})


def _is_outermost(tokens: list[Token], index: int) -> bool:
    """A block of its own, or inside a paragraph that is one."""
    token = tokens[index]
    return token.level == 0 or (token.type == "inline" and tokens[index - 1].level == 0)


def report_depth(line: int, faults: Faults) -> None:
    """Lists, quotes or brackets nested so deep that text would be lost."""
    message = "lists, quotes or brackets are nested too deep here, text would be lost"
    faults.add(line, message, "Use fewer levels.", is_error=True)
