"""Tokens to HTML.

In: the tokens of a finished page, and `env`: `excerpt` (ids and footnote marks are left out), `prefix`, `words`.
Out: HTML. Each rule escapes every text, attribute and name that it writes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from voicebuilder.markup import footnotes
from voicebuilder.markup.attributes import read_group
from voicebuilder.markup.engine import escape
from voicebuilder.markup.figures import credit_tokens
from voicebuilder.markup.highlight import highlight, language_of
from voicebuilder.markup.plain import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from voicebuilder.markup.contract import Picture
    from voicebuilder.markup.engine import Env, Token

    Rule = Callable[[Sequence[Token], int, Env], str]

_TITLE = re.compile(r'\btitle="([^"]*)"')
# How wide a picture in a text is shown: a column, or the whole of a small screen.
SIZES = "(min-width: 46em) 44em, 100vw"
_IMAGE_ORDER = ("src", "alt", "width", "height")


def render(tokens: Sequence[Token], env: Env) -> str:
    """The HTML of block tokens."""
    out: list[str] = []
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "inline":
            if token.children:
                _render_inline(token.children, env, out)
        elif (fixed := _FIXED.get(kind)) is not None:
            out.append(fixed)
        elif rule := _RULES.get(kind):
            out.append(rule(tokens, index, env))
        else:
            out.append(_tag(tokens, index, env))
    return "".join(out)


def _render_inline(tokens: Sequence[Token], env: Env, out: list[str]) -> None:
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "text":
            out.append(escape(token.content))
        elif (fixed := _FIXED.get(kind)) is not None:
            out.append(fixed)
        elif rule := _RULES.get(kind):
            out.append(rule(tokens, index, env))
        else:
            out.append(_tag(tokens, index, env))


def _tag(tokens: Sequence[Token], index: int, env: Env) -> str:
    """A token that is just a tag; line breaks as CommonMark's reference renderer sets them."""
    token = tokens[index]
    if token.hidden:
        return ""
    if token.nesting < 0:
        return f"</{token.tag}>\n" if token.block else f"</{token.tag}>"
    attrs = _attributes(token.attrs, env) if token.attrs else ""
    if not token.block:
        return f"<{token.tag}{attrs}>"
    end = ">\n"
    if token.nesting > 0:
        after = tokens[index + 1]
        if after.type == "inline" or after.hidden or (after.nesting < 0 and after.tag == token.tag):
            end = ">"
    return f"{_after_hidden(tokens, index)}<{token.tag}{attrs}{end}"


def _after_hidden(tokens: Sequence[Token], index: int) -> str:
    """A line break after a list item's text, whose paragraph has no tags."""
    return "\n" if index and tokens[index - 1].hidden else ""


def _attributes(attrs: dict[str, Any], env: Env) -> str:
    return "".join(
        [
            f' {escape(name)}="{escape(str(value))}"'
            for name, value in attrs.items()
            if name != "id" or not env["excerpt"]
        ]
    )


def _raw(tokens: Sequence[Token], index: int, _env: Env) -> str:
    return tokens[index].content


def _image(tokens: Sequence[Token], index: int, env: Env) -> str:
    """A picture; its alt text alone when the resolver took the address away."""
    token = tokens[index]
    alt = " ".join((text_of(token.children or (), alt=True) or token.meta.get("alt", "")).split())
    if token.hidden:
        return escape(alt)
    attrs = {**token.attrs, "alt": alt}
    credit = str(attrs.pop("credit", ""))
    shown: Picture = token.meta["shown"]
    if shown.srcset:
        attrs |= {"srcset": shown.srcset, "sizes": SIZES}
    if shown.tint:
        attrs["data-tint"] = shown.tint
    order = [*(name for name in _IMAGE_ORDER if name in attrs), *(name for name in attrs if name not in _IMAGE_ORDER)]
    image = f'<img{_attributes({name: attrs[name] for name in order}, env)} decoding="async">'
    out = [_in_formats(image, shown)]
    if credit:
        out.append(" ")
        _render_inline(credit_tokens(credit), env, out)
    return "".join(out)


