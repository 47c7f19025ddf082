"""What a theme's author asks: which themes and options there are, what is wrong, what to copy, what fell behind.

In: a site's config. Out: values for `voicebuilder theme list`, `check`, `eject` and `diff`; problems with their places.
"""

from voicebuilder.theming.check import Verdict, check
from voicebuilder.theming.diff import Difference, Standing, differences
from voicebuilder.theming.eject import eject, renew
from voicebuilder.theming.listing import Listed, Shelf, options, themes

__all__ = [
    "Difference",
    "Listed",
    "Shelf",
    "Standing",
    "Verdict",
    "check",
    "differences",
    "eject",
    "options",
    "renew",
    "themes",
]
