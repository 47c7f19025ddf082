"""What is said of a file from which nothing can be taken out safely.

In: a reason and a hint. Out: `Uncleanable`.
"""

from __future__ import annotations

SAVE_ANEW = "Open it in any program for such files and save it anew."


class Uncleanable(ValueError):  # noqa: N818 -- it is said of the file, and of the writer's next step
    """Nothing can be promised of what a file holds.

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
