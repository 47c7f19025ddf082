"""From files to text that has its place: read, and later convert.

In: a site folder; later the library made of it. Out: `Sources`, then each entry's `Content`.
"""

from voicebuilder.content.convert import Job, convert, unserved
from voicebuilder.content.read import read

__all__ = ["Job", "convert", "read", "unserved"]
