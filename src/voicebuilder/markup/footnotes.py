"""Footnotes, gathered at the end of the page.

In: the tokens that the footnote syntax leaves where a definition stands. Out: one list at the end, in the order of the
references, and the definitions that would be lost: never referred to, or given twice.

`env["footnotes"]` is the library's: `refs`, label with ":" -> number or -1, and `list`, number -> label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voicebuilder.markup.engine import StateCore, Token, escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voicebuilder.markup.engine import Env, MarkdownIt


def gather_footnotes(parser: MarkdownIt) -> None:
    """Make a parser move footnotes to the end."""
    parser.core.ruler.after("inline", "footnotes", _gather)


def _gather(state: StateCore) -> None:
    found = state.env.get("footnotes")
    if not found or not found["refs"]:
        return
    state.tokens, notes = _split(state.tokens, state.env)
    for label, note in notes.items():
        if found["refs"][":" + label] < 0:
            state.env["lost_notes"].append((_line(note), label, False))
    if found["list"]:
        state.tokens.append(Token("footnote_block_open", "section", 1, block=True))
        for number, data in found["list"].items():
            state.tokens += _note(number, data["count"], notes[data["label"]][1:])
        state.tokens.append(Token("footnote_block_close", "section", -1, block=True))


def _split(tokens: list[Token], env: Env) -> tuple[list[Token], dict[str, list[Token]]]:
    """The text without definitions, and label -> opening token and tokens of each definition."""
    text: list[Token] = []
    notes: dict[str, list[Token]] = {}
    open_notes: list[list[Token]] = []
    env["lost_notes"] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_notes.append([token])
        elif token.type == "footnote_reference_close":
            note = open_notes.pop()
            label = note[0].meta["label"]
            if label in notes:
                env["lost_notes"].append((_line(note), label, True))
            notes.setdefault(label, note)
        else:
            (open_notes[-1] if open_notes else text).append(token)
    return text, notes


def _line(note: list[Token]) -> int:
    return note[0].map[0] if note[0].map else 0


def _note(number: int, references: int, body: list[Token]) -> list[Token]:
    back = [Token("footnote_anchor", "", 0, level=2, meta={"id": number, "subId": sub}) for sub in range(references)]
    end = len(body) - 1 if body and body[-1].type == "paragraph_close" else len(body)
    opening = Token("footnote_open", "li", 1, level=1, block=True, meta={"id": number})
    return [opening, *body[:end], *back, *body[end:], Token("footnote_close", "li", -1, level=1, block=True)]


def _id(kind: str, env: Env, meta: dict[str, Any]) -> str:
    prefix = f"{env['prefix']}-" if env["prefix"] else ""
    again = f"-{meta['subId'] + 1}" if meta.get("subId") else ""
    return escape(f"{kind}-{prefix}{meta['id'] + 1}{again}")


def render_reference(tokens: Sequence[Token], index: int, env: Env) -> str:
    """The raised number in the text; nothing in an excerpt, whose notes are elsewhere."""
    if env["excerpt"]:
        return ""
    meta = tokens[index].meta
    env["shown_references"].add((meta["id"], meta["subId"]))
    note = _id("fn", env, {"id": meta["id"]})
    mark = f'<a href="#{note}" id="{_id("fnref", env, meta)}" role="doc-noteref">{meta["id"] + 1}</a>'
    return f'<sup class="fnref">{mark}</sup>'


def render_back_link(tokens: Sequence[Token], index: int, env: Env) -> str:
    """The way back to a reference that is on the page (one in an alt text is not)."""
    meta = tokens[index].meta
    if (meta["id"], meta["subId"]) not in env["shown_references"]:
        return ""
    number = f"{meta['id'] + 1}-{meta['subId'] + 1}" if meta["subId"] else f"{meta['id'] + 1}"
    name = escape(f"{env['words'].back} {number}")
    # The variation selector keeps phones from drawing the arrow as an emoji.
    return f' <a href="#{_id("fnref", env, meta)}" role="doc-backlink" aria-label="{name}">↩\ufe0e</a>'


def render_open(tokens: Sequence[Token], index: int, env: Env) -> str:
    """The start of one note."""
    return f'<li id="{_id("fn", env, tokens[index].meta)}">\n'


def render_block_open(_tokens: Sequence[Token], _index: int, env: Env) -> str:
    """The start of all notes."""
    name = escape(env["words"].footnotes)
    return f'<section class="footnotes" role="doc-endnotes" aria-label="{name}">\n<ol>\n'
