"""Pictures opened, judged, made smaller: the door to Pillow and libheif.

In: bytes of pictures. Out: what they are and say (`look`); files in other sizes and formats (`encode`), and the name of
the encoders that made them (`recipe`). Pillow takes 50 ms to import: import this room only where a picture is there.
"""

from voicebuilder.media.pixels.encode import encode, recipe
from voicebuilder.media.pixels.look import look

__all__ = ["encode", "look", "recipe"]
