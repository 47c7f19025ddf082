"""Where inline tokens stand: the library keeps no offsets inside a paragraph, so the rules are made to.

In: the library's inline rules. Out: the same rules, which leave `meta["span"]`, the token's start and end offset in
the paragraph's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.markup.engine import INLINE_RULES, MAX_NESTING

if TYPE_CHECKING:
    from voicebuilder.markup.engine import InlineRule, MarkdownIt, StateCore, StateInline

# Rule -> the character that it starts at, and the token that it makes.
_KEEP = {
    "link": ("[", "link_open"),
    "image": ("!", "image"),
    "autolink": ("<", "link_open"),
    "backticks": ("`", "code_inline"),
}


def keep_positions(parser: MarkdownIt) -> None:
    """Make a parser leave offsets, and lines in `env`: `line`, the block it is in; `too_deep`, where text was lost."""
    for name, (first, kind) in _KEEP.items():
        parser.inline.ruler.at(name, _located(INLINE_RULES[name], first, kind))
    parser.core.ruler.at("inline", _inline)


def _located(rule: InlineRule, first: str, kind: str) -> InlineRule:
    def located(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if state.src[start] != first:
            return False
        if silent:
            return rule(state, silent)
        count = len(state.tokens)
        if not rule(state, silent):
            return False
        # Text that was pending comes first.
        for token in state.tokens[count : count + 2]:
            if token.type == kind:
                token.meta["span"] = (start, state.pos)
                break
        return True

    return located


def _inline(state: StateCore) -> None:
    parse, env = state.md.inline.parse, state.env
    line = 0
    for token in state.tokens:
        if token.map:
            line = token.map[0]
        if token.level >= MAX_NESTING - 1:
            # The block parser skips what is below, without a word.
            env.setdefault("too_deep", line)
        if token.type == "inline":
            env["line"] = line
            token.children = token.children or []
            parse(token.content, state.md, env, token.children)
