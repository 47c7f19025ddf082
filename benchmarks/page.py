"""The page with the figures: what stands between two markers is written by the bench, the rest by hand.

In: the page, a block's name, its text. Out: the page with the new text. A block looks like this:

    <!-- bench: NAME -->
    …
    <!-- end of NAME -->
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def renew(page: Path, name: str, text: str) -> None:
    """Replace the text of a block.

    Raises:
        ValueError: The page has no such block.
    """
    begin, end = f"<!-- bench: {name} -->", f"<!-- end of {name} -->"
    before, found, rest = page.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"{page} has no lines `{begin}` and `{end}`")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