def _in_formats(image: str, shown: Picture) -> str:
    """The picture, and the same in other formats, of which a browser takes the first that it knows."""
    if not shown.sources:
        return image
    sources = (f'<source type="{type_}" srcset="{escape(srcset)}" sizes="{SIZES}">' for type_, srcset in shown.sources)
    return f"<picture>{''.join(sources)}{image}</picture>"


def _code_span(tokens: Sequence[Token], index: int, env: Env) -> str:
    token = tokens[index]
    attrs = _attributes(token.attrs, env) if token.attrs else ""
    return f"<code{attrs}>{escape(token.content)}</code>"


def _code_block(tokens: Sequence[Token], index: int, env: Env) -> str:
    """Code in a region that scrolls, and that a keyboard reaches."""
    token = tokens[index]
    info = token.info.strip()
    language = language_of(info)
    group = read_group(info[info.find("{") :]) if "{" in info else {}
    identity = _attributes({"id": group["id"]}, env) if "id" in group else ""
    title = _TITLE.search(info)
    shown_title = f'<p class="code-title">{escape(title[1])}</p>' if title else ""
    label = escape(f"{env['words'].code}, {language}" if language else env["words"].code)
    marked = f' class="language-{escape(language)}"' if language else ""
    return (
        f'{_after_hidden(tokens, index)}<div class="code"{identity}>{shown_title}'
        f'<pre tabindex="0" role="region" aria-label="{label}"><code{marked}>'
        f"{highlight(token.content, language)}</code></pre></div>\n"
    )


def _list_item(tokens: Sequence[Token], index: int, env: Env) -> str:
    """The start of a list item, with its box when it is a task."""
    html = _tag(tokens, index, env)
    meta = tokens[index].meta
    if "checked" not in meta:
        return html
    name, state = (env["words"].done, " checked") if meta["checked"] else (env["words"].todo, "")
    return f'{html}<input type="checkbox" disabled{state} aria-label="{escape(name)}"> '


def _table(tokens: Sequence[Token], index: int, env: Env) -> str:
    """A table in a region that scrolls, and that a keyboard reaches."""
    region = f'<div class="table" role="region" tabindex="0" aria-label="{escape(env["words"].table)}">'
    return f"{_after_hidden(tokens, index)}{region}\n<table>\n"


def _cell(tokens: Sequence[Token], index: int, env: Env) -> str:
    """A table's cell; its side is a class, since a strict Content-Security-Policy forbids style attributes."""
    token = tokens[index]
    side = str(token.attrs.pop("style", "")).partition(":")[2]
    if side in _SIDES:
        token.attrs["class"] = _SIDES[side]
    return _tag(tokens, index, env)


def _alert(tokens: Sequence[Token], index: int, env: Env) -> str:
    """An alert and its title in the page's language."""
    kind = tokens[index].info.lower()
    title = escape(getattr(env["words"], kind))
    aside = f'<aside class="alert alert-{kind}" role="note">'
    return f'{_after_hidden(tokens, index)}{aside}\n<p class="alert-title">{title}'


_SIDES = {"center": "center", "right": "end"}
_FIXED = {
    "alert_close": "</aside>\n",
    "alert_title_open": "",
    "figcaption_close": "</figcaption>",
    "figcaption_open": "\n<figcaption>",
    "footnote_block_close": "</ol>\n</section>\n",
    "footnote_close": "</li>\n",
    "hardbreak": "<br>\n",
    "more": "",
    "softbreak": "\n",
    "table_close": "</table>\n</div>\n",
}

_RULES: dict[str, Rule] = {
    "alert_open": _alert,
    "code_block": _code_block,
    "code_inline": _code_span,
    "fence": _code_block,
    "footnote_anchor": footnotes.render_back_link,
    "footnote_block_open": footnotes.render_block_open,
    "footnote_open": footnotes.render_open,
    "footnote_ref": footnotes.render_reference,
    "html_block": _raw,
    "html_inline": _raw,
    "image": _image,
    "list_item_open": _list_item,
    "table_open": _table,
    "td_open": _cell,
    "th_open": _cell,
}
