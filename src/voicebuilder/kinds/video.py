"""Videos: a film with its poster and captions."""

from voicebuilder.model.kind import Kind

VIDEO = Kind(
    name="video",
    folder="video",
    label="Video",
    permalink="/video/{slug}/",
    named=False,
    made_of="film",
    keys={"files": "texts"},
    schema="VideoObject",
)
