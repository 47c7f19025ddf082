"""The search index: what a browser fetches, piece by piece, to answer a reader's words; made by pagefind.

In: what is to be found of each entry, and a key that says whether any of it changed. Out: files, by site path. The
index is made of entries and not of pages, so no template plays a part, and what is not given cannot be found.
"""

from voicebuilder.search.entries import findable, key, records
from voicebuilder.search.index import FOLDER, IndexFile, index
from voicebuilder.search.record import Record

__all__ = ["FOLDER", "IndexFile", "Record", "findable", "index", "key", "records"]
