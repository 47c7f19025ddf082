"""How large an SVG wants to be.

In: bytes of an SVG. Out: pixels. Only its first tag is looked at, and nothing of it is run. Source: SVG 2, 8.2 and 8.6.
"""

from __future__ import annotations

import re

# Bytes in which the first tag lies: drawing programs put a doctype and remarks before it, but no drawing.
_HEAD = 65_536
_BEFORE = re.compile(rb"\xef?\xbb?\xbf?(?:\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)*+", re.DOTALL)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")
_ATTRIBUTE = re.compile(rb"\s([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# More digits are no picture's.
_PIXELS = re.compile(r"\s*(\d{1,5}(?:\.\d*)?|\.\d+)(?:px)?\s*", re.ASCII)
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?"
_BOX = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*", re.ASCII)
_MOST = 99_999


def is_svg(data: bytes) -> bool:
    """Whether bytes are those of an SVG, in UTF-8 or any other encoding that looks like ASCII."""
    return _root(data) is not None


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; both 0 when they depend on the page, or are given in inches and the like."""
    root = _root(data)
    if root is None:
        return 0, 0
    told = {name.decode("latin-1"): (one or other).decode("latin-1") for name, one, other in _ATTRIBUTE.findall(root)}
    width, height = (_pixels(told.get(side, "")) for side in ("width", "height"))
    box = _BOX.fullmatch(told.get("viewBox", ""))
    if not (width and height) and box:
        across, down = float(box[1]), float(box[2])
        if not (0 < across <= _MOST and 0 < down <= _MOST):
            return 0, 0
        if width:
            height = width * down / across
        elif height:
            width = height * across / down
        else:
            width, height = across, down
    found = round(width), round(height)
    return found if min(found) > 0 and max(found) <= _MOST else (0, 0)


def _root(data: bytes) -> bytes | None:
    head = data[:_HEAD]
    before = _BEFORE.match(head)
    found = _ROOT.match(head, before.end() if before else 0)
    return found[0] if found else None


def _pixels(text: str) -> float:
    found = _PIXELS.fullmatch(text)
    return float(found[1]) if found else 0.0
