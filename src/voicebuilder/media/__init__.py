"""Files beside entries: what pictures, sounds and films say of themselves.

In: files on disk. Out: values; nothing is decoded whole.
"""

from voicebuilder.media.size import size

__all__ = ["size"]
