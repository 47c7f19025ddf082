"""Photos: one picture, or several in a folder of their own; a title is welcome, not needed."""

from voicebuilder.model.kind import Kind

PHOTO = Kind(
    name="photo",
    folder="photos",
    label="Photos",
    permalink="/photos/{slug}/",
    named=False,
    made_of="picture",
    keys={"alt": "anything", "files": "texts"},
    schema="ImageGallery",
)
