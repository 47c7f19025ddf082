"""Words that a page's theme says in the site's language.

In: nothing. Out: `Phrase`, made by `routes`, said by `render`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message of the theme.

    Attributes:
        key: Its name in the theme's message files.
        values: What stands in its places, by name; a phrase among them is said too.
        instead: What is said when the theme does not know the message.
    """

    key: str
    values: tuple[tuple[str, str | int | Phrase], ...] = ()
    instead: str = ""
