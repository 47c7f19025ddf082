"""Rules by the character that they start at.

In: a finished parser, which tries a dozen rules at each line and at each sign. Out: the same parser, which tries those
that can match, and leaves out passes that would find nothing. The order of rules that share a character stays, and so
does what is parsed: a property test holds both beside each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voicebuilder.markup.engine import MAX_NESTING, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voicebuilder.markup.engine import BlockRule, InlineRule, MarkdownIt, StateBlock, StateCore, StateInline

_INLINE_STARTS = {
    "linkify": ":",
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "attributes": "{",
}
# "" for a rule that may start at any character.
_BLOCK_STARTS = {
    "table": "",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "more": "<",
    "html_block": "<",
    "heading": "#",
    "lheading": "",
    "deflist": "",
    "paragraph": "",
}
# What ends a paragraph, a list …: the library asks for these rules by the name of what they end.
_ENDED = ("paragraph", "reference", "blockquote", "list", "table", "footnote_def")
# They look at the line below, which must be part of the same text.
_NEED_TEXT_BELOW = ("table", "lheading")

_has_pairs = re.compile(r"[*_~]").search
_has_escapes = re.compile(r"[\\&]").search


def dispatch(parser: MarkdownIt) -> None:
    """Make a parser look its rules up; the last step of building one.

    Raises:
        KeyError: A rule is not in the tables above.
    """
    _dispatch_blocks(parser)
    starts = _dispatch_inline(parser)
    core = parser.core.ruler
    core.at("inline", _inline(starts))
    core.at("text_join", _join(core.getRules("")[core.get_active_rules().index("text_join")]))


def _dispatch_blocks(parser: MarkdownIt) -> None:
    ruler = parser.block.ruler
    names = ruler.get_active_rules()
    every = dict(zip(ruler.getRules(""), names, strict=True))
    chains = {"": ruler.getRules(""), **{name: ruler.getRules(name) for name in _ENDED}}
    # The first stands for all that is tried at a line: one of its rules, the paragraph, always matches.
    for name, rules in chains.items():
        ruler.before(names[0], f"dispatch {name}", _block(rules, every), {"alt": [name]})
    # The library asks whether "code" is on to know whether there is such a thing.
    ruler.enableOnly([*(f"dispatch {name}" for name in chains), "code"])


def _block(rules: Sequence[BlockRule], names: dict[BlockRule, str]) -> BlockRule:
    """One rule in the place of several."""
    starts = {rule: _BLOCK_STARTS[names[rule]] for rule in rules if names[rule] != "code"}
    anywhere = tuple(rule for rule, start in starts.items() if not start)
    alone = tuple(rule for rule in anywhere if names[rule] not in _NEED_TEXT_BELOW)
    table = {
        char: tuple(rule for rule, start in starts.items() if not start or char in start)
        for char in "".join(starts.values())
    }

    def rule(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        found: Sequence[BlockRule] | None
        if state.is_code_block(line):
            found = rules
        elif start >= state.eMarks[line] or (found := table.get(state.src[start])) is None:
            found = alone if state.isEmpty(line + 1) else anywhere
        # A loop, not any(): this runs for each line.
        for one in found:  # noqa: SIM110
            if one(state, line, end, silent):
                return True
        return False

    return rule


def _dispatch_inline(parser: MarkdownIt) -> Callable[[str], object]:
    """Returns what tells whether a text has a character that a rule starts at."""
    ruler = parser.inline.ruler
    names = [name for name in ruler.get_active_rules() if name != "text"]
    table: dict[str, tuple[InlineRule, ...]] = {"]": ()}
    for name, rule in zip(names, ruler.getRules("")[1:], strict=True):
        for char in _INLINE_STARTS[name]:
            table[char] = (*table.get(char, ()), rule)
    # "]" starts nothing, but text must not run over the end of a link's label.
    starts = re.compile("[" + re.escape("".join(table)) + "]")
    ruler.push("dispatch", _sign(table, starts))
    ruler.enableOnly(["dispatch"])
    after = parser.inline.ruler2
    after.push("dispatch", _pairs(after.getRules("")))
    after.enableOnly(["dispatch"])
    return starts.search


def _sign(table: dict[str, tuple[InlineRule, ...]], starts: re.Pattern[str]) -> InlineRule:
    next_start = starts.search

    def rule(state: StateInline, silent: bool) -> bool:
        start = state.pos
        found = table.get(state.src[start])
        if found is None:
            match = next_start(state.src, start, state.posMax)
            state.pos = end = match.start() if match else state.posMax
            if not silent:
                state.append_pending(state.src[start:end])
            return True
        # A loop, not any(): this is the innermost of all.
        for one in found:  # noqa: SIM110
            if one(state, silent):
                return True
        return False

    return rule


def _pairs(rules: Sequence[Callable[[StateInline], None]]) -> Callable[[StateInline], None]:
    """Pair emphasis and strikethrough where there are signs of them; the last rule joins text, whatever is there."""
    join = rules[-1]

    def rule(state: StateInline) -> None:
        if _has_pairs(state.src):
            for one in rules:
                one(state)
        elif len(state.tokens) > 1:
            join(state)

    return rule


def _inline(has_signs: Callable[[str], object]) -> Callable[[StateCore], None]:
    """Parse the text of paragraphs, headings and cells; many have no sign in them.

    Leaves lines in `env`: `line`, the block that is read; `too_deep`, where the block parser lost text.
    """

    def rule(state: StateCore) -> None:
        parse, env = state.md.inline.parse, state.env
        line = 0
        for token in state.tokens:
            if token.map:
                line = token.map[0]
            if token.level >= MAX_NESTING - 1:
                # The block parser skips what is below, without a word.
                env.setdefault("too_deep", line)
            if token.type == "inline":
                text = token.content
                if text and not has_signs(text):
                    token.children = [Token("text", "", 0, content=text)]
                    continue
                env["line"] = line
                token.children = token.children or []
                parse(text, state.md, env, token.children)

    return rule


def _join(join: Callable[[StateCore], None]) -> Callable[[StateCore], None]:
    """Join escaped signs with the text around them, where there are any."""

    def rule(state: StateCore) -> None:
        if _has_escapes(state.src):
            join(state)

    return rule
