"""What is said of a file from which nothing can be taken out safely.

In: a reason and a hint. Out: `Uncleanable`.
"""

from __future__ import annotations

from voicebuilder.media.unfit import SAVE_ANEW, UnfitError

__all__ = ["SAVE_ANEW", "Uncleanable"]


class Uncleanable(UnfitError):  # noqa: N818 -- it is said of the file, and of the writer's next step
    """Nothing can be promised of what a file holds."""
