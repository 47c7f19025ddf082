"""Where inline tokens stand: the library keeps no offsets inside a paragraph, so the rules are made to.

In: the library's inline rules. Out: the same rules, which leave `meta["span"]`, the token's start and end offset in
the paragraph's text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.markup.engine import INLINE_RULES

if TYPE_CHECKING:
    from voicebuilder.markup.engine import InlineRule, MarkdownIt, StateInline

# Rule -> the character that it starts at, and the token that it makes.
_KEEP = {
    "link": ("[", "link_open"),
    "image": ("!", "image"),
    "autolink": ("<", "link_open"),
    "backticks": ("`", "code_inline"),
}


def keep_positions(parser: MarkdownIt) -> None:
    """Make a parser leave offsets."""
    for name, (first, kind) in _KEEP.items():
        parser.inline.ruler.at(name, _located(INLINE_RULES[name], first, kind))


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
