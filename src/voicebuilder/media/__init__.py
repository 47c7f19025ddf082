"""Files beside entries: what pictures, sounds, films and captions say of themselves, and what is published of them.

In: files on disk. Out: values (`Looks`), how pages show pictures (`shown`), and the files themselves (`Workshop`).
"""

from voicebuilder.media.cards import Cards
from voicebuilder.media.looks import Looks
from voicebuilder.media.showing import shown
from voicebuilder.media.workshop import Workshop

__all__ = ["Cards", "Looks", "Workshop", "shown"]
