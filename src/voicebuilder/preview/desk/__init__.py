"""The writer's desk: what is unfinished, what is due, what is wrong, and how each entry will look elsewhere.

In: the preview's state, a request below `/_preview/`. Out: an `Answer`, or None for an address that is not the desk's.
"""

from voicebuilder.preview.desk.overview import answer

__all__ = ["answer"]
