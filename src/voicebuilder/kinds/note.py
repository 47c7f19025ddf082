"""Notes: short, dated, without a title; shown whole wherever they are listed."""

from voicebuilder.model.kind import Kind

NOTE = Kind(name="note", folder="notes", label="Notes", permalink="/notes/{slug}/", titled=False)
