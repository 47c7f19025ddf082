"""A file that cannot be used, and what its writer can do about that.

In: a reason and a hint. Out: `UnfitError`, the base of what the rooms of this room raise.
"""

from __future__ import annotations

SAVE_ANEW = "Open it in any program for such files and save it anew."


class UnfitError(ValueError):
    """A file that cannot be used as it is.

    Attributes:
        reason: What is wrong, to follow the file's name: "is cut off".
        hint: What to do, a full sentence.
    """

    def __init__(self, reason: str, hint: str = SAVE_ANEW) -> None:
        # Both are the exception's arguments, so that it comes out of a worker process as it was raised.
        super().__init__(reason, hint)
        self.reason, self.hint = reason, hint

    def __str__(self) -> str:
        return self.reason
