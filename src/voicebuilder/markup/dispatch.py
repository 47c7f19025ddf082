"""Inline rules by the character that they start at.

In: a finished parser, which tries a dozen rules at each sign. Out: the same parser with one rule, which looks up the
few that can match. The order of rules that share a character stays; this makes a conversion a fifth faster.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voicebuilder.markup.engine import InlineRule, MarkdownIt, StateInline

_STARTS = {
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


def dispatch(parser: MarkdownIt) -> None:
    """Put one rule in the place of all inline rules; the last step of building a parser.

    Raises:
        KeyError: A rule is not in the table above.
    """
    ruler = parser.inline.ruler
    names = [name for name in ruler.get_active_rules() if name != "text"]
    table: dict[str, tuple[InlineRule, ...]] = {"]": ()}
    for name, rule in zip(names, ruler.getRules("")[1:], strict=True):
        for char in _STARTS[name]:
            table[char] = (*table.get(char, ()), rule)
    ruler.push("dispatch", _rule(table))
    ruler.enableOnly(["dispatch"])


def _rule(table: dict[str, tuple[InlineRule, ...]]) -> InlineRule:
    # "]" starts nothing, but text must not run over the end of a link's label.
    next_start = re.compile("[" + re.escape("".join(table)) + "]").search

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
