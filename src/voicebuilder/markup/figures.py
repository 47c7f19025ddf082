"""A picture that stands alone becomes a figure: the Markdown title is its caption, `credit` its credit line.

In: tokens with parsed inlines. Out: the same, `paragraph` turned into `figure` (with `figcaption`) where one holds
nothing but a picture, or a linked one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voicebuilder.markup.engine import Token

if TYPE_CHECKING:
    from voicebuilder.markup.engine import MarkdownIt, StateCore

_ALONE = (["image"], ["link_open", "image", "link_close"])


def make_figures(parser: MarkdownIt) -> None:
    """Make a parser set pictures that stand alone as figures."""
    # Before the typographic rules, so that captions get them too.
    parser.core.ruler.after("inline", "figures", _figures)


def _figures(state: StateCore) -> None:
    tokens = state.tokens
    found = [index for index, token in enumerate(tokens) if token.type == "inline" and _stands_alone(tokens, index)]
    # From the end, because captions are inserted.
    for index in reversed(found):
        _to_figure(tokens, index)


def _stands_alone(tokens: list[Token], index: int) -> bool:
    children = tokens[index].children
    if not children or len(children) > 3 or tokens[index - 1].type != "paragraph_open" or tokens[index - 1].hidden:
        return False
    return [child.type for child in children] in _ALONE


def _to_figure(tokens: list[Token], index: int) -> None:
    opening, inline, closing = tokens[index - 1 : index + 2]
    image = next(child for child in inline.children or () if child.type == "image")
    opening.type, closing.type = "figure_open", "figure_close"
    opening.tag = closing.tag = "figure"
    for name in ("class", "id"):
        if name in image.attrs:
            opening.attrs[name] = image.attrs.pop(name)
    caption, credit = str(image.attrs.pop("title", "")), str(image.attrs.pop("credit", ""))
    if caption or credit:
        tokens[index + 1 : index + 1] = _caption(caption, credit, opening)


def _caption(caption: str, credit: str, figure: Token) -> list[Token]:
    level = figure.level + 1
    line = Token("inline", "", 0, level=level + 1, content=f"{caption} {credit}", map=figure.map, children=[])
    if caption:
        line.children = [_text(caption)]
    if caption and credit:
        line.children.append(_text(" "))  # type: ignore[union-attr]
    if credit:
        line.children += credit_tokens(credit)  # type: ignore[operator]
    return [
        Token("figcaption_open", "figcaption", 1, level=level, block=True),
        line,
        Token("figcaption_close", "figcaption", -1, level=level, block=True),
    ]


def credit_tokens(credit: str) -> list[Token]:
    """The credit line of a picture."""
    opening = Token("credit_open", "span", 1, attrs={"class": "credit"})
    text = _text(credit)
    text.level = 1
    return [opening, text, Token("credit_close", "span", -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
