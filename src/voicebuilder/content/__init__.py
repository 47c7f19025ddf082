"""From files to text that has its place: read, and later convert.

In: a site folder; later the library made of it. Out: `Sources`, then each entry's `Content`.
"""

from voicebuilder.content.convert import Contents, Job, unserved
from voicebuilder.content.memory import Memory
from voicebuilder.content.read import Folder, read, reread

__all__ = ["Contents", "Folder", "Job", "Memory", "read", "reread", "unserved"]
