"""Pages: titled, undated, in no list: about, now, privacy."""

from voicebuilder.model.kind import Kind

PAGE = Kind(name="page", folder="pages", label="Pages", permalink="/{slug}/", dated=False)
