"""Links: a page elsewhere that is worth reading, and why."""

from voicebuilder.model.kind import Kind

LINK = Kind(
    name="link",
    folder="links",
    label="Links",
    permalink="/links/{slug}/",
    named=False,
    keys={"link": "address"},
    needs=("link",),
)
