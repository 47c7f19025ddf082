"""Pages to HTML: views made of nouns, poured into the theme's templates.

In: `Facts`, a theme, its assets. Out: `PageRenderer`, which turns a `Page` into bytes.
"""

from voicebuilder.render.facts import Facts
from voicebuilder.render.pages import PageRenderer

__all__ = ["Facts", "PageRenderer"]
