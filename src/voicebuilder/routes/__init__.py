"""Which pages the site has: one function a family, each from the library to routes.

In: the library, its contents, the config. Out: `Route`s; `build` puts them into the table.
"""

from voicebuilder.routes.entries import aliases, entries, media
from voicebuilder.routes.extras import assets, extras, icon, static
from voicebuilder.routes.listings import archive, kinds, stream
from voicebuilder.routes.sitemap import sitemap
from voicebuilder.routes.terms import terms

__all__ = [
    "aliases",
    "archive",
    "assets",
    "entries",
    "extras",
    "icon",
    "kinds",
    "media",
    "sitemap",
    "static",
    "stream",
    "terms",
]
