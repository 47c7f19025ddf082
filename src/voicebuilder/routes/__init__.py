"""Which pages the site has: one function a family, each from the library to routes.

In: the library, its contents, the config. Out: `Route`s; `build` puts them into the table.
"""

from voicebuilder.routes.entries import aliases, entries, media, variants
from voicebuilder.routes.extras import SEARCH_SCRIPT, assets, cards, extras, icon, index, search, static
from voicebuilder.routes.listings import archive, kinds, stream
from voicebuilder.routes.series import series
from voicebuilder.routes.sitemap import sitemap
from voicebuilder.routes.terms import terms

__all__ = [
    "SEARCH_SCRIPT",
    "aliases",
    "archive",
    "assets",
    "cards",
    "entries",
    "extras",
    "icon",
    "index",
    "kinds",
    "media",
    "search",
    "series",
    "sitemap",
    "static",
    "stream",
    "terms",
    "variants",
]
